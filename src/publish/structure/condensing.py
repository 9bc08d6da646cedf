"""A page structure → what of it a snapshot keeps.

In: a structure with every word and line. Out: the same with positions to a tenth of a point, long texts
abridged to their first words, marks and digest, and lines left out. Condensing what is condensed changes
nothing. What depends on which letters happen to end a line (widths of text, heights) is brought to a standard
value where it is near one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from publish.model.pages import Abridged, Block, Box, Fragment, Leaf, Link, Page, PageBox, PageStructure
from publish.model.wording import digest_of, marks_of

_WHOLE_LETTERS = 40
_OPENING_LETTERS = 20
_LINK_WORDS = 6
_SAME_WIDTH_PT = 2.0
_SAME_HEIGHT_PT = 0.35
_RUNT_SHARE = 0.25
_LOOSE_EM = 0.5
_PICTURES = ("Figure", "Formula")

Measures = dict[str, float]
"""The width of justified text on recto and verso pages."""


def condense(structure: PageStructure, *, full: bool = False) -> PageStructure:
    """Return what a snapshot keeps; with `full` every text stays whole."""
    measures = _measures(structure)
    sides = {page.number: page.side for page in structure.pages}

    def block_of(block: Block) -> Block:
        return _condense_block(block, measures, sides, full=full)

    blocks = tuple(block_of(block) for block in structure.blocks)
    notes = tuple(replace(note, body=block_of(note.body)) for note in structure.notes)
    is_abridged = any(block.abridged for block in (*blocks, *(note.body for note in notes)))
    return replace(
        structure,
        is_abridged=is_abridged,
        pages=tuple(_condense_page(page) for page in structure.pages),
        blocks=blocks,
        notes=notes,
        links=tuple(_condense_link(link) for link in structure.links),
        pictures=tuple(replace(picture, box=round_box(picture.box)) for picture in structure.pictures),
    )


def round_box(box: Box) -> Box:
    """Return a box to a tenth of a point."""
    return Box(*(round(v, 1) for v in (box.left_pt, box.top_pt, box.width_pt, box.height_pt)))


def _measures(structure: PageStructure) -> Measures:
    sides = {page.number: page.side for page in structure.pages}
    measures: Measures = {}
    for block in structure.blocks:
        if block.look.alignment == "justify":
            for fragment in block.fragments:
                side = sides.get(fragment.page, "recto")
                measures[side] = max(measures.get(side, 0.0), round(fragment.box.width_pt, 1))
    return measures


def _condense_block(block: Block, measures: Measures, sides: Mapping[int, str], *, full: bool) -> Block:
    text, abridged = block.text, block.abridged
    if abridged is None and not full and len(text) > _WHOLE_LETTERS:
        abridged = Abridged(marks_of(text), digest_of(text))
        text = _opening(text)
    look = replace(
        block.look,
        size_pt=round(block.look.size_pt, 2),
        leading_pt=round(block.look.leading_pt, 2),
        indent_pt=round(block.look.indent_pt, 1),
    )
    fragments = tuple(
        _condense_fragment(block, fragment, measures.get(sides.get(fragment.page, ""), 0.0))
        for fragment in block.fragments
    )
    return replace(block, text=text, abridged=abridged, look=look, fragments=fragments)


def _opening(text: str) -> str:
    words = text.split()
    opening = words[0] if words else ""
    for word in words[1:]:
        if len(opening) + 1 + len(word) > _OPENING_LETTERS:
            break
        opening += f" {word}"
    return opening[: 2 * _OPENING_LETTERS]


def _condense_fragment(block: Block, fragment: Fragment, measure: float) -> Fragment:
    box = round_box(fragment.box)
    if block.role not in _PICTURES and fragment.line_count:
        # Rounded first: what is near the measure only before would be brought to it the second time.
        width = float(round(box.width_pt))
        width = measure if abs(width - measure) <= _SAME_WIDTH_PT else width
        usual = round(block.look.size_pt + (fragment.line_count - 1) * block.look.leading_pt, 1)
        height = usual if abs(box.height_pt - usual) <= _SAME_HEIGHT_PT else box.height_pt
        box = Box(box.left_pt, box.top_pt, width, height)
    is_runt = fragment.line_count > 1 and fragment.last_line_pt < _RUNT_SHARE * max(
        measure, fragment.box.width_pt
    )
    return replace(
        fragment,
        box=box,
        lines=(),
        last_line_pt=float(round(fragment.last_line_pt)) if is_runt else 0.0,
        widest_space_em=round(fragment.widest_space_em, 2) if fragment.widest_space_em >= _LOOSE_EM else 0.0,
    )


def _condense_page(page: Page) -> Page:
    return replace(
        page,
        width_pt=round(page.width_pt, 1),
        height_pt=round(page.height_pt, 1),
        running=tuple(
            replace(
                text,
                size_pt=round(text.size_pt, 2),
                left_pt=round(text.left_pt, 1),
                baseline_pt=round(text.baseline_pt, 1),
            )
            for text in page.running
        ),
        boxes=tuple(PageBox(box.name, round_box(box.box)) for box in page.boxes),
        leaves=tuple(Leaf(round_box(leaf.box), leaf.folio, leaf.opening) for leaf in page.leaves),
    )


def _condense_link(link: Link) -> Link:
    return replace(link, text=" ".join(link.text.split()[:_LINK_WORDS]), boxes=())


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
