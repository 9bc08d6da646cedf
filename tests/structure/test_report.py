"""The report: one page that needs nothing else, opened in Chromium where there is one.

In the browser the assertions are on the document after its script ran, and on what a person would do: press
keys, filter, fade. Chromium must have nothing to complain of.
"""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from publish.model.changes import Change, Level, Spot
from publish.model.pages import EditionMetadata, Page, PageStructure
from publish.structure.diff.comparing import compare
from publish.structure.diff.diff import diff
from publish.structure.epub.from_epub import read_epub
from publish.structure.pdf.from_pdf import read_pdf
from publish.structure.report.pairs import pair_pages
from publish.structure.report.pictures import render_pages
from publish.structure.report.report import write_report
from publish.structure.report.words import sentence_of
from tests.structure.browser import PROGRAM, Browser
from tests.structure.typesetter import Setting, story, typeset

HOSTILE = "</script><img src=x onerror=\"document.title='taken'\"> \x00\u202e {{script}} & <b>"
needs_chromium = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")


def editions() -> tuple[PageStructure, PageStructure]:
    text = story(3, 8)
    other = list(text)
    other[2] = ("P", other[2][1].replace("near", "on the other side of the long road behind", 1))
    other[10] = ("H1", f"Chapter 2: {HOSTILE} & the end")
    del other[15]
    return typeset(text), typeset(other, None, Setting(colour="#202020"))


def report() -> str:
    old, new = editions()
    return write_report((old, new), diff(old, new), ("old.pages", f"new {HOSTILE}.pages"))


class _Names(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def classed(self, name: str) -> list[dict[str, str | None]]:
        return [found for _, found in self.tags if name in (found.get("class") or "").split()]


# --- the file --------------------------------------------------------------------------------------------


def test_it_needs_nothing_from_outside() -> None:
    text = report()
    tags = _Names(text).tags
    addresses = [v for _, found in tags for k, v in found.items() if k in {"src", "href"} and v]
    assert all(address.startswith(("#", "data:image/")) for address in addresses)
    assert "url(" not in text
    assert "@import" not in text
    policy = next(f["content"] for t, f in tags if t == "meta" and "http-equiv" in f)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert policy.count("sha256-") == 2
    assert "unsafe" not in policy


def test_what_editions_say_is_text_and_no_markup() -> None:
    text = report()
    tags = _Names(text).tags
    assert [tag for tag, _ in tags].count("script") == 1
    assert not [found for _, found in tags if any(name.startswith("on") for name in found)]
    assert not [tag for tag, _ in tags if tag in {"b", "object", "iframe", "base", "form"} and tag != "b"]
    assert "&lt;img src=x onerror=" in text
    assert "\x00" not in text
    assert text.count("{{script}}") == text.count("{{script}} &amp; &lt;b&gt;") > 0


def test_what_cannot_be_written_as_utf_8_is_replaced() -> None:
    old, new = editions()
    metadata = EditionMetadata("half a pair \ud800", ("Ann Author",), "en")
    changes = diff(old, replace(new, metadata=metadata))
    text = write_report((old, replace(new, metadata=metadata)), changes, ("\udcff.pages", "b"))
    assert "half a pair \ufffd" in text
    assert text.encode("utf-8")


def test_each_sentence_is_told_word_for_word() -> None:
    old, new = editions()
    changes = diff(old, new)
    told = "".join(_Names(write_report((old, new), changes, ("a", "b"))).words)
    for change in changes:
        if "\x00" not in change.sentence:
            assert change.sentence in told


@pytest.mark.parametrize(
    ("sentence", "where"),
    [
        ("pp. 3–6: reflow of 12 blocks", "pp. 3–6: "),
        ("‘Contents’: the entry ‘a: b’ moved", "‘Contents’: "),
        ("side 2: gone", "side 2: "),
        ("metadata: the title", "metadata: "),
        ("side 1, p. 1 to side 2, right: reflow", "side 1, p. 1 to side 2, right: "),
        ("contents: the entry ‘a’", "contents: "),
        ("‘a’ became ‘b: c’ in", ""),
    ],
)
def test_the_place_comes_first(sentence: str, where: str) -> None:
    found = re.match(r'<span class="where">(.*?)</span>', sentence_of(sentence))
    assert (found[1] if found else "") == where


def test_every_place_is_marked_once_with_its_number() -> None:
    old, new = editions()
    changes = diff(old, new)
    text = write_report((old, new), changes, ("a", "b"))
    marks = [found["data-number"] for found in _Names(text).classed("mark")]
    for number, change in enumerate(changes, 1):
        if change.level >= Level.LAYOUT:
            spots = [spot for spot in (*change.old, *change.new) if spot.page]
            assert marks.count(str(number)) == len(spots), change.sentence
    assert set(marks) <= {str(number) for number in range(1, len(changes) + 1)}


def test_what_was_removed_leaves_a_gap_where_it_stood() -> None:
    text = story(1, 6)
    old, new = typeset(text), typeset([*text[:3], *text[4:]])
    changes = diff(old, new)
    removed = next(n for n, change in enumerate(changes, 1) if change.kind == "block/removed")
    pairs = pair_pages(compare(old, new), changes)
    gap = next(mark for pair in pairs for mark in pair.new_marks if mark.number == removed)
    before = new.blocks[2].fragments[-1].box
    assert gap.is_gap
    assert gap.box is not None
    assert (gap.box.left_pt, gap.box.top_pt, gap.box.width_pt) == (
        before.left_pt,
        before.bottom_pt,
        before.width_pt,
    )


def test_a_running_head_is_marked_where_it_stands() -> None:
    old, new = typeset(story(1, 6)), typeset(story(1, 6), None, Setting(head="Another head"))
    changes = diff(old, new)
    head = next(n for n, change in enumerate(changes, 1) if change.kind == "running/text")
    pair = pair_pages(compare(old, new), changes)[0]
    box = next(mark.box for mark in pair.new_marks if mark.number == head)
    assert box is not None
    assert (box.left_pt, box.bottom_pt) == pytest.approx((50.0, 42.0), abs=1)


def test_words_that_changed_are_struck_out_and_underlined() -> None:
    text = story(1, 3)
    other = [*text[:2], ("P", text[2][1].replace("near", "beside", 1)), *text[3:]]
    told = write_report((typeset(text), typeset(other)), diff(typeset(text), typeset(other)), ("a", "b"))
    assert "<del>near</del> <ins>beside</ins>" in told


def test_no_change_is_said() -> None:
    old, _ = editions()
    text = write_report((old, old), (), ("a", "b"))
    assert "No difference a reader would see" in text
    assert f"Both editions have {len(old.pages)} pages" in text


def test_changes_without_a_place_are_told() -> None:
    old, _ = editions()
    new = replace(old, metadata=EditionMetadata("Another", ("Ann Author",), "en"))
    text = write_report((old, new), diff(old, new), ("a", "b"))
    assert "metadata: " in text
    assert "These changes are not in the text" in text


@pytest.mark.parametrize(
    ("turned", "view", "place"),
    [(0, "420 595", ""), (90, "595 420", "translate(595 0) rotate(90)"), (180, "420 595", "rotate(180)")],
)
def test_a_turned_page_is_shown_as_it_is(turned: int, view: str, place: str) -> None:
    old = typeset(story(1, 3))
    new = replace(old, pages=(replace(old.pages[0], turned=turned), *old.pages[1:]))
    changes = (Change(Level.CONTENT, "text/edited", "p. 1: a", (), (Spot(1, old.blocks[0].fragments[0].box),)),)
    sheet = write_report((old, new), changes, ("a", "b")).partition('<figure class="sheet new">')[2]
    assert f'viewBox="0 0 {view}"' in sheet
    assert place in sheet
    assert ("<g transform" in sheet) is bool(turned)


def test_it_is_the_same_each_time() -> None:
    assert report() == report()


def test_places_that_are_not_there_do_no_harm() -> None:
    old, new = editions()
    spots = (Spot(99, None, ""), Spot(1, None, "b0"), Spot(0), Spot(1, None, "b9999"), Spot(1, None, "n77"))
    changes = (Change(Level.CONTENT, "text/edited", "p. 99: odd", spots, spots),)
    assert "p. 99" in write_report((old, new), changes, ("a", "b"))
    bare = PageStructure("pdf", pages=(Page(1, "", 0.0, 0.0, "recto"),))
    changes = (Change(Level.LAYOUT, "page/size", "p. 1: other", (Spot(1),), (Spot(1),)),)
    assert 'viewBox="0 0 1 1"' in write_report((bare, bare), changes, ("a", "b"))


def test_snapshots_without_words_are_drawn_as_bars() -> None:
    old, new = editions()

    def bare(structure: PageStructure) -> PageStructure:
        blocks = tuple(
            replace(b, fragments=tuple(replace(f, lines=()) for f in b.fragments)) for b in structure.blocks
        )
        return replace(structure, blocks=blocks)

    text = write_report((bare(old), bare(new)), diff(bare(old), bare(new)), ("a", "b"))
    drawing = text[text.index('<svg class="drawing"') :]
    assert drawing[: drawing.index("</svg>")].count("<rect") > 20


def test_a_hundred_changed_pages_are_quick_and_small() -> None:
    text = story(12, 40)
    other = [(role, words.replace(" and ", " or ", 1)) for role, words in text]
    old, new = typeset(text), typeset(other)
    changes = diff(old, new)
    start = time.process_time()
    made = write_report((old, new), changes, ("a", "b"))
    assert len(old.pages) >= 100
    assert time.process_time() - start < 5
    assert len(made) < 6_000_000


# --- pictures --------------------------------------------------------------------------------------------


def test_pages_of_text_are_small_pictures(small_pdf: bytes) -> None:
    pictures = render_pages(small_pdf, (1, 2, 2, 0, 4000))
    assert sorted(pictures) == [1, 2]
    assert all(picture.startswith("data:image/png;base64,") for picture in pictures.values())
    assert max(map(len, pictures.values())) < 80_000


def test_what_is_no_pdf_has_no_pictures() -> None:
    assert render_pages(b"%PDF-1.7 nothing", (1,)) == {}


def test_colour_stays_colour() -> None:
    from base64 import b64decode

    import pypdfium2

    paper = Image.new("RGB", (300, 400), "white")
    paper.paste((200, 0, 0), (20, 20, 60, 60))
    pdf = BytesIO()
    paper.save(pdf, "PDF")
    assert len(pypdfium2.PdfDocument(pdf.getvalue())) == 1
    picture = render_pages(pdf.getvalue(), (1,))[1]
    with Image.open(BytesIO(b64decode(picture.partition(",")[2]))) as image:
        red, green, blue = image.convert("RGB").getpixel((image.width // 8, image.height // 10))  # type: ignore[misc]
    assert red > 150
    assert max(green, blue) < 80


# --- in the browser --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("chromium") / "profile") as found:
        yield found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    page = tmp_path_factory.mktemp("report") / "report.html"
    page.write_text(report(), "utf-8")
    return page.as_uri()


@pytest.fixture
def page(browser: Browser, written: str) -> Iterator[Browser]:
    browser.resize(1400, 1000)
    browser.emulate()
    browser.open(written)
    browser.run("localStorage.clear()")
    assert browser.run("document.body.dataset.ready") == "yes"
    yield browser
    assert browser.complaints == []


SHOWN = "[...document.querySelectorAll('.sentences > li')].filter(item => item.getClientRects().length).length"
ACTIVE = "document.querySelector('.sentences > .active')?.id ?? ''"


@needs_chromium
def test_nothing_of_an_edition_runs(page: Browser) -> None:
    assert page.run("document.title").startswith("old.pages → new </script><img")
    assert page.run("document.querySelectorAll('img').length") == 0
    assert page.run("document.querySelectorAll('script').length") == 1


@needs_chromium
def test_marks_stand_on_the_blocks_they_name(page: Browser) -> None:
    old, new = editions()
    changes = diff(old, new)
    for number, change in enumerate(changes, 1):
        if change.level >= Level.LAYOUT:
            spots = [spot for spot in (*change.old, *change.new) if spot.page]
            query = f"document.querySelectorAll('.leaf .mark[data-number=\"{number}\"]').length"
            assert page.run(query) == len(spots), change.sentence
    edited = next(n for n, c in enumerate(changes, 1) if c.kind == "text/edited" and c.old[0].block == "b2")
    box = old.blocks[2].fragments[0].box
    place = page.run(
        f"""(() => {{
          const name = '.old .mark[data-number="{edited}"] > rect';
          const mark = document.querySelector(name).getBoundingClientRect();
          const leaf = document.querySelector('.old .leaf').getBoundingClientRect();
          const scale = leaf.width / {old.pages[0].width_pt};
          return [(mark.left - leaf.left) / scale, (mark.top - leaf.top) / scale, mark.height / scale];
        }})()"""
    )
    assert place == pytest.approx([box.left_pt - 3, box.top_pt - 2, box.height_pt + 4], abs=1.5)


@needs_chromium
def test_keys_step_and_the_focus_goes_along(page: Browser) -> None:
    assert page.run(ACTIVE) == ""
    seen = []
    for key in ("j", "j", "ArrowRight", "k", "End", "Home", "ArrowLeft"):
        page.press(key)
        seen.append(page.run(ACTIVE))
    total = page.run("document.querySelectorAll('.sentences > li').length")
    assert seen == ["c1", "c2", "c3", "c2", f"c{total}", "c1", "c1"]
    assert page.run("document.activeElement.closest('li').id") == "c1"
    assert page.run("document.activeElement.getAttribute('aria-current')") == "true"
    assert page.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.run("document.querySelectorAll('[aria-current]').length") == 1
    assert page.run("location.hash") == "#c1"
    assert page.run("document.getElementById('at').textContent") == f"1 of {total}"
    assert page.run("document.getElementById('back').disabled") is True


@needs_chromium
def test_a_step_shows_the_page_and_its_marks(page: Browser) -> None:
    changes = diff(*editions())
    edited = next(n for n, c in enumerate(changes, 1) if c.kind == "block/removed")
    for _ in range(edited):
        page.press("j")
    top = "document.querySelector('.pair.current').getBoundingClientRect().top"
    assert 0 < page.run(top) < 400
    active = "[...document.querySelectorAll('.mark.active')]"
    assert page.run(f"{active}.every(mark => mark.dataset.number === '{edited}')")
    assert page.run("document.querySelectorAll('.mark.active').length") > 0
    shown = page.run("document.querySelector('.active .passage').getClientRects().length")
    assert shown == 1


@needs_chromium
def test_a_level_is_hidden_and_comes_back(page: Browser) -> None:
    total = page.run(SHOWN)
    buttons = page.run("[...document.querySelectorAll('.levels button')].map(b => b.dataset.level)")
    for level in buttons:
        mine = page.run(f"document.querySelectorAll('.sentences > .{level}').length")
        page.run(f"document.querySelector('.levels .{level}').click()")
        assert page.run(SHOWN) == total - mine
        visible = (
            f"[...document.querySelectorAll('.marks [data-level={level}]')]"
            ".filter(mark => getComputedStyle(mark).display !== 'none').length"
        )
        assert page.run(visible) == 0
        assert page.run(f"document.querySelector('.levels .{level}').getAttribute('aria-pressed')") == "false"
        page.run(f"document.querySelector('.levels .{level}').click()")
    assert page.run(SHOWN) == total
    for level in buttons:
        page.press(str(1 + ["fault", "content", "layout", "reflow", "style"].index(level)))
    assert page.run(SHOWN) == 0
    assert page.run("[...document.querySelectorAll('.pair')].every(pair => pair.hidden)")
    page.press("j")
    assert page.run(ACTIVE) == ""


@needs_chromium
def test_the_slider_fades_from_the_old_page_to_the_new_one(page: Browser) -> None:
    opacity = "Number(getComputedStyle(document.querySelector('.both .sheet.new')).opacity)"
    sheets = "['.old', '.new'].map(side => document.querySelector(`.both .sheet${side}`))"
    tops = f"{sheets}.map(sheet => sheet.getBoundingClientRect().left)"
    assert page.run(opacity) == 1
    left, right = page.run(tops)
    assert left < right
    page.press("o")
    left, right = page.run(tops)
    assert left == right
    assert page.run(opacity) == 0.5
    slide = """(() => {
      const slider = document.querySelector('.both').parentElement.querySelector('input');
      slider.value = 20;
      slider.dispatchEvent(new Event('input', {bubbles: true}));
      return slider.getAttribute('aria-valuetext');
    })()"""
    assert page.run(slide) == "20 % new"
    assert page.run(opacity) == pytest.approx(0.2)
    page.run("document.querySelector('.numbers a').click()")
    page.press("]")
    assert page.run(opacity) == pytest.approx(0.3)
    page.press("o")
    assert page.run(opacity) == 1


@needs_chromium
def test_dark_is_what_the_reader_likes_or_chose(page: Browser) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.run(ground)
    page.press("d")
    dark = page.run(ground)
    assert sum(map(int, re.findall(r"\d+", dark)[:3])) < 120 < sum(map(int, re.findall(r"\d+", light)[:3]))
    assert page.run("document.getElementById('dark').getAttribute('aria-pressed')") == "true"
    page.press("d")
    assert page.run(ground) == light
    page.run("delete document.documentElement.dataset.theme")
    page.emulate(scheme="dark")
    assert page.run(ground) == dark
    page.emulate(media="print", scheme="dark")
    paper = page.run("getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()")
    assert sum(int(paper.lstrip("#")[i : i + 2], 16) for i in (0, 2, 4)) < 200


@needs_chromium
def test_single_keys_can_be_switched_off(page: Browser) -> None:
    page.press("?")
    assert page.run("document.querySelector('.keys').open") is True
    page.run("document.getElementById('letters').click()")
    page.run("document.activeElement.blur()")
    page.press("j")
    assert page.run(ACTIVE) == ""
    page.press("ArrowRight")
    assert page.run(ACTIVE) == "c1"


@needs_chromium
def test_assistive_technology_finds_names(page: Browser) -> None:
    buttons = page.names("button")
    assert {"Previous change", "Next change", "Onion skin", "Dark"} <= set(buttons)
    assert all(buttons)
    links = page.names("link")
    assert all(links)
    assert any(re.fullmatch(r"change \d+, [a-z]+", name) for name in links)
    assert "old edition, p. 1" in page.names("image")
    assert all(page.names("slider"))


@needs_chromium
@pytest.mark.parametrize("width", [390, 800, 1400])
def test_nothing_hangs_over_the_side(page: Browser, width: int) -> None:
    page.resize(width, 844, phone=width < 500)
    assert page.run("document.documentElement.scrollWidth") <= width
    page.press("j")
    page.press("j")
    assert page.run("document.querySelector('.stepper').getBoundingClientRect().bottom") <= 844
    assert page.run("document.querySelector('.leaf').getBoundingClientRect().width") > 150


@needs_chromium
def test_a_change_has_an_address(browser: Browser, written: str) -> None:
    browser.open(f"{written}#c3")
    assert browser.run(ACTIVE) == "c3"


@needs_chromium
def test_pages_of_pdfs_are_shown(browser: Browser, small_pdf: bytes, tmp_path: Path) -> None:
    structure = read_pdf(small_pdf).value
    assert structure is not None
    first = structure.blocks[3]
    other = replace(structure.blocks[3], text=first.text.replace("the", "a", 1) + " More.")
    new = replace(structure, blocks=(*structure.blocks[:3], other, *structure.blocks[4:]))
    changes = diff(structure, new)
    (tmp_path / "r.html").write_text(
        write_report((structure, new), changes, ("old.pdf", "new.pdf"), (small_pdf, None)), "utf-8"
    )
    browser.open((tmp_path / "r.html").as_uri())
    assert browser.run("document.images[0].decode().then(() => document.images[0].naturalWidth)") > 300
    assert browser.run("document.querySelectorAll('.sheet.old img').length") == browser.run(
        "document.querySelectorAll('.sheet.new .drawing').length"
    )
    assert browser.complaints == []


@needs_chromium
def test_e_books_are_shown_by_their_passages(browser: Browser, small_epub: bytes, tmp_path: Path) -> None:
    structure = read_epub(small_epub).value
    assert structure is not None
    at = next(i for i, b in enumerate(structure.blocks) if b.role == "P" and len(b.text) > 200)
    words = structure.blocks[at].text.split()
    other = replace(structure.blocks[at], text=" ".join([*words[:5], "unexpectedly", *words[6:]]))
    new = replace(structure, blocks=(*structure.blocks[:at], other, *structure.blocks[at + 1 :]))
    changes = diff(structure, new)
    (tmp_path / "r.html").write_text(write_report((structure, new), changes, ("a.epub", "b.epub")), "utf-8")
    browser.open((tmp_path / "r.html").as_uri())
    assert browser.run("document.querySelector('.cell.old del').textContent") == words[5]
    assert browser.run("document.querySelector('.cell.new ins').textContent") == "unexpectedly"
    assert browser.run("document.getElementById('onion').hidden") is True
    assert browser.run("document.querySelectorAll('.cell .mark').length") == 2
    assert browser.complaints == []


def other_picture(book: bytes, colour: str) -> bytes:
    """The same e-book with another picture in the place of each."""
    out, picture = BytesIO(), BytesIO()
    Image.new("RGB", (900, 500), colour).save(picture, "PNG")
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, picture.getvalue() if info.filename.endswith(".png") else old.read(info))
    return out.getvalue()


@needs_chromium
def test_pictures_of_e_books_are_shown_beside_each_other(
    browser: Browser, small_epub: bytes, tmp_path: Path
) -> None:
    files = small_epub, other_picture(small_epub, "#0000c0")
    old, new = (read_epub(file).value for file in files)
    assert old is not None
    assert new is not None
    changes = diff(old, new)
    assert any(change.kind == "picture/content" for change in changes)
    (tmp_path / "r.html").write_text(write_report((old, new), changes, ("a", "b"), files), "utf-8")
    browser.open((tmp_path / "r.html").as_uri())
    widths = "Promise.all([...document.images].map(i => i.decode().then(() => i.naturalWidth)))"
    assert browser.run(widths) == [40, 570]
    assert browser.run("document.querySelector('.cell.old img').alt") == "A red square"
    assert browser.complaints == []


def test_pictures_that_cannot_be_shown_are_named(small_epub: bytes) -> None:
    old = read_epub(small_epub).value
    new = read_epub(other_picture(small_epub, "#0000c0")).value
    assert old is not None
    assert new is not None
    for files in ((None, None), (b"PK nothing", b"")):
        text = write_report((old, new), diff(old, new), ("a", "b"), files)
        assert "<img" not in text
        assert "square" in text


@needs_chromium
def test_an_empty_comparison_is_one_calm_page(browser: Browser, tmp_path: Path) -> None:
    old, _ = editions()
    (tmp_path / "r.html").write_text(write_report((old, old), (), ("a", "a")), "utf-8")
    browser.open((tmp_path / "r.html").as_uri())
    assert browser.run("document.querySelector('main h2').textContent") == "No difference a reader would see"
    assert browser.run("document.querySelector('.list').getClientRects().length") == 0
    browser.press("j")
    assert browser.complaints == []
