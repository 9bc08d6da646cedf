"""Cites lead to the entries of the lists, and entries back to the cites.

In: the formatted texts of the book's clusters, in which each cite is a Span with its key (CITE_MARK), where
they stand, and the lists with their entries. Out: the texts with links to the nearest list's entry (the
chapter's own before the book's), and the lists with the ways back: to the cite itself in the text, to the
note's call where the cite stands in a note. Roles follow DPUB-ARIA 1.1 (doc-biblioref, doc-backlink).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from publish.model.citation import CITE_MARK, BibliographyEntry
from publish.model.document import Element, Inlines, plain_text, walk
from publish.model.elements import link, make_attr
from publish.transforms.identifiers import cite_identifier, reference_identifier
from publish.transforms.reflists import ListPlace, PrintedEntry, PrintedList
from publish.transforms.traversal import rewrite


@dataclass(frozen=True, slots=True)
class ClusterPlace:
    """Where a cluster stands: chapter and note, counted through the book, and the note's printed number."""

    chapter: int
    note: int = 0
    printed: int = 0


def print_lists(
    places: Sequence[ListPlace], entries: Sequence[tuple[BibliographyEntry, ...]]
) -> tuple[PrintedList, ...]:
    """Give every entry an identifier; one that stands in several lists has another in each."""
    counts: dict[str, int] = {}
    out: list[PrintedList] = []
    for place, listed in zip(places, entries, strict=True):
        printed: list[PrintedEntry] = []
        for entry in listed:
            count = counts[entry.key] = counts.get(entry.key, 0) + 1
            printed.append(PrintedEntry(reference_identifier(entry.key, count), entry))
        out.append(PrintedList(place, tuple(printed)))
    return tuple(out)


def link_citations(
    texts: Sequence[Inlines], places: Sequence[ClusterPlace], lists: Sequence[PrintedList], *, linked: bool
) -> tuple[tuple[Inlines, ...], tuple[PrintedList, ...]]:
    """Link cites and entries; with `linked` false only take the marks of the cites away."""
    targets = _Targets(lists if linked else ())
    back: dict[str, dict[str, str]] = {}
    count = 0

    def settle(mark: Element, place: ClusterPlace) -> Element | Inlines:
        nonlocal count
        key = dict(mark.content[0][2]).get(CITE_MARK)
        if key is None:
            return mark
        inlines: Inlines = mark.content[1]
        target = targets.find(key, place.chapter)
        if not target:
            return inlines
        count += 1
        own = cite_identifier(count)
        made = _linked(inlines, target, own)
        if made is None:
            return inlines
        ways = back.setdefault(target, {})
        if place.note:
            ways[f"note-call-{place.note}"] = str(place.printed or place.note)
        else:
            ways[own] = ""
        return made

    changed = tuple(
        rewrite(inlines, {"Span": partial(settle, place=place)})
        for inlines, place in zip(texts, places, strict=True)
    )
    return changed, tuple(_with_ways_back(one, back) for one in lists)


class _Targets:
    """Which entry a key's cites lead to, by chapter and for the book."""

    def __init__(self, lists: Sequence[PrintedList]) -> None:
        self._chapter: dict[tuple[int, str], str] = {}
        self._book: dict[str, str] = {}
        for one in lists:
            for printed in one.entries:
                key = printed.entry.key
                if one.place.scope == "chapter":
                    self._chapter.setdefault((one.place.chapter, key), printed.identifier)
                else:
                    self._book.setdefault(key, printed.identifier)

    def find(self, key: str, chapter: int) -> str:
        return self._chapter.get((chapter, key)) or self._book.get(key, "")


def _linked(inlines: Inlines, target: str, own: str) -> Inlines | None:
    """Link the first stretch of a cite in which no other link or note stands; None if there is no such."""
    start, end = next(_free_stretches(inlines), (0, 0))
    if start == end:
        return None
    attr = make_attr(own, ("cite",), role="doc-biblioref")
    return (*inlines[:start], link(f"#{target}", inlines[start:end], attr), *inlines[end:])


def _free_stretches(inlines: Inlines) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(len(inlines) + 1):
        if index < len(inlines) and not _is_bound(inlines[index]):
            continue
        end = index
        while end > start and inlines[end - 1].tag in ("Space", "SoftBreak"):
            end -= 1
        while start < end and inlines[start].tag in ("Space", "SoftBreak"):
            start += 1
        if any(character.isalnum() for character in plain_text(inlines[start:end])):
            yield start, end
        start = index + 1


def _is_bound(inline: Element) -> bool:
    return any(isinstance(one, Element) and one.tag in ("Link", "Note", "Image") for one in walk((inline,)))


def _with_ways_back(one: PrintedList, back: dict[str, dict[str, str]]) -> PrintedList:
    entries = tuple(
        replace(printed, backlinks=_signed(back[printed.identifier])) if printed.identifier in back else printed
        for printed in one.entries
    )
    return replace(one, entries=entries)


def _signed(ways: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Give each way its sign: the note's number, or how many-th cite it is where there are several."""
    several = len(ways) > 1
    return tuple(
        (target, number or (str(count) if several else ""))
        for count, (target, number) in enumerate(ways.items(), 1)
    )
