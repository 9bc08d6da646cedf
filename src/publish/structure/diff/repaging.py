"""A page structure → the same with its pages in another order, or fewer of them.

So a page that was lost, printed twice or put elsewhere is told once, and everything else is compared as if it
had not been. Each page remembers where it stands in the file, so that what is told later points there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from publish.model.changes import Change, Spot
from publish.model.looks import Box
from publish.model.pages import Block, Fragment, PageStructure
from publish.structure.sentences import Paging, paging_of

Placed = TypeVar("Placed")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page stands in the file: on which page, where its upper left corner is there, at which size."""

    page: int
    left_pt: float = 0.0
    top_pt: float = 0.0
    scale: float = 1.0
    order: int = 0
    """Which page it was when the text was read."""


@dataclass(frozen=True, slots=True)
class View:
    """An edition as it is compared: its pages, blocks and notes by their places in the file."""

    structure: PageStructure
    pages: tuple[Origin, ...]
    blocks: tuple[int, ...]
    notes: tuple[int, ...]
    paging: Paging
    """How its pages are called, as they are in the file."""

    def spot(self, spot: Spot) -> Spot:
        """Return a place of the view as a place of the file."""
        origin = self.pages[spot.page - 1] if 0 < spot.page <= len(self.pages) else Origin(spot.page)
        box = spot.box
        if box is not None and (origin.left_pt or origin.top_pt or origin.scale != 1.0):
            scale = origin.scale
            left, top = box.left_pt * scale + origin.left_pt, box.top_pt * scale + origin.top_pt
            box = Box(left, top, box.width_pt * scale, box.height_pt * scale)
        return Spot(origin.page, box, self._name(spot.block))

    def _name(self, block: str) -> str:
        numbers = {"b": self.blocks, "n": self.notes}.get(block[:1])
        return f"{block[0]}{numbers[int(block[1:])]}" if numbers is not None else block


def view_of(structure: PageStructure) -> View:
    """Return an edition as it was read."""
    return View(
        structure,
        tuple(Origin(number, order=number) for number in range(1, len(structure.pages) + 1)),
        tuple(range(len(structure.blocks))),
        tuple(range(len(structure.notes))),
        paging_of(structure),
    )


def as_read(change: Change, old: View, new: View) -> Change:
    """Return a change with its places as they are in the files."""
    return replace(
        change,
        old=tuple(old.spot(spot) for spot in change.old),
        new=tuple(new.spot(spot) for spot in change.new),
    )


def select_pages(view: View, order: Sequence[int]) -> View:
    """Return an edition with these of its pages, in this order; numbers count from 1."""
    structure = view.structure
    place = {number: at for at, number in enumerate(order, 1)}
    blocks = _kept([(block, block) for block in structure.blocks], place)
    notes = _kept([(note, note.body) for note in structure.notes], place)
    block_at = {old: at for at, (old, _) in enumerate(blocks)}
    note_at = {old: at for at, (old, _) in enumerate(notes)}
    pages = tuple(replace(structure.pages[number - 1], number=place[number]) for number in order)
    changed = replace(
        structure,
        pages=pages,
        blocks=tuple(body for _, body in blocks),
        notes=tuple(replace(structure.notes[old], body=body) for old, body in notes),
        calls=tuple(
            replace(
                call,
                page=place[call.page],
                block=None if call.block is None else block_at.get(call.block),
                note=None if call.note is None else note_at.get(call.note),
            )
            for call in _sorted(structure.calls, place, [call.page for call in structure.calls])
        ),
        links=tuple(
            replace(link, page=place[link.page], target_page=place.get(link.target_page or 0))
            for link in _sorted(structure.links, place, [link.page for link in structure.links])
        ),
        pictures=tuple(
            replace(picture, page=place[picture.page])
            for picture in _sorted(structure.pictures, place, [picture.page for picture in structure.pictures])
        ),
        outline=tuple(replace(entry, page=place.get(entry.page or 0)) for entry in structure.outline),
        missing_glyphs=tuple((place[page], words) for page, words in structure.missing_glyphs if page in place),
    )
    return View(
        changed,
        tuple(view.pages[number - 1] for number in order),
        tuple(view.blocks[old] for old, _ in blocks),
        tuple(view.notes[old] for old, _ in notes),
        replace(view.paging, names=tuple(view.paging.name(number) for number in order)),
    )


def _sorted(items: Sequence[Placed], place: dict[int, int], pages: Iterable[int]) -> list[Placed]:
    """Return what stands on pages that stay, by page; on one page in its order."""
    numbered = [(place[page], at) for at, page in enumerate(pages) if page in place]
    return [items[at] for _, at in sorted(numbered)]


def _kept(items: Sequence[tuple[object, Block]], place: dict[int, int]) -> list[tuple[int, Block]]:
    """Return the blocks of the pages that stay with their former places, in the order of the pages."""
    found: list[tuple[int, int, Block]] = []
    numbers = [place[page] for page in sorted(place)]
    is_sorted = numbers == sorted(numbers)
    for at, (_, block) in enumerate(items):
        fragments = tuple(_moved(f, place[f.page]) for f in block.fragments if f.page in place)
        if fragments or not block.fragments:
            first = 0 if is_sorted or not fragments else fragments[0].page
            found.append((first, at, replace(block, fragments=fragments)))
    return [(at, block) for _, at, block in sorted(found, key=lambda entry: entry[:2])]


def _moved(fragment: Fragment, page: int) -> Fragment:
    return fragment if fragment.page == page else replace(fragment, page=page)
