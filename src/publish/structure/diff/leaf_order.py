"""Pages on the sides of sheets → the order in which readers turn them.

In: for each place of each side, the folio printed there and the first and last words. Out: the order. Sheets
are folded into each other (one signature or several), from left to right or from right to left, or stand page
by page; of these orders the one is taken that folios and sentences agree with best, even if a side is missing
or some pages stand where they should not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_FOLIO_WEIGHT = 3
_MOST_SIDES = 400
_MISSING = 2
_ENOUGH = 0.9
"""Share of folios that count on from which no other order need be tried."""
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_BEFORE = 10_000
_END = re.compile(r"[.!?:…。！？؟][”’\"'»)\]›\d*†‡]*$")


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a sheet side and the page on it."""

    side: int
    folio: str
    first: str = ""
    last: str = ""

    @property
    def number(self) -> int | None:
        """Return the folio as a number; Roman ones come before all others."""
        if self.folio.isdecimal():
            return int(self.folio)
        letters = self.folio.lower()
        if not letters or set(letters) - set(_ROMAN):
            return None
        values = [_ROMAN[letter] for letter in letters]
        signed = (-v if any(w > v for w in values[n + 1 :]) else v for n, v in enumerate(values))
        return sum(signed) - _BEFORE


def order_of_leaves(places: Sequence[Place]) -> list[int]:
    """Return the indices of places (by sides, from left to right) in reading order.

    >>> order_of_leaves([Place(1, "4"), Place(1, "1"), Place(2, "2"), Place(2, "3")])
    [1, 2, 3, 0]
    """
    best = list(range(len(places)))
    on_sides = set(Counter(place.side for place in places).values())
    if max(on_sides, default=1) > 2:
        return _by_folio(places)
    if on_sides != {2} or len(places) > 2 * _MOST_SIDES:
        return best
    most = _agreement(places, best)
    wanted = _ENOUGH * _FOLIO_WEIGHT * (sum(place.number is not None for place in places) - 1)
    for order in _orders(len(places) // 2):
        agreement = _agreement(places, order)
        if agreement > most:
            best, most = order, agreement
        if most > 0 and most >= wanted > 0:
            return best
    for order in _orders_with_gaps(len(places) // 2):
        agreement = _agreement(places, order)
        if agreement > most:
            best, most = order, agreement
    return best


def _orders(sides: int) -> Iterator[list[int]]:
    """Yield the orders that folding gives: one signature first, then several."""
    for signature in (sides, *range(2, sides, 2)) if sides % 2 == 0 else ():
        for from_right in (False, True):
            yield _folded(sides, signature, from_right=from_right)
    yield [n + 1 - 2 * (n % 2) for n in range(2 * sides)]


def _orders_with_gaps(sides: int) -> Iterator[list[int]]:
    """Yield the orders that folding gives where a side or a sheet is missing."""
    for missing in range(1, _MISSING + 1):
        for at in range(sides + 1) if (sides + missing) % 2 == 0 else ():
            for from_right in (False, True):
                full = _folded(sides + missing, sides + missing, from_right=from_right)
                gone = range(2 * at, 2 * (at + missing))
                yield [n if n < gone.start else n - 2 * missing for n in full if n not in gone]


def _folded(sides: int, signature: int, *, from_right: bool) -> list[int]:
    """Return the order of places where so many sides at a time are folded into each other."""
    order: list[int] = []
    for begin in range(0, sides, signature):
        own = min(signature, sides - begin)
        pages = [0] * (2 * own)
        for side in range(own):
            sheet, is_back = divmod(side, 2)
            outer, inner = 2 * own - 1 - 2 * sheet, 2 * sheet
            left, right = (inner + 1, outer - 1) if is_back else (outer, inner)
            if from_right:
                left, right = right, left
            if max(left, right) < len(pages):
                pages[left], pages[right] = 2 * (begin + side), 2 * (begin + side) + 1
        order.extend(pages)
    return order if sorted(order) == list(range(2 * sides)) else list(range(2 * sides))


def _agreement(places: Sequence[Place], order: Sequence[int]) -> int:
    """Return how well folios count on, and sentences go on, in an order."""
    score = 0
    last: tuple[int, int] | None = None
    for at, index in enumerate(order):
        number = places[index].number
        if number is not None:
            if last is not None:
                counts_on = number - last[1] == at - last[0]
                score += _FOLIO_WEIGHT if counts_on else 1 if number > last[1] else -1
            last = (at, number)
        if at and places[index].first[:1].islower():
            before = places[order[at - 1]].last
            score += 1 if before and not _END.search(before) else -1
    return score


def _by_folio(places: Sequence[Place]) -> list[int]:
    """Return an order by folios alone, if most places have one; pages without stay behind their neighbours."""
    numbers = [place.number for place in places]
    if sum(number is not None for number in numbers) < 0.6 * len(places):
        return list(range(len(places)))
    keys: list[tuple[int, int]] = []
    last = 0
    for index, number in enumerate(numbers):
        last = number if number is not None else last
        keys.append((last, index))
    return sorted(range(len(places)), key=lambda index: keys[index])
