"""Looks, places of running text and rules → short names, explained once in a snapshot's head.

In: descriptions. Out: a name of two letters for each, made of what it describes, so that a look that is added
renames no other; running text keeps its name where only its place changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from publish.model.looks import Emphasis, Look
from publish.model.pages import Page, RunningText
from publish.structure.snapshot.fields import field_words
from publish.structure.snapshot.words import number, quote

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LOOK_FIELDS = ("font", "size_pt", "leading_pt", "colour", "alignment", "indent_pt")


class Names:
    """Gives names and remembers what they stand for."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def look(self, look: Look) -> str:
        """Return the name of a look."""
        words = [quote(look.font), f"{number(look.size_pt)}/{number(look.leading_pt)}", look.colour or "-"]
        words += [look.alignment or "-", number(look.indent_pt), *field_words(look, (), LOOK_FIELDS)]
        return self._name("look", " ".join(words))

    def emphasis(self, emphasis: Emphasis) -> str:
        """Return the name of the look of letters set off."""
        font, size, colour = emphasis.font, emphasis.size_pt, emphasis.colour
        return self.look(Look(font, size, 0.0, colour, traits=emphasis.traits))

    def margin(self, text: RunningText) -> str:
        """Return the name of a place of running text and of its look."""
        look = f"{text.place} {quote(text.font)} {number(text.size_pt)} {text.colour or '-'}"
        place = f"{number(text.left_pt)} {number(text.baseline_pt)}"
        return self._name("margin", f"{look} {place}", look)

    def paints(self, page: Page) -> str:
        """Return the name of the rules and backgrounds on a page."""
        paints = " ".join(f"{paint.colour or '-'} {paint.count}" for paint in page.paints)
        return self._name("paint", paints)

    def lines(self) -> Iterator[str]:
        """Return the lines that explain the names."""
        for description, name in sorted(self._names.items()):
            kind, _, words = description.partition(" ")
            yield f"{kind} {name} {words}"

    def _name(self, kind: str, words: str, base: str = "") -> str:
        description = f"{kind} {words}"
        if description not in self._names:
            named = f"{kind} {base or words}"
            digest = int.from_bytes(sha256(named.encode("utf-8", "surrogatepass")).digest()[:4])
            name, count = _letters(digest), 1
            while name in self._taken:
                count += 1
                name = f"{_letters(digest)}{count}"
            self._names[description] = name
            self._taken.add(name)
        return self._names[description]


def _letters(digest: int) -> str:
    return _LETTERS[digest % 52] + _LETTERS[digest // 52 % 52]
