"""The command `publish diff`: what changed between two editions, for a person, a program, GitHub or a browser.

Exit codes as diff(1) has them: 0 the same, 1 different, 2 trouble.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from os import environ
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from publish.cli.guard import DEBUG
from publish.model.changes import Change, Level
from publish.pipeline.compare import Compared, Trouble, compare_files

_COLOURS = {
    Level.FAULT: "red",
    Level.CONTENT: "yellow",
    Level.LAYOUT: "magenta",
    Level.REFLOW: "blue",
    Level.STYLE: "white",
}
T = TypeVar("T")
_LEVELS = [level.word for level in Level]


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--fail-on", type=click.Choice(_LEVELS), default=_LEVELS[0], metavar="LEVEL",
              help="Exit with 1 from this level on: style (default), reflow, layout, content …")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "html"]), default="text",
              help="Sentences, JSON lines, annotations for GitHub, or a report to look at.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write it to this file instead of standard output.")  # fmt: skip
def diff(old: Path, new: Path, fail_on: str, form: str, output: Path | None) -> None:
    """Say what changed between two editions, in sentences: PDFs, EPUBs or snapshots, in any mixture.

    Only what a reader can see counts. Exit codes: 0 the same, 1 different, 2 trouble.
    """
    compared = _guarded(lambda: compare_files(old, new))
    render = {"text": _text, "json": _json, "github": _github, "html": Compared.report}[form]
    text = _guarded(lambda: render(compared))
    if output is None:
        click.echo(text, nl=False)
    else:
        try:
            output.write_text(text if form == "html" else click.unstyle(text), "utf-8")
        except OSError as trouble:
            _fail(f"{output}: {trouble.strerror or trouble}")
    sys.exit(1 if compared.differs(Level[fail_on.upper()]) else 0)


def _guarded(work: Callable[[], T]) -> T:
    try:
        return work()
    except Trouble as trouble:
        _fail(str(trouble))
    except Exception as bug:
        if environ.get(DEBUG):
            traceback.print_exc()
        _fail(f"publish failed while comparing ({type(bug).__name__}); a bug of ours: {DEBUG}=1 shows where")


def _fail(message: str) -> NoReturn:
    click.echo(f"publish diff: {message}", err=True)
    sys.exit(2)


def _text(compared: Compared) -> str:
    from publish.structure.diff import summary

    if not compared.changes:
        return ""
    lines = [
        f"{click.style(f'{change.level.word:<8}', fg=_COLOURS[change.level], bold=True)}{change.sentence}"
        for change in compared.changes
    ]
    return "\n".join([*lines, "", summary(compared.changes), ""])


def _json(compared: Compared) -> str:
    worst = max((change.level for change in compared.changes), default=None)
    records = [change.to_json() for change in compared.changes]
    records.append(
        {
            "type": "result",
            "old": str(compared.old.path),
            "new": str(compared.new.path),
            "changes": len(compared.changes),
            "level": worst.word if worst is not None else None,
        }
    )
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)


def _github(compared: Compared) -> str:
    """Return workflow commands of GitHub Actions, one a change."""
    return "".join(_annotation(change, compared.new.path) for change in compared.changes)


def _annotation(change: Change, path: Path) -> str:
    word = "error" if change.level is Level.FAULT else "warning" if change.level >= Level.LAYOUT else "notice"
    file, _, line = change.source.rpartition(":")
    place = f"file={_property(file)},line={line}" if line.isdigit() else f"file={_property(path.as_posix())}"
    title = _property(f"{change.level.word}: {change.kind}")
    return f"::{word} {place},title={title}::{_escape(change.sentence)}\n"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
