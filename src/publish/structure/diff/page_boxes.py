"""Two editions of a page → which of its boxes changed (ISO 32000-1, 14.11.2), each by its name.

In: both pages, whose boxes count from the corner of what is visible, and where their type moved. Out: the boxes
that changed, and how far the corner moved. A page that is cropped keeps its other boxes and its type; one whose
type moved keeps all boxes. The reading with the fewest changes is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from publish.model.looks import Box
from publish.model.pages import Page
from publish.structure.diff.page_fit import STILL, Fit

_SAME_PT = 0.3
_NAMES = ("media", "crop", "bleed", "trim", "art")
Offset = tuple[float, float]


@dataclass(frozen=True, slots=True)
class BoxChange:
    """A box that changed; both in points from the corner of the old page."""

    name: str
    old: Box
    new: Box


@dataclass(frozen=True, slots=True)
class Boxes:
    """What became of a page's boxes. `offset` leads from places on the old page to the same on the new one."""

    offset: Offset = (0.0, 0.0)
    changed: tuple[BoxChange, ...] = ()

    def change_of(self, name: str) -> BoxChange | None:
        """Return how a box changed, or None."""
        return next((change for change in self.changed if change.name == name), None)


UNCHANGED = Boxes()


def compare_boxes(old: Page, new: Page, fit: Fit | None) -> Boxes:
    """Return which boxes changed; `fit` is where the type stands now, None if that is not known."""
    before, after = _rectangles(old), _rectangles(new)
    is_alike = before.keys() == after.keys() and all(_same(before[name], after[name]) for name in before)
    if is_alike and (fit is None or fit.is_still):
        return UNCHANGED
    scale = _scale_of(old, new, fit)
    before = {name: _scaled(box, scale) for name, box in before.items()}
    ways = _offsets(before, after, fit)
    return min(
        (Boxes(way, _changes(before, after, way)) for way in ways),
        key=lambda boxes: len(boxes.changed) + _is_moved(boxes.offset, fit),
    )


def is_scaled_alike(old: Page, new: Page, fit: Fit | None) -> bool:
    """Tell whether a page has become larger or smaller with all that stands on it."""
    return _scale_of(old, new, fit) != 1.0


def _scale_of(old: Page, new: Page, fit: Fit | None) -> float:
    if fit is None or fit.scale == 1.0:
        return 1.0
    wide, high = abs(old.width_pt * fit.scale - new.width_pt), abs(old.height_pt * fit.scale - new.height_pt)
    return fit.scale if max(wide, high) < 1 else 1.0


def _rectangles(page: Page) -> dict[str, Box]:
    found = {"crop": Box(0.0, 0.0, page.width_pt, page.height_pt)}
    found.update({box.name: box.box for box in page.boxes})
    return found


def _scaled(box: Box, scale: float) -> Box:
    return Box(box.left_pt * scale, box.top_pt * scale, box.width_pt * scale, box.height_pt * scale)


def _same(one: Box, two: Box, offset: Offset = (0.0, 0.0)) -> bool:
    right, down = offset
    return (
        abs(one.left_pt + right - two.left_pt) <= _SAME_PT
        and abs(one.top_pt + down - two.top_pt) <= _SAME_PT
        and abs(one.width_pt - two.width_pt) <= _SAME_PT
        and abs(one.height_pt - two.height_pt) <= _SAME_PT
    )


def _offsets(before: dict[str, Box], after: dict[str, Box], fit: Fit | None) -> list[Offset]:
    """Return what the corner of the page may have moved by, the likeliest first."""
    ways: list[Offset] = [(0.0, 0.0)]
    if fit is not None and fit.scale == 1.0:
        ways.append((fit.right_pt, fit.down_pt))
    for name in _NAMES:
        one, two = before.get(name, before["crop"]), after.get(name, after["crop"])
        if abs(one.width_pt - two.width_pt) <= _SAME_PT and abs(one.height_pt - two.height_pt) <= _SAME_PT:
            ways.append((two.left_pt - one.left_pt, two.top_pt - one.top_pt))
    # Pages grow from their lower left corner, which is the origin.
    ways.append((0.0, after["crop"].height_pt - before["crop"].height_pt))
    return ways


def _is_moved(offset: Offset, fit: Fit | None) -> bool:
    own = fit or STILL
    return own.scale == 1.0 and (
        abs(own.right_pt - offset[0]) > _SAME_PT or abs(own.down_pt - offset[1]) > _SAME_PT
    )


def _changes(before: dict[str, Box], after: dict[str, Box], offset: Offset) -> tuple[BoxChange, ...]:
    right, down = offset
    found = []
    for name in _NAMES:
        if name not in before and name not in after:
            continue  # as large as what is visible, whatever that is
        one, two = before.get(name, before["crop"]), after.get(name, after["crop"])
        if not _same(one, two, offset):
            moved = Box(two.left_pt - right, two.top_pt - down, two.width_pt, two.height_pt)
            found.append(BoxChange(name, one, moved))
    return tuple(found)
