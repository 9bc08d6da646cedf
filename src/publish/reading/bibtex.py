"""BibTeX, BibLaTeX and RIS through Pandoc, so that one bad entry costs only itself.

In: a bibliography's text. Out: CSL items as Pandoc makes them (`-t csljson`), and the entries it refused. If
Pandoc refuses the whole, the entries are read in halves until the bad ones stand alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from publish.model.source import Source
from publish.world.pandoc import run_pandoc

Format = Literal["biblatex", "bibtex", "ris"]

_ENTRY = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)[ \t\n]*[{(][ \t\n]*([^\s,{}()]*)", re.MULTILINE)
_RECORD = re.compile(r"^TY  ?- ", re.MULTILINE)
_RIS_YEAR = re.compile(r"^(PY  ?- *\d{4})/[^\n]*$", re.MULTILINE)
"""Pandoc reads a year there and nothing else; `1999///Spring` is a year, too."""
_RIS_ID = re.compile(r"^ID  ?- *(.*?)[ \t\r]*$", re.MULTILINE)
_NO_ENTRIES = frozenset({"string", "preamble", "comment", "set", "xdata", "bibnote", "control"})
_REASON = re.compile(r"^(?!Error)(?!\^)\s*(\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the file: its kind, its key and where it stands."""

    kind: str
    key: str
    start: int
    end: int


@dataclass(slots=True)
class Bibliography:
    """The items read, the entries found in the text, and those that could not be read, each with the reason."""

    items: list[dict[str, Any]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    refused: list[tuple[Entry, str]] = field(default_factory=list)


def read_bibliography(source: Source, format_: Format) -> Bibliography:
    """Read a whole file."""
    text = source.text
    if format_ == "ris":
        text = _RIS_YEAR.sub(lambda match: match[1].ljust(len(match[0])), text)
    found = Bibliography(entries=split_entries(text, format_))
    items, _ = _read(text, format_)
    if items is None:
        shared = [e for e in found.entries if e.kind in ("string", "preamble")]
        real = [e for e in found.entries if e.kind not in _NO_ENTRIES]
        # A definition that cannot be read itself would spoil every entry.
        head = "".join(text[e.start : e.end] for e in shared)
        if head and _read(head, format_)[0] is None:
            head = ""
        good = _halve(text, real, head, format_, found.refused)
        parts = [text[e.start : e.end] for e in found.entries if e in good or e.kind in ("xdata", "set")]
        items, _ = _read(head + "".join(parts), format_)
        if items is None:  # entries that are sound alone and not together
            items = [i for e in good for i in _read(head + text[e.start : e.end], format_)[0] or ()]
    found.items = items
    if format_ != "ris":
        _recover(text, found, format_)
    found.refused.sort(key=lambda refused: refused[0].start)
    return found


def split_entries(text: str, format_: Format) -> list[Entry]:
    """Find the entries of a file by how they begin; each lasts until the next begins."""
    if format_ == "ris":
        starts = [match.start() for match in _RECORD.finditer(text)]
        ends = [*starts[1:], len(text)][: len(starts)]
        keys = (_RIS_ID.search(text, start, end) for start, end in zip(starts, ends, strict=True))
        return [
            Entry("record", key.group(1) if key else "", start, end)
            for key, start, end in zip(keys, starts, ends, strict=True)
        ]
    entries: list[Entry] = []
    matches = list(_ENTRY.finditer(text))
    skip_to = 0
    for number, match in enumerate(matches):
        if match.start() < skip_to:
            continue
        kind = match.group(1).lower()
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        if kind == "comment":
            skip_to = _closing_brace(text, text.index(match.group()[-1], match.start()), match.start())
            continue
        entries.append(Entry(kind, match.group(2), match.start(), end))
    return entries


def _closing_brace(text: str, opening: int, start: int) -> int:
    """Return the end of a balanced comment, or its start if it is not balanced."""
    depth = 0
    brace = text.find("{", start)
    if brace == -1:
        return opening
    for match in re.finditer(r"[{}]", text[brace:]):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return brace + match.end()
    return start


def _halve(
    text: str, entries: Sequence[Entry], head: str, format_: Format, refused: list[tuple[Entry, str]]
) -> frozenset[Entry]:
    """Return the entries that can be read, dividing until each bad one stands alone."""
    if not entries:
        return frozenset()
    items, reason = _read(head + "".join(text[e.start : e.end] for e in entries), format_)
    if items is not None:
        return frozenset(entries)
    if len(entries) == 1:
        refused.append((entries[0], reason))
        return frozenset()
    middle = len(entries) // 2
    return _halve(text, entries[:middle], head, format_, refused) | _halve(
        text, entries[middle:], head, format_, refused
    )


def _recover(text: str, found: Bibliography, format_: Format) -> None:
    """Read entries alone that an unclosed one before them has swallowed."""
    have = {item.get("id") for item in found.items}
    lost = [e for e in found.entries if e.kind not in _NO_ENTRIES and e.key and e.key not in have]
    known_bad = {entry for entry, _ in found.refused}
    for entry in lost:
        if entry in known_bad:
            continue
        items, reason = _read(text[entry.start : entry.end], format_)
        if items:
            found.items.extend(items)
        else:
            found.refused.append((entry, reason or "it holds nothing that can be read"))


def _read(text: str, format_: Format) -> tuple[list[dict[str, Any]] | None, str]:
    result = run_pandoc(text, from_=format_, to="csljson", time_limit_s=30 + len(text) / 20_000)
    if result.failed:
        said = str(result.messages[-1].get("pretty", "")) if result.messages else ""
        reasons = [line for line in _REASON.findall(said) if line.strip(" ^")]
        return None, "; ".join(reasons[:2])
    try:
        items = json.loads(result.text or "[]")
    except ValueError:
        return None, "pandoc's answer could not be read"
    return [item for item in items if isinstance(item, dict)], ""
