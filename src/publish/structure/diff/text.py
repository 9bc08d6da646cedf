"""Aligned streams → what was said otherwise: first what happened to whole blocks, then words edited in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from publish.model.changes import Change, Level
from publish.model.pages import Block, PageStructure
from publish.model.wording import squash
from publish.structure.diff.align import Pair
from publish.structure.diff.blocks import (
    OFTEN,
    Cause,
    added_blocks,
    fold_flood,
    removed_blocks,
    role_changes,
    splits_and_joins,
    tell_parted,
)
from publish.structure.diff.comparing import Comparison, Stream, group_of
from publish.structure.diff.following import Headings, changed_headings
from publish.structure.diff.labels import fold_followers, label_changes
from publish.structure.diff.moved import moved_blocks
from publish.structure.diff.numbers import Edited, fold_numbers
from publish.structure.diff.tables import table_changes, tell_row
from publish.structure.diff.wording_changes import UNKNOWN, Edit, edit_between, is_whole, tell_edit, tell_words
from publish.structure.diff.words import lost_spaces
from publish.structure.sentences import count, count_roles, quote

_OF_ENTRIES = {"text/edited", "block/added", "block/removed"}
_BESIDES = 8
"""So many letters stand beside a title in a contents entry: a bullet, a number, a page."""


def text_changes(comparison: Comparison) -> tuple[list[Change], list[Cause]]:
    """Return the changes of wording and order, and what can push the blocks that follow."""
    changes: list[Change] = []
    causes: list[Cause] = []
    edits: list[Edited] = []
    for stream in comparison.streams:
        parted = splits_and_joins(stream)
        changes += [tell_parted(comparison, stream, parting) for parting in parted]
        causes += [Cause(stream.letter, p.new[0], stream.new[p.new[0]].page, p.phrase) for p in parted]
        if stream.letter == "b":
            causes += _causes_of_calls(comparison)
        known_old = {i for p in parted for i in p.old}
        known_new = {j for p in parted for j in p.new}
        for made in (
            removed_blocks(comparison, stream, known_old),
            added_blocks(comparison, stream, known_new),
            moved_blocks(comparison, stream, known_new),
        ):
            told = [each for each in made if not _follows_calls(comparison, stream, each[0])]
            changes += fold_flood(comparison, [change for change, _ in told])
            causes += [cause for _, found in told for cause in found]
        for pair in stream.alignment.pairs:
            if pair.new in known_new:
                continue
            edits.extend(_edits_of(comparison, stream, pair))
    tables, edits, explained = table_changes(comparison, edits)
    changes += tables
    causes += [Cause("b", e.new_index, e.new.page, "the change of columns", "columns") for e in explained]
    order_changed = any(change.kind.startswith("block/") for change in changes)
    unlabelled, labels = label_changes(comparison, edits)
    left, folded = fold_numbers(comparison, unlabelled, order_changed)
    folded += labels
    causes += [Cause(e.stream.letter, e.new_index, e.new.page, "the edit") for e in edits]
    roles = list(role_changes(comparison))
    for change in roles:
        causes += [
            Cause("b", int(spot.block[1:]), spot.page, _called(change)) for spot in change.new if spot.block
        ]
    content = [*changes, *_tell_edits(comparison, left), *roles]
    lowered = list(_following_headings(comparison, content))
    entries = [change for change in lowered if _is_of_contents(comparison, change)]
    others = [change for change in lowered if change not in entries]
    return [*fold_followers(entries, "text/edited", "contents entries"), *others, *folded], causes


def _called(change: Change) -> str:
    return "the change of level" if " level " in change.sentence else "the change of role"


def _is_of_contents(comparison: Comparison, change: Change) -> bool:
    names = [spot.block for spot in change.new if spot.block.startswith("b")]
    return bool(names) and all(comparison.main.new[int(name[1:])].role == "TOCI" for name in names)


def _causes_of_calls(comparison: Comparison) -> Iterator[Cause]:
    """Return the blocks that got or lost calls of notes, which can break their lines otherwise."""
    before, after = _words_of_calls(comparison.old), _words_of_calls(comparison.new)
    for pair in comparison.main.alignment.pairs:
        old, new = before.get(pair.old, []), after.get(pair.new, [])
        page = comparison.main.new[pair.new].page
        if len(old) != len(new):
            way = "removal" if len(new) < len(old) else "addition"
            yield Cause("b", pair.new, page, f"the {way} of a note’s call")
        elif old != new and comparison.main.same_words(pair):
            yield Cause("b", pair.new, page, "the move of a note’s call")


def _words_of_calls(structure: PageStructure) -> dict[int, list[int]]:
    """Return behind how many words of each block a call stands."""
    found: dict[int, list[int]] = defaultdict(list)
    for call in structure.calls:
        if call.block is not None:
            found[call.block].append(call.word)
    return found


def _follows_calls(comparison: Comparison, stream: Stream, change: Change) -> bool:
    """Tell whether notes only stand elsewhere because the blocks with their calls do."""
    if stream.letter != "n" or change.kind not in {"block/moved", "block/exchanged"}:
        return False
    moved = {int(spot.block[1:]) for spot in change.new if spot.block}
    notes = {pair.new: pair.old for pair in stream.alignment.pairs if pair.new in moved}
    partner = {pair.old: pair.new for pair in comparison.main.alignment.pairs}
    new_calls = {call.note: call for call in comparison.new.calls}
    old_calls = {call.note: call for call in comparison.old.calls}
    for new, old in notes.items():
        one, two = old_calls.get(old), new_calls.get(new)
        if one is None or two is None or one.block is None or two.block is None:
            return False
        if partner.get(one.block) != two.block or one.word != two.word:
            return False
    places = [
        (call.block, call.word)
        for number, call in sorted((n, call) for n, call in new_calls.items() if n is not None)
        if call.block is not None
    ]
    return places == sorted(places)


def _following_headings(comparison: Comparison, changes: list[Change]) -> Iterator[Change]:
    """Lower what happened to contents entries that only repeat a heading that changed alike."""
    headings = changed_headings(comparison)
    old, new = comparison.main.old, comparison.main.new
    for change in changes:
        before = [old[int(spot.block[1:])] for spot in change.old if spot.block.startswith("b")]
        after = [new[int(spot.block[1:])] for spot in change.new if spot.block.startswith("b")]
        blocks = [*before, *after]
        is_entry = _are_entries(blocks) or (change.kind in _OF_ENTRIES and _repeat(headings, blocks))
        if not blocks or not is_entry:
            yield change
        elif change.kind in {"block/moved", "block/exchanged"}:
            follows = all(headings.follows_move(_title(block.text)) for block in after)
            told = f"{change.sentence} with {'its heading' if len(after) == 1 else 'their headings'}"
            yield replace(change, level=Level.REFLOW, sentence=told) if follows else change
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


def _are_entries(blocks: Sequence[Block]) -> bool:
    return all(block.role == "TOCI" for block in blocks)


def _repeat(headings: Headings, blocks: Sequence[Block]) -> bool:
    """Tell whether a list item says what a heading says and little more: contents that no tags tell."""
    titles = [title for pair in headings.edited for title in pair] + [*headings.added, *headings.removed]

    def is_title(text: str) -> bool:
        return any(title and title in text and len(text) - len(title) <= _BESIDES for title in titles)

    return all(block.role == "LI" and is_title(squash(block.text)) for block in blocks)


def _title(text: str) -> str:
    """Return a contents entry without the page it names."""
    return text.rstrip("0123456789ivxlcdm").rstrip(" .…")


def _edits_of(comparison: Comparison, stream: Stream, pair: Pair) -> Iterator[Edited]:
    old, new = stream.blocks(pair)
    mixed = comparison.old.kind != comparison.new.kind
    if not stream.same_words(pair):
        if old.role == new.role == "LI" and (mixed or old.depth != new.depth) and _only_marker(old, new):
            return
        if mixed and new.role == "TOCI":
            return
        edited = Edited(stream, pair.old, pair.new, edit_between(old, new))
        if not _is_bare_call(comparison, edited):
            yield edited
    elif old.text != new.text and not old.abridged and not new.abridged and _lost(old, new):
        yield Edited(stream, pair.old, pair.new, Edit(()))


def _is_bare_call(comparison: Comparison, edited: Edited) -> bool:
    """Tell whether only the call of a note is text now, or was before, as the note is gone or new.

    What happened to the note is told; the number in the text did not change.
    """
    if edited.stream.letter != "b" or len(edited.edit.changes) != 1:
        return False
    change = edited.edit.changes[0]
    before, after = "".join(change.old), "".join(change.new)
    calls = tuple(
        {call.label for call in side.calls if call.block == index}
        for side, index in ((comparison.old, edited.old_index), (comparison.new, edited.new_index))
    )
    return any(after == before + label for label in calls[0] - calls[1] if label) or any(
        before == after + label for label in calls[1] - calls[0] if label
    )


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
        return tell_row(edited)
    return tell_edit(edited.edit, new, old, label)


def _label(comparison: Comparison, edited: Edited) -> str:
    """Return the number of an edited note, if it is one."""
    return comparison.new.notes[edited.new_index].label if edited.stream.letter == "n" else ""
