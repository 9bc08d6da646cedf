"""The command `publish lint`: faults of one edition as lines for people or objects for programs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--config", "settings", type=click.Path(path_type=Path, dir_okay=False), metavar="YAML",
              help="A publish.yaml whose `lint` switches are to hold.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help="How faults are told.")  # fmt: skip
def lint(source: Path, settings: Path | None, form: str) -> None:
    """Tell what is wrong with the pages of a PDF, an EPUB or a snapshot, without a reference.

    Exit code 0: nothing but notes; 1: warnings or errors; 2: the file could not be judged.
    """
    from publish.model.faults import RULES
    from publish.pipeline.lint import lint_file

    judged = lint_file(source, settings)
    for diagnostic in judged.diagnostics:
        if form == "json":
            click.echo(json.dumps(diagnostic.to_json(), ensure_ascii=False))
        else:
            click.echo(f"{diagnostic.severity}[{diagnostic.code}] {diagnostic.message}", err=True)
    weights = Counter(RULES[fault.rule].weight for fault in judged.faults)
    for fault in judged.faults:
        weight = RULES[fault.rule].weight
        if form == "json":
            record = {
                "type": "fault",
                "severity": weight,
                "rule": fault.rule,
                "page": fault.page,
                "sentence": fault.sentence,
            }
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            click.echo(f"{click.style(weight, fg=_COLOURS[weight])}[{fault.rule}] {fault.sentence}")
    if judged.failed:
        sys.exit(2)
    if form == "text" and not judged.faults:
        click.echo(f"{source}: nothing to find fault with", err=True)
    sys.exit(1 if weights["error"] or weights["warning"] else 0)
