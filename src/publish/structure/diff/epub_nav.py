"""Two e-books → what changed in their contents, landmarks and page lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from publish.model.books import Landmark, PageListEntry
from publish.model.changes import Change, Level, Spot
from publish.model.pages import OutlineEntry
from publish.model.wording import squash
from publish.structure.diff.align import match_keys
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.epub_links import Goals
from publish.structure.diff.following import Headings
from publish.structure.diff.moves import order_of
from publish.structure.sentences import count, join_and, quote

_TOLD_ALONE = 4
Entries = tuple[OutlineEntry, OutlineEntry]


def navigation_changes(comparison: Comparison, headings: Headings) -> Iterator[Change]:
    """Tell the changes of contents, landmarks and page list."""
    goals = Goals(comparison)
    if not any(lost.kind == "navigation" for lost in comparison.new.lost):
        yield from _contents(comparison, goals, headings)
        yield from _landmarks(comparison, goals)
        yield from _page_list(comparison, goals)


# --- contents --------------------------------------------------------------------------------------------


def _contents(comparison: Comparison, goals: Goals, headings: Headings) -> Iterator[Change]:
    old, new = comparison.old.outline, comparison.new.outline
    pairs, gone, come = _pair(old, new, goals)
    moved = order_of([(old.index(one), new.index(two)) for one, two in pairs], lambda _: 1) if pairs else None
    yield from _levels([pair for pair in pairs if pair[0].level != pair[1].level], headings)
    for one, two in pairs:
        yield from _entry(goals, headings, one, two)
    for first, second in moved.exchanged if moved else ():
        names = [quote(new[place].title, 40) for run in (second, first) for _, place in run]
        told = f"contents: the entries {join_and(names[:6])} changed places"
        yield Change(Level.CONTENT, "outline/moved", told, *_spots(old[first[0][0]], new[first[0][1]]))
    for run in moved.moved if moved else ():
        entry, at = new[run[0][1]], run[0][1]
        others = f" and {count(len(run) - 1, 'entry').replace('entrys', 'entries')} after it" if run[1:] else ""
        after = f"after {quote(new[at - 1].title, 40)}" if at else "at the beginning"
        told = f"contents: the entry {quote(entry.title, 40)}{others} now stands {after}"
        yield Change(Level.CONTENT, "outline/moved", told, *_spots(old[run[0][0]], entry))
    yield from _lists(gone, headings, is_new=False)
    yield from _lists(come, headings, is_new=True)


def _pair(
    old: Sequence[OutlineEntry], new: Sequence[OutlineEntry], goals: Goals
) -> tuple[list[Entries], list[OutlineEntry], list[OutlineEntry]]:
    """Pair entries by title in their order, then anywhere, then by where they lead."""
    same = match_keys([squash(e.title) for e in old], [squash(e.title) for e in new])
    pairs = [(old[i], new[j]) for i, j in same]
    edges = [(-1, -1), *same, (len(old), len(new))]
    gone: list[OutlineEntry] = []
    come: list[OutlineEntry] = []
    for (i, j), (k, m) in pairwise(edges):
        left, right = list(old[i + 1 : k]), list(new[j + 1 : m])
        for one in list(left):
            two = next((e for e in right if one.page and goals.agree(one, e)), None)
            if two is not None:
                pairs.append((one, two))
                left.remove(one)
                right.remove(two)
        if len(left) == len(right):
            pairs += zip(left, right, strict=True)
            continue
        gone += left
        come += right
    for one in list(gone):
        two = next((e for e in come if squash(e.title) == squash(one.title)), None)
        if two is not None:
            pairs.append((one, two))
            gone.remove(one)
            come.remove(two)
    return sorted(pairs, key=lambda pair: new.index(pair[1])), gone, come


def _spots(old: OutlineEntry, new: OutlineEntry) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    return (Spot(old.page or 0),), (Spot(new.page or 0),)


def _entry(goals: Goals, headings: Headings, old: OutlineEntry, new: OutlineEntry) -> Iterator[Change]:
    name = f"contents: the entry {quote(new.title, 50)}"
    if squash(old.title) != squash(new.title):
        follows = headings.follows_edit(old.title, new.title)
        tail = " with its heading" if follows else ""
        told = f"contents: the entry {quote(old.title, 50)} became {quote(new.title, 50)}{tail}"
        level = Level.REFLOW if follows else Level.CONTENT
        yield Change(level, "outline/title", told, *_spots(old, new))
    if old.page is not None and new.page is None:
        yield Change(Level.FAULT, "outline/dead", f"{name} leads nowhere", *_spots(old, new))
    elif old.page is None and new.page is not None:
        yield Change(Level.CONTENT, "outline/mended", f"{name} now leads somewhere", *_spots(old, new))
    elif old.page is not None and new.page is not None and not goals.agree(old, new):
        now, was = goals.names(new, old)
        told = f"{name} leads to {now} instead of {was}"
        yield Change(Level.CONTENT, "outline/target", told, *_spots(old, new))


def _levels(pairs: Sequence[Entries], headings: Headings) -> Iterator[Change]:
    """Tell entries that stand deeper or less deep; neighbours by as much as one."""
    runs: list[list[Entries]] = []
    for pair in pairs:
        follows = headings.follows_level(pair[1].title)
        last = runs[-1][-1] if runs else None
        if last and (last[0].level, last[1].level) == (pair[0].level, pair[1].level):
            same = headings.follows_level(last[1].title) == follows
            if same:
                runs[-1].append(pair)
                continue
        runs.append([pair])
    for run in runs:
        old, new = run[0]
        follows = headings.follows_level(new.title)
        names = join_and([quote(each.title, 40) for _, each in run[:3]])
        names += f" and {len(run) - 3} others" if len(run) > 3 else ""
        noun, verb = ("entry", "stands") if len(run) == 1 else ("entries", "stand")
        tail = " with the heading" if follows else ""
        told = f"contents: the {noun} {names} {verb} at level {new.level} instead of {old.level}{tail}"
        level = Level.REFLOW if follows else Level.CONTENT
        yield Change(level, "outline/level", told, *_spots(old, new))


def _lists(entries: list[OutlineEntry], headings: Headings, *, is_new: bool) -> Iterator[Change]:
    follows = headings.follows_addition if is_new else headings.follows_removal
    for following in (True, False):
        told = [entry for entry in entries if follows(entry.title) is following]
        if not told:
            continue
        names = join_and([quote(entry.title, 40) for entry in told[:_TOLD_ALONE]])
        names += f" and {len(told) - _TOLD_ALONE} others" if len(told) > _TOLD_ALONE else ""
        noun, verb = ("entry", "is") if len(told) == 1 else ("entries", "are")
        tail = " with the heading" if following else ""
        words = f"contents: the {noun} {names} {verb} {'new' if is_new else 'gone'}{tail}"
        spots = tuple(Spot(entry.page) for entry in told if entry.page)
        level = Level.REFLOW if following else Level.CONTENT
        kind = f"outline/{'added' if is_new else 'removed'}"
        yield Change(level, kind, words, () if is_new else spots, spots if is_new else ())


# --- landmarks and page list -----------------------------------------------------------------------------


def _landmarks(comparison: Comparison, goals: Goals) -> Iterator[Change]:
    old = {landmark.type: landmark for landmark in comparison.old.landmarks}
    new = {landmark.type: landmark for landmark in comparison.new.landmarks}
    for kind in [*old, *(kind for kind in new if kind not in old)]:
        one, two = old.get(kind), new.get(kind)
        if one is None or two is None:
            known = one or two
            if known is not None:
                state = "new" if two else "gone"
                told = f"landmarks: {_landmark(known)} is {state}"
                spots = (Spot(known.page),) if known.page else ()
                name = f"landmark/{'added' if two else 'removed'}"
                yield Change(Level.CONTENT, name, told, () if two else spots, spots if two else ())
            continue
        spots_of_both = (Spot(one.page or 0),), (Spot(two.page or 0),)
        if one.title != two.title:
            told = f"landmarks: {_landmark(one)} became {quote(two.title)}"
            yield Change(Level.CONTENT, "landmark/title", told, *spots_of_both)
        if one.page is not None and two.page is None:
            told = f"landmarks: {_landmark(two)} leads nowhere"
            yield Change(Level.FAULT, "landmark/dead", told, *spots_of_both)
        elif two.page is not None and not goals.agree(one, two):
            now, was = goals.names(two, one) if one.page else (goals.name(two, old=False), "nowhere")
            told = f"landmarks: {_landmark(two)} leads to {now} instead of {was}"
            yield Change(Level.CONTENT, "landmark/target", told, *spots_of_both)
    common = [landmark.type for landmark in comparison.new.landmarks if landmark.type in old]
    if common != [kind for kind in old if kind in new]:
        yield Change(Level.CONTENT, "landmark/order", "landmarks: they stand in another order")


def _landmark(landmark: Landmark) -> str:
    return f"{quote(landmark.title or landmark.type)} ({landmark.type})"


def _page_list(comparison: Comparison, goals: Goals) -> Iterator[Change]:
    old, new = comparison.old.page_list, comparison.new.page_list
    if old and not new:
        told = f"page list: it is gone, with {count(len(old), 'page')}"
        yield Change(Level.CONTENT, "page-list/removed", told)
        return
    if new and not old:
        yield Change(Level.CONTENT, "page-list/added", f"page list: it is new, with {count(len(new), 'page')}")
        return
    same = match_keys([entry.label for entry in old], [entry.label for entry in new])
    pairs = [(old[i], new[j]) for i, j in same]
    gone: list[PageListEntry] = []
    come: list[PageListEntry] = []
    for (i, j), (k, m) in pairwise([(-1, -1), *same, (len(old), len(new))]):
        left, right = list(old[i + 1 : k]), list(new[j + 1 : m])
        for one in list(left):
            two = next((entry for entry in right if goals.agree(one, entry)), None)
            if two is not None:
                told = (
                    f"page list: page {one.label or 'without a number'} is now called {two.label or 'nothing'}"
                )
                yield Change(Level.CONTENT, "page-list/label", told, *_listed(one, two))
                left.remove(one)
                right.remove(two)
        gone += left
        come += right
    for one in list(gone):
        two = next((entry for entry in come if entry.label == one.label), None)
        if two is not None:
            gone.remove(one)
            come.remove(two)
            told = f"page list: page {one.label} stands elsewhere in the list"
            yield Change(Level.CONTENT, "page-list/order", told, *_listed(one, two))
            pairs.append((one, two))
    for entries, state in ((gone, "gone"), (come, "new")):
        if entries:
            verb = "is" if len(entries) == 1 else "are"
            told = f"page list: {_labels([entry.label for entry in entries])} {verb} {state}"
            spots = tuple(Spot(entry.page) for entry in entries if entry.page)
            is_new = entries is come
            kind = "page-list/added" if is_new else "page-list/removed"
            yield Change(Level.CONTENT, kind, told, () if is_new else spots, spots if is_new else ())
    yield from _elsewhere(goals, [(one, two) for one, two in pairs if not goals.begin_alike(one, two)])


def _listed(one: PageListEntry, two: PageListEntry) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    return (Spot(one.page or 0),), (Spot(two.page or 0),)


def _elsewhere(goals: Goals, pairs: Sequence[tuple[PageListEntry, PageListEntry]]) -> Iterator[Change]:
    dead = [(one, two) for one, two in pairs if one.page is not None and two.page is None]
    other = [(one, two) for one, two in pairs if two.page is not None]
    if dead:
        verb = "leads" if len(dead) == 1 else "lead"
        told = f"page list: {_labels([two.label for _, two in dead])} {verb} nowhere"
        yield Change(Level.FAULT, "page-list/dead", told, *_listed(*dead[0]))
    if len(other) > _TOLD_ALONE:
        told = f"page list: {_labels([two.label for _, two in other])} begin elsewhere"
        yield Change(Level.CONTENT, "page-list/target", told, *_listed(*other[0]))
        return
    for one, two in other:
        now, was = goals.names(two, one) if one.page else (goals.name(two, old=False), "nowhere")
        told = f"page list: page {two.label} begins at {now} instead of {was}"
        yield Change(Level.CONTENT, "page-list/target", told, *_listed(one, two))


def _labels(labels: Sequence[str]) -> str:
    shown = f"{labels[0]} to {labels[-1]}" if len(labels) > _TOLD_ALONE else join_and(labels)
    return f"page {shown}" if len(labels) == 1 else f"pages {shown}"
