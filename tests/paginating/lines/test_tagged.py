"""What total-fit lines print passes PDF/UA-1 and reads as it should: order, whole words, links, bookmarks."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from benchmarks.pens import pens_of
from publish.model.lines import GREEDY, TOTAL_FIT, LineSettings
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.paginate import paginate
from publish.structure.reading import read_edition
from tests.paginating.dense import CSS, document, note, write_dense
from tests.paginating.rich import rich_document
from tests.tools.verapdf import validate

NARROW = """
@page { size: 80mm 120mm; margin: 10mm } html { font: 10pt/14pt "DejaVu Serif" }
body { text-align: justify; hyphens: auto } p { margin: 0; text-indent: 1em }
p.initial::first-letter { font-size: 42pt; line-height: 42pt; float: left }
"""
WAYS = {
    "as it comes": (TOTAL_FIT, False),
    "on the grid": (TOTAL_FIT, True),
    "much give": (replace(TOTAL_FIT, expansion=0.05, hanging=1.5, shrink=0.4), False),
}
LINK = '<a href="https://example.org/{0}">the correspondence, responsibility and “odd” notes, of “{0}”.</a>'


def prose(lines: LineSettings = TOTAL_FIT) -> bytes:
    """Return a narrow column of long words with a link every few words, as PDF."""
    words = (
        "administrative responsibilities notwithstanding characteristically straightforward representations "
    )
    links = " ".join(f"{words}{LINK.format(number)}" for number in range(12))
    html = document(f'<h1 id="a">A heading of long words: responsibilities</h1><p>{links}</p><p>{links}</p>')
    done = paginate(
        html, [StyleSheet("a.css", NARROW)], {}, (), Metadata(title_text="x", lang="en"), lines=lines
    )
    assert done.value is not None
    return done.value.pdf


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("ua")
    html, sheets, images = rich_document()
    dense, _ = write_dense(4, chapters=1, blocks=14)
    drop = document(f'<p class="initial">{"Words of a paragraph with an initial. " * 20}{note(1)}</p>')
    made = []
    for name, (lines, grid) in WAYS.items():
        for title, text, styles, resources in (
            ("rich", html, sheets, images),
            ("dense", dense, [StyleSheet("dense.css", CSS)], {}),
            ("drop", drop, [StyleSheet("narrow.css", NARROW)], {}),
        ):
            done = paginate(text, styles, resources, (), Metadata(title_text=title), lines=lines, grid=grid)
            assert done.value is not None, done.diagnostics
            path = folder / f"{title} {name}.pdf"
            path.write_bytes(done.value.pdf)
            made.append(path)
    return made


def test_pdf_ua(files: list[Path]) -> None:
    assert validate(files) == ""


def test_qpdf_finds_no_fault(files: list[Path]) -> None:
    for path in files:
        run = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


def test_a_divided_word_is_read_whole_and_in_order() -> None:
    structure = read_edition(prose()).value
    assert structure is not None
    assert sum(fragment.hyphen_count for block in structure.blocks for fragment in block.fragments) > 5
    text = " ".join(block.text for block in structure.blocks[1:])
    assert text.split().count("responsibilities") == 24
    assert text.split().count("representations") == 24
    assert re.findall(r"of “(\d+)”", text) == [str(number) for number in range(12)] * 2


ZERO_WIDTH = "\u200b"
UNDIVIDED = (
    f"https://{ZERO_WIDTH}example.org/{ZERO_WIDTH}some/{ZERO_WIDTH}very_{ZERO_WIDTH}long_{ZERO_WIDTH}place",
    f"my{ZERO_WIDTH}Long{ZERO_WIDTH}Identifier{ZERO_WIDTH}Factory{ZERO_WIDTH}Bean{ZERO_WIDTH}Music",
    "0123456789abcdef" * 5,
    "state-of-the-art",
    "winter/summer",
)


def test_what_is_broken_without_a_hyphen_is_read_without_a_space() -> None:
    words = (UNDIVIDED[0], f'<a href="https://example.org/">{UNDIVIDED[0]}</a>', *UNDIVIDED[1:])
    text = " ".join(f"{word} and {'x' * number}" for number in range(1, 9) for word in words)
    css = NARROW + "p { overflow-wrap: anywhere }"
    done = paginate(
        document(f"<p>{text}</p>"), [StyleSheet("a.css", css)], {}, (), Metadata(title_text="x", lang="en")
    )
    assert done.value is not None
    structure = read_edition(done.value.pdf).value
    assert structure is not None
    whole = re.sub(f"<.*?>|{ZERO_WIDTH}", "", text)
    assert " ".join(block.text for block in structure.blocks) == whole
    assert {link.text for link in structure.links} == {UNDIVIDED[0].replace(ZERO_WIDTH, "")}
    lines = [line for block in structure.blocks for part in block.fragments for line in part.lines]
    assert not any("\u00ad" in line.text for line in lines)
    assert {line.text[-1] for line in lines} >= set("/_-")
    assert all(line.is_hyphenated == line.text.endswith(("-", "\u2010")) for line in lines)
    # Others drop a soft hyphen with its line's end when they search and copy (ISO 32000-1, 14.8.2.2.3).
    run = subprocess.run(["pdftotext", "-", "-"], input=done.value.pdf, capture_output=True, check=True)
    pages = pypdfium2.PdfDocument(done.value.pdf)
    copied = "".join(page.get_textpage().get_text_range() for page in pages)
    for others, end in ((run.stdout.decode(), "\u00ad\n+\f?"), (copied, "[\ufffe\u00ad]\\s*")):
        read = re.sub(end, "", others)
        found = [read.count(word.replace(ZERO_WIDTH, "")) for word in UNDIVIDED]
        assert found == [16, *[8] * (len(UNDIVIDED) - 1)]


def test_lines_end_at_the_measure_whatever_their_letters_give() -> None:
    content = prose(replace(TOTAL_FIT, expansion=0.05, hanging=0.0))
    structure = read_edition(content).value
    assert structure is not None
    edge_pt = 70 / 25.4 * 72 - 6  # the body has margins of 8 px
    ends: dict[tuple[int, float], float] = {}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert b" Tz" in pdf.pages[0].Contents.read_bytes()
        for number, page in enumerate(pdf.pages, 1):
            for pen in pens_of(page):
                place = number, round(float(page.mediabox[3]) - pen.y, 1)
                ends[place] = max(ends.get(place, 0.0), pen.x)
    found = [
        ends[fragment.page, round(line.baseline_pt, 1)]
        for block in structure.blocks
        if block.role == "P"
        for fragment in block.fragments
        for line in fragment.lines[: -1 if fragment is block.fragments[-1] else None]
    ]
    assert len(found) > 40
    assert found == pytest.approx([edge_pt] * len(found), abs=0.02)


def test_the_rectangles_of_links_hold_their_letters() -> None:
    """A link's rectangles reach over letters set wider and over what hangs in the margin."""
    content = prose()
    document_ = pypdfium2.PdfDocument(content)
    outside = checked = 0
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page, drawn in zip(pdf.pages, document_, strict=True):
            boxes = [[float(x) for x in link.Rect] for link in page.get("/Annots", []) if "/A" in link]
            letters = drawn.get_textpage()
            text = letters.get_text_range()
            for at, letter in enumerate(text):
                if letter != "“" or letters.count_chars() != len(text):
                    continue
                left, bottom, right, top = letters.get_charbox(at)
                middle = (left + right) / 2, (bottom + top) / 2
                checked += 1
                outside += not any(
                    x1 - 0.1 <= left and right <= x2 + 0.1 and y2 <= middle[1] <= y1 for x1, y1, x2, y2 in boxes
                )
    assert checked > 20
    assert outside == 0


def test_bookmarks_and_destinations_are_those_of_greedy_lines() -> None:
    one, two = read_edition(prose(GREEDY)).value, read_edition(prose()).value
    assert one is not None
    assert two is not None
    assert [entry.title for entry in one.outline] == [entry.title for entry in two.outline] != []
    assert [link.text for link in one.links] == [link.text for link in two.links] != []
