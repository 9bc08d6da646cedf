"""What the whole book knows of its chapters: labels and their numbers, notes, headings."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from publish.model.document import Inlines
from publish.model.indexing import GlossaryTerm, IndexMark
from publish.model.pieces import Role, Zone
from publish.model.source import Span

LabelKind: TypeAlias = Literal["sec", "fig", "tbl", "eq", "lst", "other"]


@dataclass(frozen=True, slots=True)
class Label:
    """A place that can be referred to: kind, printed number (`3` or `2.1`, empty if unnumbered) and words."""

    identifier: str
    kind: LabelKind
    chapter: str
    """Path of the chapter it stands in."""
    number: str = ""
    title: Inlines = ()
    at: Span | None = field(default=None, compare=False)
    written: str = ""
    """The identifier as the author wrote it (`fig:map`), before it was made safe and unique."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading for contents lists, outlines and running heads."""

    identifier: str
    level: int
    number: str
    title: Inlines
    chapter: str
    at: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ChapterFacts:
    """What one chapter contributes, before the book is known."""

    chapter: str
    labels: tuple[Label, ...] = ()
    headings: tuple[Heading, ...] = ()
    note_count: int = 0
    cited_keys: tuple[str, ...] = ()
    part_notes: tuple[int, ...] = ()
    """The notes in each of the chapters this file holds; their sum is `note_count`."""
    zone: Zone = "main"
    role: Role = "chapter"
    marks: tuple[IndexMark, ...] = ()
    terms: tuple[GlossaryTerm, ...] = ()
    indexes: tuple[str, ...] = ()
    """The indexes this file prints, by name; the general one is ""."""


@dataclass(frozen=True, slots=True)
class ChapterIdentity:
    """What a chapter and the places in it are called in the whole book."""

    path: str
    identifier: str
    """An NCName unique in the book (`ch-02-two`), the target of links to the chapter itself."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Every identifier in the order of the chapter, repeats included: as written, as used."""
    zone: Zone = "main"
    role: Role = "chapter"


@dataclass(frozen=True, slots=True)
class BookFacts:
    """All chapters' facts merged: labels by identifier (first wins), headings, first note numbers."""

    labels: tuple[Label, ...] = ()
    headings: tuple[Heading, ...] = ()
    first_note: tuple[tuple[str, int], ...] = ()
    """Chapter path to the number of its first note."""
    chapters: tuple[ChapterIdentity, ...] = ()
    """In reading order; a chapter is known by its position here."""
    note_restarts: tuple[int, ...] = ()
    """The notes, counted through the book, that are printed as number 1; empty if only the first is."""
    marks: tuple[IndexMark, ...] = ()
    terms: tuple[GlossaryTerm, ...] = ()
    indexes: tuple[str, ...] = ()
    """The indexes that are printed, by name."""
    has_cites: bool = False
    digits: str = "decimal"
    """The digits numbers are printed in (`model/digits.py`)."""

    def printed_note(self, number: int) -> int:
        """Return the number that is printed for a note, which is itself counted through the book from 1."""
        before = bisect_right(self.note_restarts, number) if number else 0
        return number - self.note_restarts[before - 1] + 1 if before else number
