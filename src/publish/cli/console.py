"""What a person, a pipe or a program reads: diagnostics with excerpts, progress, and the table at the end.

On a terminal: a line that tells the current step, colours, a caret below the fault. In a pipe: plain lines.
With `--format json`: one object a line on standard output, the last of them the result.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import click

from publish.cli.columns import printable, terminal_width
from publish.cli.excerpt import WIDEST, render_diagnostic
from publish.cli.status import StatusLine
from publish.cli.streams import can_show, say_aside, speak_json
from publish.cli.table import render_table
from publish.model.diagnostic import Severity
from publish.pipeline.request import Result


class Console(Protocol):
    """A way to tell the run."""

    def progress(self, step: str) -> None:
        """Tell what is being done now."""

    def working(self, name: str) -> AbstractContextManager[None]:
        """Show that one publication is being worked on."""

    def show_diagnostics(self, result: Result, path: Path) -> None:
        """Tell what was found in one publication."""

    def finish(self, results: Sequence[Result]) -> None:
        """Tell what came of it all."""


def make_console(form: str, quiet: bool) -> Console:
    """Choose the console for `--format` and `--quiet`; a terminal gets colours and a status line."""
    if form == "json":
        speak_json()
        return JsonConsole()
    return TextConsole(quiet, sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb")


def place_prefix(path: Path) -> str:
    """Return what stands before a project's file names so that they can be opened from here."""
    folder = path if path.is_dir() else path.parent
    return "" if folder == Path() else f"{folder.as_posix()}/"


class JsonConsole:
    """One JSON object a line; the form is part of the fixed interface."""

    def progress(self, step: str) -> None:
        """Say nothing: programs wait for results."""

    @contextmanager
    def working(self, name: str) -> Iterator[None]:
        """Show nothing."""
        yield

    def show_diagnostics(self, result: Result, path: Path) -> None:
        """Print each diagnostic as it stands in the interface, with file names as seen from here."""
        prefix = place_prefix(path)
        for diagnostic in result.diagnostics:
            record = diagnostic.to_json()
            if record["file"] is not None:
                record["file"] = f"{prefix}{record['file']}"
            for related in record["related"]:  # type: ignore[attr-defined]
                related["file"] = f"{prefix}{related['file']}"
            click.echo(json.dumps(record, ensure_ascii=False))

    def finish(self, results: Sequence[Result]) -> None:
        """Print the result line."""
        editions = [edition.to_json() for result in results for edition in result.editions]
        click.echo(json.dumps({"type": "result", "editions": editions}, ensure_ascii=False))


class TextConsole:
    """Words for people: diagnostics and progress on standard error, the table on standard output."""

    def __init__(self, quiet: bool, live: bool) -> None:
        self._quiet = quiet
        self._live = live and not quiet
        self._name = ""
        self._line: StatusLine | None = None

    def progress(self, step: str) -> None:
        """Show the current step: on the status line of a terminal, as a line of its own in a pipe."""
        if self._line is not None:
            self._line.tell(step)
        elif not self._quiet:
            say_aside(f"{self._name}: {printable(step)}")

    @contextmanager
    def working(self, name: str) -> Iterator[None]:
        """Name the publication in progress lines; the status line is gone in the end."""
        self._name = printable(name)
        self._line = StatusLine(name) if self._live else None
        try:
            yield
        finally:
            if self._line is not None:
                self._line.stop()
                self._line = None

    def show_diagnostics(self, result: Result, path: Path) -> None:
        """Print each diagnostic with its source line and a caret; notes only where not quiet."""
        width = terminal_width(sys.stderr) or WIDEST
        for diagnostic in result.diagnostics:
            if self._quiet and diagnostic.severity is Severity.NOTE:
                continue
            say_aside(render_diagnostic(diagnostic, result.texts, place_prefix(path), width))

    def finish(self, results: Sequence[Result]) -> None:
        """Print the table of editions and one line on what kept the others away."""
        if not self._quiet and any(result.editions for result in results):
            click.echo(render_table(results, terminal_width(sys.stdout), plain=not can_show(sys.stdout, "─–")))
        for result in results:
            if result.failed:
                errors = sum(d.severity is Severity.ERROR for d in result.diagnostics)
                word = "error" if errors == 1 else "errors"
                told = f"{errors} {word}; nothing was delivered, the former output stays"
                say_aside(f"{printable(result.name)}: {told}")
