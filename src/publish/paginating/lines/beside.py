"""The room that lines have beside floats: where each may stand, and how long it is.

In: the floats of a page, where a paragraph begins, the height of its lines. Out: slots from there on, as long
as there are floats; below them the whole measure is free. Lengths are CSS px. The rules are the engine's own
(`avoid_collisions`; CSS 2.2, section 9.5).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from weasyprint.layout import float as engine_float

_LEAST_EM = 2.0
"""A line is not set in less room than this, but below the float, unless its first word is shorter."""
_MOST_LINES = 500


class Room(NamedTuple):
    """A line's place: its upper left corner and its length."""

    x: float
    y: float
    width: float


def is_beside(context: Any, y: float) -> bool:
    """Tell whether any float reaches below a height."""
    return any(shape.position_y + shape.margin_height() > y for shape in context.excluded_shapes)


def room_at(  # noqa: PLR0917 - what the engine asks for
    context: Any, box: Any, containing_block: Any, y: float, height: float, first_word: float = float("inf")
) -> Room:
    """Return the room of a line of a height that begins with a word of a width (CSS 2.2, section 9.5: it is
    moved down if it is too short to contain any content).
    """
    line = box.copy()
    line.position_y, line.height = y, height
    line.width = min(_LEAST_EM * box.style["font_size"], first_word)
    return Room(*engine_float.avoid_collisions(context, line, containing_block, outer=False))


def rooms_from(  # noqa: PLR0917 - what the engine asks for
    context: Any, box: Any, containing_block: Any, y: float, height: float, first_word: float
) -> tuple[Room, ...]:
    """Return the rooms of lines of a height, one below the other, down to the last beside a float. Of the first
    line it is known how wide its first word is.
    """
    found: list[Room] = []
    while height > 0 and is_beside(context, y) and len(found) < _MOST_LINES:
        room = room_at(context, box, containing_block, y, height, float("inf") if found else first_word)
        found.append(room)
        y = room.y + height
    return tuple(found)
