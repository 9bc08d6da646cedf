"""The nouns of indexes and glossaries: marks in the text, terms that are explained."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from publish.model.document import Inlines
from publish.model.source import Span

Extent: TypeAlias = Literal["point", "start", "end", "block", "none"]
"""What a mark covers: its own place, a range begun or ended here, whole blocks; or it only refers elsewhere."""

Levels: TypeAlias = tuple[Inlines, ...]
"""The words of an entry, then of its subentry, and so on."""


@dataclass(frozen=True, slots=True)
class IndexMark:
    """One mark in the text that an index gathers."""

    identifier: str
    """The place a locator leads to."""
    levels: Levels
    sort: tuple[str, ...] = ()
    """What each level is sorted by, "" where it is its own words; as many as levels."""
    see: tuple[Levels, ...] = ()
    see_also: tuple[Levels, ...] = ()
    extent: Extent = "point"
    end: str = ""
    """The last place of the blocks that are covered."""
    is_main: bool = False
    index: str = ""
    """The index that gathers it; empty: the general one."""
    chapter: str = ""
    note: int = 0
    """The note it stands in: counted in its file, in BookFacts through the book; 0 for the text."""
    heading: int = -1
    """The heading whose section it stands in: counted in its file, in BookFacts through the book."""
    at: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term that a glossary explains."""

    identifier: str
    words: str
    at: Span | None = field(default=None, compare=False)
