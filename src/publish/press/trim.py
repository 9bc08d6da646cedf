"""What of a PDF page ends up on paper, and the matrix that sets it upright at the origin.

In: a page. Out: its trimmed part (ISO 32000-1, 14.11.2: TrimBox, else CropBox, else MediaBox, within the
MediaBox) and a transformation that undoes /Rotate, applies /UserUnit and moves the corner to (0, 0).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import pikepdf

Box: TypeAlias = tuple[float, float, float, float]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_DEEPEST_TREE = 100


class NoPageSize(Exception):
    """A page without a box of any extent."""


@dataclass(frozen=True, slots=True)
class Trim:
    """The trimmed part of a page: its box in the page's units, its upright size in points, the way there."""

    box: Box
    width: float
    height: float
    upright: Matrix


def trim_of(page: pikepdf.Page) -> Trim:
    """Return what is to be printed of a page; raises `NoPageSize`."""
    media = _box(_inherited(page, "/MediaBox"))
    if media is None:
        raise NoPageSize
    box = media
    for name in ("/CropBox", "/TrimBox"):
        wanted = _box(_inherited(page, name) if name == "/CropBox" else page.obj.get(name))
        within = None if wanted is None else _intersection(wanted, media)
        box = within or box
    unit = _number(page.obj.get("/UserUnit"), 1.0)
    turn = round(_number(_inherited(page, "/Rotate"), 0.0) / 90) % 4
    left, bottom, right, top = box
    width, height = (right - left) * unit, (top - bottom) * unit
    upright: Matrix = (
        (unit, 0.0, 0.0, unit, -left * unit, -bottom * unit),
        (0.0, -unit, unit, 0.0, -bottom * unit, right * unit),
        (-unit, 0.0, 0.0, -unit, right * unit, top * unit),
        (0.0, unit, -unit, 0.0, top * unit, -left * unit),
    )[turn]
    return Trim(box, *((height, width) if turn % 2 else (width, height)), upright)


def _inherited(page: pikepdf.Page, key: str) -> pikepdf.Object | None:
    """Look an attribute up in the page and the nodes above it."""
    node: pikepdf.Object = page.obj
    for _ in range(_DEEPEST_TREE):
        found = node.get(key)
        if found is not None:
            return found
        parent = node.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            return None
        node = parent
    return None


def _box(found: object) -> Box | None:
    """Read a rectangle, whichever of its corners it names; None if it is none or has no extent."""
    if not isinstance(found, pikepdf.Array) or len(found) != 4:
        return None
    try:
        x0, y0, x1, y1 = (float(value) for value in found)
    except (TypeError, ValueError):
        return None
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[2] - box[0] > 0 and box[3] - box[1] > 0 else None


def _intersection(first: Box, second: Box) -> Box | None:
    box = (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )
    return box if box[2] - box[0] > 0 and box[3] - box[1] > 0 else None


def _number(found: object, default: float) -> float:
    try:
        value = float(found) if found is not None else default  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return default
    return value if default == 0.0 or value > 0 else default
