"""Faults of notes: lost, doubled, displaced.

In: a page structure. Out: faults. Notes whose calls are elsewhere throughout are endnotes, and none of them is
displaced. Calls are certain only where links or tags tell them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from publish.model.changes import Fault, Spot
from publish.model.pages import Note, PageStructure
from publish.structure.sentences import join_and, opening, paging_of

_SAME_WORDS = 5


def note_faults(structure: PageStructure) -> Iterator[Fault]:
    """Yield calls without a note, notes without a call, notes printed twice or away from their call."""
    paging = paging_of(structure)
    for call in structure.calls:
        if call.note is None:
            spot = Spot(call.page, None, f"b{call.block}" if call.block is not None else "")
            told = f"{paging.at(call.page)}: note {call.label} is called, but is not printed anywhere"
            yield Fault("lost-note", call.page, told, f"call {call.label}", (spot,))
    called = {call.note for call in structure.calls}
    if called and (structure.is_tagged or structure.kind == "epub"):
        for index, note in enumerate(structure.notes):
            if index not in called and not _is_doubled(structure, index):
                page = note.body.page
                told = f"{paging.at(page)}: note {note.label or opening(note.body)} has no call in the text"
                yield Fault(
                    "lost-note", page, told, f"note {note.label} {opening(note.body)}", _spots(note, index)
                )
    yield from _doubled(structure)
    if structure.kind == "pdf":
        yield from _displaced(structure)


def _is_doubled(structure: PageStructure, index: int) -> bool:
    note = structure.notes[index]
    return any(
        other.label == note.label and other.body.digest == note.body.digest
        for number, other in enumerate(structure.notes)
        if number != index
    )


def _doubled(structure: PageStructure) -> Iterator[Fault]:
    """Tell equal notes of one label. Short ones recur by rights: ‘Ibid.’ is numbered anew in each chapter."""
    paging = paging_of(structure)
    called: dict[int, int] = defaultdict(int)
    for call in structure.calls:
        if call.note is not None:
            called[call.note] += 1
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, note in enumerate(structure.notes):
        if note.label and note.body.text:
            groups[note.label, note.body.digest].append(index)
    for (label, _), indexes in groups.items():
        idle = [index for index in indexes if not called[index]]
        is_long = len(structure.notes[indexes[0]].body.marks) >= _SAME_WORDS
        if len(indexes) < 2 or not (idle or is_long):
            continue
        notes = [structure.notes[index] for index in indexes]
        pages = list(dict.fromkeys(note.body.page for note in notes))
        where = (
            f"twice on {paging.at(pages[0])}"
            if len(pages) == 1
            else "on " + join_and([paging.at(p) for p in pages])
        )
        told = f"{paging.at(pages[-1])}: note {label} {opening(notes[0].body)} is printed {where}"
        spots = tuple(spot for note, index in zip(notes, indexes, strict=True) for spot in _spots(note, index))
        yield Fault("doubled-note", pages[-1], told, f"note {label} {opening(notes[0].body)}", spots)


def _displaced(structure: PageStructure) -> Iterator[Fault]:
    paging = paging_of(structure)
    pairs = [(call, call.note) for call in structure.calls if call.note is not None]
    away = [(call, note) for call, note in pairs if structure.notes[note].body.page != call.page]
    if len(pairs) > 2 and 2 * len(away) > len(pairs):
        return  # endnotes
    for call, index in away:
        note = structure.notes[index]
        page = note.body.page
        told = (
            f"{paging.at(page)}: note {call.label} is printed here, but its call is on {paging.at(call.page)}"
        )
        yield Fault("displaced-note", page, told, f"note {call.label}", _spots(note, index))


def _spots(note: Note, index: int) -> tuple[Spot, ...]:
    return tuple(Spot(fragment.page, fragment.box, f"n{index}") for fragment in note.body.fragments[:1])
