"""Two e-books → which links lead elsewhere or nowhere, came or went; paired inside the blocks they stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Protocol

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Block, Link, PageStructure
from publish.model.wording import squash
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.sentences import Paging, count, opening, quote
from publish.structure.snapshot.blocks import same_words

_TOLD_ALONE = 4
_OPENING = 24


class Leading(Protocol):
    """Whatever leads to a place of an e-book: a link, an entry of the contents, a landmark."""

    @property
    def leads_to(self) -> str:
        """Return the first words at the place."""


def _same_words(old: Leading, new: Leading) -> bool:
    """Tell whether the same words stand at both places, as far as a snapshot keeps them."""
    return squash(same_words(old.leads_to)) == squash(same_words(new.leads_to))


class Goals:
    """Where links and entries of both e-books lead, told apart by the blocks there."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def agree(self, old: Leading, new: Leading) -> bool:
        """Tell whether both lead to the same place."""
        pages = _page(old), _page(new)
        if pages[0] is None or pages[1] is None:
            return pages[0] == pages[1]
        same_document = self._comparison.old_page_of(pages[1]) == pages[0]
        if same_document and _same_words(old, new):
            return True
        one = self._block(self._old_blocks, pages[0], old.leads_to)
        two = self._block(self._new_blocks, pages[1], new.leads_to)
        if one is None or two is None:
            # A picture without words, say, tells nothing of its place.
            return same_document and not (old.leads_to and new.leads_to)
        return self._partners.get(one) == two

    def begin_alike(self, old: Leading, new: Leading) -> bool:
        """Tell whether both lead to the same words, as far as these did not change themselves."""
        if not self.agree(old, new):
            return False
        pages = _page(old), _page(new)
        if not pages[0] or not pages[1] or _same_words(old, new):
            return True
        block = self._block(self._old_blocks, pages[0], old.leads_to)
        streams = self._comparison.streams
        edited = {
            (stream.letter, pair.old)
            for stream in streams
            for pair in stream.alignment.pairs
            if not stream.same_words(pair)
        }
        return block is None or block in edited or (block[0], block[1] + 1) in edited

    def name(self, leading: Leading, *, old: bool) -> str:
        """Return what stands at the place, with the document it is in where that is not the same."""
        paging = self._comparison.old_paging if old else self._comparison.new_paging
        at = paging.at(_page(leading) or 0)
        words = quote(leading.leads_to, 40) if leading.leads_to else ""
        return at if not words or squash(words) == squash(at) else f"{words} in {at}"

    def names(self, new: Leading, old: Leading) -> tuple[str, str]:
        """Return what stands at both places; the documents only where they differ."""
        pages = _page(new), _page(old)
        same = pages[0] and self._comparison.old_page_of(pages[0]) == pages[1]
        if same and new.leads_to and old.leads_to and squash(new.leads_to) != squash(old.leads_to):
            return quote(new.leads_to, 40), quote(old.leads_to, 40)
        return self.name(new, old=False), self.name(old, old=True)

    @cached_property
    def _partners(self) -> dict[tuple[str, int], tuple[str, int]]:
        return {
            (stream.letter, pair.old): (stream.letter, pair.new)
            for stream in self._comparison.streams
            for pair in stream.alignment.pairs
        }

    @cached_property
    def _old_blocks(self) -> dict[int, list[tuple[str, int, str]]]:
        return _by_page([(stream.letter, stream.old) for stream in self._comparison.streams])

    @cached_property
    def _new_blocks(self) -> dict[int, list[tuple[str, int, str]]]:
        return _by_page([(stream.letter, stream.new) for stream in self._comparison.streams])

    @staticmethod
    def _block(
        blocks: dict[int, list[tuple[str, int, str]]], page: int, leads_to: str
    ) -> tuple[str, int] | None:
        """Return the block a place is in; that which begins with its words, else that which holds them."""
        wanted = squash(leads_to)
        if not wanted:
            return None
        for letter, index, text in blocks.get(page, ()):
            if text[: len(wanted)] == wanted[: len(text)] and text:
                return letter, index
        return next(((letter, i) for letter, i, text in blocks.get(page, ()) if wanted in text), None)


def _page(leading: Leading) -> int | None:
    page = (
        getattr(leading, "target_page", None) if isinstance(leading, Link) else getattr(leading, "page", None)
    )
    return page if isinstance(page, int) else None


def _by_page(streams: Sequence[tuple[str, tuple[Block, ...]]]) -> dict[int, list[tuple[str, int, str]]]:
    found: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    for letter, blocks in streams:
        for index, block in enumerate(blocks):
            found[block.page].append((letter, index, squash(block.text)))
    return found


def link_changes(comparison: Comparison, faults_are_known: bool) -> list[Change]:
    """Return the changes of links. `faults_are_known`: dead links are told by lint."""
    goals = Goals(comparison)
    changes: list[Change] = []
    gone: list[tuple[Link, Block]] = []
    come: list[tuple[Link, Block]] = []
    before, after = _by_block(comparison.old), _by_block(comparison.new)
    for stream in comparison.streams:
        for pair in stream.alignment.pairs:
            old, new = stream.blocks(pair)
            left = before.get(f"{stream.letter}{pair.old}", [])
            right = after.get(f"{stream.letter}{pair.new}", [])
            if not left and not right:
                continue
            pairs, lost, got = _pair(left, right, goals)
            for one, two in pairs:
                changes += _told(comparison, goals, stream, (one, two), faults_are_known)
            same = stream.same_words(pair)
            gone += [(link, old) for link in lost if same or squash(link.text) in squash(new.text)]
            come += [(link, new) for link in got if same or squash(link.text) in squash(old.text)]
            changes += [_dead(comparison, None, link) for link in got if link.is_dead and not faults_are_known]
    for stream in comparison.streams:
        for index in stream.alignment.added:
            links = after.get(f"{stream.letter}{index}", [])
            changes += [
                _dead(comparison, None, link) for link in links if link.is_dead and not faults_are_known
            ]
    changes += _listed(comparison, goals, gone, old=True)
    changes += _listed(comparison, goals, come, old=False)
    return changes


def _by_block(structure: PageStructure) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in structure.links:
        found[link.block].append(link)
    return found


def _pair(
    left: Sequence[Link], right: Sequence[Link], goals: Goals
) -> tuple[list[tuple[Link, Link]], list[Link], list[Link]]:
    """Pair the links of one block: by words and goal, by words, by goal."""
    lost, got = list(left), list(right)
    pairs: list[tuple[Link, Link]] = []

    def take(same_text: bool, same_goal: bool) -> None:
        for one in list(lost):
            for two in got:
                if same_text and squash(one.text) != squash(two.text):
                    continue
                if same_goal and not (one.target == two.target and goals.agree(one, two)):
                    continue
                pairs.append((one, two))
                lost.remove(one)
                got.remove(two)
                break

    take(True, True)
    take(True, False)
    take(False, True)
    return pairs, lost, got


def _told(
    comparison: Comparison, goals: Goals, stream: Stream, links: tuple[Link, Link], faults_are_known: bool
) -> Iterator[Change]:
    old, new = links
    at = comparison.new_paging.at(new.page)
    name = _name(new, stream)
    spots = _spot(old), _spot(new)
    if new.is_dead:
        if not old.is_dead and not faults_are_known:
            yield _dead(comparison, old, new)
        return
    if old.is_dead:
        yield Change(Level.CONTENT, "link/mended", f"{at}: {name} now leads somewhere", *spots)
        return
    outward = old.target or new.target
    if old.target == new.target and (outward or goals.agree(old, new)):
        return
    goal = quote(new.target, 80) if new.target else ""
    was = quote(old.target, 80) if old.target else ""
    if not goal and not was:
        goal, was = goals.names(new, old)
    goal, was = goal or goals.name(new, old=False), was or goals.name(old, old=True)
    yield Change(Level.CONTENT, "link/target", f"{at}: {name} leads to {goal} instead of {was}", *spots)


def _name(link: Link, stream: Stream) -> str:
    if link.text:
        return f"the link {quote(link.text, 30)}"
    index = int(link.block[1:]) if link.block else -1
    where = f" in {opening(stream.new[index])}" if 0 <= index < len(stream.new) else ""
    return f"the link on a picture{where}"


def _spot(link: Link) -> tuple[Spot, ...]:
    return (Spot(link.page, None, link.block),)


def _dead(comparison: Comparison, old: Link | None, new: Link) -> Change:
    paging: Paging = comparison.old_paging
    was = ""
    if old is not None:
        goal = (
            quote(old.target, 60) if old.target else quote(old.leads_to or paging.at(old.target_page or 0), 40)
        )
        was = f" (it led to {goal})"
    name = f"the link {quote(new.text, 30)}" if new.text else "a link"
    told = f"{comparison.new_paging.at(new.page)}: {name} leads nowhere{was}"
    return Change(Level.FAULT, "link/dead", told, _spot(old) if old else (), _spot(new))


def _listed(
    comparison: Comparison, goals: Goals, links: Sequence[tuple[Link, Block]], *, old: bool
) -> Iterator[Change]:
    paging = comparison.old_paging if old else comparison.new_paging
    kind, state = ("link/removed", "no longer a link") if old else ("link/added", "now a link")
    if len(links) > _TOLD_ALONE:
        pages = paging.several(link.page for link, _ in links)
        came = "are gone" if old else "are new"
        sentence = f"{pages}: {count(len(links), 'link')} {came}, from {quote(links[0][0].text, 30)} on"
        spots = tuple(spot for link, _ in links for spot in _spot(link))
        yield Change(Level.CONTENT, kind, sentence, spots if old else (), () if old else spots)
        return
    for link, block in links:
        goal = "" if link.is_dead else quote(link.target, 60) if link.target else goals.name(link, old=old)
        words = quote(link.text, 30) if link.text else f"the picture in {opening(block)}"
        sentence = f"{paging.at(link.page)}: {words} is {state}{f' to {goal}' if goal else ''}"
        yield Change(Level.CONTENT, kind, sentence, _spot(link) if old else (), () if old else _spot(link))
