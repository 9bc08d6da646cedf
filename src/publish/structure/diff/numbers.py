"""Numbers that only follow from something else: page references, numbers of headings and captions.

Comes in: the edits of aligned blocks. Goes out: the edits without such numbers, and one sentence for each kind
of number that followed. A number is taken to follow only where the edition itself confirms it: a link that
leads to the page it names, a heading's number after headings were added. A date in the text never does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, Block, Link, PageStructure
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.diff.wording_changes import UNKNOWN, Edit
from publish.structure.diff.words import WordChange, bare, numbers_in, only_numbers_differ, trim_alike
from publish.structure.sentences import count

Follows = Literal["page", "label"]


@dataclass(frozen=True, slots=True)
class Edited:
    """One aligned block whose words differ."""

    stream: Stream
    old_index: int
    new_index: int
    edit: Edit

    @property
    def old(self) -> Block:
        """Return the old block."""
        return self.stream.old[self.old_index]

    @property
    def new(self) -> Block:
        """Return the new block."""
        return self.stream.new[self.new_index]


@dataclass(slots=True)
class _Fold:
    changes: list[WordChange] = field(default_factory=list)
    old: list[Spot] = field(default_factory=list)
    new: list[Spot] = field(default_factory=list)


def fold_numbers(
    comparison: Comparison, edits: Sequence[Edited], order_changed: bool
) -> tuple[list[Edited], list[Change]]:
    """Take following numbers out of the edits, where there is something they can follow from."""
    lookup = _Lookup(comparison)
    folds: dict[Follows, _Fold] = defaultdict(_Fold)
    left: list[Edited] = []
    for edited in edits:
        kept = []
        for change in edited.edit.changes:
            kind = lookup.kind_of(edited, change)
            explained = kind == "page" or (kind == "label" and order_changed)
            if kind is None or not explained:
                kept.append(change)
                continue
            folds[kind].changes.append(change)
            folds[kind].old.extend(edited.stream.old_spots(edited.old_index))
            folds[kind].new.extend(edited.stream.new_spots(edited.new_index))
        if kept or edited.edit.is_guess or not edited.edit.changes:
            left.append(replace(edited, edit=replace(edited.edit, changes=tuple(kept))))
    return left, [_tell(comparison, kind, fold) for kind, fold in sorted(folds.items())]


class _Lookup:
    """Which links stand in a block."""

    def __init__(self, comparison: Comparison) -> None:
        self._sides = (comparison.old, comparison.new)
        self._links = tuple(_links_by_page(side) for side in self._sides)

    def kind_of(self, edited: Edited, change: WordChange) -> Follows | None:
        unknown = UNKNOWN in change.old or UNKNOWN in change.new
        if not change.old or not change.new or not (unknown or only_numbers_differ(change)):
            return None
        numbers = tuple(() if UNKNOWN in words else numbers_in(words) for words in (change.old, change.new))
        if not any(numbers):
            return None
        if all(self._names_target(side, edited, found) for side, found in enumerate(numbers) if found):
            return "page"
        if edited.new.role in HEADINGS and change.at_new == 0:
            return "label"
        if edited.new.role == "Caption" and change.at_new <= 1:
            return "label"
        if all(self._in_link(side, edited, found) for side, found in enumerate(numbers) if found):
            return "label"
        return None

    def _blocks_links(self, side: int, edited: Edited) -> list[Link]:
        block = edited.new if side else edited.old
        return [
            link for page in range(block.page, block.last_page + 1) for link in self._links[side].get(page, [])
        ]

    def _names_target(self, side: int, edited: Edited, numbers: tuple[str, ...]) -> bool:
        pages = self._sides[side].pages
        named = set()
        for link in self._blocks_links(side, edited):
            if link.target_page is not None and 0 < link.target_page <= len(pages):
                page = pages[link.target_page - 1]
                named |= {page.folio, page.label} & set(numbers_in((link.text,)))
        return set(numbers) <= named

    def _in_link(self, side: int, edited: Edited, numbers: tuple[str, ...]) -> bool:
        inside = {
            number
            for link in self._blocks_links(side, edited)
            if link.target_page is not None and len(link.text) <= 40
            for number in numbers_in((link.text,))
        }
        return set(numbers) <= inside


def _links_by_page(structure: PageStructure) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = defaultdict(list)
    for link in structure.links:
        found[link.page].append(link)
    return found


def _sample(change: WordChange) -> str:
    old, new = (bare(word) for word in trim_alike(" ".join(change.old), " ".join(change.new)))
    return f"‘{old}’ became ‘{new}’"


def _tell(comparison: Comparison, kind: Follows, fold: _Fold) -> Change:
    at = comparison.new_paging.several(spot.page for spot in fold.new)
    number = len(fold.changes)
    sample = next(
        (
            f" ({_sample(c)}{', and so on' if number > 1 else ''})"
            for c in fold.changes
            if UNKNOWN not in (*c.old, *c.new)
        ),
        "",
    )
    words = {
        "page": f"{count(number, 'page reference')} followed {'its page' if number == 1 else 'their pages'}",
        "label": f"{count(number, 'number')} of headings, captions or references to them followed",
    }[kind]
    return Change(Level.REFLOW, f"numbers/{kind}", f"{at}: {words}{sample}", tuple(fold.old), tuple(fold.new))
