"""Calls and notes of two editions → calls lost, moved or doubled; notes printed twice or elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Note, NoteCall, PageStructure
from publish.structure.align import Fate
from publish.structure.comparing import Comparison
from publish.structure.sentences import describe
from publish.structure.wording_changes import edit_between
from publish.structure.words import bare


def note_changes(comparison: Comparison, faults_are_known: bool) -> list[Change]:
    """Return the changes of how notes and their calls belong together."""
    changes = [*_calls(comparison, faults_are_known), *_labels(comparison), *_wrong_calls(comparison)]
    if not faults_are_known:
        changes += _without_note(comparison)
        changes += _doubled(comparison)
    return changes


def _by_note(structure: PageStructure) -> dict[int, list[NoteCall]]:
    found: dict[int, list[NoteCall]] = defaultdict(list)
    for call in structure.calls:
        if call.note is not None:
            found[call.note].append(call)
    return found


def _name(note: Note) -> str:
    return f"note {note.label}" if note.label else f"the {describe(note.body)}"


def _calls(comparison: Comparison, faults_are_known: bool) -> Iterator[Change]:
    before, after = _by_note(comparison.old), _by_note(comparison.new)
    partner = {pair.old: pair.new for pair in comparison.main.alignment.pairs}
    for pair in comparison.notes.alignment.pairs:
        old_calls, new_calls = before.get(pair.old, []), after.get(pair.new, [])
        note = comparison.new.notes[pair.new]
        spots = comparison.notes.old_spots(pair.old), comparison.notes.new_spots(pair.new)
        at = comparison.new_paging.at(note.body.page)
        if old_calls and not new_calls:
            if not faults_are_known:
                there = comparison.old_paging.at(old_calls[0].page)
                yield Change(
                    Level.FAULT,
                    "note/no-call",
                    f"{at}: {_name(note)} lost its call (it was on {there})",
                    *spots,
                )
            continue
        if new_calls and not old_calls:
            yield Change(Level.CONTENT, "note/call", f"{at}: {_name(note)} now has a call", *spots)
            continue
        if len(old_calls) != len(new_calls):
            told = f"{at}: {_name(note)} is called {len(new_calls)} times instead of {len(old_calls)}"
            yield Change(Level.CONTENT, "note/call", told.replace("1 times", "once"), *spots)
            continue
        for one, two in zip(old_calls, new_calls, strict=True):
            yield from _moved(comparison, note, (one, two), partner)
            if not faults_are_known:
                yield from _displaced(comparison, note, (one, two))


def _moved(
    comparison: Comparison, note: Note, calls: tuple[NoteCall, NoteCall], partner: dict[int, int]
) -> Iterator[Change]:
    """Tell a call that stands after other words than before."""
    old, new = calls
    if old.block is None or new.block is None or old.block not in partner:
        return
    spots = comparison.main.old_spots(old.block), comparison.main.new_spots(new.block)
    at = comparison.new_paging.at(new.page)
    source, goal = comparison.old.blocks[old.block], comparison.new.blocks[new.block]
    if partner[old.block] != new.block:
        if new.block not in comparison.main.alignment.added:
            told = f"{at}: the call of {_name(note)} moved from the {describe(source)} to the {describe(goal)}"
            yield Change(Level.CONTENT, "note/call-moved", told, *spots)
        return
    place = old.word
    for change in edit_between(source, goal).changes:
        if (
            change.at_old < old.word < change.at_old + len(change.old) + 1
            and change.at_old + len(change.old) >= old.word
        ):
            return
        if change.at_old < old.word:
            place += len(change.new) - len(change.old)
    if place != new.word:
        words = goal.text.split()
        before = f" after ‘{bare(words[new.word - 1])}’" if 0 < new.word <= len(words) else ""
        told = f"{at}: the call of {_name(note)} now stands{before or ' elsewhere'} in the {describe(goal)}"
        yield Change(Level.CONTENT, "note/call-moved", told, *spots)


def _displaced(comparison: Comparison, note: Note, calls: tuple[NoteCall, NoteCall]) -> Iterator[Change]:
    old, new = calls
    first = comparison.old.notes[old.note] if old.note is not None else None
    if first is None or not first.pages or not note.pages:
        return
    if first.pages[0] == old.page and note.pages[0] != new.page:
        at, there = comparison.new_paging.at(new.page), comparison.new_paging.at(note.pages[0])
        told = f"{at}: {_name(note)} is printed on {there}, away from its call"
        spots = (Spot(old.page, None, f"b{old.block}"),), (Spot(new.page, None, f"b{new.block}"),)
        yield Change(Level.FAULT, "note/displaced", told, *spots)


def _labels(comparison: Comparison) -> Iterator[Change]:
    """Tell notes with other numbers: as following where notes came, went or moved; else as a change."""
    alignment = comparison.notes.alignment
    moved = any(pair.fate in (Fate.MOVED, Fate.MOVED_EDITED) for pair in alignment.pairs)
    follows = bool(moved or alignment.added or alignment.removed)
    other = []
    for pair in alignment.pairs:
        old, new = comparison.old.notes[pair.old], comparison.new.notes[pair.new]
        if old.label != new.label:
            other.append((pair, old, new))
    if not other:
        return
    first, last = other[0], other[-1]
    old_names = f"{first[1].label}–{last[1].label}" if len(other) > 1 else first[1].label
    new_names = f"{first[2].label}–{last[2].label}" if len(other) > 1 else first[2].label
    where = comparison.new_paging.several(new.body.page for _, _, new in other)
    noun, verb = ("notes", "are") if len(other) > 1 else ("note", "is")
    told = f"{where}: {noun} {old_names or 'without a number'} {verb} now numbered {new_names or 'not at all'}"
    yield Change(
        Level.REFLOW if follows else Level.CONTENT,
        "note/number",
        told,
        tuple(spot for pair, _, _ in other for spot in comparison.notes.old_spots(pair.old)),
        tuple(spot for pair, _, _ in other for spot in comparison.notes.new_spots(pair.new)),
    )


def _wrong_calls(comparison: Comparison) -> Iterator[Change]:
    """Tell calls that print another number than their note, and printed the right one before."""
    wrong_before = {call.note for call in comparison.old.calls if _is_wrong(comparison.old, call)}
    partner = {pair.new: pair.old for pair in comparison.notes.alignment.pairs}
    for call in comparison.new.calls:
        if (
            call.note is not None
            and _is_wrong(comparison.new, call)
            and partner.get(call.note) not in wrong_before
        ):
            at = comparison.new_paging.at(call.page)
            note = comparison.new.notes[call.note]
            spots = () if call.block is None else comparison.main.new_spots(call.block)
            told = f"{at}: the call of {_name(note)} is printed as ‘{call.label}’"
            yield Change(Level.CONTENT, "note/call-number", told, (), spots)


def _is_wrong(structure: PageStructure, call: NoteCall) -> bool:
    return call.note is not None and bool(call.label) and call.label != structure.notes[call.note].label


def _without_note(comparison: Comparison) -> Iterator[Change]:
    before = Counter(call.label for call in comparison.old.calls if call.note is None)
    for call in comparison.new.calls:
        if call.note is None:
            if before[call.label]:
                before[call.label] -= 1
                continue
            at = comparison.new_paging.at(call.page)
            name = "" if call.block is None else f"b{call.block}"
            yield Change(
                Level.FAULT,
                "note/lost",
                f"{at}: the call {call.label} has no note",
                (),
                (Spot(call.page, None, name),),
            )


def _doubled(comparison: Comparison) -> Iterator[Change]:
    """Tell notes that stand twice in the new edition and stood once in the old one."""
    before = Counter(note.body.digest for note in comparison.old.notes)
    places: dict[str, list[int]] = defaultdict(list)
    for index, note in enumerate(comparison.new.notes):
        places[note.body.digest].append(index)
    for digest, indexes in places.items():
        if len(indexes) > max(1, before[digest]) and comparison.new.notes[indexes[0]].body.text:
            notes = [comparison.new.notes[index] for index in indexes]
            where = comparison.new_paging.several(note.body.page for note in notes)
            times = "twice" if len(notes) == 2 else f"{len(notes)} times"
            spots = tuple(spot for index in indexes for spot in comparison.notes.new_spots(index))
            yield Change(
                Level.FAULT, "note/doubled", f"{where}: {_name(notes[0])} is printed {times}", (), spots
            )
