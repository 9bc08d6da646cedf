"""Which lines a paragraph is set in: the passes of the fitter, and the plan that page breaks read on from.

In: a measured paragraph and the lengths of its lines. Out: a `Plan`. The passes are TeX's (The TeXbook, p. 96):
first without hyphens, then with them, then ever looser; the last gives every line room at its end, so that a
narrow column has lines at all (TeX's emergencystretch).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import sub
from typing import NamedTuple

from publish.paginating.lines.costs import Costs
from publish.paginating.lines.fitting import fit, fit_priced
from publish.paginating.lines.measured import Measured

_PASSES = ((1.0, False), (3.0, True), (10.0, True))
"""Tolerance (a ratio of 1 is as loose as the settings allow), and whether words are divided.

The first is TeX's pretolerance of 100. In the second, unlike TeX's, a divided word and a line a little looser
are weighed against each other: on a novel of 206 pages that gives 1.6 % hyphens and 0.8 % loose lines at 62
characters, where looking for lines without a loose one first gives 2.4 % and 0.4 % (our own measurement).
"""
_FORBIDDEN = 10_000
"""Penalties from here on forbid (The TeXbook, p. 97)."""
_EMERGENCY_EM = 2.0
_EVEN_TOLERANCE = 1.0
_DEAR = 5
_WIDEST_HYPHEN_EM = 2.0
"""No hyphen, with letters spelt otherwise before it, is wider."""
_NEAR_PX = 0.1
_RAGGED_EM = 2.0
_RAGGED_SHRINK = 0.1
"""Spaces of ragged lines give so little that it is not seen, and a box as wide as its text holds it: the engine
measures it with kerning between letters and spaces, which lines of ours do not have.
"""
_RAGGED_SHARE = 0.2
"""No word of ragged text is divided where lines can do without by being so much shorter than the measure."""
_RAGGED_DEAR = 10
"""So a divided word costs what a line does that is 5.3 em short: (10 + 100 (5.3 / 2)³)² = 1,900²."""
_MOST_BALANCED = 6
"""Lines of a text that are made equally long; of more nobody sees it, and browsers do not try either."""
_HALVINGS = 8
_ANY = 1e6
_MARRED = 1.0
"""A place that is as bad to end a line at as in a divided word, or worse."""


class Line(NamedTuple):
    """One line, in places of the paragraph's text."""

    start: int
    end: int
    next: int
    adds: str
    """What is printed at its end: a hyphen."""
    hangs_before: float
    hangs_behind: float
    is_last: bool
    """It ends the paragraph, or a part that the author ended."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of a paragraph, and where each begins."""

    lines: tuple[Line, ...]
    number_at: dict[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """What a paragraph is set in: line lengths in CSS px, and whether the spaces give way."""

    width: float
    indent: float
    is_justified: bool
    em: float
    is_balanced: bool = False
    """Its lines are made about equally long: headings, and what is centred."""
    beside: tuple[float, ...] = ()
    """Lengths of the first lines where they stand beside something."""

    def lengths(self, number: int, *, is_start: bool) -> tuple[float, ...]:
        """Return the lengths of lines from a number on, the last for all that follow."""
        first, *rest = (*self.beside[number:], self.width)
        if is_start:
            first, rest = first - self.indent, rest or [self.width]
        return (first, *rest)


def plan_with_lines(
    plain: Measured,
    divided: Measured | None,
    column: Column,
    costs: Costs,
    *,
    line_count: int,
    instead_of: Plan,
) -> tuple[Plan | None, Measured | None]:
    """Return the best plan of exactly so many lines in which no line is loose, with at most one word more
    divided than in the plan it replaces, None if there is none; and the paragraph with its divided words, if
    they were needed, for the next time.
    """
    if plain.forced or not column.is_justified:
        return None, divided
    most = _hyphens_in(instead_of) + 1
    # Where hyphens are few anyway, a page is not filled at their price: on a novel that made 2 % of them 3.5 %.
    dear = replace(costs, hyphen_penalty=_DEAR * costs.hyphen_penalty)
    lengths = column.lengths(0, is_start=True)
    for hyphens in (False, True):
        if not _can_fill(plain, column, costs, line_count, most if hyphens else 0):
            continue
        if hyphens:
            divided = divided or plain.with_hyphens()
        measured = divided if hyphens and divided else plain
        chosen = fit(measured.breaks, lengths, dear, _EVEN_TOLERANCE, line_count=line_count)
        if chosen is not None:
            plan = _as_plan(_lines(measured, 0, chosen, len(measured.breaks) - 1))
            return plan if _hyphens_in(plan) <= most else None, divided
    return None, divided


def _can_fill(plain: Measured, column: Column, costs: Costs, line_count: int, divided: int) -> bool:
    """Tell whether a paragraph's words could fill so many lines, were all set as loose as they may be; at most
    so many lines end in a divided word. A bound, so that few paragraphs are fitted in vain.

    A line can be as long as what stands on it with all that gives (`fitting`). In the sum over all lines, what
    stands in the paragraph is counted once, but for what is lost between two lines: the least of that is taken.
    """
    letters, spaces = 1 + _EVEN_TOLERANCE * costs.letters, _EVEN_TOLERANCE * (costs.stretch - costs.letters)
    starts = [start * letters + space * spaces for start, _, space, _, _, _ in plain.breaks]
    ends = [end * letters + space * spaces for _, end, _, space, _, _ in plain.breaks]
    full = line_count - 1
    lost = sorted(map(sub, starts[1:-1], ends[1:-1]))[: max(0, full - 1 - divided)]
    lengths = column.lengths(0, is_start=True)
    wanted = sum((*lengths, *[lengths[-1]] * full)[:full])
    most: float = max(ends) - starts[0] - sum(lost) + divided * _WIDEST_HYPHEN_EM * column.em
    return most > wanted - _NEAR_PX


def plan_elsewhere(
    plain: Measured,
    divided: Measured | None,
    column: Column,
    costs: Costs,
    *,
    instead_of: Plan,
    not_at: int,
) -> tuple[Plan | None, Measured | None]:
    """Return the best plan of as many lines in which none begins at a place that is to be avoided, and none is
    loose where none has to be; None if there is none, or it costs as much more than the best as a page's end
    amid a word does. And the paragraph with its divided words, for the next time.
    """
    if plain.forced or not column.is_justified:
        return None, divided
    lengths, count = column.lengths(0, is_start=True), len(instead_of.lines)
    divided = divided or plain.with_hyphens()
    kept = _without(divided, not_at)
    for tolerance, _ in _PASSES:
        best = fit_priced(divided.breaks, lengths, costs, tolerance, line_count=count)
        if best is not None:
            other = fit_priced(kept.breaks, lengths, costs, tolerance, line_count=count)
            if other is None or other.demerits - best.demerits >= costs.recto_hyphen_demerits:
                return None, divided
            return _as_plan(_lines(kept, 0, other.ends, len(kept.breaks) - 1)), divided
    return None, divided


def _hyphens_in(plan: Plan) -> int:
    return sum(bool(line.adds) for line in plan.lines)


def _without(measured: Measured, resume: int) -> Measured:
    kept = [number for number, place in enumerate(measured.places) if place.resume != resume]
    return replace(
        measured,
        breaks=tuple(measured.breaks[number] for number in kept),
        places=tuple(measured.places[number] for number in kept),
    )


def plan_lines(
    plain: Measured, divided: Measured | None, column: Column, costs: Costs, start: int = 0
) -> tuple[Plan | None, Measured | None]:
    """Return the best lines from a place in the text on, None if there is no way to set them; and the paragraph
    with its divided words, if they were needed, for the next time.
    """
    own = costs
    passes: tuple[tuple[float, bool], ...] = _PASSES
    if not column.is_justified:
        own = _ragged(costs, column)
        uneven = (max(1.0, _RAGGED_SHARE * column.width / own.edge_stretch), False)
        passes = (_PASSES[0], uneven, *_PASSES[1:])
    may_divide = costs.hyphen_penalty < _FORBIDDEN
    measured = plain
    for tolerance, hyphens in passes:
        if hyphens and may_divide:
            measured = divided = divided or plain.with_hyphens()
        plan = _fit(measured, column, own, tolerance, start)
        if plan is not None and (hyphens or not column.is_justified or not _is_marred(measured, plan)):
            if column.is_balanced and not _hyphens_in(plan):
                plan = _balanced(plan, plain, column, own, start)
            return plan, divided
    if column.is_justified:
        own = replace(costs, edge_stretch=_EMERGENCY_EM * column.em)
    return _fit(measured, column, own, _ANY, start), divided


def _ragged(costs: Costs, column: Column) -> Costs:
    return replace(
        costs,
        stretch=0.0,
        shrink=_RAGGED_SHRINK,
        expansion=0.0,
        tracking=0.0,
        edge_stretch=_RAGGED_EM * column.em,
        hyphen_penalty=_RAGGED_DEAR * costs.hyphen_penalty,
    )


def _balanced(plan: Plan, plain: Measured, column: Column, costs: Costs, start: int) -> Plan:
    """Return as many lines as a plan has, about equally long: those of the narrowest column that holds them
    (CSS Text 4, `text-wrap: balance`), found by halving.
    """
    count = len(plan.lines)
    if not 1 < count <= _MOST_BALANCED or column.beside:
        return plan
    low, high = column.width / 2, column.width
    for _ in range(_HALVINGS):
        width = (low + high) / 2
        tried = _fit(plain, replace(column, width=width), costs, _ANY, start)
        if tried is not None and len(tried.lines) <= count:
            plan, high = tried, width
        else:
            low = width
    return plan


def _is_marred(measured: Measured, plan: Plan) -> bool:
    """Tell whether a line ends where it should not, so that a looser line or a divided word may be better."""
    starts = plan.number_at
    return any(
        place.blemish >= _MARRED and measured.places[number].resume in starts
        for number, place in enumerate(measured.breaks)
    )


def _fit(measured: Measured, column: Column, costs: Costs, tolerance: float, start: int) -> Plan | None:
    breaks, places = measured.breaks, measured.places
    begin = 0
    if start:
        begin = next((number for number, place in enumerate(places) if place.resume == start), -1)
        if begin < 0:
            return None
    lines: list[Line] = []
    for end in (*(number for number in measured.forced if number > begin), len(breaks) - 1):
        lengths = column.lengths(len(lines), is_start=begin == 0)
        chosen = fit(breaks[begin : end + 1], lengths, costs, tolerance)
        if chosen is None:
            return None
        lines += _lines(measured, begin, chosen, end)
        begin = end
    return _as_plan(lines)


def _lines(measured: Measured, begin: int, chosen: tuple[int, ...], end: int) -> list[Line]:
    """Return the lines from a break on that end at the chosen breaks, counted from there."""
    places = measured.places
    found = []
    one = begin
    for two in (begin + number for number in chosen):
        place = places[two]
        before, behind = places[one].hangs_before, place.hangs_behind
        found.append(Line(places[one].resume, place.end, place.resume, place.adds, before, behind, two == end))
        one = two
    return found


def _as_plan(lines: list[Line]) -> Plan:
    return Plan(tuple(lines), {line.start: number for number, line in enumerate(lines)})
