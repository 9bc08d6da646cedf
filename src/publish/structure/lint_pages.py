"""Faults of pages: text off the page or out of the type area, nearly empty pages, missing glyphs.

In: a page structure. Out: faults. The type area is not told by a PDF: its edges are those at which many blocks
of the same kind of page end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
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
_FRONT = 4
_TITLE_PAGE_LINES = 12


@dataclass(frozen=True, slots=True)
class _TypeArea:
    left: float
    right: float
    ragged: float
    """How much farther out ragged lines may stand, as their edge is not known as well."""


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
            if out <= (_OUTSIDE_PT + area.ragged if side == "right" else _OUTSIDE_PT):
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


def _kind(page: Page) -> tuple[str, float, float]:
    return page.side, round(page.width_pt), round(page.height_pt)


def _type_areas(structure: PageStructure, pages: dict[int, Page]) -> dict[tuple[str, float, float], _TypeArea]:
    """Return the type area, per kind of page that has blocks enough to tell."""
    lefts: dict[tuple[str, float, float], Counter[int]] = defaultdict(Counter)
    rights: dict[tuple[str, float, float], Counter[int]] = defaultdict(Counter)
    justified: Counter[tuple[str, float, float]] = Counter()
    for _, block, _ in _bodies(structure):
        for fragment in block.fragments:
            page = pages.get(fragment.page)
            if page is not None and fragment.line_count > 1 and block.role in ("P", "LI", "Note", "BlockQuote"):
                kind = _kind(page)
                lefts[kind][round(fragment.box.left_pt / 2)] += 1
                rights[kind][round(fragment.box.right_pt / 2)] += 1
                justified[kind] += block.look.alignment == "justify"
    found = {}
    for kind, counted in rights.items():
        total = counted.total()
        least = max(2, _SHARE * total)
        left = [edge for edge, number in lefts[kind].items() if number >= least]
        right = _outermost(counted, least)
        if total >= _FEWEST_BLOCKS and left and right:
            ragged = 0.0 if 2 * justified[kind] >= total else _RAGGED_PT
            found[kind] = _TypeArea(2.0 * min(left), 2.0 * right, ragged)
    return found


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
    for page in structure.pages:
        number = page.number
        if number in full:
            continue
        if not lines[number]:
            is_crossed = number in crossed or _is_ahead_of_text(page, first, lines)
            if is_crossed or number == len(structure.pages):
                told = f"{paging.at(number)}: the page is empty"
                yield Fault("empty-page", number, told, "empty", (Spot(number),))
        elif lines[number] < _FEWEST_LINES and number > 2 and first[number].role not in HEADINGS:
            block = first[number]
            what = f"the end of {describe(block)}" if block.page < number else describe(block)
            told = f"{paging.at(number)}: the page holds no more than {_lines(lines[number])}, {what}"
            yield Fault("empty-page", number, told, opening(block, 6), (Spot(number),))


def _is_ahead_of_text(page: Page, first: dict[int, Block], lines: Counter[int]) -> bool:
    """Tell whether an empty page is not meant: one is on the left before an opening, or behind a title page."""
    before, after = first.get(page.number - 1), first.get(page.number + 1)
    if before is None or (page.number <= _FRONT and lines[page.number - 1] < _TITLE_PAGE_LINES):
        return False
    opens = after is not None and after.role in HEADINGS
    return not (opens and page.side == "verso")


def _lines(lines: int) -> str:
    return "one line" if lines == 1 else f"{lines} lines"
