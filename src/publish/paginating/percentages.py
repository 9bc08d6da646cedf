"""Used lengths of boxes without shares of anything, worked out once a style.

In: a layout to run. Out: the same layout. The engine asks each box it lays out for fourteen lengths and four
borders, one by one, and for its four corners when it is done; nearly all are plain lengths, which come out the
same in every containing block (CSS 2.2, section 6.1.2). Here they are kept on the style and set at once. Of a
page made anew all boxes are asked again: 4 % of the time that a novel of 230 pages takes (our own measurement).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from weasyprint.layout import absolute, background, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as floats

from publish.paginating.lines.engine import digest_of

_LOCK = threading.RLock()
_LENGTHS: Callable[..., None] = percent.resolve_percentages
_CORNERS: Callable[..., None] = percent.resolve_radii_percentages
_DIGESTS = {
    percent.percentage: "c75fddf0ecb77552",
    percent.resolve_one_percentage: "8abbba7df518308d",
    _LENGTHS: "92016b948f740deb",
    _CORNERS: "09b868a4531d9c68",
    percent.adjust_box_sizing: "a0415df952b1b7b4",
}
_ASKING = (absolute, block, column, floats, grid, inline, page, table)
_SIDES = ("top", "right", "bottom", "left")
_NAMES = (
    *(f"margin_{side}" for side in _SIDES),
    *(f"padding_{side}" for side in _SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_ALL = (*_NAMES, *_BORDERS)
_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_ASKED: Callable[[Any], tuple[Any, ...]] = itemgetter("border_collapse", "box_sizing", *_ALL)
_ASKED_CORNERS: Callable[[Any], tuple[Any, ...]] = itemgetter(*_RADII)
_SQUARE = (((0, "px"), (0, "px")),) * len(_RADII)
_ALL_SQUARE = dict.fromkeys(_RADII, (0, 0))


@contextmanager
def kept_lengths() -> Iterator[None]:
    """Let boxes take the lengths of their styles in the `with` block, where the engine is the one this was
    written for.
    """
    if any(digest_of(function) != digest for function, digest in _DIGESTS.items()):
        yield
        return
    with _LOCK:
        for module in _ASKING:
            module.resolve_percentages = resolve_lengths
        background.resolve_radii_percentages = _resolve_corners
        try:
            yield
        finally:
            for module in _ASKING:
                module.resolve_percentages = _LENGTHS
            background.resolve_radii_percentages = _CORNERS


def resolve_lengths(box: Any, containing_block: Any) -> None:
    """Set a box's used lengths as the engine's `resolve_percentages` does, in CSS px."""
    style = box.style
    asked = _ASKED(style)
    # The engine gives items of flex boxes and grids other lengths between their layouts.
    known = style.__dict__.get("_publish_lengths")
    if known is None or known[0] != asked:
        known = style._publish_lengths = asked, _used_lengths(asked)
    if known[1] is None:
        _LENGTHS(box, containing_block)
    else:
        box.__dict__.update(known[1])


def _used_lengths(asked: tuple[Any, ...]) -> dict[str, Any] | None:
    """Return the used lengths that a style has everywhere; None if they differ from place to place."""
    collapse, sizing, *lengths = asked
    if collapse == "collapse" or sizing != "content-box":
        return None
    used: dict[str, Any] = {}
    for name, value in zip(_ALL, lengths, strict=True):
        if name in _BORDERS:
            used[name] = value
        elif value == "auto":
            used[name] = 0 if name in {"min_width", "min_height"} else value
        elif getattr(value, "unit", None) == "px":
            used[name] = value.value
        else:
            return None
    return used


def _resolve_corners(box: Any) -> None:
    """Set the radii of a box's corners as the engine's `resolve_radii_percentages` does, in CSS px."""
    if _ASKED_CORNERS(box.style) == _SQUARE:
        box.__dict__.update(_ALL_SQUARE)
    else:
        _CORNERS(box)
