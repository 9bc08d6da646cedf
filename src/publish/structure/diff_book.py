"""Two e-books → what changed about them as books: spine, landmarks, page list, style rules.

And, for any edition, what it says of itself: its metadata.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from publish.model.changes import Change, Level, Spot
from publish.model.pages import PageStructure, SpineItem
from publish.structure.comparing import Comparison
from publish.structure.moves import order_of
from publish.structure.sentences import count, join_and, quote

_TOLD_ALONE = 4


def metadata_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell what the editions say of themselves: title, authors, language, and what readers show besides."""
    old, new = comparison.old.metadata, comparison.new.metadata
    fields: list[tuple[str, str, str]] = [
        ("title", old.title, new.title),
        ("language", old.language, new.language),
        ("subject", old.subject, new.subject),
        ("keywords", ", ".join(old.keywords), ", ".join(new.keywords)),
        ("publisher", old.publisher, new.publisher),
        ("rights", old.rights, new.rights),
    ]
    same_kind = comparison.old.kind == comparison.new.kind
    if same_kind:
        before, after = _properties(comparison.old), _properties(comparison.new)
        fields += [
            (name, before.get(name, ""), after.get(name, "")) for name in sorted(before.keys() | after.keys())
        ]
    for name, one, two in fields:
        if " ".join(one.split()) == " ".join(two.split()) or (not same_kind and not (one and two)):
            continue
        if one and two:
            told = f"metadata: the {name} {quote(one, 90)} became {quote(two, 90)}"
        else:
            told = f"metadata: the {name} {quote(one or two, 90)} is {'new' if two else 'gone'}"
        yield Change(Level.CONTENT, f"metadata/{name.split(':')[-1]}", told)
    if old.authors != new.authors and (same_kind or (old.authors and new.authors)):
        was = join_and(old.authors) or "nobody"
        noun = "author" if len(new.authors) == 1 else "authors"
        now = join_and(new.authors) or "nobody"
        told = f"metadata: the {noun} became {quote(now, 90)} (was {quote(was, 90)})"
        if sorted(old.authors) == sorted(new.authors):
            told = f"metadata: the authors stand in another order, {quote(join_and(new.authors), 90)}"
        yield Change(Level.CONTENT, "metadata/authors", told)


def _properties(structure: PageStructure) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in structure.metadata.others:
        found[name].append(value)
    return {name: ", ".join(values) for name, values in found.items()}


def book_changes(comparison: Comparison) -> list[Change]:
    """Return the changes of an e-book's spine, landmarks, page list and style rules."""
    if comparison.old.kind != "epub" or comparison.new.kind != "epub":
        return []
    return [*_spine(comparison), *_landmarks(comparison), *_page_list(comparison), *_rules(comparison)]


def order_changed(comparison: Comparison) -> bool:
    """Tell whether documents of the spine changed places."""
    numbers = [number for number in comparison.page_map if number]
    return numbers != sorted(numbers)


def _item(item: SpineItem) -> str:
    return quote(item.title or item.name, 50)


def _spine(comparison: Comparison) -> Iterator[Change]:
    old = {item.number: item for item in comparison.old.spine}
    new = comparison.new.spine
    pairs = [(comparison.old_page_of(item.number), item) for item in new]
    known = [(number, item) for number, item in pairs if number in old]
    yield from _spine_order(old, new, known)
    for number, item in known:
        before = old[number]
        if before.is_linear != item.is_linear:
            told = (
                f"spine: {_item(item)} is {'now' if item.is_linear else 'no longer'} part of the reading order"
            )
            yield Change(Level.CONTENT, "spine/linear", told, (Spot(number),), (Spot(item.number),))
        if before.title != item.title:
            told = f"{_item(item)}: the title of the document was {quote(before.title or 'empty', 50)}"
            yield Change(Level.CONTENT, "spine/title", told, (Spot(number),), (Spot(item.number),))
        if set(before.types) != set(item.types):
            lost, come = (
                sorted(set(before.types) - set(item.types)),
                sorted(set(item.types) - set(before.types)),
            )
            parts = ([f"no longer marked {join_and(lost)}"] if lost else []) + (
                [f"now marked {join_and(come)}"] if come else []
            )
            told = f"{_item(item)}: the document is {' and '.join(parts)}"
            yield Change(Level.CONTENT, "spine/types", told, (Spot(number),), (Spot(item.number),))
    kept = {number for number, _ in known}
    for item in comparison.old.spine:
        if item.number not in kept:
            yield Change(
                Level.CONTENT,
                "spine/removed",
                f"spine: the document {_item(item)} is gone",
                (Spot(item.number),),
            )
    for number, item in pairs:
        if number not in old:
            yield Change(
                Level.CONTENT,
                "spine/added",
                f"spine: the document {_item(item)} is new",
                (),
                (Spot(item.number),),
            )


def _spine_order(
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


def _landmarks(comparison: Comparison) -> Iterator[Change]:
    old = {landmark.type: landmark for landmark in comparison.old.landmarks}
    new = {landmark.type: landmark for landmark in comparison.new.landmarks}
    for kind in sorted(old.keys() | new.keys()):
        one, two = old.get(kind), new.get(kind)
        if one is None and two is not None:
            told = f"landmarks: {quote(two.title or kind)} ({kind}) is new"
        elif two is None and one is not None:
            told = f"landmarks: {quote(one.title or kind)} ({kind}) is gone"
        elif one and two and one.title != two.title:
            told = f"landmarks: {quote(one.title)} ({kind}) became {quote(two.title)}"
        elif one and two and one.page is not None and two.page is None:
            yield Change(
                Level.FAULT, "landmark/dead", f"landmarks: {quote(two.title or kind)} ({kind}) leads nowhere"
            )
            continue
        elif one and two and two.page is not None and one.page != comparison.old_page_of(two.page):
            was = comparison.old_paging.at(one.page) if one.page else "nowhere"
            now = comparison.new_paging.at(two.page)
            told = f"landmarks: {quote(two.title or kind)} ({kind}) leads to {now} instead of {was}"
        else:
            continue
        yield Change(
            Level.CONTENT, "landmark", told, (Spot((one and one.page) or 0),), (Spot((two and two.page) or 0),)
        )


def _page_list(comparison: Comparison) -> Iterator[Change]:
    old = [(entry.label, entry.page) for entry in comparison.old.page_list]
    new = [(entry.label, entry.page) for entry in comparison.new.page_list]
    labels = [label for label, _ in old], [label for label, _ in new]
    for one, two, state in ((labels[0], labels[1], "gone"), (labels[1], labels[0], "new")):
        missing = [label for label in one if label not in set(two)]
        if missing:
            yield Change(
                Level.CONTENT,
                "page-list",
                f"page list: {_labels(missing)} {'is' if len(missing) == 1 else 'are'} {state}",
            )
    common = [label for label in labels[1] if label in set(labels[0])]
    if common != [label for label in labels[0] if label in set(labels[1])]:
        yield Change(Level.CONTENT, "page-list", "page list: the pages stand in another order")
    before = dict(old)
    elsewhere = [
        label
        for label, page in new
        if label in before
        and page != before[label]
        and (page is None or comparison.old_page_of(page) != before[label])
    ]
    if elsewhere:
        yield Change(
            Level.CONTENT,
            "page-list",
            f"page list: {_labels(elsewhere)} {'leads' if len(elsewhere) == 1 else 'lead'} elsewhere",
        )


def _labels(labels: Sequence[str]) -> str:
    shown = f"{labels[0]} to {labels[-1]}" if len(labels) > _TOLD_ALONE else join_and(labels)
    return f"page {shown}" if len(labels) == 1 else f"pages {shown}"


def _rules(comparison: Comparison) -> Iterator[Change]:
    old: dict[str, dict[str, str]] = defaultdict(dict)
    new: dict[str, dict[str, str]] = defaultdict(dict)
    for side, found in ((comparison.old, old), (comparison.new, new)):
        for rule in side.rules:
            for declaration in rule.declarations.split(";"):
                name, colon, value = declaration.partition(":")
                if colon:
                    found[rule.selector][name.strip()] = value.strip()
    differences: dict[str, list[str]] = defaultdict(list)
    for selector in [*old, *(s for s in new if s not in old)]:
        one, two = old.get(selector, {}), new.get(selector, {})
        for name in [*one, *(n for n in two if n not in one)]:
            if one.get(name) != two.get(name):
                told = f"{name} {one.get(name, 'not set')} → {two.get(name, 'not set')}"
                differences[told].append(selector)
    for told, selectors in differences.items():
        shown = (
            join_and(selectors[:3])
            if len(selectors) <= 3
            else f"{', '.join(selectors[:3])} and {count(len(selectors) - 3, 'other')}"
        )
        yield Change(Level.STYLE, "style/rule", f"style sheet: {told} for {shown}")
