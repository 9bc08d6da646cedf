"""Fonts as values: those of the packages `fontpkg-*`, and those the author brings.

In: a catalogue name, or font files' bytes. Out: `FontFace`s with the CSS descriptors they are offered under
(CSS Fonts 4, section 4). Catalogue fonts get private family names (`publish EB Garamond`): a layout engine
prefers an installed font of the same name, and pages would then differ from machine to machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from publish.model.resource import FontFace, Resource

SUPPLIED = (
    "amiri",
    "eb-garamond",
    "literata",
    "noto-sans",
    "noto-serif",
    "source-code-pro",
    "source-serif-4",
)
"""The families that come with publish; any other installed `fontpkg-NAME` serves as well."""

CODE_FONT = "source-code-pro"

FALLBACKS = ("noto-serif", "amiri")
"""Where the letters of other scripts come from: Greek, Cyrillic and more of Latin, and Arabic."""

_MEDIA_TYPES = {
    b"\x00\x01\x00\x00": ("font/ttf", ".ttf"),
    b"true": ("font/ttf", ".ttf"),
    b"OTTO": ("font/otf", ".otf"),
    b"wOFF": ("font/woff", ".woff"),
    b"wOF2": ("font/woff2", ".woff2"),
}


class UnreadableFont(Exception):
    """A font file of the author's that cannot be used; `reason` completes "the font …"."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


def private_family(family: str) -> str:
    """Return the family name style sheets use for a font of the catalogue.

    >>> private_family("EB Garamond")
    'publish EB Garamond'
    """
    return f"publish {family}"


def font_catalogue() -> tuple[str, ...]:
    """Return the names a theme may use, sorted: every family that is installed."""
    spec = find_spec("fontpkg")
    site = Path(spec.origin).parents[1] if spec is not None and spec.origin is not None else None
    found = (
        {path.name.removeprefix("fontpkg_").replace("_", "-") for path in site.glob("fontpkg_*/")}
        if site
        else set()
    )
    named = {name for name in found | set(SUPPLIED) if re.fullmatch(r"[a-z0-9-]+", name)}
    return tuple(sorted(name for name in named if _package(name) is not None))


def font_faces(name: str) -> tuple[FontFace, ...] | None:
    """Return a catalogue family's faces, roman first, or None if there is no such family.

    Takes the catalogue name; the family's own name in any case does as well (`EB Garamond`).
    """
    slug = re.sub(r"[\s_]+", "-", name.strip().lower())
    return _catalogue_faces(slug) if re.fullmatch(r"[a-z0-9-]{1,80}", slug) else None


def code_faces() -> tuple[FontFace, ...]:
    """Return the faces code is set in; none if the font's package is missing."""
    return font_faces(CODE_FONT) or ()


def fallback_faces() -> tuple[FontFace, ...]:
    """Return the faces for letters that the theme's font lacks, in the order to try."""
    return tuple(face for name in FALLBACKS for face in font_faces(name) or ())


@cache
def _catalogue_faces(slug: str) -> tuple[FontFace, ...] | None:
    folder = _package(slug)
    if folder is None:
        return None
    metadata = json.loads((folder / "metadata.json").read_text("utf-8"))
    axes = {axis["tag"]: (axis["min"], axis["max"]) for axis in metadata.get("axes", ())}
    faces = [_catalogue_face(folder, metadata["family"], axes, file) for file in metadata["files"]]
    return tuple(sorted(faces, key=lambda face: (face.style != "normal", face.weight)))


def _catalogue_face(
    folder: Path, family: str, axes: Mapping[str, tuple[float, float]], file: Mapping[str, Any]
) -> FontFace:
    path = folder / file["path"]
    # Variable fonts are named `EBGaramond[wght].ttf`: brackets are no letters of an address.
    name = re.sub(r"\[[^\]]*\]|[^A-Za-z0-9._-]", "", path.name)
    content = path.read_bytes()
    media_type = _MEDIA_TYPES.get(content[:4], ("font/ttf", ".ttf"))[0]
    weight = _weight_range(axes["wght"]) if file["variable"] and "wght" in axes else str(file["weight"] or 400)
    return FontFace(
        private_family(family), Resource(f"fonts/{name}", media_type, content), weight, file["style"]
    )


def _weight_range(limits: tuple[float, float]) -> str:
    low, high = (min(1000, max(1, round(limit))) for limit in limits)
    return str(low) if low == high else f"{low} {high}"


@cache
def _package(slug: str) -> Path | None:
    spec = find_spec(f"fontpkg_{slug.replace('-', '_')}")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    return folder if (folder / "metadata.json").is_file() else None


def faces_from_project(files: Mapping[str, bytes]) -> tuple[FontFace, ...]:
    """Read the author's own font files (path to bytes) into faces, under the families they name themselves.

    TrueType, OpenType, WOFF and WOFF2. Raises `UnreadableFont` with the path of the first bad file.
    """
    faces: list[FontFace] = []
    taken: set[str] = set()
    for path, content in files.items():
        face = _project_face(path, content)
        name = face.resource.name
        stem, dot, extension = name.rpartition(".")
        number = 2
        while name.lower() in taken:
            name, number = f"{stem}-{number}{dot}{extension}", number + 1
        taken.add(name.lower())
        faces.append(replace(face, resource=replace(face.resource, name=name)))
    return tuple(faces)


def theme_faces(name: str, project: Sequence[FontFace]) -> tuple[FontFace, ...] | None:
    """Return the faces a theme's `font` means, under a private family name, or None if nothing has that name.

    The author's own fonts come before the catalogue, so that a project can bring its own cut of a family.
    """
    wanted = name.strip().casefold()
    own = [
        face for face in project if wanted in (face.family.casefold(), face.family.casefold().replace(" ", "-"))
    ]
    if own:
        return tuple(replace(face, family=private_family(face.family)) for face in own)
    return font_faces(name)


def _project_face(path: str, content: bytes) -> FontFace:
    if content[:4] == b"ttcf":
        raise UnreadableFont(path, "is a collection of several fonts; one font a file was expected")
    if content[:4] not in _MEDIA_TYPES:
        raise UnreadableFont(path, "is not a TrueType, OpenType, WOFF or WOFF2 font")
    media_type, extension = _MEDIA_TYPES[content[:4]]
    from fontTools.ttLib import TTFont  # 60 ms, needed by few projects

    try:
        with TTFont(BytesIO(content), lazy=True) as font:
            names, os2, head = font["name"], font["OS/2"], font["head"]
            family = str(names.getDebugName(16) or names.getDebugName(1) or "").strip()
            italic = bool(os2.fsSelection & 0b10_0000_0001 or head.macStyle & 0b10)
            weight = str(min(1000, max(1, os2.usWeightClass)))
            if "fvar" in font:
                for axis in font["fvar"].axes:
                    if axis.axisTag == "wght":
                        weight = _weight_range((axis.minValue, axis.maxValue))
            has_glyphs = bool(font.getBestCmap()) and ("glyf" in font or "CFF " in font or "CFF2" in font)
    except Exception as trouble:  # fontTools raises whatever a damaged table makes it raise
        raise UnreadableFont(path, "is damaged") from trouble
    if not has_glyphs:
        raise UnreadableFont(path, "has no outlines for any character")
    family = re.sub(r"[^\w .-]", "", family) or Path(path).stem
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(path).stem).strip("-.") or "font"
    style = "italic" if italic else "normal"
    return FontFace(family, Resource(f"fonts/{stem}{extension}", media_type, content), weight, style)
