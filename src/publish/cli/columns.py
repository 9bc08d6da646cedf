"""Text as a terminal shows it: how many columns it takes, cut to fit, and free of what would steer it.

In: any text, also one from a stranger's manuscript. Out: text of one line that is safe to print.
"""

from __future__ import annotations

import os
import re
import unicodedata
from typing import TextIO

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters can rewrite the screen; marks of direction can turn a line (Unicode TR 36, 2.10)."""

_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]")


def printable(text: str) -> str:
    r"""Return a text in one line, with a visible mark where a character would steer the terminal.

    >>> printable("a\x1b[2J\nb")
    'a�[2J b'
    """
    return _STEERING.sub("\ufffd", _BREAKS.sub(" ", text))


def terminal_width(stream: TextIO) -> int | None:
    """Return the columns of the terminal a stream leads to, None if it leads to none."""
    if not stream.isatty():
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def columns(text: str) -> int:
    """Return how many terminal columns a text takes (Unicode Standard Annex 11; combining marks take none).

    >>> columns("abc"), columns("日本"), columns("e\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def take(text: str, width: int) -> str:
    """Return the beginning of a text that fits into a number of columns."""
    taken = 0
    for position, character in enumerate(text):
        taken += _width(character)
        if taken > width:
            return text[:position]
    return text


def cut(text: str, width: int) -> str:
    """Return a text that fits into a number of columns, its end replaced by `…` if it is longer.

    >>> cut("manuscript", 5), cut("日本語", 4)
    ('manu…', '日…')
    """
    return text if columns(text) <= width else f"{take(text, width - 1)}…"


def cut_middle(text: str, width: int) -> str:
    """Return a text that fits, its middle replaced by `…`: of a path the end tells most.

    >>> cut_middle("output/black-january/black-january-a4.pdf", 24)
    'output/…k-january-a4.pdf'
    """
    if columns(text) <= width:
        return text
    head = take(text, max(0, (width - 1) // 3))
    tail = take(text[::-1], max(0, width - 1 - columns(head)))[::-1]
    return f"{head}…{tail}"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return a text filled up with blanks to a number of columns."""
    blanks = " " * max(0, width - columns(text))
    return blanks + text if right else text + blanks
