"""Where columns of a page begin, to know how much room there is to the right of a short line.

In: the boxes of all text and pictures of a page. Out: the x that no line to its left reaches over. A column is
known by its edge, not by what happens to stand beside a line: an entry more or less in it changes nothing to
its left.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from publish.model.looks import Box

_SAME_EDGE_PT = 0.5
_OVER_PT = 1.0
_FEWEST = 2
"""So few things below each other are a column; a single one is beside its own row only."""


class _Column(NamedTuple):
    """A left edge, from where to where nothing reaches over it, and how far what stands to its left does."""

    left_pt: float
    top_pt: float
    bottom_pt: float
    reached_pt: float


class Columns:
    """The columns of a page that have others to their left."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = sorted(boxes, key=lambda box: (box.left_pt, box.top_pt))
        self._columns: list[_Column] = []
        for _, group in groupby(self._boxes, lambda box: round(box.left_pt / _SAME_EDGE_PT)):
            self._columns.extend(_columns(list(group), self._boxes))

    def beside(self, box: Box) -> float:
        """Return where the next column or thing to the right of a box begins; infinite if there is none."""
        begins = [other.left_pt for other in self._boxes if _is_left_of(box, other) and _in_a_row(box, other)]
        begins += [column.left_pt for column in self._columns if _is_before(box, column)]
        return min(begins, default=float("inf"))


def _columns(group: Sequence[Box], boxes: Sequence[Box]) -> list[_Column]:
    """Return the columns that boxes with one left edge make, parted by what reaches over it."""
    left = min(box.left_pt for box in group)
    over = [box for box in boxes if box.left_pt < left - _OVER_PT and box.right_pt > left + _OVER_PT]
    parts: dict[tuple[float, float], list[Box]] = {}
    for box in group:
        top = max((o.bottom_pt for o in over if o.bottom_pt <= box.top_pt), default=float("-inf"))
        bottom = min((o.top_pt for o in over if o.top_pt >= box.bottom_pt), default=float("inf"))
        parts.setdefault((top, bottom), []).append(box)
    found: list[_Column] = []
    for part, own in parts.items():
        beside = [o.right_pt for box in own for o in boxes if _is_left_of(o, box) and _in_a_row(o, box)]
        if len(own) >= _FEWEST and beside:
            found.append(_Column(left, *part, max(beside)))
    return found


def _is_before(box: Box, column: _Column) -> bool:
    """Tell whether a box stands in the column before one: not in one itself, in which lines are moved in."""
    is_between = box.left_pt < column.reached_pt - _OVER_PT and box.right_pt <= column.left_pt
    return is_between and column.top_pt < box.bottom_pt and box.top_pt < column.bottom_pt


def _is_left_of(one: Box, other: Box) -> bool:
    return one.right_pt <= other.left_pt


def _in_a_row(one: Box, other: Box) -> bool:
    return one.top_pt < other.bottom_pt and other.top_pt < one.bottom_pt
