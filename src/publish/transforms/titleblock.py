"""Citations in the title, the subtitle and the abstract.

In: the metadata. Out: a Document from which clusters are collected like any other's, and the metadata with the
formatted texts in place. A title block has no foot of a page, so in a note style its citations stand in the
sentence, as they do in an author's own note.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from publish.model.diagnostic import Diagnostic
from publish.model.document import Blocks, Document, Element, Inlines, plain_text, walk
from publish.model.elements import para
from publish.model.facts import BookFacts
from publish.model.metadata import Metadata
from publish.transforms.citations import replace_citations
from publish.transforms.cites import settle_cites
from publish.transforms.context import Context
from publish.transforms.titles import title_of


def settle_title_block(
    metadata: Metadata, path: str, known_keys: Collection[str]
) -> tuple[Metadata, tuple[Diagnostic, ...]]:
    """Part cross-references from citations and mark unknown keys, as in a chapter."""
    if not _has_cites(metadata):
        return metadata, ()
    outcome = settle_cites(replace(title_block_document(metadata), path=path), known_keys)
    return _filled(metadata, outcome.value), outcome.diagnostics


def title_block_document(metadata: Metadata) -> Document:
    """Return title, subtitle and abstract as three notes of a document; nothing where nothing is cited."""
    if not _has_cites(metadata):
        return Document("", ())
    notes = (
        Element("Note", (para(metadata.title),)),
        Element("Note", (para(metadata.subtitle),)),
        Element("Note", metadata.abstract),
    )
    return Document("", (para(notes),))


def cited_metadata(
    metadata: Metadata, document: Document, note_style: bool, texts: Sequence[Inlines]
) -> Metadata:
    """Return the metadata with formatted citations; their plain words are without parenthetical ones."""
    if not document.blocks:
        return metadata
    context = Context(BookFacts(), lang=metadata.lang, note_style=note_style, formatted=tuple(texts))
    return _filled(metadata, replace_citations(document, context))


def _has_cites(metadata: Metadata) -> bool:
    values = (metadata.title, metadata.subtitle, metadata.abstract)
    return any(element.tag == "Cite" for value in values for element in walk(value))


def _filled(metadata: Metadata, document: Document) -> Metadata:
    notes = [inline.content for inline in document.blocks[0].content if inline.tag == "Note"]
    title, subtitle = _inlines(notes[0]), _inlines(notes[1])
    abstract: Blocks = notes[2]
    return replace(
        metadata,
        title=title,
        title_text=plain_text(title_of(title)) or metadata.title_text,
        subtitle=subtitle,
        subtitle_text=plain_text(title_of(subtitle)),
        abstract=abstract,
        abstract_text=plain_text(abstract),
    )


def _inlines(blocks: Blocks) -> Inlines:
    inlines: Inlines = blocks[0].content
    return inlines
