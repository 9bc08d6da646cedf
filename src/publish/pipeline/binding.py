"""The pieces of the plan and the documents that were read → every piece's Document, in reading order.

Pieces that are made get a Document of their own here, right after reading, so that everything later on the road
treats them as chapters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publish.model.document import Blocks, Document, Element
from publish.model.metadata import Metadata
from publish.model.pieces import Piece
from publish.model.plan import Plan
from publish.reading.titles import read_titles
from publish.transforms.glossary import settle_glossary
from publish.transforms.made import made_document, piece_heading
from publish.transforms.reflists import asks_for_list


@dataclass(frozen=True, slots=True)
class Bound:
    """A publication's pieces with their documents, position by position."""

    pieces: tuple[Piece, ...]
    documents: tuple[Document, ...]


def bind(plan: Plan, read: Sequence[Document], metadata: Metadata, *, has_references: bool) -> Bound:
    """Give every piece its document; `read` are those of `plan.chapters`."""
    by_path = dict(zip(plan.chapters, read, strict=True))
    level = min((level for document in read for level in _levels(document.blocks)), default=1)
    titles = read_titles([piece.title for piece in plan.pieces])
    pieces: list[Piece] = []
    documents: list[Document] = []
    parts = 0
    for piece, heading in zip(plan.pieces, titles, strict=True):
        if not _has_place(piece, plan, read, has_references=has_references):
            continue
        parts += piece.role == "part"
        which = str(parts) if piece.role == "part" else piece.name
        name = f"({piece.role} {which})" if which else f"({piece.role})"
        document = by_path.get(piece.path)
        if document is None:
            own = heading or _list_title(piece, plan)
            body = _words_of(piece, metadata)
            document = made_document(piece, name, metadata.lang, level, own, body)
        else:
            document = _headed(document, piece, heading, metadata.lang, level)
        if piece.role == "glossary":
            document = settle_glossary(document, metadata.lang)
        pieces.append(piece)
        documents.append(document)
    return Bound(tuple(pieces), tuple(documents))


def _levels(blocks: Blocks) -> list[int]:
    return [block.content[0] for block in blocks if block.tag == "Header"]


def _has_place(piece: Piece, plan: Plan, read: Sequence[Document], *, has_references: bool) -> bool:
    """Leave out a bibliography nobody asked for where there is nothing to list, or it is placed elsewhere."""
    if piece.role != "bibliography" or piece.is_asked_for:
        return True
    return (
        has_references
        and plan.citations.lists != "chapter"
        and not plan.citations.suppress_bibliography
        and not any(asks_for_list(document) for document in read)
    )


def _list_title(piece: Piece, plan: Plan) -> Element | None:
    title = plan.citations.reference_section_title
    return read_titles([title])[0] if piece.role == "bibliography" and title else None


def _words_of(piece: Piece, metadata: Metadata) -> Blocks:
    """Return what the metadata say for a piece."""
    words: dict[str, Blocks] = {
        "dedication": metadata.dedication,
        "epigraph": metadata.epigraph,
        "colophon": metadata.colophon,
    }
    return words.get(piece.role, ())


def _headed(document: Document, piece: Piece, heading: Element | None, lang: str, level: int) -> Document:
    """Give a file the heading that the settings say; without one a preface, say, is called so."""
    has_own = min(_levels(document.blocks), default=level + 1) <= level
    if heading is None and (has_own or piece.role in ("chapter", "appendix", "text")):
        return document
    made = made_document(piece, document.path, lang, level, heading, ())
    if not made.blocks or made.blocks[0].tag != "Header":
        return document
    title = piece_heading(piece, lang, level, heading)
    return Document(document.path, (title, *document.blocks), document.meta, document.api_version)
