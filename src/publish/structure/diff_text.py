"""Aligned streams → what was said otherwise: words edited, blocks added, removed, moved, split, joined, retyped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, Block, PageStructure
from publish.structure.align import Fate, Pair
from publish.structure.comparing import Comparison, Stream, group_of
from publish.structure.diff_numbers import Edited, fold_numbers
from publish.structure.following import changed_headings
from publish.structure.sentences import count, count_roles, describe, name_of, opening, quote
from publish.structure.wording_changes import UNKNOWN, Edit, edit_between, is_whole, tell_edit, tell_words
from publish.structure.words import lost_spaces

_OFTEN = 4
"""The same edit in so many blocks is one sentence."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that can push what follows: where it is in the new stream, and how a sentence calls it."""

    letter: str
    index: int
    page: int
    phrase: str
    event: str = ""
    """Two places of one change, such as both ends of a move, are one event."""


def text_changes(comparison: Comparison, moves_are_known: bool) -> tuple[list[Change], list[Cause]]:
    """Return the changes of wording and order. `moves_are_known`: another sentence tells why blocks moved."""
    changes: list[Change] = []
    causes: list[Cause] = []
    edits: list[Edited] = []
    for stream in comparison.streams:
        parted = _splits_and_joins(stream)
        changes += [_tell_parted(comparison, stream, parting) for parting in parted]
        causes += [Cause(stream.letter, p.new[0], stream.new[p.new[0]].page, p.phrase) for p in parted]
        known_old = {i for p in parted for i in p.old}
        known_new = {j for p in parted for j in p.new}
        for made in (
            _removed(comparison, stream, known_old),
            _added(comparison, stream, known_new),
            _moved(comparison, stream, moves_are_known),
        ):
            for change, *found in made:
                changes.append(change)
                causes += found
        for pair in stream.alignment.pairs:
            if pair.new in known_new:
                continue
            edits.extend(_edits_of(comparison, stream, pair))
    order_changed = any(change.kind.startswith("block/") for change in changes)
    left, folded = fold_numbers(comparison, edits, order_changed)
    causes += [Cause(e.stream.letter, e.new_index, e.new.page, "the edit") for e in edits]
    roles = list(_roles(comparison))
    for change in roles:
        causes += [
            Cause("b", int(spot.block[1:]), spot.page, "the change of level")
            for spot in change.new
            if spot.block
        ]
    told = [*changes, *_tell_edits(comparison, left), *roles]
    return [*_following_headings(comparison, told), *folded], causes


def _following_headings(comparison: Comparison, changes: list[Change]) -> Iterator[Change]:
    """Lower what happened to contents entries that only repeat a heading that changed alike."""
    headings = changed_headings(comparison)
    old, new = comparison.main.old, comparison.main.new
    for change in changes:
        before = [old[int(spot.block[1:])] for spot in change.old if spot.block.startswith("b")]
        after = [new[int(spot.block[1:])] for spot in change.new if spot.block.startswith("b")]
        blocks = [*before, *after]
        if not blocks or any(block.role != "TOCI" for block in blocks):
            yield change
        elif change.kind == "block/role":
            follows = all(headings.follows_level(block.text) for block in after)
            yield replace(change, level=Level.REFLOW) if follows else change
        elif before and after:
            follows = all(headings.follows_edit(b.text, a.text) for b, a in zip(before, after, strict=False))
            told = f"{change.sentence} with {'its heading' if len(after) == 1 else 'their headings'}"
            yield replace(change, level=Level.REFLOW, sentence=told) if follows else change
        else:
            side = headings.follows_removal if before else headings.follows_addition
            follows = all(side(block.text) for block in blocks)
            yield (
                replace(change, level=Level.REFLOW, sentence=f"{change.sentence} with the heading")
                if follows
                else change
            )


def _edits_of(comparison: Comparison, stream: Stream, pair: Pair) -> Iterator[Edited]:
    old, new = stream.blocks(pair)
    if not stream.same_words(pair):
        if old.role == new.role == "LI" and old.depth != new.depth and _only_marker(old, new):
            return
        yield Edited(stream, pair.old, pair.new, edit_between(old, new))
    elif not old.abridged and not new.abridged and old.text != new.text:
        if old.text.count("\t") != new.text.count("\t") or _lost(old, new):
            yield Edited(stream, pair.old, pair.new, Edit(()))


def _only_marker(old: Block, new: Block) -> bool:
    """Tell whether only the bullet or number of a list item differs, as it does when it is nested otherwise."""
    return old.marks[1:] == new.marks[1:]


def _lost(old: Block, new: Block) -> bool:
    return bool(lost_spaces(old.text, new.text))


# --- edits -----------------------------------------------------------------------------------------------


def _tell_edits(comparison: Comparison, edits: Sequence[Edited]) -> Iterator[Change]:
    """One sentence for each edited block; one for the same edit made in many."""
    alike: dict[str, list[Edited]] = defaultdict(list)
    for edited in edits:
        kinds = {tell_words(change) for change in edited.edit.changes if change.old and change.new}
        whole = all(
            change.old and change.new and UNKNOWN not in (*change.old, *change.new)
            for change in edited.edit.changes
        )
        if len(kinds) == 1 and whole:
            alike[next(iter(kinds))].append(edited)
    often = {key: group for key, group in alike.items() if len(group) >= _OFTEN}
    told = {id(edited) for group in often.values() for edited in group}
    for group in often.values():
        places = sum(len(edited.edit.changes) for edited in group)
        first = group[0].edit.changes[0]
        pages = comparison.new_paging.several(e.new.page for e in group)
        roles = count_roles(e.new.role for e in group)
        yield Change(
            Level.CONTENT,
            "text/edited",
            f"{pages}: {tell_words(first)} in {count(places, 'place')} ({roles})",
            tuple(spot for e in group for spot in e.stream.old_spots(e.old_index)),
            tuple(spot for e in group for spot in e.stream.new_spots(e.new_index)),
            group[0].new.source,
        )
    for edited in edits:
        if id(edited) not in told:
            sentence = f"{_where(comparison, edited)}: {_tell_edit(edited, _label(comparison, edited))}"
            yield Change(
                Level.CONTENT,
                "text/edited",
                sentence,
                edited.stream.old_spots(edited.old_index),
                edited.stream.new_spots(edited.new_index),
                edited.new.source,
            )


def _where(comparison: Comparison, edited: Edited) -> str:
    """Return the page the first changed word stands on, as near as lines tell."""
    page = edited.new.page
    if len(edited.new.fragments) > 1 and edited.edit.changes:
        words = 0
        for fragment in edited.new.fragments:
            page = fragment.page
            words += sum(len(line.text.split()) for line in fragment.lines)
            if not fragment.lines or words > edited.edit.changes[0].at_new:
                break
        if not edited.new.fragments[0].lines:
            page = edited.new.page
    return comparison.new_paging.at(page)


def _tell_edit(edited: Edited, label: str) -> str:
    old, new = edited.old, edited.new
    if new.role == "Figure":
        if not new.text or not old.text:
            return (
                f"the picture lost its alternative text {quote(old.text)}"
                if old.text
                else f"the picture now has the alternative text {quote(new.text)}"
            )
        if is_whole(edited.edit, new, old):
            return f"the alternative text of the picture became {quote(new.text)} (it was {quote(old.text)})"
        return tell_edit(edited.edit, new, old).replace(" in the picture ", " in the alternative text ")
    if group_of(new.role) == "row" == group_of(old.role) and not new.abridged and not old.abridged:
        return _tell_row(edited)
    return tell_edit(edited.edit, new, old, label)


def _tell_row(edited: Edited) -> str:
    old, new = edited.old.text.split("\t"), edited.new.text.split("\t")
    name = f"the {name_of(edited.new.role)} {quote(new[0] or edited.new.text, 40)}"
    if len(old) != len(new):
        return f"{name} has {count(len(new), 'cell')} instead of {len(old)}"
    columns = [n for n, (a, b) in enumerate(zip(old, new, strict=True), 1) if a.split() != b.split()]
    if len(columns) > 1 and sorted(old) == sorted(new):
        return f"cells changed places in {name} (columns {', '.join(map(str, columns))})"
    if len(columns) == 1:
        at = columns[0] - 1
        if old[at] and new[at]:
            return f"{quote(old[at])} became {quote(new[at])} in column {columns[0]} of {name}"
        return f"{quote(old[at] or new[at])} was {'added to' if new[at] else 'removed from'} column {columns[0]} of {name}"
    return tell_edit(edited.edit, edited.new, edited.old)


# --- whole blocks ----------------------------------------------------------------------------------------


def _consecutive(indexes: Iterable[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for index in indexes:
        if found and index == found[-1][-1] + 1:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def _label(comparison: Comparison, edited: Edited) -> str:
    """Return the number of an edited note, if it is one."""
    return comparison.new.notes[edited.new_index].label if edited.stream.letter == "n" else ""


def _name_group(blocks: Sequence[Block], labels: Sequence[str] = ()) -> str:
    if len(blocks) == 1:
        return f"note {labels[0]} {opening(blocks[0], 5)}" if labels else f"the {describe(blocks[0])}"
    if labels:
        return f"{count(len(blocks), 'note')}, from note {labels[0]} {opening(blocks[0])} on,"
    return f"{count_roles(b.role for b in blocks)}, from {describe(blocks[0])} on,"


def _labels(structure: PageStructure, stream: Stream, indexes: Sequence[int]) -> list[str]:
    return [structure.notes[index].label for index in indexes] if stream.letter == "n" else []


def _was(blocks: Sequence[Block]) -> str:
    return "was" if len(blocks) == 1 else "were"


def _removed(comparison: Comparison, stream: Stream, known: set[int]) -> Iterator[tuple[Change, Cause]]:
    partner = {pair.old: pair.new for pair in stream.alignment.pairs if pair.fate in (Fate.SAME, Fate.EDITED)}
    for group in _consecutive(i for i in stream.alignment.removed if i not in known):
        blocks = [stream.old[i] for i in group]
        labels = _labels(comparison.old, stream, group)
        after = next((partner[i] for i in range(group[0] - 1, -1, -1) if i in partner), -1)
        next_to = stream.new[after] if after >= 0 else None
        page = comparison.old_paging.at(blocks[0].page)
        sentence = f"{page}: {_name_group(blocks, labels)} {_was(blocks)} removed"
        spots = tuple(spot for i in group for spot in stream.old_spots(i))
        there = (Spot(next_to.last_page),) if next_to else ()
        index = min(after + 1, len(stream.new))
        new_page = next_to.last_page if next_to else 1
        yield (
            Change(Level.CONTENT, "block/removed", sentence, spots, there),
            Cause(stream.letter, index, new_page, "the removal"),
        )


def _added(comparison: Comparison, stream: Stream, known: set[int]) -> Iterator[tuple[Change, Cause]]:
    partner = {pair.new: pair.old for pair in stream.alignment.pairs if pair.fate in (Fate.SAME, Fate.EDITED)}
    for group in _consecutive(j for j in stream.alignment.added if j not in known):
        blocks = [stream.new[j] for j in group]
        labels = _labels(comparison.new, stream, group)
        after = next((partner[j] for j in range(group[0] - 1, -1, -1) if j in partner), -1)
        page = comparison.new_paging.at(blocks[0].page)
        sentence = f"{page}: {_name_group(blocks, labels)} {_was(blocks)} added"
        spots = tuple(spot for j in group for spot in stream.new_spots(j))
        there = (Spot(stream.old[after].last_page),) if after >= 0 else ()
        yield (
            Change(Level.CONTENT, "block/added", sentence, there, spots, blocks[0].source),
            Cause(stream.letter, group[0], blocks[0].page, "the addition"),
        )


def _moved(comparison: Comparison, stream: Stream, known: bool) -> Iterator[tuple[Change, Cause, Cause]]:
    groups: list[list[Pair]] = []
    stays = {p.old: p.new for p in stream.alignment.pairs if p.fate in (Fate.SAME, Fate.EDITED)}
    for pair in stream.alignment.pairs:
        if pair.fate in (Fate.MOVED, Fate.MOVED_EDITED):
            last = groups[-1][-1] if groups else None
            if last and pair.new == last.new + 1 and pair.old == last.old + 1:
                groups[-1].append(pair)
            else:
                groups.append([pair])
    for group in groups:
        if known or _is_whole_document(comparison, stream, group):
            continue
        blocks = [stream.new[pair.new] for pair in group]
        labels = _labels(comparison.new, stream, [pair.new for pair in group])
        old_page, new_page = stream.old[group[0].old].page, blocks[0].page
        before = stream.new[group[0].new - 1] if group[0].new else None
        place = f"after the {describe(before)}" if before else "to the beginning"
        to = "" if comparison.old_paging.at(old_page) == comparison.new_paging.at(new_page) else (
            f" to {comparison.new_paging.at(new_page)}" + ("," if before else "")
        )  # fmt: skip
        what = _name_group(blocks, labels)
        left = next((stays[i] for i in range(group[0].old, -1, -1) if i in stays), -1)
        event = f"{stream.letter}{group[0].old}"
        sentence = f"{comparison.old_paging.at(old_page)}: {what} moved{to} {place}"
        yield (
            Change(
                Level.CONTENT,
                "block/moved",
                sentence,
                tuple(spot for pair in group for spot in stream.old_spots(pair.old)),
                tuple(spot for pair in group for spot in stream.new_spots(pair.new)),
                blocks[0].source,
            ),
            Cause(stream.letter, group[0].new, new_page, "the move", event),
            Cause(stream.letter, left + 1, stream.new[left].last_page if left >= 0 else 1, "the move", event),
        )


def _is_whole_document(comparison: Comparison, stream: Stream, group: list[Pair]) -> bool:
    """Tell whether a move is that of whole documents of an e-book's spine, which another sentence tells."""
    if comparison.old.kind != "epub" or comparison.new.kind != "epub":
        return False
    pages = {stream.new[pair.new].page for pair in group}
    total = sum(block.page in pages for block in stream.new)
    return total == len(group) and all(
        comparison.old_page_of(stream.new[pair.new].page) == stream.old[pair.old].page for pair in group
    )


# --- splitting and joining -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parting:
    old: tuple[int, ...]
    new: tuple[int, ...]

    @property
    def phrase(self) -> str:
        return "the new paragraph break" if len(self.new) > 1 else "the lost paragraph break"


def _splits_and_joins(stream: Stream) -> list[_Parting]:
    """Find a block that became two, or two that became one, with the same words."""
    added, removed = set(stream.alignment.added), set(stream.alignment.removed)
    found = []
    for pair in stream.alignment.pairs:
        if pair.fate is not Fate.EDITED:
            continue
        for first in (pair.new - 1, pair.new):
            other = first if first != pair.new else pair.new + 1
            if other in added and _marks(stream.old, (pair.old,)) == _marks(stream.new, (first, first + 1)):
                found.append(_Parting((pair.old,), (first, first + 1)))
        for first in (pair.old - 1, pair.old):
            other = first if first != pair.old else pair.old + 1
            if other in removed and _marks(stream.new, (pair.new,)) == _marks(stream.old, (first, first + 1)):
                found.append(_Parting((first, first + 1), (pair.new,)))
    return found


def _marks(blocks: tuple[Block, ...], indexes: tuple[int, ...]) -> str:
    return "".join(blocks[i].marks for i in indexes)


def _tell_parted(comparison: Comparison, stream: Stream, parting: _Parting) -> Change:
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


def _roles(comparison: Comparison) -> Iterator[Change]:
    """Tell what blocks became, where both editions say what their blocks are."""
    if comparison.old.kind != comparison.new.kind or comparison.old.is_tagged != comparison.new.is_tagged:
        return
    groups: dict[tuple[str, str, int, int], list[Pair]] = defaultdict(list)
    for pair in comparison.main.alignment.pairs:
        old, new = comparison.main.blocks(pair)
        if old.role != new.role or old.depth != new.depth:
            groups[old.role, new.role, old.depth, new.depth].append(pair)
    for (old_role, new_role, old_depth, new_depth), pairs in groups.items():
        sets = [pairs] if len(pairs) >= _OFTEN else [[pair] for pair in pairs]
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
    return f"{article} {name_of(new)}{level} (was {'an' if name_of(old)[0] in 'aeiou' else 'a'} {name_of(old)}{was})"
