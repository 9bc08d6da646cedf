"""Stages 4 and 5: prepared Documents, references and style → the book's facts, formatted citations and lists.

The book is cited as one; only where both notes and lists belong to chapters (`citations: {restart: chapter,
bibliography: chapter}`) is each chapter cited on its own, so that its numbers and year suffixes begin anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from publish.model.citation import (
    BibliographyEntry,
    BibliographyShape,
    Cluster,
    FormattedCitations,
    Reference,
    Style,
)
from publish.model.diagnostic import Diagnostic, Outcome
from publish.model.document import Document, Inlines
from publish.model.facts import BookFacts
from publish.model.metadata import Metadata
from publish.model.pieces import Piece
from publish.model.plan import Plan
from publish.pipeline.gather import gather_style
from publish.pipeline.reads import TrackedFiles
from publish.transforms.citations import collect_clusters, nocite_keys
from publish.transforms.citelinks import ClusterPlace, link_citations, print_lists
from publish.transforms.facts import collect_facts, merge_facts
from publish.transforms.glossary import repeated_terms
from publish.transforms.indexpiece import unprinted_marks
from publish.transforms.parts import parts_of
from publish.transforms.reflists import (
    ListPlace,
    PrintedList,
    Selection,
    added_places,
    list_places,
    without_repeats,
)
from publish.transforms.titleblock import cited_metadata, title_block_document


@dataclass(frozen=True, slots=True)
class CitedFile:
    """What the citations of one file came to."""

    texts: tuple[Inlines, ...] = ()
    """The formatted clusters in their order."""
    lists: tuple[PrintedList | None, ...] = ()
    added_lists: tuple[PrintedList, ...] = ()
    first_chapter: int = 0


@dataclass(frozen=True, slots=True)
class CitedBook:
    """The book's facts and what its citations came to, file by file."""

    book: BookFacts
    metadata: Metadata
    files: tuple[CitedFile, ...]
    note_style: bool = False
    chapter_level: int = 0
    shape: BibliographyShape = field(default_factory=BibliographyShape)


def cite_book(  # noqa: PLR0917
    plan: Plan,
    documents: Sequence[Document],
    references: Sequence[Reference],
    metadata: Metadata,
    files: TrackedFiles,
    pieces: Sequence[Piece] = (),
) -> Outcome[CitedBook | None]:
    """Number the book's places and format its citations; None without a usable style.

    `pieces` say of each document what it is; without them each is a chapter.
    """
    found: list[Diagnostic] = []
    style: Style | None = None
    note_style = False
    if references:
        from publish.citing import style_class

        gathered = gather_style(plan, files)
        found.extend(gathered.diagnostics)
        style = gathered.value
        if style is None:
            return Outcome(None, tuple(found))
        note_style = style_class(style) == "note"
    # In a publication of several files each is a chapter, whatever headings it has.
    pieces = pieces or [Piece("main", "chapter", document.path) for document in documents]
    level = plan.chapter_level if sum(bool(piece.path) for piece in pieces) == 1 else 0
    facts = [
        collect_facts(document, note_style=note_style, chapter_level=level, piece=piece)
        for document, piece in zip(documents, pieces, strict=True)
    ]
    merged = merge_facts(
        facts,
        plan.number_sections,
        per_chapter=plan.kind == "book",
        restart_notes=plan.citations.restart == "chapter",
        lang=metadata.lang,
        digits=plan.theme.digits,
    )
    found.extend(merged.diagnostics)
    found.extend(repeated_terms(merged.value.terms))
    if plan.kind == "book":
        found.extend(unprinted_marks(merged.value))
    counts = [len(parts_of(document.blocks, level)) for document in documents]
    firsts = tuple(accumulate(counts, initial=0))
    if style is None:
        bare = tuple(CitedFile(first_chapter=first) for first in firsts[:-1])
        return Outcome(CitedBook(merged.value, metadata, bare, chapter_level=level), tuple(found))
    job = _Job(plan, documents, references, style, note_style, metadata, merged.value, level, firsts)
    cited = _cite(job)
    return Outcome(cited.value, (*found, *cited.diagnostics))


@dataclass(frozen=True, slots=True)
class _Job:
    plan: Plan
    documents: Sequence[Document]
    references: Sequence[Reference]
    style: Style
    note_style: bool
    metadata: Metadata
    book: BookFacts
    level: int
    firsts: tuple[int, ...]
    """The first chapter of each file, and at the end how many chapters there are."""

    @property
    def lang(self) -> str:
        """Return the language of citations: the document's; where it names none, the style's (as Pandoc)."""
        return (
            self.metadata.lang if self.plan.origin("lang") else self.style.default_locale or self.metadata.lang
        )


def _cite(job: _Job) -> Outcome[CitedBook]:
    from publish.citing import locator_terms

    found: list[Diagnostic] = []
    terms = locator_terms(job.lang)
    # What the title and abstract cite stands before the first chapter, and in no note.
    opening = title_block_document(job.metadata)
    clusters = [
        replace(cluster, note_number=0, chapter=-1) for cluster in collect_clusters(opening, False, 1, terms)
    ]
    counts = [len(clusters)]
    for document, first, (_, first_note) in zip(job.documents, job.firsts, job.book.first_note, strict=False):
        own = collect_clusters(document, job.note_style, first_note, terms, job.level)
        clusters.extend(replace(cluster, chapter=cluster.chapter + first) for cluster in own)
        counts.append(len(own))
    places = _places(job)
    found.extend(places.diagnostics)
    uncited, selection = _selection(job, clusters)
    found.extend(selection.findings(places.value))
    formatted = _format(job, clusters, places.value, uncited, selection)
    found.extend(formatted.diagnostics)

    printed = print_lists(places.value, formatted.value.lists)
    stands = [
        ClusterPlace(
            one.chapter,
            one.note_number,
            job.book.printed_note(one.note_number),
            all(cite.author_only for cite in one.cites),
        )
        for one in clusters
    ]
    texts, lists = link_citations(
        formatted.value.clusters, stands, printed, linked=job.plan.citations.link_citations
    )
    ends = list(accumulate(counts))
    metadata = cited_metadata(job.metadata, opening, job.note_style, clusters[: ends[0]], texts[: ends[0]])
    cited = tuple(
        _file(job, number, texts[start:end], lists) for number, (start, end) in enumerate(pairwise(ends))
    )
    shape = formatted.value.shape
    return Outcome(CitedBook(job.book, metadata, cited, job.note_style, job.level, shape), tuple(found))


def _places(job: _Job) -> Outcome[tuple[ListPlace, ...]]:
    """Return every list of the book: those the author placed by file, then those that are added."""
    if job.plan.citations.suppress_bibliography:
        return Outcome(())
    found: list[Diagnostic] = []
    placed: list[ListPlace] = []
    mode = job.plan.citations.lists
    for document, first in zip(job.documents, job.firsts, strict=False):
        outcome = list_places(document, job.level, first, mode)
        found.extend(outcome.diagnostics)
        placed.extend(outcome.value)
    return Outcome((*placed, *added_places(placed, job.firsts[-1], mode)), tuple(found))


def _selection(job: _Job, clusters: Sequence[Cluster]) -> tuple[tuple[tuple[str, ...], ...], Selection]:
    """Return the keys that each chapter lists without citing them, the book's own last, and the chooser."""
    every = tuple(reference.key for reference in job.references)
    chapters = job.firsts[-1]
    uncited: list[tuple[str, ...]] = [()] * (chapters + 1)
    for document, first, following in zip(job.documents, job.firsts[:-1], job.firsts[1:], strict=True):
        # What a file of one chapter adds belongs to its list too, what a file of several adds to the book's.
        uncited[first if following - first == 1 else chapters] = nocite_keys(document)
    uncited[chapters] = (*uncited[chapters], *job.plan.citations.nocite)
    uncited = [every if "*" in keys else keys for keys in uncited]
    cited: list[list[str]] = [[] for _ in uncited]
    for cluster in clusters:
        # What the title block cites belongs to the book and to no chapter: -1 is the last place.
        cited[cluster.chapter].extend(cite.key for cite in cluster.cites)
    return tuple(uncited), Selection(
        job.references, [(*keys, *more) for keys, more in zip(cited, uncited, strict=True)]
    )


def _format(
    job: _Job,
    clusters: Sequence[Cluster],
    places: Sequence[ListPlace],
    uncited: Sequence[tuple[str, ...]],
    selection: Selection,
) -> Outcome[FormattedCitations]:
    """Format all clusters and every list, in one run or chapter by chapter."""
    restarts = job.plan.citations.restart == "chapter"
    printed = [
        replace(
            one,
            note_number=job.book.printed_note(one.note_number),
            chapter=one.chapter if restarts else min(one.chapter, 0),
        )
        for one in clusters
    ]
    repeats = without_repeats(places)
    keys = [selection.keys(place) if first else () for place, first in zip(places, repeats, strict=True)]
    if not (restarts and job.plan.citations.lists == "chapter"):
        every = tuple(dict.fromkeys(key for several in uncited for key in several))
        return _run(job, printed, every, keys)
    texts: list[Inlines] = []
    listed: dict[int, tuple[BibliographyEntry, ...]] = {}
    found: list[Diagnostic] = []
    shape = BibliographyShape()
    for chapter in range(job.firsts[-1]):
        own = [one for one in printed if max(0, one.chapter) == chapter]
        wanted = [n for n, p in enumerate(places) if p.scope == "chapter" and p.chapter == chapter]
        run = _run(job, own, uncited[chapter], [keys[n] for n in wanted])
        texts.extend(run.value.clusters)
        listed.update(zip(wanted, run.value.lists, strict=True))
        found.extend(run.diagnostics)
        shape = run.value.shape
    wanted = [n for n, place in enumerate(places) if n not in listed]
    if wanted:
        every = tuple(dict.fromkeys(key for several in uncited for key in several))
        run = _run(job, printed, every, [keys[n] for n in wanted])
        listed.update(zip(wanted, run.value.lists, strict=True))
    lists = tuple(listed[n] for n in range(len(places)))
    return Outcome(FormattedCitations(tuple(texts), lists=lists, shape=shape), tuple(dict.fromkeys(found)))


def _run(
    job: _Job, clusters: Sequence[Cluster], uncited: tuple[str, ...], lists: Sequence[tuple[str, ...]]
) -> Outcome[FormattedCitations]:
    from publish.citing import format_citations

    return format_citations(
        clusters,
        job.references,
        job.style,
        job.lang,
        nocite=uncited,
        cited_earlier=job.plan.citations.cited_earlier,
        lists=lists,
        mark_cites=job.plan.citations.link_citations,
    )


def _file(job: _Job, number: int, texts: tuple[Inlines, ...], lists: Sequence[PrintedList]) -> CitedFile:
    chapters = range(job.firsts[number], job.firsts[number + 1])
    own = [one for one in lists if one.place.chapter in chapters]
    return CitedFile(
        texts,
        tuple(one if one.entries else None for one in own if not one.place.is_added),
        tuple(one for one in own if one.place.is_added),
        job.firsts[number],
    )
