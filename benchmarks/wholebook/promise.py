"""What the pages of a made book must say, told while it is written and proved from the finished file.

Whatever an index mark stands on is a shelf mark of its own (`K317`), which occurs nowhere else in the book:
so the page of every mark is found in the file by another road than the one that wrote the index.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple


class Entry(NamedTuple):
    """An entry of an index: the title of the index, and the words of each level."""

    list_title: str
    levels: tuple[str, ...]


class Marked(NamedTuple):
    """What one locator names: the shelf marks it reaches between (the same twice: a place)."""

    first: str
    last: str
    is_in_note: bool = False


@dataclass(slots=True)
class Promise:
    """All that is promised by one book."""

    entries: dict[Entry, list[Marked]] = field(default_factory=lambda: defaultdict(list))
    headings: list[str] = field(default_factory=list)
    """Headings of parts, chapters and sections without their numbers, in the order of the book."""
    figures: int = 0
    tables: int = 0
    own_notes: int = 0
    cites: int = 0
    paged_references: int = 0
    """References that print a page, unless they stand on it."""
    words: int = 0
