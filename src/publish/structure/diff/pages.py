"""Two editions → what changed about pages as such: how many, how large, their boxes, labels, sides, margins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from publish.model.changes import Change, Level, Spot
from publish.model.looks import Box
from publish.model.pages import Block, Page, PageStructure
from publish.structure.diff.align import Fate
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.page_boxes import BoxChange, Boxes, compare_boxes, is_scaled_alike
from publish.structure.diff.page_fit import Fit
from publish.structure.diff.placing import percent
from publish.structure.sentences import Paging, count, describe, join_and, length, millimetres, ordinal

_SIZE_PT = 0.3
SHIFT_PT = 0.21
"""Shifts up to 0.15 pt are not seen; snapshots round to tenths."""
_SIDES = ("recto", "verso")
_TOLD_ALONE = 3
_COMMON = 0.7
"""Share of blocks that must agree before a shift is that of the page."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the type stands elsewhere on all pages of one side, in points to the right and down."""

    right_pt: float = 0.0
    down_pt: float = 0.0


def page_changes(
    comparison: Comparison, fits: Mapping[int, Fit] | None = None
) -> tuple[list[Change], dict[str, Shift]]:
    """Return the changes of pages, and the shift common to each side.

    `fits` is how pages, by number, stand against the old ones, as far as that was measured.
    """
    if comparison.old.kind != comparison.new.kind:
        return [], {}
    if not comparison.has_pages:
        return [], {}
    shifts = _shifts(comparison)
    return [
        *_count(comparison),
        *geometry_changes(_paired_pages(comparison), comparison.new_paging, fits),
        *_labels(comparison),
        *_tell_shifts(shifts),
        *_depth(comparison),
    ], shifts


def _count(comparison: Comparison) -> Iterator[Change]:
    old, new = comparison.old.pages, comparison.new.pages
    noun = "sheet side" if comparison.is_imposed else "page"
    if len(old) != len(new):
        yield Change(Level.LAYOUT, "page/count", f"{count(len(new), noun)} instead of {len(old):,}")
    blank = [[page.number for page in side if page.is_blank] for side in (old, new)]
    if len(blank[0]) == len(blank[1]):
        return
    gone, come = _before_openings(comparison)
    if not 0 < len(gone) + len(come) <= _TOLD_ALONE:
        where = f" ({comparison.new_paging.several(blank[1])})" if blank[1] else ""
        sentence = f"{count(len(blank[1]), 'blank page')} instead of {len(blank[0])}{where}"
        yield Change(Level.LAYOUT, "page/blank", sentence, (), tuple(map(Spot, blank[1])))
        return
    for page, block in gone:
        at = comparison.old_paging.at(page + 1)
        told = f"the blank page before the {describe(block)} ({at}) is gone"
        yield Change(Level.LAYOUT, "page/blank", told, (Spot(page),))
    for page, block in come:
        at = comparison.new_paging.at(page + 1)
        told = f"a blank page was added before the {describe(block)} ({at})"
        yield Change(Level.LAYOUT, "page/blank", told, (), (Spot(page),))


def _before_openings(comparison: Comparison) -> tuple[list[tuple[int, Block]], list[tuple[int, Block]]]:
    """Return the blank pages before what has none before it in the other edition."""
    main = comparison.main
    sides = comparison.old.pages, comparison.new.pages
    openings = [_openings(blocks, pages) for blocks, pages in zip((main.old, main.new), sides, strict=True)]
    partner = {pair.old: pair.new for pair in main.alignment.pairs}
    former = {pair.new: pair.old for pair in main.alignment.pairs}
    starts = [{block: page for page, block in side.items()} for side in openings]
    blank = [{page.number for page in side if page.is_blank} for side in sides]
    found: tuple[list[tuple[int, Block]], list[tuple[int, Block]]] = ([], [])
    for here, there, others, blocks in ((0, 1, partner, main.old), (1, 0, former, main.new)):
        for number in sorted(blank[here]):
            block = openings[here].get(number + 1)
            page = starts[there].get(others[block]) if block is not None and block in others else None
            if block is not None and page is not None and page - 1 not in blank[there]:
                found[here].append((number, blocks[block]))
    return found


def _openings(blocks: Sequence[Block], pages: Sequence[Page]) -> dict[int, int]:
    """Return which block each page begins with, unless it goes on with one."""
    first: dict[int, int] = {}
    for index, block in enumerate(blocks):
        for at, fragment in enumerate(block.fragments):
            first.setdefault(fragment.page, -1 if at else index)
    return {page.number: first[page.number] for page in pages if first.get(page.number, -1) >= 0}


def _size(page: Page) -> str:
    return f"{millimetres(page.width_pt)} × {millimetres(page.height_pt)} mm"


def _size_pt(page: Page) -> str:
    return f"{length(page.width_pt)} × {length(page.height_pt)} pt"


def _box(box: Box) -> str:
    corner = f"{length(round(box.left_pt, 1))}, {length(round(box.top_pt, 1))}"
    return f"{length(round(box.width_pt, 2))} × {length(round(box.height_pt, 2))} pt at {corner}"


def geometry_changes(
    pairs: Sequence[tuple[Page, Page]], paging: Paging, fits: Mapping[int, Fit] | None = None
) -> Iterator[Change]:
    """Tell pages of another size, and other page boxes; `paging` names the new pages.

    `fits` is how the new pages, by number, stand against the old ones, as far as that was measured.
    """
    found: dict[tuple[str, str], list[tuple[Page, Page]]] = defaultdict(list)
    for old, new in pairs:
        own = (fits or {}).get(new.number)
        boxes = compare_boxes(old, new, own)
        if own and is_scaled_alike(old, new, own):
            told = f"page size {_sizes(old, new)}, all that stands on it at {percent(own.scale)}"
            found["page/size", told].append((old, new))
        for kind, sentence in _told_boxes(old, new, boxes):
            found[kind, sentence].append((old, new))
    for (kind, sentence), alike in found.items():
        where = paging.several(new.number for _, new in alike)
        olds = tuple(Spot(old.number) for old, _ in alike)
        yield Change(
            Level.LAYOUT, kind, f"{where}: {sentence}", olds, tuple(Spot(new.number) for _, new in alike)
        )


def _sizes(old: Page, new: Page) -> str:
    told = (_size(old), _size(new)) if _size(old) != _size(new) else (_size_pt(old), _size_pt(new))
    return " → ".join(told)


def _told_boxes(old: Page, new: Page, boxes: Boxes) -> Iterator[tuple[str, str]]:
    crop, media = boxes.change_of("crop"), boxes.change_of("media")
    is_cropped = any(box.name == "media" for box in (*old.boxes, *new.boxes)) and media is None
    if crop is not None and is_cropped:
        is_smaller = crop.new.width_pt < crop.old.width_pt - 1 or crop.new.height_pt < crop.old.height_pt - 1
        told = f"crop box {_box(crop.old)} → {_box(crop.new)}"
        yield "page/crop-box", f"cropped to {_size(new)} ({told})" if is_smaller else f"{told} ({_size(new)})"
    elif (
        crop is not None
        and max(abs(old.width_pt - new.width_pt), abs(old.height_pt - new.height_pt)) > _SIZE_PT
    ):
        yield "page/size", f"page size {_sizes(old, new)}"
    elif (moved := media or crop) is not None:
        yield "page/media-box", f"media box {_box(moved.old)} → {_box(moved.new)}"
    for change in boxes.changed:
        if change.name not in ("media", "crop") and not (crop and _keeps_margins(change, crop)):
            yield f"page/{change.name}-box", f"{change.name} box {_box(change.old)} → {_box(change.new)}"


def _keeps_margins(change: BoxChange, page: BoxChange) -> bool:
    """Tell whether a box has only followed the size of its page."""
    one, two = change.old, change.new
    return (
        abs((one.left_pt - page.old.left_pt) - (two.left_pt - page.new.left_pt)) <= _SIZE_PT
        and abs((one.top_pt - page.old.top_pt) - (two.top_pt - page.new.top_pt)) <= _SIZE_PT
        and abs((page.old.right_pt - one.right_pt) - (page.new.right_pt - two.right_pt)) <= _SIZE_PT
        and abs((page.old.bottom_pt - one.bottom_pt) - (page.new.bottom_pt - two.bottom_pt)) <= _SIZE_PT
    )


def _paired_pages(comparison: Comparison) -> list[tuple[Page, Page]]:
    """Return each new page with the one it came from; where there is none, with that of its number."""
    old = comparison.old.pages
    if not old:
        return []
    same = len(old) == len(comparison.new.pages)
    return [
        (
            old[
                (page.number if same else comparison.old_page_of(page.number) or min(page.number, len(old))) - 1
            ],
            page,
        )
        for page in comparison.new.pages
    ]


def _labels(comparison: Comparison) -> Iterator[Change]:
    """Tell pages whose label changed although they stand at the same place, or stand where they stood."""
    wrong = [
        (old, new)
        for old, new in zip(comparison.old.pages, comparison.new.pages, strict=False)
        if old.label != new.label
    ]
    if len(comparison.old.pages) != len(comparison.new.pages) and wrong:
        paired = _paired_pages(comparison)
        follows = all(old.label != new.label for old, new in paired)
        wrong = [] if _plain(comparison.old.pages) and _plain(comparison.new.pages) else wrong
        wrong = [] if follows else wrong
    if wrong:
        numbers = [new.number for _, new in wrong]
        first_old, first_new = wrong[0][0].label or "none", wrong[0][1].label or "none"
        told = (
            f"label ‘{first_old}’ → ‘{first_new}’"
            if len(wrong) == 1
            else f"labels changed, ‘{first_old}’ → ‘{first_new}’ and on"
        )
        number = count(len(wrong), "page")
        sentence = f"page {told} ({number}, from the {ordinal(numbers[0])} page of the file)"
        yield Change(
            Level.LAYOUT,
            "page/label",
            sentence,
            tuple(Spot(o.number) for o, _ in wrong),
            tuple(Spot(n.number) for _, n in wrong),
        )


def _plain(pages: Iterable[Page]) -> bool:
    return all(page.label in {"", str(page.number)} for page in pages)


def _shifts(comparison: Comparison) -> dict[str, Shift]:
    """Measure, for each side, how far blocks that stayed on their page and kept their lines stand elsewhere."""
    moves: dict[str, list[tuple[float, float]]] = defaultdict(list)
    margins: tuple[dict[str, list[float]], dict[str, list[float]]] = (defaultdict(list), defaultdict(list))
    sides = tuple({page.number: page.side for page in side.pages} for side in (comparison.old, comparison.new))
    for pair in comparison.main.alignment.pairs:
        blocks = comparison.main.blocks(pair)
        for before, after in zip(blocks[0].fragments, blocks[1].fragments, strict=False):
            one, two = sides[0].get(before.page, "recto"), sides[1].get(after.page, "recto")
            if blocks[1].role in {"P", "LI"} and before.line_count >= 2 and after.line_count >= 2:
                margins[0][one].append(before.box.left_pt)
                margins[1][two].append(after.box.left_pt)
            if pair.fate is Fate.SAME and one == two and before.line_count == after.line_count:
                moves[two].append(
                    (after.box.left_pt - before.box.left_pt, after.box.top_pt - before.box.top_pt)
                )
    rights = {side: _common([x for x, _ in moves[side]]) for side in _SIDES}
    downs = {side: _common([y for _, y in moves[side]]) for side in _SIDES}
    for side in _SIDES:
        if rights[side] is None and margins[0][side] and margins[1][side]:
            rights[side] = median(margins[1][side]) - median(margins[0][side])
    # Heads stand alike on both sides; one of them may have too little that stayed on its page to tell.
    known = next((down for down in downs.values() if down is not None), None)
    found = {}
    for side in _SIDES:
        down = downs[side] if downs[side] is not None else known
        found[side] = Shift(rights[side] or 0.0, down or 0.0)
    return found


def _common(values: list[float]) -> float | None:
    """Return the value most of them agree on, or None."""
    if len(values) < 2:
        return None
    buckets = Counter(round(value * 2) / 2 for value in values)
    best, _ = min(buckets.items(), key=lambda entry: (-entry[1], abs(entry[0])))
    near = [value for value in values if abs(value - best) <= 0.5]
    return median(near) if len(near) >= _COMMON * len(values) else None


def _depth(comparison: Comparison) -> Iterator[Change]:
    """Tell a text block that holds more or fewer lines: its depth on the fullest pages."""
    old, new = _fullest(comparison.old), _fullest(comparison.new)
    before, after = _leading(comparison.old), _leading(comparison.new)
    # Lines of another leading fill the same area to less than one line.
    least = 0.9 * after if abs(before - after) < 0.05 else 1.15 * max(before, after)
    heights = [side.pages[0].height_pt if side.pages else 0.0 for side in (comparison.old, comparison.new)]
    taller = heights[1] - heights[0]
    follows_page = abs(taller) > _SIZE_PT and abs(new - old - taller) <= after
    if old and new and abs(old - new) > least and not follows_page:
        depths = length(round(new, 1)), length(round(old, 1))
        sentence = f"all pages: the text block is {depths[0]} pt deep instead of {depths[1]} pt"
        yield Change(Level.STYLE, "page/depth", sentence)


def _leading(structure: PageStructure) -> float:
    return median([block.look.leading_pt for block in structure.blocks if block.look.leading_pt] or [12.0])


def _fullest(structure: PageStructure) -> float:
    """Return how far down type reaches on full pages, from the upper edge of the highest."""
    tops: list[float] = []
    bottoms: dict[int, float] = {}
    for block in (*structure.blocks, *(note.body for note in structure.notes)):
        for fragment in block.fragments:
            tops.append(fragment.box.top_pt)
            bottoms[fragment.page] = max(bottoms.get(fragment.page, 0.0), fragment.box.bottom_pt)
    if len(bottoms) < 4:
        return 0.0
    full = sorted(bottoms.values(), reverse=True)
    return full[len(full) // 10] - min(tops)


def _tell_shifts(shifts: dict[str, Shift]) -> Iterator[Change]:
    parts: dict[str, list[str]] = defaultdict(list)
    for side, shift in shifts.items():
        words = []
        if abs(shift.right_pt) > SHIFT_PT:
            words.append(
                f"{length(round(abs(shift.right_pt), 1))} pt to the {'right' if shift.right_pt > 0 else 'left'}"
            )
        if abs(shift.down_pt) > SHIFT_PT:
            words.append(f"{length(round(abs(shift.down_pt), 1))} pt {'down' if shift.down_pt > 0 else 'up'}")
        if words:
            parts[" and ".join(words)].append(f"{side} pages")
    if parts:
        told = [f"{words} on {'all pages' if len(sides) == 2 else sides[0]}" for words, sides in parts.items()]
        yield Change(Level.STYLE, "page/shift", f"the text block stands {join_and(told)}")
