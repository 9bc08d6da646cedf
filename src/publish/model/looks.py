"""How and where something looks on a page: rectangles, faces, what differs from its surroundings.

The small nouns that blocks, pages and changes are made of; see `model/pages.py` for units and conventions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Alignment = Literal["left", "right", "center", "justify", ""]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the upper left corner of the page."""

    left_pt: float
    top_pt: float
    width_pt: float
    height_pt: float

    @property
    def right_pt(self) -> float:
        """Return the x of the right edge."""
        return self.left_pt + self.width_pt

    @property
    def bottom_pt(self) -> float:
        """Return the y of the lower edge."""
        return self.top_pt + self.height_pt


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Letters of a block that look otherwise than most of it: how they look, how many, and the first words."""

    font: str
    size_pt: float
    colour: str
    letters: int
    opening: str
    word: int = 0
    """E-books, where each run of letters stands for itself: how many words of the block stand before it."""
    traits: tuple[tuple[str, str], ...] = ()
    """E-books: how it differs from its block, as CSS properties and computed values."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of an e-book inside a block, behind so many words: its alternative text and what it shows."""

    word: int
    alt: str
    shows: str


@dataclass(frozen=True, slots=True)
class Abridged:
    """What a snapshot keeps of words it does not spell out; see `model/wording.py`."""

    marks: str
    digest: str


@dataclass(frozen=True, slots=True)
class Look:
    """How most of a block's letters look. Colour is `#rrggbb`; leading is 0 for a single line."""

    font: str = ""
    """The face as its font calls itself, without a subset's prefix: `EB-Garamond-Italic`."""
    size_pt: float = 0.0
    leading_pt: float = 0.0
    colour: str = ""
    alignment: Alignment = ""
    indent_pt: float = 0.0
    """The first line's indent against the others (negative: hanging)."""
    traits: tuple[tuple[str, str], ...] = ()
    """E-books, instead of all the above: what the style sheets come to, as CSS properties and values, sorted.

    Values of nested elements that add up stand outermost first with ` / ` between them.
    """


UNKNOWN = Look()
