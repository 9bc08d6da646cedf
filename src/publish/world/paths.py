"""Paths as manuscripts write them, as text: decoded (RFC 3986, section 2.1), normalised, matched.

In: a path from a manuscript. Out: its normal form relative to the project, or the refusal to have one. The
disk is not asked here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

FILE_ADDRESS = re.compile(r"file:(?://(?:localhost(?=/))?)?", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\")


class OutsideProject(Exception):
    """The path leads out of the project, or to something that is not a plain file; nothing was read."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is outside the project")
        self.path = path


class NotThere(Exception):
    """The project has no such file that can be read; `reason` completes "the file …"."""

    def __init__(self, path: str, reason: str = "does not exist") -> None:
        super().__init__(f"{path} {reason}")
        self.path = path
        self.reason = reason


def normal_form(path: str) -> str:
    """Return a project-relative path without `.` and `..`; raises `OutsideProject` if it leaves the project.

    >>> normal_form("./a/../b/./c%20d.png")
    'b/c d.png'
    """
    return collapse(unquote(path), path)


def collapse(path: str, written: str) -> str:
    """Remove `.` and `..` from a decoded path; raises `OutsideProject(written)` if it leaves the project."""
    if path.startswith("/") or FILE_ADDRESS.match(path) or _DRIVE.match(path):
        raise OutsideProject(written)
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                raise OutsideProject(written)
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def readings(path: str) -> Iterator[str]:
    """Yield the ways to understand a path: decoded, as it stands, and in both Unicode normal forms.

    macOS writes names decomposed (NFD), editors type them composed.
    """
    seen: set[str] = set()
    for text in (unquote(path), path):
        for reading in (text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
            if reading not in seen:
                seen.add(reading)
                yield reading


def name_pattern(pattern: str) -> re.Pattern[str]:
    """Return the expression for names that match: `*` within one folder, `**/` for any depth."""
    expression = ""
    for piece in re.split(r"(\*\*/|\*|\?)", pattern):
        expression += {"**/": r"(?:[^/]+/)*", "*": r"[^/]*", "?": r"[^/]"}.get(piece, re.escape(piece))
    return re.compile(expression, re.DOTALL)
