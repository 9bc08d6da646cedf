"""The best line ends of one paragraph: numbers in, numbers out.

In: the places where a line may end, with the lengths up to them; the measure; what blemishes cost. Out: the
chosen places. Nothing here knows of fonts, boxes or the layout engine.

The method is that of D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines", Software: Practice and
Experience 11 (1981), 1119-1184, with TeX's names and formulas (The TeXbook, chapter 14, pp. 96-98; TeX: The
Program, parts 38 and 39): a line's spaces are stretched or shrunk by the ratio r; its badness is 100 |r|³; its
demerits grow with the square of badness, with the penalty of its end, with hyphens in a row and with neighbours
of very different colour; the sum over the paragraph is made as small as can be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import IntEnum
from operator import itemgetter, sub
from typing import NamedTuple, TypeAlias

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
    blemish: float = 0.0
    """How bad a place it is to end a line at, in shares of what the setting `blemish-demerits` says."""


_Node: TypeAlias = "tuple[float, int, int, int, int, _Node | None]"
"""The best way to a break known so far, for one colour and number of hyphens of its last line: demerits, number
of lines, that colour, those hyphens, the break, and the way to the break before. A plain tuple, because most of
the fitter's time goes by in making them.
"""


def fit(
    breaks: Sequence[Break],
    lengths: Sequence[float],
    costs: Costs,
    tolerance: float,
    *,
    line_count: int | None = None,
) -> tuple[int, ...] | None:
    """Return the way with the fewest demerits as `fit_priced` does, without them."""
    found = fit_priced(breaks, lengths, costs, tolerance, line_count=line_count)
    return found.ends if found is not None else None


class Fitted(NamedTuple):
    """A way to break a paragraph: the indices of the breaks its lines end at, and what it costs."""

    ends: tuple[int, ...]
    demerits: float


def fit_priced(
    breaks: Sequence[Break],
    lengths: Sequence[float],
    costs: Costs,
    tolerance: float,
    *,
    line_count: int | None = None,
) -> Fitted | None:
    """Return the indices of the breaks at which the lines end, the last break being the paragraph's end.

    The first break is where the first line begins. `lengths` are those of the first, second … line; the last
    holds for all that follow. No line's spaces are stretched by more than `tolerance`. `line_count` asks for
    exactly so many lines, be they the best number or not. None: there is no such way.
    """
    fitter = _Fitter(breaks, lengths, costs, tolerance, counts_lines=line_count is not None)
    ends = [node for node in fitter.run() if line_count is None or node[1] == line_count]
    if not ends:
        return None
    best = min(ends, key=itemgetter(0, 1))
    *_, at, before = best
    found: list[int] = []
    while before is not None:
        found.append(at)
        *_, at, before = before
    return Fitted(tuple(reversed(found)), best[0])


class _Fitter:
    """One run over the breaks of a paragraph, from each reachable one to every end of a line from there."""

    __slots__ = (
        "breaks",
        "costs",
        "counts_lines",
        "final",
        "lengths",
        "reach",
        "slack",
        "tightest",
        "tolerance",
        "waiting",
    )

    def __init__(
        self,
        breaks: Sequence[Break],
        lengths: Sequence[float],
        costs: Costs,
        tolerance: float,
        *,
        counts_lines: bool,
    ) -> None:
        self.breaks, self.lengths, self.costs, self.tolerance = breaks, lengths, costs, tolerance
        self.counts_lines = counts_lines
        self.final = len(breaks) - 1
        of_width, of_space = 1 - costs.letters, costs.shrink - costs.letters
        self.tightest = [start * of_width - space * of_space for start, _, space, _, _, _ in breaks]
        """How far it is to where the line behind each break begins, if all gives way that can."""
        ends = [end * of_width - space * of_space for _, end, _, space, _, _ in breaks]
        self.slack = max(0.0, *map(sub, self.tightest, ends))
        # How far at most a line reaches beyond the place its successor begins at: a hyphen's width.
        self.reach = max((place[1] - place[0] for place in breaks), default=0.0)
        self.waiting: list[dict[tuple[int, int, int], _Node] | None] = [None] * len(breaks)

    def run(self) -> Iterable[_Node]:
        """Return the best ways to the paragraph's end."""
        waiting = self.waiting
        waiting[0] = {(0, _NORMAL, 0): (0.0, 0, _NORMAL, 0, 0, None)}
        last_length = len(self.lengths) - 1
        for at in range(self.final):
            nodes = waiting[at]
            if nodes is None:
                continue
            waiting[at] = None
            by_number: dict[int, list[_Node]] = {}
            for (number, _, _), node in nodes.items():
                by_number.setdefault(number, []).append(node)
            for number, group in by_number.items():
                self._extend(at, self.lengths[min(number, last_length)], number, group)
        return (waiting[self.final] or {}).values()

    def _extend(self, at: int, length: float, number: int, group: list[_Node]) -> None:
        """Try every line that begins at one break, the longest first."""
        breaks, costs, tolerance, final = self.breaks, self.costs, self.tolerance, self.final
        begin, _, begin_space, _, _, _ = breaks[at]
        stretch, shrink, letters, edge = costs.stretch, costs.shrink, costs.letters, costs.edge_stretch
        # No line that begins here and is set as tight as can be reaches farther than this place.
        most = self.tightest[at] + length + self.slack + _EPSILON
        for to in range(min(bisect_left(self.tightest, most, at + 1), final), at, -1):
            start, end, _, end_space, _, _ = breaks[to]
            natural = end - begin
            short = length - natural
            space = end_space - begin_space
            if short > 0:
                give = space * stretch + (natural - space) * letters + edge
            else:
                give = space * shrink + (natural - space) * letters
            if (to == final and short >= 0) or -_EPSILON < short < _EPSILON:
                ratio = 0.0
            elif give > 0:
                ratio = short / give
            else:
                ratio = INFEASIBLE if short > 0 else -INFEASIBLE
            if -1 - _EPSILON <= ratio <= tolerance + _EPSILON:
                self._keep(to, number + 1, ratio, natural / length if length else 1.0, group)
            elif ratio > tolerance and length - (start + self.reach - begin) > tolerance * give + _EPSILON:
                return  # no earlier end is nearer to the measure

    def _keep(self, to: int, number: int, ratio: float, filled: float, group: list[_Node]) -> None:
        """Keep the best way to `to` for this line's colour and number of hyphens in a row."""
        costs = self.costs
        _, _, _, _, ending, blemish = self.breaks[to]
        is_last = to == self.final
        demerits = costs.of_line(ratio, ending, blemish)
        if is_last and filled < costs.runt:
            demerits += costs.runt_demerits
        colour = _NORMAL if costs.edge_stretch else _colour(ratio)
        key_number = number if self.counts_lines else min(number, len(self.lengths) - 1)
        slots = self.waiting[to]
        if slots is None:
            slots = self.waiting[to] = {}
        colour_demerits, last_hyphen_demerits = costs.colour_demerits, costs.last_hyphen_demerits
        for node in group:
            former, _, former_colour, former_hyphens, _, _ = node
            total = former + demerits
            if not -1 <= former_colour - colour <= 1:
                total += colour_demerits
            hyphens = 0
            if ending:
                hyphens = min(former_hyphens + 1, 3)
                total += costs.of_hyphens_in_a_row(hyphens)
            elif is_last and former_hyphens:
                total += last_hyphen_demerits
            key = (key_number, colour, hyphens)
            known = slots.get(key)
            if known is None or total < known[0]:
                slots[key] = total, number, colour, hyphens, to, node


def _colour(ratio: float) -> int:
    """Return the fitness class of a line (TeX: The Program, section 817)."""
    if ratio < -0.5:
        return _TIGHT
    if ratio <= 0.5:
        return _NORMAL
    return _LOOSE if ratio <= 1 else _VERY_LOOSE
