"""The transforms in order: `prepare` before the book is known, `resolve` when it is.

In: Documents as read. Out: Documents as they are written. The two tuples below are the order; each line says
what it needs before it. A transform whose elements do not occur in a chapter is not called.

The pipeline's use, a chapter at a time: `prepare` → (`collect_facts`, `collect_clusters`, `image_targets`) →
the book's facts, the formatted citations, the files → `resolve`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from publish.model.diagnostic import Diagnostic, Outcome
from publish.model.document import Document
from publish.transforms import (
    bibliography,
    citations,
    cites,
    crossrefs,
    glossary,
    identity,
    images,
    indexmarks,
    indexpiece,
    labelled,
    made,
    nestednotes,
    notes,
    numbering,
    raw,
    reflists,
    typography,
)
from publish.transforms.context import Context
from publish.transforms.traversal import tags_in

__all__ = ["CHAIN", "PREPARATION", "Context", "Preparation", "Transform", "prepare", "resolve"]

KnownKeys = Collection[str] | None


@dataclass(frozen=True, slots=True)
class Preparation:
    """A transform that needs nothing of the book but the keys of its references."""

    name: str
    needs: frozenset[str]
    """Tags of which one must occur for the transform to have work; empty means always."""
    run: Callable[[Document, KnownKeys], Outcome[Document]]


@dataclass(frozen=True, slots=True)
class Transform:
    """A transform that needs the book: `run` gets the chapter and its Context."""

    name: str
    needs: frozenset[str]
    run: Callable[[Document, Context], Outcome[Document]]


PREPARATION: tuple[Preparation, ...] = (
    # First: raw HTML hides images, links and identifiers from everything after.
    Preparation("raw", raw.NEEDS, lambda document, _: raw.settle_raw_passages(document)),
    # Before anything is counted: Pandoc repeats a caption, notes and cites and all, as the image's description.
    Preparation("descriptions", images.NEEDS, lambda document, _: Outcome(images.describe_images(document))),
    # Before notes are counted: a note in a note is none of its own.
    Preparation(
        "nested notes", nestednotes.NEEDS, lambda document, _: nestednotes.settle_nested_notes(document)
    ),
    # After nested notes, whose cites have moved: what is a citation and what a cross-reference.
    Preparation("cites", cites.NEEDS, cites.settle_cites),
    # After descriptions: a lone image's description becomes its caption. After cites: nothing is spliced into
    # a line any more, so that a label stands beside what it names.
    Preparation("labels", labelled.NEEDS, lambda document, _: Outcome(labelled.settle_labels(document))),
    # After cites and labels: a mark may take the word beside it, and what labels read must stand beside it.
    Preparation("index marks", indexmarks.NEEDS, lambda document, _: indexmarks.settle_marks(document)),
    # Last, since labels make Divs; and before the chain, which renames what is called `refs`.
    Preparation("lists", reflists.NEEDS, lambda document, _: Outcome(reflists.mark_lists(document))),
)

CHAIN: tuple[Transform, ...] = (
    # First: names are given in the order in which `collect_facts` met them, so nothing may be added before.
    Transform("identity", identity.NEEDS, identity.settle_identity),
    # After identity: an index knows its places by the book's identifiers. Before all that looks at neighbours.
    Transform(
        "index places", indexpiece.NEEDS, lambda document, c: Outcome(indexpiece.clear_marks(document, c))
    ),
    # After identity, as index marks. Before cross-references: those that stand in a term lead elsewhere.
    Transform("glossary", glossary.NEEDS, glossary.link_terms),
    # After identity: what is made (an index) leads to places by the book's identifiers.
    Transform("made pieces", made.NEEDS, made.fill_made),
    # After identity: numbers are looked up by the book's identifiers.
    Transform("numbering", numbering.NEEDS, lambda document, c: Outcome(numbering.number_places(document, c))),
    # Before citations: what is left of the Cites after it are citations.
    Transform("cross-references", crossrefs.NEEDS, crossrefs.write_cross_references),
    # Before notes: in a note style citations become notes, in the order in which clusters were collected.
    Transform(
        "citations", citations.NEEDS, lambda document, c: Outcome(citations.replace_citations(document, c))
    ),
    # After citations, which made notes of themselves and moved their calls.
    Transform("notes", notes.NEEDS, lambda document, c: Outcome(notes.number_notes(document, c))),
    # After notes: the list stands before the chapter's gathered notes.
    Transform(
        "bibliography", frozenset(), lambda document, c: Outcome(bibliography.place_bibliography(document, c))
    ),
    # After identity (image identifiers); anywhere else.
    Transform("images", images.NEEDS, lambda document, c: Outcome(images.place_images(document, c.images))),
    # Last: it unwraps quotations, which citations still look at.
    Transform("typography", frozenset(), lambda document, c: Outcome(typography.set_marks(document, c.lang))),
)


def prepare(document: Document, known_keys: KnownKeys = None) -> Outcome[Document]:
    """Bring a chapter into the one form that facts are collected from; twice is the same as once.

    `known_keys` are the keys of all references; with None no key is called unknown.
    """
    found: list[Diagnostic] = []
    tags = tags_in(document)
    for step in PREPARATION:
        if step.needs and not step.needs & tags:
            continue
        outcome = step.run(document, known_keys)
        found.extend(outcome.diagnostics)
        if outcome.value is not document:
            document = outcome.value
            tags = tags_in(document)
    return Outcome(document, tuple(found))


def resolve(document: Document, context: Context) -> Outcome[Document]:
    """Make a prepared chapter ready to be written."""
    found: list[Diagnostic] = []
    tags = tags_in(document)
    for step in CHAIN:
        if step.needs and not step.needs & tags:
            continue
        outcome = step.run(document, context)
        found.extend(outcome.diagnostics)
        if outcome.value is not document:
            document = outcome.value
            tags = tags_in(document)
    return Outcome(document, tuple(found))
