"""Pages paired across editions → what changed around the text: running heads, folios, rules and backgrounds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Page
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.pages import SHIFT_PT
from publish.structure.diff.pairing import pair_running
from publish.structure.diff.running import folio_changes, mask, name_of_place, paired_pages, running_changes
from publish.structure.sentences import count, join_and, length


def furniture_changes(comparison: Comparison, flow_changed: bool, area_changed: bool = False) -> list[Change]:
    """Return the changes of running heads, folios, rules and backgrounds.

    Where pages or their type area changed, running heads stand elsewhere, too, and nobody need be told.
    """
    if not comparison.has_pages:
        return []
    return [
        *running_changes(comparison),
        *folio_changes(comparison),
        *(() if area_changed else _positions(comparison)),
        *_paints(comparison, flow_changed),
    ]


def _positions(comparison: Comparison) -> Iterator[Change]:
    """Tell running heads that stand elsewhere on the page though they say the same."""
    found: dict[tuple[str, float, float], list[int]] = defaultdict(list)
    for old, new in paired_pages(comparison):
        if (
            old.side != new.side
            or abs(old.width_pt - new.width_pt) > 1
            or abs(old.height_pt - new.height_pt) > 1
        ):
            continue
        for other, text in pair_running(old, new):
            if (
                other
                and text
                and other.baseline_pt
                and text.baseline_pt
                and (other.font, other.size_pt) == (text.font, text.size_pt)
                and mask(other.text, old) == mask(text.text, new)
            ):
                down = round(text.baseline_pt - other.baseline_pt, 1)
                right = round(text.left_pt - other.left_pt, 1)
                if abs(down) > SHIFT_PT or abs(right) > SHIFT_PT:
                    found[text.place, right, down].append(new.number)
    merged: dict[tuple[float, float], dict[str, list[int]]] = defaultdict(dict)
    for (place, right, down), pages in found.items():
        merged[right, down][place] = pages
    for (right, down), places in merged.items():
        words = []
        if abs(right) > SHIFT_PT:
            words.append(f"{length(abs(right))} pt to the {'right' if right > 0 else 'left'}")
        if abs(down) > SHIFT_PT:
            words.append(f"{length(abs(down))} pt {'down' if down > 0 else 'up'}")
        numbers = sorted({page for pages in places.values() for page in pages})
        where = comparison.new_paging.several(numbers)
        who = join_and([name_of_place(place) for place in sorted(places)])
        yield Change(
            Level.STYLE,
            "running/shift",
            f"{where}: the {who} moved {' and '.join(words)}",
            (),
            tuple(Spot(page) for page in numbers),
        )


def _counted(page: Page) -> dict[str, int]:
    """Return how many rules and backgrounds of each colour there are, besides those that cover type."""
    covers = Counter(cover.colour for cover in page.covers)
    return {paint.colour: max(0, paint.count - covers[paint.colour]) for paint in page.paints}


def _paints(comparison: Comparison, flow_changed: bool) -> Iterator[Change]:
    """Tell rules, borders and backgrounds that came, went or changed colour.

    They travel with the tables and notes they belong to, so where the flow changed only colours count that are
    new to the edition, or gone from it.
    """
    if not flow_changed:
        found: dict[tuple[tuple[str, int, int], ...], list[int]] = defaultdict(list)
        for old, new in paired_pages(comparison):
            before, after = _counted(old), _counted(new)
            colours = sorted(
                colour
                for colour in before.keys() | after.keys()
                if before.get(colour, 0) != after.get(colour, 0)
            )
            if colours:
                found[tuple((c, before.get(c, 0), after.get(c, 0)) for c in colours)].append(new.number)
        for differences, pages in found.items():
            told = [
                f"{count(new, 'rule or background')} of {colour or 'unknown colour'} instead of {old}"
                for colour, old, new in differences
            ]
            where = comparison.new_paging.several(pages)
            yield Change(
                Level.STYLE, "page/paint", f"{where}: {join_and(told)}", (), tuple(Spot(p) for p in pages)
            )
        return
    totals = [
        Counter(p.colour for page in side.pages for p in page.paints)
        for side in (comparison.old, comparison.new)
    ]
    for colour in sorted(totals[0].keys() ^ totals[1].keys()):
        state = "new" if colour in totals[1] else "gone"
        pages = [page.number for page in comparison.new.pages if any(p.colour == colour for p in page.paints)]
        where = f"{comparison.new_paging.several(pages)}: " if pages else ""
        yield Change(
            Level.STYLE,
            "page/paint",
            f"{where}rules or backgrounds of {colour or 'unknown colour'} are {state}",
            (),
            tuple(Spot(page) for page in pages),
        )
