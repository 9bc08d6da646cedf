"""One build in a process of its own, timed inside: `python -m benchmarks.timed_build MANUSCRIPT OUTPUT`.

Out, beside the editions: `timed.json` with CPU seconds of laying out and of writing PDFs, and how many lines
were set by us and by the layout engine. What the whole process costs is measured outside.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import publish
from publish.paginating import layout, paginate, tagging
from publish.paginating.lines.record import Record

_SECONDS = {"layout": 0.0, "writing": 0.0}


def main() -> None:
    """Build and write what was measured; exit code 1 if nothing was delivered."""
    manuscript, output = map(Path, sys.argv[1:])
    record = Record()
    layout.lay_out = _timed("layout", layout.lay_out)
    tagging.write_pdf = _timed("writing", tagging.write_pdf)
    made = paginate.paginate
    paginate.paginate = lambda *given, **named: made(*given, **named, record=record)
    result = publish.build(manuscript, output=output, cache=False)
    if result.failed or not result.editions:
        print(*[str(found) for found in result.diagnostics], sep="\n")
        sys.exit(1)
    lines = {"own_lines": record.own_lines, "engine_lines": record.engine_lines}
    (output / "timed.json").write_text(json.dumps(_SECONDS | lines), "utf-8")


def _timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return work(*given, **named)
        finally:
            _SECONDS[name] += time.process_time() - start

    return timed


if __name__ == "__main__":
    main()
