"""The best line ends of one paragraph: numbers in, numbers out.

In: the places where a line may end, with the lengths up to them; the measure; what blemishes cost. Out: the
chosen places. Nothing here knows of fonts, boxes or the layout engine.

The method is that of D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines", Software: Practice and
Experience 11 (1981), 1119-1184, with TeX's names and formulas (The TeXbook, chapter 14, pp. 96-98; TeX: The
Program, parts 38 and 39): a line's spaces are stretched or shrunk by the ratio r; its badness is 100 |r|³; its
demerits grow with the square of badness, with the penalty of its end, with hyphens in a row and with neighbours of
very different colour; the sum over the paragraph is made as small as can be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from publish.paginating.lines.costs import Costs

INFEASIBLE = float("inf")
_TIGHT, _NORMAL, _LOOSE, _VERY_LOOSE = range(4)
_EPSILON = 1e-6


class Ending(IntEnum):
    """How a line ends: in a space, after a hyphen or dash that is written, or in a hyphen of ours."""

    SPACE = 0
    WRITTEN_HYPHEN = 1
    HYPHEN = 2


class Break(NamedTuple):
    """A place where a line may end. Lengths are in one unit, from the beginning of the paragraph.

    A line from break a to break b is `b.end - a.start` long and has spaces of `b.end_space - a.start_space`.
    """

    start: float
    """Where the next line begins: behind the space, the hyphen not counted."""
    end: float
    """Where the line ends: before the space, its hyphen counted, what hangs in the margin not counted."""
    start_space: float
    """Widths of all spaces before `start`."""
    end_space: float
    """Widths of all spaces before `end`."""
    ending: int = Ending.SPACE


class _Node(NamedTuple):
    """The best way to a break known so far, for one colour and number of hyphens of its last line."""

    demerits: float
    line: int
    colour: int
    hyphens: int
    at: int
    before: _Node | None


def fit(
    breaks: Sequence[Break],
    first: float,
    rest: float,
    costs: Costs,
    tolerance: float,
    *,
    begin: int = 0,
    line_change: int = 0,
) -> tuple[int, ...] | None:
    """Return the indices of the breaks at which the lines end, the last break being the paragraph's end.

    `breaks[begin]` is where the first line begins (no line ends there); `first` and `rest` are the lengths of the
    first and the other lines. No line's spaces are stretched by more than `tolerance`. `line_change` asks for so
    many lines more (or, negative, fewer) than the best number (TeX's looseness, The TeXbook, p. 103). None: there
    is no such way.
    """
    final = len(breaks) - 1
    by_line = line_change != 0
    starts = [place.start for place in breaks]
    waiting: list[dict[tuple[int, int, int], _Node] | None] = [None] * len(breaks)
    waiting[begin] = {(0, _NORMAL, 0): _Node(0.0, 0, _NORMAL, 0, begin, None)}
    widest_gap = _widest_gap(breaks)
    for at in range(begin, final):
        nodes = waiting[at]
        if not nodes:
            continue
        for line, length, group in _groups(nodes, first, rest, at == begin):
            _extend(breaks, starts, at, line, length, group, waiting, costs, tolerance, widest_gap, by_line)
        waiting[at] = None
    ends = waiting[final]
    if not ends:
        return None
    chosen = min(ends.values(), key=lambda node: (node.demerits, node.line))
    if by_line:
        wanted = chosen.line + line_change
        chosen = min(ends.values(), key=lambda node: (abs(node.line - wanted), node.demerits))
        if chosen.line != wanted:
            return None
    found: list[int] = []
    node: _Node | None = chosen
    while node is not None and node.before is not None:
        found.append(node.at)
        node = node.before
    return tuple(reversed(found))


def _widest_gap(breaks: Sequence[Break]) -> float:
    """Return how far at most a line reaches beyond the place its successor begins at (a hyphen's width)."""
    return max((place.end - place.start for place in breaks), default=0.0)


def _groups(
    nodes: dict[tuple[int, int, int], _Node], first: float, rest: float, is_first: bool
) -> list[tuple[int, float, list[_Node]]]:
    """Return the nodes of one break by the number of the line that begins there, with that line's length."""
    by_number: dict[int, list[_Node]] = {}
    for (number, _, _), node in nodes.items():
        by_number.setdefault(number, []).append(node)
    length = first if is_first else rest
    return [(number, length, group) for number, group in by_number.items()]


def _extend(
    breaks: Sequence[Break],
    starts: list[float],
    at: int,
    line: int,
    length: float,
    group: list[_Node],
    waiting: list[dict[tuple[int, int, int], _Node] | None],
    costs: Costs,
    tolerance: float,
    widest_gap: float,
    by_line: bool,
) -> None:
    """Try every line that begins at one break, and keep the best way to each of its ends."""
    here = breaks[at]
    begin, begin_space = here.start, here.start_space
    final = len(breaks) - 1
    # A line can hold no more than its length and what its spaces give way; the longest is tried first.
    reach = begin + length * (1 + costs.shrink) + widest_gap
    to = min(bisect_left(starts, reach + _EPSILON, at + 1), final)
    while to > at:
        there = breaks[to]
        short = length - (there.end - begin)
        space = there.end_space - begin_space
        is_last = to == final
        letters = (length - short) * costs.expansion
        give = (
            space * costs.stretch + letters + costs.edge_stretch
            if short > 0
            else space * costs.shrink + letters
        )
        if (is_last and short >= 0) or abs(short) < _EPSILON:
            ratio = 0.0
        elif give > 0:
            ratio = short / give
        else:
            ratio = INFEASIBLE if short > 0 else -INFEASIBLE
        if -1 - _EPSILON <= ratio <= tolerance:
            _keep(waiting, to, line, ratio, there, group, costs, short, length, is_last, by_line)
        elif ratio > tolerance and length - (there.start + widest_gap - begin) > tolerance * give + _EPSILON:
            return  # no earlier end is nearer to the measure
        to -= 1


def _keep(
    waiting: list[dict[tuple[int, int, int], _Node] | None],
    to: int,
    line: int,
    ratio: float,
    there: Break,
    group: list[_Node],
    costs: Costs,
    short: float,
    length: float,
    is_last: bool,
    by_line: bool,
) -> None:
    """Keep the best way to `to` for this line's colour and number of hyphens in a row."""
    demerits = costs.of_line(ratio, there.ending)
    if is_last and length - short < costs.runt * length:
        demerits += costs.runt_demerits
    colour = _colour(ratio) if costs.edge_stretch == 0 else _NORMAL
    hyphenated = there.ending != Ending.SPACE
    slots = waiting[to]
    if slots is None:
        slots = waiting[to] = {}
    number = line + 1
    for node in group:
        total = node.demerits + demerits
        if abs(node.colour - colour) > 1:
            total += costs.colour_demerits
        hyphens = 0
        if hyphenated:
            hyphens = min(node.hyphens + 1, 3)
            total += costs.of_hyphens_in_a_row(hyphens)
        elif is_last and node.hyphens:
            total += costs.last_hyphen_demerits
        key = (number if by_line else 0, colour, hyphens)
        known = slots.get(key)
        if known is None or total < known.demerits:
            slots[key] = _Node(total, number, colour, hyphens, to, node)


def _colour(ratio: float) -> int:
    """Return the fitness class of a line (TeX: The Program, section 817)."""
    if ratio < -0.5:
        return _TIGHT
    if ratio <= 0.5:
        return _NORMAL
    return _LOOSE if ratio <= 1 else _VERY_LOOSE
