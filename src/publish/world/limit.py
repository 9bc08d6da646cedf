"""A wall-clock limit on work inside this process, for engines that can loop for ever.

Uses the interval timer of POSIX (setitimer(2)), hence the main thread only; elsewhere the work runs unlimited,
and its worker process is what can be ended.
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
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeLimitExceeded in the body once `seconds` of wall time have passed."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def expire(_signal: int, _frame: FrameType | None) -> None:
        raise TimeLimitExceeded

    former = signal.signal(signal.SIGALRM, expire)
    started = time.monotonic()
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
        if left:  # a limit around this one goes on running
            signal.setitimer(signal.ITIMER_REAL, max(0.001, left - (time.monotonic() - started)))
