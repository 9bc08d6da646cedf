"""Two imposed editions → which page stands on which half of which sheet side, where that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.model.changes import Change, Level, Spot
from publish.structure.diff.acts import Acts, Found, find_acts
from publish.structure.diff.pages import geometry_changes
from publish.structure.diff.placing import turned_changes
from publish.structure.diff.remarks import remark_changes
from publish.structure.diff.repaging import View, as_read
from publish.structure.sentences import Paging, count, join_and

_TOLD_ALONE = 6


def leaf_acts(old: View, new: View) -> Acts | None:
    """Return what happened to the pages on the sheets, or None if each stands where it stood."""
    found = find_acts(old, new)
    if found is None or found.blanks_gone or found.blanks_come:
        return None
    # Every half has its place, a blank one too: what is blank now stands for what was.
    places = found.pages.places
    free = (
        [n for n in range(len(found.pages.old)) if n not in places],
        [n for n in range(len(found.pages.new)) if n not in set(places.values())],
    )
    places.update(zip(*free, strict=False))
    names = old.paging, new.paging
    order = [*_exchanged(names, found), *_moved(names, found)]
    if len(order) > _TOLD_ALONE:
        order = [_folded(order)]
    changes = (*order, *_doubled(names, found), *_missing(names, found))
    return Acts(changes, *found.undone(old, new))


def _page(paging: Paging, number: int) -> str:
    """Return a page without its side: `page 2`; `the left page` where it has no folio."""
    _, _, name = paging.name(number + 1).partition(", ")
    return f"page {name.removeprefix('p. ')}" if name.startswith("p. ") else f"the {name} page"


def _side(paging: Paging, number: int) -> str:
    return paging.name(number + 1).partition(",")[0]


def _exchanged(names: tuple[Paging, Paging], found: Found) -> Iterator[Change]:
    for runs in found.exchanged:
        for (one, was), (two, now) in zip(*sorted(runs), strict=False):
            sides = _side(names[0], one), _side(names[0], two)
            pages = _page(names[0], one), _page(names[0], two)
            if sides[0] == sides[1]:
                told = f"{sides[0]}: {_both(*pages)} stand in each other’s place"
            else:
                told = f"{pages[0]} ({sides[0]}) and {pages[1]} ({sides[1]}) stand in each other’s place"
            spots = (Spot(one + 1), Spot(two + 1)), (Spot(was + 1), Spot(now + 1))
            yield Change(Level.CONTENT, "sheet/order", told, *spots)


def _both(one: str, two: str) -> str:
    if one.startswith("page ") and two.startswith("page "):
        return f"pages {one.removeprefix('page ')} and {two.removeprefix('page ')}"
    return f"{one} and {two}"


def _moved(names: tuple[Paging, Paging], found: Found) -> Iterator[Change]:
    for run in found.moved:
        for old, new in run:
            told = f"{_page(names[0], old)} stands on {_side(names[1], new)} instead of {_side(names[0], old)}"
            if _side(names[1], new) == _side(names[0], old):
                told = f"{_side(names[0], old)}: {_page(names[0], old)} stands in the other half of the side"
            yield Change(Level.CONTENT, "sheet/order", told, (Spot(old + 1),), (Spot(new + 1),))


def _folded(changes: Sequence[Change]) -> Change:
    told = f"{count(len(changes), 'page')} or pairs of pages stand elsewhere on the sheets; first, "
    return Change(
        Level.CONTENT,
        "sheet/order",
        f"{told}{changes[0].sentence}",
        tuple(spot for change in changes for spot in change.old),
        tuple(spot for change in changes for spot in change.new),
    )


def _doubled(names: tuple[Paging, Paging], found: Found) -> Iterator[Change]:
    for copy, original in found.doubled.items():
        sides = sorted(
            {_side(names[1], copy), _side(names[1], found.pages.pairs[original])},
            key=lambda side: int(side.split()[-1]),
        )
        told = f"{_page(names[0], original)} stands twice, on {join_and(sides)}"
        spots = (Spot(found.pages.pairs[original] + 1), Spot(copy + 1))
        yield Change(Level.CONTENT, "sheet/doubled", told, (Spot(original + 1),), spots)


def _missing(names: tuple[Paging, Paging], found: Found) -> Iterator[Change]:
    for old in [*(n for run in found.lost for n in run), *found.emptied]:
        told = f"{_side(names[0], old)}: {_page(names[0], old)} is missing"
        yield Change(Level.CONTENT, "sheet/missing", told, (Spot(old + 1),))


def sheet_changes(old: View, new: View) -> Iterator[Change]:
    """Tell the number and the size of sides."""
    sides = old.structure.pages, new.structure.pages
    if len(sides[0]) != len(sides[1]):
        told = f"{count(len(sides[1]), 'sheet side')} instead of {len(sides[0]):,}"
        yield Change(Level.LAYOUT, "page/count", told)
    pairs = list(zip(*sides, strict=False))
    found = (
        *turned_changes(new, pairs),
        *geometry_changes(pairs, new.paging),
        *remark_changes(pairs, new.paging),
    )
    for change in found:
        yield as_read(change, old, new)
