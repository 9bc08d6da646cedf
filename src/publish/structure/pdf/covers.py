"""Shapes painted over type → which words they hide.

In: opaque rectangles and pictures with the type that was painted before them. Out: `Cover` values. What is
painted earlier lies below (ISO 32000-1, 8.1), and white paint hides as well as black.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from publish.model.looks import Box
from publish.model.pages import Cover
from publish.structure.pdf.painted import Piece

THINNEST_PT = 3.0
_LETTERS = 2
_WORDS = 8
_MOST = 200


@dataclass(slots=True)
class Shape:
    """An opaque rectangle on a page, and how many pieces of type had been painted before it."""

    left: float
    top: float
    right: float
    bottom: float
    colour: str
    painted: int


def covers_in(
    pieces: Sequence[Piece], shapes: Sequence[Shape], unseen: Collection[int] = ()
) -> tuple[Cover, ...]:
    """Return what rectangles hide; those below all type hide nothing. `unseen` pieces are not painted."""
    found: list[Cover] = []
    for shape in shapes[:_MOST]:
        if shape.right - shape.left < THINNEST_PT or shape.bottom - shape.top < THINNEST_PT:
            continue
        hidden = (_hidden(piece, shape) for at, piece in enumerate(pieces[: shape.painted]) if at not in unseen)
        words = " ".join(filter(None, hidden)).split()
        if words:
            box = Box(
                round(shape.left, 2),
                round(shape.top, 2),
                round(shape.right - shape.left, 2),
                round(shape.bottom - shape.top, 2),
            )
            found.append(Cover(shape.colour, " ".join(words[:_WORDS]), box))
    return tuple(found)


def _hidden(piece: Piece, shape: Shape) -> str:
    """Return which of a piece's letters lie below a rectangle, as far as their width tells."""
    if shape.top > piece.baseline - 0.4 * piece.size or shape.bottom < piece.baseline - 0.1 * piece.size:
        return ""
    left, right = max(piece.left, shape.left), min(piece.right, shape.right)
    width = piece.right - piece.left
    if right <= left or width <= 0:
        return ""
    letters = len(piece.text)
    first, last = round((left - piece.left) / width * letters), round((right - piece.left) / width * letters)
    if last - first < min(_LETTERS, letters):
        return ""
    return piece.text[piece.text.rfind(" ", 0, first + 1) + 1 : piece.text.find(" ", last - 1) % (letters + 1)]
