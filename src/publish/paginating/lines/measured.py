"""A paragraph as numbers: where a line may end, for the fitter, and what each place means, for the builder.

In: breaks, places and words that a measurer found. Out: the same, on request with the places where words may be
divided, which most paragraphs do not need. Lengths are CSS px.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

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


class Word(NamedTuple):
    """A word that may be divided: the number of the break behind it, its place, and what came before it."""

    before: int
    at: int
    text: str
    x: float
    space: float
    typeface: Typeface
    hyphenation: Hyphenation


@dataclass(frozen=True, slots=True)
class Measured:
    """The breaks of one paragraph, the first its beginning, the last its end, and the place of each."""

    text: str
    breaks: tuple[Break, ...]
    places: tuple[Place, ...]
    forced: tuple[int, ...]
    """Breaks that the author wrote; each ends a part that is fitted by itself."""
    words: tuple[Word, ...]
    protrusion: Protrusion

    def with_hyphens(self) -> Measured:
        """Return the same paragraph with the places where its words may be divided."""
        breaks: list[Break] = []
        places: list[Place] = []
        forced: list[int] = []
        written = set(self.forced)
        words = iter(self.words)
        word = next(words, None)
        for number, (numbers, place) in enumerate(zip(self.breaks, self.places, strict=True)):
            while word is not None and word.before <= number:
                for more_numbers, more_place in self._divided(word):
                    breaks.append(more_numbers)
                    places.append(more_place)
                word = next(words, None)
            if number in written:
                forced.append(len(breaks))
            breaks.append(numbers)
            places.append(place)
        return Measured(self.text, tuple(breaks), tuple(places), tuple(forced), (), self.protrusion)

    def _divided(self, word: Word) -> list[tuple[Break, Place]]:
        face, rules = word.typeface, word.hyphenation
        found = []
        for division in divisions(word.text, rules.lang, rules.least, rules.left, rules.right):
            head = word.x + face.width_of_head(word.text, division.keeps)
            adds = division.spelt + rules.hyphen
            start = head
            if division.at != division.keeps:
                start = word.x + face.width_of_head(word.text, division.at)
            hangs = self.protrusion.at_end(adds[-1:], face)
            place = Place(word.at + division.at, word.at + division.keeps, adds, 0.0, hangs)
            end = head + face.width(adds) - face.letter_spacing - hangs
            found.append((Break(start, end, word.space, word.space, Ending.HYPHEN), place))
        return found
