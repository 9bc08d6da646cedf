"""Where each cite stands: first, subsequent, ibid, ibid with another locator, near-note.

In: cites by cluster, with note numbers, in document order. Out: `Standing` for each. CSL 1.0.2, "Choose"
(`position`), "Note Distance". Cites in running text and cites in notes are two sequences; a note without any
cite between two notes ends "ibid", as does a note with cites of several items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publish.citing.context import Position


@dataclass(frozen=True, slots=True)
class PlacedCite:
    """A cite with what positions depend on; a given `position` is taken as it is."""

    key: str
    locator: str = ""
    label: str = ""
    position: Position | None = None
    near_note: bool | None = None
    counts: bool = True
    """False for a name in the running text, which is no cite of its own."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The position of one cite, and the note in which its item was first cited."""

    position: Position = Position.FIRST
    near_note: bool = False
    first_note: int = 0


def find_standings(
    clusters: Sequence[tuple[int, Sequence[PlacedCite]]],
    near_distance: int,
    cited_earlier: Sequence[str] = (),
    chapters: Sequence[int] = (),
) -> list[list[Standing]]:
    """Return the standing of every cite; `cited_earlier` names items whose first cite lies before the
    document. Where the number of the cluster's chapter changes, everything begins anew.
    """
    first_notes: dict[str, int] = dict.fromkeys(cited_earlier, 0)
    last_notes: dict[str, int] = {}
    last_in: dict[bool, _Before] = {}
    out: list[list[Standing]] = []
    for number, (note, cites) in enumerate(clusters):
        if number and chapters and chapters[number] != chapters[number - 1]:
            first_notes, last_notes, last_in = dict.fromkeys(cited_earlier, 0), {}, {}
        in_note = note > 0
        before = last_in.get(in_note)
        row: list[Standing] = []
        for index, cite in enumerate(cites):
            previous = cites[index - 1] if index else _previous(before, note)
            if not cite.counts:
                row.append(Standing())
                continue
            row.append(_standing(cite, previous, note, first_notes, last_notes, near_distance=near_distance))
            first_notes.setdefault(cite.key, note)
            if in_note:
                last_notes[cite.key] = note
        if any(cite.counts for cite in cites):
            joined = before is not None and in_note and before.note == note
            keys = {cite.key for cite in cites} | (before.keys if joined and before else set())
            last_in[in_note] = _Before(note, keys, cites[-1])
        out.append(row)
    return out


@dataclass(frozen=True, slots=True)
class _Before:
    note: int
    keys: set[str]
    last: PlacedCite


def _previous(before: _Before | None, note: int) -> PlacedCite | None:
    """Return the cite that "ibid" at the beginning of a cluster would refer to."""
    if before is None:
        return None
    if note and before.note == note:
        return before.last
    if note and before.note < note - 1:
        return None
    return before.last if len(before.keys) == 1 else None


def _standing(
    cite: PlacedCite,
    previous: PlacedCite | None,
    note: int,
    first_notes: dict[str, int],
    last_notes: dict[str, int],
    *,
    near_distance: int,
) -> Standing:
    if cite.position is not None:
        return Standing(cite.position, bool(cite.near_note), first_notes.get(cite.key, 0))
    if cite.key not in first_notes:
        return Standing()
    first = first_notes[cite.key]
    near = bool(note) and cite.key in last_notes and note - last_notes[cite.key] <= near_distance
    position = Position.SUBSEQUENT
    if previous is not None and previous.key == cite.key:
        same = (cite.locator, cite.label) == (previous.locator, previous.label)
        if cite.locator and not (previous.locator and same):
            position = Position.IBID_WITH_LOCATOR
        elif same or not (previous.locator or cite.locator):
            position = Position.IBID
    return Standing(position, near, first)
