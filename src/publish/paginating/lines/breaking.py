"""A flattened paragraph measured: every place where a line may end, with the lengths the fitter works on.

In: a `Paragraph` whose boxes have used margins. Out: `Break`s (numbers, for the fitter) beside `Place`s (characters,
for the builder), first without and on request with hyphenation points. Lengths are CSS px.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from publish.paginating.lines.fitting import Break, Ending
from publish.paginating.lines.hyphens import divisions, is_address
from publish.paginating.lines.paragraph import Leaf, NotOurs, Paragraph
from publish.paginating.lines.protrusion import Protrusion
from publish.paginating.lines.typeface import Typeface

_SOFT_HYPHEN = "\u00ad"
_DASHES = "-\u2010\u2013\u2014"
_PLAIN = re.compile("[0-9A-Za-z.,;:!?'\"()\u2018\u2019\u201c\u201d\u00a0\u00c0-\u024f]*")
"""A word of these letters alone holds no place to break at."""


class Place(NamedTuple):
    """A place where a line may end, in characters of the paragraph's text."""

    resume: int
    """Where the next line begins, before its leading spaces."""
    end: int
    """Where this line's own characters end."""
    adds: str = ""
    """What is printed behind them: a hyphen, in some languages with letters spelt otherwise."""


class _Word(NamedTuple):
    """A word that may be divided, for later: which break it stands before, where, and what came before it."""

    before: int
    at: int
    text: str
    x: float
    space: float
    leaf: Leaf


class Measured:
    """The breaks of one paragraph: numbers for the fitter, and for each the place in the text.

    The first break is the paragraph's beginning, the last its end.
    """

    __slots__ = ("_protrusion", "_text", "_words", "breaks", "forced", "hangs", "places")

    forced: list[int]
    """Breaks that the author wrote; each ends a part that is fitted by itself."""

    def __init__(
        self, paragraph: Paragraph, protrusion: Protrusion, edges: dict[int, tuple[float, float]]
    ) -> None:
        """Measure; `edges` are the left and right margin, border and padding of inline boxes by their id, and the
        whole width of pictures (left).
        """
        self._protrusion = protrusion
        self._text = paragraph.text
        self._words: list[_Word] = []
        self.breaks: list[Break] = []
        self.places: list[Place] = []
        self.hangs: list[tuple[float, float]] = []
        """How far the line that begins at a break, and the one that ends there, hang into the margin."""
        self.forced: list[int] = []
        self._measure(paragraph, edges)

    def _measure(self, paragraph: Paragraph, edges: dict[int, tuple[float, float]]) -> None:
        text = paragraph.text
        opportunities = set(paragraph.opportunities())
        before: dict[int, float] = {}
        behind: dict[int, float] = {}
        for box in paragraph.inlines:
            start, end = paragraph.ranges[id(box)]
            left, right = edges[id(box)]
            if left:
                before[start] = before.get(start, 0.0) + left
            if right:
                behind[end] = behind.get(end, 0.0) + right
        x = space = 0.0
        for leaf in paragraph.leaves:
            start = leaf.start
            x += behind.pop(start, 0.0)
            if start in opportunities and text[start - 1] not in " \n":
                ending = Ending.WRITTEN_HYPHEN if text[start - 1] in _DASHES else Ending.SPACE
                self._add(Place(start, start), x, x, (space, space), ending, leaf.typeface)
            x += before.pop(start, 0.0)
            if not self.breaks:
                self._begin(paragraph, leaf, x)
            if leaf.typeface is None:
                x += edges[id(leaf.box)][0]
            elif leaf.box.text == "\n":
                self.forced.append(len(self.breaks))
                self._add(Place(leaf.end, start), x, x, (space, space), Ending.SPACE, leaf.typeface)
            else:
                x, space = self._measure_words(leaf, x, space, opportunities)
        self._finish(paragraph, x, space, behind)

    def _begin(self, paragraph: Paragraph, leaf: Leaf, x: float) -> None:
        """Add the beginning; leading spaces are not printed."""
        text = self._text
        lead = len(text) - len(text.lstrip(" "))
        skipped = lead * leaf.typeface.space if leaf.typeface else 0.0
        self.places.append(Place(0, 0))
        self.breaks.append(Break(x + skipped, x, skipped, 0.0))
        self.hangs.append((0.0, 0.0))

    def _finish(self, paragraph: Paragraph, x: float, space: float, behind: dict[int, float]) -> None:
        """Add the end; trailing spaces are not printed."""
        text = self._text
        x += sum(behind.values())
        end = len(text.rstrip(" "))
        typeface = paragraph.leaves[-1].typeface
        skipped = (len(text) - end) * typeface.space if typeface else 0.0
        while len(self.breaks) > 1 and self.places[-1].resume >= len(text):
            self.breaks.pop()
            self.places.pop()
            self.hangs.pop()
        if self.forced and self.forced[-1] >= len(self.breaks):
            raise NotOurs("line break at the end")
        self._words = [
            word if word.before <= len(self.breaks) else word._replace(before=len(self.breaks))
            for word in self._words
        ]
        self._add(Place(len(text), end), x - skipped, x, (space, space - skipped), Ending.SPACE, typeface)

    def _measure_words(
        self, leaf: Leaf, x: float, space: float, opportunities: set[int]
    ) -> tuple[float, float]:
        """Add the breaks in a piece of text; return the place and the spaces behind it."""
        face, style = leaf.typeface, leaf.box.style
        assert face is not None
        wraps = style["white_space"] != "nowrap"
        divides = wraps and style["hyphens"] == "auto" and not leaf.is_call and bool(style["lang"])
        at = leaf.start
        gap = face.space
        for number, word in enumerate(leaf.box.text.split(" ")):
            if number:
                # Between two words. A space before which nothing may break (before a dash, say) only adds width.
                if wraps and at + 1 in opportunities:
                    ending = Ending.WRITTEN_HYPHEN if self._text[at - 1 : at] in _DASHES else Ending.SPACE
                    self._add(Place(at + 1, at), x, x + gap, (space + gap, space), ending, face)
                x += gap
                space += gap
                at += 1
            if not word:
                continue
            if word in face.whole_words or _PLAIN.fullmatch(word) or not wraps:
                face.whole_words.add(word)
                width = face.width(word)
                if divides:
                    self._words.append(_Word(len(self.breaks), at, word, x, space, leaf))
                x += width
            else:
                x = self._measure_pieces(leaf, word, at, x, space, opportunities, divides=divides)
            at += len(word)
            space += word.count("\u00a0") * gap
        return x, space

    def _measure_pieces(
        self, leaf: Leaf, word: str, at: int, x: float, space: float, opportunities: set[int], *, divides: bool
    ) -> float:
        """Add the breaks within a word that has some of its own: hyphens, dashes, soft hyphens, ideographs."""
        face = leaf.typeface
        assert face is not None
        cuts = [cut for cut in range(1, len(word)) if at + cut in opportunities]
        divides = divides and _SOFT_HYPHEN not in word and not is_address(word)
        hyphen = leaf.box.style["hyphenate_character"]
        for start, end in pairwise((0, *cuts, len(word))):
            piece = word[start:end]
            if divides:
                self._words.append(_Word(len(self.breaks), at + start, piece, x, space, leaf))
            x += face.width(piece)
            if end < len(word):
                last = word[end - 1]
                if last == _SOFT_HYPHEN:
                    place, reach, ending = (
                        Place(at + end, at + end - 1, hyphen),
                        x + face.width(hyphen),
                        Ending.HYPHEN,
                    )
                else:
                    place, reach = Place(at + end, at + end), x
                    ending = Ending.WRITTEN_HYPHEN if last in _DASHES else Ending.SPACE
                self._add(place, reach, x, (space, space), ending, face)
        return x

    def _add(
        self,
        place: Place,
        end: float,
        start: float,
        spaces: tuple[float, float],
        ending: int,
        face: Typeface | None,
    ) -> None:
        """Add a break. `spaces` are those before the next line and those before this line's end."""
        last = place.adds[-1:] or self._text[place.end - 1 : place.end]
        first = self._text[place.resume : place.resume + 1]
        hangs = self._protrusion.at_end(last, face)
        indents = self._protrusion.at_start(first, face)
        self.places.append(place)
        self.breaks.append(Break(start + indents, end - hangs, spaces[0], spaces[1], ending))
        self.hangs.append((indents, hangs))

    def _divide(self, word: _Word) -> None:
        """Add the places where a word may be divided."""
        face, style = word.leaf.typeface, word.leaf.box.style
        assert face is not None
        least, left, right = style["hyphenate_limit_chars"]
        hyphen = style["hyphenate_character"]
        for division in divisions(word.text, style["lang"], least, left, right):
            head = word.x + face.width_of_head(word.text, division.keeps)
            adds = division.spelt + hyphen
            start = (
                head if division.at == division.keeps else word.x + face.width_of_head(word.text, division.at)
            )
            place = Place(word.at + division.at, word.at + division.keeps, adds)
            self._add(place, head + face.width(adds), start, (word.space, word.space), Ending.HYPHEN, face)

    def hang_before(self, number: int) -> float:
        """Return how far the line that begins at a break hangs out on its left."""
        return self.hangs[number][0]

    def hang_behind(self, number: int) -> float:
        """Return how far the line that ends at a break hangs out on its right."""
        return self.hangs[number][1]

    def with_hyphens(self) -> Measured:
        """Return the same paragraph with the places where its words may be divided."""
        return _divided(self)


def _divided(plain: Measured) -> Measured:
    new = object.__new__(Measured)
    new._protrusion, new._text, new._words = plain._protrusion, plain._text, []
    new.breaks, new.places, new.hangs = [], [], []
    forced, words = set(plain.forced), iter(plain._words)
    word = next(words, None)
    new.forced = []
    for number, (numbers, place) in enumerate(zip(plain.breaks, plain.places, strict=True)):
        while word is not None and word.before <= number:
            new._divide(word)
            word = next(words, None)
        if number in forced:
            new.forced.append(len(new.breaks))
        new.breaks.append(numbers)
        new.places.append(place)
        new.hangs.append(plain.hangs[number])
    return new
