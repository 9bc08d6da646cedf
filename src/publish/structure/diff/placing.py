"""Two editions, their pages paired → pages turned, mirrored, scaled or moved as a whole, each told as one act.

In: views whose pages stand in one order. Out: the changes, and the new edition with its pages as they were, so
that nothing else is told of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Page
from publish.structure.diff.page_boxes import Boxes, compare_boxes, is_scaled_alike
from publish.structure.diff.page_fit import STILL, Fit, Standing, fit, put_back
from publish.structure.diff.repaging import View
from publish.structure.sentences import Paging, join_and, length

_SHIFT_PT = 0.21
_COMMON = 0.7
"""Share of the pages of a side from which a shift is that of the type area."""
_KNOWN = 0.6
"""Share of the pages of a side that must stand as they stood, or moved as a whole, to tell that some did."""
_BACKS = 3
_SAME_PLACE = 0.25
_SAME_SCALE = 0.003

Pair = tuple[Page, Page]


@dataclass(frozen=True, slots=True)
class Placed:
    """What was told, the new edition put back, and how its pages (by number) stood."""

    changes: tuple[Change, ...]
    new: View
    fits: dict[int, Fit]


def placing_changes(old: View, new: View, pairs: Sequence[Pair]) -> Placed:
    """Tell pages that are turned, mirrored, scaled or moved as a whole, and undo what can be measured."""
    fits = _with_others(pairs, _fits(old, new, pairs))
    boxes = {two.number: compare_boxes(one, two, fits.get(two.number)) for one, two in pairs}
    shifts = _shifts(pairs, fits, boxes)
    undone = {}
    for _, two in pairs:
        own = fits.get(two.number, STILL)
        if own.scale == 1.0:
            right, down = boxes[two.number].offset
            extra = shifts.get(two.number, (0.0, 0.0))
            own = Fit(1.0, right + extra[0], down + extra[1])
        if not own.is_still:
            undone[two.number] = own
    scales = _scales(pairs, fits) | _leaf_scales(old, new, pairs)
    shifts |= _leaf_shifts(old, new, pairs)
    changes = [
        *turned_changes(new, pairs),
        *_scaled(new.paging, pairs, scales),
        *_moved(new.paging, pairs, shifts),
    ]
    return Placed(tuple(changes), _back(new, undone), fits)


def _back(view: View, undone: dict[int, Fit]) -> View:
    """Return an edition with its pages put back; what is told of them points to where they stand."""
    if not undone:
        return view
    origins = [
        replace(
            origin,
            left_pt=origin.left_pt + origin.scale * undone[number].right_pt,
            top_pt=origin.top_pt + origin.scale * undone[number].down_pt,
            scale=origin.scale * undone[number].scale,
        )
        if number in undone
        else origin
        for number, origin in enumerate(view.pages, 1)
    ]
    return replace(view, structure=put_back(view.structure, undone), pages=tuple(origins))


def _fits(old: View, new: View, pairs: Sequence[Pair]) -> dict[int, Fit]:
    """Return how pages stand now where it is not as before and all that stands on them agrees."""
    before, after = Standing(old.structure), Standing(new.structure)
    has_lines = any(f.lines for found in after.fragments.values() for _, _, f in found)
    found: dict[int, Fit] = {}
    for one, two in pairs:
        corners = before.corners(one.number), after.corners(two.number)
        if _is_still(*corners):
            if corners[0]:
                found[two.number] = STILL
            continue
        marks = before.marks(one, has_lines=has_lines), after.marks(two, has_lines=has_lines)
        own = fit(*marks)
        if own is None:
            continue
        heads = [{n: m for n, m in side.items() if n[:1] == "@"} for side in marks]
        common = heads[0].keys() & heads[1].keys()
        if own.scale == 1.0 and not own.is_still and common:
            # The text alone may stand lower than it did; then the page does not.
            rest = [(heads[1][n][0] - heads[0][n][0], heads[1][n][1] - heads[0][n][1]) for n in common]
            if any(abs(x - own.right_pt) > 0.5 or abs(y - own.down_pt) > 0.5 for x, y in rest):
                continue
        is_lower = own.scale == 1.0 and not common and abs(own.right_pt) <= _SHIFT_PT
        if is_lower and (one.width_pt, one.height_pt) == (two.width_pt, two.height_pt):
            continue
        found[two.number] = own
    return found


def _with_others(pairs: Sequence[Pair], fits: dict[int, Fit]) -> dict[int, Fit]:
    """Return the fits with pages that have too little on them to tell, if all others changed alike."""
    known = [two.number for one, two in pairs if two.number in fits and not two.is_blank]
    scales = {fits[number].scale for number in known}
    ratios = {round(two.width_pt / one.width_pt, 2) for one, two in pairs if one.width_pt}
    if len(known) < 2 or len(ratios) != 1 or max(scales) - min(scales) > _SAME_SCALE or 1.0 in scales:
        return fits
    scale = sorted(scales)[len(scales) // 2]
    rights = sorted(fits[number].right_pt for number in known)
    downs = sorted(fits[number].down_pt for number in known)
    usual = Fit(scale, rights[len(rights) // 2], downs[len(downs) // 2])
    one_scale = {number: replace(fits[number], scale=scale) for number in known}
    return {two.number: usual for _, two in pairs} | fits | one_scale


def _is_still(old: Sequence[tuple[float, float, int]], new: Sequence[tuple[float, float, int]]) -> bool:
    return len(old) == len(new) and all(
        abs(one[0] - two[0]) <= _SHIFT_PT and abs(one[1] - two[1]) <= _SHIFT_PT and one[2] == two[2]
        for one, two in zip(old, new, strict=True)
    )


def _shifts(
    pairs: Sequence[Pair], fits: dict[int, Fit], boxes: dict[int, Boxes]
) -> dict[int, tuple[float, float]]:
    """Return the pages whose type moved on the paper, unless it did on most pages of their side."""
    found: dict[int, tuple[float, float]] = {}
    sides: Counter[str] = Counter()
    printed = Counter(two.side for _, two in pairs if not two.is_blank)
    for _, two in pairs:
        own = fits.get(two.number)
        if own is None or own.scale != 1.0:
            continue
        sides[two.side] += 1
        right, down = own.right_pt - boxes[two.number].offset[0], own.down_pt - boxes[two.number].offset[1]
        if max(abs(right), abs(down)) > _SHIFT_PT:
            found[two.number] = (right, down)
    side_of = {two.number: two.side for _, two in pairs}
    alike = Counter((side_of[n], round(x), round(y)) for n, (x, y) in found.items())
    return {
        n: (x, y)
        for n, (x, y) in found.items()
        if sides[side_of[n]] >= _KNOWN * printed[side_of[n]]
        and ((many := alike[side_of[n], round(x), round(y)]) < 2 or many < _COMMON * sides[side_of[n]])
    }


def _leaf_scales(old: View, new: View, pairs: Sequence[Pair]) -> dict[int, float]:
    """Return the pages that are placed at another size on their sheet."""
    return {
        two.number: new.pages[two.number - 1].scale / old.pages[one.number - 1].scale
        for one, two in pairs
        if new.pages[two.number - 1].scale != old.pages[one.number - 1].scale
    }


def _leaf_shifts(old: View, new: View, pairs: Sequence[Pair]) -> dict[int, tuple[float, float]]:
    """Return the pages that are placed elsewhere on their sheet, but not in another place of it."""
    found: dict[int, tuple[float, float]] = {}
    if len(pairs) != len(old.pages) or len(old.pages) != len(new.pages):
        return found  # more sheets are folded with another creep
    for one, two in pairs:
        was, now = old.pages[one.number - 1], new.pages[two.number - 1]
        right, down = now.left_pt - was.left_pt, now.top_pt - was.top_pt
        is_alike = (was.scale, one.turned, one.is_mirrored) == (now.scale, two.turned, two.is_mirrored)
        is_far = abs(right) > _SAME_PLACE * two.width_pt or abs(down) > _SAME_PLACE * two.height_pt
        if is_alike and not is_far and not two.is_blank and max(abs(right), abs(down)) > _SHIFT_PT:
            found[two.number] = (right, down)
    return found


def turned_changes(new: View, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Tell pages that are turned or mirrored otherwise than they were."""
    turns: dict[int, list[Pair]] = defaultdict(list)
    mirrored: dict[bool, list[Pair]] = defaultdict(list)
    for one, two in pairs:
        if one.turned != two.turned and not two.is_blank:
            turns[(two.turned - one.turned) % 360].append((one, two))
        if one.is_mirrored != two.is_mirrored and not two.is_blank:
            mirrored[two.is_mirrored].append((one, two))
    for degrees, found in sorted(turns.items()):
        who, verb = _who(new.paging, [two for _, two in found], new.structure.pages)
        back = " back" if all(two.turned == 0 for _, two in found) else ""
        way = {90: "90° clockwise", 180: "180°", 270: "90° counterclockwise"}[degrees]
        yield _change(Level.LAYOUT, "page/turned", f"{who} {verb} turned{back} by {way}", found)
    for is_new, found in sorted(mirrored.items()):
        who, verb = _who(new.paging, [two for _, two in found], new.structure.pages)
        told = "printed in mirror image" if is_new else "no longer printed in mirror image"
        yield _change(Level.LAYOUT, "page/mirrored", f"{who} {verb} {told}", found)


def _who(paging: Paging, pages: Sequence[Page], all_pages: Sequence[Page]) -> tuple[str, str]:
    """Return how several pages are called as the subject of a sentence, and the verb."""
    numbers = [page.number for page in pages]
    if len(numbers) == 1:
        return paging.at(numbers[0]), "is"
    if paging.one == "side " and len(numbers) >= _BACKS:
        for name, rest in (("backs", 0), ("fronts", 1)):
            sides = {page.number for page in all_pages if page.number % 2 == rest and not page.is_blank}
            if set(numbers) == sides:
                return f"the {name} of the sheets ({paging.several(numbers)})", "are"
    if not paging.many:
        return join_and([paging.at(number) for number in numbers]), "are"
    return paging.several(numbers), "are"


def _scales(pairs: Sequence[Pair], fits: dict[int, Fit]) -> dict[int, float]:
    """Return the pages that are printed at another size on paper of the same size."""
    return {
        two.number: own.scale
        for one, two in pairs
        if (own := fits.get(two.number)) and own.scale != 1.0 and not is_scaled_alike(one, two, own)
    }


def _scaled(paging: Paging, pairs: Sequence[Pair], scales: dict[int, float]) -> Iterator[Change]:
    found: dict[float, list[Pair]] = defaultdict(list)
    for one, two in pairs:
        if two.number in scales:
            found[round(scales[two.number], 2)].append((one, two))
    for scale, alike in sorted(found.items()):
        who, verb = _who(paging, [two for _, two in alike], [two for _, two in pairs])
        yield _change(Level.LAYOUT, "page/scaled", f"{who} {verb} printed at {percent(scale)}", alike)


def percent(scale: float) -> str:
    """Return a scale as printers say it.

    >>> percent(0.94), percent(1.415)
    ('94 %', '141.5 %')
    """
    return f"{length(round(100 * scale, 1))} %"


def _moved(paging: Paging, pairs: Sequence[Pair], shifts: dict[int, tuple[float, float]]) -> Iterator[Change]:
    found: dict[tuple[float, float], list[Pair]] = defaultdict(list)
    for one, two in pairs:
        if two.number in shifts:
            right, down = shifts[two.number]
            found[round(right, 1), round(down, 1)].append((one, two))
    for shift, alike in sorted(found.items()):
        who, verb = _who(paging, [two for _, two in alike], [two for _, two in pairs])
        stand = "stands" if verb == "is" else "stand"
        yield _change(Level.LAYOUT, "page/moved", f"{who} {stand} {way(*shift)}", alike)


def way(right: float, down: float) -> str:
    """Return how far something stands from where it stood, in points.

    >>> way(12.0, 0.0), way(-3.5, -2)
    ('12 pt further right', '3.5 pt further left and 2 pt higher')
    """
    words = []
    if abs(right) > _SHIFT_PT:
        words.append(f"{length(round(abs(right), 1))} pt further {'right' if right > 0 else 'left'}")
    if abs(down) > _SHIFT_PT:
        words.append(f"{length(round(abs(down), 1))} pt {'lower' if down > 0 else 'higher'}")
    return join_and(words)


def _change(level: Level, kind: str, told: str, pairs: Iterable[Pair]) -> Change:
    pairs = list(pairs)
    return Change(
        level,
        kind,
        told,
        tuple(Spot(one.number) for one, _ in pairs),
        tuple(Spot(two.number) for _, two in pairs),
    )
