"""Links and bookmarks of two editions → which lead elsewhere or nowhere, came, went or say something else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, Block, Link, OutlineEntry
from publish.model.wording import squash
from publish.structure.align import match_keys
from publish.structure.comparing import Comparison, Stream
from publish.structure.following import Headings
from publish.structure.sentences import count, quote

_NUMBER = re.compile(r"\d+|\b[ivxlcdm]+\b", re.IGNORECASE)
_OPENING = 24
_TOLD_ALONE = 5


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
            return any(_begins(new.leads_to, text) for text in self._expected(old))
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


def link_changes(comparison: Comparison, targets: Targets, faults_are_known: bool) -> list[Change]:
    """Return the changes of links. `faults_are_known`: dead links are told by lint."""
    old, new = comparison.old.links, comparison.new.links
    same = match_keys([_key(link) for link in old], [_key(link) for link in new])
    pairs = [(old[i], new[j]) for i, j in same]
    removed: list[Link] = []
    added: list[Link] = []
    edges = [(-1, -1), *same, (len(old), len(new))]
    for (i, j), (k, m) in pairwise(edges):
        left, right = list(old[i + 1 : k]), list(new[j + 1 : m])
        for one in list(left):
            two = next((link for link in right if squash(link.text) == squash(one.text)), None)
            if two is None and one.target:
                two = next((link for link in right if link.target == one.target), None)
            if two is None and not one.target and one.target_page is not None:
                two = next((link for link in right if not link.target and targets.agree(one, link)), None)
            if two is not None:
                pairs.append((one, two))
                left.remove(one)
                right.remove(two)
        removed += left
        added += right
    changes = []
    for one, two in pairs:
        told = _told(comparison, targets, one, two, faults_are_known)
        if told:
            changes.append(told)
    for one in list(removed):
        two = next((link for link in added if _key(link) == _key(one) and targets.agree(one, link)), None)
        if two is not None:
            removed.remove(one)
            added.remove(two)
    before, after = (_partners(comparison, old=side) if removed or added else {} for side in (True, False))
    calls = tuple({call.label for call in side.calls} for side in (comparison.old, comparison.new))
    gone = [link for link in removed if link.text.strip() not in calls[0] and not _block_tells(link, before)]
    come = [link for link in added if link.text.strip() not in calls[1] and not _block_tells(link, after)]
    changes += _listed(comparison, gone, old=True)
    changes += _listed(comparison, come, old=False)
    if not faults_are_known:
        changes += [_dead(comparison, None, link) for link in come if link.is_dead]
    return changes


def _key(link: Link) -> tuple[str, str]:
    text = squash(link.text)
    return (
        (text, link.target) if link.target and not link.target.startswith("#") else (_NUMBER.sub("#", text), "")
    )


def _spot(link: Link) -> tuple[Spot, ...]:
    return tuple(Spot(link.page, box) for box in link.boxes) or (Spot(link.page),)


def _told(
    comparison: Comparison, targets: Targets, old: Link, new: Link, faults_are_known: bool
) -> Change | None:
    at = comparison.new_paging.at(new.page)
    name = f"the link {quote(new.text, 30)}" if new.text else "a link"
    if new.is_dead and not old.is_dead:
        return None if faults_are_known else _dead(comparison, old, new)
    if new.is_dead:
        return None
    if old.is_dead:
        return Change(Level.CONTENT, "link/mended", f"{at}: {name} now leads somewhere", _spot(old), _spot(new))
    goals = _target(comparison, new, old=False), _target(comparison, old, old=True)
    told = f"{at}: {name} leads to {goals[0]} instead of {goals[1]}"
    outward = [link.target for link in (old, new)]
    if outward[0] != outward[1] and (outward[0] or outward[1]):
        return Change(Level.CONTENT, "link/target", told, _spot(old), _spot(new))
    if not targets.agree(old, new):
        return Change(Level.CONTENT, "link/target", told, _spot(old), _spot(new))
    return None


def _target(comparison: Comparison, link: Link, *, old: bool) -> str:
    if link.target:
        return quote(link.target, 80)
    paging = comparison.old_paging if old else comparison.new_paging
    page = paging.at(link.target_page or 0)
    return f"{quote(link.leads_to, 30)} ({page})" if link.leads_to else page


def _dead(comparison: Comparison, old: Link | None, new: Link) -> Change:
    at = comparison.new_paging.at(new.page)
    was = f" (it led to {_target(comparison, old, old=True)})" if old else ""
    name = f"the link {quote(new.text, 30)}" if new.text else "a link"
    return Change(
        Level.FAULT, "link/dead", f"{at}: {name} leads nowhere{was}", _spot(old) if old else (), _spot(new)
    )


def _block_tells(link: Link, blocks: dict[int, list[tuple[Block, Block | None]]]) -> bool:
    """Tell whether a link came or went with the words it is on."""
    text = squash(link.text)
    for block, other in blocks.get(link.page, []):
        inside = squash(block.text).count(text)
        if text and inside and (other is None or squash(other.text).count(text) < inside):
            return True
    return False


def _partners(comparison: Comparison, *, old: bool) -> dict[int, list[tuple[Block, Block | None]]]:
    """Return, by page of one edition, the blocks that are not the same in the other, each with its partner."""
    found: dict[int, list[tuple[Block, Block | None]]] = defaultdict(list)

    def put(block: Block, other: Block | None) -> None:
        for page in {fragment.page for fragment in block.fragments}:
            found[page].append((block, other))

    for stream in comparison.streams:
        blocks = stream.old if old else stream.new
        for index in stream.alignment.removed if old else stream.alignment.added:
            put(blocks[index], None)
        for pair in stream.alignment.pairs:
            if not stream.same_words(pair):
                one, two = stream.blocks(pair)
                put(*((one, two) if old else (two, one)))
    return found


def _listed(comparison: Comparison, links: Sequence[Link], *, old: bool) -> Iterator[Change]:
    paging = comparison.old_paging if old else comparison.new_paging
    kind, state = ("link/removed", "no longer a link") if old else ("link/added", "now a link")
    if len(links) > _TOLD_ALONE:
        pages = paging.several(link.page for link in links)
        came = "are gone" if old else "are new"
        sentence = f"{pages}: {count(len(links), 'link')} {came}, from {quote(links[0].text, 30)} on"
        spots = tuple(spot for link in links for spot in _spot(link))
        yield Change(Level.CONTENT, kind, sentence, spots if old else (), () if old else spots)
        return
    for link in links:
        sentence = (
            f"{paging.at(link.page)}: {quote(link.text, 30)} is {state} to {_target(comparison, link, old=old)}"
        )
        if link.is_dead:
            sentence = f"{paging.at(link.page)}: {quote(link.text, 30)} is {state}"
        yield Change(Level.CONTENT, kind, sentence, _spot(link) if old else (), () if old else _spot(link))


# --- bookmarks and tables of contents of readers ---------------------------------------------------------


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
                told = f"{noun} {quote(one.title)} stands at level {two.level} instead of {one.level}"
                changes.append(_outline("outline/level", told, one, two))
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
            changes.append(
                _outline(
                    "outline/moved", f"{noun} {quote(one.title)} stands elsewhere in the order", one, moved
                )
            )
    changes += _outline_lists(noun, gone, come, headings)
    return changes


def _outline(kind: str, told: str, one: OutlineEntry, two: OutlineEntry, *, follows: bool = False) -> Change:
    level = Level.REFLOW if follows else Level.CONTENT
    return Change(level, kind, told, (Spot(one.page or 0),), (Spot(two.page or 0),))


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
