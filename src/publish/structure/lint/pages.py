"""Faults of pages: text off the page or out of the type area, nearly empty pages, missing glyphs.

In: a page structure. Out: faults. The type area is not told by a PDF: its edges are those at which many blocks
of the same kind of page end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from publish.model.changes import Fault, Spot
from publish.model.pages import HEADINGS, Block, Fragment, Page, PageStructure
from publish.structure.sentences import Paging, count, describe, length, opening, paging_of, quote

_OFF_PT = 1.0
_BLEED_PT = 15.0
_OUTSIDE_PT = 6.0
_FEWEST_BLOCKS = 8
_SHARE = 0.08
_FEWEST_LINES = 3
_RAGGED_PT = 12.0
"""Ragged lines end anywhere; the longest of some paragraphs come about so near to the measure."""
_ALIKE_PT = 4.0
_SUNK_PT = 40.0
"""Two lines and more below the head of the page: further than any heading is pushed by its own white."""
_WHITE_LINES = 2
"""White above a short paragraph, and the line or two that a page may end early for its neighbour's sake."""
_WIDEST_LEADING_EM = 1.6
_FRONT = 4
_TITLE_PAGE_LINES = 12


@dataclass(frozen=True, slots=True)
class _TypeArea:
    left: float
    right: float


_PageKind: TypeAlias = tuple[str, float, float]
"""A side, and the width and height in whole points."""
_Overhang: TypeAlias = tuple[float, Fragment, str, str, Block]
"""How far a block stands out, with its fragment, its name in reports, its name in words, and itself."""


def page_faults(structure: PageStructure) -> Iterator[Fault]:
    """Yield the faults of pages."""
    paging = paging_of(structure)
    for page, words in structure.missing_glyphs:
        told = f"{paging.at(page)}: a character is shown as an empty box near {quote(words)}"
        yield Fault("missing-glyph", page, told, words, (Spot(page),))
    yield from _off(structure, paging)
    if any(page.leaves for page in structure.pages):
        return
    yield from _outside(structure, paging)
    yield from _empty(structure, paging)


def _bodies(structure: PageStructure) -> Iterator[tuple[str, Block, str]]:
    for index, block in enumerate(structure.blocks):
        yield f"b{index}", block, describe(block)
    for index, note in enumerate(structure.notes):
        yield f"n{index}", note.body, f"note {note.label or opening(note.body)}"


def _off(structure: PageStructure, paging: Paging) -> Iterator[Fault]:
    pages = {page.number: page for page in structure.pages}
    for name, block, told in _bodies(structure):
        for fragment in block.fragments:
            page = pages.get(fragment.page)
            if page is None:
                continue
            beyond = max(_beyond(fragment, page))
            if beyond > (_BLEED_PT if block.role == "Figure" else _OFF_PT):
                at = paging.at(page.number)
                sentence = f"{at}: {told} runs {length(round(beyond, 1))} pt off the page"
                yield Fault(
                    "off-page",
                    page.number,
                    sentence,
                    opening(block, 6),
                    (Spot(page.number, fragment.box, name),),
                )


def _beyond(fragment: Fragment, page: Page) -> tuple[float, float, float, float]:
    box = fragment.box
    return -box.left_pt, -box.top_pt, box.right_pt - page.width_pt, box.bottom_pt - page.height_pt


def _outside(structure: PageStructure, paging: Paging) -> Iterator[Fault]:
    """Tell what stands out of the type area: once a page and measure, once a table on pages in a row."""
    pages = {page.number: page for page in structure.pages}
    areas = _type_areas(structure, pages)
    found: dict[tuple[int, str], list[list[_Overhang]]] = defaultdict(list)
    tables: dict[str, int] = {}
    for name, block, told in _bodies(structure):
        for fragment in block.fragments:
            page = pages.get(fragment.page)
            area = areas.get(_kind(page)) if page else None
            if page is None or area is None or not block.text.strip() or max(_beyond(fragment, page)) > _OFF_PT:
                continue
            right = fragment.box.right_pt - area.right
            # Bullets and numbers of lists may hang out on the left.
            left = area.left - fragment.box.left_pt if block.role not in (*HEADINGS, "LI", "Note") else 0.0
            out, side = max((right, "right"), (left, "left"))
            if out <= _OUTSIDE_PT:
                continue
            if block.table:
                before, tables[side] = tables.get(side, -1), page.number
                if page.number - before <= 1:
                    continue
            alike = found[page.number, side]
            thing = (out, fragment, name, told, block)
            group = next((group for group in alike if abs(group[0][0] - out) <= _ALIKE_PT), None)
            if group is None:
                alike.append([thing])
            else:
                group.append(thing)
    for (number, side), things in ((key, group) for key, groups in found.items() for group in groups):
        out, _, _, told, block = things[0]
        more = f" and {count(len(things) - 1, 'more block')}" if len(things) > 1 else ""
        stand = "stand" if more else "stands"
        sentence = (
            f"{paging.at(number)}: {told}{more} {stand} {length(round(out, 1))} pt out of the type area "
            f"into the {side} margin"
        )
        spots = tuple(Spot(number, fragment.box, name) for _, fragment, name, _, _ in things)
        yield Fault("outside-type-area", number, sentence, opening(block, 6), spots)


def _kind(page: Page) -> _PageKind:
    return page.side, round(page.width_pt), round(page.height_pt)


def _type_areas(structure: PageStructure, pages: dict[int, Page]) -> dict[_PageKind, _TypeArea]:
    """Return the type area, per kind of page that has blocks enough to tell."""
    lefts: dict[_PageKind, Counter[int]] = defaultdict(Counter)
    rights: dict[_PageKind, Counter[int]] = defaultdict(Counter)
    justified: Counter[_PageKind] = Counter()
    for _, block, _ in _bodies(structure):
        for fragment in block.fragments:
            page = pages.get(fragment.page)
            if page is None or block.role not in ("P", "LI", "Note", "BlockQuote"):
                continue
            kind = _kind(page)
            lefts[kind][round(fragment.box.left_pt / 2)] += 1  # single lines begin where others do
            if fragment.line_count > 1:
                rights[kind][round(fragment.box.right_pt / 2)] += 1
                justified[kind] += block.look.alignment == "justify"
    found: dict[_PageKind, _TypeArea] = {}
    for kind, counted in rights.items():
        total = counted.total()
        least = max(2, _SHARE * total)
        left = [edge for edge, number in lefts[kind].items() if number >= max(2, _SHARE * lefts[kind].total())]
        right = _outermost(counted, least)
        if total >= _FEWEST_BLOCKS and left and right:
            ragged = _RAGGED_PT if 2 * justified[kind] < total else 0.0
            found[kind] = _TypeArea(2.0 * min(left), 2.0 * right + ragged)
    return {kind: replace(area, right=_right_edge(kind, found)) for kind, area in found.items()}


def _right_edge(kind: _PageKind, areas: dict[_PageKind, _TypeArea]) -> float:
    """Return the right edge: what text reaches, or the margins, where paragraphs are narrower than the rest.

    The margin on the right is that on the left of the page beside it.
    """
    facing = areas.get(("recto" if kind[0] == "verso" else "verso", *kind[1:]), areas[kind])
    return max(areas[kind].right, kind[1] - facing.left)


def _outermost(edges: Counter[int], least: float) -> int:
    """Return the outermost edge that so many blocks reach, as near as ragged lines end alike."""
    for edge in sorted(edges, reverse=True):
        if sum(edges[edge - step] for step in range(2)) >= least:
            return edge
    return 0


def _empty(structure: PageStructure, paging: Paging) -> Iterator[Fault]:
    lines: Counter[int] = Counter()
    first: dict[int, Block] = {}
    full = {picture.page for picture in structure.pictures}
    crossed: set[int] = set()
    for _, block, _ in _bodies(structure):
        crossed.update(range(block.page + 1, block.last_page))
        for fragment in block.fragments:
            lines[fragment.page] += fragment.line_count
            first.setdefault(fragment.page, block)
            if not fragment.line_count:
                full.add(fragment.page)
    pages = {page.number: page for page in structure.pages}
    room = _Room(structure, pages)
    head_pt = min((f.box.top_pt for b in structure.blocks for f in b.fragments if f.line_count), default=0.0)
    for number, page in pages.items():
        if number in full:
            continue
        if not lines[number]:
            is_crossed = number in crossed or _is_ahead_of_text(page, pages, first, lines, head_pt)
            if is_crossed or number == len(structure.pages):
                told = f"{paging.at(number)}: the page is empty"
                yield Fault("empty-page", number, told, "empty", (Spot(number),))
        elif lines[number] < _FEWEST_LINES and number > 2 and not _opens(page, first[number], head_pt):
            block = first[number]
            if block.page == number and room.before(page) > _needed(block):
                continue  # it would have stood on the page before: its author asked for a new one
            what = f"the end of {describe(block)}" if block.page < number else describe(block)
            told = f"{paging.at(number)}: the page holds no more than {_lines(lines[number])}, {what}"
            yield Fault("empty-page", number, told, opening(block, 6), (Spot(number),))


class _Room:
    """How much room pages have below their last line."""

    def __init__(self, structure: PageStructure, pages: dict[int, Page]) -> None:
        self._pages = pages
        self._feet: dict[tuple[float, float], float] = defaultdict(float)
        """The lowest that anything stands on pages of a width and height, left or right."""
        self._ends: dict[int, float] = defaultdict(float)
        self._note_tops: dict[int, float] = {}
        for name, block, _ in _bodies(structure):
            for fragment in block.fragments:
                number, box = fragment.page, fragment.box
                if number not in pages:
                    continue
                size = _kind(pages[number])[1:]
                self._feet[size] = max(self._feet[size], box.bottom_pt)
                if name.startswith("n"):
                    self._note_tops[number] = min(box.top_pt, self._note_tops.get(number, box.top_pt))
                else:
                    self._ends[number] = max(self._ends[number], box.bottom_pt)

    def before(self, page: Page) -> float:
        """Return the room on the page before one, in points."""
        before = self._pages.get(page.number - 1)
        if before is None:
            return 0.0
        # A type area reaches beyond the middle of the page, though few pages be full.
        foot = max(self._feet[_kind(before)[1:]], before.height_pt / 2)
        return self._note_tops.get(before.number, foot) - self._ends[before.number]


def _needed(block: Block) -> float:
    """Return the room that all lines of a block need at most, with white above, in points."""
    return (block.line_count + _WHITE_LINES) * _WIDEST_LEADING_EM * block.look.size_pt


def _opens(page: Page, block: Block | None, head_pt: float) -> bool:
    """Tell whether a page is begun on purpose: by a heading, or by text that is sunk below the head of the page
    (a dedication, a colophon).
    """
    if block is None or block.page != page.number:
        return False
    tops = [fragment.box.top_pt for fragment in block.fragments if fragment.page == page.number]
    return block.role in HEADINGS or min(tops, default=head_pt) > head_pt + _SUNK_PT


def _is_ahead_of_text(
    page: Page, pages: dict[int, Page], first: dict[int, Block], lines: Counter[int], head_pt: float
) -> bool:
    """Tell whether an empty page is not meant: one is on the left before an opening, or behind a title page."""
    before, after = first.get(page.number - 1), first.get(page.number + 1)
    if before is None or (page.number <= _FRONT and lines[page.number - 1] < _TITLE_PAGE_LINES):
        return False
    opens = after is not None and _opens(pages[page.number + 1], after, head_pt)
    return not (opens and page.side == "verso")


def _lines(lines: int) -> str:
    return "one line" if lines == 1 else f"{lines} lines"
