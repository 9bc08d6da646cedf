"""Changes of two editions → the pages to show side by side, each with the places marked on it.

Content, faults and layout are shown on all their pages; a change of looks or of reflow, which may touch every
page, on its first ones and its last one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from publish.model.changes import Change, Level, Spot
from publish.model.looks import Box
from publish.model.pages import PageStructure
from publish.structure.diff.align import Fate
from publish.structure.diff.comparing import Comparison, Stream

_MANY_PAGES = 6
_QUOTED_LETTERS = 24
"""So many letters of a quotation stand in a sentence however long it is."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A changed place of one page, with the number of its sentence.

    Without a box the whole page is meant. A gap is the place at which something is not that the other edition
    has: its box is a line's width and no height.
    """

    number: int
    level: Level
    box: Box | None = None
    block: str = ""
    is_gap: bool = False


@dataclass(slots=True)
class PagePair:
    """A page of the old edition beside the page of the new one that came from it; 0 is none."""

    old: int
    new: int
    old_marks: list[Mark] = field(default_factory=list)
    new_marks: list[Mark] = field(default_factory=list)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the marks of both pages."""
        return (*self.old_marks, *self.new_marks)

    @property
    def numbers(self) -> list[int]:
        """Return the numbers of the sentences that concern it, ascending."""
        return sorted({mark.number for mark in self.marks})


def pages_shown(change: Change, pages: tuple[int, ...]) -> tuple[int, ...]:
    """Return those of a change's pages on which to show it."""
    if len(pages) <= _MANY_PAGES or (change.level >= Level.LAYOUT and change.kind != "page/size"):
        return pages
    return (*pages[: _MANY_PAGES - 1], pages[-1])


def pair_pages(comparison: Comparison, changes: Sequence[Change]) -> list[PagePair]:
    """Return the changed pages in the order of the new edition, each with its marks."""
    came_to: dict[int, int] = {}
    for new, old in enumerate(comparison.page_map, 1):
        came_to.setdefault(old, new)
    pairs: dict[tuple[int, int], PagePair] = {}

    def pair_of(old: int, new: int) -> PagePair:
        return pairs.setdefault((old, new), PagePair(old, new))

    for number, change in enumerate(changes, 1):
        new_pages = set(pages_shown(change, change.new_pages))
        old_pages = set(pages_shown(change, change.old_pages))
        for spot in dict.fromkeys(change.new):
            if spot.page in new_pages:
                mark = _mark(comparison, number, change, spot, is_new=True)
                pair_of(comparison.old_page_of(spot.page), spot.page).new_marks.append(mark)
        for spot in dict.fromkeys(change.old):
            if spot.page in old_pages:
                mark = _mark(comparison, number, change, spot, is_new=False)
                pair_of(spot.page, came_to.get(spot.page, 0)).old_marks.append(mark)
    for (old, new), pair in list(pairs.items()):
        twin = pairs.get((comparison.old_page_of(new), new)) if new else None
        if twin is not None and twin is not pair and not pair.new_marks and twin.old == old:
            twin.old_marks += pair.old_marks
            del pairs[old, new]
    return sorted(pairs.values(), key=lambda pair: (pair.new or came_to.get(pair.old, pair.old), pair.old))


def _mark(comparison: Comparison, number: int, change: Change, spot: Spot, *, is_new: bool) -> Mark:
    if spot.box is None and not spot.block:
        gap = _gap(comparison, change, spot.page, is_new=is_new)
        if gap is not None:
            return Mark(number, change.level, gap, is_gap=True)
        if change.kind.startswith("running/"):
            edition = comparison.new if is_new else comparison.old
            return Mark(number, change.level, _running(edition, spot.page, change.sentence))
    return Mark(number, change.level, spot.box, spot.block)


def _running(edition: PageStructure, page: int, sentence: str) -> Box | None:
    """Return about where a page has the running head or the folio that a sentence quotes."""
    for text in edition.pages[page - 1].running if 0 < page <= len(edition.pages) else ():
        if text.text and text.baseline_pt and f"‘{text.text[:_QUOTED_LETTERS]}" in sentence:
            size = text.size_pt or 9.0
            width = len(text.text) * size * 0.58
            share = {"center": 0.5, "right": 1.0}.get(text.place.rpartition("-")[2], 0.0)
            return Box(text.left_pt - share * width, text.baseline_pt - 0.8 * size, width, size)
    return None


def _gap(comparison: Comparison, change: Change, page: int, *, is_new: bool) -> Box | None:
    """Return where on a page something would stand that only the other edition has: below its neighbour."""
    names = [spot.block for spot in (change.old if is_new else change.new) if spot.block]
    if change.kind not in {"block/added", "block/removed"} or not names:
        return None
    stream, index = block_of(comparison, names[0])
    stays = (pair for pair in stream.alignment.pairs if pair.fate in (Fate.SAME, Fate.EDITED))
    partners = {pair.old: pair.new for pair in stays} if is_new else {pair.new: pair.old for pair in stays}
    neighbour = next((partners[i] for i in range(index - 1, -1, -1) if i in partners), None)
    if neighbour is None:
        return None
    block = (stream.new if is_new else stream.old)[neighbour]
    last = block.fragments[-1] if block.fragments else None
    if last is None or last.page != page or not last.box.width_pt:
        return None
    return Box(last.box.left_pt, last.box.bottom_pt, last.box.width_pt, 0.0)


def block_of(comparison: Comparison, name: str) -> tuple[Stream, int]:
    """Return the stream and the place in it of a block by the name that spots give it."""
    return (comparison.main if name[0] == "b" else comparison.notes), int(name[1:])
