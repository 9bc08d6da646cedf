"""A finished edition: bytes and what is to be told of them."""

from __future__ import annotations

from dataclasses import dataclass

from publish.model.plan import To


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file for the output folder. `pages` is None where the edition has no pages."""

    to: To
    file_name: str
    media_type: str
    content: bytes
    pages: int | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Where one note went: its identifier, the page of its call and the pages it is printed on (from 1)."""

    identifier: str
    call_page: int
    note_pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pagination:
    """A paginated edition: the PDF, its page count, where notes and anchors went (pages count from 1)."""

    pdf: bytes
    page_count: int
    notes: tuple[NotePlace, ...] = ()
    anchors: tuple[tuple[str, int], ...] = ()
