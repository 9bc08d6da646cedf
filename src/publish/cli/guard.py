"""The last net: a bug of ours becomes a diagnostic, never a traceback in front of a user."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path

from publish.model.diagnostic import diagnose
from publish.pipeline.request import Result

DEBUG = "PUBLISH_DEBUG"
"""Set this variable to see the traceback of a bug."""


def guarded(work: Callable[[], Result], path: Path) -> Result:
    """Run the work; answer an unexpected exception with the diagnostic `internal/bug`."""
    try:
        return work()
    except Exception as bug:
        if os.environ.get(DEBUG):
            traceback.print_exc()
        place = traceback.extract_tb(bug.__traceback__)[-1]
        where = f"{Path(place.filename).stem}.{place.name}, line {place.lineno}"
        found = diagnose(
            "internal/bug",
            f"publish failed while working on this manuscript ({type(bug).__name__} in {where}); "
            "the former output stays",
            hints=[f"this is a bug of ours: please report it, with what {DEBUG}=1 publish build … prints"],
        )
        return Result(path.name, path, diagnostics=(found,))
