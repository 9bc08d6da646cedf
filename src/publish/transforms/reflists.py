"""Lists of references: where they are to stand, of which chapters' cites, and which of these.

In: a Document's Divs `#refs` and `.references` with their attributes, the keys cited in each chapter, types and
keywords of the references. Out: a `ListPlace` for each list, those that are added where the author places none
among them, and the keys each is to show; what an attribute asks for in vain as cite/list.

Attributes (each may name several, `type` between blanks, `keyword` between commas): `type`, `not-type`: CSL
types; `keyword`, `not-keyword`: words of the references' `keyword`; `scope`: `book` or `chapter`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from publish.model.citation import BibliographyEntry, Reference
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Document, Element, walk
from publish.model.elements import with_attr
from publish.model.plan import Unit
from publish.model.source import Span
from publish.transforms.identifiers import REFERENCES
from publish.transforms.parts import parts_of
from publish.transforms.suggest import did_you_mean
from publish.transforms.traversal import rewrite, rewrite_document

NEEDS = frozenset({"Div"})

_FILTERS = ("type", "not-type", "keyword", "not-keyword")
ATTRIBUTES = frozenset({*_FILTERS, "scope"})


@dataclass(frozen=True, slots=True)
class ListPlace:
    """One list: in which chapter it stands (counted through the book), and what it is to hold."""

    chapter: int
    scope: Unit
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Names of `_FILTERS` with what they name, in small letters."""
    is_added: bool = False
    """The author did not place it: it closes its chapter."""
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """One entry of a list: its identifier in the book, and the places that lead to it (identifier, sign)."""

    identifier: str
    entry: BibliographyEntry
    backlinks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedList:
    """One list with its entries."""

    place: ListPlace
    entries: tuple[PrintedEntry, ...]


def mark_lists(document: Document) -> Document:
    """Give the Div `refs`, as Pandoc names the place of the list, the class that all lists have."""

    def mark(element: Element) -> Element:
        identifier, classes, pairs = element.content[0]
        if identifier != REFERENCES or "references" in classes:
            return element
        return with_attr(element, (identifier, ("references", *classes), pairs))

    return rewrite_document(document, {"Div": mark})


def is_list(element: Element) -> bool:
    """Tell whether a marked Div is the place of a list; one that is filled already is none."""
    classes = element.content[0][1]
    return element.tag == "Div" and "references" in classes and "csl-bib-body" not in classes


def asks_for_list(document: Document) -> bool:
    """Tell whether an author placed a list in a document as it was read."""
    return any(
        element.tag == "Div" and (element.content[0][0] == REFERENCES or is_list(element))
        for element in walk(document.blocks)
    )


def list_places(
    document: Document, level: int, first: int, lists: Literal["book", "chapter", "both"]
) -> Outcome[tuple[ListPlace, ...]]:
    """Return the lists a document asks for, in order; its first chapter is the book's `first`.

    A second list that would be the same as one before stays empty, and counts here too.
    """
    found: list[Diagnostic] = []
    places: list[ListPlace] = []
    default: Unit = "chapter" if lists == "chapter" else "book"
    chapter = first

    def take(element: Element) -> Element:
        if not is_list(element):
            return element
        pairs = dict(element.content[0][2])
        scope = default
        said = pairs.get("scope", "").strip().lower()
        if said in ("book", "chapter"):
            scope = "chapter" if said == "chapter" else "book"
        elif said:
            message = f"the list of references has the scope `{said}`; expected `book` or `chapter`"
            hints = did_you_mean(said, ("book", "chapter"))
            found.append(diagnose("cite/list", message, element.at, hints=hints))
        filters = tuple((name, _named(name, pairs[name])) for name in _FILTERS if pairs.get(name, "").strip())
        places.append(ListPlace(chapter, scope, filters, at=element.at))
        return element

    for part in parts_of(document.blocks, level):
        rewrite(part, {"Div": take})
        chapter += 1
    return Outcome(tuple(places), tuple(found))


def _named(name: str, value: str) -> tuple[str, ...]:
    parts = re.split(r"[,;]" if "keyword" in name else r"[\s,;]+", value)
    return tuple(part.strip().lower() for part in parts if part.strip())


def added_places(
    placed: Sequence[ListPlace], chapters: int, lists: Literal["book", "chapter", "both"]
) -> tuple[ListPlace, ...]:
    """Return the lists that are added: for a chapter, or for the book, where the author placed none."""
    out: list[ListPlace] = []
    if lists != "book":
        own = {place.chapter for place in placed if place.scope == "chapter"}
        out.extend(ListPlace(n, "chapter", is_added=True) for n in range(chapters) if n not in own)
    if lists != "chapter" and not any(place.scope == "book" for place in placed):
        out.append(ListPlace(max(0, chapters - 1), "book", is_added=True))
    return tuple(out)


# --- which references -----------------------------------------------------------------------------------


class Selection:
    """Chooses keys for lists by what is cited where, and by the references' types and keywords."""

    def __init__(self, references: Iterable[Reference], cited: Sequence[Sequence[str]]) -> None:
        """`cited` are the keys of each chapter, those of `nocite` among them."""
        self._cited = cited
        self._book = tuple(dict.fromkeys(key for keys in cited for key in keys))
        self._known = {reference.key: reference for reference in references}
        self._facts: dict[str, dict[str, frozenset[str]]] = {}

    def keys(self, place: ListPlace) -> tuple[str, ...]:
        """Return the keys a list shows, in the order in which they are cited."""
        pool = self._book if place.scope == "book" else tuple(dict.fromkeys(self._cited[place.chapter]))
        return tuple(key for key in pool if key in self._known and self._fits(key, place))

    def _fits(self, key: str, place: ListPlace) -> bool:
        for name, wanted in place.filters:
            has = not self._facts_of(key)[name.removeprefix("not-")].isdisjoint(wanted)
            if has is name.startswith("not-"):
                return False
        return True

    def _facts_of(self, key: str) -> dict[str, frozenset[str]]:
        if key not in self._facts:
            record = json.loads(self._known[key].csl_json)
            keywords = re.split(r"[,;]", str(record.get("keyword") or ""))
            self._facts[key] = {
                "type": frozenset({str(record.get("type") or "").lower()}),
                "keyword": frozenset(word.strip().lower() for word in keywords if word.strip()),
            }
        return self._facts[key]

    def findings(self, places: Sequence[ListPlace]) -> tuple[Diagnostic, ...]:
        """Tell of types and keywords that nothing cited has, and of what is cited and stands in no list."""
        found: list[Diagnostic] = []
        for place in places:
            for name, wanted in place.filters:
                kind = name.removeprefix("not-")
                there = {word for key in self._book if key in self._known for word in self._facts_of(key)[kind]}
                for word in wanted:
                    if word not in there:
                        message = f"the list of references names the {kind} `{word}`, which nothing cited has"
                        hints = did_you_mean(word, sorted(there))
                        found.append(diagnose("cite/list", message, place.at, hints=hints))
        if places and any(place.filters for place in places):
            shown = {key for place in places for key in self.keys(place)}
            missing = [key for key in self._book if key in self._known and key not in shown]
            if missing:
                names = ", ".join(f"`{key}`" for key in missing[:5])
                more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
                last = next(place for place in reversed(places) if place.filters)
                hints = ("add a list without filters, or with `not-type` or `not-keyword`",)
                message = f"no list of references shows {names}{more}, though cited"
                found.append(diagnose("cite/unlisted", message, last.at, hints=hints))
        return tuple(found)


def without_repeats(places: Sequence[ListPlace]) -> tuple[bool, ...]:
    """Tell of each place whether it is the first that asks for its list."""
    seen: set[ListPlace] = set()
    out: list[bool] = []
    for place in places:
        key = replace(place, at=None, is_added=False, chapter=place.chapter if place.scope == "chapter" else 0)
        out.append(key not in seen)
        seen.add(key)
    return tuple(out)
