"""The page numbers behind an index entry: places in the text → locators as a reader wants them.

In: what `data-targets` of a `span.locators` says, and where each place is printed. Out: the pieces to print in
order (“iv”, “7”, “12–15”, “20n3”), each with the place its link leads to. Pure: no layout is looked at here.

Places are named by identifier; `a..b` reaches from one to another, `!` before a place makes it a principal one
(The Chicago Manual of Style, 17th ed., 16.13: bold), `:3` behind it says that it stands in note 3 (16.111:
“20n3”, “20nn3–4”). Each page is named once; three neighbours in a row make a range, as makeindex has it, two
only where the author marked a range. Pages of two series (xii, 1) never make one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from publish.model.digits import abjad_numerals

FolioOf: TypeAlias = Callable[[str], "tuple[int, str] | None"]
"""An identifier to its page, counted from 0 through the book, and the page number printed there."""

_FOLIO = re.compile(r"(.*?)(\d+)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ABJAD = {letter[0]: n for digits in ("persian", "arabic-indic") for n, letter in abjad_numerals(digits)}
_LENGTHENING = "\u0640"
_LEAST_RUN = 3


@dataclass(frozen=True, slots=True)
class LocatorPiece:
    """One locator: its words, the identifier its link leads to, and whether it is a principal place."""

    text: str
    target: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    page: int
    folio: str
    target: str
    last_page: int
    last_folio: str
    is_main: bool
    note: str


def locator_pieces(targets: str, folio_of: FolioOf) -> tuple[LocatorPiece, ...]:
    """Return the locators of an entry in the order of pages; places nobody knows are left out.

    >>> pages = {"a": (5, "2"), "b": (6, "3"), "c": (7, "4"), "d": (9, "6")}
    >>> [piece.text for piece in locator_pieces("a b !d c d:3", pages.get)]
    ['2–4', '6', '6n3']
    """
    places = [place for item in targets.split() if (place := _place(item, folio_of)) is not None]
    main = {place.page for place in places if place.is_main and not place.note and _is_single(place)}
    plain = [p for p in places if not p.is_main and not p.note and not (_is_single(p) and p.page in main)]
    pieces = [
        *_runs(plain),
        *_mains(p for p in places if p.is_main and not p.note),
        *_notes(p for p in places if p.note),
    ]
    return tuple(piece for _, piece in sorted(pieces, key=lambda pair: pair[0]))


_Sorted: TypeAlias = tuple[tuple[int, int, int], LocatorPiece]
"""A piece with its first page, its kind and its number among those."""


def _place(item: str, folio_of: FolioOf) -> _Place | None:
    is_main = item.startswith("!")
    first, _, last = item.removeprefix("!").partition("..")
    first, _, note = first.partition(":")
    begin = folio_of(first)
    if begin is None:
        end = folio_of(last) if last else None
        return None if end is None else _Place(*end, last, *end, is_main, note)
    end = (folio_of(last) if last else None) or begin
    if end[0] < begin[0]:
        end = begin
    return _Place(*begin, first, *end, is_main, note)


def _is_single(place: _Place) -> bool:
    return place.page == place.last_page


def _runs(places: list[_Place]) -> list[_Sorted]:
    """Name each page once, neighbours as ranges."""
    spans: list[tuple[_Place, _Place, bool]] = []
    for place in sorted(places, key=lambda p: (p.page, p.last_page)):
        first, last, is_range = spans[-1] if spans else (place, place, False)
        if spans and (place.page <= last.last_page or _follows(last, place)):
            reach = place if place.last_page > last.last_page else last
            spans[-1] = (first, reach, is_range or not _is_single(place))
        else:
            spans.append((place, place, not _is_single(place)))
    found: list[_Sorted] = []
    for first, last, is_range in spans:
        count = last.last_page - first.page + 1
        if count == 1 or is_range or count >= _LEAST_RUN:
            text = first.folio if count == 1 else f"{first.folio}–{last.last_folio}"
            found.append(((first.page, 0, 0), LocatorPiece(text, first.target)))
        else:
            found.append(((first.page, 0, 0), LocatorPiece(first.folio, first.target)))
            found.append(((last.page, 0, 0), LocatorPiece(last.folio, last.target)))
    return found


def _mains(places: Iterable[_Place]) -> list[_Sorted]:
    found: dict[tuple[int, int], LocatorPiece] = {}
    for place in sorted(places, key=lambda p: (p.page, p.last_page)):
        text = place.folio if _is_single(place) else f"{place.folio}–{place.last_folio}"
        found.setdefault((place.page, place.last_page), LocatorPiece(text, place.target, is_main=True))
    return [((page, 1, last), piece) for (page, last), piece in found.items()]


def _notes(places: Iterable[_Place]) -> list[_Sorted]:
    """Name notes by page; those of one page that follow one another are one locator (`20nn3–4`)."""
    by_page: dict[tuple[int, bool], dict[str, _Place]] = {}
    for place in places:
        by_page.setdefault((place.page, place.is_main), {}).setdefault(place.note, place)
    found: list[_Sorted] = []
    for (page, is_main), notes in by_page.items():
        ordered = sorted(notes.values(), key=lambda p: _number(p.note))
        groups: list[list[_Place]] = [[ordered[0]]]
        for before, after in pairwise(ordered):
            if _number(after.note) == _number(before.note) + 1:
                groups[-1].append(after)
            else:
                groups.append([after])
        for group in groups:
            first, last = group[0], group[-1]
            several = len(group) > 1
            words = f"{first.folio}nn{first.note}–{last.note}" if several else f"{first.folio}n{first.note}"
            found.append(((page, 2, _number(first.note)), LocatorPiece(words, first.target, is_main)))
    return found


def _number(note: str) -> int:
    return int(note) if note.isdecimal() else 0


def _follows(before: _Place, after: _Place) -> bool:
    if after.page != before.last_page + 1:
        return False
    series, number = _series(before.last_folio)
    return _series(after.folio) == (series, number + 1)


def _series(folio: str) -> tuple[str, int]:
    """Return the series a page number belongs to and its number there: `xii` is 12 of the roman ones.

    >>> _series("xii"), _series("12"), _series("A-3"), _series("یهـ")
    (('roman', 12), ('', 12), ('A-', 3), ('abjad', 15))
    """
    found = _FOLIO.fullmatch(folio)
    if found:
        return found[1], int(found[2])
    letters = folio.replace(_LENGTHENING, "")
    if letters and all(letter in _ABJAD for letter in letters):
        return "abjad", sum(_ABJAD[letter] for letter in letters)
    values = [_ROMAN.get(letter, 0) for letter in folio.lower()]
    if not values or 0 in values:
        return folio, 0
    total = values[-1]
    for here, following in pairwise(values):
        total += -here if here < following else here
    return ("roman" if folio.islower() else "ROMAN"), total
