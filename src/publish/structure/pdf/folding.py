"""What was read of the pages of an imposed edition → the same on the sides of its sheets.

In: a structure whose pages are those that readers turn, and where they are placed. Out: a structure whose pages
are the sides, with blocks in the order of reading; each page is a `Leaf` of its side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from publish.model.looks import Box
from publish.model.pages import Block, Fragment, Page, PageBox, PageStructure, Paint, RunningText
from publish.model.pages import Leaf as PlacedLeaf
from publish.structure.pdf.imposed import Leaf, Sheets
from publish.structure.pdf.parts import ReadPage

_OPENING_WORDS = 6


def fold(structure: PageStructure, sheets: Sheets) -> PageStructure:
    """Return a structure with the sides of sheets for pages."""
    leaves = {leaf.page.number: leaf for leaf in sheets.leaves}
    side_of = {number: leaf.side for number, leaf in leaves.items()}
    on_side: dict[int, list[Leaf]] = defaultdict(list)
    for leaf in sheets.leaves:
        on_side[leaf.side].append(leaf)
    return replace(
        structure,
        pages=tuple(_side(side, on_side[side.number], structure.pages) for side in sheets.sides),
        blocks=tuple(_placed(block, leaves) for block in structure.blocks),
        notes=tuple(replace(note, body=_placed(note.body, leaves)) for note in structure.notes),
        calls=tuple(replace(call, page=side_of[call.page]) for call in structure.calls),
        links=tuple(
            replace(
                link,
                page=side_of[link.page],
                target_page=side_of.get(link.target_page or 0),
                boxes=tuple(moved(box, leaves[link.page].area) for box in link.boxes),
            )
            for link in structure.links
        ),
        pictures=tuple(
            replace(picture, page=side_of[picture.page], box=moved(picture.box, leaves[picture.page].area))
            for picture in structure.pictures
        ),
        missing_glyphs=tuple((side_of[page], words) for page, words in structure.missing_glyphs),
    )


def _side(side: ReadPage, leaves: list[Leaf], pages: tuple[Page, ...]) -> Page:
    own = [pages[leaf.page.number - 1] for leaf in leaves]
    placed = sorted(zip(leaves, own, strict=True), key=lambda one: one[0].cell)
    paints: Counter[str] = Counter()
    for page in own:
        paints.update({paint.colour: paint.count for paint in page.paints})
    return Page(
        side.number,
        side.label,
        round(side.width, 2),
        round(side.height, 2),
        "recto" if side.number % 2 else "verso",
        all(page.is_blank for page in own),
        running=tuple(move_text(text, leaf.area) for leaf, page in placed for text in page.running),
        boxes=tuple(PageBox(name, box) for name, box in side.boxes),
        leaves=tuple(_leaf(leaf, page) for leaf, page in placed),
        paints=tuple(Paint(colour, count) for colour, count in sorted(paints.items())),
        turned=side.turned,
        is_mirrored=side.is_mirrored,
        remarks=side.remarks,
        covers=side.content.covers,
    )


def _leaf(leaf: Leaf, page: Page) -> PlacedLeaf:
    lines = [line.text for part in leaf.page.main for line in part.lines][:2]
    words = " ".join(lines or [text.text for text in page.running]).split()
    area = leaf.area
    return PlacedLeaf(
        Box(*(round(value, 2) for value in (area.left_pt, area.top_pt, area.width_pt, area.height_pt))),
        page.folio,
        " ".join(words[:_OPENING_WORDS]),
        page.number,
        leaf.turned,
        leaf.is_mirrored,
        leaf.scale,
    )


def _placed(block: Block, leaves: dict[int, Leaf]) -> Block:
    return replace(
        block,
        fragments=tuple(
            move_fragment(fragment, leaves[fragment.page].side, leaves[fragment.page].area)
            for fragment in block.fragments
        ),
    )


def move_fragment(fragment: Fragment, page: int, area: Box, way: int = 1) -> Fragment:
    """Return a fragment on another page, moved by the corner of an area (`way` -1: back)."""
    left, top = way * area.left_pt, way * area.top_pt
    lines = tuple(
        replace(
            line,
            baseline_pt=round(line.baseline_pt + top, 2),
            left_pt=round(line.left_pt + left, 2),
            right_pt=round(line.right_pt + left, 2),
        )
        for line in fragment.lines
    )
    return replace(fragment, page=page, box=moved(fragment.box, area, way), lines=lines)


def moved(box: Box, area: Box, way: int = 1) -> Box:
    """Return a box moved by the corner of an area (`way` -1: back)."""
    left, top = box.left_pt + way * area.left_pt, box.top_pt + way * area.top_pt
    return Box(round(left, 2), round(top, 2), box.width_pt, box.height_pt)


def move_text(text: RunningText, area: Box, way: int = 1) -> RunningText:
    """Return running text moved by the corner of an area (`way` -1: back)."""
    return replace(
        text,
        left_pt=round(text.left_pt + way * area.left_pt, 2),
        baseline_pt=round(text.baseline_pt + way * area.top_pt, 2),
    )
