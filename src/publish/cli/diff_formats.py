"""A comparison as text for people, JSON lines for programs, or workflow commands for GitHub Actions.

The JSON lines are part of the fixed interface: one object of type `change` for each change (see
`model/changes.py`), then one of type `result`. Workflow commands follow GitHub's documentation ("Workflow
commands for GitHub Actions"): in a message `%`, CR and LF are escaped, in a property also `:` and `,`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from publish.cli.columns import columns, printable, take
from publish.model.changes import Change, Level
from publish.pipeline.compare import Compared

_COLOURS = {
    Level.FAULT: "red",
    Level.CONTENT: "yellow",
    Level.LAYOUT: "magenta",
    Level.REFLOW: "blue",
    Level.STYLE: "cyan",
}
_RAW = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_INDENT = 9
_NARROWEST = 24
_WIDEST = 110
"""Lines longer than this are hard to read, however wide the window is."""


def as_text(compared: Compared, width: int | None = None) -> str:
    """Return a line for each change and one of the sum; wrapped to a terminal's width, if there is one."""
    from publish.structure.diff import summary

    if not compared.changes:
        return ""
    told = [_tell(change, compared.place_of(change), width) for change in compared.changes]
    return "\n".join([*told, "", summary(compared.changes), ""])


def _tell(change: Change, source: str, width: int | None) -> str:
    head = click.style(f"{change.level.word:<{_INDENT}}", fg=_COLOURS[change.level], bold=True)
    place = f" [{printable(source)}]" if source else ""
    lines = _wrap(printable(change.sentence) + place, width)
    return head + f"\n{' ' * _INDENT}".join(lines)


def _wrap(text: str, width: int | None) -> list[str]:
    """Return a text as lines that fit beside the level; words longer than a line are cut."""
    if width is None:
        return [text]
    room = max(min(width, _WIDEST) - _INDENT, _NARROWEST)
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        wide = columns(word)
        if line and used + 1 + wide <= room:
            line, used = f"{line} {word}", used + 1 + wide
            continue
        if line:
            lines.append(line)
        while wide > room:
            piece = take(word, room)
            lines.append(piece)
            word = word[len(piece) :]  # noqa: PLW2901 - what is left of it
            wide = columns(word)
        line, used = word, wide
    return [*lines, line]


def as_json(compared: Compared) -> str:
    """Return one JSON object a line: the changes, then the result."""
    worst = max((change.level for change in compared.changes), default=None)
    records = [{**change.to_json(), "source": compared.place_of(change) or None} for change in compared.changes]
    records.append(
        {
            "type": "result",
            "old": str(compared.old.path),
            "new": str(compared.new.path),
            "changes": len(compared.changes),
            "level": worst.word if worst is not None else None,
        }
    )
    return "".join(f"{_harmless(json.dumps(record, ensure_ascii=False))}\n" for record in records)


def _harmless(text: str) -> str:
    """Escape what JSON allows raw and a terminal obeys, or UTF-8 cannot write."""
    return _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def as_annotations(compared: Compared) -> str:
    """Return workflow commands, one a change; the gravest first, as GitHub shows ten of a kind for a step."""
    ranked = sorted(compared.changes, key=lambda change: -change.level)
    return "".join(_annotation(change, compared.place_of(change), compared.new.path) for change in ranked)


def _annotation(change: Change, source: str, path: Path) -> str:
    word = "error" if change.level is Level.FAULT else "warning" if change.level >= Level.LAYOUT else "notice"
    file, _, line = source.rpartition(":")
    place = f"file={_property(file)},line={line}" if line.isdecimal() else f"file={_property(path.as_posix())}"
    title = _property(f"{change.level.word}: {change.kind}")
    return f"::{word} {place},title={title}::{_message(printable(change.sentence))}\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
