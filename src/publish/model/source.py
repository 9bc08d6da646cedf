"""Texts an author wrote, and places in them.

In: a file's text and its path relative to the project. Out: spans that a diagnostic can point at.
Lines and columns count from 1, columns in Unicode code points, ends are exclusive (as in LSP, but 1-based).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file; `end_line` and `end_column` are exclusive, everything counts from 1."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __post_init__(self) -> None:
        if self.end_line == 0:
            object.__setattr__(self, "end_line", self.line)
            object.__setattr__(self, "end_column", self.column)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Source:
    """One text of the project: `path` is relative to the project root with forward slashes."""

    path: str
    text: str
    _line_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0]
        position = self.text.find("\n")
        while position != -1:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        object.__setattr__(self, "_line_starts", tuple(starts))

    def line_column(self, offset: int) -> tuple[int, int]:
        r"""Return the 1-based line and column of a code point offset.

        >>> Source("a.md", "one\ntwo").line_column(5)
        (2, 2)
        """
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, line: int, column: int = 1) -> int:
        """Return the code point offset of a 1-based line and column, clamped to the text."""
        line = max(1, min(line, len(self._line_starts)))
        return min(self._line_starts[line - 1] + max(0, column - 1), len(self.text))

    def span(self, start: int, end: int | None = None) -> Span:
        """Return the span between two code point offsets (`end` defaults to `start`)."""
        line, column = self.line_column(start)
        end_line, end_column = self.line_column(start if end is None else end)
        return Span(self.path, line, column, end_line, end_column)

    def line(self, number: int) -> str:
        """Return the text of a 1-based line without its line end, or an empty string past the end."""
        if not 1 <= number <= len(self._line_starts):
            return ""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end == -1 else end].rstrip("\r")
