"""A reference as the engine reads it: fields, names and dates apart, everything of the right kind or left out.

In: CSL-JSON (`Reference.csl_json`, or a dictionary). Out: an `Item`, and the fields that had to be left out.
Which variables are names or dates: CSL 1.0.2, Appendix IV, as citeproc-py lists them, and 1.0.2's newer ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import citeproc

from publish.citing.dates import AnyDate, parse_date
from publish.citing.person import Person, parse_person

_NEWER_NAMES = """
chair compiler contributor curator director executive-producer guest host narrator organizer performer producer
reviewed-author script-writer series-creator
"""
_NEWER_NUMBERS = """
citation-number first-reference-note-number locator page page-first part-number printing-number section
supplement-number version
"""


def _hyphened(names: list[str]) -> frozenset[str]:
    return frozenset([name.replace("_", "-") for name in names])


NAME_VARIABLES = _hyphened(citeproc.NAMES) | frozenset(_NEWER_NAMES.split())
DATE_VARIABLES = _hyphened(citeproc.DATES) | {"available-date"}
NUMBER_VARIABLES = _hyphened(citeproc.NUMBERS) | frozenset(_NEWER_NUMBERS.split())
_KNOWN = (
    frozenset(name.replace("_", "-") for name in citeproc.VARIABLES)
    - {"note", "abstract", "annote", "references"}
    | NAME_VARIABLES
    | DATE_VARIABLES
    | NUMBER_VARIABLES
)

# Older and other programs' names of variables → those of CSL 1.0.2.
_ALIASES = {
    "shortTitle": "title-short",
    "journalAbbreviation": "container-title-short",
    "event": "event-title",
    "archive_location": "archive_location",
    "url": "URL",
}
_NOTE_FIELD = re.compile(r"\{:([\w-]+):\s*([^}]*)\}|^([A-Za-z][\w-]*(?: [\w-]+)?):\s*(.+)$", re.MULTILINE)


class Item:
    """One reference ready for rendering. `number` is its place in the bibliography, from 1."""

    __slots__ = ("dates", "fields", "key", "language", "names", "number", "type")

    def __init__(self, key: str, kind: str) -> None:
        self.key = key
        self.type = kind
        self.fields: dict[str, str] = {}
        self.names: dict[str, tuple[Person, ...]] = {}
        self.dates: dict[str, AnyDate] = {}
        self.language = ""
        self.number = 0

    def has(self, variable: str) -> bool:
        """Tell whether a variable has a value."""
        return variable in self.fields or variable in self.names or variable in self.dates


def read_item(key: str, record: Mapping[str, Any]) -> tuple[Item, tuple[str, ...]]:
    """Return the item of a CSL-JSON record and the names of the fields left out for being of the wrong form.

    >>> read_item("a", {"title": None, "volume": 3, "author": "Me"})[1]
    ('author',)
    """
    kind = record.get("type")
    item = Item(key, kind if isinstance(kind, str) else "")
    wrong: list[str] = []
    for name, value in record.items():
        if name in ("id", "type", "key", "custom", "keyword", "categories", "multi") or not isinstance(
            name, str
        ):
            continue
        _read_field(item, _ALIASES.get(name, name), value, wrong)
    _finish(item)
    return item, tuple(wrong)


def _read_field(item: Item, name: str, value: Any, wrong: list[str]) -> None:
    if value is None or value in ("", []):
        return
    if name in NAME_VARIABLES:
        people = _read_names(value)
        if people:
            item.names[name] = people
        if people is None or (isinstance(value, list) and len(people) < len(value)):
            wrong.append(name)
    elif name in DATE_VARIABLES:
        date = parse_date(value)
        if date is not None:
            item.dates[name] = date
        elif not _is_blank_date(value):
            wrong.append(name)
    elif isinstance(value, str):
        text = " ".join(value.split()) if "\n" in value and name != "note" else value.strip()
        if text:
            item.fields.setdefault(name, text)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        item.fields.setdefault(name, str(int(value)) if value == int(value) else str(value))
    elif isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        item.fields.setdefault(name, ", ".join([str(one) for one in value]))
    else:
        wrong.append(name)


def _is_blank_date(value: Any) -> bool:
    return isinstance(value, Mapping) and not any(
        value.get(key) not in (None, "", [], [[]], [[0]], [[""]], [[None]])
        for key in ("date-parts", "raw", "literal", "season")
    )


def _read_names(value: Any) -> tuple[Person, ...] | None:
    if not isinstance(value, list):
        return None
    people = [parse_person(one) for one in value if isinstance(one, Mapping)]
    return tuple([person for person in people if person is not None])


def _read_note(item: Item) -> None:
    """Take the variables that programs without a field for them write into `note`, a line each."""
    note = item.fields.get("note", "")
    if ":" not in note:
        return
    kept = note
    for match in _NOTE_FIELD.finditer(note):
        name, value = match[1] or match[3], (match[2] or match[4] or "").strip()
        name = name if name in _KNOWN else name.lower().replace(" ", "-")
        if name == "type":
            item.type = value
        elif name not in _KNOWN:
            continue
        elif name in DATE_VARIABLES:
            date = parse_date(value)
            if date is not None:
                item.dates[name] = date
        elif name in NAME_VARIABLES:
            family, _, given = value.partition("||")
            person = parse_person({"family": family, "given": given} if given else {"literal": family})
            item.names[name] = (*item.names.get(name, ()), *([person] if person else []))
        else:
            item.fields.setdefault(name, value)
        kept = kept.replace(match[0], "")
    if kept != note:
        item.fields["note"] = kept.strip()
        if not item.fields["note"]:
            del item.fields["note"]


def _finish(item: Item) -> None:
    _read_note(item)
    fields = item.fields
    item.language = fields.get("language", "")
    if "event-title" in fields:
        fields.setdefault("event", fields["event-title"])
    if "page" in fields and "page-first" not in fields:
        first = re.match(r"\s*([^\s\-–—,;&]+)", fields["page"])
        if first:
            fields["page-first"] = first[1]
