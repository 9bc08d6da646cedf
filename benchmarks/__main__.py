"""Run every contest and print the tables: `python -m benchmarks`."""

from __future__ import annotations

import platform
import sys
import tempfile
from pathlib import Path

from benchmarks.citations import citation_contests
from benchmarks.contest import Contest, hold
from benchmarks.essay import essay_contest
from benchmarks.lines import lines_table
from benchmarks.pages import pages_table
from benchmarks.references import references_contest
from benchmarks.wholebook.table import whole_book_table


def _essay(folder: Path) -> list[Contest]:
    return [essay_contest(folder)]


def _references(folder: Path) -> list[Contest]:
    return [references_contest(folder)]


PREPARERS = (_essay, citation_contests, _references)
TABLES = (lines_table, pages_table, whole_book_table)


def main() -> None:
    """Hold every contest in a folder of its own."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    for prepare in PREPARERS:
        with tempfile.TemporaryDirectory(prefix="publish-bench-") as folder:
            for contest in prepare(Path(folder)):
                print(hold(contest))
                sys.stdout.flush()
    for measured in TABLES:
        with tempfile.TemporaryDirectory(prefix="publish-bench-") as folder:
            print(measured(Path(folder)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
