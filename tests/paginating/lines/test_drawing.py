"""Every justified line ends where the measure does, in the finished file, whatever stands on it."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from publish.model.lines import GREEDY, LineSettings
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating import paginate as paginating
from publish.paginating.lines.record import Record
from publish.paginating.paginate import paginate
from tests.paginating.dense import WORDS, document
from tests.paginating.lines.laying import PAGE, lines_of, text_of

TEXT = " ".join(WORDS * 3)
PT_PER_PX = 0.75
CASES = {
    "plain": TEXT,
    "no-break spaces": TEXT.replace(" the ", " the\u00a0"),
    "narrow no-break spaces": TEXT.replace("winter", "«\u202fwinter\u202f»"),
    "letter spacing": f'<span style="letter-spacing: 0.8px">{TEXT}</span>',
    "negative letter spacing": f'<span style="letter-spacing: -0.3px">{TEXT}</span>',
    "word spacing": f'<span style="word-spacing: 2px">{TEXT}</span>',
    "both": f'<span style="word-spacing: -0.5px; letter-spacing: 0.5px">{TEXT}</span>',
    "another font": TEXT.replace("winter", "∰∯ winter ⟿").replace("river", "riv∯er"),
    "zero-width spaces": TEXT.replace("e", "e\u200b"),
    "soft hyphens": TEXT.replace("er", "\u00ader"),
    "combining marks": TEXT.replace("e", "e\u0301\u0323"),
    "raised": TEXT.replace("winter", "winter<sup>12</sup>"),
    "decorated": f"<u>{TEXT}</u>",
    "small": f'<span style="font-size: 7px">{TEXT}</span>',
    "other styles": TEXT.replace("winter", "<b>winter</b>").replace("river", "<em>river</em>"),
}


def painted(
    body: str, monkeypatch: pytest.MonkeyPatch, settings: LineSettings
) -> tuple[bytes, list[Any], Record]:
    kept: list[Any] = []
    settle = paginating._settle

    def settled(*arguments: Any) -> Any:
        found = settle(*arguments)
        kept.extend(page._page_box for page in found[0].document.pages)
        return found

    monkeypatch.setattr(paginating, "_settle", settled)
    record = Record()
    sheets = [StyleSheet("page.css", PAGE)]
    done = paginate(document(body), sheets, {}, (), Metadata(lang="en"), lines=settings, record=record)
    assert done.value is not None
    return done.value.pdf, kept, record


def letters_on(page: Any) -> list[tuple[float, float, bool]]:
    """Return the right edge of every letter's advance, its middle height, and whether the former is sure; in pt
    from the page's upper left corner.
    """
    text = page.get_textpage()
    height = page.get_height()
    found = []
    for index in range(text.count_chars()):
        if text.get_text_range(index, 1).strip():
            _, bottom, right, top = text.get_charbox(index, loose=True)
            # Ink beyond the advance is taken for part of it by the reader: such a letter tells nothing.
            found.append((right, height - (bottom + top) / 2, text.get_charbox(index)[2] < right - 0.001))
    return found


@pytest.mark.parametrize(
    "settings", [LineSettings(hanging=0), LineSettings(hanging=0, expansion=0, tracking=0)]
)
@pytest.mark.parametrize("name", CASES)
def test_the_right_edge_is_straight(name: str, settings: LineSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf, pages, record = painted(f"<p>{CASES[name]}</p>", monkeypatch, settings)
    assert record.reasons == {}
    assert not record.repainted
    letters = [letters_on(page) for page in pypdfium2.PdfDocument(pdf)]
    seen = 0
    for number, page in enumerate(pages):
        edge = (page.content_box_x() + page.width) * PT_PER_PX
        for line in lines_of([page]):
            if line.resume_at is None or " " not in text_of(line):
                continue
            top, bottom = line.position_y * PT_PER_PX, (line.position_y + line.height) * PT_PER_PX
            end, tells = max(
                (right, tells) for right, middle, tells in letters[number] if top < middle < bottom
            )
            if tells:
                seen += 1
                assert end == pytest.approx(edge, abs=0.02), text_of(line)
    assert seen > 3


@pytest.mark.parametrize("name", CASES)
def test_the_text_that_is_copied_is_the_engines(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, _, _ = painted(f"<p>{CASES[name]}</p>", monkeypatch, LineSettings())
    theirs, _, _ = painted(f"<p>{CASES[name]}</p>", monkeypatch, GREEDY)
    assert copied(ours) == copied(theirs)


def copied(pdf: bytes) -> str:
    """Return a document's text without white and without the hyphens of divided words."""
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    for line_end in ("\u2010\r\n", "\u00ad\r\n", "\ufffe\r\n", "-\r\n", "\ufffe", "\u2010"):
        text = text.replace(line_end, "")
    return "".join(text.split())


@pytest.mark.parametrize("size", ["0", "0.0000001px", "0.5px", "400px"])
def test_type_of_any_size_is_painted(size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf, _, record = painted(
        f'<p>a <span style="font-size: {size}">b</span> c</p>', monkeypatch, LineSettings()
    )
    assert pdf
    assert not record.repainted
