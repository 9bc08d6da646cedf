"""Edits of which only a label changed (number or bullet of an item, a heading, a reference) → one sentence.

Comes in: the edits of aligned blocks. Goes out: the edits that say more, and what happened to labels, told once
for neighbours. Where items came or went just there, the numbers only follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.model.changes import Change, Level
from publish.model.pages import HEADINGS
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.numbers import Edited
from publish.structure.diff.wording_changes import UNKNOWN
from publish.structure.sentences import count, name_of, opening, plural, quote

_BULLET = re.compile(r"[•◦▪–‣·*\-—]|\(?[a-zA-Z][.)]")
_NUMBER = re.compile(r"[(\[]?(?:\d+|[ivxlcdm]+)(?:\.\d+)*[.)\]]{0,2}", re.IGNORECASE)
_SEVERAL = 2
_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class _Label:
    """An edit that only changed the label in front of a block."""

    edited: Edited
    old: str
    new: str

    @property
    def kind(self) -> str:
        """Return what labels became, so that neighbours with the same fate are told together."""
        kinds = [
            "number" if _NUMBER.fullmatch(text) else "bullet" if text else "none"
            for text in (self.old, self.new)
        ]
        return " ".join(kinds)


def label_changes(comparison: Comparison, edits: Sequence[Edited]) -> tuple[list[Edited], list[Change]]:
    """Take the edits of mere labels out of all edits, and tell them."""
    labels = {id(edited): label for edited in edits if (label := _label_of(edited))}
    groups: list[list[_Label]] = []
    for edited in edits:
        label = labels.get(id(edited))
        if label is None:
            continue
        last = groups[-1][-1] if groups else None
        if last and _belong(last, label):
            groups[-1].append(label)
        else:
            groups.append([label])
    told: list[Change] = []
    known: set[int] = set()
    for group in groups:
        is_heading = group[0].edited.new.role in HEADINGS
        if len(group) >= (_HEADINGS if is_heading else _SEVERAL):
            told.append(_tell(comparison, group))
            known |= {id(label.edited) for label in group}
    return [edited for edited in edits if id(edited) not in known], told


def _label_of(edited: Edited) -> _Label | None:
    changes = edited.edit.changes
    role = edited.new.role
    if edited.stream.letter != "b" or role != edited.old.role or edited.edit.is_guess or len(changes) != 1:
        return None
    change = changes[0]
    if change.at_old or change.at_new or UNKNOWN in (*change.old, *change.new):
        return None
    old, new = " ".join(change.old), " ".join(change.new)
    if role == "LI" or (role == "P" and old[:1] == "[" == new[:1]):
        fits = bool(old and new) and all(
            _NUMBER.fullmatch(text) or _BULLET.fullmatch(text) for text in (old, new)
        )
    elif role in HEADINGS:
        fits = all(not text or _NUMBER.fullmatch(text) for text in (old, new))
    else:
        return None
    return _Label(edited, old, new) if fits else None


def _belong(one: _Label, two: _Label) -> bool:
    """Tell whether two labels changed in one act: in one list, or all over the headings."""
    if one.kind != two.kind:
        return False
    if two.edited.new.role in HEADINGS:
        return one.edited.new.role in HEADINGS
    if one.edited.new.role != two.edited.new.role:
        return False
    return two.edited.new_index - one.edited.new_index <= 3


def _tell(comparison: Comparison, group: Sequence[_Label]) -> Change:
    blocks = [label.edited.new for label in group]
    where = comparison.new_paging.several(block.page for block in blocks)
    first = group[0]
    if blocks[0].role in HEADINGS:
        told = _tell_headings(group)
        follows = first.kind == "number number" and _headings_changed(comparison)
    else:
        follows = first.kind == "number number" and _has_neighbour(comparison, group)
        noun = "reference" if blocks[0].role == "P" else name_of(blocks[0].role)
        items = f"{count(len(group), noun)}, from {opening(blocks[0])} on,"
        told = f"{items} are {_labelled(group, is_new=True)} instead of {_labelled(group, is_new=False)}"
    return Change(
        Level.REFLOW if follows else Level.CONTENT,
        "numbers/label" if follows else "block/label",
        f"{where}: {told}",
        tuple(spot for label in group for spot in label.edited.stream.old_spots(label.edited.old_index)),
        tuple(spot for label in group for spot in label.edited.stream.new_spots(label.edited.new_index)),
        blocks[0].source,
    )


def _labelled(group: Sequence[_Label], *, is_new: bool) -> str:
    """Return how items are labelled: `numbered 1. to 3.`, `marked ‘•’`."""
    labels = [label.new if is_new else label.old for label in group]
    is_number = group[0].kind.split()[is_new] == "number"
    return f"numbered {labels[0]} to {labels[-1]}" if is_number else f"marked {quote(labels[0])}"


def _tell_headings(group: Sequence[_Label]) -> str:
    samples = ", ".join(quote(label.new or label.old) for label in group[:2])
    headings = f"{len(group)} {plural('heading')}"
    if group[0].kind == "none number":
        return f"{headings} are now numbered ({samples} …)"
    if group[0].kind == "number none":
        return f"{headings} are no longer numbered ({samples} …)"
    return f"{headings} are numbered otherwise ({quote(group[0].old)} became {quote(group[0].new)} …)"


def _headings_changed(comparison: Comparison) -> bool:
    """Tell whether headings came, went, moved or changed their level, which numbers others otherwise."""
    main = comparison.main
    return (
        any(main.old[i].role in HEADINGS for i in main.alignment.removed)
        or any(main.new[j].role in HEADINGS for j in main.alignment.added)
        or any(
            new.role in HEADINGS and (old.role != new.role or pair.fate.value.startswith("moved"))
            for pair in main.alignment.pairs
            for old, new in [main.blocks(pair)]
        )
    )


def _has_neighbour(comparison: Comparison, group: Sequence[_Label]) -> bool:
    """Tell whether an item came or went beside the first or the last of a list whose numbers changed."""
    alignment = comparison.main.alignment
    role = group[0].edited.new.role
    old = {i for i in alignment.removed if comparison.main.old[i].role == role}
    new = {j for j in alignment.added if comparison.main.new[j].role == role}
    first, last = group[0].edited, group[-1].edited
    beside_old = set(range(first.old_index - 2, last.old_index + 3))
    beside_new = set(range(first.new_index - 2, last.new_index + 3))
    moved = any(pair.fate.value.startswith("moved") and pair.new in beside_new for pair in alignment.pairs)
    return bool(old & beside_old or new & beside_new) or moved


def fold_followers(changes: Sequence[Change], kind: str, words: str) -> Iterator[Change]:
    """Tell several changes of a kind that follow their headings as one; `words` say of what."""
    following = [change for change in changes if change.kind == kind and change.level is Level.REFLOW]
    for change in changes:
        if change not in following or len(following) < _HEADINGS:
            yield change
        elif change is following[0]:
            first = change.sentence.split(": ", 1)[-1] if change.kind.startswith("text/") else change.sentence
            yield Change(
                Level.REFLOW,
                kind,
                f"{len(following)} {words} changed with their headings; first, {first}",
                tuple(spot for each in following for spot in each.old),
                tuple(spot for each in following for spot in each.new),
            )
