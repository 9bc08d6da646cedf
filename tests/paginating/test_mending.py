"""The mends hold for exactly one engine; on any other, notes are set right by page breaks, and it is said."""
# ruff: noqa: E501 - HTML reads better unbroken

from __future__ import annotations

import inspect

import pytest
import weasyprint
from weasyprint import layout as engine_layout
from weasyprint.layout import block as engine_block

from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating import mending, pagemaking
from publish.paginating.addresses import MemoryFetcher
from publish.paginating.inspecting import inspect_pages
from publish.paginating.judging import judge_notes
from publish.paginating.layout import lay_out
from publish.paginating.paginate import paginate
from publish.paginating.preparing import prepare_tree
from publish.paginating.sheets import parse_sheets
from publish.paginating.tagging import _ORIGINAL_TREE
from tests.paginating.dense import document, note

CSS = (
    "@page { size: 100px; margin: 0; @footnote { margin: 0 } }"
    'html { font: 10px/1 "DejaVu Sans"; orphans: %d; widows: %d } body, p { margin: 0 }'
    ".note { font-size: 10px; line-height: 1 } .note-call { vertical-align: baseline; line-height: 1; font-size: 10px }"
    ".ref::after { content: target-counter(attr(href), page) }"
)
LINES = "<br/>".join


def n(number: int) -> str:
    return note(number, "n")


# Each of these shows one fault of WeasyPrint 70.0.
FAULTS = {
    "a note printed nowhere": (
        1,
        f"<p>{LINES(['a' + n(1), *'bcdefghi'])}</p><p>{LINES(['j' + n(2), *'kl'])}</p>",
    ),
    "the same with two orphans": (
        2,
        f"<p>{LINES(['a' + n(1), *'bcdefgh'])}</p><p>{LINES(['i', 'j' + n(2), *'klm'])}</p>",
    ),
    "a note pushed off its page by a later break": (
        2,
        f"<p>{LINES(['a' + n(1), *'bcdefgh'])}</p><p>{LINES('ijklm')}</p>",
    ),
    "a note pushed off in vain": (
        1,
        f'<p>{LINES(["a" + n(1), *"bcdefghi"])}</p><p style="line-height: 30px">{LINES("jkl")}</p>',
    ),
    "a call in a page's last line": (1, f"<p>{LINES([*'abcdefghi', 'j' + n(1), 'k'])}</p>"),
    "a page made again for a counter": (
        2,
        f"<p>{LINES([*'abcdefghi', 'j' + n(1)])}</p>"
        f'<p>k <a class="ref" href="#x">r</a><br/>l</p><p style="break-before: page" id="x">m</p>',
    ),
    "two pages made again": (
        2,
        f'<p><a class="ref" href="#x">r</a><br/>{LINES([*"bcdefghi", "j" + n(1)])}</p><p>k<br/>l</p>'
        f'<p style="break-before: page"><a class="ref" href="#x">r</a>m</p>'
        f'<p style="break-before: page" id="x">n</p>',
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_faults_are_mended(name: str) -> None:
    lines, body = FAULTS[name]
    assert faults_of(body, lines) == []


def faults_of(body: str, lines: int) -> list[str]:
    fetcher = MemoryFetcher({}, ())
    styling = parse_sheets([StyleSheet("x.css", CSS % (lines, lines))], (), fetcher)
    laid_out = lay_out(prepare_tree(document(body)), styling, fetcher, {})
    return [note.fault for note in judge_notes(laid_out, inspect_pages(laid_out)) if note.fault]


@pytest.mark.parametrize("page", ["auto", "chapter"])
@pytest.mark.parametrize(("asked", "margin"), [("", 0), ("break-before: page", 7)])
def test_margins_are_dropped_at_a_break_nobody_asked_for(page: str, asked: str, margin: int) -> None:
    body = f'<section>{"<p>a</p>" * 10}<p id="x">b</p>{"<p>c</p>" * 3}</section>'
    css = f"section {{ page: {page} }} #x {{ margin-top: 7px; {asked} }}"
    fetcher = MemoryFetcher({}, ())
    styling = parse_sheets([StyleSheet("x.css", CSS % (1, 1)), StyleSheet("y.css", css)], (), fetcher)
    pages = lay_out(prepare_tree(document(body)), styling, fetcher, {}).document.pages
    (line,) = [
        box
        for box in pages[1]._page_box.descendants()
        if box.element_tag == "p" and getattr(box, "text", "") == "b"
    ]
    assert line.position_y == margin


@pytest.mark.parametrize("name", FAULTS)
def test_without_the_mends_page_breaks_repair(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.paginating.layout.can_mend", lambda: False)
    lines, body = FAULTS[name]
    done = paginate(document(body), [StyleSheet("x.css", CSS % (lines, lines))], {}, (), Metadata())
    assert done.value is not None
    codes = [d.code for d in done.diagnostics]
    assert "layout/unmended-engine" in codes
    assert "layout/lost-note" not in codes
    for place in done.value.notes:
        assert len(place.note_pages) == 1


def test_the_engine_shows_its_faults_without_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.paginating.layout.can_mend", lambda: False)
    assert sum(bool(faults_of(body, lines)) for lines, body in FAULTS.values()) >= 4


def test_the_installed_engine_is_the_one_we_mend() -> None:
    assert weasyprint.__version__ == mending.MENDED_VERSION, (
        f"WeasyPrint {weasyprint.__version__} is installed: study layout/page.py, layout/block.py and "
        f"layout/__init__.py of it, mend what is still at fault, run the sweeps, then change MENDED_VERSION"
    )
    assert mending.can_mend(), "the source of WeasyPrint is not the one the mends were written for"


def test_another_version_is_not_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    assert not mending.can_mend()


def test_another_source_is_not_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(mending._DIGESTS, "_linebox_layout", "0" * 16)
    assert not mending.can_mend()


def test_the_engine_is_as_it_was_after_a_build() -> None:
    from weasyprint.pdf import tags

    paginate(document(f"<p>x{n(1)}</p>"), [], {}, (), Metadata())
    assert engine_layout.make_all_pages.__module__ == "weasyprint.layout.page"
    assert engine_block._linebox_layout.__module__ == "weasyprint.layout.block"
    assert tags._build_box_tree is _ORIGINAL_TREE


def test_the_tagging_hook_knows_the_engine() -> None:
    names = list(inspect.signature(_ORIGINAL_TREE).parameters)
    assert names[:4] == ["box", "parent", "pdf", "page_number"]


def test_other_documents_are_laid_out_as_ever_meanwhile() -> None:
    html = "<style>@page { size: 100px } i { float: footnote }</style><p>a<i>b</i></p>"
    before = len(weasyprint.HTML(string=html).render().pages)
    with mending.mended_engine():
        assert len(weasyprint.HTML(string=html).render().pages) == before


def test_an_engine_that_stands_still_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def standing_still(*_: object, **__: object) -> object:
        raise pagemaking.LayoutStuck("no progress after page 3")

    monkeypatch.setattr("publish.paginating.layout.lay_out", standing_still)
    done = paginate(document("<p>x</p>"), [], {}, (), Metadata())
    assert done.value is None
    assert [d.code for d in done.diagnostics] == ["layout/failed"]
    assert "page 3" in done.diagnostics[0].message


def test_a_crash_of_the_engine_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint import document as engine_document

    monkeypatch.setattr(
        engine_document, "build_formatting_structure", lambda *_: engine_block.collapse_margin("x")
    )
    done = paginate(document("<p>x</p>"), [], {}, (), Metadata())
    assert done.value is None
    assert [d.code for d in done.diagnostics] == ["layout/failed"]
    assert "TypeError" in done.diagnostics[0].message


def test_a_bug_of_ours_stays_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> object:
        raise KeyError("ours")

    monkeypatch.setattr("publish.paginating.layout.lay_out", broken)
    with pytest.raises(KeyError):
        paginate(document("<p>x</p>"), [], {}, (), Metadata())


@pytest.mark.parametrize("tag", ["div", "em", "h1", "span"])
def test_nesting_without_end_is_told(tag: str) -> None:
    depth = 3000
    done = paginate(document(f"<{tag}>" * depth + "x" + f"</{tag}>" * depth), [], {}, (), Metadata())
    assert [d.code for d in done.diagnostics] in ([], ["layout/failed"])
