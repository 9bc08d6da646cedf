"""Two editions → pages that were lost, printed twice, put elsewhere, emptied or turned as a whole.

A page is known again by its lines (in a snapshot, by its blocks). Only what happened to the finished pages is
told here: a page that moved took its printed folio along, after a lost one the folios have a gap. Where the
author moved a chapter, the folios count on, and the blocks tell it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Block, Page, PageStructure
from publish.model.wording import squash
from publish.structure.moves import Run, order_of
from publish.structure.repaging import View, select_pages
from publish.structure.sentences import Paging, count_roles, describe, paging_of

_SAME = 0.8
"""Share of a page's letters from which another page is a copy of it."""
_ENOUGH = 40
"""Letters from which a page can be known again."""
Print = Counter[str]


@dataclass(frozen=True, slots=True)
class Acts:
    """What happened to whole pages, told, and the editions as if it had not."""

    changes: tuple[Change, ...]
    old: View
    new: View
    seams: tuple[frozenset[int], frozenset[int]]
    """Blocks (of the views) that a page's loss or move cut off; what is said of them follows from it."""


@dataclass(slots=True)
class _Pages:
    """The pages of both editions and which is which; numbers from 0."""

    old: tuple[Page, ...]
    new: tuple[Page, ...]
    prints: tuple[list[Print], list[Print]]
    pairs: dict[int, int]
    """New page by old page, for those with the same lines."""
    places: dict[int, int]
    """The same, with pages that stand beside them in the same way."""


def page_acts(old: View, new: View) -> Acts | None:
    """Return what happened to whole pages, or None."""
    one, two = old.structure, new.structure
    if one.kind != "pdf" or two.kind != "pdf" or not one.pages or not two.pages:
        return None
    abridged = not (_has_lines(one) and _has_lines(two))
    prints = _prints(one, abridged), _prints(two, abridged)
    if prints[0] == prints[1]:
        return None
    pairs = _pairs(prints)
    pages = _Pages(one.pages, two.pages, prints, pairs, _fill(pairs, len(one.pages), len(two.pages)))
    doubled = _doubled(pages)
    moved, exchanged = _order(pages)
    lost = _lost(pages, moved or exchanged)
    emptied = {old: new for old, new in pages.places.items() if _is_emptied(pages, old, new)}
    blanks_gone, blanks_come = _blanks(pages) if not (moved or exchanged) else ([], [])
    if not (doubled or moved or exchanged or lost or emptied or blanks_gone or blanks_come):
        return None
    names = paging_of(one), paging_of(two)
    changes = [
        *(_tell_doubled(names, pages, original, copy) for copy, original in doubled.items()),
        *_tell_order(names, pages, moved, exchanged),
        *(_tell_lost(names, old.structure, run) for run in lost),
        *(_tell_emptied(names, old.structure, was, now) for was, now in emptied.items()),
        *(_tell_blank(names, pages, n, is_new=False) for n in blanks_gone),
        *(_tell_blank(names, pages, n, is_new=True) for n in blanks_come),
    ]
    dropped_old = {n for run in lost for n in run} | set(emptied) | set(blanks_gone)
    dropped_new = set(doubled) | set(emptied.values()) | set(blanks_come)
    kept_old = [n + 1 for n in range(len(one.pages)) if n not in dropped_old]
    before, after = select_pages(old, kept_old), select_pages(new, _former_order(pages, dropped_new))
    return Acts(tuple(changes), before, after, _seams((old, new), (before, after)))


# --- knowing pages again ---------------------------------------------------------------------------------


def _has_lines(structure: PageStructure) -> bool:
    return any(fragment.lines for block in structure.blocks for fragment in block.fragments)


def _all_blocks(structure: PageStructure) -> Iterable[Block]:
    yield from structure.blocks
    yield from (note.body for note in structure.notes)


def _prints(structure: PageStructure, abridged: bool) -> list[Print]:
    """Return what stands on each page, with its letters."""
    found: list[Print] = [Counter() for _ in structure.pages]
    for block in _all_blocks(structure):
        for at, fragment in enumerate(block.fragments):
            if not 0 < fragment.page <= len(found):
                continue
            if abridged:
                share = max(1, 5 * len(block.marks) // len(block.fragments))
                found[fragment.page - 1][f"{block.digest} {at} {fragment.line_count}"] += share
            elif fragment.lines:
                for line in fragment.lines:
                    text = squash(line.text)
                    found[fragment.page - 1][text] += len(text)
            else:
                found[fragment.page - 1][squash(block.text)] += max(1, len(block.text))
    return found


def _pairs(prints: tuple[list[Print], list[Print]]) -> dict[int, int]:
    """Pair pages with the same lines; where several are alike, in their order."""
    waiting: dict[frozenset[tuple[str, int]], list[int]] = defaultdict(list)
    for n, print_ in enumerate(prints[1]):
        if print_.total() >= _ENOUGH:
            waiting[frozenset(print_.items())].append(n)
    found = {}
    for n, print_ in enumerate(prints[0]):
        queue = waiting.get(frozenset(print_.items()))
        if queue:
            found[n] = queue.pop(0)
    return found | _nearly(prints, found)


def _nearly(prints: tuple[list[Print], list[Print]], pairs: dict[int, int]) -> dict[int, int]:
    """Pair pages that are almost the same, wherever they stand."""
    taken = set(pairs.values())
    by_line: dict[str, list[int]] = defaultdict(list)
    for n, print_ in enumerate(prints[1]):
        if n not in taken and print_.total() >= _ENOUGH:
            for line in print_:
                by_line[line].append(n)
    found: dict[int, int] = {}
    for n, print_ in enumerate(prints[0]):
        if n in pairs or print_.total() < _ENOUGH:
            continue
        votes = Counter(other for line in print_ for other in by_line.get(line, ())[:3])
        for other, _ in votes.most_common(1):
            if other not in taken and _alike(print_, prints[1][other]) >= _SAME:
                found[n] = other
                taken.add(other)
    return found


def _fill(pairs: dict[int, int], olds: int, news: int) -> dict[int, int]:
    """Return the pairs with those pages between them that have the same neighbour on either side."""
    found = dict(pairs)
    taken = set(pairs.values())
    values = [pairs[n] for n in sorted(pairs)]
    way = -1 if len(values) > 3 and values == sorted(values, reverse=True) else 1
    for numbers, step in ((range(olds), 1), (range(olds - 1, -1, -1), -1)):
        for n in numbers:
            if n in found:
                continue
            outside = (-1 if step > 0 else olds) if way > 0 else None
            edge = (-1 if step > 0 else news) if n - step == outside else None
            neighbour = found.get(n - step, edge)
            if neighbour is None:
                continue
            place = neighbour + step * way
            if 0 <= place < news and place not in taken:
                found[n] = place
                taken.add(place)
    return found


def _alike(one: Print, two: Print) -> float:
    total = one.total() + two.total()
    return 2 * (one & two).total() / total if total else 0.0


def _doubled(pages: _Pages) -> dict[int, int]:
    """Return new pages that are copies of a page that is still there, with the old page."""
    free = set(range(len(pages.new))) - set(pages.pairs.values())
    by_line: dict[str, list[int]] = defaultdict(list)
    for n in pages.pairs:
        for line in pages.prints[0][n]:
            by_line[line].append(n)
    found = {}
    for n in sorted(free):
        own = pages.prints[1][n]
        if own.total() < _ENOUGH:
            continue
        votes = Counter(other for line in own for other in by_line.get(line, ())[:3])
        best = next(iter(votes.most_common(1)), (None, 0))[0]
        if best is not None and _alike(pages.prints[0][best], own) >= _SAME:
            found[n] = best
    return found


def _is_physical(pages: _Pages, pairs: Iterable[tuple[int, int]]) -> bool:
    """Tell whether pages took their printed folios along to other places of the file."""
    pairs = list(pairs)
    kept = sum(bool(pages.old[i].folio) and pages.old[i].folio == pages.new[j].folio for i, j in pairs)
    other = sum(pages.old[i].folio != pages.new[j].folio for i, j in pairs)
    return kept > other or not (kept or other)


def _order(pages: _Pages) -> tuple[list[Run], list[tuple[Run, Run]]]:
    order = order_of(list(pages.pairs.items()), lambda _: 1)
    moved = [run for run in order.moved if _is_physical(pages, run)]
    exchanged = [runs for runs in order.exchanged if _is_physical(pages, (*runs[0], *runs[1]))]
    return moved, exchanged


def _lost(pages: _Pages, is_mixed: object) -> list[list[int]]:
    """Return runs of old pages that are missing: what follows them kept its folios, one place earlier."""
    runs: list[list[int]] = []
    for n, print_ in enumerate(pages.prints[0]):
        if n in pages.pairs or print_.total() < _ENOUGH:
            continue
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    found = []
    for run in runs:
        before, after = pages.pairs.get(run[0] - 1), pages.pairs.get(run[-1] + 1)
        at_edge = (run[0] == 0 or before is not None) and (run[-1] == len(pages.old) - 1 or after is not None)
        gap = (len(pages.new) if after is None else after) - (-1 if before is None else before) - 1
        if not at_edge or (gap and not is_mixed):
            continue
        following = [(i, pages.pairs[i]) for i in range(run[-1] + 1, run[-1] + 5) if i in pages.pairs]
        if not any(pages.old[i].folio for i, _ in following):
            following = []
        if all(pages.old[i].folio == pages.new[j].folio for i, j in following):
            found.append(run)
    return found


def _is_emptied(pages: _Pages, old: int, new: int) -> bool:
    """Tell whether a page has lost all that stood on it, and its neighbours stand as they stood."""
    around = [n for n in (old - 1, old + 1) if 0 <= n < len(pages.old)]
    return (
        pages.prints[0][old].total() >= _ENOUGH
        and pages.new[new].is_blank
        and not pages.old[old].is_blank
        and any(n in pages.pairs and pages.pairs[n] - new == n - old for n in around)
    )


def _blanks(pages: _Pages) -> tuple[list[int], list[int]]:
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


def _former_order(pages: _Pages, dropped: set[int]) -> list[int]:
    """Return the new pages in the order of the old ones; a page without partner stays behind its neighbour."""
    back = {new: old for old, new in pages.places.items()}
    keys: dict[int, tuple[float, int]] = {}
    last = -1.0
    for n in range(len(pages.new)):
        last = float(back[n]) if n in back else last
        keys[n] = (last, n)
    return [n + 1 for n in sorted(keys, key=lambda n: keys[n]) if n not in dropped]


def _seams(whole: tuple[View, View], kept: tuple[View, View]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the blocks at the edges where pages do not follow each other as in one of the files."""
    begins: set[int] = set()
    ends: set[int] = set()
    for former, view in zip(whole, kept, strict=True):
        origins = [0, *(origin.page for origin in view.pages), len(former.pages) + 1]
        for at in range(1, len(origins)):
            if origins[at] != origins[at - 1] + 1:
                begins.add(at)
                ends.add(at - 1)
    return _outermost(kept[0].structure.blocks, begins, ends), _outermost(
        kept[1].structure.blocks, begins, ends
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
    blocks = [block for block in _all_blocks(structure) if block.page in wanted]
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


def _tell_blank(names: tuple[Paging, Paging], pages: _Pages, number: int, *, is_new: bool) -> Change:
    paging = names[1] if is_new else names[0]
    place = f"after {paging.at(number)}" if number else "at the beginning"
    spots = (Spot(number + 1),)
    if is_new:
        return Change(Level.LAYOUT, "page/blank", f"a blank page was added {place}", (), spots)
    return Change(Level.LAYOUT, "page/blank", f"the blank page {place} is gone", spots)


def _tell_doubled(names: tuple[Paging, Paging], pages: _Pages, original: int, copy: int) -> Change:
    first = pages.pairs[original]
    where = names[0].at(original + 1)
    places = sorted((first, copy))
    told = f"{where} is printed twice, as pages {places[0] + 1} and {places[1] + 1} of the file"
    spots = Spot(first + 1), Spot(copy + 1)
    return Change(Level.CONTENT, "page/doubled", told, (Spot(original + 1),), spots)


def _tell_order(
    names: tuple[Paging, Paging], pages: _Pages, moved: Sequence[Run], exchanged: Sequence[tuple[Run, Run]]
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
