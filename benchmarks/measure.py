"""One command in, what it cost out: wall seconds, CPU seconds and peak memory, children included."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took; memory is the largest resident size of any one process of it."""

    wall_s: float
    cpu_s: float
    memory_mib: float


def measure(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> Cost:
    """Run a command in a folder; raises CalledProcessError if it fails, with what it said."""
    log = folder / ".bench.log"
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)  # of this process and all it has waited for
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    said = log.read_text("utf-8", "replace")
    log.unlink()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), said)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        median(cost.wall_s for cost in costs),
        median(cost.cpu_s for cost in costs),
        median(cost.memory_mib for cost in costs),
    )
