"""The exit codes of the fixed interface: 0 delivered, 1 errors, 2 wrong use, 3 a needed tool is missing."""

from __future__ import annotations

from collections.abc import Iterable

from publish.pipeline.request import Result


def exit_code(results: Iterable[Result]) -> int:
    """Return the code for what was found; 2 is click's."""
    found = list(results)
    if any(one.code == "world/missing-tool" for result in found for one in result.diagnostics):
        return 3
    return 1 if any(result.failed for result in found) else 0
