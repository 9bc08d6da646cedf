"""The command `publish snapshot`: what stands on the pages of an edition, as text for a repository."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE|PATH")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="F",
    help="Write to this file; to this folder if there are several editions.",
)
@click.option("--full", is_flag=True, help="Spell every text out: larger, but it tells each word.")
@click.option(
    "--allow-read",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Let a manuscript name files in this folder too.",
)
def snapshot(source: Path, output: Path | None, full: bool, allow_read: tuple[Path, ...]) -> None:
    """Write down what stands where in a PDF or an EPUB, or in every edition of a manuscript.

    The text is small, made to be committed and to be read in a pull request; `publish diff` compares with it.
    Exit code 0: written; 1: the file cannot be read, or the manuscript has errors.
    """
    from publish.pipeline.snapshot import SUFFIX, is_manuscript, take_snapshots

    taken = take_snapshots(source, full=full, allow_read=allow_read)
    for diagnostic in taken.diagnostics:
        click.echo(f"{diagnostic.severity}[{diagnostic.code}] {diagnostic.message}", err=True)
    if not taken.texts:
        sys.exit(1)
    try:
        if output is None:
            for name, text in taken.texts:
                if len(taken.texts) > 1:
                    click.echo(f"==> {name}{SUFFIX} <==")
                click.echo(text, nl=False)
        elif output.is_dir() or (is_manuscript(source) and len(taken.texts) > 1):
            output.mkdir(parents=True, exist_ok=True)
            for name, text in taken.texts:
                (output / f"{name}{SUFFIX}").write_text(text, "utf-8", newline="\n")
        else:
            output.write_text(taken.texts[0][1], "utf-8", newline="\n")
    except OSError as reason:
        click.echo(f"publish snapshot: {output}: {reason.strerror or reason}", err=True)
        sys.exit(1)
    sys.exit(1 if taken.failed else 0)
