"""A comparison as text for people, JSON lines for programs, or workflow commands for GitHub Actions.

The JSON lines are part of the fixed interface: one object of type `change` for each change (see
`model/changes.py`), then one of type `result`.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from publish.cli.telling import annotation, harmless, wrap
from publish.model.changes import Change, Level
from publish.pipeline.compare import Compared

_COLOURS = {
    Level.FAULT: "red",
    Level.CONTENT: "yellow",
    Level.LAYOUT: "magenta",
    Level.REFLOW: "blue",
    Level.STYLE: "cyan",
}
_INDENT = 9


def as_text(compared: Compared, width: int | None = None) -> str:
    """Return a line for each change and one of the sum; wrapped to a terminal's width, if there is one."""
    from publish.structure.diff.diff import summary

    if not compared.changes:
        return ""
    told = [_tell(change, compared.place_of(change), width) for change in compared.changes]
    return "\n".join([*told, "", summary(compared.changes), ""])


def _tell(change: Change, source: str, width: int | None) -> str:
    head = click.style(f"{change.level.word:<{_INDENT}}", fg=_COLOURS[change.level], bold=True)
    place = f" [{source}]" if source else ""
    lines = wrap(change.sentence + place, width, _INDENT)
    return head + f"\n{' ' * _INDENT}".join(lines)


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
    return "".join(f"{harmless(json.dumps(record, ensure_ascii=False))}\n" for record in records)


def as_annotations(compared: Compared) -> str:
    """Return workflow commands, one a change; the gravest first, as GitHub shows ten of a kind for a step."""
    ranked = sorted(compared.changes, key=lambda change: -change.level)
    return "".join(_annotate(change, compared.place_of(change), compared.new.path) for change in ranked)


def _annotate(change: Change, source: str, path: Path) -> str:
    word = "error" if change.level is Level.FAULT else "warning" if change.level >= Level.LAYOUT else "notice"
    file, _, line = source.rpartition(":")
    title = f"{change.level.word}: {change.kind}"
    if line.isdecimal():
        return annotation(word, file, title, change.sentence, int(line))
    return annotation(word, path.as_posix(), title, change.sentence)
