"""Notes of two editions → which are numbered otherwise, and what made them so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from publish.model.changes import Change, Level
from publish.structure.diff.align import Fate, Pair
from publish.structure.diff.comparing import Comparison
from publish.structure.sentences import count, runs

_MANY = 6
"""From so many different steps on they are told as one."""
_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


@dataclass(frozen=True, slots=True)
class _Renumbered:
    """A note with another label, and how much higher its number is; None if they are no numbers."""

    pair: Pair
    old: str
    new: str
    higher: int | None


def number_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell notes with other numbers, those that count on by the same step as one, with the note that did it."""
    groups: list[list[_Renumbered]] = []
    exchanged = {
        pair
        for runs in comparison.notes.alignment.exchanged
        if len(runs[0]) == len(runs[1])
        for run in runs
        for pair in run
    }
    for pair in comparison.notes.alignment.pairs:
        if (pair.old, pair.new) in exchanged:
            continue
        old, new = comparison.old.notes[pair.old].label, comparison.new.notes[pair.new].label
        if old == new or not old or not new:
            continue
        higher = int(new) - int(old) if old.isdecimal() and new.isdecimal() else None
        each = _Renumbered(pair, old, new, higher)
        if groups and groups[-1][-1].higher == higher and higher is not None:
            groups[-1].append(each)
        else:
            groups.append([each])
    alignment = comparison.notes.alignment
    moved = any(pair.fate in (Fate.MOVED, Fate.MOVED_EDITED) for pair in alignment.pairs)
    follows = bool(moved or alignment.added or alignment.removed)
    odd = [each for group in groups for each in group if each.higher is None or len(groups) > _MANY]
    for group in groups:
        if group[0] not in odd or len(odd) == 1:
            yield _tell(comparison, group, follows=follows)
    if len(odd) > 1:
        yield _tell(comparison, odd, follows=follows)


def _tell(comparison: Comparison, group: list[_Renumbered], *, follows: bool) -> Change:
    pages = comparison.new_paging.several(
        fragment.page for each in group for fragment in comparison.new.notes[each.pair.new].body.fragments[:1]
    )
    first, last = group[0], group[-1]
    step = first.higher
    noun, verb = ("notes", "are") if len(group) > 1 else ("note", "is")
    if step is not None and len(group) > 1 and {each.higher for each in group} == {step}:
        numbers = runs(int(each.new) for each in group)
        names = ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in numbers[:4])
        way = "higher" if step > 0 else "lower"
        told = f"{noun} {names} {verb} numbered {_WORDS.get(abs(step), str(abs(step)))} {way}"
    elif len(group) > 1:
        told = f"{count(len(group), 'note')} {verb} labelled otherwise, ‘{first.old}’ → ‘{first.new}’ first"
        told += f" and ‘{last.old}’ → ‘{last.new}’ last"
    else:
        told = f"note {first.old or 'without a number'} is now numbered {first.new or 'not at all'}"
    spots = (
        tuple(spot for each in group for spot in comparison.notes.old_spots(each.pair.old)),
        tuple(spot for each in group for spot in comparison.notes.new_spots(each.pair.new)),
    )
    level = Level.REFLOW if follows else Level.CONTENT
    why = _why(comparison, first) if follows else ""
    return Change(level, "note/number", f"{pages}: {told}{why}", *spots)


def _why(comparison: Comparison, first: _Renumbered) -> str:
    """Return what came or went just before the first note that is numbered otherwise."""
    alignment = comparison.notes.alignment
    added = [j for j in alignment.added if j < first.pair.new]
    removed = [i for i in alignment.removed if i < first.pair.old]
    if first.higher is not None and first.higher > 0 and added:
        return f" after the new note {comparison.new.notes[added[-1]].label}".rstrip()
    if first.higher is not None and first.higher < 0 and removed:
        return f" after note {comparison.old.notes[removed[-1]].label} was removed"
    return ""
