"""A paragraph as numbers: where a line may end, for the fitter, and what each place means, for the builder.

In: breaks, places and words that a measurer found. Out: the same, on request with the places where words may be
divided, which most paragraphs do not need. Lengths are CSS px.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from publish.paginating.lines.blemishes import blemish_of_division
from publish.paginating.lines.fitting import Break, Ending
from publish.paginating.lines.hyphens import divisions
from publish.paginating.lines.protrusion import Protrusion
from publish.paginating.lines.typeface import Typeface


class Place(NamedTuple):
    """A place where a line may end, in characters of the paragraph's text."""

    resume: int
    """Where the next line begins, before its leading spaces."""
    end: int
    """Where this line's own characters end."""
    adds: str = ""
    """What is printed behind them: a hyphen, in some languages with letters spelt otherwise."""
    hangs_before: float = 0.0
    """How far the line that begins here hangs into the margin."""
    hangs_behind: float = 0.0
    """How far the line that ends here does."""


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """How words of one style are divided: language, least letters in all, before and behind, and the hyphen."""

    lang: str
    least: int
    left: int
    right: int
    hyphen: str


class _Part(NamedTuple):
    """One place to divide a word at, with lengths from the word's beginning."""

    at: int
    keeps: int
    adds: str
    start: float
    end: float
    hyphen: float
    """The width of what is printed behind the first part."""
    hangs: float


class Divider:
    """How words of one style of type are divided, and how long their parts are: worked out once a word."""

    __slots__ = ("_known", "_protrusion", "_rules", "_typeface", "least")

    def __init__(self, typeface: Typeface, rules: Hyphenation, protrusion: Protrusion) -> None:
        self._typeface, self._rules, self._protrusion = typeface, rules, protrusion
        self._known: dict[str, tuple[_Part, ...]] = {}
        self.least = rules.least

    def breaks(self, word: Word, paragraph: str) -> Iterator[tuple[Break, Place]]:
        """Yield the places a word of a paragraph may be divided at."""
        _, begin, text, x, space, _ = word
        parts = self._parts_of(text)
        spacing = self._typeface.letter_spacing
        blemish = blemish_of_division(paragraph, begin, text, self._rules.lang) if parts else 0.0
        for at, keeps, adds, start, end, hyphen, hangs in parts:
            stop = x + end + hyphen - spacing - hangs
            numbers = Break(x + start, stop, space, space, Ending.HYPHEN, blemish)
            yield numbers, Place(begin + at, begin + keeps, adds, 0.0, hangs)

    def longest_part(self, word: str) -> float:
        """Return the width of the longest part of a word that is divided wherever it may be."""
        begin = longest = 0.0
        for part in self._parts_of(word):
            longest = max(longest, part.end + part.hyphen - part.hangs - begin)
            begin = part.start
        return max(longest, self._typeface.width(word) - begin)

    def _parts_of(self, word: str) -> tuple[_Part, ...]:
        parts = self._known.get(word)
        if parts is None:
            parts = self._known[word] = tuple(self._parts(word))
        return parts

    def _parts(self, word: str) -> Iterator[_Part]:
        face, rules = self._typeface, self._rules
        for division in divisions(word, rules.lang, rules.least, rules.left, rules.right):
            adds = division.spelt + rules.hyphen
            end = start = face.width_of_head(word, division.keeps)
            if division.at != division.keeps:
                start = face.width_of_head(word, division.at)
            hangs = self._protrusion.at_end(adds[-1:], face)
            yield _Part(division.at, division.keeps, adds, start, end, face.width(adds), hangs)


Word: TypeAlias = tuple[int, int, str, float, float, Divider]
"""A word that may be divided: the number of the break behind it, its place, its text, how far it is to it and
how much of that can give, who divides it. A plain tuple: nearly every word is one, and few are asked for.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """The breaks of one paragraph, the first its beginning, the last its end, and the place of each."""

    text: str
    breaks: tuple[Break, ...]
    places: tuple[Place, ...]
    forced: tuple[int, ...]
    """Breaks that the author wrote; each ends a part that is fitted by itself."""
    words: tuple[Word, ...]

    def first_width(self, start: int) -> float:
        """Return the width of the word that a line begins with; endless if the line begins amid a word."""
        begin = next((number for number, place in enumerate(self.places[:-1]) if place.resume == start), -1)
        return self.breaks[begin + 1].end - self.breaks[begin].start if begin >= 0 else float("inf")

    def with_hyphens(self) -> Measured:
        """Return the same paragraph with the places where its words may be divided."""
        breaks: list[Break] = []
        places: list[Place] = []
        forced: list[int] = []
        written = set(self.forced)
        words = iter(self.words)
        word = next(words, None)
        for number, (numbers, place) in enumerate(zip(self.breaks, self.places, strict=True)):
            while word is not None and word[0] <= number:
                for more_numbers, more_place in word[5].breaks(word, self.text):
                    breaks.append(more_numbers)
                    places.append(more_place)
                word = next(words, None)
            if number in written:
                forced.append(len(breaks))
            breaks.append(numbers)
            places.append(place)
        return Measured(self.text, tuple(breaks), tuple(places), tuple(forced), ())
