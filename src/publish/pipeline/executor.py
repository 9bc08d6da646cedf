"""How many hands: the same stage over many values, serially or in worker processes, in the given order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from tempfile import TemporaryDirectory

from publish.model.artifact import Artifact
from publish.model.diagnostic import Outcome
from publish.pipeline.editions import EditionJob, gave_up, make_edition

_PRELOADED = [
    "publish.paginating.preloaded",
    "publish.writing.epub",
    "publish.checking.epub",
    "publish.structure.lint.lint",
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
    with TemporaryDirectory(prefix="publish-", ignore_cleanup_errors=True) as scratch:
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_settle, initargs=(scratch,))
        try:
            if _wake(pool):
                yield lambda work: _in_order(pool, work)
            else:
                yield lambda work: map(make_edition, work)
        except BaseException:
            for child in multiprocessing.active_children():  # what was interrupted is not finished first
                child.kill()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _wake(pool: ProcessPoolExecutor) -> bool:
    """Start the fork server now, so that its imports overlap with reading; tell whether it can be had.

    It listens on a socket in the folder for temporary files, whose path may be too long for one (unix(7)).
    Ctrl-C reaches all processes of a terminal; the server would answer it with a traceback while it imports.
    """
    resource_tracker.ensure_running()  # it would let the signal through again
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # child processes inherit it
    try:
        pool.submit(os.getpid)
    except OSError:
        return False
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
    return True


def _settle(scratch: str) -> None:
    """Prepare a worker: Ctrl-C and temporary files are the parent's matter, as no exit here clears them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = scratch


def _in_order(pool: ProcessPoolExecutor, work: Sequence[EditionJob]) -> Iterator[Outcome[Artifact | None]]:
    futures = [pool.submit(make_edition, job) for job in work]
    for job, future in zip(work, futures, strict=True):
        try:
            yield future.result()
        except BrokenExecutor:
            yield Outcome(None, (gave_up(job, "was ended by the system, as when memory runs out"),))
