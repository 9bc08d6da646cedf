"""Time: what the environment fixes it to, and how long things take. Never the date of an edition."""

from __future__ import annotations

import os
import time
from collections.abc import Callable


def source_date_epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH in seconds since 1970, None if it is unset or no whole number from 0 on.

    Source: the specification of reproducible-builds.org, version 1.1.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def stopwatch() -> Callable[[], float]:
    """Start measuring; the function returned tells the seconds since then, as often as it is called."""
    start = time.perf_counter()
    return lambda: time.perf_counter() - start
