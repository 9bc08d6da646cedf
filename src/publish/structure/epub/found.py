"""What one document of an e-book holds, as it was found: blocks, notes, places of identifiers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from publish.model.looks import Emphasis, Formula
from publish.structure.epub.runs import FoundCall, FoundImage, FoundLink, Traits


@dataclass(slots=True)
class FoundBlock:
    """A block: role, text, nesting, looks, and what stands in it."""

    role: str
    text: str
    depth: int = 0
    table: int = 0
    traits: Traits = field(default_factory=dict)
    emphases: tuple[Emphasis, ...] = ()
    gaps: tuple[tuple[int, str], ...] = ()
    cells: tuple[str, ...] = ()
    formulas: tuple[Formula, ...] = ()
    calls: list[FoundCall] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)
    image: FoundImage | None = None


@dataclass(slots=True)
class FoundNote:
    """A note: its identifiers, its block, its ways back, its place in its list."""

    body: FoundBlock
    identifiers: list[str]
    backs: list[FoundLink]
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an identifier stands: in a block of the main flow (`b`) or a note (`n`), behind so many words."""

    letter: str
    index: int
    word: int = 0


@dataclass(slots=True)
class Found:
    """What one document holds."""

    blocks: list[FoundBlock] = field(default_factory=list)
    notes: list[FoundNote] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    """Digests of blocks that are not shown."""
    types: list[str] = field(default_factory=list)
    title: str = ""


def shifted(emphasis: Emphasis, words: int) -> Emphasis:
    """Return words set off as they stand behind so many words more."""
    return replace(emphasis, word=emphasis.word + words) if words else emphasis


def whole_number(text: str | None, default: int) -> int:
    """Return an attribute's whole number, within what lists and tables can have."""
    stripped = (text or "").strip()
    is_number = stripped.lstrip("-").isdigit() and stripped.isascii() and len(stripped) < 7
    return int(stripped) if is_number and stripped.rfind("-") <= 0 else default
