"""Bookmarks of PDFs, or the navigation of e-books → which say something else, lead elsewhere, came or went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from publish.model.changes import Change, Level, Spot
from publish.model.pages import OutlineEntry
from publish.model.wording import squash
from publish.structure.diff.align import match_keys
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.following import Headings
from publish.structure.diff.labels import fold_followers
from publish.structure.diff.link_pairs import Targets
from publish.structure.sentences import plural, quote

_NUMBER_IN_FRONT = re.compile(r"^\s*\d+(?:\.\d+)*\.?\s+")


def outline_changes(comparison: Comparison, targets: Targets, headings: Headings) -> list[Change]:
    """Return the changes of a PDF's bookmarks or an e-book's navigation."""
    if comparison.old.kind != comparison.new.kind:
        return []
    old, new = comparison.old.outline, comparison.new.outline
    noun = "the bookmark" if comparison.new.kind == "pdf" else "the navigation entry"
    same = match_keys([(e.level, squash(e.title)) for e in old], [(e.level, squash(e.title)) for e in new])
    changes = [found for i, j in same if (found := _leads(comparison, targets, noun, (old[i], new[j])))]
    edges = [(-1, -1), *same, (len(old), len(new))]
    gone: list[OutlineEntry] = []
    come: list[OutlineEntry] = []
    for (i, j), (k, m) in pairwise(edges):
        left, right = list(old[i + 1 : k]), list(new[j + 1 : m])
        for one in list(left):
            two = next((e for e in right if squash(e.title) == squash(one.title)), None)
            if two:
                follows = headings.follows_level(one.title)
                tail = " with its heading" if follows else ""
                told = f"{noun} {quote(one.title)} stands at level {two.level} instead of {one.level}{tail}"
                changes.append(_outline("outline/level", told, one, two, follows=follows))
                left.remove(one)
                right.remove(two)
        if len(left) == len(right):
            for one, two in zip(left, right, strict=True):
                follows = headings.follows_edit(one.title, two.title)
                tail = " with its heading" if follows else ""
                told = f"{noun} {quote(one.title)} became {quote(two.title)}{tail}"
                changes.append(_outline("outline/title", told, one, two, follows=follows))
        else:
            gone += left
            come += right
    for one in list(gone):
        moved = next((e for e in come if (e.level, e.title) == (one.level, one.title)), None)
        if moved:
            gone.remove(one)
            come.remove(moved)
            follows = headings.follows_move(one.title)
            tail = " with its heading" if follows else ""
            told = f"{noun} {quote(one.title)} stands elsewhere in the order{tail}"
            changes.append(_outline("outline/moved", told, one, moved, follows=follows))
    changes += _renumbered(noun, gone, come, headings)
    changes += _outline_lists(noun, gone, come, headings)
    return list(fold_followers(changes, "outline/title", plural(noun.removeprefix("the "))))


def _outline(kind: str, told: str, one: OutlineEntry, two: OutlineEntry, *, follows: bool = False) -> Change:
    level = Level.REFLOW if follows else Level.CONTENT
    return Change(level, kind, told, (Spot(one.page or 0),), (Spot(two.page or 0),))


def _renumbered(
    noun: str, gone: list[OutlineEntry], come: list[OutlineEntry], headings: Headings
) -> Iterator[Change]:
    """Tell entries that only have another number in front, and take them out of both lists."""
    waiting = {(entry.level, _unnumbered(entry.title)): entry for entry in come}
    for one in list(gone):
        two = waiting.pop((one.level, _unnumbered(one.title)), None)
        if two is None or not _unnumbered(one.title):
            continue
        gone.remove(one)
        come.remove(two)
        follows = headings.follows_edit(one.title, two.title)
        tail = " with its heading" if follows else ""
        told = f"{noun} {quote(one.title)} became {quote(two.title)}{tail}"
        yield _outline("outline/title", told, one, two, follows=follows)


def _unnumbered(title: str) -> str:
    return squash(_NUMBER_IN_FRONT.sub("", title))


def _outline_lists(
    noun: str, gone: list[OutlineEntry], come: list[OutlineEntry], headings: Headings
) -> Iterator[Change]:
    for entries, kind, state, follows in (
        (gone, "outline/removed", "gone", headings.follows_removal),
        (come, "outline/added", "new", headings.follows_addition),
    ):
        for following in (True, False):
            told = [entry for entry in entries if follows(entry.title) is following]
            if not told:
                continue
            names = ", ".join(quote(entry.title, 40) for entry in told[:3]) + (
                " and others" if len(told) > 3 else ""
            )
            many = f"{noun.removeprefix('the ')}{'' if len(told) == 1 else 's'}".replace("entrys", "entries")
            tail = " with the heading" if following else ""
            words = f"the {many} {names} {'is' if len(told) == 1 else 'are'} {state}{tail}"
            spots = tuple(Spot(entry.page or 0) for entry in told)
            level = Level.REFLOW if following else Level.CONTENT
            yield Change(level, kind, words, spots if entries is gone else (), spots if entries is come else ())


def _leads(
    comparison: Comparison, targets: Targets, noun: str, entries: tuple[OutlineEntry, OutlineEntry]
) -> Change | None:
    old, new = entries
    if old.page is None or new.page is None:
        if old.page == new.page:
            return None
        told = f"{noun} {quote(new.title)} {'leads nowhere' if new.page is None else 'now leads somewhere'}"
        level = Level.FAULT if new.page is None else Level.CONTENT
        return Change(level, "outline/dead", told, (Spot(old.page or 0),), (Spot(new.page or 0),))
    expected = targets.heading_page(old)
    if expected is None:
        expected_ok = comparison.old_page_of(new.page) == old.page or len(comparison.old.pages) != len(
            comparison.new.pages
        )
        expected_ok = expected_ok or targets.page_agrees(old.page, new.page)
    else:
        expected_ok = expected == new.page
    if expected_ok:
        return None
    right = comparison.new_paging.at(expected) if expected else comparison.old_paging.at(old.page)
    told = f"{noun} {quote(new.title)} leads to {comparison.new_paging.at(new.page)} instead of {right}"
    return Change(Level.CONTENT, "outline/target", told, (Spot(old.page),), (Spot(new.page),))
