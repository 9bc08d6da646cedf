"""Two e-books → what happened to whole documents of their spines: order, lost, new, doubled, marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.model.books import SpineItem
from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, PageStructure
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.following import Headings
from publish.structure.diff.moves import order_of
from publish.structure.sentences import count, join_and, quote


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents of which nothing else is told: gone from the old book, come in the new one, by number."""

    gone: frozenset[int]
    come: frozenset[int]
    copies: tuple[tuple[int, int], ...]
    """New documents that are copies of others of the new book: copy, original."""
    kinds: frozenset[str] = frozenset(
        ("spine/removed", "spine/added", "spine/order", "spine/linear", "spine/doubled", "file/document")
    )


def documents_of(comparison: Comparison) -> Documents:
    """Return which documents came and went."""
    matched = {number for number in comparison.page_map if number}
    gone = {item.number for item in comparison.old.spine} - matched
    come = {item.number for item in comparison.new.spine if not comparison.old_page_of(item.number)}
    gone |= {
        comparison.old_page_of(lost.page)
        for lost in comparison.new.lost
        if lost.kind == "document" and comparison.old_page_of(lost.page)
    }
    return Documents(frozenset(gone), frozenset(come), tuple(_copies(comparison.new, come)))


def _copies(structure: PageStructure, come: set[int]) -> Iterator[tuple[int, int]]:
    words: dict[int, list[str]] = defaultdict(list)
    for block in structure.blocks:
        words[block.page].append(block.digest)
    names = {item.number: item.name for item in structure.spine}
    for number in sorted(come):
        same = (
            other
            for other in names
            if other not in come
            and (names[other] == names[number] or (words[other] and words[other] == words[number]))
        )
        original = next(same, 0)
        if original:
            yield number, original


def _item(item: SpineItem) -> str:
    return quote(item.title or item.name, 50)


def spine_changes(comparison: Comparison, documents: Documents, headings: Headings) -> Iterator[Change]:
    """Tell what happened to whole documents."""
    old = {item.number: item for item in comparison.old.spine}
    new = {item.number: item for item in comparison.new.spine}
    pairs = [(comparison.old_page_of(item.number), item) for item in comparison.new.spine]
    known = [(number, item) for number, item in pairs if number in old]
    yield from _order(old, comparison.new.spine, known)
    for number, item in known:
        yield from _marked(comparison, old[number], item, headings)
    kept = {number for number, _ in known}
    copies = dict(documents.copies)
    for item in comparison.old.spine:
        if item.number in kept:
            continue
        twin = any(other.name == item.name and other.number != item.number for other in comparison.old.spine)
        told = (
            f"spine: {_item(item)} stands once less" if twin else f"spine: the document {_item(item)} is gone"
        )
        yield Change(
            Level.CONTENT, "spine/removed", told + _size(comparison.old, item.number), (Spot(item.number),)
        )
    for number, item in pairs:
        if number in old:
            continue
        spots = (Spot(item.number),)
        if item.number in copies:
            told = f"spine: {_item(new[copies[item.number]])} stands twice"
            between = range(min(item.number, copies[item.number]) + 1, max(item.number, copies[item.number]))
            told += f", again as document {item.number}" if between else ""
            yield Change(Level.FAULT, "spine/doubled", told, (), (Spot(copies[item.number]), *spots))
        else:
            told = f"spine: the document {_item(item)} is new{_size(comparison.new, item.number)}"
            yield Change(Level.CONTENT, "spine/added", told, (), spots)


def _size(structure: PageStructure, number: int) -> str:
    blocks = sum(1 for block in structure.blocks if block.page == number)
    return f", with {count(blocks, 'block')}" if blocks else ""


def _marked(comparison: Comparison, old: SpineItem, new: SpineItem, headings: Headings) -> Iterator[Change]:
    spots = (Spot(old.number),), (Spot(new.number),)
    if old.is_linear != new.is_linear:
        told = f"spine: {_item(new)} is {'now' if new.is_linear else 'no longer'} part of the reading order"
        yield Change(Level.CONTENT, "spine/linear", told, *spots)
    is_lost = any(lost.page == new.number for lost in comparison.new.lost)
    follows = headings.follows_edit(old.title, new.title) or not _title_alone(comparison, old, new)
    if old.title != new.title and not follows and not is_lost:
        told = f"{_item(new)}: the title of the document was {quote(old.title or 'empty', 50)}"
        yield Change(Level.CONTENT, "spine/title", told, *spots)
    lost, come = sorted(set(old.types) - set(new.types)), sorted(set(new.types) - set(old.types))
    if (lost or come) and not is_lost:
        parts = ([f"no longer marked {join_and(lost)}"] if lost else []) + (
            [f"now marked {join_and(come)}"] if come else []
        )
        yield Change(
            Level.CONTENT, "spine/types", f"{_item(new)}: the document is {' and '.join(parts)}", *spots
        )


def _title_alone(comparison: Comparison, old: SpineItem, new: SpineItem) -> bool:
    """Tell whether a document has another title and the same heading."""

    def first(side: PageStructure, number: int) -> str:
        return next((b.digest for b in side.blocks if b.page == number and b.role in HEADINGS), "")

    return first(comparison.old, old.number) == first(comparison.new, new.number)


def _order(
    old: dict[int, SpineItem], new: Sequence[SpineItem], known: list[tuple[int, SpineItem]]
) -> Iterator[Change]:
    """Tell documents that stand elsewhere in the reading order, or in each other's place."""
    order = order_of([(number, place) for place, (number, _) in enumerate(known)], lambda _: 1)
    for first, second in order.exchanged:
        former = sorted((*first, *second))
        names = [_item(old[number]) for number, _ in former]
        noun = "documents" if len(names) == 2 else f"{len(names)} documents, from {names[0]} on,"
        told = f"spine: the {noun}{f' {join_and(names)}' if len(names) == 2 else ''} changed places"
        spots = tuple(Spot(number) for number, _ in former)
        now = tuple(Spot(known[place][1].number) for _, place in former)
        yield Change(Level.CONTENT, "spine/order", told, spots, now)
    for run in order.moved:
        for number, place in run:
            item = known[place][1]
            at = new.index(item)
            after = f"after {_item(new[at - 1])}" if at else "at the beginning"
            told = f"spine: {_item(item)} now stands {after}, as document {item.number} instead of {number}"
            yield Change(Level.CONTENT, "spine/order", told, (Spot(number),), (Spot(item.number),))
