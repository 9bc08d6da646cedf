"""Citations in the title, the subtitle and the abstract.

In: the metadata. Out: a Document from which clusters are collected like any other's, and the metadata with the
formatted texts in place. A title block has no foot of a page, so in a note style its citations stand in the
sentence, in parentheses.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from publish.model.citation import Cluster
from publish.model.diagnostic import Diagnostic
from publish.model.document import Blocks, Document, Inlines, plain_text, walk
from publish.model.elements import div, make_attr, para
from publish.model.facts import BookFacts
from publish.model.metadata import Metadata
from publish.transforms.citations import in_parentheses, replace_citations
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
    """Return title, subtitle and abstract as three blocks of a document; nothing where nothing is cited."""
    if not _has_cites(metadata):
        return Document("", ())
    abstract = div(make_attr(), metadata.abstract)
    return Document("", (para(metadata.title), para(metadata.subtitle), abstract))


def cited_metadata(
    metadata: Metadata,
    document: Document,
    note_style: bool,
    clusters: Sequence[Cluster],
    texts: Sequence[Inlines],
) -> Metadata:
    """Return the metadata with formatted citations; their plain words are without parenthetical ones.

    `clusters` and `texts` are those of `title_block_document`, collected as of an in-text style.
    """
    if not document.blocks:
        return metadata
    if note_style:
        texts = [_in_sentence(cluster, words) for cluster, words in zip(clusters, texts, strict=True)]
    context = Context(BookFacts(), lang=metadata.lang, formatted=tuple(texts))
    return _filled(metadata, replace_citations(document, context))


def _in_sentence(cluster: Cluster, words: Inlines) -> Inlines:
    """Set what a note style wrote for a note into the sentence; a name alone says enough without a place."""
    first = cluster.cites[0]
    if first.author_only:
        return words
    follows_name = first.suppress_author and len(cluster.cites) == 1
    return () if follows_name and not (first.locator or first.suffix) else in_parentheses(words)


def _has_cites(metadata: Metadata) -> bool:
    values = (metadata.title, metadata.subtitle, metadata.abstract)
    return any(element.tag == "Cite" for value in values for element in walk(value))


def _filled(metadata: Metadata, document: Document) -> Metadata:
    title, subtitle, abstract = (block.content for block in document.blocks)
    blocks: Blocks = abstract[1]
    return replace(
        metadata,
        title=title,
        title_text=plain_text(title_of(title)) or metadata.title_text,
        subtitle=subtitle,
        subtitle_text=plain_text(title_of(subtitle)),
        abstract=blocks,
        abstract_text=plain_text(blocks),
    )
