"""Two editions → pages that were lost, printed twice, put elsewhere, emptied or turned as a whole.

A page is known again by its lines (in a snapshot, by its blocks). Only what happened to the finished pages is
told here: a page that moved took its printed folio along, after a lost one the folios have a gap. Where the
author moved a chapter, the folios count on, and the blocks tell it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Block, Page, PageStructure
from publish.structure.diff.known_pages import (
    ENOUGH,
    SAME,
    Print,
    all_blocks,
    fill_gaps,
    is_copy,
    pair_prints,
    print_both,
)
from publish.structure.diff.moves import Run, order_of
from publish.structure.diff.repaging import View, select_pages
from publish.structure.sentences import Paging, count_roles, describe


@dataclass(frozen=True, slots=True)
class Acts:
    """What happened to whole pages, told, and the editions as if it had not."""

    changes: tuple[Change, ...]
    old: View
    new: View


@dataclass(slots=True)
class Pages:
    """The pages of both editions and which is which; numbers from 0."""

    old: tuple[Page, ...]
    new: tuple[Page, ...]
    prints: tuple[list[Print], list[Print]]
    pairs: dict[int, int]
    """New page by old page, for those with the same lines."""
    places: dict[int, int]
    """The same, with pages that stand beside them in the same way."""


@dataclass(frozen=True, slots=True)
class Found:
    """What happened to whole pages; numbers from 0."""

    pages: Pages
    doubled: dict[int, int]
    """New pages that are copies, with the old page."""
    moved: list[Run]
    exchanged: list[tuple[Run, Run]]
    lost: list[list[int]]
    emptied: dict[int, int]
    """Old pages of which nothing is left, with the new one in their place."""
    blanks_gone: list[int]
    blanks_come: list[int]

    def undone(self, old: View, new: View) -> tuple[View, View]:
        """Return both editions as if it had not happened."""
        gone = {n for run in self.lost for n in run} | set(self.emptied) | set(self.blanks_gone)
        come = set(self.doubled) | set(self.emptied.values()) | set(self.blanks_come)
        kept = [n + 1 for n in range(len(self.pages.old)) if n not in gone]
        before, after = select_pages(old, kept), select_pages(new, _former_order(self.pages, come))
        return before, on_sides_of(before, after)


def page_acts(old: View, new: View) -> Acts | None:
    """Return what happened to whole pages, or None."""
    found = find_acts(old, new)
    if found is None:
        return None
    pages, names = found.pages, (old.paging, new.paging)
    changes = [
        *(_tell_doubled(names, pages, original, copy) for copy, original in found.doubled.items()),
        *_tell_order(names, pages, found.moved, found.exchanged),
        *(_tell_lost(names, old.structure, run) for run in found.lost),
        *(_tell_emptied(names, old.structure, was, now) for was, now in found.emptied.items()),
        *(_tell_blank(names, n, is_new=False) for n in found.blanks_gone),
        *(_tell_blank(names, n, is_new=True) for n in found.blanks_come),
    ]
    return Acts(tuple(changes), *found.undone(old, new))


def find_acts(old: View, new: View) -> Found | None:
    """Find what happened to whole pages; None if nothing did."""
    one, two = old.structure, new.structure
    if one.kind != "pdf" or two.kind != "pdf" or not one.pages or not two.pages:
        return None
    prints = print_both(one, two)
    if prints[0] == prints[1]:
        return None
    pairs = pair_prints(prints)
    pages = Pages(one.pages, two.pages, prints, pairs, fill_gaps(pairs, len(one.pages), len(two.pages)))
    moved, exchanged = _order(pages)
    lost = _lost(pages, bool(moved or exchanged))
    gone = {n for run in lost for n in run}
    emptied = {
        was: now for was, now in pages.places.items() if was not in gone and _is_emptied(pages, was, now)
    }
    blanks: tuple[list[int], list[int]] = _blanks(pages) if not (moved or exchanged) else ([], [])
    found = Found(pages, _doubled(pages), moved, exchanged, lost, emptied, *blanks)
    return found if any((found.doubled, moved, exchanged, lost, emptied, *blanks)) else None


def on_sides_of(old: View, new: View) -> View:
    """Return an edition whose pages, put where they were, are rectos and versos as they were."""
    if len(old.pages) != len(new.pages):
        return new
    sides = zip(old.structure.pages, new.structure.pages, strict=True)
    pages = tuple(page if page.side == was.side else replace(page, side=was.side) for was, page in sides)
    return replace(new, structure=replace(new.structure, pages=pages))


def _doubled(pages: Pages) -> dict[int, int]:
    """Return new pages that are copies of a page that is still there, with the old page."""
    free = set(range(len(pages.new))) - set(pages.pairs.values())
    by_line: dict[str, list[int]] = defaultdict(list)
    for n in pages.pairs:
        for line in pages.prints[0][n]:
            by_line[line].append(n)
    found = {}
    for n in sorted(free):
        own = pages.prints[1][n]
        if own.total() < ENOUGH:
            continue
        votes = Counter(other for line in own for other in by_line.get(line, ())[:3])
        best = next(iter(votes.most_common(1)), (None, 0))[0]
        if best is not None and is_copy(pages.prints[0][best], own):
            found[n] = best
        elif (same := _same_folio(pages, n)) is not None:
            found[n] = same
    return found


def _heads(page: Page) -> set[str]:
    return {text.text for text in page.running}


def _same_folio(pages: Pages, number: int) -> int | None:
    """Return the old page that a new one repeats, by its folio, its heads and the room that its lines take."""
    page = pages.new[number]
    for old, new in pages.pairs.items():
        other = pages.new[new]
        if page.folio and page.folio == other.folio and _heads(page) == _heads(other) and new != number:
            one, two = pages.prints[1][number].total(), pages.prints[1][new].total()
            return old if abs(one - two) <= (1 - SAME) * max(one, two) else None
    return None


def _is_physical(pages: Pages, pairs: Iterable[tuple[int, int]]) -> bool:
    """Tell whether pages took their printed folios along to other places of the file."""
    pairs = list(pairs)
    kept = sum(bool(pages.old[i].folio) and pages.old[i].folio == pages.new[j].folio for i, j in pairs)
    other = sum(pages.old[i].folio != pages.new[j].folio for i, j in pairs)
    return kept > other or not (kept or other)


def _order(pages: Pages) -> tuple[list[Run], list[tuple[Run, Run]]]:
    order = order_of(list(pages.pairs.items()), lambda _: 1)
    moved = [run for run in order.moved if _is_physical(pages, run)]
    exchanged = [runs for runs in order.exchanged if _is_physical(pages, (*runs[0], *runs[1]))]
    return moved, exchanged


def _lost(pages: Pages, is_mixed: bool) -> list[list[int]]:
    """Return runs of old pages that are missing: what follows them kept its folios, one place earlier."""
    runs: list[list[int]] = []
    for n, print_ in enumerate(pages.prints[0]):
        if n in pages.pairs or print_.total() < ENOUGH:
            continue
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    found = []
    for run in runs:
        if not is_mixed and _is_replaced(pages, run):
            continue
        following = [(i, pages.pairs[i]) for i in range(run[-1] + 1, run[-1] + 5) if i in pages.pairs]
        if not any(pages.old[i].folio for i, _ in following):
            following = []
        if all(pages.old[i].folio == pages.new[j].folio for i, j in following):
            found.append(run)
    return found


def _is_replaced(pages: Pages, run: Sequence[int]) -> bool:
    """Tell whether other pages stand where some are missing; blank ones next to them may still be there."""
    before = max((n for n in pages.pairs if n < run[0]), default=-1)
    after = min((n for n in pages.pairs if n > run[-1]), default=len(pages.old))
    others = [n for n in range(before + 1, after) if n not in run]
    left = pages.pairs.get(after, len(pages.new)) - pages.pairs.get(before, -1) - 1
    return left != len(others) or any(pages.prints[0][n].total() >= ENOUGH for n in others)


def _is_emptied(pages: Pages, old: int, new: int) -> bool:
    """Tell whether a page has lost all that stood on it, and its neighbours stand as they stood."""
    around = [n for n in (old - 1, old + 1) if 0 <= n < len(pages.old)]
    return (
        pages.prints[0][old].total() >= ENOUGH
        and pages.new[new].is_blank
        and not pages.old[old].is_blank
        and any(n in pages.pairs and pages.pairs[n] - new == n - old for n in around)
    )


def _blanks(pages: Pages) -> tuple[list[int], list[int]]:
    """Return blank pages that are gone and that came, where the pages behind them kept their folios."""
    gone: list[int] = []
    come: list[int] = []
    anchors = [(-1, -1), *sorted(pages.pairs.items()), (len(pages.old), len(pages.new))]
    for (i, j), (k, m) in pairwise(anchors):
        olds, news = range(i + 1, k), range(j + 1, m)
        blank = [n for n in olds if pages.old[n].is_blank], [n for n in news if pages.new[n].is_blank]
        if len(blank[0]) == len(blank[1]) or len(olds) - len(blank[0]) != len(news) - len(blank[1]):
            continue
        folios = (
            [pages.old[n].folio for n in (k,) if n < len(pages.old)],
            [pages.new[n].folio for n in (m,) if n < len(pages.new)],
        )
        if folios[0] == folios[1]:
            gone += blank[0][len(blank[1]) :]
            come += blank[1][len(blank[0]) :]
    return gone, come


def _former_order(pages: Pages, dropped: set[int]) -> list[int]:
    """Return the new pages in the order of the old ones; a page without partner stays behind its neighbour."""
    back = {new: old for old, new in pages.places.items()}
    keys: dict[int, tuple[float, int]] = {}
    last = -1.0
    for n in range(len(pages.new)):
        last = float(back[n]) if n in back else last
        keys[n] = (last, n)
    return [n + 1 for n in sorted(keys, key=lambda n: keys[n]) if n not in dropped]


def seams_of(old: View, new: View, totals: tuple[int, int]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the blocks at the edges where pages do not follow each other as they were read.

    They are numbered as in the file; `totals` are how many pages the files have.
    """
    begins: set[int] = set()
    ends: set[int] = set()
    for view, last in zip((old, new), totals, strict=True):
        order = [origin.order for origin in view.pages]
        for at in range(len(order) + 1):
            before = order[at - 1] if at else 0
            follows = order[at] if at < len(order) else last + 1
            if follows != before + 1:
                begins.add(at + 1)
                ends.add(at)
    cut = [_outermost(view.structure.blocks, begins, ends) for view in (old, new)]
    return (
        frozenset(old.blocks[at] for at in cut[0]),
        frozenset(new.blocks[at] for at in cut[1]),
    )


def _outermost(blocks: Sequence[Block], begins: set[int], ends: set[int]) -> frozenset[int]:
    """Return the first or the last blocks of some pages, and those that run over their ends."""
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    for at, block in enumerate(blocks):
        for fragment in block.fragments:
            firsts.setdefault(fragment.page, at)
            lasts[fragment.page] = at
    edge = {firsts[page] for page in begins if page in firsts} | {lasts[page] for page in ends if page in lasts}
    return frozenset(edge)


# --- sentences -------------------------------------------------------------------------------------------


def _what_is_on(structure: PageStructure, numbers: Iterable[int]) -> str:
    wanted = set(numbers)
    blocks = [block for block in all_blocks(structure) if block.page in wanted]
    if not blocks:
        return ""
    if len(blocks) == 1:
        return f" with the {describe(blocks[0])}"
    return f" with {count_roles(block.role for block in blocks)}, from {describe(blocks[0])} on"


def _tell_lost(names: tuple[Paging, Paging], old: PageStructure, run: Sequence[int]) -> Change:
    numbers = [n + 1 for n in run]
    where = names[0].several(numbers)
    verb = "is" if len(run) == 1 else "are"
    what = _what_is_on(old, numbers)
    spots = tuple(Spot(number) for number in numbers)
    return Change(Level.CONTENT, "page/lost", f"{where} {verb} missing{what}", spots)


def _tell_emptied(names: tuple[Paging, Paging], old: PageStructure, was: int, now: int) -> Change:
    what = _what_is_on(old, [was + 1])
    told = f"{names[0].at(was + 1)} is empty now{what.replace(' with ', ', without ', 1)}"
    return Change(Level.CONTENT, "page/emptied", told, (Spot(was + 1),), (Spot(now + 1),))


def _tell_blank(names: tuple[Paging, Paging], number: int, *, is_new: bool) -> Change:
    paging = names[1] if is_new else names[0]
    place = f"after {paging.at(number)}" if number else "at the beginning"
    spots = (Spot(number + 1),)
    if is_new:
        return Change(Level.LAYOUT, "page/blank", f"a blank page was added {place}", (), spots)
    return Change(Level.LAYOUT, "page/blank", f"the blank page {place} is gone", spots)


def _tell_doubled(names: tuple[Paging, Paging], pages: Pages, original: int, copy: int) -> Change:
    first = pages.pairs[original]
    where = names[0].at(original + 1)
    places = sorted((first, copy))
    told = f"{where} is printed twice, as pages {places[0] + 1} and {places[1] + 1} of the file"
    spots = Spot(first + 1), Spot(copy + 1)
    return Change(Level.CONTENT, "page/doubled", told, (Spot(original + 1),), spots)


def _tell_order(
    names: tuple[Paging, Paging], pages: Pages, moved: Sequence[Run], exchanged: Sequence[tuple[Run, Run]]
) -> list[Change]:
    pairs = sorted(pages.pairs.items())
    backwards = [new for _, new in pairs] == sorted((new for _, new in pairs), reverse=True)
    if backwards and len(pairs) > 3:
        told = "the pages stand in reverse order"
        return [Change(Level.CONTENT, "page/order", told, *_spots(pairs))]
    changes = []
    for runs in exchanged:
        first, second = sorted(runs)
        told = f"{_run(names[0], first)} and {_run(names[0], second).removeprefix(names[0].one)} changed places"
        if len(first) == len(second) == 1:
            told = (
                f"{names[0].many}{names[0].name(first[0][0] + 1)} and {names[0].name(second[0][0] + 1)} "
                "changed places"
            )
        changes.append(Change(Level.CONTENT, "page/order", told, *_spots((*first, *second))))
    back = {new: old for old, new in pairs}
    for run in moved:
        before = next((back[n] for n in range(run[0][1] - 1, -1, -1) if n in back), None)
        place = "at the beginning" if before is None else f"after {names[0].at(before + 1)}"
        verb = "stands" if len(run) == 1 else "stand"
        told = f"{_run(names[0], run)} now {verb} {place}"
        changes.append(Change(Level.CONTENT, "page/order", told, *_spots(run)))
    return changes


def _run(paging: Paging, run: Run) -> str:
    return paging.span(run[0][0] + 1, run[-1][0] + 1)


def _spots(pairs: Sequence[tuple[int, int]]) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    return tuple(Spot(old + 1) for old, _ in pairs), tuple(Spot(new + 1) for _, new in pairs)
