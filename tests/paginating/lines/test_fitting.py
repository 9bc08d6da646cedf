"""The chosen line ends are the best there are: proved against every possible way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.paginating.lines.costs import Costs
from publish.paginating.lines.fitting import Break, Ending, fit

SPACE = 3.0
JUSTIFIED = Costs(expansion=0.0, tracking=0.0)
WITH_LETTERS = Costs(expansion=0.02, tracking=0.03)
RAGGED = Costs(expansion=0.0, tracking=0.0, shrink=0.0, stretch=0.0, edge_stretch=20.0, hyphen_penalty=5_000.0)
ANY_COSTS = st.sampled_from([JUSTIFIED, WITH_LETTERS, RAGGED])
WORDS = st.lists(st.tuples(st.integers(3, 25), st.integers(0, 12)), min_size=1, max_size=7)
BLEMISHES = (0.0, 0.5, 0.0, 2.0)
LENGTHS = st.lists(st.integers(15, 60), min_size=1, max_size=3)


def paragraph(words: list[tuple[int, int]]) -> list[Break]:
    """Return the breaks of words of whole units, each with a hyphenation point (0: none) somewhere in it."""
    breaks, x, space = [Break(0, 0, 0, 0)], 0.0, 0.0
    for width, point in words:
        blemish = BLEMISHES[width % len(BLEMISHES)]
        if 0 < point < width:
            breaks.append(Break(x + point, x + point + 2, space, space, Ending.HYPHEN, blemish))
        x += width
        breaks.append(Break(x + SPACE, x, space + SPACE, space, Ending.SPACE, blemish / 2))
        x, space = x + SPACE, space + SPACE
    return breaks


def every_way(
    breaks: list[Break], lengths: Sequence[float], costs: Costs, tolerance: float
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Yield the demerits of every way to break a paragraph that the tolerance allows."""
    last = len(breaks) - 1
    for count in range(last):
        for chosen in combinations(range(1, last), count):
            total = demerits((*chosen, last), breaks, lengths, costs, tolerance)
            if total is not None:
                yield total, (*chosen, last)


def demerits(
    way: tuple[int, ...], breaks: list[Break], lengths: Sequence[float], costs: Costs, tolerance: float
) -> float | None:
    """Return what a way costs; None if a line of it is too full or too empty."""
    total, colour, hyphens = 0.0, 1, 0
    for number, (one, two) in enumerate(pairwise((0, *way))):
        measure = lengths[min(number, len(lengths) - 1)]
        natural = breaks[two].end - breaks[one].start
        is_last = two == len(breaks) - 1
        ratio = ratio_of(breaks[two].end_space - breaks[one].start_space, natural, measure, costs, is_last)
        if not -1 <= ratio <= tolerance:
            return None
        total += costs.of_line(ratio, breaks[two].ending, breaks[two].blemish)
        now = 1 if costs.edge_stretch else 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
        total += costs.colour_demerits if abs(now - colour) > 1 else 0
        if breaks[two].ending:
            hyphens = min(hyphens + 1, 3)
            total += costs.of_hyphens_in_a_row(hyphens)
        else:
            total += costs.last_hyphen_demerits if is_last and hyphens else 0
            hyphens = 0
        if is_last and natural < costs.runt * measure:
            total += costs.runt_demerits
        colour = now
    return total


def ratio_of(space: float, natural: float, measure: float, costs: Costs, is_last: bool) -> float:
    """Return how much of what may give in a line has to (below -1: more than there is)."""
    short = measure - natural
    if short == 0 or (is_last and short > 0):
        return 0.0
    spaces = space * (costs.stretch if short > 0 else costs.shrink)
    give = spaces + (natural - space) * costs.letters + (costs.edge_stretch if short > 0 else 0)
    return short / give if give else short * float("inf")


@settings(deadline=None)
@given(WORDS, LENGTHS, st.sampled_from([1.0, 2.0, 6.0]), ANY_COSTS)
def test_no_way_is_better(
    words: list[tuple[int, int]], lengths: list[float], tolerance: float, costs: Costs
) -> None:
    breaks = paragraph(words)
    ways = list(every_way(breaks, lengths, costs, tolerance))
    found = fit(breaks, lengths, costs, tolerance)
    if not ways:
        assert found is None
        return
    assert found is not None
    own = demerits(found, breaks, lengths, costs, tolerance)
    assert own is not None
    assert abs(own - min(total for total, _ in ways)) < 1e-6 * max(1.0, own)


@settings(deadline=None)
@given(WORDS, LENGTHS, st.integers(1, 6))
def test_of_so_many_lines_it_is_the_best_way(
    words: list[tuple[int, int]], lengths: list[float], wanted: int
) -> None:
    breaks = paragraph(words)
    ways = list(every_way(breaks, lengths, JUSTIFIED, 3.0))
    found = fit(breaks, lengths, JUSTIFIED, 3.0, line_count=wanted)
    of_that_number = [total for total, way in ways if len(way) == wanted]
    if not of_that_number:
        assert found is None
        return
    assert found is not None
    assert len(found) == wanted
    own = demerits(found, breaks, lengths, JUSTIFIED, 3.0)
    assert own is not None
    assert abs(own - min(of_that_number)) < 1e-6 * max(1.0, own)


@settings(deadline=None)
@given(WORDS, LENGTHS, st.integers(1, 1000))
def test_nothing_depends_on_where_the_paragraph_stands(
    words: list[tuple[int, int]], lengths: list[float], x: int
) -> None:
    breaks = paragraph(words)
    moved = [place._replace(start=place.start + x, end=place.end + x) for place in breaks]
    one, two = fit(breaks, lengths, JUSTIFIED, 3.0), fit(moved, lengths, JUSTIFIED, 3.0)
    assert (one is None) == (two is None)
    if one is not None and two is not None:
        first = demerits(one, breaks, lengths, JUSTIFIED, 3.0)
        assert first is not None
        assert demerits(two, moved, lengths, JUSTIFIED, 3.0) == pytest.approx(first)


def test_a_dear_hyphen_is_taken_only_where_spaces_would_gape() -> None:
    words = [(10, 0), (10, 0), (8, 0), (16, 8), (10, 0), (10, 0), (30, 0)]
    hyphens = []
    for penalty in (0.0, 100_000.0):
        breaks = paragraph(words)
        found = fit(breaks, [46], Costs(expansion=0.0, tracking=0.0, hyphen_penalty=penalty), 12.0)
        assert found is not None
        hyphens.append(any(breaks[end].ending == Ending.HYPHEN for end in found))
    assert hyphens == [True, False]
