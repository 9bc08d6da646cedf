"""The order of pages on sheets that are printed on both sides, folded once and stapled or sewn in the fold.

In: a number of pages. Out: for each sheet, which page stands where. Pure arithmetic, from outside to inside: of
P pages in a signature, sheet s = 0, 1, … carries on its front [P − 2s | 1 + 2s], on its back
[2 + 2s | P − 1 − 2s]. Sides are as seen by someone looking at them, backs upright.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

PAGES_PER_SHEET = 4

Side: TypeAlias = tuple[int | None, int | None]
"""The pages on the left and the right of one side of a sheet, from 1; None is a blank page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `depth` counts from the outermost sheet of its signature, which is what creep depends on."""

    front: Side
    back: Side
    signature: int = 0
    depth: int = 0


def padded(page_count: int) -> int:
    """Return the number of pages a folded sheet can hold: the next multiple of four, at least four.

    >>> padded(0), padded(5), padded(8)
    (4, 8, 8)
    """
    return max(PAGES_PER_SHEET, -(-page_count // PAGES_PER_SHEET) * PAGES_PER_SHEET)


def order_sheets(
    page_count: int, sheets_per_signature: int | None = None, *, right_to_left: bool = False
) -> tuple[Sheet, ...]:
    """Return the sheets of a booklet, outermost first, signature after signature.

    `sheets_per_signature` None lays all sheets into one another (saddle stitch). A last signature of fewer
    pages has only the sheets it needs. Books read from the right have left and right exchanged. Raises
    ValueError for a negative count or signatures of no sheet.

    >>> [(sheet.front, sheet.back) for sheet in order_sheets(8)]
    [((8, 1), (2, 7)), ((6, 3), (4, 5))]
    >>> order_sheets(3)[0].front
    (None, 1)
    """
    if page_count < 0:
        raise ValueError(f"a publication cannot have {page_count} pages")
    if sheets_per_signature is not None and sheets_per_signature < 1:
        raise ValueError(f"a signature cannot have {sheets_per_signature} sheets")
    total = padded(page_count)
    most = total if sheets_per_signature is None else sheets_per_signature * PAGES_PER_SHEET
    sheets: list[Sheet] = []
    for signature, first in enumerate(range(0, total, most)):
        size = min(most, total - first)
        for depth in range(size // PAGES_PER_SHEET):
            low, high = first + 2 * depth, first + size - 2 * depth
            front, back = (high, low + 1), (low + 2, high - 1)
            sheets.append(
                Sheet(
                    _side(front, page_count, right_to_left),
                    _side(back, page_count, right_to_left),
                    signature,
                    depth,
                )
            )
    return tuple(sheets)


def _side(pages: tuple[int, int], page_count: int, right_to_left: bool) -> Side:
    left, right = (page if page <= page_count else None for page in pages)
    return (right, left) if right_to_left else (left, right)
