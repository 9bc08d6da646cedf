"""What differs between two editions, as data: a level, a kind, a sentence, and the places on both sides.

Changes are made by `structure/diff/`; the command line, the report and the tests only show them. The JSON
form is part of the fixed interface.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from publish.model.looks import Box


class Level(IntEnum):
    """How much a change matters to a reader, least first."""

    STYLE = 0
    """Looks: typeface, size, leading, colour, a text block moved as a whole."""
    REFLOW = 1
    """The same words on other lines or pages, and numbers that follow from that."""
    LAYOUT = 2
    """Headings, pictures and pages stand elsewhere; page geometry; running heads."""
    CONTENT = 3
    """What is said: words, order, notes, pictures, links, bookmarks, metadata."""
    FAULT = 4
    """What is wrong in any edition, and was not wrong before."""

    @property
    def word(self) -> str:
        """Return the level as users write it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of one edition. `block` is `b12` (main flow) or `n3` (notes), counted from 0; "" is none."""

    page: int
    box: Box | None = None
    block: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something lint found in one edition. `subject` tells one case from another across editions."""

    rule: str
    page: int
    sentence: str
    subject: str = ""
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, told in one sentence. `source` is its place in the manuscript, as `chapter.md:12`."""

    level: Level
    kind: str
    sentence: str
    old: tuple[Spot, ...] = ()
    new: tuple[Spot, ...] = ()
    source: str = ""

    @property
    def old_pages(self) -> tuple[int, ...]:
        """Return the pages of the old edition it concerns, ascending."""
        return tuple(sorted({spot.page for spot in self.old if spot.page}))

    @property
    def new_pages(self) -> tuple[int, ...]:
        """Return the pages of the new edition it concerns, ascending."""
        return tuple(sorted({spot.page for spot in self.new if spot.page}))

    def to_json(self) -> dict[str, object]:
        """Return the JSON object of the fixed interface."""
        return {
            "type": "change",
            "level": self.level.word,
            "kind": self.kind,
            "sentence": self.sentence,
            "old_pages": list(self.old_pages),
            "new_pages": list(self.new_pages),
            "old_blocks": sorted({spot.block for spot in self.old if spot.block}),
            "new_blocks": sorted({spot.block for spot in self.new if spot.block}),
            "source": self.source or None,
        }
