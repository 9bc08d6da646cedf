"""The chosen line ends are the best there are: proved against every possible way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from publish.paginating.lines.costs import Costs
from publish.paginating.lines.fitting import Break, Ending, fit

SPACE = 3.0
RAGGED = Costs(shrink=0.0, stretch=0.0, edge_stretch=20.0, hyphen_penalty=5_000.0)


def paragraph(words: list[tuple[int, int]]) -> list[Break]:
    """Return the breaks of words of whole units, each with a hyphenation point (0: none) somewhere in it."""
    breaks, x, space = [Break(0, 0, 0, 0)], 0.0, 0.0
    for width, point in words:
        if 0 < point < width:
            breaks.append(Break(x + point, x + point + 2, space, space, Ending.HYPHEN))
        x += width
        breaks.append(Break(x + SPACE, x, space + SPACE, space))
        x, space = x + SPACE, space + SPACE
    return breaks


WORDS = st.lists(st.tuples(st.integers(3, 25), st.integers(0, 12)), min_size=1, max_size=7)


def every_way(
    breaks: list[Break], first: float, rest: float, costs: Costs, tolerance: float
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Yield the demerits of every way to break a paragraph that the tolerance allows, counted from the rules."""
    last = len(breaks) - 1
    for count in range(last):
        for chosen in combinations(range(1, last), count):
            total = demerits((0, *chosen, last), breaks, first, rest, costs, tolerance)
            if total is not None:
                yield total, (*chosen, last)


def demerits(
    path: tuple[int, ...], breaks: list[Break], first: float, rest: float, costs: Costs, tolerance: float
) -> float | None:
    total, colour, hyphens = 0.0, 1, 0
    for number, (one, two) in enumerate(pairwise(path)):
        measure = first if number == 0 else rest
        space = breaks[two].end_space - breaks[one].start_space
        short = measure - (breaks[two].end - breaks[one].start)
        is_last = two == len(breaks) - 1
        if is_last and short >= 0:
            ratio = 0.0
        elif short == 0:
            ratio = 0.0
        elif short > 0:
            give = space * costs.stretch + costs.edge_stretch
            if give == 0 or short / give > tolerance:
                return None
            ratio = short / give
        else:
            if space * costs.shrink < -short:
                return None
            ratio = short / (space * costs.shrink)
        total += costs.of_line(ratio, breaks[two].ending)
        now = 1 if costs.edge_stretch else 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
        total += costs.colour_demerits if abs(now - colour) > 1 else 0
        if breaks[two].ending:
            hyphens = min(hyphens + 1, 3)
            total += costs.of_hyphens_in_a_row(hyphens)
        else:
            total += costs.last_hyphen_demerits if is_last and hyphens else 0
            hyphens = 0
        if is_last and measure - short < costs.runt * measure:
            total += costs.runt_demerits
        colour = now
    return total


@given(
    WORDS,
    st.integers(15, 60),
    st.integers(0, 8),
    st.sampled_from([1.0, 2.0, 6.0]),
    st.sampled_from([Costs(), RAGGED]),
)
def test_no_way_is_better(
    words: list[tuple[int, int]], rest: int, indent: int, tolerance: float, costs: Costs
) -> None:
    breaks = paragraph(words)
    ways = list(every_way(breaks, rest - indent, rest, costs, tolerance))
    found = fit(breaks, rest - indent, rest, costs, tolerance)
    if not ways:
        assert found is None
        return
    assert found is not None
    own = demerits((0, *found), breaks, rest - indent, rest, costs, tolerance)
    assert own is not None
    assert abs(own - min(total for total, _ in ways)) < 1e-6 * max(1.0, own)


@given(WORDS, st.integers(15, 60), st.integers(-2, 2).filter(bool))
def test_a_line_more_or_less_is_the_best_of_that_number(
    words: list[tuple[int, int]], rest: int, change: int
) -> None:
    breaks = paragraph(words)
    ways = list(every_way(breaks, rest, rest, Costs(), 3.0))
    found = fit(breaks, rest, rest, Costs(), 3.0, line_change=change)
    if not ways:
        assert found is None
        return
    wanted = len(min(ways)[1]) + change
    of_that_number = [total for total, way in ways if len(way) == wanted]
    if not of_that_number:
        assert found is None
        return
    assert found is not None
    assert len(found) == wanted
    own = demerits((0, *found), breaks, rest, rest, Costs(), 3.0)
    assert own is not None
    assert abs(own - min(of_that_number)) < 1e-6 * max(1.0, own)


@given(WORDS, st.integers(15, 60), st.integers(1, 6))
def test_the_rest_of_a_paragraph_is_a_paragraph(words: list[tuple[int, int]], rest: int, begin: int) -> None:
    breaks = paragraph(words)
    begin = min(begin, len(breaks) - 2)
    shifted = [
        place._replace(start=place.start - breaks[begin].start, end=place.end - breaks[begin].start)
        for place in breaks[begin:]
    ]
    found = fit(breaks, rest, rest, Costs(), 3.0, begin=begin)
    same = fit(shifted, rest, rest, Costs(), 3.0)
    assert (found is None) == (same is None)
    assert found is None or same is None or found == tuple(index + begin for index in same)
