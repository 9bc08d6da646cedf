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
from itertools import pairwise

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
    """Negative in the title block, which has no links."""
    note: int = 0
    printed: int = 0
    is_name: bool = False
    """It is an author's name alone, and the rest of the citation follows."""


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
    name = ("", "")

    def settle(mark: Element, place: ClusterPlace) -> Element | Inlines:
        nonlocal count, name
        key = dict(mark.content[0][2]).get(CITE_MARK)
        if key is None:
            return mark
        inlines: Inlines = mark.content[1]
        found = targets.find(key, place.chapter)
        if not found:
            return inlines
        count += 1
        own = cite_identifier(count)
        made = _linked(inlines, found[0], own)
        if made is None:
            return inlines
        way = f"note-call-{place.note}" if place.note else own
        for target in found:
            ways = back.setdefault(target, {})
            if name[0] == key:  # the name before and this are one citation
                ways.pop(name[1], None)
            ways[way] = str(place.printed or place.note) if place.note else ""
        name = (key, way) if place.is_name and not place.note else ("", "")
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

    def find(self, key: str, chapter: int) -> tuple[str, ...]:
        """Return the entries for a cite, the nearest first."""
        both = (self._chapter.get((chapter, key)), self._book.get(key)) if chapter >= 0 else ()
        return tuple(target for target in both if target)


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
    """Give each way its sign: the note's number; where these do not rise, how many-th cite it is."""
    signs = list(ways.values())
    if any(not later or int(later) <= int(earlier or 0) for earlier, later in pairwise(signs)):
        signs = [str(count) for count in range(1, len(signs) + 1)]
    return tuple(zip(ways, signs, strict=True))
