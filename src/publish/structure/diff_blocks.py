"""Aligned streams → whole blocks that came, went, moved, were divided or joined, or became another kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, Block, PageStructure
from publish.structure.align import Fate, Pair
from publish.structure.comparing import Comparison, Stream
from publish.structure.sentences import count, count_roles, describe, name_of, opening

OFTEN = 4
"""The same change in so many blocks is one sentence."""
_FLOOD = 60
"""So many sentences of one kind are told one by one."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that can push what follows: where it is in the new stream, and how a sentence calls it."""

    letter: str
    index: int
    page: int
    phrase: str
    event: str = ""
    """Two places of one change, such as both ends of a move, are one event."""


def _consecutive(indexes: Iterable[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for index in indexes:
        if found and index == found[-1][-1] + 1:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def name_group(blocks: Sequence[Block], labels: Sequence[str] = ()) -> str:
    """Return what neighbouring blocks are called in a sentence; `labels` are those of notes."""
    if len(blocks) == 1:
        return f"note {labels[0]} {opening(blocks[0], 5)}" if labels else f"the {describe(blocks[0])}"
    if labels:
        return f"{count(len(blocks), 'note')}, from note {labels[0]} {opening(blocks[0])} on,"
    return f"{count_roles(b.role for b in blocks)}, from {describe(blocks[0])} on,"


def labels_of(structure: PageStructure, stream: Stream, indexes: Sequence[int]) -> list[str]:
    """Return the labels of notes; nothing for blocks of the main flow."""
    return [structure.notes[index].label for index in indexes] if stream.letter == "n" else []


def _was(blocks: Sequence[Block]) -> str:
    return "was" if len(blocks) == 1 else "were"


def removed_blocks(
    comparison: Comparison, stream: Stream, known: set[int]
) -> Iterator[tuple[Change, tuple[Cause, ...]]]:
    """Tell blocks that are gone, neighbours as one, with the place they left as the cause."""
    partner = {pair.old: pair.new for pair in stream.alignment.pairs if pair.fate in (Fate.SAME, Fate.EDITED)}
    for group in _consecutive(i for i in stream.alignment.removed if i not in known):
        blocks = [stream.old[i] for i in group]
        labels = labels_of(comparison.old, stream, group)
        after = next((partner[i] for i in range(group[0] - 1, -1, -1) if i in partner), -1)
        next_to = stream.new[after] if after >= 0 else None
        page = comparison.old_paging.at(blocks[0].page)
        sentence = f"{page}: {name_group(blocks, labels)} {_was(blocks)} removed"
        spots = tuple(spot for i in group for spot in stream.old_spots(i))
        there = (Spot(next_to.last_page),) if next_to else ()
        index = min(after + 1, len(stream.new))
        new_page = next_to.last_page if next_to else 1
        yield (
            Change(Level.CONTENT, "block/removed", sentence, spots, there),
            (Cause(stream.letter, index, new_page, "the removal"),),
        )


def added_blocks(
    comparison: Comparison, stream: Stream, known: set[int]
) -> Iterator[tuple[Change, tuple[Cause, ...]]]:
    """Tell blocks that are new, neighbours as one."""
    partner = {pair.new: pair.old for pair in stream.alignment.pairs if pair.fate in (Fate.SAME, Fate.EDITED)}
    for group in _consecutive(j for j in stream.alignment.added if j not in known):
        blocks = [stream.new[j] for j in group]
        labels = labels_of(comparison.new, stream, group)
        after = next((partner[j] for j in range(group[0] - 1, -1, -1) if j in partner), -1)
        page = comparison.new_paging.at(blocks[0].page)
        sentence = f"{page}: {name_group(blocks, labels)} {_was(blocks)} added"
        spots = tuple(spot for j in group for spot in stream.new_spots(j))
        there = (Spot(stream.old[after].last_page),) if after >= 0 else ()
        yield (
            Change(Level.CONTENT, "block/added", sentence, there, spots, blocks[0].source),
            (Cause(stream.letter, group[0], blocks[0].page, "the addition"),),
        )


def fold_flood(comparison: Comparison, changes: list[Change]) -> list[Change]:
    """Tell the first ones and the number of the others, where nobody would read them all."""
    if len(changes) <= _FLOOD:
        return changes
    rest = changes[_FLOOD - 1 :]
    verb = rest[0].kind.removeprefix("block/")
    first = rest[0].new_pages or rest[0].old_pages
    where = comparison.new_paging.at(first[0] if first else 1)
    sentence = f"{where} and on: blocks were {verb} in {len(rest):,} further places"
    old, new = tuple(s for c in rest for s in c.old), tuple(s for c in rest for s in c.new)
    return [*changes[: _FLOOD - 1], Change(Level.CONTENT, rest[0].kind, sentence, old, new)]


# --- splitting and joining -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parting:
    """One block that became two, or two that became one, by their places in each stream."""

    old: tuple[int, ...]
    new: tuple[int, ...]

    @property
    def phrase(self) -> str:
        """Return what it is called as a cause."""
        return "the new paragraph break" if len(self.new) > 1 else "the lost paragraph break"


def splits_and_joins(stream: Stream) -> list[Parting]:
    """Find a block that became two, or two that became one, with the same words."""
    added, removed = set(stream.alignment.added), set(stream.alignment.removed)
    found = []
    for pair in stream.alignment.pairs:
        if pair.fate is not Fate.EDITED:
            continue
        for first in (pair.new - 1, pair.new):
            other = first if first != pair.new else pair.new + 1
            if other in added and _marks(stream.old, (pair.old,)) == _marks(stream.new, (first, first + 1)):
                found.append(Parting((pair.old,), (first, first + 1)))
        for first in (pair.old - 1, pair.old):
            other = first if first != pair.old else pair.old + 1
            if other in removed and _marks(stream.new, (pair.new,)) == _marks(stream.old, (first, first + 1)):
                found.append(Parting((first, first + 1), (pair.new,)))
    return found


def _marks(blocks: tuple[Block, ...], indexes: tuple[int, ...]) -> str:
    return "".join(blocks[i].marks for i in indexes)


def tell_parted(comparison: Comparison, stream: Stream, parting: Parting) -> Change:
    """Tell a block that was divided, or two that were joined."""
    old, new = [stream.old[i] for i in parting.old], [stream.new[j] for j in parting.new]
    page = comparison.new_paging.at(new[-1].page)
    if len(new) > 1:
        sentence = f"{page}: the {describe(new[0])} was divided in two before {opening(new[1])}"
        kind = "block/split"
    else:
        sentence = f"{page}: two {name_of(new[0].role)}s became one where {opening(old[1])} began"
        kind = "block/joined"
    return Change(
        Level.CONTENT,
        kind,
        sentence,
        tuple(spot for i in parting.old for spot in stream.old_spots(i)),
        tuple(spot for j in parting.new for spot in stream.new_spots(j)),
        new[0].source,
    )


# --- roles -----------------------------------------------------------------------------------------------


def role_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell what blocks became, where both editions say what their blocks are."""
    if comparison.old.kind != comparison.new.kind or comparison.old.is_tagged != comparison.new.is_tagged:
        return
    groups: dict[tuple[str, str, int, int], list[Pair]] = defaultdict(list)
    for pair in comparison.main.alignment.pairs:
        old, new = comparison.main.blocks(pair)
        if old.role != new.role or old.depth != new.depth:
            groups[old.role, new.role, old.depth, new.depth].append(pair)
    for (old_role, new_role, old_depth, new_depth), pairs in groups.items():
        sets = [pairs] if len(pairs) >= OFTEN else [[pair] for pair in pairs]
        for group in sets:
            blocks = [comparison.main.new[pair.new] for pair in group]
            first = opening(blocks[0])
            pages = comparison.new_paging.several(b.page for b in blocks)
            who = first if len(group) == 1 else f"{count(len(group), 'block')}, from {first} on,"
            what = _tell_role(old_role, new_role, old_depth, new_depth)
            yield Change(
                Level.CONTENT,
                "block/role",
                f"{pages}: {who} {'is' if len(group) == 1 else 'are'} now {what}",
                tuple(spot for pair in group for spot in comparison.main.old_spots(pair.old)),
                tuple(spot for pair in group for spot in comparison.main.new_spots(pair.new)),
                blocks[0].source,
            )


def _tell_role(old: str, new: str, old_depth: int, new_depth: int) -> str:
    if old == new:
        return f"nested at level {new_depth} (was level {old_depth})"
    if old in HEADINGS and new in HEADINGS:
        return f"a heading of level {new[1:] or '?'} (was level {old[1:] or '?'})"
    article = "an" if name_of(new)[0] in "aeiou" else "a"
    level = f" of level {new[1:]}" if new in HEADINGS and new[1:] else ""
    was = f" of level {old[1:]}" if old in HEADINGS and old[1:] else ""
    before = "an" if name_of(old)[0] in "aeiou" else "a"
    return f"{article} {name_of(new)}{level} (was {before} {name_of(old)}{was})"
