"""Aligned streams → how far each block stands elsewhere on its page, and whether its lines broke otherwise.

Distances are points to the right and down, less the shift common to the pages of its side. Blocks are measured
by their first baseline, which no letter and no size moves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from publish.model.pages import Block, Fragment
from publish.model.wording import squash
from publish.structure.diff.align import Fate, Pair
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.diff.pages import SHIFT_PT, Shift

_LAST_LINE_PT = 1.5
_ASCENT = 0.8
"""A block's box begins so many ems above its first baseline."""
_DIGITS = re.compile(r"[\d\u00b2\u00b3\u00b9\u2070-\u2079]+")
_PICTURES = ("Figure", "Formula")


@dataclass(frozen=True, slots=True)
class Placed:
    """One aligned block and how it stands in the new edition."""

    pair: Pair
    old: Block
    new: Block
    right_pt: float
    down_pt: float
    is_displaced: bool
    is_relined: bool

    @property
    def pages_later(self) -> int:
        """Return by how many pages it begins later."""
        return self.new.page - self.old.page


def place(
    comparison: Comparison, stream: Stream, shifts: Mapping[str, Shift], restyled: Collection[str] = ()
) -> list[Placed]:
    """Return the blocks that kept their order; `restyled` are names of blocks that were aligned otherwise."""
    sides = tuple({page.number: page.side for page in side.pages} for side in (comparison.old, comparison.new))
    found = []
    for pair in stream.alignment.pairs:
        if pair.fate not in (Fate.SAME, Fate.EDITED):
            continue
        old, new = stream.blocks(pair)
        relined = stream.same_words(pair) and breaks_otherwise(old, new)
        displaced = relined or [f.line_count for f in old.fragments] != [f.line_count for f in new.fragments]
        is_still = f"{stream.letter}{pair.new}" in restyled
        first = (0.0, 0.0)
        for n, (before, after) in enumerate(zip(old.fragments, new.fragments, strict=False)):
            one, two = sides[0].get(before.page), sides[1].get(after.page)
            shift = shifts.get(two or "", Shift())
            right = after.box.left_pt - before.box.left_pt - shift.right_pt if one == two else 0.0
            down = baseline(new, after) - baseline(old, before) - shift.down_pt
            first = first if n else (right, down)
            displaced = displaced or abs(down) > SHIFT_PT or (abs(right) > SHIFT_PT and not is_still)
            displaced = displaced or after.page - before.page != new.page - old.page
        found.append(Placed(pair, old, new, *first, displaced, relined))
    return found


def baseline(block: Block, fragment: Fragment) -> float:
    """Return the y of a fragment's first baseline; of a picture the upper edge."""
    if block.role in _PICTURES:
        return fragment.box.top_pt
    if fragment.lines:
        return fragment.lines[0].baseline_pt
    return fragment.box.top_pt + _ASCENT * block.look.size_pt


def _bare(text: str) -> str:
    """Return a line without numbers: calls of notes may be numbered otherwise."""
    return _DIGITS.sub("", squash(text))


def breaks_otherwise(old: Block, new: Block) -> bool:
    """Tell whether a block with the same words breaks into other lines."""
    if old.line_count != new.line_count:
        return True
    lines = [[_bare(line.text) for f in block.fragments for line in f.lines] for block in (old, new)]
    if lines[0] and lines[1]:
        return lines[0] != lines[1]
    if len(old.fragments) != len(new.fragments):
        return False
    return any(
        before.line_count == after.line_count
        and before.last_line_pt
        and after.last_line_pt
        and abs(before.last_line_pt - after.last_line_pt) > _LAST_LINE_PT
        for before, after in zip(old.fragments[-1:], new.fragments[-1:], strict=True)
    ) or sum(f.hyphen_count for f in old.fragments) != sum(f.hyphen_count for f in new.fragments)
