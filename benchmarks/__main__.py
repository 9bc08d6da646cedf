"""Run every contest and print the tables: `python -m benchmarks`."""

from __future__ import annotations

import platform
import sys
import tempfile
from pathlib import Path

from benchmarks.contest import hold
from benchmarks.essay import essay_contest

CONTESTS = (essay_contest,)


def main() -> None:
    """Hold every contest in a folder of its own."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    for prepare in CONTESTS:
        with tempfile.TemporaryDirectory(prefix="publish-bench-") as folder:
            print(hold(prepare(Path(folder))))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
