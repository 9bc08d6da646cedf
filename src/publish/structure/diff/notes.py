"""Calls and notes of two editions → calls lost, moved, exchanged or leading to another note."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Note, NoteCall, PageStructure
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.note_numbers import number_changes
from publish.structure.diff.wording_changes import edit_between
from publish.structure.diff.words import bare
from publish.structure.sentences import count, describe, join_and

Place = tuple[int, int]
"""Block of the new edition, and how many of its words stand before."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """A call that stands elsewhere than the edits of its block explain."""

    note: int
    old: NoteCall
    new: NoteCall
    expected: Place
    place: Place


def note_changes(comparison: Comparison, faults_are_known: bool) -> list[Change]:
    """Return the changes of how notes and their calls belong together."""
    places = _Places(comparison)
    wrong = list(_leading_elsewhere(comparison, places))
    changes = [change for change, _ in wrong]
    known = {note for _, notes in wrong for note in notes}
    changes += _calls(comparison, places, known, faults_are_known)
    changes += number_changes(comparison)
    changes += _wrong_calls(comparison, known)
    if not faults_are_known:
        changes += _without_note(comparison)
        changes += _doubled(comparison)
    return changes


class _Places:
    """Where the calls of the old edition should stand in the new one."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self.partner = {pair.old: pair.new for pair in comparison.main.alignment.pairs}
        self.note_partner = {pair.old: pair.new for pair in comparison.notes.alignment.pairs}

    def of(self, call: NoteCall) -> Place | None:
        """Return the place a call should have now; None if its block is gone or its place was rewritten."""
        if call.block is None or call.block not in self.partner:
            return None
        goal = self.partner[call.block]
        source, block = self._comparison.old.blocks[call.block], self._comparison.new.blocks[goal]
        if source.digest == block.digest and (source.abridged or block.abridged):
            return goal, call.word
        if source.digest == block.digest:
            return goal, _same_place(source.text, block.text, call.word)
        place = call.word
        for change in edit_between(source, block).changes:
            end = change.at_old + len(change.old)
            if change.at_old < call.word <= end:
                return None
            if change.at_old < call.word:
                place += len(change.new) - len(change.old)
        return goal, place


def _same_place(old: str, new: str, word: int) -> int:
    """Return behind how many words a place stands in a text with the same letters and other spaces."""
    if old == new:
        return word
    letters = len("".join(old.split()[:word]))
    for place, length in enumerate(accumulate(map(len, new.split()), initial=0)):
        if length >= letters:
            return place
    return word


def _by_note(structure: PageStructure) -> dict[int, list[NoteCall]]:
    found: dict[int, list[NoteCall]] = defaultdict(list)
    for call in structure.calls:
        if call.note is not None:
            found[call.note].append(call)
    return found


def _name(note: Note) -> str:
    return f"note {note.label}" if note.label else f"the {describe(note.body)}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _leading_elsewhere(comparison: Comparison, places: _Places) -> Iterator[tuple[Change, tuple[int, ...]]]:
    """Tell calls that stand where they stood, say what they said, and lead to another note."""
    now = {
        (call.block, call.word, call.label): call
        for call in comparison.new.calls
        if call.block is not None and call.note is not None
    }
    for call in comparison.old.calls:
        place = places.of(call)
        if place is None or call.note is None:
            continue
        other = now.get((*place, call.label))
        expected = places.note_partner.get(call.note)
        if other is None or other.note is None or expected is None or other.note == expected:
            continue
        wrong, right = comparison.new.notes[other.note], comparison.new.notes[expected]
        if wrong.label == call.label:
            continue
        at = comparison.new_paging.at(other.page)
        told = f"{at}: the call {call.label} leads to {_name(wrong)} instead of {_name(right)}"
        spots = comparison.main.old_spots(call.block or 0), comparison.main.new_spots(place[0])
        yield Change(Level.CONTENT, "note/call-target", told, *spots), (other.note, expected)


def _calls(
    comparison: Comparison, places: _Places, known: set[int], faults_are_known: bool
) -> Iterator[Change]:
    before, after = _by_note(comparison.old), _by_note(comparison.new)
    moved: list[_Moved] = []
    for pair in comparison.notes.alignment.pairs:
        if pair.new in known:
            continue
        old_calls, new_calls = before.get(pair.old, []), after.get(pair.new, [])
        note = comparison.new.notes[pair.new]
        spots = comparison.notes.old_spots(pair.old), comparison.notes.new_spots(pair.new)
        at = comparison.new_paging.at(note.body.page)
        if old_calls and not new_calls:
            if not faults_are_known:
                there = comparison.old_paging.at(old_calls[0].page)
                told = f"{at}: {_name(note)} lost its call (it was on {there})"
                yield Change(Level.FAULT, "note/no-call", told, *spots)
        elif new_calls and not old_calls:
            yield Change(Level.CONTENT, "note/call", f"{at}: {_name(note)} now has a call", *spots)
        elif len(old_calls) != len(new_calls):
            times = _times(len(new_calls)), _times(len(old_calls))
            told = f"{at}: {_name(note)} is called {times[0]} instead of {times[1]}"
            yield Change(Level.CONTENT, "note/call", told, *spots)
        else:
            for one, two in zip(old_calls, new_calls, strict=True):
                expected = places.of(one)
                if expected and two.block is not None and expected != (two.block, two.word):
                    moved.append(_Moved(pair.new, one, two, expected, (two.block, two.word)))
                if not faults_are_known:
                    yield from _displaced(comparison, note, (one, two))
    yield from _tell_moved(comparison, moved)


def _tell_moved(comparison: Comparison, moved: list[_Moved]) -> Iterator[Change]:
    """Tell calls that stand elsewhere; two that stand in each other's place as one."""
    at_place = {each.place: each for each in moved}
    told: set[int] = set()
    for each in moved:
        other = at_place.get(each.expected)
        if other is None or other is each or other.expected != each.place:
            continue
        told |= {each.note, other.note}
        if each.note > other.note or _notes_exchanged(comparison, each.note, other.note):
            continue
        names = [comparison.new.notes[note].label for note in (each.note, other.note)]
        where = comparison.new_paging.several((each.new.page, other.new.page))
        spots = _spots(comparison, each), _spots(comparison, other)
        yield Change(
            Level.CONTENT,
            "note/calls-exchanged",
            f"{where}: the calls of notes {join_and(names)} stand in each other’s place",
            (*spots[0][0], *spots[1][0]),
            (*spots[0][1], *spots[1][1]),
        )
    for each in moved:
        if each.note not in told:
            yield from _tell_one(comparison, each)


def _spots(comparison: Comparison, moved: _Moved) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    return comparison.main.old_spots(moved.old.block or 0), comparison.main.new_spots(moved.place[0])


def _notes_exchanged(comparison: Comparison, one: int, two: int) -> bool:
    """Tell whether two notes changed places too, which says it already."""
    return any(
        {j for run in runs for _, j in run} == {one, two} for runs in comparison.notes.alignment.exchanged
    )


def _tell_one(comparison: Comparison, moved: _Moved) -> Iterator[Change]:
    note = comparison.new.notes[moved.note]
    at = comparison.new_paging.at(moved.new.page)
    source, goal = comparison.old.blocks[moved.old.block or 0], comparison.new.blocks[moved.place[0]]
    if moved.expected[0] != moved.place[0]:
        if moved.place[0] in comparison.main.alignment.added:
            return
        there = "" if source.page == goal.page else f" on {comparison.old_paging.at(source.page)}"
        told = f"the call of {_name(note)} moved from the {describe(source)}{there} to the {describe(goal)}"
    else:
        words = goal.text.split()
        word = moved.new.word
        before = f" after ‘{bare(words[word - 1])}’" if 0 < word <= len(words) else ""
        before = before or f" {count(abs(word - moved.expected[1]), 'word')} " + (
            "later" if word > moved.expected[1] else "earlier"
        )
        told = f"the call of {_name(note)} now stands{before} in the {describe(goal)}"
    yield Change(Level.CONTENT, "note/call-moved", f"{at}: {told}", *_spots(comparison, moved))


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


def _wrong_calls(comparison: Comparison, known: set[int]) -> Iterator[Change]:
    """Tell calls that print another number than their note, and printed the right one before."""
    wrong_before = {call.note for call in comparison.old.calls if _is_wrong(comparison.old, call)}
    partner = {pair.new: pair.old for pair in comparison.notes.alignment.pairs}
    for call in comparison.new.calls:
        if call.note is None or call.note in known or not _is_wrong(comparison.new, call):
            continue
        if partner.get(call.note) not in wrong_before:
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
            spot = Spot(call.page, None, "" if call.block is None else f"b{call.block}")
            yield Change(Level.FAULT, "note/lost", f"{at}: the call {call.label} has no note", (), (spot,))


def _doubled(comparison: Comparison) -> Iterator[Change]:
    """Tell notes that stand twice in the new edition and stood once in the old one; each called is no copy."""
    called = {call.note for call in comparison.new.calls}
    before = Counter(note.body.digest for note in comparison.old.notes)
    places: dict[str, list[int]] = defaultdict(list)
    for index, note in enumerate(comparison.new.notes):
        places[note.body.digest].append(index)
    for digest, indexes in places.items():
        is_more = len(indexes) > max(1, before[digest]) and not called.issuperset(indexes)
        if is_more and comparison.new.notes[indexes[0]].body.text:
            notes = [comparison.new.notes[index] for index in indexes]
            where = comparison.new_paging.several(note.body.page for note in notes)
            spots = tuple(spot for index in indexes for spot in comparison.notes.new_spots(index))
            told = f"{where}: {_name(notes[0])} is printed {_times(len(notes))}"
            yield Change(Level.FAULT, "note/doubled", told, (), spots)
