"""An imposed edition → the pages placed on its sheets, in the order in which they are read.

Each half of a sheet's side becomes a page; its order is found from the folios: one booklet, or signatures of
some sheets, from left to right or from right to left. What is told of a half points to its place on the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from publish.model.pages import Block, Box, Fragment, Page, PageStructure
from publish.structure.repaging import Origin, View, select_pages
from publish.structure.sentences import Paging

_HALF = 0.55
"""A leaf takes so much of a side's width at most, if there are two on a side."""
_SHEETS = (0, 1, 2, 3, 4, 5, 6, 8)
"""Sheets a signature may have; 0: the whole edition is one."""
_PLACES = ("left", "right")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
Imposition = Callable[[int, int, int], int]
"""(side from 0, 0 left or 1 right, number of sides) → page from 0."""


def unfold(old: View, new: View) -> tuple[View, View] | None:
    """Return both editions page by page, or None if they are not sheets with two pages on a side."""
    if not (_is_imposed(old.structure) and _is_imposed(new.structure)):
        return None
    ways = [_signatures(sheets, mirrored) for mirrored in (False, True) for sheets in _SHEETS]
    way = min(ways, key=lambda way: _breaches(old.structure, way))
    return _unfolded(old, way), _unfolded(new, way)


def _is_imposed(structure: PageStructure) -> bool:
    leaves = [(page, leaf) for page in structure.pages for leaf in page.leaves]
    return (
        bool(leaves)
        and all(len(page.leaves) <= 2 for page in structure.pages)
        and all(leaf.box.width_pt < _HALF * page.width_pt for page, leaf in leaves)
    )


def _signatures(sheets: int, mirrored: bool) -> Imposition:
    """Return how pages stand on the sides of saddle-stitched signatures (outermost sheet first)."""

    def page(side: int, place: int, sides: int) -> int:
        per = 2 * sheets or sides
        first, inner = side // per * per, side % per
        total = 2 * min(per, sides - first)
        sheet, back = inner // 2, inner % 2
        right = place ^ mirrored
        if back:
            number = total - 2 - 2 * sheet if right else 2 * sheet + 1
        else:
            number = 2 * sheet if right else total - 1 - 2 * sheet
        return 2 * first + number

    return page


def _breaches(structure: PageStructure, way: Imposition) -> int:
    """Count the places where folios fall instead of rise."""
    sides = len(structure.pages)
    placed = [
        (way(side, _place(page, leaf.box), sides), rank)
        for side, page in enumerate(structure.pages)
        for leaf in page.leaves
        if (rank := _rank(leaf.folio)) is not None
    ]
    return sum(one > two for (_, one), (_, two) in pairwise(sorted(placed)))


def _rank(folio: str) -> tuple[int, int] | None:
    if folio.isdecimal():
        return 1, int(folio)
    if not re.fullmatch(r"[ivxlc]+", folio):
        return None
    values = [_ROMAN[letter] for letter in folio]
    return 0, sum(-v if any(w > v for w in values[n + 1 :]) else v for n, v in enumerate(values))


def _place(page: Page, box: Box) -> int:
    return int(box.left_pt + box.width_pt / 2 > page.width_pt / 2)


def _unfolded(view: View, way: Imposition) -> View:
    structure = view.structure
    halves = _halves(structure)
    sides = len(structure.pages)
    order = sorted(range(2 * sides), key=lambda half: (way(half // 2, half % 2, sides), half))
    places = [(page, place) for page in halves.pages[::2] for place in (0, 1)]
    split = replace(
        view,
        structure=halves,
        pages=tuple(
            Origin(view.pages[half // 2].page, view.pages[half // 2].left_pt + place * page.width_pt)
            for half, (page, place) in enumerate(places)
        ),
        paging=Paging(
            tuple(
                f"{view.paging.at(half // 2 + 1)}, {f'p. {page.folio}' if page.folio else _PLACES[half % 2]}"
                for half, page in enumerate(halves.pages)
            ),
            "",
            "",
        ),
    )
    return select_pages(split, [half + 1 for half in order])


def _halves(structure: PageStructure) -> PageStructure:
    """Return an imposed edition with each half of a side as a page; numbers count on over the sides."""

    def half_of(page: int, box: Box | None) -> int:
        whole = structure.pages[page - 1] if 0 < page <= len(structure.pages) else None
        return 2 * page - 1 + (_place(whole, box) if whole and box else 0)

    def part(fragment: Fragment) -> Fragment:
        half = half_of(fragment.page, fragment.box)
        return replace(fragment, page=half, box=_shifted(structure, fragment.page, half, fragment.box))

    def split(block: Block) -> Block:
        return replace(block, fragments=tuple(map(part, block.fragments)))

    blocks = tuple(map(split, structure.blocks))
    called = {
        (call.page, call.block): next(
            (f.page for f in blocks[call.block].fragments if (f.page + 1) // 2 == call.page), 2 * call.page - 1
        )
        for call in structure.calls
        if call.block is not None
    }
    return replace(
        structure,
        pages=tuple(half for page in structure.pages for half in _half_pages(page)),
        blocks=blocks,
        notes=tuple(replace(note, body=split(note.body)) for note in structure.notes),
        calls=tuple(
            replace(call, page=called.get((call.page, call.block or 0), 2 * call.page - 1))
            for call in structure.calls
        ),
        links=tuple(
            replace(
                link,
                page=half_of(link.page, link.boxes[0] if link.boxes else None),
                target_page=2 * link.target_page - 1 if link.target_page else link.target_page,
            )
            for link in structure.links
        ),
        pictures=tuple(
            replace(
                picture,
                page=half_of(picture.page, picture.box),
                box=_shifted(structure, picture.page, half_of(picture.page, picture.box), picture.box),
            )
            for picture in structure.pictures
        ),
        outline=tuple(
            replace(entry, page=2 * entry.page - 1 if entry.page else entry.page) for entry in structure.outline
        ),
        missing_glyphs=tuple((2 * page - 1, words) for page, words in structure.missing_glyphs),
    )


def _shifted(structure: PageStructure, page: int, half: int, box: Box) -> Box:
    if half % 2 or not 0 < page <= len(structure.pages):
        return box
    left = box.left_pt - structure.pages[page - 1].width_pt / 2
    return Box(left, box.top_pt, box.width_pt, box.height_pt)


def _half_pages(page: Page) -> Iterable[Page]:
    width = page.width_pt / 2
    for place in (0, 1):
        leaf = next((leaf for leaf in page.leaves if _place(page, leaf.box) == place), None)
        running = tuple(
            replace(text, left_pt=text.left_pt - place * width)
            for text in page.running
            if int(text.left_pt > width) == place
        )
        yield Page(
            2 * page.number - 1 + place,
            "",
            width,
            page.height_pt,
            "recto" if place else "verso",
            is_blank=leaf is None,
            folio=leaf.folio if leaf else "",
            running=running,
        )
