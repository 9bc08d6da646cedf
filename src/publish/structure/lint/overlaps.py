"""Faults of place: two things printed over each other.

In: a page structure. Out: faults. Lines are compared where they are known; otherwise the boxes of blocks, less
what tight leading lets them share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from publish.model.changes import Fault, Spot
from publish.model.looks import Box
from publish.model.pages import Block, Fragment, PageStructure
from publish.structure.sentences import describe, opening, paging_of, quote

_ASCENT_EM, _DESCENT_EM = 0.7, 0.2
"""Letters reach about so far from the baseline; accents and deep descenders may touch by rights."""
_LEAST_PT = 0.5
_LEAST_WIDTH_PT = 2.0
_SAME_PT = 3.0
_OWN_LINES = 0.55
"""Lines of one block may stand so much of an em over each other: raised figures make lines of their own."""


@dataclass(frozen=True, slots=True)
class _Thing:
    left: float
    top: float
    right: float
    bottom: float
    name: str
    block: Block | None
    box: Box
    told: str


def overlap_faults(structure: PageStructure) -> Iterator[Fault]:
    """Yield each pair of blocks, or block and running text, that stand over each other."""
    paging = paging_of(structure)
    found = _things(structure)
    for page in structure.pages:
        things = found.get(page.number, ())
        pictures = [thing.box for thing in things if thing.block and thing.block.role == "Figure"]
        for cover in page.covers:
            if any(_is_same(cover.box, box) for box in pictures):
                continue
            covered = f"the words {quote(cover.words)} are covered by a shape in {cover.colour}"
            sentence = f"{paging.at(page.number)}: {covered}"
            yield Fault("overlap", page.number, sentence, cover.words, (Spot(page.number, cover.box),))
    for number, things in sorted(found.items()):
        told: set[frozenset[str]] = set()
        for first, second in _overlapping(things):
            pair = frozenset((first.name, second.name))
            if pair in told or _belong_together(first, second):
                continue
            told.add(pair)
            is_one = first.name == second.name
            what = f"two lines of {first.told}" if is_one else f"{first.told} and {second.told}"
            sentence = f"{paging.at(number)}: {what} are printed over each other"
            subject = f"{first.told} {second.told}"
            spots = (Spot(number, first.box, _block(first)), Spot(number, second.box, _block(second)))
            yield Fault("overlap", number, sentence, subject, spots)


def _is_same(one: Box, other: Box) -> bool:
    ones = (one.left_pt, one.top_pt, one.right_pt, one.bottom_pt)
    others = (other.left_pt, other.top_pt, other.right_pt, other.bottom_pt)
    return all(abs(a - b) <= _SAME_PT for a, b in zip(ones, others, strict=True))


def _block(thing: _Thing) -> str:
    return thing.name if thing.block else ""


def _belong_together(first: _Thing, second: _Thing) -> bool:
    if first.block is None or second.block is None:
        return first.name == second.name
    if first.block.table and first.block.table == second.block.table:
        return True  # cells that span rows
    roles = {first.block.role, second.block.role}
    if first.name == second.name:  # formulas and raised letters make lines of their own
        return first.bottom - second.top < _OWN_LINES * first.block.look.size_pt or first.block.role != "P"
    # Formulas and small pictures stand in the line.
    return "Formula" in roles or ("Figure" in roles and _is_inline(first, second))


def _is_inline(first: _Thing, second: _Thing) -> bool:
    figure, other = (first, second) if first.block and first.block.role == "Figure" else (second, first)
    return other.block is not None and figure.box.height_pt < 2.5 * max(other.block.look.size_pt, 8.0)


def _things(structure: PageStructure) -> dict[int, list[_Thing]]:
    found: dict[int, list[_Thing]] = defaultdict(list)
    bodies = [(f"b{n}", block, describe(block)) for n, block in enumerate(structure.blocks)]
    bodies += [
        (f"n{n}", note.body, f"note {note.label or opening(note.body)}")
        for n, note in enumerate(structure.notes)
    ]
    for name, block, told in bodies:
        for fragment in block.fragments:
            found[fragment.page].extend(_parts(name, block, told, fragment))
    for page in structure.pages:
        for number, text in enumerate(page.running):
            if text.left_pt and text.baseline_pt and text.size_pt:
                found[page.number].append(_running(f"r{number}", text.place, text.text, text))
    return found


def _running(name: str, place: str, words: str, text: object) -> _Thing:
    size, baseline, anchor = (getattr(text, key) for key in ("size_pt", "baseline_pt", "left_pt"))
    # Its width is not told: three ems from the edge its place names are certain to be printed on.
    width = min(3.0, 0.4 * len(words)) * size
    left = (
        anchor - width
        if place.endswith("right")
        else anchor - width / 2
        if place.endswith("center")
        else anchor
    )
    top, bottom = baseline - _ASCENT_EM * size, baseline + _DESCENT_EM * size
    box = Box(left, top, width, bottom - top)
    return _Thing(left, top, left + width, bottom, name, None, box, f"the running text ‘{words}’")


def _parts(name: str, block: Block, told: str, fragment: Fragment) -> Iterator[_Thing]:
    box = fragment.box
    if block.role in ("Figure", "Formula"):
        yield _Thing(box.left_pt, box.top_pt, box.right_pt, box.bottom_pt, name, block, box, told)
        return
    if not block.text.strip():
        return  # leaders and the like
    size = block.look.size_pt
    for line in fragment.lines:
        top, bottom = line.baseline_pt - _ASCENT_EM * size, line.baseline_pt + _DESCENT_EM * size
        yield _Thing(line.left_pt, top, line.right_pt, bottom, name, block, box, told)
    if not fragment.lines and box.height_pt:
        top, bottom = box.top_pt + 0.2 * size, box.bottom_pt - 0.1 * size
        yield _Thing(box.left_pt, top, box.right_pt, bottom, name, block, box, told)


def _overlapping(things: list[_Thing]) -> Iterator[tuple[_Thing, _Thing]]:
    ordered = sorted(things, key=lambda thing: (thing.top, thing.left))
    for index, first in enumerate(ordered):
        for second in ordered[index + 1 :]:
            if second.top >= first.bottom - _LEAST_PT:
                break
            if min(first.right, second.right) - max(first.left, second.left) > _LEAST_WIDTH_PT:
                yield first, second
