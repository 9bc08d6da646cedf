"""Links of two editions → which lead elsewhere or nowhere, came, went or lie over no words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Block, Link
from publish.model.wording import squash
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.link_pairs import LinkPairs, Targets, differing_part
from publish.structure.sentences import count, quote

_TOLD_ALONE = 5
_OFTEN = 4


def link_changes(comparison: Comparison, targets: Targets, faults_are_known: bool) -> list[Change]:
    """Return the changes of links. `faults_are_known`: dead links are told by lint."""
    paired = LinkPairs(comparison, targets)
    before, after = (
        _partners(comparison, old=side) if paired.removed or paired.added else {} for side in (True, False)
    )
    calls = tuple({call.label for call in side.calls} for side in (comparison.old, comparison.new))
    gone, come = (
        [
            link
            for link in links
            if link.text.strip("[]()").strip() not in labels and not _block_tells(link, blocks)
        ]
        for links, labels, blocks in ((paired.removed, calls[0], before), (paired.added, calls[1], after))
    )
    bare = _pages_of_lost_notes(comparison)
    come = [link for link in come if link.text or comparison.old_page_of(link.page) not in bare]
    changes = [
        *_elsewhere(comparison, targets, paired.pairs, faults_are_known),
        *_listed(comparison, gone, old=True),
        *_listed(comparison, come, old=False),
    ]
    if not faults_are_known:
        changes += [_dead(comparison, None, link) for link in come if link.is_dead]
    return changes


def _pages_of_lost_notes(comparison: Comparison) -> set[int]:
    """Return the pages with calls of notes that are gone: what is left of them is a link over no words."""
    gone = set(comparison.notes.alignment.removed)
    return {call.page for call in comparison.old.calls if call.note in gone}


def _elsewhere(
    comparison: Comparison, targets: Targets, pairs: Sequence[tuple[Link, Link]], faults_are_known: bool
) -> Iterator[Change]:
    """Tell links that lead elsewhere; many whose addresses differ in the same part as one."""
    groups: dict[tuple[str, str], list[tuple[Link, Link]]] = defaultdict(list)
    for old, new in pairs:
        if old.target and new.target and old.target != new.target and not new.is_dead:
            groups[differing_part((old.target, new.target))].append((old, new))
    often = {id(new) for group in groups.values() if len(group) >= _OFTEN for _, new in group}
    for group in groups.values():
        if len(group) >= _OFTEN:
            old, new = group[0]
            where = comparison.new_paging.several(link.page for _, link in group)
            told = f"{where}: {count(len(group), 'link')} lead elsewhere, {quote(new.target, 70)} instead of "
            yield Change(
                Level.CONTENT,
                "link/target",
                f"{told}{quote(old.target, 70)} and so on",
                tuple(spot for link, _ in group for spot in _spot(link)),
                tuple(spot for _, link in group for spot in _spot(link)),
            )
    for old, new in pairs:
        if id(new) not in often and (told_one := _told(comparison, targets, old, new, faults_are_known)):
            yield told_one


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
    if old.text and not new.text:
        told = f"{at}: the link {quote(old.text, 30)} lies over no words now"
        return Change(Level.CONTENT, "link/empty", told, _spot(old), _spot(new))
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
        goal = "" if link.is_dead else f" to {_target(comparison, link, old=old)}"
        told = f"{quote(link.text, 30)} is {state}{goal}"
        if not link.text:
            told = f"a link over no words{goal} is {'gone' if old else 'new'}"
        sentence = f"{paging.at(link.page)}: {told}"
        yield Change(Level.CONTENT, kind, sentence, _spot(link) if old else (), () if old else _spot(link))
