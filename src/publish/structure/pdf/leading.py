"""Leadings as measured in single blocks → as they hold in the edition.

In: blocks. Out: the same, with leadings that differ by no more than a line can be off its place brought to what
the other blocks in the same type have: some engines set lines on whole pixels, and files that were saved again
move them a little. Two lines tell their leading badly, twenty tell it well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from publish.model.pages import Block

_OFF_PT = 0.32
"""Two baselines off by 0.15 pt each way, and what rounding adds."""
_PIXEL_PT = 0.8
_LEAST_STEPS = 12
_UNEVEN_SHARE = 0.25


def settle_leadings(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with leadings that agree where they may be meant to."""
    kinds: dict[tuple[str, float], list[Block]] = defaultdict(list)
    for block in blocks:
        if _steps(block):
            kinds[_kind(block)].append(block)
    usual = {kind: _usual(found) for kind, found in kinds.items()}
    return [_settled(block, *usual[_kind(block)]) if _steps(block) else block for block in blocks]


def _kind(block: Block) -> tuple[str, float]:
    return block.look.font, round(block.look.size_pt, 1)


def _steps(block: Block) -> int:
    """Return how many distances of baselines tell a block's leading."""
    return sum(max(0, fragment.line_count - 1) for fragment in block.fragments) if block.look.leading_pt else 0


def _usual(blocks: Sequence[Block]) -> tuple[float, float]:
    """Return the leading of most lines, and how far a line may be off."""
    ordered = sorted((block.look.leading_pt, _steps(block)) for block in blocks)
    total = sum(steps for _, steps in ordered)
    passed, middle = 0, ordered[0][0]
    for leading, steps in ordered:
        passed += steps
        middle = leading
        if 2 * passed >= total:
            break
    off = _PIXEL_PT if _is_uneven(blocks) else _OFF_PT
    near = [(leading, steps) for leading, steps in ordered if abs(leading - middle) * steps <= off]
    weight = sum(steps for _, steps in near)
    return round(sum(leading * steps for leading, steps in near) / weight, 2) if weight else middle, off


def _is_uneven(blocks: Sequence[Block]) -> bool:
    """Tell whether lines are set on pixels: distances within blocks differ by about one."""
    uneven = even = 0
    for block in blocks:
        for fragment in block.fragments:
            at = [line.baseline_pt for line in fragment.lines]
            steps = [after - before for before, after in pairwise(at)]
            if len(steps) > 1:
                is_off = 0.4 < max(steps) - min(steps) <= _PIXEL_PT
                uneven, even = uneven + is_off, even + (not is_off)
    return uneven > _UNEVEN_SHARE * (uneven + even)


def _settled(block: Block, usual: float, off: float) -> Block:
    if abs(block.look.leading_pt - usual) * _steps(block) > off:
        return block
    return replace(block, look=replace(block.look, leading_pt=usual))
