"""The words of a snapshot's lines: texts in quotation marks, numbers, names.

In and out: values and the words that stand for them. A text is written as a JSON string (RFC 8259, section
7), so that it stays on its line whatever it holds. Words are read with the column they begin at, to blame a
place.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from publish.model.looks import Box

_TOKEN = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s"])+')
_BREAKS = "\x7f\x85\u2028\u2029\ufeff"
"""Line ends that only Unicode knows would end the line for some readers."""
_LARGEST = 1e7


class OddWord(ValueError):
    """A word that is not what its place asks for; `column` counts from 1."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


def quote(text: str) -> str:
    """Return a text in quotation marks, on one line whatever it holds."""
    return escape(json.dumps(text, ensure_ascii=False))


def escape(text: str) -> str:
    """Return JSON with characters spelt out that would end a line or are none by themselves."""
    return "".join(f"\\u{ord(c):04x}" if c in _BREAKS or "\ud800" <= c <= "\udfff" else c for c in text)


def number(value: float) -> str:
    """Return a number without needless zeros.

    >>> number(56.60), number(10.0), number(-0.0)
    ('56.6', '10', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def word_of(text: str) -> str:
    """Return a short text as it is if it is one plain word, and else in quotation marks."""
    return text if text.isascii() and text.isalnum() else quote(text)


def box_words(box: Box) -> str:
    """Return the four lengths of a box."""
    return " ".join(number(value) for value in (box.left_pt, box.top_pt, box.width_pt, box.height_pt))


class Words:
    """The words of a line, one after the other."""

    def __init__(self, line: str) -> None:
        self._found: list[tuple[str, int]] = []
        end = 0
        for match in _TOKEN.finditer(line):
            _expect_space(line[end : match.start()], end)
            self._found.append((match[0], match.start() + 1))
            end = match.end()
        _expect_space(line[end:], end)
        self._at = 0
        self._end = len(line) + 1

    @property
    def column(self) -> int:
        """Return where the word that was read last begins."""
        at = max(0, self._at - 1)
        return self._found[at][1] if at < len(self._found) else self._end

    def peek(self) -> str:
        """Return the next word and stay; empty at the end."""
        return self._found[self._at][0] if self._at < len(self._found) else ""

    def next(self) -> str:
        """Return the next word; raise OddWord at the line's end."""
        if self._at >= len(self._found):
            raise OddWord(self._end)
        self._at += 1
        return self._found[self._at - 1][0]

    def rest(self) -> Iterator[str]:
        """Return the words left, one by one; others may be taken between."""
        while self._at < len(self._found):
            yield self.next()

    def odd(self) -> OddWord:
        """Return the blame for the word that was read last."""
        return OddWord(self.column)

    def text(self) -> str:
        """Return a text in quotation marks."""
        word = self.next()
        if not word.startswith('"'):
            raise self.odd()
        try:
            found = json.loads(word)
        except ValueError:
            raise self.odd() from None
        return str(found)

    def word(self) -> str:
        """Return a text in quotation marks, or one that stands as it is."""
        return self.text() if self.peek().startswith('"') else self.next()

    def number(self) -> float:
        """Return a length in points or another number."""
        return self.as_number(self.next())

    def as_number(self, text: str) -> float:
        """Return a part of the word that was read last as a number."""
        try:
            value = float(text)
        except ValueError:
            raise self.odd() from None
        if not math.isfinite(value) or abs(value) > _LARGEST:
            raise self.odd()
        return value

    def integer(self) -> int:
        """Return a whole number."""
        return self.as_integer(self.next())

    def as_integer(self, text: str) -> int:
        """Return a part of the word that was read last as a whole number."""
        value = self.as_number(text)
        if value != int(value):
            raise self.odd()
        return int(value)

    def colour(self) -> str:
        """Return a colour; `-` is none."""
        word = self.next()
        return "" if word == "-" else word

    def box(self) -> Box:
        """Return a box from its four lengths."""
        return Box(self.number(), self.number(), self.number(), self.number())


def _expect_space(between: str, start: int) -> None:
    if between.strip():
        raise OddWord(start + len(between) - len(between.lstrip()) + 1)
