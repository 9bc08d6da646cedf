"""Aligned streams → what was said otherwise: first what happened to whole blocks, then words edited in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from publish.model.changes import Change, Level
from publish.model.pages import Block
from publish.structure.align import Pair
from publish.structure.comparing import Comparison, Stream, group_of
from publish.structure.diff_blocks import (
    OFTEN,
    Cause,
    added_blocks,
    fold_flood,
    removed_blocks,
    role_changes,
    splits_and_joins,
    tell_parted,
)
from publish.structure.diff_moves import moved_blocks
from publish.structure.diff_numbers import Edited, fold_numbers
from publish.structure.following import changed_headings
from publish.structure.sentences import count, count_roles, name_of, quote
from publish.structure.wording_changes import UNKNOWN, Edit, edit_between, is_whole, tell_edit, tell_words
from publish.structure.words import lost_spaces


def text_changes(comparison: Comparison, moves_are_known: bool) -> tuple[list[Change], list[Cause]]:
    """Return the changes of wording and order. `moves_are_known`: another sentence tells why blocks moved."""
    changes: list[Change] = []
    causes: list[Cause] = []
    edits: list[Edited] = []
    for stream in comparison.streams:
        parted = splits_and_joins(stream)
        changes += [tell_parted(comparison, stream, parting) for parting in parted]
        causes += [Cause(stream.letter, p.new[0], stream.new[p.new[0]].page, p.phrase) for p in parted]
        known_old = {i for p in parted for i in p.old}
        known_new = {j for p in parted for j in p.new}
        for made in (
            removed_blocks(comparison, stream, known_old),
            added_blocks(comparison, stream, known_new),
            moved_blocks(comparison, stream, set(range(len(stream.new))) if moves_are_known else set()),
        ):
            told = list(made)
            changes += fold_flood(comparison, [change for change, _ in told])
            causes += [cause for _, found in told for cause in found]
        for pair in stream.alignment.pairs:
            if pair.new in known_new:
                continue
            edits.extend(_edits_of(comparison, stream, pair))
    order_changed = any(change.kind.startswith("block/") for change in changes)
    left, folded = fold_numbers(comparison, edits, order_changed)
    causes += [Cause(e.stream.letter, e.new_index, e.new.page, "the edit") for e in edits]
    roles = list(role_changes(comparison))
    for change in roles:
        causes += [
            Cause("b", int(spot.block[1:]), spot.page, "the change of level")
            for spot in change.new
            if spot.block
        ]
    content = [*changes, *_tell_edits(comparison, left), *roles]
    return [*_following_headings(comparison, content), *folded], causes


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
    mixed = comparison.old.kind != comparison.new.kind
    if not stream.same_words(pair):
        if old.role == new.role == "LI" and (mixed or old.depth != new.depth) and _only_marker(old, new):
            return
        if mixed and new.role == "TOCI":
            return
        yield Edited(stream, pair.old, pair.new, edit_between(old, new))
    elif old.text != new.text and not old.abridged and not new.abridged and _lost(old, new):
        yield Edited(stream, pair.old, pair.new, Edit(()))


def _only_marker(old: Block, new: Block) -> bool:
    """Tell whether only the bullet or number of a list item differs, as it does when it is nested otherwise."""
    return old.marks[1:] == new.marks[1:]


def _lost(old: Block, new: Block) -> bool:
    """Tell whether spaces between words, or the walls between cells, differ."""
    return old.text.count("\t") != new.text.count("\t") or bool(lost_spaces(old.text, new.text))


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
    often = {key: group for key, group in alike.items() if len(group) >= OFTEN}
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
        verb = "added to" if new[at] else "removed from"
        return f"{quote(old[at] or new[at])} was {verb} column {columns[0]} of {name}"
    return tell_edit(edited.edit, edited.new, edited.old)


def _label(comparison: Comparison, edited: Edited) -> str:
    """Return the number of an edited note, if it is one."""
    return comparison.new.notes[edited.new_index].label if edited.stream.letter == "n" else ""
