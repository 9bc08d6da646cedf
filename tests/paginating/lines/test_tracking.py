"""White between letters takes a share of what a line is short of, and moves no line's end."""

from __future__ import annotations

import ctypes
import io
import re
from dataclasses import replace
from itertools import groupby, pairwise

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from publish.model.lines import TOTAL_FIT, LineSettings
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.paginate import paginate
from tests.paginating.dense import document

CSS = (
    "@page { size: 400px 900px; margin: 40px } body, p { margin: 0 }"
    'html { font: 16px/1.25 "DejaVu Serif"; text-align: justify; hyphens: none }'
)
WORDS = (
    "The first office of the fifth affair was fluffy; <em>efficient</em> shuffling, <b>waffle</b> by waffle. "
)
RIGHT_PT = (400 - 40) * 0.75
PLAIN = replace(TOTAL_FIT, hanging=0.0, tracking=0.0, expansion=0.0)
TRACKED = replace(PLAIN, tracking=0.05)

Character = tuple[str, float, float]
"""A character, where its pen begins and where it ends."""


def pdf_of(body: str, lines: LineSettings) -> bytes:
    done = paginate(document(body), [StyleSheet("x.css", CSS)], {}, (), Metadata(lang="en"), lines=lines)
    assert done.value is not None
    return done.value.pdf


def lines_of(pdf: bytes) -> list[list[Character]]:
    """Return the printed lines' characters by their origins and advances, as pdfium has them."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    found = []
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    for index in range(pdfium.FPDFText_CountChars(page)):
        letter = chr(pdfium.FPDFText_GetUnicode(page, index))
        if letter in "\r\n":
            continue
        pdfium.FPDFText_GetCharOrigin(page, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(page, index, box)
        found.append((round(y.value, 1), (letter, x.value, float(box.right))))
    return [[character for _, character in group] for _, group in groupby(found, key=lambda pair: pair[0])]


def test_white_between_letters_moves_no_line_s_end() -> None:
    lines = lines_of(pdf_of(f"<p>{WORDS * 8}</p>", TRACKED))
    assert len(lines) > 10
    for line in lines[:-1]:
        last = next(character for character in reversed(line) if character[0] != " ")
        assert last[2] == pytest.approx(RIGHT_PT, abs=0.02), "".join(letter for letter, _, _ in line)


def test_letters_stand_closer_in_tight_lines_and_wider_in_loose_ones() -> None:
    steps = []
    for settings in (PLAIN, TRACKED):
        lines = lines_of(pdf_of(f"<p>{WORDS * 8}</p>", settings))
        steps.append(
            {
                round(two[1] - one[1], 3)
                for line in lines[:-1]
                for one, two in pairwise(line)
                if one[0] + two[0] == "th"
            }
        )
    plain, tracked = steps
    assert max(plain) - min(plain) < 0.01
    assert max(tracked) - min(tracked) > 0.05


def test_no_word_is_changed_by_it() -> None:
    texts = [
        re.sub(
            r"\s+",
            " ",
            "".join(
                letter
                for line in lines_of(pdf_of(f"<p>{WORDS * 8}</p>", settings))
                for letter, _, _ in [*line, (" ", 0, 0)]
            ),
        )
        for settings in (PLAIN, TRACKED)
    ]
    assert texts[0].split() == texts[1].split() != []


def test_letters_that_join_or_carry_marks_get_no_white() -> None:
    # Devanagari hangs from one line; a combining mark stands on the letter before it.
    body = "<p>" + "कमल नयन बदन e\u0301toile re\u0301ve\u0301le\u0301 " * 20 + "</p>"
    assert b" Tc" not in _content(pdf_of(body, TRACKED))
    assert b" Tc" in _content(pdf_of(f"<p>{WORDS * 4}</p>", TRACKED))


def _content(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return opened.pages[0].Contents.read_bytes()
