"""Stage 1: a path and flags → the project's files and its Plan.

A folder is a project when it holds publish.yaml; a Markdown file is one by its front matter alone, and its
folder is the project folder. Nothing is written beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from publish.config.load import load_file, load_folder, with_flags
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.plan import Plan
from publish.model.source import Source, Span
from publish.pipeline.reads import TrackedFiles
from publish.pipeline.request import Request
from publish.world.disk import NotThere, OutsideProject
from publish.world.text import decode_text

SETTINGS = "publish.yaml"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a publication lives: its folder, the single file if it is one, and its name."""

    root: Path
    file: str
    name: str


def find_place(path: Path, profile: str = "") -> Outcome[Place | None]:
    """Find the project a path means: a folder with publish.yaml, publish.yaml itself, or a Markdown file.

    A profile is part of its name, so that the editions of two profiles stand side by side.
    """
    found = _find(path)
    if found.value is None or not profile:
        return found
    return Outcome(replace(found.value, name=f"{found.value.name}-{profile}"), found.diagnostics)


def _find(path: Path) -> Outcome[Place | None]:
    if path.name == SETTINGS and path.is_file():
        path = path.parent
    if path.is_dir():
        return _named(Place(path, "", path.resolve().name))
    if path.is_file():
        return _named(Place(path.parent, path.name, path.stem))
    what = "is neither a file nor a folder" if path.exists() else "does not exist"
    found = diagnose(
        "config/missing-file",
        f"{path} {what}; expected a Markdown file or a folder with {SETTINGS}",
        hints=_similar_names(path),
    )
    return Outcome(None, (found,))


def _named(place: Place) -> Outcome[Place | None]:
    """Give a place a name that can name a folder below `output/`; a name that is not Unicode is an error."""
    try:
        (place.name + place.file).encode()
    except UnicodeEncodeError:
        shown = (place.file or place.name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        message = f"the name {shown} is not UTF-8; expected a name that can stand in an edition"
        return Outcome(None, (diagnose("read/not-utf8", message, hints=["rename it"]),))
    return Outcome(place if place.name.strip(".") else replace(place, name="publication"))


def load_plan(place: Place, files: TrackedFiles, request: Request) -> Outcome[tuple[Plan, Source] | None]:
    """Read publish.yaml or the front matter and resolve it into a Plan; also return the text it came from."""
    path = place.file or SETTINGS
    text = read_text(files, path)
    if text.value is None:
        if not place.file and not files.list(SETTINGS):
            hint = f"name a file, or write a {SETTINGS} beside your chapters"
            missing = diagnose(
                "config/missing-file", f"{place.root} has no {SETTINGS}; expected one in it", hints=[hint]
            )
            return Outcome(None, (missing,))
        return Outcome(None, text.diagnostics)
    present = files.list("**/*")
    load = load_file if place.file else load_folder
    outcome = load(text.value, present, place.name, request.profile)
    found = text.diagnostics + outcome.diagnostics
    if outcome.value is None:
        return Outcome(None, found)
    plan = with_flags(outcome.value, request.to) if request.to else outcome.value
    return Outcome((plan, text.value), found)


def read_text(files: TrackedFiles, path: str, named_at: Span | None = None) -> Outcome[Source | None]:
    """Read one text that the settings name at a place as UTF-8; what cannot be read is an error and None."""
    try:
        content = files.read_bytes(path)
    except NotThere:
        message = f"{path} does not exist; expected a text file of the project"
        return Outcome(None, (diagnose("config/missing-file", message, named_at),))
    except OutsideProject:
        return Outcome(None, (outside(path, named_at),))
    decoded = decode_text(path, content)
    broken = any(d.code == "read/not-utf8" for d in decoded.diagnostics)
    return Outcome(None if broken else decoded.value, decoded.diagnostics)


def outside(path: str, named_at: Span | None = None) -> Diagnostic:
    """Return the error of settings that name something outside the project folder."""
    return diagnose(
        "safety/outside",
        f"{path} lies outside the project folder and was not read",
        named_at,
        hints=["copy the file into the project, or allow its folder with --allow-read"],
    ).as_error()


def _similar_names(path: Path) -> list[str]:
    from rapidfuzz import process

    try:
        names = [p.name for p in path.parent.iterdir() if p.suffix in (".md", ".markdown") or p.is_dir()]
    except OSError:
        return []
    best = process.extractOne(path.name, names, score_cutoff=70)
    return [f"did you mean `{path.parent / best[0]}`?"] if best else []
