"""Aligned main flow → where the same words stand elsewhere: regions of reflow with their causes, what moved.

A block is displaced if it stands elsewhere on its page than the common shift explains, or breaks into other
lines; it is carried if it stands in the same place of another page. Displaced neighbours make a region; a
region is attributed to the nearest change that can have pushed it, else said to have none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, Block
from publish.structure.align import Fate, Pair
from publish.structure.comparing import Comparison, Stream
from publish.structure.diff_blocks import Cause
from publish.structure.diff_pages import SHIFT_PT, Shift
from publish.structure.sentences import count, describe, opening

_LAST_LINE_PT = 1.5
_REACH = 2
"""A cause may stand so many blocks after the first block it displaces (headings are kept with what follows)."""
_TOLD_ALONE = 3


@dataclass(frozen=True, slots=True)
class _Placed:
    """One aligned block and how it stands in the new edition."""

    pair: Pair
    old: Block
    new: Block
    is_displaced: bool
    is_relined: bool

    @property
    def pages_later(self) -> int:
        return self.new.page - self.old.page


def flow_changes(
    comparison: Comparison, shifts: Mapping[str, Shift], causes: Sequence[Cause], geometry_changed: bool
) -> list[Change]:
    """Return regions of reflow and named blocks that moved to another page."""
    if comparison.old.kind == comparison.new.kind == "epub":
        return list(_moved_between_documents(comparison))
    if not comparison.has_pages:
        return []
    main = _place(comparison, comparison.main, shifts)
    regions = _regions(main)
    changes = [
        _tell_region(comparison, comparison.main, region, causes, geometry_changed) for region in regions
    ]
    changes += _carried(comparison, main)
    covered = {page for region in regions for item in region for page in (item.new.page, item.new.last_page)}
    notes = [
        item
        for item in _place(comparison, comparison.notes, shifts)
        if item.is_displaced and not covered & {item.new.page, item.new.last_page} and item.pages_later == 0
    ]
    by_page: dict[int, list[_Placed]] = defaultdict(list)
    for item in notes:
        by_page[item.new.page].append(item)
    changes += [
        _tell_region(comparison, comparison.notes, region, causes, geometry_changed)
        for region in _join(list(by_page.values()))
    ]
    return [*changes, *_named_moves(comparison, main)]


def _place(comparison: Comparison, stream: Stream, shifts: Mapping[str, Shift]) -> list[_Placed]:
    sides = tuple({page.number: page.side for page in side.pages} for side in (comparison.old, comparison.new))
    found = []
    for pair in stream.alignment.pairs:
        if pair.fate not in (Fate.SAME, Fate.EDITED):
            continue
        old, new = stream.blocks(pair)
        relined = stream.same_words(pair) and _other_lines(old, new)
        displaced = relined or [f.line_count for f in old.fragments] != [f.line_count for f in new.fragments]
        for before, after in zip(old.fragments, new.fragments, strict=False):
            one, two = sides[0].get(before.page), sides[1].get(after.page)
            shift = shifts.get(two or "", Shift())
            across = abs(after.box.left_pt - before.box.left_pt - shift.right_pt) if one == two else 0.0
            down = abs(after.box.top_pt - before.box.top_pt - shift.down_pt)
            displaced = displaced or max(across, down) > SHIFT_PT
            displaced = displaced or after.page - before.page != new.page - old.page
        found.append(_Placed(pair, old, new, displaced, relined))
    return found


def _other_lines(old: Block, new: Block) -> bool:
    """Tell whether a block with the same words breaks into other lines."""
    if old.line_count != new.line_count:
        return True
    if len(old.fragments) != len(new.fragments):
        return False
    return any(
        before.line_count == after.line_count
        and before.last_line_pt
        and after.last_line_pt
        and abs(before.last_line_pt - after.last_line_pt) > _LAST_LINE_PT
        for before, after in zip(old.fragments[-1:], new.fragments[-1:], strict=True)
    ) or sum(f.hyphen_count for f in old.fragments) != sum(f.hyphen_count for f in new.fragments)


def _regions(placed: list[_Placed]) -> list[list[_Placed]]:
    """Return runs of displaced blocks; runs that touch the same or the next page are one."""
    runs: list[list[_Placed]] = []
    open_run = False
    for item in placed:
        if not item.is_displaced:
            open_run = False
        elif open_run:
            runs[-1].append(item)
        else:
            runs.append([item])
            open_run = True
    return _join(runs)


def _join(runs: list[list[_Placed]]) -> list[list[_Placed]]:
    joined: list[list[_Placed]] = []
    for run in runs:
        if joined and run[0].new.page <= joined[-1][-1].new.last_page + 1:
            joined[-1].extend(run)
        else:
            joined.append(run)
    return joined


def _tell_region(
    comparison: Comparison,
    stream: Stream,
    region: list[_Placed],
    causes: Sequence[Cause],
    geometry_changed: bool,
) -> Change:
    first = min(min(item.old.page, item.new.page) for item in region)
    last = max(max(item.old.last_page, item.new.last_page) for item in region)
    net = sum(item.new.line_count - item.old.line_count for item in region)
    crossing = sum(item.old.page != item.new.page for item in region)
    lines = f" ({net:+d} line{'' if abs(net) == 1 else 's'})".replace("-", "−") if net else ""
    noun = "note" if stream.letter == "n" else "block"
    why = _why(comparison, stream, region, causes, geometry_changed)
    where = comparison.new_paging.span(first, last)
    sentence = f"{where}: reflow of {count(len(region), noun)}{lines}{why}"
    if crossing:
        sentence += f"; {count(crossing, noun)} {'begins' if crossing == 1 else 'begin'} on another page"
    total = len(stream.new)
    end = max(item.new.last_page for item in region)
    if (
        region[-1].pair.new < total - 1
        and stream.letter == "b"
        and region[-1].pages_later == 0
        and last > first
    ):
        sentence += f", absorbed on {comparison.new_paging.at(end)}"
    return Change(
        Level.REFLOW,
        "flow/region",
        sentence,
        tuple(spot for item in region for spot in stream.old_spots(item.pair.old)),
        tuple(spot for item in region for spot in stream.new_spots(item.pair.new)),
    )


def _why(
    comparison: Comparison,
    stream: Stream,
    region: list[_Placed],
    causes: Sequence[Cause],
    geometry_changed: bool,
) -> str:
    first, last = region[0].pair.new - _REACH, region[-1].pair.new + _REACH
    own = sorted((c for c in causes if c.letter == stream.letter), key=lambda c: c.index)
    at = bisect_left([c.index for c in own], first)
    near = [c for c in own[at:] if c.index <= last]
    pages = region[0].new.page, region[-1].new.last_page
    if not near:
        near = [c for c in own if c.page == region[0].new.page and c.index < first][-1:]
    content = [c for c in near if not c.phrase.startswith("the change of")]
    if content:
        return _tell_causes(comparison, content)
    if geometry_changed:
        return " from the new page geometry"
    if near:
        return _tell_causes(comparison, near)
    others = [c for c in causes if c.letter != stream.letter and pages[0] - 1 <= c.page <= pages[1]]
    if others:
        what = "a note" if others[0].letter == "n" else "the text"
        return f" after {others[0].phrase} of {what} on {comparison.new_paging.at(others[0].page)}"
    relined = [item for item in region if item.is_relined]
    if relined:
        old = sum(f.hyphen_count for item in relined for f in item.old.fragments)
        new = sum(f.hyphen_count for item in relined for f in item.new.fragments)
        hyphens = f", hyphenated line ends {old} → {new}" if old != new else ""
        number = count(len(relined), "block")
        return f"; {number} broke into other lines with the same words{hyphens}; no content change explains it"
    start = f"{describe(region[0].new)}"
    return f" from {start} on; no content change explains it"


def _tell_causes(comparison: Comparison, causes: list[Cause]) -> str:
    first = causes[0]
    places = {c.event or f"{c.phrase} {c.index}" for c in causes}
    phrase = f" after {first.phrase} on {comparison.new_paging.at(first.page)}"
    more = len(places) - 1
    if not more:
        return phrase
    if first.phrase.startswith("the change of"):
        return f" after {first.phrase}"
    return f"{phrase} and {count(more, 'further change')}"


def _carried(comparison: Comparison, placed: list[_Placed]) -> Iterator[Change]:
    """Tell runs of blocks that stand in the same place of another page."""
    runs: list[list[_Placed]] = []
    for item in placed:
        if item.pages_later == 0 or item.is_displaced:
            continue
        if runs and runs[-1][-1].pages_later == item.pages_later:
            runs[-1].append(item)
        else:
            runs.append([item])
    for run in runs:
        later = run[0].pages_later
        where = comparison.new_paging.span(run[0].new.page, run[-1].new.last_page)
        number = count(len(run), "block")
        way = "later" if later > 0 else "earlier"
        stand = "stands" if len(run) == 1 else "stand"
        pages = count(abs(later), "page")
        sentence = f"{where}: {number} {stand} {pages} {way}, in the same place of the page"
        yield Change(
            Level.REFLOW,
            "flow/carried",
            sentence,
            tuple(Spot(page) for page in sorted({item.old.page for item in run})),
            tuple(Spot(page) for page in sorted({item.new.page for item in run})),
        )


def _is_named(block: Block) -> bool:
    return block.role in HEADINGS or block.role == "Figure" or (block.role == "Caption" and block.table > 0)


def _named_moves(comparison: Comparison, placed: list[_Placed]) -> Iterator[Change]:
    """Tell headings, pictures and tables that begin on another page; many in a row as one."""
    groups: list[list[_Placed]] = []
    open_group = False
    for item in placed:
        if not _is_named(item.new):
            continue
        if item.pages_later == 0:
            open_group = False
        elif open_group and groups[-1][-1].pages_later == item.pages_later:
            groups[-1].append(item)
        else:
            groups.append([item])
            open_group = True
    for group in groups:
        if all(not item.is_displaced for item in group) and len(group) > _TOLD_ALONE:
            continue
        for told in [[item] for item in group] if len(group) <= _TOLD_ALONE else [group]:
            first = told[0]
            old = comparison.old_paging.several(item.old.page for item in told)
            what = _call(first.new)
            if len(told) == 1:
                sentence = f"{old}: {what} moved to {comparison.new_paging.at(first.new.page)}"
            else:
                way = "later" if first.pages_later > 0 else "earlier"
                number = f"{len(told):,} headings, pictures or tables"
                sentence = (
                    f"{old}: {number} begin {count(abs(first.pages_later), 'page')} {way}, from {what} on"
                )
            yield Change(
                Level.LAYOUT,
                "flow/moved",
                sentence,
                tuple(spot for item in told for spot in comparison.main.old_spots(item.pair.old)),
                tuple(spot for item in told for spot in comparison.main.new_spots(item.pair.new)),
                first.new.source,
            )


def _call(block: Block) -> str:
    return f"table {opening(block)}" if block.role == "Caption" else describe(block)


def _moved_between_documents(comparison: Comparison) -> Iterator[Change]:
    """Tell blocks of an e-book that stand in another document than before."""
    groups: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in comparison.main.alignment.pairs:
        old, new = comparison.main.blocks(pair)
        if pair.fate in (Fate.SAME, Fate.EDITED) and old.page != comparison.old_page_of(new.page):
            groups[old.page, new.page].append(pair)
    for (old_page, new_page), pairs in groups.items():
        first = comparison.main.new[pairs[0].new]
        what = (
            describe(first) if len(pairs) == 1 else f"{count(len(pairs), 'block')}, from {describe(first)} on,"
        )
        yield Change(
            Level.LAYOUT,
            "flow/document",
            f"{comparison.old_paging.at(old_page)}: {what} moved to {comparison.new_paging.at(new_page)}",
            tuple(spot for pair in pairs for spot in comparison.main.old_spots(pair.old)),
            tuple(spot for pair in pairs for spot in comparison.main.new_spots(pair.new)),
        )
