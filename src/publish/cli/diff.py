"""The command `publish diff`: what changed between two editions, for a person, a program, GitHub or a browser.

Exit codes as diff(1) has them: 0 the same, 1 different, 2 trouble.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from os import environ
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from publish.cli.columns import printable, terminal_width
from publish.cli.diff_formats import as_annotations, as_json, as_text
from publish.cli.guard import DEBUG
from publish.cli.streams import say_aside, silence_streams, speak_json
from publish.model.changes import Level
from publish.pipeline.compare import Trouble, compare_files

T = TypeVar("T")
_LEVELS = [level.word for level in Level]


_HELP = """\
Say what changed between two editions, in sentences a person reads.

OLD and NEW are PDFs, EPUBs or snapshots, in any mixture; of a manuscript (a folder, or a Markdown file) the
edition that fits the other side is built. Only what a reader can see counts.

\b
Examples:
  publish diff essay-1.pdf essay-2.pdf
  publish diff pages/essay.pdf.pages essay/
  publish diff old.pdf new.pdf --format html --output report.html

\b
Levels, the least first:
  style    looks: typeface, size, leading, colour
  reflow   the same words on other lines or pages
  layout   headings, pictures, pages stand elsewhere
  content  words, notes, pictures, links, metadata
  fault    what is wrong, and was not wrong before

Exit codes: 0 the same, 1 different, 2 trouble.
"""


@click.command(help=_HELP)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    default=_LEVELS[0],
    metavar="LEVEL",
    help="Exit with 1 only from this level on (default: style, that is, any difference).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "html"]),
    default="text",
    help="Sentences, JSON lines, annotations for GitHub Actions, or a report to look at.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="F",
    help="Write to this file instead of standard output.",
)
def diff(old: Path, new: Path, fail_on: str, form: str, output: Path | None) -> None:
    """Compare two editions and tell the differences in the form that was asked for."""
    if form == "json":
        speak_json()
    compared = _guarded(lambda: compare_files(old, new))
    for remark in compared.remarks:
        say_aside(f"publish diff: {printable(remark)}")
    width = terminal_width(sys.stdout) if output is None else None
    render: Callable[[], str] = {
        "text": lambda: as_text(compared, width),
        "json": lambda: as_json(compared),
        "github": lambda: as_annotations(compared),
        "html": compared.report,
    }[form]
    _deliver(_guarded(render), form, output)
    sys.exit(1 if compared.differs(Level[fail_on.upper()]) else 0)


def _deliver(text: str, form: str, output: Path | None) -> None:
    if output is None:
        try:
            click.echo(text, nl=False)
        except BrokenPipeError:
            raise  # who closed the pipe has read enough
        except OSError as trouble:
            silence_streams()
            _fail(f"nothing more could be printed: {trouble.strerror or trouble}")
        return
    plain = click.unstyle(text) if form == "text" else text
    try:
        output.write_text(plain, "utf-8", errors="replace", newline="\n")
    except OSError as trouble:
        _fail(f"{output} cannot be written: {trouble.strerror or trouble}")


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
    say_aside(f"publish diff: {printable(message)}")
    sys.exit(2)
