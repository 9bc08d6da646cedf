"""Faults of notes: lost, doubled, displaced.

In: a page structure. Out: faults. Notes whose calls are elsewhere throughout are endnotes, and none of them is
displaced; so are notes in a row that begins right under a heading, wherever their calls are. Calls are certain
only where links or tags tell them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from publish.model.changes import Fault, Spot
from publish.model.pages import Note, NoteCall, PageStructure
from publish.structure.lint.endnotes import endnotes_of
from publish.structure.sentences import Paging, join_and, opening, paging_of

_FEW = 2


def note_faults(structure: PageStructure) -> Iterator[Fault]:
    """Yield calls without a note, notes without a call, notes printed twice or away from their call."""
    paging = paging_of(structure)
    for call in structure.calls:
        if call.note is None:
            spot = Spot(call.page, None, f"b{call.block}" if call.block is not None else "")
            told = f"{paging.at(call.page)}: note {call.label} is called, but is not printed anywhere"
            yield Fault("lost-note", call.page, told, f"call {call.label}", (spot,))
    yield from _crossed(structure, paging)
    yield from _uncalled(structure, paging)
    yield from _doubled(structure)
    if structure.kind == "pdf":
        yield from _displaced(structure)


def _uncalled(structure: PageStructure, paging: Paging) -> Iterator[Fault]:
    """Tell notes without a call, where calls are certain: tags or links tell most of them."""
    if not (structure.is_tagged or structure.kind == "epub"):
        return
    called = {call.note for call in structure.calls}
    missed = {call.label for call in structure.calls if _is_crossed(structure, call)}
    idle = [index for index in range(len(structure.notes)) if index not in called]
    if not called:
        idle = [index for index in idle if structure.notes[index].label]
    if len(idle) > max(_FEW, len(structure.notes) // 2):
        return  # nothing tells what is called here
    for index in idle:
        note = structure.notes[index]
        if not _is_doubled(structure, index) and note.label not in missed:
            told = f"{paging.at(note.body.page)}: note {_named(note)} has no call in the text"
            yield Fault("lost-note", note.body.page, told, f"note {_named(note)}", _spots(note, index))


def _named(note: Note) -> str:
    return f"{note.label} {opening(note.body)}".strip()


def _is_doubled(structure: PageStructure, index: int) -> bool:
    note = structure.notes[index]
    return any(
        other.label == note.label and other.body.digest == note.body.digest
        for number, other in enumerate(structure.notes)
        if number != index
    )


def _doubled(structure: PageStructure) -> Iterator[Fault]:
    """Tell equal notes of one label of which not each has a call.

    Where numbers begin anew in each chapter, notes with a call of their own are equal by rights.
    """
    paging = paging_of(structure)
    called = {call.note for call in structure.calls}
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, note in enumerate(structure.notes):
        if note.label and note.body.text:
            groups[note.label, note.body.digest].append(index)
    for (label, _), indexes in groups.items():
        if len(indexes) < 2 or called.issuperset(indexes):
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
    at_end = endnotes_of(structure)
    pairs = [(call, note) for call, note in pairs if note not in at_end and not _is_crossed(structure, call)]
    away = [(call, note) for call, note in pairs if structure.notes[note].body.page != call.page]
    if len(pairs) > _FEW and 2 * len(away) > len(pairs):
        return  # endnotes
    last = max((block.last_page for block in structure.blocks), default=0)
    if len(pairs) <= _FEW and all(structure.notes[note].body.page - call.page > 1 for call, note in away):
        away = [pair for pair in away if structure.notes[pair[1]].body.page < last]  # endnotes, too
    for call, index in away:
        note = structure.notes[index]
        page = note.body.page
        told = (
            f"{paging.at(page)}: note {call.label} is printed here, but its call is on {paging.at(call.page)}"
        )
        yield Fault("displaced-note", page, told, f"note {call.label}", _spots(note, index))


def _is_crossed(structure: PageStructure, call: NoteCall) -> bool:
    """Tell whether a call leads to a note of another label, though there is one of its own."""
    if call.note is None or not call.label:
        return False
    label = structure.notes[call.note].label
    return bool(label) and label != call.label and any(note.label == call.label for note in structure.notes)


def _crossed(structure: PageStructure, paging: Paging) -> Iterator[Fault]:
    for call in structure.calls:
        if call.note is not None and _is_crossed(structure, call):
            note = structure.notes[call.note]
            told = (
                f"{paging.at(call.page)}: the call {call.label} leads to note {_named(note)} "
                f"on {paging.at(note.body.page)}"
            )
            yield Fault("lost-note", call.page, told, f"call {call.label}", _spots(note, call.note))


def _spots(note: Note, index: int) -> tuple[Spot, ...]:
    return tuple(Spot(fragment.page, fragment.box, f"n{index}") for fragment in note.body.fragments[:1])
