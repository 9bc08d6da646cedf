"""A flattened paragraph measured: how far it is to every place where a line may end.

In: a `Paragraph` and the edges of its inline boxes. Out: a `Measured`. Lengths are CSS px.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from publish.paginating.lines.fitting import Break, Ending
from publish.paginating.lines.hyphens import is_address
from publish.paginating.lines.measured import Hyphenation, Measured, Place, Word
from publish.paginating.lines.paragraph import Leaf, Paragraph
from publish.paginating.lines.protrusion import Protrusion
from publish.paginating.lines.typeface import Typeface

_SOFT_HYPHEN = "\u00ad"
_NO_BREAK_SPACE = "\u00a0"
_PRESERVED = re.compile("\n| +|[^ \n]+")
_DASHES = "-\u2010\u2013\u2014"
_PLAIN = re.compile("[0-9A-Za-z.,;:!?'\"()\u2018\u2019\u201c\u201d\u00a0\u00c0-\u024f]*")
"""A word of these letters alone holds no place to break at."""


def measure(
    paragraph: Paragraph,
    protrusion: Protrusion,
    edges: Mapping[int, tuple[float, float]],
    *,
    open_from: float | None = None,
) -> Measured:
    """Return a paragraph with its lengths; `edges` are the left and right margin, border and padding of inline
    boxes by their id, and the whole width of pictures (left). Words longer than `open_from` may be broken at
    any character, where their style allows it (CSS Text 3, `overflow-wrap`).
    """
    return _Measurer(paragraph, protrusion, open_from).run(edges)


class _Measurer:
    """A walk through one paragraph: `x` is how far it has come, `space` how much of that can give."""

    def __init__(self, paragraph: Paragraph, protrusion: Protrusion, open_from: float | None) -> None:
        self.paragraph, self.protrusion, self.open_from = paragraph, protrusion, open_from
        self.characters = paragraph.characters() if open_from is not None else frozenset()
        self.text = paragraph.text
        self.opportunities = paragraph.opportunities()
        self.has_spaced_letters = any(leaf.typeface and leaf.typeface.is_spaced for leaf in paragraph.leaves)
        self.x = self.space = 0.0
        self.breaks: list[Break] = []
        self.places: list[Place] = []
        self.forced: list[int] = []
        self.words: list[Word] = []

    def run(self, edges: Mapping[int, tuple[float, float]]) -> Measured:
        before: dict[int, float] = {}
        behind: dict[int, float] = {}
        for box in self.paragraph.inlines:
            start, end = self.paragraph.ranges[id(box)]
            left, right = edges[id(box)]
            before[start] = before.get(start, 0.0) + left
            behind[end] = behind.get(end, 0.0) + right
        before_wraps = True
        for leaf in self.paragraph.leaves:
            # Boxes that end here, a place to break between leaves, boxes that begin here: in this order.
            self.x += behind.pop(leaf.start, 0.0)
            wraps = leaf.wraps
            if (
                (wraps or before_wraps)
                and leaf.start in self.opportunities
                and self.text[leaf.start - 1] not in " \n"
            ):
                self._add(Place(leaf.start, leaf.start), self._ending(leaf.start), leaf.typeface)
            self.x += before.pop(leaf.start, 0.0)
            if not self.breaks:
                self._begin(leaf)
            before_wraps = wraps
            if leaf.typeface is None:
                self.x += edges[id(leaf.box)][0]
            elif leaf.box.text == "\n":
                self.forced.append(len(self.breaks))
                self._add(Place(leaf.end, leaf.start), Ending.SPACE, leaf.typeface)
            elif leaf.keeps_spaces or "\n" in leaf.box.text:
                self._measure_preserved(leaf, leaf.typeface)
            else:
                self._measure_text(leaf, leaf.typeface)
        self.x += sum(behind.values())
        self._finish()
        return Measured(
            self.text,
            tuple(self.breaks),
            tuple(self.places),
            tuple(self.forced),
            tuple(self.words),
            self.protrusion,
        )

    def _begin(self, leaf: Leaf) -> None:
        """Add the beginning; leading spaces are not printed, and nothing hangs out of the first line."""
        skipped = 0.0
        if leaf.typeface is not None and not leaf.keeps_spaces:
            skipped = (len(self.text) - len(self.text.lstrip(" "))) * leaf.typeface.space
        self.places.append(Place(0, 0))
        self.breaks.append(Break(self.x + skipped, self.x, skipped, 0.0))

    def _finish(self) -> None:
        """Add the end; trailing spaces are not printed."""
        last = len(self.text)
        end = len(self.text.rstrip(" "))
        typeface = self.paragraph.leaves[-1].typeface
        skipped = (last - end) * typeface.space if typeface else 0.0
        while len(self.breaks) > 1 and self.places[-1].resume >= last:
            self.breaks.pop()
            end = min(end, self.places.pop().end)
        # A line break that the author wrote at the very end makes no line.
        self.forced = [number for number in self.forced if number < len(self.breaks)]
        count = len(self.breaks)
        self.words = [word if word.before <= count else word._replace(before=count) for word in self.words]
        self.x -= skipped
        self.space -= skipped
        self._add(Place(last, end), Ending.SPACE, typeface)

    def _measure_text(self, leaf: Leaf, face: Typeface) -> None:
        """Walk over a piece of text, word by word."""
        style = leaf.box.style
        wraps = leaf.wraps
        divides = _hyphenation(style) if wraps and not leaf.is_call else None
        at = leaf.start
        for number, word in enumerate(leaf.box.text.split(" ")):
            if number:
                # A space at which nothing may break (before a dash, say) only adds its width.
                if wraps and at + 1 in self.opportunities:
                    self._add(Place(at + 1, at), self._ending(at), face, gap=face.space)
                self.x += face.space
                self.space += face.space
                at += 1
            if not word:
                continue
            if _NO_BREAK_SPACE in word:
                at = self._measure_joined(word, at, face, divides, wraps=wraps)
                continue
            self._measure_word(word, at, face, divides, wraps=wraps)
            at += len(word)

    def _measure_preserved(self, leaf: Leaf, face: Typeface) -> None:
        """Walk over text with lines and spaces of its author's, such as code."""
        wraps = leaf.wraps
        at = leaf.start
        for part in _PRESERVED.findall(leaf.box.text):
            end = at + len(part)
            if part == "\n":
                self.forced.append(len(self.breaks))
                self._add(Place(end, at), Ending.SPACE, face)
            elif part[0] == " ":
                width = len(part) * face.space
                if wraps and end in self.opportunities and self.text[at - 1 : at] not in ("", "\n"):
                    self._add(Place(end, at), self._ending(at), face, gap=width)
                self.x += width
                self.space += width
            elif _NO_BREAK_SPACE in part:
                self._measure_joined(part, at, face, None, wraps=wraps)
            else:
                self._measure_word(part, at, face, None, wraps=wraps)
            at = end

    def _measure_joined(
        self, word: str, at: int, face: Typeface, divides: Hyphenation | None, *, wraps: bool
    ) -> int:
        """Walk over words with no-break spaces between them; return where they end."""
        for number, part in enumerate(word.split(_NO_BREAK_SPACE)):
            if number:
                self.x += face.no_break_space
                self.space += face.space
                at += 1
            if part:
                self._measure_word(part, at, face, divides, wraps=wraps)
                at += len(part)
        return at

    def _measure_word(
        self, word: str, at: int, face: Typeface, divides: Hyphenation | None, *, wraps: bool
    ) -> None:
        """Walk over a word without spaces."""
        if self.open_from is not None and wraps and face.opens_words and face.width(word) > self.open_from:
            self._measure_open(word, at, face)
        elif word in face.whole_words or not wraps or _PLAIN.fullmatch(word):
            if wraps:
                face.whole_words.add(word)
                self._note(word, at, face, divides)
            self.x += face.width(word)
        else:
            self._measure_pieces(word, at, face, divides)

    def _measure_pieces(self, word: str, at: int, face: Typeface, divides: Hyphenation | None) -> None:
        """Walk over a word with places of its own to break at: hyphens, dashes, soft hyphens, ideographs."""
        if _SOFT_HYPHEN in word or is_address(word):
            divides = None
        hyphen = self.paragraph.box.style["hyphenate_character"]
        cuts = [cut for cut in range(1, len(word)) if at + cut in self.opportunities]
        for start, end in pairwise((0, *cuts, len(word))):
            piece = word[start:end]
            self._note(piece, at + start, face, divides)
            self.x += face.width(piece)
            if end < len(word):
                if word[end - 1] == _SOFT_HYPHEN:
                    self._add(Place(at + end, at + end - 1, hyphen), Ending.HYPHEN, face)
                else:
                    self._add(Place(at + end, at + end), self._ending(at + end), face)

    def _measure_open(self, word: str, at: int, face: Typeface) -> None:
        """Walk over a word too long for the measure, which may be broken at any character."""
        before = self.x
        for cut in range(1, len(word)):
            if at + cut in self.characters or at + cut in self.opportunities:
                self.x = before + face.width_of_head(word, cut)
                self._add(Place(at + cut, at + cut), Ending.SPACE, face)
        self.x = before + face.width(word)

    def _note(self, word: str, at: int, face: Typeface, divides: Hyphenation | None) -> None:
        """Remember a word that may be divided."""
        if divides is not None and len(word) >= divides.least:
            self.words.append(Word(len(self.breaks), at, word, self.x, self.space, face, divides))

    def _ending(self, at: int) -> Ending:
        """Tell how a line looks that ends before a place."""
        return Ending.WRITTEN_HYPHEN if at and self.text[at - 1] in _DASHES else Ending.SPACE

    def _spacing_behind(self, end: int) -> float:
        """Return the letter spacing behind the last letter of a line, which is left out there."""
        leaf = self.paragraph.leaves[max(0, bisect_left(self.paragraph.starts, end) - 1)]
        return leaf.typeface.letter_spacing if leaf.typeface else 0.0

    def _add(self, place: Place, ending: Ending, face: Typeface | None, gap: float = 0.0) -> None:
        """Add a break here; the next line begins behind a gap."""
        last = place.adds[-1:] or self.text[place.end - 1 : place.end]
        hangs_behind = self.protrusion.at_end(last, face)
        hangs_before = self.protrusion.at_start(self.text[place.resume : place.resume + 1], face)
        end = self.x - hangs_behind
        if place.adds and face is not None:
            end += face.width(place.adds)
        if self.has_spaced_letters:
            end -= self._spacing_behind(place.end)
        self.places.append(place._replace(hangs_before=hangs_before, hangs_behind=hangs_behind))
        self.breaks.append(Break(self.x + gap + hangs_before, end, self.space + gap, self.space, ending))


def _hyphenation(style: Any) -> Hyphenation | None:
    """Return how words of a style are divided; None if they are not."""
    if style["hyphens"] != "auto" or not style["lang"]:
        return None
    least, left, right = style["hyphenate_limit_chars"]
    return Hyphenation(style["lang"], least, left, right, style["hyphenate_character"])
