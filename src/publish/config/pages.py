"""Page sizes: by name, or as width and height.

In: what the author wrote (`A4`, `letter`, `148mm x 210mm`, `6x9in`). Out: millimetres. ISO 216 for the A and
B series; ANSI/ASME Y14.1 and the trade's usual trim sizes for the others.
"""

from __future__ import annotations

import re

from publish.model.plan import PageSize

MM_PER = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}

_INCH = 25.4

PAGE_SIZES: dict[str, tuple[float, float]] = {
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "A6": (105, 148),
    "B4": (250, 353),
    "B5": (176, 250),
    "B6": (125, 176),
    "SRA3": (320, 450),
    "SRA4": (225, 320),
    "letter": (8.5 * _INCH, 11 * _INCH),
    "legal": (8.5 * _INCH, 14 * _INCH),
    "tabloid": (11 * _INCH, 17 * _INCH),
    "ledger": (17 * _INCH, 11 * _INCH),
    "executive": (7.25 * _INCH, 10.5 * _INCH),
    "half-letter": (5.5 * _INCH, 8.5 * _INCH),
    "digest": (5.5 * _INCH, 8.5 * _INCH),
    "pocket": (4.25 * _INCH, 6.87 * _INCH),
    "trade": (6 * _INCH, 9 * _INCH),
    "royal": (6.14 * _INCH, 9.21 * _INCH),
    "demy": (138, 216),
    "crown-quarto": (189, 246),
}
"""Portrait width and height in millimetres."""

SMALLEST_MM, LARGEST_MM = 50.0, 1500.0

_NUMBER = r"(\d+(?:\.\d+)?)\s*"
_MEASURES = re.compile(_NUMBER + r"(mm|cm|in|pt)?\s*(?:x|X|×|\*|by)\s*" + _NUMBER + r"(mm|cm|in|pt)\Z")

MEASURES_PATTERN = (
    r"^\s*[0-9]+(\.[0-9]+)?\s*(mm|cm|in|pt)?\s*(x|X|×|\*|by)\s*[0-9]+(\.[0-9]+)?\s*(mm|cm|in|pt)\s*$"
)
"""The same form as a pattern for JSON Schema (ECMA 262)."""


def read_page_size(text: str) -> PageSize | None:
    """Return the page size an author names, or None if it is neither a name nor two measures in range.

    A unit after the second measure serves both. Sides run from 50 mm to 1,500 mm.

    >>> read_page_size("a4")
    PageSize(name='A4', width_mm=210, height_mm=297)
    >>> read_page_size("6x9in")
    PageSize(name='6x9in', width_mm=152.4, height_mm=228.6)
    >>> read_page_size("A44") is None
    True
    """
    words = text.strip()
    folded = words.casefold().replace(" ", "-").replace("_", "-")
    for name, (width, height) in PAGE_SIZES.items():
        if name.casefold() == folded or (folded.removeprefix("us-") == name and folded != name):
            return PageSize(name, width, height)
    match = _MEASURES.match(words)
    if match is None:
        return None
    unit = match.group(4)
    width_mm = float(match.group(1)) * MM_PER[match.group(2) or unit]
    height_mm = float(match.group(3)) * MM_PER[unit]
    if not all(SMALLEST_MM <= side <= LARGEST_MM for side in (width_mm, height_mm)):
        return None
    return PageSize(re.sub(r"\s+", "", words), round(width_mm, 4), round(height_mm, 4))
