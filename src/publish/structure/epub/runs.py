"""Text being gathered for one block of an e-book → its words, white space and how parts of it look.

In: pieces of text as the elements hold them, each with its computed style. Out: text with single spaces (CSS
Text 3, section 4.1, as far as it shows), the white space that is more than a space, and runs of letters that
look otherwise than the block.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from publish.model.looks import Emphasis, Formula
from publish.structure.epub.looks import Style

_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"\S+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_ODD_SPACES = re.compile(r"[^\S\n\t ]")
_OPENING_WORDS = 6
_OPENING_LETTERS = 60
LINK = "link"
CELL = "\t"

Traits = dict[str, str]


@dataclass(frozen=True, slots=True)
class FoundCall:
    """A call of a note: its label, where it leads, its place in the text, its own identifiers.

    Its place is told in letters while text is gathered, and then in words before it.
    """

    label: str
    href: str
    word: int
    identifiers: tuple[str, ...] = ()
    is_marked: bool = True
    style: Style | None = None
    traits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as written: its text and its address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class FoundImage:
    """An image as written, with how it is set; `drawing` is the digest of one in the document itself."""

    href: str
    alt: str
    traits: tuple[tuple[str, str], ...] = ()
    drawing: str = ""


@dataclass(slots=True)
class Run:
    """Text of one block, and what stands in it."""

    calls: list[FoundCall] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)
    images: list[FoundImage] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    backs: list[FoundLink] = field(default_factory=list)
    """Links back to calls."""
    identifiers: list[tuple[str, int]] = field(default_factory=list)
    """Identifiers in it, behind so many letters."""
    has_solid_space: bool = False
    """It holds a space that keeps an empty paragraph open."""
    _parts: list[str] = field(default_factory=list)
    _starts: list[tuple[int, Style, bool]] = field(default_factory=list)
    """Where another style begins, and whether it is in a link."""
    _length: int = 0
    _last: str = "\n"
    is_empty: bool = True
    """It has no words yet."""

    def add(self, text: str | None, style: Style, *, in_link: bool = False) -> None:
        """Add a piece of text."""
        if not text:
            return
        text = str(text).translate(_INVISIBLE)
        self.has_solid_space = self.has_solid_space or "\u00a0" in text
        if style.keeps_spaces:
            text = _ODD_SPACES.sub(" ", text.replace("\r\n", "\n").replace("\t", "    "))
        else:
            text = _SPACES.sub(" ", text)
            if self._last in " \n\t":
                text = text.lstrip()
        if text:
            self.is_empty = self.is_empty and not text.strip()
            self._starts.append((self._length, style, in_link))
            self._push(text)

    def end_line(self) -> None:
        """End a line, as `br` does, or a paragraph in a note or a cell."""
        self._drop_space()
        self._push("\n")

    def end_cell(self) -> None:
        """End a cell of a row."""
        self._drop_space()
        self._push(CELL)

    def end_paragraph(self) -> None:
        """End a line unless one has just ended."""
        self._drop_space()
        if self._length and self._last not in ("\n", CELL):
            self._push("\n")

    def _push(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1]

    def _drop_space(self) -> None:
        while self._parts and self._last == " ":
            stripped = self._parts[-1].rstrip(" ")
            self._length -= len(self._parts[-1]) - len(stripped)
            if stripped:
                self._parts[-1] = stripped
                self._last = stripped[-1]
            else:
                self._parts.pop()
                self._last = self._parts[-1][-1] if self._parts else "\n"

    @property
    def raw(self) -> str:
        """Return what was gathered, with its white space."""
        return "".join(self._parts)

    @property
    def letters(self) -> int:
        """Return how many letters it has so far, with white space."""
        return self._length

    @property
    def pieces(self) -> int:
        """Return how many pieces of text it has so far."""
        return len(self._parts)

    def text_from(self, piece: int) -> str:
        """Return the words from a piece of text on."""
        return " ".join("".join(self._parts[piece:]).split())

    def counter(self) -> Callable[[int], int]:
        """Return what tells how many words begin before a letter, once all text is gathered."""
        starts = [match.start() for match in _WORDS.finditer(self.raw)]
        return lambda letter: bisect_left(starts, letter)

    def lines(self) -> str:
        """Return the text with the white space it is shown with."""
        return "\n".join(line.rstrip() for line in self.raw.strip("\n").split("\n"))

    def text(self) -> str:
        """Return the words with single spaces; cells keep their tabs."""
        return CELL.join(" ".join(cell.split()) for cell in self.raw.strip("\n ").split(CELL))

    def gaps(self) -> tuple[tuple[int, str], ...]:
        """Return white space that is more than a space, behind so many words."""
        raw = self.raw.rstrip()
        found: list[tuple[int, str]] = []
        end = 0
        for number, match in enumerate(_WORDS.finditer(raw)):
            gap = raw[end : match.start()]
            gap = gap.lstrip("\n") if number == 0 else gap
            if CELL not in gap and gap not in ("", " "):
                found.append((number, re.sub(r" +\n", "\n", gap)))
            end = match.end()
        return tuple(found)

    def looks(self, of: Callable[[Style], Traits]) -> tuple[Traits, tuple[Emphasis, ...]]:
        """Return how all its letters look, beside the block itself, and the runs that look otherwise."""
        raw = self.raw
        runs: list[tuple[int, int, Traits]] = []
        ends = [*(start for start, _, _ in self._starts[1:]), len(raw)]
        for (start, style, in_link), end in zip(self._starts, ends, strict=False):
            if not raw[start:end].strip():
                continue
            traits = dict(of(style))
            if in_link:
                traits[LINK] = ""
            if runs and runs[-1][2] == traits:
                runs[-1] = (runs[-1][0], end, traits)
            else:
                runs.append((start, end, traits))
        common = _common(runs)
        count = self.counter()
        found = []
        for start, end, traits in runs:
            own = {name: value for name, value in traits.items() if common.get(name) != value}
            if own.keys() - {LINK}:
                text = raw[start:end]
                found.append(_emphasis(text, own, count(start + len(text) - len(text.lstrip()))))
        return {name: value for name, value in common.items() if name != LINK}, tuple(found)


def _common(runs: list[tuple[int, int, Traits]]) -> Traits:
    """Return what all runs have in common."""
    if not runs:
        return {}
    first, *others = (traits for _, _, traits in runs)
    return {name: value for name, value in first.items() if all(t.get(name) == value for t in others)}


def _emphasis(text: str, traits: Traits, word: int) -> Emphasis:
    letters = sum(1 for letter in text if not letter.isspace())
    opening = " ".join(text.split()[:_OPENING_WORDS])[:_OPENING_LETTERS]
    return Emphasis("", 0.0, "", letters, opening, word, tuple(sorted(traits.items())))
