"""Words as they are compared when small differences do not count: case, accents, punctuation.

In: a text of any language. Out: its letters and digits in small letters (Unicode 15, sections 3.13 and 5.18).
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def fold_words(text: str) -> str:
    """Return the words of a text, folded, with one space between two; hyphens within words stay.

    >>> fold_words("Türkçe: “Author-Date”")
    'turkce author-date'
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join([character for character in decomposed if not unicodedata.combining(character)])
    return " ".join(_WORD.findall(text.casefold()))
