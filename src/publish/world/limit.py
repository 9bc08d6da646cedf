"""A limit of CPU time on work inside this process, for engines that can loop for ever.

CPU seconds, not those of the clock: what is made must not depend on what else the machine does at that time.
Uses the interval timer of POSIX (setitimer(2), ITIMER_PROF), hence the main thread only; elsewhere the work
runs unlimited, and its worker process is what can be ended.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TimeLimitExceeded(BaseException):
    """The limit ran out. A BaseException, so that no engine's `except Exception` swallows it."""


@contextmanager
def time_limit(cpu_seconds: float) -> Iterator[None]:
    """Raise TimeLimitExceeded in the body once this process has computed for so long."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def expire(_signal: int, _frame: FrameType | None) -> None:
        raise TimeLimitExceeded

    former = signal.signal(signal.SIGPROF, expire)
    started = time.process_time()
    left, _ = signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)
        if left:  # a limit around this one goes on running
            signal.setitimer(signal.ITIMER_PROF, max(0.001, left - (time.process_time() - started)))
