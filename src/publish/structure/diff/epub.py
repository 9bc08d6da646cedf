"""Two e-books → what changed, in sentences; the order of all comparisons of e-books.

What follows from a document that came, went or lost its file, or from a style sheet that is missing, is not
told again block by block. The contents are told once, though readers meet them as navigation and as a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from publish.model.changes import Change, Fault
from publish.model.pages import Link, PageStructure
from publish.structure.diff.book import file_changes, font_changes, metadata_changes, rule_changes
from publish.structure.diff.comparing import Comparison, compare
from publish.structure.diff.epub_files import lost_pictures
from publish.structure.diff.epub_links import link_changes
from publish.structure.diff.epub_looks import look_changes
from publish.structure.diff.epub_nav import navigation_changes
from publish.structure.diff.epub_words import hide_and_double, word_changes
from publish.structure.diff.following import changed_headings
from publish.structure.diff.notes import note_changes
from publish.structure.diff.pictures import picture_changes
from publish.structure.diff.repaging import View, as_read, view_of
from publish.structure.diff.spine import Documents, documents_of, spine_changes
from publish.structure.diff.text import text_changes
from publish.structure.sentences import paging_of

_OF_PLACES = (
    "block/",
    "text/",
    "note/",
    "link/",
    "picture/",
    "style/",
    "outline/",
    "landmark",
    "page-list",
    "spine/",
)


def diff_books(
    old: PageStructure, new: PageStructure, known: bool
) -> tuple[list[Change], tuple[frozenset[str], frozenset[str]]]:
    """Return what differs between two e-books, and the dead links that are told with it.

    `known`: faults are found by lint. The dead links are given by their subjects, for the old and the new book.
    """
    before, after = _without_contents(view_of(old)), _without_contents(view_of(new))
    comparison = compare(before.structure, after.structure, (paging_of(old), paging_of(new)))
    documents = documents_of(comparison)
    text, _ = text_changes(comparison)
    files = file_changes(comparison)
    has_no_styles = any(change.kind == "file/style sheet" for change in files)
    headings = changed_headings(comparison)
    lost, shown = lost_pictures(comparison)
    found = [
        *lost,
        *hide_and_double(comparison, text),
        *word_changes(comparison),
        *([] if has_no_styles else look_changes(comparison)),
        *picture_changes(shown),
        *link_changes(comparison, known),
        *navigation_changes(comparison, headings),
        *note_changes(comparison, known),
        *metadata_changes(comparison),
        *files,
        *font_changes(comparison),
        *([] if has_no_styles else rule_changes(comparison)),
        *spine_changes(comparison, documents, headings),
    ]
    told = [
        as_read(change, before, after)
        for change in found
        if not _follows(change, documents) and not (known and _is_told_by_lint(comparison, change))
    ]
    return told, (_dead(old, documents.gone), _dead_now(comparison, old, new, documents.gone))


def _is_told_by_lint(comparison: Comparison, change: Change) -> bool:
    """Tell whether lint says of a note that it is printed twice, or called and not printed."""
    spots = change.old if change.kind == "block/removed" else change.new
    notes = [int(spot.block[1:]) for spot in spots if spot.block.startswith("n")]
    if change.kind == "block/doubled":
        return bool(notes)
    if change.kind != "block/removed" or len(notes) != len(spots):
        return False
    lost = {call.label for call in comparison.new.calls if call.note is None}
    return bool(notes) and all(comparison.old.notes[index].label in lost for index in notes)


def _follows(change: Change, documents: Documents) -> bool:
    """Tell whether a change is only that a whole document came or went."""
    if not change.kind.startswith(_OF_PLACES) or change.kind in documents.kinds:
        return False
    old = {spot.page for spot in change.old if spot.page}
    new = {spot.page for spot in change.new if spot.page}
    if change.kind.endswith(("/removed", "/dead", "/lost", "/moved")) and old and old <= documents.gone:
        return True
    if change.kind.endswith(("/added", "/doubled")) and new and new <= documents.come:
        return True
    return bool(old or new) and old <= documents.gone and new <= documents.come


def _without_contents(view: View) -> View:
    """Leave out the contents as a page: they are told as navigation."""
    structure = view.structure
    kept = [index for index, block in enumerate(structure.blocks) if block.role != "TOCI"]
    if len(kept) == len(structure.blocks) or not structure.outline:
        return view
    place = {index: at for at, index in enumerate(kept)}
    return replace(
        view,
        structure=replace(
            structure,
            blocks=tuple(structure.blocks[index] for index in kept),
            calls=tuple(
                replace(call, block=place.get(call.block)) if call.block is not None else call
                for call in structure.calls
            ),
            links=tuple(_links(structure.links, place)),
        ),
        blocks=tuple(view.blocks[index] for index in kept),
    )


def _links(links: Sequence[Link], place: dict[int, int]) -> Iterator[Link]:
    for link in links:
        if not link.block.startswith("b"):
            yield link
        elif int(link.block[1:]) in place:
            yield replace(link, block=f"b{place[int(link.block[1:])]}")


def _subject(link: Link) -> str:
    return link.target or link.text


def _dead(structure: PageStructure, pages: frozenset[int]) -> frozenset[str]:
    """Return dead links in the contents and in documents that are gone."""
    contents = {f"b{index}" for index, block in enumerate(structure.blocks) if block.role == "TOCI"}
    return frozenset(
        _subject(link)
        for link in structure.links
        if link.is_dead and (link.block in contents or link.page in pages)
    )


def _dead_now(
    comparison: Comparison, old: PageStructure, new: PageStructure, gone: frozenset[int]
) -> frozenset[str]:
    """Return dead links in the contents, and those that led to documents that are gone."""
    led = {(link.page, link.text) for link in old.links if link.target_page in gone}
    return _dead(new, frozenset()) | frozenset(
        _subject(link)
        for link in new.links
        if link.is_dead and (comparison.old_page_of(link.page), link.text) in led
    )


def faults_besides(faults: Sequence[Fault], subjects: frozenset[str]) -> tuple[Fault, ...]:
    """Leave out files, entries of the contents and dead links that are told by the comparison."""
    return tuple(fault for fault in faults if not _is_told(fault, subjects))


def _is_told(fault: Fault, subjects: frozenset[str]) -> bool:
    if fault.rule == "dead-link":
        return not fault.page or fault.subject in subjects
    return fault.rule == "lost-file"
