"""Pandoc's own messages, translated.

In: the records of its JSON log (`--log`: `type`, `verbosity`, `line`, `column`, `pretty`). Out: diagnostics.
What we find ourselves with a better place is left out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.source import Source, Span

_OURS = frozenset({"NoteDefinedButNotUsed", "DuplicateNoteReference", "DuplicateIdentifier", "Failure"})
_PLACE = re.compile(r"\s*(?:at |\()?(?:chunk |source |input )?line \d+,? column \d+\)?")

_HINTS = {
    "DuplicateLinkReference": "give one of the two link definitions another name",
    "UnclosedDiv": "close it with a line `:::`",
    "CouldNotParseYamlMetadata": "mend the metadata block, or put a blank line after its `---`",
}


def translate_messages(source: Source, messages: Iterable[Mapping[str, Any]]) -> tuple[Diagnostic, ...]:
    """Turn pandoc's warnings into diagnostics."""
    found: list[Diagnostic] = []
    for message in messages:
        kind = str(message.get("type", ""))
        if message.get("verbosity") not in ("WARNING", "ERROR") or kind in _OURS:
            continue
        said = " ".join(_PLACE.sub("", str(message.get("pretty", kind))).split()).rstrip(".")
        hint = _HINTS.get(kind)
        found.append(diagnose("read/pandoc", said, _where(source, message), hints=(hint,) if hint else ()))
    return tuple(dict.fromkeys(found))


def describe_failure(source: Source, messages: Iterable[Mapping[str, Any]]) -> Diagnostic:
    """Say why pandoc could not read a text."""
    said = next((str(m.get("pretty", "")) for m in messages if m.get("type") == "Failure"), "")
    lines = [line.strip() for line in said.splitlines() if line.strip() and set(line.strip()) != {"^"}]
    reason = "; ".join(lines[:3]) or "it gave no reason"
    place = re.search(r"line (\d+),? column (\d+)", said)
    where = Span(source.path, int(place.group(1)), int(place.group(2))) if place else Span(source.path)
    return diagnose("read/pandoc-failed", f"pandoc could not read this text: {reason}", where)


def _where(source: Source, message: Mapping[str, Any]) -> Span:
    line, column = message.get("line"), message.get("column")
    if not isinstance(line, int) or not isinstance(column, int) or line < 1:
        return Span(source.path)
    start = source.offset(line, column)
    return source.span(start, start)
