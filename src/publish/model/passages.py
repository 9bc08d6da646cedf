"""Where the manuscript has what an edition prints: the first words of its passages, each with file and line.

A passage is what becomes a block of a page: a paragraph, heading, list item, row, picture, listing or formula.
It holds no more of the text than it takes to find it again, so that those of a whole book are quick to hand to
the processes that make editions.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_LETTERS = 24
"""So many letters and figures tell most passages apart; the order of passages does the rest."""
_CHARACTERS = 4 * _LETTERS


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage: its place, and its first letters as `opening_letters` has them."""

    file: str
    line: int
    letters: str
    is_note: bool = False


def opening_letters(text: str) -> str:
    """Return the first letters and figures of a text, as they are compared: no case, spaces or marks.

    >>> opening_letters("“The tower,” — he said")
    'thetowerhesaid'
    """
    folded = unicodedata.normalize("NFKC", text[:_CHARACTERS]).casefold()
    return "".join(character for character in folded if character.isalnum())[:_LETTERS]
