"""Scripts by how they are written: with spaces between words, or without.

In: one character. Out: whether a line may end beside it without a space that a reader would have to put in.
"""

from __future__ import annotations

IDEOGRAPHS = "\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
"""Chinese and Japanese with their punctuation, marks that combine left out: ranges for a regular expression."""


def is_spaceless(character: str) -> bool:
    """Tell whether a character belongs to a script that is written without spaces: Thai, Lao, Burmese, Khmer,
    Chinese and Japanese with their punctuation (Unicode's blocks).

    >>> [is_spaceless(character) for character in "a\u2014\u0e01\u4e2d\u3002"]
    [False, False, True, True, True]
    """
    if character < "\u0e00":
        return False
    return bool(
        "\u0e00" <= character <= "\u0eff"
        or "\u1000" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
        or "\u3000" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
        or "\U00020000" <= character <= "\U0003ffff"
    )
