"""Authors as Pandoc's users and journals write them.

In: metadata values of Pandoc: one name, a list of names, maps with `name` or `given` and `family`, affiliations
as words, as maps, or as numbers that point into `affiliations` (JOSS and others). Out: persons.
"""

from __future__ import annotations

import re
from typing import Any

from publish.model.document import Element, Inlines, plain_text
from publish.model.elements import text
from publish.model.metadata import Person

_AND = re.compile(r"\s*;\s*")
_ORCID = re.compile(r"(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")


def read_people(
    authors: Element | None, affiliations: Element | None, institute: Element | None
) -> tuple[Person, ...]:
    """Return the persons of `author`, with the institutions they point to."""
    if authors is None:
        return ()
    by_index = _institutions(affiliations)
    general = _words(institute) if institute is not None else ""
    values = authors.content if authors.tag == "MetaList" else (authors,)
    people = [person for value in values for person in _persons(value, by_index)]
    if general:
        people = [Person(p.name, p.inlines, p.affiliation or general, p.email, p.orcid) for p in people]
    return tuple(people)


def inlines_of(value: Element | None) -> Inlines:
    """Return a metadata value as inlines; paragraphs are joined by spaces, lists by commas."""
    if value is None:
        return ()
    if value.tag == "MetaInlines":
        return tuple(value.content)
    if value.tag == "MetaString":
        return text(value.content)
    if value.tag == "MetaBool":
        return text("true" if value.content else "false")
    parts: list[Element] = []
    if value.tag == "MetaBlocks":
        for block in value.content:
            if block.tag in ("Para", "Plain"):
                parts.extend((Element("Space"),) if parts else ())
                parts.extend(block.content)
        return tuple(parts) or text(plain_text(value.content))
    if value.tag == "MetaList":
        for item in value.content:
            inlines = inlines_of(item)
            if inlines:
                parts.extend((Element("Str", ","), Element("Space")) if parts else ())
                parts.extend(inlines)
        return tuple(parts)
    if value.tag == "MetaMap":
        for key in ("text", "name", "title", "literal"):
            found = dict(value.content).get(key)
            if found is not None:
                return inlines_of(found)
    return ()


def _words(value: Element | None) -> str:
    return plain_text(inlines_of(value))


def _persons(value: Element, by_index: dict[str, str]) -> list[Person]:
    if value.tag == "MetaMap":
        person = _from_map(dict(value.content), by_index)
        return [person] if person.name else []
    if value.tag == "MetaList":
        return [person for item in value.content for person in _persons(item, by_index)]
    inlines = inlines_of(value)
    words = plain_text(inlines)
    if not words:
        return []
    names = _AND.split(words)
    if len(names) > 1 and all(names):  # `author: Ada Lovelace; Charles Babbage`
        return [Person(name, text(name)) for name in names]
    return [Person(words, inlines)]


def _from_map(entry: dict[str, Element], by_index: dict[str, str]) -> Person:
    inlines = inlines_of(entry.get("name") or entry.get("literal") or entry.get("text"))
    if entry.get("name") is not None and entry["name"].tag == "MetaMap":
        inner = dict(entry["name"].content)
        inlines = inlines_of(inner.get("literal"))
        entry = {**inner, **{k: v for k, v in entry.items() if k != "name"}}
    if not inlines:
        parts = (
            entry.get("given") or entry.get("given-names") or entry.get("first") or entry.get("firstname"),
            entry.get("non-dropping-particle") or entry.get("particle"),
            entry.get("family") or entry.get("surname") or entry.get("last") or entry.get("lastname"),
            entry.get("suffix"),
        )
        inlines = text(" ".join(word for word in map(_words, parts) if word))
    if not inlines and len(entry) == 1:  # `- Ada Lovelace: {institute: x}`
        ((name, inner_value),) = entry.items()
        inner = dict(inner_value.content) if inner_value.tag == "MetaMap" else {}
        return _from_map({"name": Element("MetaString", name), **inner}, by_index)
    where = next((entry[key] for key in ("affiliation", "affiliations", "institute") if key in entry), None)
    orcid = _ORCID.search(_words(entry.get("orcid") or entry.get("ORCID")))
    return Person(
        name=plain_text(inlines),
        inlines=inlines,
        affiliation=_affiliation(where, by_index),
        email=_words(entry.get("email")),
        orcid=orcid.group(1) if orcid else "",
    )


def _affiliation(value: Element | None, by_index: dict[str, str]) -> str:
    if value is None:
        return ""
    if value.tag == "MetaList":
        found = [_affiliation(item, by_index) for item in value.content]
        return "; ".join(words for words in found if words)
    if value.tag == "MetaMap":
        entry = dict(value.content)
        reference = _words(entry.get("ref"))
        return by_index.get(reference, reference) if reference else _institution(entry)
    words = _words(value)
    pointers = [part.strip() for part in re.split(r"[,;]|\s+and\s+", words)]
    if pointers and all(pointer in by_index for pointer in pointers):
        return "; ".join(by_index[pointer] for pointer in pointers)
    return words


def _institution(entry: dict[str, Element]) -> str:
    parts = (entry.get(key) for key in ("name", "department", "organization", "institution", "city", "country"))
    return ", ".join(words for words in map(_words, parts) if words)


def _institutions(value: Element | None) -> dict[str, str]:
    """Return institutions by what authors call them: `index`, `id`, or their place in the list."""
    found: dict[str, str] = {}
    if value is None:
        return found
    items: Any = value.content if value.tag == "MetaList" else (value,)
    for number, item in enumerate(items, 1):
        entry = dict(item.content) if item.tag == "MetaMap" else {}
        words = _institution(entry) if entry else _words(item)
        for key in (_words(entry.get("index")), _words(entry.get("id")), str(number)):
            if key and words:
                found.setdefault(key, words)
    return found
