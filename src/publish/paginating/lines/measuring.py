"""A flattened paragraph measured: how far it is to every place where a line may end.

In: a `Paragraph` and the edges of its inline boxes. Out: a `Measured`. Lengths are CSS px.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from publish.paginating.lines.blemishes import blemishes_in
from publish.paginating.lines.fitting import Break, Ending
from publish.paginating.lines.hyphens import is_address
from publish.paginating.lines.measured import Divider, Hyphenation, Measured, Place, Word
from publish.paginating.lines.paragraph import Leaf, Paragraph
from publish.paginating.lines.protrusion import Protrusion
from publish.paginating.lines.typeface import Typeface

_SOFT_HYPHEN = "\u00ad"
_NO_BREAK_SPACE = "\u00a0"
_PRESERVED = re.compile("\n| +|[^ \n]+")
_DASHES = frozenset("-\u2010\u2013\u2014")
_LEAST_OPENED = 2
"""So many characters stay together where a word is broken at any of them (our own rule)."""
_SPACE, _WRITTEN_HYPHEN = Ending.SPACE, Ending.WRITTEN_HYPHEN
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
        self.hangs = True
        """Whether signs hang at a line's beginning: in code they stand where its author put them."""
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
            self.hangs = leaf.typeface is None or not leaf.keeps_spaces
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
        self._price()
        return Measured(
            self.text,
            tuple(self.breaks),
            tuple(self.places),
            tuple(self.forced),
            tuple(self.words),
        )

    def _price(self) -> None:
        """Tell of the places where a line should not end."""
        prices = blemishes_in(self.text, self.paragraph.box.style["lang"] or "")
        if prices:
            for number, place in enumerate(self.places):
                if place.resume in prices:
                    self.breaks[number] = self.breaks[number]._replace(blemish=prices[place.resume])

    def _begin(self, leaf: Leaf) -> None:
        """Add the beginning; leading spaces are not printed, and nothing hangs out of the first line."""
        skipped = 0.0
        if leaf.typeface is not None and not leaf.keeps_spaces:
            skipped = (len(self.text) - len(self.text.lstrip(" "))) * leaf.typeface.space
        self.places.append(Place(0, 0))
        self.breaks.append(Break(self.x + skipped, self.x, skipped, 0.0))

    def _finish(self) -> None:
        """Add the end; trailing spaces are not printed, but for those that an author keeps."""
        last = len(self.text)
        leaf = self.paragraph.leaves[-1]
        end = last if leaf.keeps_spaces else len(self.text.rstrip(" "))
        typeface = leaf.typeface
        skipped = (last - end) * typeface.space if typeface else 0.0
        while len(self.breaks) > 1 and self.places[-1].resume >= last:
            self.breaks.pop()
            end = min(end, self.places.pop().end)
        # A line break that the author wrote at the very end makes no line.
        self.forced = [number for number in self.forced if number < len(self.breaks)]
        count = len(self.breaks)
        for number in range(len(self.words) - 1, -1, -1):
            before, at, text, x, space, divider = self.words[number]
            if before <= count:
                break
            self.words[number] = count, at, text, x, space, divider
        self.x -= skipped
        self.space -= skipped
        self._add(Place(last, end), Ending.SPACE, typeface)

    def _measure_text(self, leaf: Leaf, face: Typeface) -> None:
        """Walk over a piece of text, word by word: most of the time of measuring goes by here."""
        wraps = leaf.wraps
        signs = _signs(face, self.protrusion)
        divider = signs.divider(leaf.box.style) if wraps and not leaf.is_call else None
        least = divider.least if divider is not None else len(self.text) + 1
        text, opportunities, places, breaks = self.text, self.opportunities, self.places, self.breaks
        at_end, at_start, gap = signs.at_end, signs.at_start, face.space
        # Where words may be broken anywhere, each has to be looked at.
        whole_words = face.whole_words if self.open_from is None else {}
        # The constructors of named tuples cost three times as much.
        new = tuple.__new__
        at, x, space = leaf.start, self.x, self.space
        for number, word in enumerate(leaf.box.text.split(" ")):
            if number:
                # A space at which nothing may break (before a dash, say) only adds its width.
                resume = at + 1
                if wraps and resume in opportunities:
                    last = text[at - 1 : at]
                    hangs_before, hangs_behind = at_start[text[resume : resume + 1]], at_end[last]
                    end = x - hangs_behind
                    if self.has_spaced_letters:
                        end -= self._spacing_behind(at)
                    ending = _WRITTEN_HYPHEN if last in _DASHES else _SPACE
                    places.append(new(Place, (resume, at, "", hangs_before, hangs_behind)))
                    breaks.append(new(Break, (x + gap + hangs_before, end, space + gap, space, ending, 0.0)))
                x += gap
                space += gap
                at = resume
            if not word:
                continue
            width = whole_words.get(word)
            if width is not None:
                if len(word) >= least and divider is not None:
                    self.words.append((len(breaks), at, word, x, space, divider))
                x += width
                at += len(word)
                continue
            self.x, self.space = x, space
            if _NO_BREAK_SPACE in word:
                at = self._measure_joined(word, at, face, divider, wraps=wraps)
            else:
                self._measure_word(word, at, face, divider, wraps=wraps)
                at += len(word)
            x, space = self.x, self.space
        self.x, self.space = x, space

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
        self, word: str, at: int, face: Typeface, divider: Divider | None, *, wraps: bool
    ) -> int:
        """Walk over words with no-break spaces between them; return where they end."""
        for number, part in enumerate(word.split(_NO_BREAK_SPACE)):
            if number:
                self.x += face.no_break_space
                self.space += face.space
                at += 1
            if part:
                self._measure_word(part, at, face, divider, wraps=wraps)
                at += len(part)
        return at

    def _measure_word(
        self, word: str, at: int, face: Typeface, divider: Divider | None, *, wraps: bool
    ) -> None:
        """Walk over a word without spaces."""
        if wraps and self._is_too_long(word, face, divider):
            self._measure_pieces(word, at, face, divider)
        elif word in face.whole_words or not wraps or _PLAIN.fullmatch(word):
            if wraps:
                face.whole_words[word] = face.width(word)
                self._note(word, at, divider)
            self.x += face.width(word)
        else:
            self._measure_pieces(word, at, face, divider)

    def _measure_pieces(self, word: str, at: int, face: Typeface, divider: Divider | None) -> None:
        """Walk over a word with places of its own to break at: hyphens, dashes, soft hyphens, ideographs."""
        if _SOFT_HYPHEN in word or is_address(word):
            divider = None
        hyphen = self.paragraph.box.style["hyphenate_character"]
        cuts = [cut for cut in range(1, len(word)) if at + cut in self.opportunities]
        for start, end in pairwise((0, *cuts, len(word))):
            piece = word[start:end]
            if self._is_too_long(piece, face, divider):
                self._measure_open(piece, at + start, face)
            else:
                self._note(piece, at + start, divider)
                self.x += face.width(piece)
            if end < len(word):
                if word[end - 1] == _SOFT_HYPHEN:
                    self._add(Place(at + end, at + end - 1, hyphen), Ending.HYPHEN, face)
                else:
                    self._add(Place(at + end, at + end), self._ending(at + end), face)

    def _is_too_long(self, word: str, face: Typeface, divider: Divider | None) -> bool:
        """Tell whether no line holds a word that may be broken, or one of the parts it may be divided into."""
        if self.open_from is None or not face.opens_words or face.width(word) <= self.open_from:
            return False
        return divider is None or divider.longest_part(word) > self.open_from

    def _measure_open(self, word: str, at: int, face: Typeface) -> None:
        """Walk over a word too long for the measure, which may be broken at any character but the outermost."""
        before = self.x
        for cut in range(_LEAST_OPENED, len(word) - _LEAST_OPENED + 1):
            if at + cut in self.characters:
                self.x = before + face.width_of_head(word, cut)
                self._add(Place(at + cut, at + cut), Ending.SPACE, face)
        self.x = before + face.width(word)

    def _note(self, word: str, at: int, divider: Divider | None) -> None:
        """Remember a word that may be divided."""
        if divider is not None and len(word) >= divider.least:
            self.words.append((len(self.breaks), at, word, self.x, self.space, divider))

    def _ending(self, at: int) -> Ending:
        """Tell how a line looks that ends before a place."""
        return _WRITTEN_HYPHEN if at and self.text[at - 1] in _DASHES else _SPACE

    def _spacing_behind(self, end: int) -> float:
        """Return the letter spacing behind the last letter of a line, which is left out there."""
        leaf = self.paragraph.leaves[max(0, bisect_left(self.paragraph.starts, end) - 1)]
        return leaf.typeface.letter_spacing if leaf.typeface else 0.0

    def _add(self, place: Place, ending: Ending, face: Typeface | None, gap: float = 0.0) -> None:
        """Add a break here; the next line begins behind a gap."""
        resume, stop, adds, *_ = place
        hangs_before = hangs_behind = 0.0
        if face is not None:
            signs = _signs(face, self.protrusion)
            if self.hangs:
                hangs_before = signs.at_start[self.text[resume : resume + 1]]
            hangs_behind = signs.at_end[adds[-1:] or self.text[stop - 1 : stop]]
        end = self.x - hangs_behind
        if adds and face is not None:
            end += face.width(adds)
        if self.has_spaced_letters:
            end -= self._spacing_behind(stop)
        self.places.append(Place(resume, stop, adds, hangs_before, hangs_behind))
        self.breaks.append(Break(self.x + gap + hangs_before, end, self.space + gap, self.space, ending))


class _Hangs(dict[str, float]):
    """How far each sign hangs into one margin, asked for once."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[str], float]) -> None:
        self._ask = ask

    def __missing__(self, sign: str) -> float:
        hangs = self[sign] = self._ask(sign)
        return hangs


class _Signs:
    """What is known of a typeface's words and signs in layouts with one protrusion."""

    __slots__ = ("_dividers", "_protrusion", "_typeface", "at_end", "at_start")

    def __init__(self, typeface: Typeface, protrusion: Protrusion) -> None:
        self._typeface, self._protrusion = typeface, protrusion
        self._dividers: dict[Hyphenation, Divider] = {}
        self.at_end = _Hangs(lambda sign: protrusion.at_end(sign, typeface))
        self.at_start = _Hangs(lambda sign: protrusion.at_start(sign, typeface))

    def divider(self, style: Any) -> Divider | None:
        """Return who divides words of a style; None if they are not divided."""
        if style["hyphens"] != "auto" or not style["lang"]:
            return None
        least, left, right = style["hyphenate_limit_chars"]
        rules = Hyphenation(style["lang"], least, left, right, style["hyphenate_character"])
        known = self._dividers.get(rules)
        if known is None:
            known = self._dividers[rules] = Divider(self._typeface, rules, self._protrusion)
        return known


def _signs(typeface: Typeface, protrusion: Protrusion) -> _Signs:
    known: _Signs | None = typeface.signs.get(protrusion)
    if known is None:
        known = typeface.signs[protrusion] = _Signs(typeface, protrusion)
    return known
