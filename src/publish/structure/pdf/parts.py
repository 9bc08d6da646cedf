"""What reading one page gives: the parts of blocks on it, before they are joined over page ends.

A part is a block's share of one page, whichever way its role was found: told by tags or guessed by geometry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from publish.model.looks import Box
from publish.model.pages import Remark
from publish.structure.pdf.lines import TypeLine
from publish.structure.pdf.painted import Graphic, Matrix, PageContent, Piece
from publish.structure.pdf.tree import Node


@dataclass(slots=True)
class Part:
    """A block's share of a page. `cells` are the lines of a row's cells; `box` is a picture's."""

    role: str
    page: int
    lines: list[TypeLine] = field(default_factory=list)
    alt: str = ""
    box: Box | None = None
    depth: int = 0
    table: int = 0
    cells: list[list[TypeLine]] = field(default_factory=list)
    graphics: list[Graphic] = field(default_factory=list)
    label: str = ""
    identifier: str = ""
    """What tags call a note, or a paragraph or list item that goes on overleaf."""
    goes_on_from: str = ""
    """The identifier of the block, begun on an earlier page, that tags say this is a part of."""
    is_element: bool = False
    """It is a paragraph or list item that tags hold as one element."""
    is_loose: bool = False
    """Type that no tag names, where others have tags."""


@dataclass(slots=True)
class Annotation:
    """A link annotation: where it is (left, top, right, bottom on the page) and what it leads to."""

    box: tuple[float, float, float, float]
    target: int
    """Index into `Targets.all`."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where links lead: an address outside, or a page (from 1) and the y on it in points from its top."""

    address: str = ""
    page: int | None = None
    top: float | None = None
    left: float | None = None


@dataclass(slots=True)
class Targets:
    """All targets of an edition's links; equal ones have one number."""

    all: list[Target] = field(default_factory=list)
    numbers: dict[Target, int] = field(default_factory=dict)

    def number(self, target: Target) -> int:
        """Return a target's number."""
        if target not in self.numbers:
            self.numbers[target] = len(self.all)
            self.all.append(target)
        return self.numbers[target]


@dataclass(slots=True)
class ReadPage:
    """One page as read: what is painted, its tags, its links, and what was made of them."""

    number: int
    label: str
    width: float
    height: float
    boxes: tuple[tuple[str, Box], ...]
    content: PageContent
    tree: list[Node]
    annotations: list[Annotation] = field(default_factory=list)
    main: list[Part] = field(default_factory=list)
    notes: list[Part] = field(default_factory=list)
    running: list[Piece] = field(default_factory=list)
    loose: list[Any] = field(default_factory=list)
    """Graphics that belong to no picture: rules, borders, backgrounds."""
    transform: Matrix = (1, 0, 0, -1, 0, 0)
    """From user space to the visible page."""
    turned: int = 0
    """Degrees its type was turned clockwise before it was read upright."""
    remarks: tuple[Remark, ...] = ()
    half: int | None = None
    """Which half of a sheet's side it stands on; pages of one half are alike as rectos are."""
    is_mirrored: bool = False
    """Its type was in mirror image before it was read as in a mirror."""
    unlinked: list[tuple[Annotation, str]] = field(default_factory=list)
    """Links over no whole piece of type (over a picture, or over a part of a string), with their text."""
