"""What `chain.resolve` is given beside a chapter: the slice of the book, the formatted citations, the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from publish.model.citation import BibliographyShape
from publish.model.document import Inlines
from publish.model.facts import BookFacts, ChapterIdentity
from publish.model.plan import Kind, NotePlacing
from publish.model.resource import Resource
from publish.transforms.reflists import PrintedList


@dataclass(frozen=True, slots=True)
class Context:
    """One chapter's surroundings, as values."""

    book: BookFacts
    position: int = 0
    """The chapter's place in `book.chapters`, from 0."""
    lang: str = "en"
    kind: Kind = "handout"
    note_style: bool = False
    formatted: tuple[Inlines, ...] = ()
    """The formatted texts of this chapter's clusters, in the order of `collect_clusters`."""
    lists: tuple[PrintedList | None, ...] = ()
    """What the places of lists in this file hold, in the order of `list_places`; None stays empty."""
    added_lists: tuple[PrintedList, ...] = ()
    """The lists that close chapters of this file without the author's having placed them."""
    chapter_level: int = 0
    """The level of heading that begins a chapter within the file; 0 where the file is one chapter."""
    first_chapter: int = 0
    """How many chapters stand before this file."""
    shape: BibliographyShape = field(default_factory=BibliographyShape)
    reference_section_title: str = ""
    notes: NotePlacing = "foot"
    page_references: bool = False
    """Whether every cross-reference in print has its page."""
    images: Mapping[str, Resource | None] = field(default_factory=dict)
    """Each address of `image_targets` to its file, or to None where there is none."""

    @property
    def chapter(self) -> ChapterIdentity | None:
        """Return what this chapter and its places are called, or None if the book does not know it."""
        chapters = self.book.chapters
        return chapters[self.position] if 0 <= self.position < len(chapters) else None

    @property
    def first_note(self) -> int:
        """Return the number of this chapter's first note."""
        notes = self.book.first_note
        return notes[self.position][1] if 0 <= self.position < len(notes) else 1
