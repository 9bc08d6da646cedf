"""Where a word may be divided: by the language's patterns, and in addresses and identifiers.

In: a word, its language, the least letters before and behind. Out: for each place how the first part is spelt.
Patterns are Liang's (F. M. Liang, Word Hy-phen-a-tion by Com-put-er, 1983), read by pyphen from LibreOffice's
dictionaries; their changes of spelling (German Zuk-ker, Dutch café-tje, Hungarian asz-szony) are followed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import pyphen

_LETTERS = re.compile(r"[^\W\d_]+")
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
    if patterns is None or is_address(word):
        return ()
    found = []
    for letters in _LETTERS.finditer(word):
        if letters.end() - letters.start() < least:
            continue
        for position in patterns.positions(letters.group()):
            division = _division(letters.group(), position)
            if division is not None:
                start = letters.start()
                found.append(Division(start + division.at, start + division.keeps, division.spelt))
    return tuple(found)


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
