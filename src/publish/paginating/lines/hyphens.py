"""Where a word may be divided: by the language's patterns, and what they leave to a language's rules.

In: a word, its language, the least letters before and behind. Out: for each place how the first part is spelt.
Patterns are Liang's (F. M. Liang, Word Hy-phen-a-tion by Com-put-er, 1983), read by pyphen from LibreOffice's
dictionaries; their changes of spelling are followed, which Hungarian (asz-szony) and Catalan (col-legi) have.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import pyphen

_LETTERS = re.compile("[^\\W\\d_]+(?:\u00b7[^\\W\\d_]+)*")
"""A word, or what apostrophes and hyphens leave of it; the point of Catalan l·l is a letter."""
_GERMAN_VOWELS = frozenset("aeiouyäöüAEIOUYÄÖÜ")
_MARKED = re.compile("[äëïöüÄËÏÖÜ]")
_CONTRACTION = re.compile("n['\u2019]t\\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[/@_\\\u200b]|\d\D+\d|\w\.\w{2}")
"""Addresses and identifiers get no hyphens: a reader would take them for a part."""


class Division(NamedTuple):
    """A place in a word: how many of its characters stand before it, and what the first part ends in then."""

    at: int
    keeps: int
    """How many characters of the word the first part keeps; the rest up to `at` is spelt otherwise."""
    spelt: str


@cache
def _patterns(language: str, left: int, right: int) -> pyphen.Pyphen | None:
    name = pyphen.language_fallback(language)
    return pyphen.Pyphen(lang=name, left=left, right=right) if name else None


@lru_cache(maxsize=65_536)
def divisions(word: str, language: str, least: int, left: int, right: int) -> tuple[Division, ...]:
    """Return where a word may be divided; `least` letters are too few for any division, `left` and `right` at
    least stay on either side (CSS Text 4, `hyphenate-limit-chars`).
    """
    patterns = _patterns(language, left, right)
    primary, *subtags = language.lower().split("-")
    if patterns is None or is_address(word) or (primary == "en" and _CONTRACTION.search(word)):
        return ()  # what is left of a contraction is no word (our own rule).
    found = []
    for letters in _LETTERS.finditer(word):
        if letters.end() - letters.start() < least:
            continue
        part = letters.group()
        positions = patterns.positions(part)
        if primary == "de":
            positions = _with_vowels(part, positions)
        for position in positions:
            if primary in {"nl", "af"} and _MARKED.match(part, position):
                continue  # the mark would go: be-eindigen (Woordenlijst Nederlandse Taal, Leidraad, 18)
            division = _division(part, position)
            if "1901" in subtags and not position.data:
                division = _old_german(part, position)
            if division is not None:
                start = letters.start()
                found.append(Division(start + division.at, start + division.keeps, division.spelt))
    return tuple(found)


def _with_vowels(word: str, positions: list[pyphen.DataInt]) -> list[pyphen.DataInt]:
    """Return the places that part syllables: the patterns have Glü-ck-wunsch, too (our own measurement)."""
    return [
        position
        for position, end in pairwise((*positions, len(word)))
        if not _GERMAN_VOWELS.isdisjoint(word[position:end])
    ]


def _old_german(word: str, position: int) -> Division | None:
    """Return a place as it was before 1996: Zuk-ker, and never s-t (Duden, 18th ed., R 178 and R 179)."""
    around = word[position - 1 : position + 2].lower()
    if around.startswith("st"):
        return None
    if around.endswith("ck") and word[position - 1] in _GERMAN_VOWELS:
        return Division(position + 1, position, "K" if word[position].isupper() else "k")
    return Division(position, position, "")


def is_address(word: str) -> bool:
    """Tell whether a word is an address or a name for machines, in which a hyphen would mislead."""
    return _ADDRESS.search(word) is not None


def _division(word: str, position: pyphen.DataInt) -> Division | None:
    """Return one place; None if the second part would have to be spelt otherwise, which no language here asks.

    A change `before=after` replaces some letters around the place. What stands behind it is part of the word as
    it is written, so that the next line can simply begin there.
    """
    if not position.data:
        return Division(int(position), int(position), "")
    change, index, cut = position.data
    before, after = change.split("=")
    if word.isupper():
        before, after = before.upper(), after.upper()
    keeps = int(position) + index
    replaced = word[keeps : keeps + cut]
    if not replaced.endswith(after):
        return None
    return Division(keeps + cut - len(after), keeps, before)
