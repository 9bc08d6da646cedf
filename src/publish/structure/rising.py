"""The longest run of a sequence that keeps rising: what stays in its order where things have moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Return the positions of a longest increasing subsequence (patience sorting; Fredman 1975).

    >>> longest_increasing([3, 0, 1, 2])
    [1, 2, 3]
    """
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        pile = bisect_left(tops, value)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            ends.append(position)
        else:
            tops[pile], ends[pile] = value, position
    run: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]
