"""Pandoc: one text in, one text and its JSON log out (Pandoc User's Guide 3.9, `--sandbox`, `--log`).

Pandoc gets its text on standard input and may read no file (`--sandbox`), has a time limit and a cap on its
memory. The binary is the one the package pypandoc_binary carries; that package is located, not imported,
since importing it costs more than a call of pandoc.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from publish.world.process import Completed, MissingTool, run

__all__ = ["PandocResult", "pandoc_program", "pandoc_version", "run_pandoc"]

MEMORY_LIMIT = "3g"
"""The largest heap, as GHC's run-time option -M takes it; 8 MB of prose need about 1.3 GB."""


@dataclass(frozen=True, slots=True)
class PandocResult:
    """Pandoc's output and its log.

    `messages` are the records of `--log` (`type`, `verbosity`, `pretty`, mostly `line` and `column`). After a
    failure `text` is empty and the last message has type `Failure`, the exit code and what pandoc said.
    """

    text: str
    messages: tuple[dict[str, Any], ...] = ()
    failed: bool = False


@cache
def pandoc_program() -> str:
    """Return the path of the pandoc binary; raises `MissingTool` if there is none.

    PYPANDOC_PANDOC names another one, as it does for pypandoc itself.
    """
    named = os.environ.get("PYPANDOC_PANDOC")
    if named:
        return named
    spec = find_spec("pypandoc")
    if spec is not None and spec.origin is not None:
        for name in ("pandoc", "pandoc.exe"):
            bundled = Path(spec.origin).parent / "files" / name
            if bundled.is_file():
                return str(bundled)
    found = shutil.which("pandoc")
    if found is None:
        raise MissingTool("pandoc", "install the package pypandoc_binary, which carries it")
    return found


@cache
def pandoc_version() -> str:
    """Return pandoc's version, such as `3.9`."""
    first = (
        run([pandoc_program(), "--version"], time_limit_s=30).stdout.decode("utf-8", "replace").split("\n")[0]
    )
    return first.rpartition(" ")[2].strip()


def run_pandoc(
    text: str,
    *,
    from_: str,
    to: str,
    options: Sequence[str] = (),
    time_limit_s: float = 120,
) -> PandocResult:
    """Convert one text from format to format.

    Raises `TooLong` at the time limit. A text that pandoc refuses is a result with `failed`, not an exception.
    """
    program = pandoc_program()
    # A file for the log: standard error also carries what pandoc prints when it gives up.
    with tempfile.TemporaryDirectory(prefix="publish-") as folder:
        log = Path(folder) / "log.json"
        argv = [
            program,
            "--sandbox",
            "--quiet",
            f"--from={from_}",
            f"--to={to}",
            f"--log={log}",
            *options,
            "+RTS",
            f"-M{MEMORY_LIMIT}",
            "-RTS",
        ]
        completed = run(argv, text.encode("utf-8", "replace"), time_limit_s)
        messages = _read_log(log)
    if completed.returncode != 0:
        return PandocResult("", (*messages, _failure(completed)), failed=True)
    return PandocResult(completed.stdout.decode("utf-8", "replace"), messages)


def _read_log(log: Path) -> tuple[dict[str, Any], ...]:
    try:
        records = json.loads(log.read_text("utf-8", "replace"))
    except (OSError, ValueError):
        return ()  # pandoc writes no log when it gives up early
    return tuple(record for record in records if isinstance(record, dict))


_HEAP_EXHAUSTED = 251
"""GHC's exit code for a heap beyond -M."""


def _failure(completed: Completed) -> dict[str, Any]:
    said = completed.stderr.decode("utf-8", "replace").strip()
    if completed.returncode == _HEAP_EXHAUSTED:
        said = "the text needs more memory than pandoc may use"
    elif not said:
        said = f"pandoc ended with exit code {completed.returncode}"
    return {"type": "Failure", "verbosity": "ERROR", "code": completed.returncode, "pretty": said}
