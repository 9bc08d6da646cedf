"""Stage 2: the project's files and the Plan → texts, references, style, images and fonts, all by value.

After this stage nothing is read any more: what follows works on bytes and values in hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publish.model.citation import Reference, Style
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.plan import Plan
from publish.model.resource import FontFace, Resource, StyleSheet
from publish.model.source import Source, Span
from publish.pipeline.project import outside, read_text
from publish.pipeline.reads import TrackedFiles
from publish.pipeline.styles import find_style
from publish.reading.references import read_references
from publish.world.disk import NotThere, OutsideProject
from publish.world.fonts import (
    UnreadableFont,
    code_faces,
    faces_from_project,
    fallback_faces,
    font_catalogue,
    theme_faces,
)
from publish.world.images import UnreadableImage, identify_image
from publish.world.network import NotFetched, fetch

_IMAGE_LIMIT_BYTES = 200_000_000
_FETCH_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Images:
    """Images by the address the manuscript uses; None where there is none to place."""

    by_address: tuple[tuple[str, Resource | None], ...]


def read_chapters(plan: Plan, files: TrackedFiles) -> Outcome[tuple[Source, ...]]:
    """Read every chapter; one that cannot be read is an error and is left out."""
    sources: list[Source] = []
    found: list[Diagnostic] = []
    for number, path in enumerate(plan.chapters, 1):
        outcome = read_text(files, path, _origin(plan, "chapters", number))
        found.extend(outcome.diagnostics)
        if outcome.value is not None:
            sources.append(outcome.value)
    return Outcome(tuple(sources), tuple(found))


def _origin(plan: Plan, key: str, number: int) -> Span | None:
    """Return where the settings name the file of this number, in a list or alone."""
    return plan.origin(f"{key}[{number}]") or plan.origin(key)


def gather_references(
    plan: Plan, written: Sequence[Source], files: TrackedFiles
) -> Outcome[tuple[Reference, ...]]:
    """Read the references written into the settings and the chapters, then the bibliography files."""
    sources: list[Source] = []
    found: list[Diagnostic] = []
    for number, path in enumerate(plan.citations.bibliography, 1):
        outcome = read_text(files, path, _origin(plan, "bibliography", number))
        found.extend(outcome.diagnostics)
        if outcome.value is not None:
            sources.append(outcome.value)
    read = read_references(sources, written)
    return Outcome(read.value, (*found, *read.diagnostics))


def gather_style(plan: Plan, files: TrackedFiles) -> Outcome[Style | None]:
    """Find the style: a file of the project, of `csl/`, or of the catalogue; dependents lead to parents."""
    where = plan.origin("csl")

    def read_path(name: str) -> Outcome[str | None]:
        try:
            files.read_bytes(name)
        except OutsideProject:
            return Outcome(None, (outside(name, where),))
        except NotThere:
            return Outcome(None)
        source = read_text(files, name, where)
        return Outcome(source.value.text if source.value else None, source.diagnostics)

    return find_style(plan.citations.csl, where, read_path)


def gather_images(
    targets: Sequence[tuple[str, Span | None]], files: TrackedFiles, allow_network: bool
) -> Outcome[Images]:
    """Read every image the chapters name; each address once, each fault at its first place."""
    images: dict[str, Resource | None] = {}
    names: set[str] = set()
    found: list[Diagnostic] = []
    for address, where in targets:
        if address in images:
            continue
        outcome = _read_image(address, where, files, allow_network)
        found.extend(outcome.diagnostics)
        resource = outcome.value
        images[address] = resource
        if resource is not None:
            names.add(resource.name)
    return Outcome(Images(tuple(images.items())), tuple(found))


def _read_image(
    address: str, where: Span | None, files: TrackedFiles, allow_network: bool
) -> Outcome[Resource | None]:
    remote = address.startswith(("http://", "https://", "//"))
    if remote and not allow_network:
        message = f"the image {address} lies on the network and was not fetched; expected a file of the project"
        hint = "save the image into the project, or build with --allow-network"
        return Outcome(None, (diagnose("image/remote", message, where, hints=[hint]),))
    try:
        content = fetch(address, _FETCH_SECONDS, _IMAGE_LIMIT_BYTES) if remote else files.read_bytes(address)
        return Outcome(identify_image(address, content))
    except NotThere:
        message = f"the image {address} does not exist; expected a file of the project"
        return Outcome(None, (diagnose("image/missing", message, where, hints=_similar(address, files)),))
    except OutsideProject:
        message = f"the image {address} lies outside the project folder and was not read"
        hint = "copy it into the project, or allow its folder with --allow-read"
        return Outcome(None, (diagnose("safety/outside", message, where, hints=[hint]),))
    except NotFetched as reason:
        message = f"the image {address} could not be fetched: {reason}"
        return Outcome(None, (diagnose("image/remote", message, where),))
    except UnreadableImage as reason:
        message = f"the image {address} cannot be placed: {reason}; expected PNG, JPEG, GIF, WebP or SVG"
        hint = "export the picture again as PNG, JPEG or SVG"
        return Outcome(None, (diagnose("image/unreadable", message, where, hints=[hint]),))


def _similar(address: str, files: TrackedFiles) -> list[str]:
    from rapidfuzz import process

    candidates = [p for p in files.list("**/*") if not p.endswith((".md", ".yaml", ".bib", ".csl"))]
    best = process.extractOne(address, candidates, score_cutoff=70)
    return [f"did you mean `{best[0]}`?"] if best else ["check the name, and that the file was saved"]


def gather_faces(plan: Plan, files: TrackedFiles) -> Outcome[tuple[FontFace, ...]]:
    """Return the faces of the theme's font, of code and of other scripts, and the author's own fonts."""
    own: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for path in plan.fonts:
        try:
            own[path] = files.read_bytes(path)
        except OutsideProject:
            found.append(outside(path, plan.origin("fonts")))
        except NotThere:
            message = f"the font {path} does not exist in the project"
            found.append(diagnose("config/missing-file", message, plan.origin("fonts")))
    try:
        mine = faces_from_project(own)
    except UnreadableFont as reason:
        found.append(diagnose("config/bad-value", f"the font {reason}", plan.origin("fonts")))
        return Outcome((), tuple(found))
    name = plan.theme.font
    body = theme_faces(name, mine)
    if not body:
        from rapidfuzz import process

        known = [*font_catalogue(), *sorted({face.family for face in mine})]
        best = process.extractOne(name, known, score_cutoff=50)
        hints = [f"did you mean `{best[0]}`?"] if best else []
        hints.append(f"fonts that come with publish: {', '.join(font_catalogue())}")
        message = f"the theme's font `{name}` is neither supplied nor among the project's own fonts"
        found.append(diagnose("config/unknown-font", message, plan.origin("theme.font"), hints=hints))
        return Outcome((), tuple(found))
    used = {face.resource.name for face in body}
    others = tuple(face for face in mine if face.resource.name not in used)
    return Outcome((*body, *others, *code_faces(), *fallback_faces()), tuple(found))


def gather_sheets(plan: Plan, files: TrackedFiles) -> Outcome[tuple[StyleSheet, ...]]:
    """Read the author's own style sheets."""
    sheets: list[StyleSheet] = []
    found: list[Diagnostic] = []
    for number, path in enumerate(plan.css, 1):
        outcome = read_text(files, path, _origin(plan, "css", number))
        found.extend(outcome.diagnostics)
        if outcome.value is not None:
            sheets.append(StyleSheet(path, outcome.value.text))
    return Outcome(tuple(sheets), tuple(found))
