"""What is painted on a page of a PDF: type, graphics, forms.

In points from the upper left corner of the visible page, x to the right, y down. Tools cut one word into many
strings as they please; `join_runs` makes them one again where nothing but the cut divides them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from publish.model.pages import Cover

_LEADER_DOTS = 5
_TRAILING_LEADER = re.compile(r"(?:\s?[.·]){5,}$")
_NO_SPACE_EM = 0.12
_OVERHANG_EM = 0.35
_WIDE_EM = 1.2
_SEEN_SPACE_EM = 0.05
_SAME_LINE_EM = 0.05
_SAME_SIZE_PT = 0.02

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Piece:
    """A string of type. `left` and `baseline` are where the pen began; `right` is the last letter's edge."""

    mark: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    font: str
    size: float
    colour: str
    form: int
    """Which form of the page's own content it stands in, by its place there; -1: in none."""
    turns: int = 0
    """By how many quarters, clockwise, it is turned against the page."""
    is_spaced_before: bool = False
    is_spaced_after: bool = False
    word_space: float = 0.0
    """Mean space between its words in ems; 0 with fewer than two spaces."""
    is_mirrored: bool = False
    link: int = -1
    call: str = ""
    is_formula: bool = False
    has_leader: bool = False
    """Dots that lead the eye to a page number follow it."""

    @property
    def is_sideways(self) -> bool:
        """Tell whether it runs up or down the page."""
        return self.turns % 2 == 1


@dataclass(slots=True)
class Graphic:
    """An image or painted path. `digest` is of an image's data, unpacked; of a path's segments and colour."""

    mark: int
    kind: str
    left: float
    top: float
    right: float
    bottom: float
    colour: str
    digest: str
    form: int
    width_px: int = 0
    height_px: int = 0


@dataclass(slots=True)
class Form:
    """A form XObject placed on the page, as imposition places whole pages."""

    left: float
    top: float
    right: float
    bottom: float
    matrix: Matrix = (1, 0, 0, -1, 0, 0)
    """From its own space to the page."""


@dataclass(slots=True)
class PageContent:
    """What is painted on one page."""

    pieces: list[Piece] = field(default_factory=list)
    graphics: list[Graphic] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    unembedded: set[str] = field(default_factory=set)
    covers: tuple[Cover, ...] = ()


def join_runs(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces with those joined that only stand in different strings, and leaders of dots left out."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and is_right_to_left(last.text) and is_right_to_left(piece.text):
            gap = _space_to_the_right(last, piece)
            joined[-1:] = [last, piece] if gap is None else [_to_the_right(last, piece, gap)]
        elif last is not None and _is_one_run(last, piece):
            joined[-1] = replace(
                last,
                text=last.text + piece.text,
                right=max(last.right, piece.right),
                top=min(last.top, piece.top),
                bottom=max(last.bottom, piece.bottom),
                is_spaced_after=piece.is_spaced_after,
                word_space=last.word_space or piece.word_space,
            )
        else:
            joined.append(piece)
    kept: list[Piece] = []
    for piece in joined:
        if not is_leader(piece.text):
            trailing = _TRAILING_LEADER.search(piece.text)
            if trailing and trailing.start():
                piece.text, piece.has_leader = piece.text[: trailing.start()], True
            kept.append(piece)
        elif kept:
            kept[-1].has_leader = True
    return kept


def is_leader(text: str) -> bool:
    """Tell whether a text is dots that lead the eye to a page number, and no words."""
    return len(text) >= _LEADER_DOTS and not text.strip(". ·…")


def is_right_to_left(text: str) -> bool:
    """Tell whether a text's first strong letter is written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def _space_to_the_right(last: Piece, piece: Piece) -> str | None:
    """Return what divides words written from right to left and painted from left to right; None: no one run.

    The string painted later is read first; in each, what is read first stands to the right.
    """
    gap = piece.left - last.right
    if not _is_alike(last, piece) or not -_OVERHANG_EM * piece.size < gap < _WIDE_EM * piece.size:
        return None
    return " " if piece.is_spaced_after or gap > _NO_SPACE_EM * piece.size else ""


def _to_the_right(last: Piece, piece: Piece, space: str) -> Piece:
    return replace(
        last,
        text=f"{piece.text}{space}{last.text}",
        right=max(last.right, piece.right),
        top=min(last.top, piece.top),
        bottom=max(last.bottom, piece.bottom),
        is_spaced_before=piece.is_spaced_before,
        word_space=last.word_space or piece.word_space,
    )


def _is_one_run(last: Piece, piece: Piece) -> bool:
    if piece.is_spaced_before or not _is_alike(last, piece):
        return False
    # Between writing from right to left pdfium puts spaces behind strings that have none.
    nearest = _SEEN_SPACE_EM if last.is_spaced_after else _NO_SPACE_EM
    return -_OVERHANG_EM * piece.size < piece.left - last.right < nearest * piece.size


def _is_alike(last: Piece, piece: Piece) -> bool:
    """Tell whether two strings stand on one line, in one look, part and link."""
    if last.turns or piece.turns:
        return False
    if (last.mark, last.form, last.link, last.font) != (piece.mark, piece.form, piece.link, piece.font):
        return False
    if last.colour != piece.colour or abs(last.size - piece.size) > _SAME_SIZE_PT:
        return False
    return abs(last.baseline - piece.baseline) <= _SAME_LINE_EM * piece.size
