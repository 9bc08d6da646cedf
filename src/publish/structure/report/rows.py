"""Documents of e-books, which have no pages → their changed blocks as rows: old on the left, new on the right.

Each changed block stands between its neighbours, so that one sees where one is. Words that differ are marked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.model.pages import Block, PageStructure
from publish.structure.diff.align import Fate
from publish.structure.diff.comparing import Comparison
from publish.structure.report.pairs import Mark, PagePair
from publish.structure.report.words import one_side, text_of
from publish.structure.sentences import name_of

_ENOUGH = 400
"""Letters of an unchanged neighbour that are shown."""
_LONGEST = 20_000
"""Letters from which on words are not compared one by one: nobody reads such a row."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A block of either edition or of both, each with its name in spots."""

    old: tuple[str, Block] | None
    new: tuple[str, Block] | None


def show_rows(comparison: Comparison, pair: PagePair) -> str:
    """Return the changed blocks of a document of two e-books as HTML."""
    old_marks, new_marks = _by_block(pair.old_marks), _by_block(pair.new_marks)
    rows = list(_rows(comparison, pair))
    is_marked = [
        bool((row.old and row.old[0] in old_marks) or (row.new and row.new[0] in new_marks)) for row in rows
    ]
    near = {at + step for at, marked in enumerate(is_marked) if marked for step in (-1, 0, 1)}
    parts: list[str] = []
    last = -1
    for at, row in enumerate(rows):
        if at not in near:
            continue
        if at != last + 1:
            parts.append('<div class="skipped" aria-hidden="true">⋯</div>')
        last = at
        left = _cell("old", row.old, row.new, old_marks)
        parts.append(f'<div class="row">{left}{_cell("new", row.new, row.old, new_marks)}</div>')
    if not parts:
        return ""
    return f'<div class="rows">{"".join(parts)}</div>'


def show_blocks(structure: PageStructure, page: int, marks: Sequence[Mark]) -> str:
    """Return the changed blocks of one edition alone, where the other one is of another kind."""
    by_name = _by_block(marks)
    named = _on_page(structure, page)
    near = {at + step for at, (name, _) in enumerate(named) if name in by_name for step in (-1, 0, 1)}
    parts = [_cell("", named[at], None, by_name) for at in sorted(near) if 0 <= at < len(named)]
    return (
        f'<div class="rows alone">{"".join(parts)}</div>' if parts else '<p class="none">no words changed</p>'
    )


def _by_block(marks: Sequence[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.block:
            found[mark.block].append(mark)
    return found


def _on_page(structure: PageStructure, page: int) -> list[tuple[str, Block]]:
    named = [(f"b{i}", block) for i, block in enumerate(structure.blocks) if block.page == page]
    return named + [(f"n{i}", note.body) for i, note in enumerate(structure.notes) if note.body.page == page]


def _rows(comparison: Comparison, pair: PagePair) -> Iterator[_Row]:
    """Put the blocks of both documents beside each other, as alignment has paired them."""
    old, new = _on_page(comparison.old, pair.old), _on_page(comparison.new, pair.new)
    partners = {
        f"{stream.letter}{found.new}": f"{stream.letter}{found.old}"
        for stream in comparison.streams
        for found in stream.alignment.pairs
        if found.fate in (Fate.SAME, Fate.EDITED)
    }
    places = {name: at for at, (name, _) in enumerate(old)}
    at = 0
    for entry in new:
        there = places.get(partners.get(entry[0], ""), -1)
        if there < at:
            yield _Row(None, entry)
            continue
        yield from (_Row(skipped, None) for skipped in old[at:there])
        yield _Row(old[there], entry)
        at = there + 1
    yield from (_Row(left, None) for left in old[at:])


def _cell(
    side: str,
    mine: tuple[str, Block] | None,
    other: tuple[str, Block] | None,
    marks: dict[str, list[Mark]],
) -> str:
    if mine is None:
        return f'<div class="cell {side} absent"></div>'
    name, block = mine
    found = sorted(marks.get(name, ()), key=lambda mark: -mark.level)
    level = found[0].level.word if found else ""
    differs = other is not None and bool(found) and other[1].text != block.text
    if differs and other and len(block.text) + len(other[1].text) <= _LONGEST:
        is_new = side == "new"
        words = one_side(
            *((other[1].text, block.text) if is_new else (block.text, other[1].text)), is_new=is_new
        )
    else:
        words = text_of(block.text if found else _opening(block.text))
    more = "…" if block.abridged else ""
    badges = "".join(_badge(mark) for mark in found)
    attributes = f' data-level="{level}"' if level else ""
    role = f'<span class="role">{badges}{text_of(name_of(block.role))}</span>'
    return f'<div class="cell {side} {level}"{attributes}>{role}<p dir="auto">{words}{more}</p></div>'


def _opening(text: str) -> str:
    """Return so much of a neighbour that one knows it again."""
    return text if len(text) <= _ENOUGH else f"{text[:_ENOUGH].rsplit(' ', 1)[0]} …"


def _badge(mark: Mark) -> str:
    return (
        f'<span class="mark badge {mark.level.word}" data-number="{mark.number}" '
        f'data-level="{mark.level.word}">{mark.number}</span>'
    )
