"""Where blocks and links of the old edition stand in the new one: which link is which, where it should lead.

Links with the same words, address and goal are the same, wherever they stand. What is left is paired by its
goal, then by its words on the page that came from its page, then by its address.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import cached_property

from publish.model.pages import HEADINGS, Link, OutlineEntry
from publish.model.wording import squash
from publish.structure.diff.align import match_keys
from publish.structure.diff.comparing import Comparison, Stream

_NUMBER = re.compile(r"\d+|\b[ivxlcdm]+\b", re.IGNORECASE)
_OPENING = 24
_FEW = 40
"""So many links with the same words are held against each other."""


class Targets:
    """Where the blocks of the old edition stand in the new one; made once, as there are many links."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    @cached_property
    def _new_of(self) -> dict[tuple[str, int], int]:
        streams = self._comparison.streams
        return {(stream.letter, pair.old): pair.new for stream in streams for pair in stream.alignment.pairs}

    @cached_property
    def _by_page(self) -> dict[int, list[tuple[Stream, int]]]:
        found: dict[int, list[tuple[Stream, int]]] = defaultdict(list)
        for stream in self._comparison.streams:
            for index, block in enumerate(stream.old):
                for fragment in block.fragments:
                    found[fragment.page].append((stream, index))
        return found

    @cached_property
    def _pages(self) -> set[tuple[int, int]]:
        main = self._comparison.main
        return {
            (before.page, after.page)
            for old, new in map(main.blocks, main.alignment.pairs)
            for before in old.fragments
            for after in new.fragments
        }

    def agree(self, old: Link, new: Link) -> bool:
        """Tell whether both links lead to the same block, as far as the editions tell."""
        if old.target_page is None or new.target_page is None:
            return old.target_page == new.target_page
        if old.leads_to and new.leads_to:
            if squash(old.leads_to) == squash(new.leads_to):
                return True
            if any(_begins(new.leads_to, text) for text in self._expected(old)):
                return True
            # What it led to is gone: it leads to what stands there now.
            return self._is_gone(old) and self.page_agrees(old.target_page, new.target_page)
        return self.page_agrees(old.target_page, new.target_page)

    def page_agrees(self, old: int, new: int) -> bool:
        """Tell whether a page of the new edition shows something of a page of the old one."""
        return self._comparison.old_page_of(new) == old or (old, new) in self._pages

    def _expected(self, old: Link) -> list[str]:
        """Return the words to which the new link should lead: those of the old target's partner."""
        found = []
        for stream, index in self._by_page.get(old.target_page or 0, []):
            partner = self._new_of.get((stream.letter, index))
            if partner is not None and _begins(old.leads_to, stream.old[index].text):
                found.append(stream.new[partner].text)
        return found

    def _is_gone(self, old: Link) -> bool:
        """Tell whether a block that begins as a link's goal does was removed from the page it leads to."""
        return any(
            (stream.letter, index) not in self._new_of and _begins(old.leads_to, stream.old[index].text)
            for stream, index in self._by_page.get(old.target_page or 0, [])
        )

    def heading_page(self, entry: OutlineEntry) -> int | None:
        """Return the page of the new edition on which the heading stands that a bookmark led to."""
        title = squash(entry.title)
        for stream, index in self._by_page.get(entry.page or 0, []):
            block = stream.old[index]
            if block.role in HEADINGS and block.page == entry.page and title:
                text = squash(block.text)
                partner = self._new_of.get((stream.letter, index))
                if partner is not None and (title in text or text in title):
                    return stream.new[partner].page
        return None


def _begins(leads_to: str, text: str) -> bool:
    """Tell whether what a link leads to begins with a block: one is the beginning of the other."""
    one, two = squash(leads_to).rstrip("…")[:_OPENING], squash(text).rstrip("…")[:_OPENING]
    return bool(one and two) and (one.startswith(two) or two.startswith(one))


class LinkPairs:
    """The links of both editions, paired; made once."""

    def __init__(self, comparison: Comparison, targets: Targets) -> None:
        self._comparison = comparison
        self._targets = targets
        old, new = comparison.old.links, comparison.new.links
        self.pairs: list[tuple[Link, Link]] = []
        self._left = dict(enumerate(old))
        self._right = dict(enumerate(new))
        for i, j in match_keys([_whole(link) for link in old], [_whole(link) for link in new]):
            self._take(i, j)
        self._by_key(_whole, lambda one, two: True)
        self._by_key(_words, targets.agree)
        self._by_key(_words, self._same_page)
        self._by_key(lambda link: link.target or None, lambda one, two: True)
        self._by_key(_opening, targets.agree)
        self._by_key(lambda link: "" if link.target_page else None, self._same_goal)
        self._by_key(_letters, lambda one, two: True)
        self.removed = list(self._left.values())
        self.added = list(self._right.values())

    def _take(self, i: int, j: int) -> None:
        self.pairs.append((self._left.pop(i), self._right.pop(j)))

    def _by_key(self, key: Callable[[Link], Hashable], fits: Callable[[Link, Link], bool]) -> None:
        """Pair what is left, by a key; None pairs with nothing."""
        if not self._left or not self._right:
            return
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for j, link in self._right.items():
            if (name := key(link)) is not None:
                waiting[name].append(j)
        for i, link in list(self._left.items()):
            name = key(link)
            queue = waiting.get(name, []) if name is not None else []
            found = next((j for j in queue[:_FEW] if fits(link, self._right[j])), None)
            if found is not None:
                queue.remove(found)
                self._take(i, found)

    def _same_page(self, old: Link, new: Link) -> bool:
        return self._comparison.old_page_of(new.page) == old.page

    def _same_goal(self, old: Link, new: Link) -> bool:
        return self._same_page(old, new) and bool(new.target_page) and self._targets.agree(old, new)


def _whole(link: Link) -> Hashable:
    return (
        squash(link.text),
        link.target,
        squash(link.leads_to)[:_OPENING],
        not link.leads_to and link.target_page,
    )


def _words(link: Link) -> Hashable:
    """Return a link's words without numbers, which may only follow something else."""
    text = squash(link.text)
    return (_NUMBER.sub("#", text), bool(link.target) and not link.target.startswith("#")) if text else None


def _letters(link: Link) -> Hashable:
    text = squash(link.text)
    return text if any(letter.isalpha() for letter in text) else None


def _opening(link: Link) -> Hashable:
    return squash(link.leads_to)[:_OPENING] or None


def differing_part(pair: tuple[str, str]) -> tuple[str, str]:
    """Return what differs between two addresses, between slashes and the like."""
    old, new = (re.split(r"(?<=[/#?:])|(?=[/#?:])", text) for text in pair)
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return "".join(old[start : len(old) - end]), "".join(new[start : len(new) - end])
