"""The tree of an index: marks of the whole book → entries with their places and references, in order.

In: the marks of one index and the order of words. Out: groups by first letter, each with its entries; and what
is wrong with the marks: ranges without an end, references that lead nowhere, to another reference or away from
an entry with places (The Chicago Manual of Style, 17th ed., 16.15 to 16.23).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from publish.model.diagnostic import Diagnostic, Outcome, Related, diagnose
from publish.model.document import Inlines, plain_text
from publish.model.indexing import IndexMark, Levels
from publish.text.collation import Collator, Order
from publish.transforms.suggest import did_you_mean

_MOST_LEVELS = 3

Place: TypeAlias = tuple[IndexMark, IndexMark | None]
"""A mark, and the one that ends its range."""


@dataclass(slots=True)
class Reference:
    """One `see` or `see also`: the entry it names, or None where there is none."""

    levels: Levels
    mark: IndexMark
    entry: Entry | None = None


@dataclass(slots=True, eq=False)
class Entry:
    """An entry or subentry: its words, places, references and the entries below it."""

    words: Inlines
    path: tuple[str, ...]
    sort: str = ""
    places: list[Place] = field(default_factory=list)
    see: list[Reference] = field(default_factory=list)
    see_also: list[Reference] = field(default_factory=list)
    below: dict[Inlines, Entry] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    """Those below, in order."""
    identifier: str = ""
    """Set where a reference leads here."""

    @property
    def has_places(self) -> bool:
        """Tell whether there is a place here or below."""
        return bool(self.places) or any(entry.has_places for entry in self.below.values())


@dataclass(slots=True)
class Group:
    """The entries under one letter; it is empty for figures and signs."""

    letter: str
    entries: list[Entry]


def build_index(marks: Sequence[IndexMark], collator: Collator, order: Order = "word") -> Outcome[list[Group]]:
    """Return the groups of an index in order; `marks` stand in the order of the book."""
    root = Entry((), ())
    found: list[Diagnostic] = []
    open_ranges: dict[int, list[tuple[Entry, IndexMark]]] = {}
    for mark in marks:
        entry = _entry_of(root, mark, found)
        entry.see.extend(Reference(levels, mark) for levels in mark.see)
        entry.see_also.extend(Reference(levels, mark) for levels in mark.see_also)
        waiting = open_ranges.setdefault(id(entry), [])
        if mark.extent in ("point", "block"):
            entry.places.append((mark, None))
        elif mark.extent == "start":
            waiting.append((entry, mark))
        elif mark.extent == "end" and waiting:
            entry.places.append((waiting.pop()[1], mark))
        elif mark.extent == "end":
            found.append(_unmatched(entry, mark, "ends", "begins"))
            entry.places.append((mark, None))
    for entry, mark in (pair for waiting in open_ranges.values() for pair in waiting):
        found.append(_unmatched(entry, mark, "begins", "ends"))
        entry.places.append((mark, None))
    place_in_book = {mark.identifier: number for number, mark in enumerate(marks)}
    for entry in _all(root):
        entry.places.sort(key=lambda place: place_in_book[place[0].identifier])
    found.extend(_lead(root))
    _arrange(root, collator, order)
    return Outcome(_grouped(root.entries, collator), tuple(found))


def _entry_of(root: Entry, mark: IndexMark, found: list[Diagnostic]) -> Entry:
    entry = root
    for level, (words, sort) in enumerate(zip(mark.levels, mark.sort, strict=True)):
        known = entry.below.get(words)
        if known is None:
            known = entry.below[words] = Entry(words, (*entry.path, plain_text(words)))
            if level == _MOST_LEVELS:
                message = (
                    f"the entry {shown(known.path)} has more than {_MOST_LEVELS} levels; nobody can follow it"
                )
                hints = ("make two entries of it, or leave out a level",)
                found.append(diagnose("index/mark", message, mark.at, hints=hints))
        if sort and known.sort and sort != known.sort:
            message = f"the entry {shown(known.path)} is sorted as `{known.sort}` and here as `{sort}`"
            hints = ("give `sort` at one of its marks",)
            found.append(diagnose("index/mark", message, mark.at, hints=hints))
        known.sort = known.sort or sort
        entry = known
    return entry


def shown(path: Sequence[str]) -> str:
    """Return an entry as an author writes it.

    >>> shown(("Baku", "history"))
    '`Baku!history`'
    """
    return "`" + "!".join(words.replace("!", "!!") for words in path) + "`"


def _all(entry: Entry) -> Iterator[Entry]:
    for below in entry.below.values():
        yield below
        yield from _all(below)


def _unmatched(entry: Entry, mark: IndexMark, does: str, lacks: str) -> Diagnostic:
    other = "start" if lacks == "begins" else "end"
    return diagnose(
        "index/range",
        f"a range of the entry {shown(entry.path)} {does} here and {lacks} nowhere; the one page is named",
        mark.at,
        hints=(f'mark where it {lacks}: `[]{{.index entry="…" range={other}}}`, with the same entry',),
    )


# --- references -----------------------------------------------------------------------------------------


def _lead(root: Entry) -> list[Diagnostic]:
    """Find the entry each reference names, and tell what is wrong with references."""
    found: list[Diagnostic] = []
    entries: dict[tuple[str, ...], Entry] = {}
    folded: dict[tuple[str, ...], Entry] = {}
    for entry in _all(root):
        entries.setdefault(entry.path, entry)
        folded.setdefault(tuple(words.casefold() for words in entry.path), entry)
    for entry in entries.values():
        for kind, references in _kinds(entry):
            for reference in references:
                path = tuple(plain_text(words) for words in reference.levels)
                target = entries.get(path) or folded.get(tuple(words.casefold() for words in path))
                reference.entry = target
                trouble = _trouble(entry, kind, path, target, list(entries))
                if trouble is not None:
                    code, message, hints = trouble
                    found.append(diagnose(code, message, reference.mark.at, hints=hints))
                if target is entry:
                    reference.entry = None
    for entry in _all(root):
        if entry.see and entry.has_places:
            first = next((place for place, _ in entry.places), None)
            found.append(
                diagnose(
                    "index/see-and-places",
                    f"the entry {shown(entry.path)} says to look elsewhere but has places of its own; "
                    "`see also` is printed",
                    entry.see[0].mark.at,
                    hints=("write `see-also` for `see`",),
                    related=(Related("one of its places", first.at),) if first and first.at else (),
                )
            )
            entry.see_also = [*entry.see, *entry.see_also]
            entry.see = []
    return found


def _kinds(entry: Entry) -> tuple[tuple[Literal["see", "see also"], list[Reference]], ...]:
    return ("see", entry.see), ("see also", entry.see_also)


def _trouble(
    entry: Entry, kind: str, path: tuple[str, ...], target: Entry | None, known: list[tuple[str, ...]]
) -> tuple[str, str, tuple[str, ...]] | None:
    words = f"`{kind}` of the entry {shown(entry.path)} leads"
    if target is None:
        names = {shown(one).strip("`"): one for one in known if one != entry.path}
        hints = did_you_mean(shown(path).strip("`"), names) or ("mark a place with that entry",)
        return "index/unknown-see", f"{words} to {shown(path)}, which the index does not have", hints
    if target is entry:
        return "index/indirect-see", f"{words} to itself", ("name another entry",)
    if not target.has_places and target.see:
        further = [tuple(plain_text(words) for words in one.levels) for one in target.see]
        if entry.path in further:
            hints = ("mark the places of one of the two",)
            return "index/indirect-see", f"{words} to {shown(path)}, which leads back to it", hints
        hints = (f'write `see="{shown(further[0])[1:-1]}"`',)
        return "index/indirect-see", f"{words} to {shown(path)}, which only leads further", hints
    if not target.has_places and not target.see_also:
        return "index/indirect-see", f"{words} to {shown(path)}, which has no places", ("mark its places",)
    return None


# --- order ----------------------------------------------------------------------------------------------


def _arrange(entry: Entry, collator: Collator, order: Order) -> None:
    entry.entries = sorted(
        entry.below.values(),
        key=lambda one: (collator.key(one.sort or one.path[-1], order), collator.key(one.path[-1], order)),
    )
    for one in entry.entries:
        _arrange(one, collator, order)


def _grouped(entries: Sequence[Entry], collator: Collator) -> list[Group]:
    groups: list[Group] = []
    for entry in entries:
        letter = collator.letter(entry.sort or entry.path[-1])
        if not groups or groups[-1].letter != letter:
            groups.append(Group(letter, []))
        groups[-1].entries.append(entry)
    return groups
