"""A whole book, from its folder to each edition: what it costs, how many pages it has, what is wrong with it.

Each row is a process of its own, without a cache and without workers, so that its CPU seconds are all counted.
The book is the one `project.py` writes; its contents, indexes, references and notes are compared with what was
written, entry by entry (`proof.py`).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measure import Cost, measure
from benchmarks.wholebook.project import CHAPTERS, write_book
from benchmarks.wholebook.promise import Promise
from benchmarks.wholebook.proof import faults_of
from publish.structure.reading import read_edition

_WAYS = (
    ("PDF, A5", "{to: pdf, page: A5}", ""),
    ("PDF, A5, line by line", "{to: pdf, page: A5}", "theme: {lines: greedy}\n"),
    ("booklet, A5 on A4", "{to: booklet, page: A5, sheet: A4}", ""),
    ("EPUB", "{to: epub}", ""),
)


def whole_book_table(folder: Path) -> str:
    """Build the book in each way; return the table as Markdown."""
    rows = []
    promise = Promise()
    for number, (name, edition, more) in enumerate(_WAYS):
        project = folder / f"way-{number}"
        promise = write_book(project, editions=f"[{edition}]", more=more)
        rows.append(_row(name, project, promise))
        print(".", end="", file=sys.stderr, flush=True)
    marks = sum(map(len, promise.entries.values()))
    lines = [
        f"## A whole book: {CHAPTERS} chapters, {promise.words:,} words",
        f"{promise.own_notes} notes, {promise.cites} cites, {marks} places in two indexes, "
        f"{promise.paged_references} references with pages, "
        f"{promise.figures} figures, {promise.tables} tables; one round.",
        "",
        "| | wall s | CPU s | memory MiB | pages | told by the build | not as promised |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, project: Path, promise: Promise) -> str:
    publish = str(Path(sys.executable).parent / "publish")
    output = project / "out"
    try:
        cost, told = _build(
            (publish, "build", ".", "--no-cache", "--jobs", "1", "--output", str(output)), project
        )
    except subprocess.CalledProcessError as failed:
        return f"| {name} | failed: {' '.join(failed.output.split())[:100]} | | | | | |"
    structure = read_edition(next(output.glob("way-*")).read_bytes()).value
    pages = faults = "–"
    if structure is not None and name.startswith("PDF"):
        pages, faults = str(len(structure.pages)), str(len(faults_of(structure, promise)))
    figures = f"{cost.wall_s:.1f} | {cost.cpu_s:.1f} | {cost.memory_mib:.0f}"
    return f"| {name} | {figures} | {pages} | {told} | {faults} |"


def _build(command: tuple[str, ...], project: Path) -> tuple[Cost, int]:
    """Return what a build cost, and how many diagnostics it told."""
    kept = project / ".told"
    cost = measure(("sh", "-c", f'"$@" --format json > {kept.name}', "sh", *command), project)
    return cost, sum('"severity"' in line for line in kept.read_text("utf-8").splitlines())
