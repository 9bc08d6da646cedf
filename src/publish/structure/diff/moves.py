"""Pairs of blocks in another order → which of them moved, and which two runs stand in each other's place.

Comes in: index pairs, and how much each block weighs. Goes out: the runs that moved, with the runs that were
exchanged for each other. Runs are as long as they can be; of two neighbours that changed places the lighter one
moved. What stays is the heaviest increasing run of runs, so that the same act is told alike both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publish.structure.rising import longest_increasing

Run = tuple[tuple[int, int], ...]
_MANY = 300
"""From so many runs on the longest row stays instead of the heaviest, as the latter takes time n²."""


@dataclass(frozen=True, slots=True)
class Order:
    """What became of the order: runs that went elsewhere, and pairs of runs that changed places."""

    moved: tuple[Run, ...]
    exchanged: tuple[tuple[Run, Run], ...]


def order_of(pairs: Sequence[tuple[int, int]], weigh: Callable[[tuple[int, int]], int]) -> Order:
    """Return what moved among (old, new) pairs.

    >>> order_of([(0, 0), (2, 1), (1, 2), (3, 3)], lambda pair: 1).exchanged
    ((((2, 1),), ((1, 2),)),)
    >>> order_of([(1, 0), (2, 1), (3, 2), (0, 3)], lambda pair: 1).moved
    (((0, 3),),)
    """
    ordered = sorted(pairs, key=lambda pair: pair[1])
    rank = {old: n for n, old in enumerate(sorted(old for old, _ in ordered))}
    moved: list[Run] = []
    exchanged: list[tuple[Run, Run]] = []
    begin, highest = 0, -1
    for place, (old, _) in enumerate(ordered):
        highest = max(highest, rank[old])
        if highest == place:
            if place > begin:
                _settle(ordered[begin : place + 1], rank, weigh, moved, exchanged)
            begin = place + 1
    return Order(tuple(moved), tuple(exchanged))


def _settle(
    part: Sequence[tuple[int, int]],
    rank: dict[int, int],
    weigh: Callable[[tuple[int, int]], int],
    moved: list[Run],
    exchanged: list[tuple[Run, Run]],
) -> None:
    """Tell what moved in a part of the sequence that nothing crosses."""
    runs: list[list[tuple[int, int]]] = []
    for pair in part:
        if runs and rank[pair[0]] == rank[runs[-1][-1][0]] + 1:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    weights = [sum(map(weigh, run)) for run in runs]
    places = [rank[run[0][0]] for run in runs]
    if len(runs) in (2, 3) and places == sorted(places, reverse=True):
        first, last = runs[0], runs[-1]
        if len(first) == len(last) or _is_even(weights[0], weights[-1]):
            exchanged.append((tuple(first), tuple(last)))
            return
    stays = _heaviest(places, weights)
    moved.extend(tuple(run) for n, run in enumerate(runs) if n not in stays)


def _is_even(one: int, two: int) -> bool:
    return min(one, two) * 2 > max(one, two)


def _heaviest(places: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Return the positions of an increasing subsequence of the greatest weight."""
    if len(places) > _MANY:
        return set(longest_increasing(places))
    best: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        choice = max((m for m in range(n) if places[m] < place), key=lambda m: best[m], default=-1)
        before.append(choice)
        best.append(weights[n] + (best[choice] if choice >= 0 else 0))
    at = max(range(len(best)), key=lambda n: best[n], default=-1)
    found = set()
    while at >= 0:
        found.add(at)
        at = before[at]
    return found
