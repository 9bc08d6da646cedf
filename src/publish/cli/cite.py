"""`publish cite`: citations shown and checked, styles searched, the jobs of other programs answered."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli.columns import columns, cut, pad, printable, terminal_width
from publish.cli.console import make_console, place_prefix
from publish.cli.exits import exit_code
from publish.cli.guard import guarded
from publish.cli.streams import speak_json
from publish.cli.typeset import typeset
from publish.pipeline.request import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.pipeline.citeshow import Showing, Shown
    from publish.world.catalogue import CatalogueEntry

_WIDEST = 110
"""Columns of running text; longer lines are hard to read."""

_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
                       help="For people, or one JSON object a line.")  # fmt: skip
_ALLOW_READ = click.option("--allow-read", type=click.Path(path_type=Path, exists=True), multiple=True,
                           metavar="DIR", help="Let the manuscript name files in this folder too.")  # fmt: skip


@click.group()
def cite() -> None:
    """Show, check and format citations, and search the citation styles."""


@cite.command(short_help="Print the notes and the list of references.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--style", default="", metavar="NAME",
              help="Use this style instead: a name, or the path of a .csl file.")  # fmt: skip
@_FORMAT
@_ALLOW_READ
def show(path: Path, style: str, form: str, allow_read: tuple[Path, ...]) -> None:
    """Print a manuscript's notes and its list of references as a build prints them.

    PATH is a Markdown file or a folder with publish.yaml. In a style without notes the citations in the text
    are printed with their places.
    """
    from publish.pipeline.citeshow import Showing, show_citations

    console = make_console(form, False)
    showing = Showing()

    def work() -> Result:
        nonlocal showing
        showing, result = show_citations(path, style, allow_read)
        return result

    result = guarded(work, path)
    console.show_diagnostics(result, path)
    if form == "json":
        click.echo(json.dumps(showing.to_json(place_prefix(path)), ensure_ascii=False))
    elif not result.failed:
        _print_showing(showing, result.name, place_prefix(path))
    sys.exit(exit_code([result]))


def _print_showing(showing: Showing, name: str, prefix: str) -> None:
    width = terminal_width(sys.stdout)
    width = min(width, _WIDEST) if width else None
    click.echo(click.style(f"{printable(name)} in the style {printable(showing.style)}", bold=True))
    _print_list("Notes", showing.notes, [one.name for one in showing.notes], width, right=True)
    places = [f"{prefix}{one.at.file}:{one.at.line}" if one.at else "" for one in showing.citations]
    _print_list("Citations", showing.citations, places, width)
    if showing.bibliography:
        click.echo(f"\n{click.style('Bibliography', bold=True)}")
    for entry in showing.bibliography:
        lead, rest = ("  ", "    ")
        lines = typeset(entry.inlines, lead, width).split("\n")
        click.echo("\n".join([line if n == 0 else rest + line.lstrip() for n, line in enumerate(lines)]))
    if not (showing.notes or showing.citations or showing.bibliography):
        click.echo("nothing is cited here")


def _print_list(
    title: str, items: Sequence[Shown], leads: Sequence[str], width: int | None, *, right: bool = False
) -> None:
    if not items:
        return
    click.echo(f"\n{click.style(title, bold=True)}")
    longest = max(columns(printable(lead)) for lead in leads)
    for item, lead in zip(items, leads, strict=True):
        click.echo(typeset(item.inlines, f"  {pad(printable(lead), longest, right=right)}  ", width))


@cite.command(short_help="Search the citation styles.")
@click.argument("words", nargs=-1, required=True, metavar="WORD…")
@click.option("--all", "every", is_flag=True, help="Print every style that answers, not only the first 20.")
@_FORMAT
def styles(words: tuple[str, ...], every: bool, form: str) -> None:
    """Search the citation styles: those that answer to every WORD, the best first.

    A WORD is part of a style's name or title, its kind (note, author-date, numeric), a field of study or an
    ISSN. The name in the first column is what `csl:` and `--style` take.
    """
    from publish.pipeline.catalogue import search_styles

    search = search_styles(words)
    if form == "json":
        speak_json()
        for entry in search.found:
            click.echo(json.dumps({"type": "style", **entry.to_json()}, ensure_ascii=False))
    else:
        _print_styles(search.found, None if every else _FIRST)
        if not search.found:
            near = f"; did you mean {', '.join(search.similar)}?" if search.similar else ""
            click.echo(f"no style answers to {printable(' '.join(words))}{near}", err=True)
    sys.exit(0 if search.found else 1)


_FIRST = 20


def _print_styles(found: Sequence[CatalogueEntry], most: int | None) -> None:
    shown = found[:most]
    width = terminal_width(sys.stdout)
    name_width = max([columns(entry.name) for entry in shown], default=0)
    if width is not None:
        name_width = min(name_width, max(24, width // 2 - 8))
    for entry in shown:
        title = printable(entry.title)
        parent = f" → {entry.parent}" if entry.parent else ""
        lead = f"{pad(entry.name, name_width)}  {pad(entry.form, 11)}  "
        if width is not None:
            title = cut(title, max(10, width - columns(lead) - columns(parent)))
        words = title + parent
        click.echo(click.style(lead[: len(entry.name)], bold=True) + lead[len(entry.name) :] + words)
    if len(found) > len(shown):
        click.echo(f"… and {len(found) - len(shown)} more; see them with --all", err=True)


@cite.command(short_help="List unused, incomplete and duplicate references.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@_FORMAT
@click.option("--quiet", is_flag=True, help="Say only what is wrong, not what is unused.")
@_ALLOW_READ
def check(path: Path, strict: bool, form: str, quiet: bool, allow_read: tuple[Path, ...]) -> None:
    """List references that are unused, incomplete or there twice, and citations without a reference."""
    from publish.pipeline.citecheck import Tally, check_citations

    console = make_console(form, quiet)
    tally = Tally()

    def work() -> Result:
        nonlocal tally
        tally, result = check_citations(path, strict, allow_read)
        return result

    result = guarded(work, path)
    console.show_diagnostics(result, path)
    if form == "json":
        click.echo(json.dumps(tally.to_json()))
    elif not quiet and tally.references:
        click.echo(
            f"{tally.references} references: {tally.cited} cited, {tally.unused} unused, "
            f"{tally.incomplete} incomplete, {tally.duplicate} there twice"
        )
    sys.exit(exit_code([result]))


@cite.command(short_help="Answer jobs of other programs, a line of JSON each.")
def run() -> None:
    """Answer jobs of other programs: a line of JSON in, a line of JSON out, in order.

    \b
    job    {"style": XML, path or name, "locale": "en-US" or null, "references": [CSL-JSON],
            "clusters": [{"cites": [{"id", "locator", "label", "prefix", "suffix",
                                     "suppress-author", "author-only"}], "note": 3 or null}],
            "bibliography": true, "to": "html" | "text" | "markdown"}
    answer {"clusters": [text], "bibliography": [{"id", "text"}], "diagnostics": […]}

    Only `style` is required. Prefix and suffix may hold CSL's rich text (<i>see</i>). The bibliography lists
    what is cited, or all references where nothing is. Every line gets an answer; one with an error among its
    diagnostics has no texts. The exit code is 0 when all lines were answered.
    """  # noqa: D301 - \b is click's mark for lines that are kept as they are
    import gc

    from publish.pipeline.citejobs import answer_line

    gc.set_threshold(100_000)  # a job is many small values that live until it is answered: a tenth of the time
    for line in sys.stdin.buffer if sys.stdin is not None else ():
        sys.stdout.buffer.write(f"{answer_line(line)}\n".encode())
        sys.stdout.buffer.flush()
