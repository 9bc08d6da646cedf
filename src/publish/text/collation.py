"""The order of words by a language's rules: keys to sort index and glossary by, and the letters of groups.

In: words and a BCP 47 tag. Out: keys that are the same on every machine. The order is the Unicode Collation
Algorithm (Unicode Technical Standard 10) on the Default Unicode Collation Element Table 10.0 that the pinned
package pyuca carries, with the letters of each language out of CLDR (`tailorings.py`). ICU would know a little
more (the readings of Chinese characters), but it orders by whatever release a machine happens to have; so it
takes no part in a build, and proves this file in the tests.

What is compared are words, not strings (The Chicago Manual of Style, 17th ed., 16.58 to 16.61, word by word):
a heading comes before the same heading with more behind a parenthesis, then a comma, then a space; hyphens,
apostrophes and other marks within words count for nothing; numbers go by their value. Letter by letter is the
same without the spaces.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property, lru_cache
from typing import Literal, TypeAlias

from publish.text.alphabets import ALPHABETS, NATIVE, SCRIPTS
from publish.text.tailoring import Element, Table, base_table, tailored
from publish.text.tailorings import TAILORINGS

__all__ = ["COLLATION", "Collator", "Order", "SortKey", "collator_for"]

Order: TypeAlias = Literal["word", "letter"]
SortKey: TypeAlias = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...], str]

COLLATION = "DUCET 10.0.0 (pyuca 1.2), CLDR 42 letters"
"""What sorts, as the manifest says it."""

_PARENTHESIS, _COMMA, _SPACE = -3.0, -2.0, -1.0
_PARTS = re.compile(
    r"(?P<number>\d+)|(?P<gap>[\s/—()\[\]（）,:;،؛，、；：]+)|(?P<word>[^\d\s/—()\[\]（）,:;،؛，、；：]+)"
)
_PROLONGED = "ー々〆"
_MTAVRULI = {code: code - 0x1C90 + 0x10D0 for code in range(0x1C90, 0x1CC0)}
"""Georgian capitals, which Unicode has had since release 11, as the letters they are capitals of."""
_HAN = re.compile("[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@lru_cache(maxsize=32)
def collator_for(lang: str) -> Collator:
    """Return the collator of a language; English order where nothing else is known of it."""
    return Collator(lang)


class Collator:
    """One language's order of words."""

    def __init__(self, lang: str) -> None:
        parts = lang.replace("_", "-").lower().split("-")
        self._language = {"no": "nb", "nn": "nb"}.get(parts[0], parts[0])
        # Canadian French compares accents from the end of the word (CLDR, fr-CA: `[backwards 2]`).
        self._is_backwards = self._language == "fr" and "ca" in parts[1:]
        self._has_capitals_first = self._language == "da"
        self._keys: dict[tuple[str, Order], SortKey] = {}

    @cached_property
    def _table(self) -> Table:
        return tailored(TAILORINGS.get(self._language, ""))

    @cached_property
    def _digit(self) -> float:
        return base_table().elements("0")[0][0]

    @cached_property
    def _native(self) -> tuple[float, float]:
        """The first and last primary weight of the language's own script, which goes before all others."""
        blocks = SCRIPTS.get(NATIVE.get(self._language, ""), ())
        letters = [chr(n) for first, last in blocks for n in range(first, last + 1)]
        weights = [
            element[0]
            for letter in letters
            if unicodedata.category(letter)[0] == "L"
            for element in self._table.elements(unicodedata.normalize("NFD", letter))
            if element[0]
        ]
        return (min(weights), max(weights)) if weights else (0.0, 0.0)

    def key(self, text: str, order: Order = "word") -> SortKey:
        """Return the key under which a heading sorts.

        >>> words = ["Newborn", "New Deal", "New, Zoe", "New (state)", "O’Brien", "Oak", "New"]
        >>> sorted(words, key=collator_for("en").key)
        ['New', 'New (state)', 'New, Zoe', 'New Deal', 'Newborn', 'Oak', 'O’Brien']
        >>> sorted(["zebra", "ängel", "år", "öl"], key=collator_for("sv").key)
        ['zebra', 'år', 'ängel', 'öl']
        """
        known = self._keys.get((text, order))
        if known is None:
            known = self._keys[text, order] = self._key(text, order)
        return known

    def _key(self, text: str, order: Order) -> SortKey:
        primary: list[float] = []
        elements: list[Element] = []
        gap = 0.0
        for part in _PARTS.finditer(unicodedata.normalize("NFKC", text)):
            if part.lastgroup == "gap":
                gap = min(gap, _gap(part[0]))
                continue
            found = self._elements(part[0]) if part.lastgroup == "word" else [(self._digit, 32.0, 2.0)]
            if not found:
                continue
            if gap and primary and (gap != _SPACE or order == "word"):
                primary.append(gap)
            gap = 0.0
            primary.extend(self._placed(weight) for weight, _, _ in found if weight)
            if part.lastgroup == "number":
                primary.append(float(int(part[0])))
            elements.extend(found)
        if not elements:  # nothing but marks: they are what is sorted
            elements = self._table.elements(unicodedata.normalize("NFD", text))
            primary = [weight for weight, _, _ in elements if weight]
        secondary = [weight for _, weight, _ in elements if weight]
        if self._is_backwards:
            secondary.reverse()
        sign = -1 if self._has_capitals_first else 1
        tertiary = tuple(sign * weight for _, _, weight in elements if weight)
        return tuple(primary), tuple(secondary), tertiary, unicodedata.normalize("NFC", text)

    def _elements(self, word: str) -> list[Element]:
        kept = (c for c in word if unicodedata.category(c)[0] not in "PC" or c in _PROLONGED)
        bare = "".join(kept).translate(_MTAVRULI)
        return self._table.elements(unicodedata.normalize("NFD", bare))

    def _placed(self, weight: float) -> float:
        """Move the letters of other scripts behind the language's own."""
        first, last = self._native
        is_letter = weight >= self._latin[0]
        return weight + 0x20000 if last and is_letter and not first <= weight < last + 1 else weight

    @cached_property
    def _latin(self) -> tuple[float, float]:
        return base_table().elements("a")[0][0], base_table().elements("z")[0][0]

    # --- letters ----------------------------------------------------------------------------------------

    @cached_property
    def _letters(self) -> tuple[tuple[float, ...], tuple[str, ...]]:
        """The first letters of the language and of the great scripts, with their weights, in order."""
        own = ALPHABETS.get(self._language, "").split() + list(self._table.letters)
        found: dict[float, str] = {}
        for letters in (own, *(alphabet.split() for alphabet in ALPHABETS[""].split("|"))):
            for letter in letters:
                found.setdefault(self.key(letter)[0][0], letter)
        weights = tuple(sorted(found))
        return weights, tuple(found[weight] for weight in weights)

    def letter(self, text: str) -> str:
        """Return the letter a heading stands under; empty for figures, signs and Chinese characters.

        >>> collator_for("de").letter("Öl"), collator_for("sv").letter("öl"), collator_for("cs").letter("chata")
        ('O', 'Ö', 'Ch')
        """
        first = next(
            (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LNS"), ""
        )
        if not first or unicodedata.category(first)[0] != "L" or _HAN.match(first):
            return ""
        weights, letters = self._letters
        place = bisect_right(weights, self.key(text)[0][0]) - 1
        if place >= 0 and _script(letters[place]) == _script(first):
            return letters[place]
        return unicodedata.normalize("NFD", first)[0].upper()

    def knows(self, text: str) -> bool:
        """Tell whether the order of a heading is that of its language: Chinese characters need a reading."""
        return _HAN.search(text) is None


def _gap(marks: str) -> float:
    if any(mark in marks for mark in "([（"):
        return _PARENTHESIS
    return _COMMA if any(mark in marks for mark in ",:;،؛，、；：") else _SPACE


def _script(letter: str) -> str:
    name = unicodedata.name(letter[0], "").split(" ")[0]
    return "HIRAGANA" if name in ("KATAKANA", "HALFWIDTH") else name
