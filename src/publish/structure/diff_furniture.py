"""Pages paired across editions → what changed around the text: running heads, folios, rules and backgrounds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, Page, PageStructure, RunningText
from publish.model.wording import squash
from publish.structure.align import Fate
from publish.structure.comparing import Comparison
from publish.structure.diff_pages import SHIFT_PT
from publish.structure.pairing import pair_running
from publish.structure.sentences import count, join_and, length, quote

_NOTHING = RunningText("", "")
_FOLIO = re.compile(r"\d+|\b[ivxlcdm]+\b", re.IGNORECASE)


def furniture_changes(comparison: Comparison, flow_changed: bool) -> list[Change]:
    """Return the changes of running heads, folios, rules and backgrounds."""
    if not comparison.has_pages:
        return []
    return [
        *_running(comparison),
        *_folios(comparison),
        *_positions(comparison),
        *_paints(comparison, flow_changed),
    ]


def _pairs(comparison: Comparison) -> Iterator[tuple[Page, Page]]:
    for page in comparison.new.pages:
        number = comparison.old_page_of(page.number)
        if 0 < number <= len(comparison.old.pages):
            yield comparison.old.pages[number - 1], page


def _plain(text: str, page: Page) -> str:
    """Return running text with the page's own folio or label taken out."""
    own = {word for word in (page.folio, page.label, str(page.number)) if word}
    return squash(_FOLIO.sub(lambda match: "#" if match[0] in own else match[0], text))


def _running(comparison: Comparison) -> Iterator[Change]:  # fmt: skip
    found: dict[tuple[str, str, str], list[Page]] = defaultdict(list)
    headings = _heading_followers(comparison)
    for paired, new in _pairs(comparison):
        old = _reference(comparison, paired, new)
        for before, after in pair_running(old, new):
            place = (before or after or _NOTHING).place
            one, two = before.text if before else "", after.text if after else ""
            if squash(one) != squash(two) and _plain(one, old) != _plain(two, new):
                if squash(one) == old.folio and squash(two) == new.folio and one and two:
                    continue
                key = (
                    (place, one, two)
                    if not _FOLIO.search(one + two)
                    else (place, _bare(one, old), _bare(two, new))
                )
                found[key].append(new)
    lost: dict[str, list[tuple[tuple[str, str, str], list[Page]]]] = defaultdict(list)
    for key, pages in found.items():
        place, one, two = key
        kind = "lost" if not two else "new" if not one else "changed"
        lost[f"{kind}/{place}" if kind != "changed" else f"{key}"].append((key, pages))
    for entries in lost.values():
        (place, one, two), _ = entries[0]
        numbers = sorted({page.number for _, pages in entries for page in pages})
        texts = {key[1] or key[2] for key, _ in entries}
        where, what = comparison.new_paging.several(numbers), f"the {_place(place)}"
        follows = (squash(one), squash(two)) in headings
        if one and two:
            told = f"{what} {quote(one)} became {quote(two)}{' with its heading' if follows else ''}"
        else:
            example = quote(one or two) + (" and others" if len(texts) > 1 else "")
            told = f"{what} {example} {'is new' if two else 'is gone'}"
        yield Change(
            Level.REFLOW if follows else Level.CONTENT,
            "running/text",
            f"{where}: {told}",
            tuple(Spot(comparison.old_page_of(number)) for number in numbers),
            tuple(Spot(number) for number in numbers),
        )


def _reference(comparison: Comparison, old: Page, new: Page) -> Page:
    """Return the page of the old edition whose running heads a page should have.

    Text that came from a verso and stands on a recto now takes the heads of its new side: those of the nearest
    page of that side that differs least.
    """
    if old.side == new.side:
        return old
    pages = comparison.old.pages
    near = [pages[n - 1] for n in (old.number - 1, old.number + 1) if 0 < n <= len(pages)]
    wanted = {(text.place, _plain(text.text, new)) for text in new.running}

    def distance(page: Page) -> int:
        return len(wanted ^ {(text.place, _plain(text.text, page)) for text in page.running})

    return min([*(page for page in near if page.side == new.side), old], key=distance)


def _place(place: str) -> str:
    words = {"top": "running head", "bottom": "running foot"}
    first, _, rest = place.partition("-")
    return (
        f"{words.get(first, 'text in the margin')} ({place.replace('-', ' ')})"
        if rest
        else f"text in the {place} margin"
    )


def _bare(text: str, page: Page) -> str:
    """Return running text for a sentence, with the folio as it would be printed for any page."""
    own = {word for word in (page.folio, page.label, str(page.number)) if word}
    return _FOLIO.sub(lambda match: "#" if match[0] in own and text.strip() != match[0] else match[0], text)


def _heading_followers(comparison: Comparison) -> set[tuple[str, str]]:
    """Return (old, new) texts of running heads that follow from headings edited, moved or reflowed."""
    main = comparison.main
    edited = set()
    for pair in main.alignment.pairs:
        old, new = main.blocks(pair)
        if new.role in HEADINGS and not main.same_words(pair):
            edited.add((squash(old.text), squash(new.text)))
    moved = any(
        main.new[pair.new].role in HEADINGS
        and (
            pair.fate is not Fate.SAME
            or main.old[pair.old].page != main.new[pair.new].page
            or main.old[pair.old].role != main.new[pair.new].role
        )
        for pair in main.alignment.pairs
    ) or any(
        block.role in HEADINGS
        for side, indexes in ((main.old, main.alignment.removed), (main.new, main.alignment.added))
        for block in (side[index] for index in indexes)
    )
    if moved:
        old_texts = {squash(block.text) for block in main.old if block.role in HEADINGS}
        new_texts = {squash(block.text) for block in main.new if block.role in HEADINGS}
        edited |= {
            (one, two)
            for one in _running_texts(comparison.old) & old_texts
            for two in _running_texts(comparison.new) & new_texts
        }
    return edited


def _running_texts(structure: PageStructure) -> set[str]:
    return {squash(text.text) for page in structure.pages for text in page.running}


def _folios(comparison: Comparison) -> Iterator[Change]:
    """Tell folios that no longer agree with the page's label, and folios that came or went."""
    wrong, gone, new_ones = [], [], []
    for old, new in _pairs(comparison):
        if old.folio and not new.folio:
            gone.append((old, new))
        elif new.folio and not old.folio:
            new_ones.append((old, new))
        elif old.folio != new.folio and not _consistent(old, new):
            wrong.append((old, new))
    told_by_running = {page.number for page in comparison.new.pages if not page.running}
    for pairs, what in ((gone, "the folio is gone"), (new_ones, "a folio is new")):
        pages = [new for old, new in pairs if not old.running and new.number in told_by_running]
        if pages:
            where = comparison.new_paging.several(page.number for page in pages)
            yield Change(
                Level.CONTENT, "running/folio", f"{where}: {what}", (), tuple(Spot(p.number) for p in pages)
            )
    if wrong:
        old, new = wrong[0]
        where = comparison.new_paging.several(page.number for _, page in wrong)
        sample = f"the folio {quote(old.folio)} became {quote(new.folio)}"
        many = f" and so on, on {count(len(wrong), 'page')}" if len(wrong) > 1 else ""
        yield Change(
            Level.CONTENT,
            "running/folio",
            f"{where}: {sample}{many}",
            tuple(Spot(page.number) for page, _ in wrong),
            tuple(Spot(page.number) for _, page in wrong),
        )


def _consistent(old: Page, new: Page) -> bool:
    """Tell whether both folios say what their page's label, or else its number, says."""
    by_label = old.folio == old.label and new.folio == new.label
    one, two = _number(old.folio), _number(new.folio)
    if by_label or one is None or two is None:
        return by_label
    return old.number != new.number and two - one == new.number - old.number


def _number(folio: str) -> int | None:
    return int(folio) if folio.isascii() and folio.isdigit() else None


def _positions(comparison: Comparison) -> Iterator[Change]:
    """Tell running heads that stand elsewhere on the page though they say the same."""
    found: dict[tuple[str, float, float], list[int]] = defaultdict(list)
    for old, new in _pairs(comparison):
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
                and _plain(other.text, old) == _plain(text.text, new)
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
        who = join_and([_place(place) for place in sorted(places)])
        yield Change(
            Level.STYLE,
            "running/shift",
            f"{where}: the {who} moved {' and '.join(words)}",
            (),
            tuple(Spot(page) for page in numbers),
        )


def _paints(comparison: Comparison, flow_changed: bool) -> Iterator[Change]:
    """Tell rules, borders and backgrounds that came, went or changed colour.

    They travel with the tables and notes they belong to, so where the flow changed only colours count that are
    new to the edition, or gone from it.
    """
    if not flow_changed:
        found: dict[tuple[tuple[str, int, int], ...], list[int]] = defaultdict(list)
        for old, new in _pairs(comparison):
            before = {paint.colour: paint.count for paint in old.paints}
            after = {paint.colour: paint.count for paint in new.paints}
            colours = sorted(
                colour for colour in before.keys() | after.keys() if before.get(colour) != after.get(colour)
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
