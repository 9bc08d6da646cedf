"""Placed blocks → other space above or below blocks, told once a role, and lines moved inside their block."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from publish.model.changes import Change, Level
from publish.model.pages import HEADINGS, Fragment
from publish.structure.diff.block_places import Placed
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.sentences import count, describe, join_and, length, name_of, ordinal

_SEEN_PT = 0.45
"""Two blocks may each move by 0.15 pt unseen, and snapshots round to a tenth."""
_SAME_PT = 0.3
_COVERAGE = 0.6
"""Share of the blocks of a role from which more space is meant for the role."""
_LINE_PT = 0.45
_LEADING_PT = 0.045


@dataclass(frozen=True, slots=True)
class Gap:
    """Two neighbours on a page whose distance changed, by so many points."""

    above: Placed | None
    below: Placed
    delta_pt: float


def space_changes(
    comparison: Comparison, placed: Sequence[Placed], *, is_restyled: bool, is_repaged: bool
) -> tuple[list[Change], list[Gap]]:
    """Return the changes of space told for whole roles, and every gap that changed.

    `is_restyled`: most of the type is set otherwise, and space follows. `is_repaged`: pages have another size.
    """
    gaps = [gap for gap in _gaps(placed) if not is_repaged or gap.above is not None]
    if is_restyled:
        return [], gaps
    leading = _leading_change(placed)
    if leading:
        # Between blocks of one line, more leading looks like more space.
        gaps = [gap for gap in gaps if abs(gap.delta_pt) > abs(leading) + _SAME_PT]
    changed = [gap for gap in gaps if abs(gap.delta_pt) > _SEEN_PT]
    totals = Counter(key for gap in gaps for key in _keys(gap))
    changes = []
    left = list(changed)
    while left:
        groups: dict[tuple[str, str, int], list[Gap]] = defaultdict(list)
        for gap in left:
            for way, role in _keys(gap):
                groups[way, role, round(gap.delta_pt / _SAME_PT)].append(gap)
        key, group = max(
            groups.items(), key=lambda e: (len(e[1]) / totals[e[0][:2]], len(e[1]), e[0][0] == "above")
        )
        if len(group) < 2 or len(group) / totals[key[:2]] < _COVERAGE:
            break
        near = [
            gap for gap in left if key[:2] in _keys(gap) and abs(gap.delta_pt - group[0].delta_pt) <= _SAME_PT
        ]
        changes.append(_tell(comparison, key[0], near))
        left = [gap for gap in left if gap not in near]
    return changes, changed


def _leading_change(placed: Sequence[Placed]) -> float:
    """Return by how much the leading of paragraphs changed, in points, if that of most did."""
    steps = [
        each.new.look.leading_pt - each.old.look.leading_pt
        for each in placed
        if each.new.role == "P" and each.old.look.leading_pt and each.new.look.leading_pt
    ]
    changed = [step for step in steps if abs(step) > _LEADING_PT]
    return median(changed) if len(changed) * 2 > len(steps) else 0.0


def _gaps(placed: Sequence[Placed]) -> Iterator[Gap]:
    """Return the distances of blocks that are neighbours in both editions, on one page."""
    for above, below in pairwise(placed):
        if not below.old.fragments or not below.new.fragments or _restyled(below) or below.is_relined:
            continue
        follows = (above.pair.old + 1, above.pair.new + 1) == (below.pair.old, below.pair.new)
        if not follows or not above.old.fragments or not above.new.fragments:
            continue
        same_page = above.old.last_page == below.old.page, above.new.last_page == below.new.page
        if all(same_page):
            if not _restyled(above):
                old = below.old.fragments[0].box.top_pt - above.old.fragments[-1].box.bottom_pt
                new = below.new.fragments[0].box.top_pt - above.new.fragments[-1].box.bottom_pt
                yield Gap(above, below, new - old)
        elif not any(same_page):
            # The first block of its page: what stands above it is the page's edge.
            yield Gap(None, below, below.down_pt)


def _restyled(placed: Placed) -> bool:
    one, two = placed.old.look, placed.new.look
    return (
        one.font != two.font
        or abs(one.size_pt - two.size_pt) > 0.04
        or abs(one.leading_pt - two.leading_pt) > 0.04
        or placed.old.role != placed.new.role
    )


def _keys(gap: Gap) -> list[tuple[str, str]]:
    keys = [("above", gap.below.new.role)]
    return keys if gap.above is None else [*keys, ("below", gap.above.new.role)]


def _tell(comparison: Comparison, way: str, gaps: Sequence[Gap]) -> Change:
    blocks = [gap.below if way == "above" else gap.above or gap.below for gap in gaps]
    where = comparison.new_paging.several(each.new.page for each in blocks)
    role = blocks[0].new.role
    level = f" of level {role[1]}" if role in HEADINGS and role[1:] else ""
    delta = median(gap.delta_pt for gap in gaps)
    told = f"{how_much(delta)} space {way} {count(len(gaps), name_of(role))}{level}"
    return Change(
        Level.STYLE,
        "style/space",
        f"{where}: {told}",
        tuple(spot for each in blocks for spot in comparison.main.old_spots(each.pair.old)),
        tuple(spot for each in blocks for spot in comparison.main.new_spots(each.pair.new)),
        blocks[0].new.source,
    )


def how_much(delta_pt: float) -> str:
    """Return a difference in words: `12 pt more`."""
    return f"{length(round(abs(delta_pt), 1))} pt {'more' if delta_pt > 0 else 'less'}"


def line_changes(
    comparison: Comparison, stream: Stream, placed: Sequence[Placed], leaded: Collection[str]
) -> Iterator[Change]:
    """Tell lines that stand elsewhere inside their block, where both editions know lines.

    `leaded` are the names of blocks of which another leading is told.
    """
    for each in placed:
        one, two = each.old.look, each.new.look
        restyled = one.font != two.font or abs(one.size_pt - two.size_pt) > 0.04
        if each.is_relined or restyled or not stream.same_words(each.pair):
            continue
        if f"{stream.letter}{each.pair.new}" in leaded:
            continue
        for before, after in zip(each.old.fragments, each.new.fragments, strict=False):
            if not (before.lines and after.lines):
                yield from _out_of_place(comparison, stream, each, before, after)
                continue
            moved = _moved_lines(before, after, each) if len(before.lines) == len(after.lines) > 1 else {}
            if moved and len(moved) <= len(after.lines) / 2:
                yield _tell_lines(comparison, stream, each, after, moved)


def _out_of_place(
    comparison: Comparison, stream: Stream, placed: Placed, before: Fragment, after: Fragment
) -> Iterator[Change]:
    """Tell a line that left its place, from what a snapshot keeps of lines."""
    parts = []
    for name, place in (("uneven_pt", "above or below"), ("aside_pt", "beside")):
        was, now = (float(getattr(fragment, name, 0.0)) for fragment in (before, after))
        if abs(now - was) > _LINE_PT:
            amount = f"{length(round(now, 1))} pt {place} its place" if now else "in its place again"
            parts.append(amount)
    if parts:
        where = comparison.new_paging.at(after.page)
        told = f"{where}: a line of the {describe(placed.new)} stands {join_and(parts)}"
        spots = stream.old_spots(placed.pair.old), stream.new_spots(placed.pair.new)
        yield Change(Level.LAYOUT, "flow/line", told, *spots, placed.new.source)


def _moved_lines(before: Fragment, after: Fragment, placed: Placed) -> dict[int, tuple[float, float]]:
    """Return lines that moved against most of their fragment, with how far to the right and down.

    How far the first line is moved in is told as its indent.
    """
    steps = [
        (two.left_pt - one.left_pt, two.baseline_pt - one.baseline_pt)
        for one, two in zip(before.lines, after.lines, strict=True)
    ]
    usual = median(x for x, _ in steps), median(y for _, y in steps)
    if len(steps) == 2:
        # Of two lines that one moved which does not stand where the page has it.
        across = after.box.left_pt - before.box.left_pt - placed.right_pt
        shift = across, steps[0][1] - placed.down_pt
        usual = min(steps, key=lambda step: abs(step[0] - shift[0]) + abs(step[1] - shift[1]))
    return {
        n: (x - usual[0], y - usual[1])
        for n, (x, y) in enumerate(steps)
        if (n and abs(x - usual[0]) > _LINE_PT) or abs(y - usual[1]) > _LINE_PT
    }


def _tell_lines(
    comparison: Comparison,
    stream: Stream,
    placed: Placed,
    fragment: Fragment,
    moved: dict[int, tuple[float, float]],
) -> Change:
    first = min(moved)
    which = f"the {ordinal(first + 1)} line" if len(moved) == 1 else f"{len(moved)} lines"
    verb = "stands" if len(moved) == 1 else "stand"
    told = f"{which} of the {describe(placed.new)} {verb} {way(*moved[first])}"
    where = comparison.new_paging.at(fragment.page)
    spots = stream.old_spots(placed.pair.old), stream.new_spots(placed.pair.new)
    return Change(Level.LAYOUT, "flow/line", f"{where}: {told}", *spots, placed.new.source)


def way(right_pt: float, down_pt: float) -> str:
    """Return a distance in words: `9 pt further right and 2 pt lower`."""
    parts = []
    if abs(right_pt) > _LINE_PT / 2:
        parts.append(f"{length(round(abs(right_pt), 1))} pt further {'right' if right_pt > 0 else 'left'}")
    if abs(down_pt) > _LINE_PT / 2:
        parts.append(f"{length(round(abs(down_pt), 1))} pt {'lower' if down_pt > 0 else 'higher'}")
    return " and ".join(parts)


def spots_of(changes: Sequence[Change]) -> set[str]:
    """Return the names of the blocks that changes are about."""
    return {spot.block for change in changes for spot in change.new if spot.block}
