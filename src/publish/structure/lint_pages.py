"""Faults of pages: text off the page or out of the type area, nearly empty pages, missing glyphs.

In: a page structure. Out: faults. The type area is not told by a PDF: its edges are those at which many blocks
of the same kind of page end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from publish.model.changes import Fault, Spot
from publish.model.pages import HEADINGS, Block, Fragment, Page, PageStructure
from publish.structure.sentences import Paging, describe, length, opening, paging_of, quote

_OFF_PT = 1.0
_BLEED_PT = 15.0
_OUTSIDE_PT = 6.0
_FEWEST_BLOCKS = 8
_SHARE = 0.08
_FEWEST_LINES = 3


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
    pages = {page.number: page for page in structure.pages}
    edges = _edges(structure, pages)
    tables: set[tuple[int, int]] = set()
    for name, block, told in _bodies(structure):
        for fragment in block.fragments:
            page = pages.get(fragment.page)
            found = edges.get(_kind(page)) if page else None
            if page is None or found is None or max(_beyond(fragment, page)) > _OFF_PT:
                continue
            right = fragment.box.right_pt - found[1]
            # Bullets and numbers of lists may hang out on the left.
            left = found[0] - fragment.box.left_pt if block.role not in (*HEADINGS, "LI", "Note") else 0.0
            out = max(left, right)
            if out <= _OUTSIDE_PT or (block.table, page.number) in tables:
                continue
            if block.table:
                tables.add((block.table, page.number))
            side = "right" if right >= left else "left"
            sentence = (
                f"{paging.at(page.number)}: {told} stands {length(round(out, 1))} pt out of the type area "
                f"into the {side} margin"
            )
            spot = Spot(page.number, fragment.box, name)
            yield Fault("outside-type-area", page.number, sentence, opening(block, 6), (spot,))


def _kind(page: Page) -> tuple[str, float, float]:
    return page.side, round(page.width_pt), round(page.height_pt)


def _edges(
    structure: PageStructure, pages: dict[int, Page]
) -> dict[tuple[str, float, float], tuple[float, float]]:
    """Return the left and right edge of the type area, per kind of page that has blocks enough to tell."""
    lefts: dict[tuple[str, float, float], Counter[int]] = defaultdict(Counter)
    rights: dict[tuple[str, float, float], Counter[int]] = defaultdict(Counter)
    for _, block, _ in _bodies(structure):
        for fragment in block.fragments:
            page = pages.get(fragment.page)
            if page is not None and fragment.line_count > 1 and block.role in ("P", "LI", "Note", "BlockQuote"):
                lefts[_kind(page)][round(fragment.box.left_pt / 2)] += 1
                rights[_kind(page)][round(fragment.box.right_pt / 2)] += 1
    found = {}
    for kind, counted in rights.items():
        total = counted.total()
        least = max(2, _SHARE * total)
        right = [edge for edge, number in counted.items() if number >= least]
        left = [edge for edge, number in lefts[kind].items() if number >= least]
        if total >= _FEWEST_BLOCKS and right and left:
            found[kind] = (2.0 * min(left), 2.0 * max(right))
    return found


def _empty(structure: PageStructure, paging: Paging) -> Iterator[Fault]:
    lines: Counter[int] = Counter()
    first: dict[int, Block] = {}
    full = {picture.page for picture in structure.pictures}
    for _, block, _ in _bodies(structure):
        for fragment in block.fragments:
            lines[fragment.page] += fragment.line_count
            first.setdefault(fragment.page, block)
            if not fragment.line_count:
                full.add(fragment.page)
    for page in structure.pages:
        number = page.number
        before, after = first.get(number - 1), first.get(number + 1)
        if number in full:
            continue
        if not lines[number]:
            # A blank page before an opening on a right-hand page is meant; so is one after a title page.
            opens = after is not None and after.role in HEADINGS
            if number == len(structure.pages) or not (opens or before is None or number <= 2):
                yield Fault(
                    "empty-page", number, f"{paging.at(number)}: the page is empty", "empty", (Spot(number),)
                )
        elif lines[number] < _FEWEST_LINES and number > 2 and first[number].role not in HEADINGS:
            block = first[number]
            what = f"the end of {describe(block)}" if block.page < number else describe(block)
            told = f"{paging.at(number)}: the page holds no more than {_count(lines[number])}, {what}"
            yield Fault("empty-page", number, told, opening(block, 6), (Spot(number),))


def _count(lines: int) -> str:
    return "one line" if lines == 1 else f"{lines} lines"
