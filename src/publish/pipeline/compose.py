"""Stages 3 to 6: chapters' texts → resolved Documents, with the metadata and the pictures of the whole book.

A chapter at a time: read, prepare, collect. Then the book: facts merged, citations formatted, images read.
Then a chapter at a time again: resolve. Diagnostics come in the order of the chapters.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from publish.checking.manuscript import check_manuscript
from publish.model.citation import Reference
from publish.model.diagnostic import Diagnostic, Outcome, has_errors
from publish.model.document import Document
from publish.model.facts import BookFacts, ChapterIdentity, Label
from publish.model.metadata import Metadata
from publish.model.pieces import Piece
from publish.model.plan import Plan, To
from publish.model.resource import Resource
from publish.model.source import Source
from publish.pipeline.binding import bind
from publish.pipeline.cite import CitedBook, cite_book
from publish.pipeline.gather import gather_images, gather_references, read_chapters
from publish.pipeline.reads import TrackedFiles
from publish.pipeline.request import Request
from publish.reading.markdown import read_document
from publish.reading.metadata import read_metadata
from publish.reading.title_heading import without_opening
from publish.transforms.bookwords import page_word, piece_word
from publish.transforms.chain import Context, prepare, resolve
from publish.transforms.conditions import Surroundings, settle_conditions
from publish.transforms.images import image_targets, settle_addresses
from publish.transforms.titleblock import settle_title_block


@dataclass(frozen=True, slots=True)
class Composition:
    """The book ready to be written: one resolved Document a chapter, with its name and title."""

    metadata: Metadata
    documents: tuple[Document, ...]
    names: tuple[tuple[str, str], ...]
    """Each chapter's identifier and title."""
    pieces: tuple[Piece, ...]
    """What each document is."""
    labels: tuple[Label, ...]
    images: tuple[Resource, ...]
    sources: tuple[Source, ...]
    has_cites: bool


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What the author wrote, as read: the same for all editions."""

    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    references: tuple[Reference, ...]


def read_manuscript(plan: Plan, settings: Source, files: TrackedFiles) -> Outcome[Manuscript | None]:
    """Read all chapters and references; None where an error forbids going on."""
    found: list[Diagnostic] = []
    chapters = read_chapters(plan, files)
    found.extend(chapters.diagnostics)
    texts = dict.fromkeys((settings, *chapters.value))
    references = gather_references(plan, tuple(texts), files)
    found.extend(references.diagnostics)
    if has_errors(found):
        return Outcome(None, tuple(found))
    read = read_documents(chapters.value)
    found.extend(read.diagnostics)
    if has_errors(found):
        return Outcome(None, tuple(found))
    return Outcome(Manuscript(chapters.value, read.value, references.value), tuple(found))


def compose(
    plan: Plan, manuscript: Manuscript, files: TrackedFiles, request: Request, edition: To | None = None
) -> Outcome[Composition | None]:
    """Cite and resolve the whole book; None where an error forbids going on.

    `edition` is what the text is for, None where it is the same for all (`transforms/conditions.py`).
    """
    found: list[Diagnostic] = []
    around = Surroundings(edition, plan.kind, plan.profile, plan.profiles)
    read: list[Document] = []
    for document in manuscript.documents:
        settled = settle_conditions(document, around)
        found.extend(settled.diagnostics)
        read.append(settled.value)
    written = Source(plan.metadata_source, plan.metadata_yaml) if plan.metadata_yaml else None
    # The front matter of one chapter among many speaks for that chapter, not for the book.
    only = read[0] if len(read) == 1 else None
    told = read_metadata(written, only, plan.lang, plan.name)
    found.extend(told.diagnostics)
    metadata = told.value
    first = without_opening(read[0]) if metadata.title_is_heading else read[0]

    keys = frozenset(reference.key for reference in manuscript.references)
    bound = bind(plan, (first, *read[1:]), metadata, has_references=bool(keys))
    documents: list[Document] = []
    for document, piece in zip(bound.documents, bound.pieces, strict=True):
        prepared = prepare(document, keys)
        if piece.path:
            found.extend(check_manuscript(prepared.value))
        found.extend(prepared.diagnostics)
        documents.append(settle_addresses(prepared.value, files.has))

    metadata, told_of_title = settle_title_block(metadata, plan.metadata_source, keys)
    found.extend(told_of_title)
    cited = cite_book(plan, documents, manuscript.references, metadata, files, bound.pieces)
    found.extend(cited.diagnostics)
    if cited.value is None:
        return Outcome(None, tuple(found))
    metadata = cited.value.metadata
    targets = tuple(target for document in documents for target in image_targets(document))
    if plan.cover_image:
        targets = (*targets, (plan.cover_image, plan.origin("cover-image")))
    images = gather_images(targets, files, request.allow_network)
    found.extend(images.diagnostics)

    resolved = _resolve(plan, documents, cited.value, dict(images.value.by_address))
    found.extend(resolved.diagnostics)
    book = cited.value.book
    return Outcome(
        Composition(
            metadata,
            resolved.value,
            tuple((chapter.identifier, _title_of(book, chapter, metadata)) for chapter in book.chapters),
            bound.pieces,
            book.labels,
            tuple({r.name: r for _, r in images.value.by_address if r is not None}.values()),
            manuscript.sources,
            book.has_cites,
        ),
        tuple(found),
    )


def read_documents(sources: Sequence[Source]) -> Outcome[tuple[Document, ...]]:
    """Read every chapter, several at once."""
    with ThreadPoolExecutor(4) as threads:  # Pandoc works in processes of its own
        outcomes = list(threads.map(read_document, sources))
    return Outcome(
        tuple(outcome.value for outcome in outcomes),
        tuple(diagnostic for outcome in outcomes for diagnostic in outcome.diagnostics),
    )


def _resolve(
    plan: Plan,
    documents: Sequence[Document],
    cited: CitedBook,
    images: dict[str, Resource | None],
) -> Outcome[tuple[Document, ...]]:
    found: list[Diagnostic] = []
    resolved: list[Document] = []
    for position, (document, file) in enumerate(zip(documents, cited.files, strict=True)):
        context = Context(
            book=cited.book,
            position=position,
            lang=cited.metadata.lang,
            kind=plan.kind,
            note_style=cited.note_style,
            formatted=file.texts,
            lists=file.lists,
            added_lists=file.added_lists,
            chapter_level=cited.chapter_level,
            first_chapter=file.first_chapter,
            shape=cited.shape,
            reference_section_title=plan.citations.reference_section_title,
            notes=plan.notes,
            page_references=plan.page_references,
            images=images,
        )
        outcome = resolve(document, context)
        found.extend(outcome.diagnostics)
        resolved.append(outcome.value)
    return Outcome(tuple(resolved), tuple(found))


def _title_of(book: BookFacts, chapter: ChapterIdentity, metadata: Metadata) -> str:
    """Return a piece's title: its first heading of its top level, what it is, else the book's."""
    from publish.model.document import plain_text

    headings = [heading for heading in book.headings if heading.chapter == chapter.path]
    if not headings:
        words = piece_word(chapter.role, metadata.lang) or page_word(chapter.role, metadata.lang)
        return words or metadata.title_text
    top = min(heading.level for heading in headings)
    return plain_text(next(heading.title for heading in headings if heading.level == top))
