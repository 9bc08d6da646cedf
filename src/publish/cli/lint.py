"""The command `publish lint`: what is wrong with the pages of one edition, without a reference.

Exit codes: 0 nothing but notes, 1 warnings or errors, 2 the edition could not be judged.
"""

from __future__ import annotations

import sys
import traceback
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli.columns import printable, terminal_width
from publish.cli.guard import DEBUG
from publish.cli.streams import say_aside, speak_json

if TYPE_CHECKING:
    from publish.model.diagnostic import Diagnostic
    from publish.pipeline.lint import Judgement

_HELP = """\
Tell what is wrong with the pages of an edition, without a reference.

FILE is a PDF of any maker, an EPUB or a snapshot. An error misleads or loses something, a warning is what a
printer would correct, a note is a blemish that good setting may not avoid everywhere. Every build tells the
errors and warnings of its editions; this command tells notes, too.

\b
Examples:
  publish lint output/essay/essay-a4.pdf
  publish lint book.pdf --config publish.yaml
  publish lint book.epub --format github
  publish lint --rules

\b
What is meant to be as it is, publish.yaml says, with the reason:
  lint:
    off:
      widow: the poem is set line by line

Exit codes: 0 nothing but notes, 1 warnings or errors, 2 the file could not be judged.
"""


def _show_rules(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from publish.cli.lint_formats import rules_table

    click.echo(rules_table(terminal_width(sys.stdout)), nl=False)
    context.exit()


@click.command(help=_HELP)
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option(
    "--config",
    "settings",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="YAML",
    help="A publish.yaml whose `lint` switches are to hold; idle ones are told.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Sentences, JSON lines, or annotations for GitHub Actions.",
)
@click.option(
    "--rules",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_rules,
    help="List the rules with their weights and meanings.",
)
def lint(source: Path, settings: Path | None, form: str) -> None:
    """Judge one edition and tell its faults in the form that was asked for."""
    from publish.cli.lint_formats import as_annotations, as_json, as_text

    if form == "json":
        speak_json()
    judged = _judge(source, settings)
    if form == "json":
        click.echo(as_json(judged, source), nl=False)
    else:
        for diagnostic in judged.diagnostics:
            say_aside(_told(diagnostic))
        if form == "github":
            click.echo(as_annotations(judged, source), nl=False)
        elif not judged.failed:
            click.echo(as_text(judged, source, terminal_width(sys.stdout)), nl=False)
    sys.exit(2 if judged.failed else 0 if judged.is_good else 1)


def _judge(source: Path, settings: Path | None) -> Judgement:
    from publish.pipeline.lint import lint_file

    try:
        return lint_file(source, settings)
    except Exception as bug:
        if environ.get(DEBUG):
            traceback.print_exc()
        what = f"publish failed while judging ({type(bug).__name__}); a bug of ours: {DEBUG}=1 shows where"
        say_aside(f"publish lint: {printable(what)}")
        sys.exit(2)


def _told(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.where}: " if diagnostic.where else ""
    lines = [f"{place}{diagnostic.severity}[{diagnostic.code}] {diagnostic.message}"]
    lines += [f"  hint: {hint}" for hint in diagnostic.hints]
    return "\n".join(map(printable, lines))
