"""Page labels: what a reader's page box shows, so that "page iv" is found where `iv` is printed.

In: each page's number and counter style. Out: ranges as ISO 32000-1, 12.4.2 wants them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_PDF_STYLES = {
    "decimal": "/D",
    "decimal-leading-zero": "/D",
    "lower-roman": "/r",
    "upper-roman": "/R",
    "lower-alpha": "/a",
    "lower-latin": "/a",
    "upper-alpha": "/A",
    "upper-latin": "/A",
}


@dataclass(frozen=True, slots=True)
class LabelRange:
    """Pages from `first_index` (from 0) on are labelled `first_number`, `first_number` + 1, … in a PDF
    style.
    """

    first_index: int
    style: str
    first_number: int


def label_ranges(numbers: Sequence[int], styles: Sequence[str]) -> tuple[LabelRange, ...]:
    """Return the fewest ranges that label each page with its number; a page without folio takes its neighbour's
    style.

    >>> label_ranges((1, 2, 1, 2), ("", "lower-roman", "decimal", ""))
    (LabelRange(first_index=0, style='/r', first_number=1), LabelRange(first_index=2, style='/D',
    first_number=1))
    """
    filled = _fill(numbers, styles)
    ranges: list[LabelRange] = []
    for index, (number, style) in enumerate(zip(numbers, filled, strict=True)):
        name = _PDF_STYLES.get(style, "/D")
        if ranges:
            last = ranges[-1]
            if last.style == name and last.first_number + index - last.first_index == number:
                continue
        ranges.append(LabelRange(index, name, max(number, 1)))
    return tuple(ranges)


def _fill(numbers: Sequence[int], styles: Sequence[str]) -> list[str]:
    """Give pages that print no folio the style of the pages they count on with."""
    filled = list(styles)
    for index in range(1, len(filled)):
        if not filled[index] and numbers[index] == numbers[index - 1] + 1:
            filled[index] = filled[index - 1]
    for index in range(len(filled) - 2, -1, -1):
        if not filled[index] and numbers[index + 1] == numbers[index] + 1:
            filled[index] = filled[index + 1]
    return filled
