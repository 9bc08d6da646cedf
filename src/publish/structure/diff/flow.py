"""Aligned main flow → where the same words stand elsewhere: regions of reflow with their causes, what moved.

A block is displaced if it stands elsewhere on its page than the common shift explains, or breaks into other
lines; it is carried if it stands in the same place of another page. Displaced neighbours make a region; a
region is attributed to the change that can have pushed it; a block alone that nothing pushed was moved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, Block
from publish.structure.diff.align import Fate, Pair
from publish.structure.diff.block_places import Placed, place
from publish.structure.diff.blocks import Cause
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.diff.flow_causes import Causes
from publish.structure.diff.pages import Shift
from publish.structure.diff.space import Gap, how_much, line_changes, space_changes, spots_of, way
from publish.structure.sentences import count, describe, opening

_TOLD_ALONE = 3
_ALIKE_PT = 0.35
_METRICS = {"style/typeface", "style/size", "style/leading"}
_HORIZONTAL = {"style/alignment", "style/indent"}


def flow_changes(
    comparison: Comparison,
    shifts: Mapping[str, Shift],
    causes: Sequence[Cause],
    told: Sequence[Change],
) -> list[Change]:
    """Return regions of reflow, moved blocks and lines, and named blocks that begin on another page.

    `told` are the changes of pages and of looks, `causes` what else can push blocks.
    """
    styles = [change for change in told if change.kind.startswith("style/")]
    kinds = {change.kind for change in told}
    geometry_changed = bool(kinds & {"page/size", "style/measure"})
    if comparison.old.kind == comparison.new.kind == "epub":
        return list(_moved_between_documents(comparison))
    if not comparison.has_pages:
        return []
    restyled = spots_of([change for change in styles if change.kind in _HORIZONTAL])
    if any(change.kind == "style/indent" for change in styles):
        restyled |= {f"b{n}" for n, block in enumerate(comparison.main.new) if block.line_count == 1}
    main = place(comparison, comparison.main, shifts, restyled)
    leaded = spots_of([change for change in styles if change.kind == "style/leading"])
    # A raised call may push its line.
    leaded |= {f"{cause.letter}{cause.index}" for cause in causes if "call" in cause.phrase}
    lines = [*line_changes(comparison, comparison.main, main, leaded)]
    spaces, gaps = space_changes(
        comparison, main, is_restyled=_is_restyled(comparison, styles), is_repaged=geometry_changed
    )
    causes = [*causes, *_causes_of_space(comparison, spaces)]
    known = Causes(comparison, causes, geometry_changed, "page/depth" in kinds)
    moved_lines = spots_of(lines)
    regions = _regions([item for item in main if f"b{item.pair.new}" not in moved_lines])
    by_block = {gap.below.pair.new: gap for gap in gaps}
    changes = [
        *lines,
        *spaces,
        *(_tell_region(comparison, comparison.main, region, known, by_block) for region in regions),
        *_carried(comparison, main),
    ]
    covered = {page for region in regions for item in region for page in (item.new.page, item.new.last_page)}
    notes = place(comparison, comparison.notes, shifts, restyled)
    lines = [*line_changes(comparison, comparison.notes, notes, leaded)]
    moved_lines = spots_of(lines)
    by_page: dict[int, list[Placed]] = defaultdict(list)
    for item in notes:
        is_alone = not covered & {item.new.page, item.new.last_page} and item.pages_later == 0
        if item.is_displaced and is_alone and f"n{item.pair.new}" not in moved_lines:
            by_page[item.new.page].append(item)
    changes += lines
    changes += [
        _tell_region(comparison, comparison.notes, region, known, {})
        for region in _join(list(by_page.values()))
    ]
    return [*changes, *_named_moves(comparison, main)]


def _is_restyled(comparison: Comparison, styles: Sequence[Change]) -> bool:
    """Tell whether most blocks are set in another face, size or leading, which space in ems follows."""
    names = spots_of([change for change in styles if change.kind in _METRICS])
    return len(names) > 0.4 * (len(comparison.main.new) + len(comparison.notes.new))


def _causes_of_space(comparison: Comparison, spaces: Sequence[Change]) -> Iterator[Cause]:
    for name in sorted(spots_of(spaces)):
        index = int(name[1:])
        yield Cause("b", index, comparison.main.new[index].page, "the change of space")


def _regions(placed: list[Placed]) -> list[list[Placed]]:
    """Return runs of displaced blocks; runs that touch the same or the next page are one."""
    runs: list[list[Placed]] = []
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


def _join(runs: list[list[Placed]]) -> list[list[Placed]]:
    joined: list[list[Placed]] = []
    for run in runs:
        if joined and run[0].new.page <= joined[-1][-1].new.last_page + 1:
            joined[-1].extend(run)
        else:
            joined.append(run)
    return joined


def _tell_region(
    comparison: Comparison, stream: Stream, region: list[Placed], causes: Causes, gaps: Mapping[int, Gap]
) -> Change:
    first = min(min(item.old.page, item.new.page) for item in region)
    last = max(max(item.old.last_page, item.new.last_page) for item in region)
    where = comparison.new_paging.span(first, last)
    spots = (
        tuple(spot for item in region for spot in stream.old_spots(item.pair.old)),
        tuple(spot for item in region for spot in stream.new_spots(item.pair.new)),
    )
    why = causes.of(stream, region)
    moved = "" if why else _moved(comparison, stream, region, gaps)
    if moved:
        return Change(Level.LAYOUT, "flow/placed", f"{where}: {moved}", *spots, region[0].new.source)
    net = sum(item.new.line_count - item.old.line_count for item in region)
    crossing = sum(item.old.page != item.new.page for item in region)
    lines = f" ({net:+d} line{'' if abs(net) == 1 else 's'})".replace("-", "−") if net else ""
    noun = "note" if stream.letter == "n" else "block"
    sentence = f"{where}: reflow of {count(len(region), noun)}{lines}{why or causes.unexplained(region)}"
    if crossing:
        sentence += f"; {count(crossing, noun)} {'begins' if crossing == 1 else 'begin'} on another page"
    total = len(stream.new)
    end = max(item.new.last_page for item in region)
    is_absorbed = region[-1].pair.new < total - 1 and region[-1].pages_later == 0 and last > first
    if is_absorbed and stream.letter == "b":
        sentence += f", absorbed on {comparison.new_paging.at(end)}"
    return Change(Level.REFLOW, "flow/region", sentence, *spots)


def _moved(comparison: Comparison, stream: Stream, region: list[Placed], gaps: Mapping[int, Gap]) -> str:
    """Return what is told of blocks that only stand elsewhere on their page, all alike; empty if not so."""
    first = region[0]
    if len(region) == 1 and first.is_relined and first.old.line_count != first.new.line_count:
        lines = f"{count(first.new.line_count, 'line')} instead of {first.old.line_count}"
        name = f"note {comparison.new.notes[first.pair.new].label}" if stream.letter == "n" else ""
        return f"{name or f'the {describe(first.new)}'} stands on {lines}, with the same words"
    if any(item.is_relined or item.pages_later or item.new.page != first.new.page for item in region):
        return ""
    if any(item.old.line_count != item.new.line_count for item in region):
        return ""
    if any(
        abs(item.right_pt - first.right_pt) > _ALIKE_PT or abs(item.down_pt - first.down_pt) > _ALIKE_PT
        for item in region
    ):
        return ""
    gap = gaps.get(first.pair.new)
    if len(region) > 1 and gap and abs(first.right_pt) <= _ALIKE_PT and abs(gap.delta_pt - first.down_pt) < 1:
        rest = f"; {count(len(region), 'block')} stand {way(0.0, first.down_pt)}"
        return f"{how_much(gap.delta_pt)} space above the {describe(first.new)}{rest}"
    told = way(first.right_pt, first.down_pt)
    if not told:
        return ""
    if stream.letter == "n":
        labels = [comparison.new.notes[item.pair.new].label for item in region]
        name = f"note {labels[0]}" if len(region) == 1 else f"notes {', '.join(labels)}"
        return f"{name} {'stands' if len(region) == 1 else 'stand'} {told}"
    if len(region) == 1:
        return f"the {describe(first.new)} stands {told}"
    return f"{count(len(region), 'block')}, from {describe(first.new)} on, stand {told}"


def _carried(comparison: Comparison, placed: list[Placed]) -> Iterator[Change]:
    """Tell runs of blocks that stand in the same place of another page."""
    runs: list[list[Placed]] = []
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


def _named_moves(comparison: Comparison, placed: list[Placed]) -> Iterator[Change]:
    """Tell headings, pictures and tables that begin on another page; many in a row as one."""
    groups: list[list[Placed]] = []
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
