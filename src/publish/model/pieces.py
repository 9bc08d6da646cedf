"""The pieces a publication is bound from, in reading order: what stands before, in and behind its text.

A piece is a Markdown file of the author's, or a part of the book that is made from what the book knows (a
half-title from the title, a list of figures from the figures). Zones are those of a book: front matter has
roman folios, main matter and back matter arabic ones (The Chicago Manual of Style, 17th ed., 1.4 and 1.5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from publish.model.source import Span

Zone: TypeAlias = Literal["front", "main", "back"]
Role: TypeAlias = Literal[
    "half-title",
    "title-page",
    "copyright",
    "dedication",
    "epigraph",
    "contents",
    "figures",
    "tables",
    "preface",
    "part",
    "chapter",
    "appendix",
    "glossary",
    "notes",
    "bibliography",
    "index",
    "colophon",
    "text",
]
"""What a piece is. `text` is a file of front or back matter that is nothing in particular."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. `path` is a Markdown file of the project; a piece that is made has none."""

    zone: Zone
    role: Role
    path: str = ""
    title: str = ""
    """The heading the author gives a made piece, or a part, as Markdown; empty: the language's own word."""
    at: Span | None = field(default=None, compare=False)
