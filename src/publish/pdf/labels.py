"""Page labels: what a reader's page box shows, so that "page iv" is found where `iv` is printed.

In: each page's number and the form it is printed in. Out: ranges as ISO 32000-1, 12.4.2 wants them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from publish.model.digits import roman

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
"""The styles a reader counts in; pages numbered otherwise are labelled one by one."""


class FolioForm(NamedTuple):
    """How a page prints its number: the CSS counter style, "" where it prints none, and what stands before."""

    style: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class LabelRange:
    """Pages from `first_index` (from 0) on are labelled `first_number`, `first_number` + 1, … in a PDF style,
    behind the prefix; without a style the prefix is all of the label.
    """

    first_index: int
    style: str
    first_number: int
    prefix: str = ""


def label_ranges(
    numbers: Sequence[int], forms: Sequence[FolioForm], printed: Sequence[str] = ()
) -> tuple[LabelRange, ...]:
    """Return the fewest ranges that label each page with its number; a page without folio takes its neighbour's
    form. Given what is `printed`, pages in signs no reader counts in (`۱۲`) are labelled one by one.

    >>> label_ranges((1, 2, 1, 2), (FolioForm(), FolioForm("lower-roman"), FolioForm("decimal"), FolioForm()))
    (LabelRange(first_index=0, style='/r', first_number=1, prefix=''), LabelRange(first_index=2, style='/D',
    first_number=1, prefix=''))
    """
    ranges: list[LabelRange] = []
    for index, (number, form) in enumerate(zip(numbers, fill_forms(numbers, forms), strict=True)):
        name = _PDF_STYLES.get(form.style) or _style_of(
            number, printed[index].removeprefix(form.prefix) if printed else ""
        )
        if not name:
            ranges.append(LabelRange(index, "", 1, printed[index]))
            continue
        if ranges:
            last = ranges[-1]
            goes_on = last.first_number + index - last.first_index == number
            if goes_on and (last.style, last.prefix) == (name, form.prefix):
                continue
        ranges.append(LabelRange(index, name, max(number, 1), form.prefix))
    return tuple(ranges)


def _style_of(number: int, text: str) -> str:
    """Return the style in which a reader counts as an author's own counter style does; "" if there is none."""
    if not text or text == str(number):
        return "/D"
    return "/r" if text == roman(number) else ""


def fill_forms(numbers: Sequence[int], forms: Sequence[FolioForm]) -> list[FolioForm]:
    """Give pages that print no folio the form of the pages they count on with."""
    filled = list(forms)
    for index in range(1, len(filled)):
        if not filled[index].style and numbers[index] == numbers[index - 1] + 1:
            filled[index] = filled[index - 1]
    for index in range(len(filled) - 2, -1, -1):
        if not filled[index].style and numbers[index + 1] == numbers[index] + 1:
            filled[index] = filled[index + 1]
    return filled
