"""A page structure → what of it a snapshot keeps.

In: a structure with every word and line. Out: the same with lengths to a tenth of a point, long texts
abridged to their first words, marks and digest, and lines left out. Condensing what is condensed changes
nothing. What depends on which letters happen to end a line (widths of text, heights) is brought to a standard
value where it is near one. A short line is as wide as there is room for it: to the edge of the text, or to the
column beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from publish.model.looks import Abridged, Box
from publish.model.pages import Block, Fragment, Leaf, Link, Page, PageBox, PageStructure
from publish.model.wording import digest_of, marks_of
from publish.structure.snapshot.columns import Columns
from publish.structure.snapshot.gridding import Grid, round_box, tenth

_WHOLE_LETTERS = 40
_OPENING_LETTERS = 20
_LINK_WORDS = 6
AIM_WORDS = 4
_SAME_WIDTH_PT = 2.0
_SAME_HEIGHT_PT = 0.35
_RUNT_SHARE = 0.15
_LOOSE_EM = 0.5
_LADDER = 3
_PICTURES = ("Figure", "Formula")
_HEADINGS = ("H", "H1", "H2", "H3", "H4", "H5", "H6")

Measure = tuple[float, float]
"""The left edge and the width of justified text."""


def condense(structure: PageStructure, *, full: bool = False) -> PageStructure:
    """Return what a snapshot keeps; with `full` every text, and where the manuscript has it."""
    grid = Grid(structure)
    sides = {page.number: page.side for page in structure.pages}
    structure = grid.place(structure)
    measures = _measures(structure, sides)
    columns = _columns((*structure.blocks, *(note.body for note in structure.notes)) if measures else ())

    def block_of(block: Block) -> Block:
        return _condense_block(block, measures, columns, sides, full=full)

    blocks = tuple(block_of(block) for block in structure.blocks)
    notes = tuple(replace(note, body=block_of(note.body)) for note in structure.notes)
    is_abridged = any(block.abridged for block in (*blocks, *(note.body for note in notes)))
    return replace(
        structure,
        is_abridged=is_abridged,
        pages=tuple(_condense_page(page) for page in structure.pages),
        blocks=blocks,
        notes=notes,
        links=_in_order(tuple(_condense_link(link) for link in structure.links)),
        calls=tuple(sorted(structure.calls, key=lambda call: (call.block is None, call.block or 0))),
        pictures=tuple(replace(picture, box=round_box(picture.box)) for picture in structure.pictures),
        hidden=tuple(sorted(structure.hidden)),
    )


def _in_order(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return links as a snapshot has them: those in blocks, those in notes, the others."""

    def place(link: Link) -> tuple[int, int]:
        kind = {"b": 0, "n": 1}.get(link.block[:1], 2)
        return kind, int(link.block[1:]) if kind < 2 and link.block[1:].isdigit() else 0

    return tuple(sorted(links, key=place))


def _measures(structure: PageStructure, sides: Mapping[int, str]) -> dict[str, Measure]:
    """Return the measure of each side; `structure` stands on the grid."""
    found: dict[str, list[Box]] = {}
    for block in structure.blocks:
        if block.look.alignment == "justify":
            for fragment in block.fragments:
                if fragment.line_count > 1:
                    found.setdefault(sides.get(fragment.page, ""), []).append(fragment.box)
    measures: dict[str, Measure] = {}
    for side, boxes in found.items():
        width = max(tenth(box.width_pt) for box in boxes)
        full = [box.left_pt for box in boxes if abs(round(box.width_pt) - width) <= _SAME_WIDTH_PT]
        if width > 0 and full:
            measures[side] = (min(full), width)
    return measures


def _columns(blocks: Iterable[Block]) -> dict[int, Columns]:
    """Return the columns of each page."""
    boxes: dict[int, list[Box]] = defaultdict(list)
    for block in blocks:
        for fragment in block.fragments:
            boxes[fragment.page].append(_box(block, fragment))
    return {page: Columns(found) for page, found in boxes.items()}


def _box(block: Block, fragment: Fragment) -> Box:
    """Return a fragment's box to a tenth of a point, as high as its lines usually are."""
    box = round_box(fragment.box)
    if block.role in _PICTURES or not fragment.line_count:
        return box
    usual = round(block.look.size_pt + (fragment.line_count - 1) * block.look.leading_pt, 1)
    height = usual if abs(box.height_pt - usual) <= _SAME_HEIGHT_PT else box.height_pt
    return replace(box, height_pt=height)


def _condense_block(
    block: Block,
    measures: Mapping[str, Measure],
    columns: Mapping[int, Columns],
    sides: Mapping[int, str],
    *,
    full: bool,
) -> Block:
    text, abridged = block.text, block.abridged
    if abridged is None and not full and len(text) > _WHOLE_LETTERS:
        abridged = Abridged(marks_of(text), digest_of(text))
        text = _opening(text)
    look = replace(
        block.look,
        size_pt=round(block.look.size_pt, 2),
        leading_pt=round(block.look.leading_pt, 2),
        indent_pt=tenth(block.look.indent_pt),
    )
    block = replace(block, look=look, text=text, abridged=abridged, source=block.source if full else "")
    fragments = (
        _condense_fragment(block, fragment, columns, measures.get(sides.get(fragment.page, "")))
        for fragment in block.fragments
    )
    return replace(block, fragments=tuple(fragments))


def _opening(text: str) -> str:
    words = text.split()
    opening = words[0] if words else ""
    for word in words[1:]:
        if len(opening) + 1 + len(word) > _OPENING_LETTERS:
            break
        opening += f" {word}"
    return opening[: 2 * _OPENING_LETTERS]


def _condense_fragment(
    block: Block, fragment: Fragment, columns: Mapping[int, Columns], measure: Measure | None
) -> Fragment:
    box = _box(block, fragment)
    if block.role not in _PICTURES and fragment.line_count:
        beside = columns[fragment.page].beside(box) if measure and fragment.line_count == 1 else float("inf")
        box = replace(box, width_pt=_width(block, fragment, box, measure, beside))
    last = float(round(fragment.last_line_pt))
    is_runt = fragment.line_count > 1 and last < _RUNT_SHARE * max(measure[1] if measure else 0, box.width_pt)
    return replace(
        fragment,
        box=box,
        lines=(),
        ladder=fragment.ladder if fragment.ladder >= _LADDER else min(1, fragment.hyphen_count),
        last_line_pt=last if is_runt else 0.0,
        uneven_pt=tenth(fragment.uneven_pt),
        aside_pt=tenth(fragment.aside_pt),
        widest_space_em=round(fragment.widest_space_em, 2) if fragment.widest_space_em >= _LOOSE_EM else 0.0,
    )


def _width(block: Block, fragment: Fragment, box: Box, measure: Measure | None, beside_pt: float) -> float:
    """Return a width that does not tell where letters end: text fills the measure, short lines or not.

    `beside_pt` is where the next thing to the right begins: no line is lengthened over it.
    """
    # Rounded first: what is near the measure only before would be brought to it the second time.
    width = float(round(box.width_pt))
    if measure is None:
        return width
    left, full = measure
    if abs(width - full) <= _SAME_WIDTH_PT:
        return full
    to_the_edge = round(min(left + full, beside_pt) - box.left_pt, 1)
    is_short = (
        fragment.line_count == 1 and block.role not in _HEADINGS and width <= to_the_edge + _SAME_WIDTH_PT
    )
    return min(full, to_the_edge) if is_short and to_the_edge > 0 else width


def _condense_page(page: Page) -> Page:
    return replace(
        page,
        width_pt=round(page.width_pt, 1),
        height_pt=round(page.height_pt, 1),
        running=tuple(replace(text, size_pt=round(text.size_pt, 2)) for text in page.running),
        boxes=tuple(PageBox(box.name, round_box(box.box)) for box in page.boxes),
        leaves=tuple(_condense_leaf(leaf) for leaf in page.leaves),
        remarks=tuple(replace(remark, box=round_box(remark.box)) for remark in page.remarks),
        covers=tuple(replace(cover, box=round_box(cover.box)) for cover in page.covers),
    )


def _condense_leaf(leaf: Leaf) -> Leaf:
    return replace(leaf, box=round_box(leaf.box), scale=round(leaf.scale, 2))


def _condense_link(link: Link) -> Link:
    leads_to = " ".join(link.leads_to.split()[:AIM_WORDS])
    return replace(link, text=" ".join(link.text.split()[:_LINK_WORDS]), leads_to=leads_to, boxes=())


def on_equal_terms(old: PageStructure, new: PageStructure) -> tuple[PageStructure, PageStructure]:
    """Return both with what both know of lines, so that what a snapshot leaves out is not taken for a change.

    Texts stay whole where they are.
    """
    if _knows_lines(old) == _knows_lines(new):
        return old, new
    if _knows_lines(new):
        return old, condense(new, full=True)
    return condense(old, full=True), new


def equally_abridged(old: PageStructure, new: PageStructure) -> tuple[PageStructure, PageStructure]:
    """Return both with the same words spelt out: faults are known again by the words they name."""
    if old.is_abridged == new.is_abridged:
        return old, new
    return (old, condense(new)) if old.is_abridged else (condense(old), new)


def _knows_lines(structure: PageStructure) -> bool:
    return any(fragment.lines for block in structure.blocks for fragment in block.fragments)
