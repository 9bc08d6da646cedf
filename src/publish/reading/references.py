"""Bibliographies become references: BibTeX, BibLaTeX, RIS, CSL-JSON, CSL-YAML, and `references:` in metadata.

In: the files' texts. Out: references as canonical CSL-JSON, in the order of the files; of two with one key the
first. A bad field costs only itself, a bad entry only itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from publish.model.citation import Reference
from publish.model.diagnostic import Diagnostic, Outcome, Related, diagnose
from publish.model.source import Source, Span
from publish.reading.bibtex import Bibliography, Entry, Format, read_bibliography
from publish.reading.csl_files import Record, embedded_records, json_field, json_records, yaml_records
from publish.reading.csl_items import Item, clean_item
from publish.reading.csl_markdown import convert_markdown
from publish.reading.entryfields import mend_entry
from publish.reading.extra import with_extra
from publish.text.nearest import nearest
from publish.world.process import TooLong

_BY_ENDING: dict[str, str] = {
    ".bib": "biblatex",
    ".biblatex": "biblatex",
    ".bibtex": "bibtex",
    ".ris": "ris",
    ".json": "json",
    ".csljson": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
}


# Pandoc's User's Guide, "Citation syntax": letters and digits, and single marks between them.
_PLAIN_KEY = re.compile(r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*\Z")


def read_references(
    sources: Sequence[Source], written: Sequence[Source] = ()
) -> Outcome[tuple[Reference, ...]]:
    """Read bibliography files, each by its ending or else by its first words.

    `written` are texts whose metadata may hold `references:`; these come first.
    """
    gathered = _Gathered()
    for source in written:
        _take_records(source, embedded_records(source), gathered, markdown=True)
    for source in sources:
        _read_file(source, gathered)
    return gathered.outcome()


def references_of(source: Source) -> Outcome[tuple[Reference, ...]]:
    """Read the `references:` written in publish.yaml or in a chapter's metadata."""
    return read_references((), (source,))


@dataclass(slots=True)
class _Gathered:
    references: dict[str, Reference] = field(default_factory=dict)
    folded: dict[str, Reference] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    unknown: dict[tuple[str, str], tuple[int, Span, str]] = field(default_factory=dict)
    """(file, variable) to how many records have it, the first place and key."""
    braced: dict[str, list[tuple[str, Span]]] = field(default_factory=dict)
    """By file, the keys that Pandoc's Markdown takes in braces only."""

    def add(self, item: Item, at: Span, place: Callable[[str], Span]) -> None:
        """Take one item in, with what was wrong with it."""
        for name, wrong, hint in item.wrong:
            message = f"in the reference `{item.key}`, `{name}` {wrong}"
            self.found.append(
                diagnose("cite/bad-reference", message, place(name), hints=(hint,) if hint else ())
            )
        for name in item.unknown:
            count, where, key = self.unknown.get((at.file, name), (0, None, item.key))
            self.unknown[at.file, name] = count + 1, where or place(name), key
        text = json.dumps(item.fields, ensure_ascii=False, sort_keys=True)
        reference = Reference(item.key, text, at)
        first = self.references.get(item.key)
        if first is not None:
            if first.csl_json != text or (first.at and first.at.file == at.file):
                related = (Related("the first", first.at),) if first.at else ()
                message = f"the key `{item.key}` is used twice; the first reference counts"
                hints = ("give one of them another key",)
                self.found.append(
                    diagnose("cite/duplicate-reference", message, at, hints=hints, related=related)
                )
            return
        twin = self.folded.get(item.key.casefold())
        if twin is not None:
            related = (Related(f"`{twin.key}`", twin.at),) if twin.at else ()
            message = f"the keys `{twin.key}` and `{item.key}` differ only in capitals"
            self.found.append(diagnose("cite/similar-keys", message, at, related=related))
        if not _PLAIN_KEY.match(item.key) and "{" not in item.key and "}" not in item.key:
            self.braced.setdefault(at.file, []).append((item.key, at))
        self.folded.setdefault(item.key.casefold(), reference)
        self.references[item.key] = reference

    def outcome(self) -> Outcome[tuple[Reference, ...]]:
        """Return all references and all trouble, by place."""
        for (_, name), (count, where, key) in self.unknown.items():
            others = f" and {count - 1} more" if count > 1 else ""
            message = f"`{name}` is no variable of CSL; it is left out (`{key}`{others})"
            meant = _nearest_variable(name)
            hints = (f"did you mean `{meant}`?",) if meant else ()
            self.found.append(diagnose("cite/bad-reference", message, where, hints=hints))
        for several in self.braced.values():
            key, at = several[0]
            more = f", and {len(several) - 1} more," if len(several) > 1 else ""
            message = f"the key `{key}`{more} can be cited in braces only"
            hints = (f"write `[@{{{key}}}]`, or give the reference a key of letters and digits",)
            self.found.append(diagnose("cite/braced-key", message, at, hints=hints))
        order = {file: n for n, file in enumerate(dict.fromkeys(d.where.file for d in self.found if d.where))}
        self.found.sort(
            key=lambda d: (order[d.where.file], d.where.line, d.where.column) if d.where else (0, 0, 0)
        )
        return Outcome(tuple(self.references.values()), tuple(self.found))


def _nearest_variable(name: str) -> str | None:
    from publish.reading.csl_terms import DATES, NAMES, NUMBERS, TEXTS

    return nearest(name, sorted(DATES | NAMES | NUMBERS | TEXTS), edits=2) if len(name) > 3 else None


def _read_file(source: Source, gathered: _Gathered) -> None:
    format_ = _format_of(source)
    if format_ == "json":
        records, found = json_records(source)
        gathered.found.extend(found)
        _take_records(source, records, gathered)
    elif format_ == "yaml":
        records, found = yaml_records(source)
        gathered.found.extend(found)
        _take_records(source, records, gathered, markdown=True)
    elif format_ in ("biblatex", "bibtex", "ris"):
        _take_bibliography(source, format_, gathered)  # type: ignore[arg-type]
    else:
        message = "this is no bibliography that publish can read"
        hints = ("use BibTeX (.bib), RIS (.ris), CSL-JSON (.json) or CSL-YAML (.yaml)",)
        gathered.found.append(diagnose("cite/bad-bibliography", message, Span(source.path), hints=hints))


def _format_of(source: Source) -> str:
    ending = "." + source.path.rpartition(".")[2].lower()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    head = source.text.lstrip()[:2000]
    if head.startswith(("[", "{")):
        return "json"
    if head.startswith("TY  -"):
        return "ris"
    if head.startswith(("@", "%")):
        return "biblatex"
    return "yaml" if "references:" in head else ""


def _take_records(
    source: Source, records: Sequence[Record], gathered: _Gathered, *, markdown: bool = False
) -> None:
    items: list[tuple[Item, Record]] = []
    for record in records:
        if not isinstance(record.value, dict):
            message = "a reference is not a map of fields; it is left out"
            gathered.found.append(diagnose("cite/bad-reference", message, record.at))
            continue
        item = clean_item(with_extra(record.value))
        if item is None:
            message = "a reference has no `id`, by which it could be cited; it is left out"
            hints = ("add an `id`",)
            gathered.found.append(diagnose("cite/bad-reference", message, record.at, hints=hints))
            continue
        items.append((item, record))
    if markdown:
        convert_markdown([item.fields for item, _ in items])
    for item, record in items:
        gathered.add(item, record.at, _placing(source, record))


def _placing(source: Source, record: Record) -> Callable[[str], Span]:
    return record.place if record.places else lambda name: json_field(source, record, name)


def _take_bibliography(source: Source, format_: Format, gathered: _Gathered) -> None:
    try:
        read = read_bibliography(source, format_)
    except TooLong:
        message = "pandoc needs too long to read this bibliography"
        gathered.found.append(diagnose("read/too-long", message, Span(source.path)))
        return
    for entry, reason in read.refused:
        name = f"the reference `{entry.key}`" if entry.key else "a reference without a key"
        message = (
            f"{name} could not be read: {reason}; it is left out" if reason else f"{name} could not be read"
        )
        hints = ("look for a missing brace, quotation mark or comma",)
        gathered.found.append(diagnose("cite/bad-reference", message, _entry_span(source, entry), hints=hints))
    if not read.entries and source.text.strip():
        message = "this bibliography has no entry"
        gathered.found.append(diagnose("cite/bad-bibliography", message, Span(source.path)))
    for record, origin in zip(read.items, _entries_of(read), strict=True):
        record["type"] = record.get("type") or "document"  # what pandoc makes of @misc
        wrong = mend_entry(record, origin.kind, source.text[origin.start : origin.end]) if origin else []
        item = clean_item(record)
        if item is None:
            continue
        item.unknown.clear()  # pandoc's, not the author's
        item.wrong[:0] = wrong
        at = _entry_span(source, origin) if origin else Span(source.path)
        gathered.add(item, at, partial(_entry_field, source, origin, at))


def _entries_of(read: Bibliography) -> list[Entry | None]:
    """Find the entry each item was made of: by its key, or by its place where entries have none."""
    if len(read.entries) == len(read.items) and any(not entry.key for entry in read.entries):
        return list(read.entries)
    places: dict[str, list[Entry]] = {}
    for entry in reversed(read.entries):
        places.setdefault(entry.key, []).append(entry)
    return [waiting.pop() if (waiting := places.get(str(one.get("id")))) else None for one in read.items]


def _entry_field(source: Source, entry: Entry | None, at: Span, name: str) -> Span:
    """Return where a field of an entry stands, or the entry."""
    names = "|".join(re.escape(one) for one in {"issued": ("date", "year", "PY")}.get(name, (name,)))
    found = re.compile(rf"(?<![\w-])(?:{names})(?=\s*[=-])", re.IGNORECASE).search(
        source.text, entry.start if entry else 0, entry.end if entry else 0
    )
    return source.span(found.start(), found.end()) if found else at


def _entry_span(source: Source, entry: Entry) -> Span:
    start = (
        entry.start
        + len(source.text[entry.start : entry.end])
        - len(source.text[entry.start : entry.end].lstrip())
    )
    end = source.text.find("\n", start, entry.end)
    return source.span(start, entry.end if end == -1 else end)
