"""How many hands: the same stage over many values, serially or in worker processes, in the given order."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from publish.model.artifact import Artifact
from publish.model.diagnostic import Outcome
from publish.pipeline.editions import EditionJob, make_edition

T = TypeVar("T")
R = TypeVar("R")

_PRELOADED = [
    "publish.paginating.paginate",
    "publish.writing.epub",
    "publish.checking.epub",
    "publish.structure.lint",
]


def count_workers(jobs: int, tasks: int) -> int:
    """Return how many worker processes serve: `jobs`, or one a core for 0, never more than tasks."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(jobs or cores, tasks))


@contextmanager
def edition_workers(
    jobs: int, tasks: int
) -> Iterator[Callable[[Sequence[EditionJob]], Iterator[Outcome[Artifact | None]]]]:
    """Give a function that makes editions in order; with one worker it works in this process.

    The fork server is started on entry and imports the engines while the caller still reads chapters.
    """
    workers = count_workers(jobs, tasks)
    if workers == 1:
        yield lambda work: map(make_edition, work)
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        pool.submit(os.getpid)  # wakes the fork server now; its imports overlap with reading
        yield lambda work: pool.map(make_edition, work)
