"""`publish impose`: any PDF, by a path the person typed, becomes a booklet beside it."""

from __future__ import annotations

from pathlib import Path

from publish.model.diagnostic import diagnose, has_errors
from publish.pipeline.request import Delivered, Result
from publish.press.impose import impose_booklet
from publish.world.clock import stopwatch
from publish.world.whole import Unwritable, write_whole


def impose_file(source: Path, output: Path) -> Result:
    """Impose `source` two up for saddle stitching and write `output`, whole or not at all."""
    watch = stopwatch()
    root = source.parent
    try:
        pdf = source.read_bytes()
    except OSError as reason:
        found = diagnose(
            "config/missing-file",
            f"{source} cannot be read ({reason.strerror}); expected a PDF",
            hints=["check the name"],
        )
        return Result(source.name, root, diagnostics=(found,))
    outcome = impose_booklet(pdf, None)
    if has_errors(outcome.diagnostics):
        return Result(source.name, root, diagnostics=outcome.diagnostics)
    content, sides = outcome.value
    try:
        write_whole(output, content)
    except Unwritable as reason:
        message = f"{output} cannot be written: {reason.reason}"
        found = diagnose("world/unwritable", message, hints=["choose another folder"])
        return Result(source.name, root, diagnostics=(*outcome.diagnostics, found))
    edition = Delivered("booklet", output, sides, len(content), watch())
    return Result(source.name, root, (edition,), outcome.diagnostics)
