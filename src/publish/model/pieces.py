"""The pieces a publication is bound from, in reading order: what stands before, in and behind its text.

A piece is a Markdown file of the author's, or a part of the book that is made from what the book knows (a
half-title from the title, a list of figures from the figures). Zones are those of a book: front matter has
roman folios, main matter and back matter arabic ones (The Chicago Manual of Style, 17th ed., 1.4 and 1.5).
"""

from __future__ import annotations

from collections.abc import Mapping
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
    "foreword",
    "preface",
    "acknowledgments",
    "introduction",
    "prologue",
    "part",
    "chapter",
    "epilogue",
    "afterword",
    "appendix",
    "glossary",
    "notes",
    "bibliography",
    "index",
    "colophon",
    "text",
]
"""What a piece is. `text` is a file of front or back matter that is nothing in particular."""

Content: TypeAlias = Literal["made", "file", "either"]


@dataclass(frozen=True, slots=True)
class PieceKind:
    """A piece that front matter or back matter may name: what it becomes, where it may stand, what is in it."""

    role: Role
    zones: tuple[Zone, ...]
    content: Content
    meaning: str
    """One sentence for the list of settings."""


_FRONT: tuple[Zone, ...] = ("front",)
_BACK: tuple[Zone, ...] = ("back",)
_BOTH: tuple[Zone, ...] = ("front", "back")

PIECE_KINDS: Mapping[str, PieceKind] = {
    "half-title": PieceKind("half-title", _FRONT, "made", "The title alone, on the first page."),
    "title-page": PieceKind("title-page", _FRONT, "made", "Title, subtitle, authors, publisher."),
    "copyright": PieceKind("copyright", _BOTH, "either", "Rights, publisher, edition, ISBN, in small type."),
    "dedication": PieceKind("dedication", _FRONT, "either", "A page of its own, from a file or `dedication`."),
    "epigraph": PieceKind("epigraph", _FRONT, "either", "A motto with its source, a file or `epigraph`."),
    "contents": PieceKind("contents", _BOTH, "made", "The table of contents, as deep as `toc-depth`."),
    "list-of-figures": PieceKind("figures", _BOTH, "made", "Every numbered figure, with its page."),
    "list-of-tables": PieceKind("tables", _BOTH, "made", "Every numbered table, with its page."),
    "foreword": PieceKind("foreword", _FRONT, "file", "A statement by someone else than the author."),
    "preface": PieceKind("preface", _FRONT, "file", "The author's own statement about the work."),
    "acknowledgments": PieceKind("acknowledgments", _BOTH, "file", "The author's thanks."),
    "introduction": PieceKind("introduction", _FRONT, "file", "An introduction with roman folios."),
    "prologue": PieceKind("prologue", _FRONT, "file", "What goes before the story, with roman folios."),
    "epilogue": PieceKind("epilogue", _BACK, "file", "What comes after the story."),
    "afterword": PieceKind("afterword", _BACK, "file", "Closing remarks."),
    "glossary": PieceKind("glossary", _BOTH, "file", "Terms and their meanings, as a definition list."),
    "notes": PieceKind("notes", _BACK, "made", "The notes of the whole book, under `notes: book`."),
    "bibliography": PieceKind("bibliography", _BACK, "made", "The list of references of the whole book."),
    "index": PieceKind("index", _BACK, "made", "The index, from the marks in the text."),
    "colophon": PieceKind("colophon", _BOTH, "either", "How the book was made; from a file or `colophon`."),
}
"""The names an author writes, in the order in which pieces usually stand (Chicago 1.4)."""

_BY_ROLE = {kind.role: name for name, kind in PIECE_KINDS.items()}


def name_of(role: Role) -> str:
    """Return what an author calls a piece of this role: `list-of-figures` for figures.

    >>> name_of("figures"), name_of("chapter")
    ('list-of-figures', 'chapter')
    """
    return _BY_ROLE.get(role, role)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. `path` is a Markdown file of the project; a piece that is made has none."""

    zone: Zone
    role: Role
    path: str = ""
    title: str = ""
    """The heading the author gives a made piece, or a part, as Markdown; empty: the language's own word."""
    name: str = ""
    """Which of several indexes this is; empty: the one for marks that name none."""
    order: Literal["word", "letter"] = "word"
    """Whether an index is sorted word by word or letter by letter."""
    is_in_part: bool = False
    """A chapter that the author put into a part."""
    is_asked_for: bool = True
    """The author named it; without use a piece that only stands by default is left out silently."""
    at: Span | None = field(default=None, compare=False)
