"""The recipe of a build: the road of ARCHITECTURE.md, stage by stage, for one publication."""

from __future__ import annotations

from collections.abc import Mapping

from publish.model.artifact import Artifact
from publish.model.diagnostic import Diagnostic, diagnose, has_errors, in_order
from publish.pipeline.collector import resting_collector
from publish.pipeline.deliver import deliver_editions
from publish.pipeline.project import Place, find_place
from publish.pipeline.reads import TrackedFiles
from publish.pipeline.request import Delivered, Made, Request, Result
from publish.pipeline.reuse import keep, key_of, recall
from publish.world.cache import Cache, default_cache_folder
from publish.world.clock import stopwatch
from publish.world.deliver import Unwritable
from publish.world.disk import Project
from publish.world.process import MissingTool, TooLong
from publish.world.text import decode_text


def build(request: Request) -> Result:
    """Build one publication, or only check it; trouble in the manuscript is in the result, never raised."""
    watch = stopwatch()
    found = find_place(request.path, request.profile)
    if found.value is None:
        return Result(request.path.name, request.path.parent, diagnostics=found.diagnostics)
    place = found.value
    project = Project(place.root, request.allow_read)
    cache = Cache(default_cache_folder() if request.cache else None)
    key = key_of(request)

    kept = recall(cache, key, project)
    files = TrackedFiles(project)
    if kept is not None:
        request.progress("nothing changed")
        made, manifest = kept
    else:
        made, manifest = _travel(place, files, request)
        if not has_errors(made.diagnostics):
            keep(cache, key, files.answers, made, manifest)

    diagnostics = in_order(made.diagnostics)
    if request.strict:
        diagnostics = tuple(d.as_error() for d in diagnostics)
    editions: tuple[Delivered, ...] = ()
    if request.deliver and not has_errors(diagnostics):
        editions, trouble = _deliver(place, request, made.artifacts, manifest)
        diagnostics += trouble
    return Result(
        place.name,
        place.root,
        editions,
        diagnostics,
        texts_of(diagnostics, project),
        watch(),
        reused=kept is not None,
        passages=made.passages,
    )


def _travel(place: Place, files: TrackedFiles, request: Request) -> tuple[Made, bytes]:
    """Go the road; what is wrong with this machine ends it as a diagnostic."""
    from publish.pipeline.road import travel  # the engines load only when there is work for them

    try:
        with resting_collector():
            return travel(place, files, request)
    except MissingTool as tool:
        hints = [tool.hint] if tool.hint else ["set the program up again: `make build`"]
        return Made((), (diagnose("world/missing-tool", str(tool), hints=hints),)), b""
    except TooLong as limit:
        return Made((), (diagnose("read/too-long", str(limit)),)), b""


def _deliver(
    place: Place, request: Request, artifacts: tuple[Artifact, ...], manifest: bytes
) -> tuple[tuple[Delivered, ...], tuple[Diagnostic, ...]]:
    from pathlib import Path

    folder = request.output or Path("output") / place.name
    try:
        return deliver_editions(folder, artifacts, manifest), ()
    except Unwritable as reason:
        message = f"the editions could not be written to {folder}: {reason.reason}"
        return (), (diagnose("world/unwritable", message, hints=["choose another folder with --output"]),)


def texts_of(diagnostics: tuple[Diagnostic, ...], project: Project) -> Mapping[str, str]:
    """Read again the files that diagnostics point into; the command line shows their lines."""
    paths = {d.where.file for d in diagnostics if d.where is not None}
    texts: dict[str, str] = {}
    for path in sorted(paths):
        try:
            texts[path] = decode_text(path, project.read_bytes(path)).value.text
        except Exception:  # noqa: S112 - an excerpt is a courtesy; a file that is gone has none
            continue
    return texts
