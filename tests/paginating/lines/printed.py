"""Where letters stand in a finished PDF, read by pdfium: what was meant by whoever set them plays no part."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw


class Letter(NamedTuple):
    """A printed letter: its page from 1, its origin in points from the upper left corner, its size."""

    page: int
    x_pt: float
    baseline_pt: float
    size_pt: float
    letter: str


def printed_letters(pdf: bytes) -> Iterator[Letter]:
    """Yield every letter that is no space, in the order of the content streams."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, 1):
            text, height = page.get_textpage(), page.get_height()
            x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
            for index in range(text.count_chars()):
                letter = chr(raw.FPDFText_GetUnicode(text, index))
                if letter.isspace() or raw.FPDFText_IsGenerated(text, index):
                    continue
                raw.FPDFText_GetCharOrigin(text, index, x, y)
                raw.FPDFText_GetMatrix(text, index, matrix)
                size = raw.FPDFText_GetFontSize(text, index) * abs(matrix.d)
                yield Letter(number, x.value, height - y.value, size, letter)
    finally:
        document.close()


def baselines_of(pdf: bytes, size_pt: float) -> list[tuple[int, float]]:
    """Return page and baseline of every line that has letters of a size, in order, rounded to 0.001 pt."""
    found = dict.fromkeys(
        (letter.page, round(letter.baseline_pt, 3))
        for letter in printed_letters(pdf)
        if abs(letter.size_pt - size_pt) < 0.01
    )
    return list(found)
