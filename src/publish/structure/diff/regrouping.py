"""Two editions → the same editions with paragraph breaks agreed where no reader sees them.

Where a paragraph ends with a full line at the foot of a page, the page does not tell whether the next one goes
on with it: one reading may take for two paragraphs what the other, set otherwise, takes for one. Such blocks
are joined on both sides. A break that shows (in the middle of a page) is left alone and told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from publish.model.looks import Abridged, Emphasis
from publish.model.pages import Block
from publish.model.wording import squash
from publish.structure.diff.align import Fate
from publish.structure.diff.comparing import Comparison, compare
from publish.structure.diff.hyphens import hyphen_twin
from publish.structure.diff.repaging import View

_APART = 4
"""So many pictures, captions or rows may stand between both parts, at the head or the foot of a page."""
_BETWEEN = ("Figure", "Caption", "TR", "TH")


@dataclass(frozen=True, slots=True)
class _Break:
    """Two neighbouring blocks of one side that are one block of the other."""

    first: int
    second: int
    whole: Block


def agree_on_paragraphs(old: View, new: View) -> tuple[Comparison, View, View]:
    """Compare two editions after joining what only page ends divide."""
    pagings = old.paging, new.paging
    comparison = compare(old.structure, new.structure, pagings)
    if not comparison.has_pages:
        return comparison, old, new
    in_new = list(_breaks(comparison, is_new=True))
    in_old = list(_breaks(comparison, is_new=False))
    twins = tuple(
        {pair.new: text for pair in stream.alignment.pairs if (text := hyphen_twin(*stream.blocks(pair)))}
        for stream in comparison.streams
    )
    if not (in_new or in_old or any(twins)):
        return comparison, old, new
    before, after = _joined(old, in_old), _joined(_respelt(new, *twins), in_new)
    return compare(before.structure, after.structure, pagings), before, after


def _respelt(view: View, main: dict[int, Block], notes: dict[int, Block]) -> View:
    """Return an edition with some of its blocks spelt as the other edition has them."""
    structure = view.structure
    changed = replace(
        structure,
        blocks=tuple(main.get(n, block) for n, block in enumerate(structure.blocks)),
        notes=tuple(
            replace(note, body=notes[n]) if n in notes else note for n, note in enumerate(structure.notes)
        ),
    )
    return replace(view, structure=changed)


def _breaks(comparison: Comparison, *, is_new: bool) -> Iterator[_Break]:
    """Find blocks of one side that are one on the other, where a page ends between them."""
    main = comparison.main
    blocks = main.new if is_new else main.old
    free = set(main.alignment.added if is_new else main.alignment.removed)
    for pair in main.alignment.pairs if free else ():
        if pair.fate is Fate.SAME:
            continue
        here, whole = (pair.new, main.old[pair.old]) if is_new else (pair.old, main.new[pair.new])
        if len(whole.fragments) < 2 or len(whole.marks) <= len(blocks[here].marks):
            continue
        for first, second in _neighbours(blocks, here, free):
            if _is_whole(blocks[first], blocks[second], whole):
                free -= {first, second}
                yield _Break(first, second, whole)
                break


def _neighbours(blocks: tuple[Block, ...], here: int, free: set[int]) -> Iterator[tuple[int, int]]:
    for step in (1, -1):
        at = here + step
        while 0 <= at < len(blocks) and blocks[at].role in _BETWEEN and abs(at - here) <= _APART:
            at += step
        if at in free:
            yield min(here, at), max(here, at)


def _is_whole(first: Block, second: Block, whole: Block) -> bool:
    """Tell whether two blocks are one block of the other edition, divided where a page ended in it."""
    if first.role != whole.role or second.role != whole.role or first.marks + second.marks != whole.marks:
        return False
    is_spelt_out = not (first.abridged or second.abridged or whole.abridged)
    if is_spelt_out and squash(first.text) + squash(second.text) != squash(whole.text):
        return False
    words, ends = 0, set()
    for fragment in whole.fragments[:-1]:
        if not fragment.lines:
            return True
        words += sum(len(line.text.split()) for line in fragment.lines)
        words -= fragment.hyphen_count - fragment.ends_hyphenated
        ends.add(words)
    return any(abs(len(first.marks) - end) <= 2 for end in ends)


def _joined(view: View, breaks: list[_Break]) -> View:
    structure = view.structure
    gone = {each.second: each for each in breaks}
    whole = {each.first: each for each in breaks}
    blocks: list[Block] = []
    kept: list[int] = []
    place: dict[int, int] = {}
    for index, block in enumerate(structure.blocks):
        if index in gone:
            place[index] = place[gone[index].first]
            continue
        place[index] = len(blocks)
        kept.append(index)
        each = whole.get(index)
        blocks.append(_join(block, structure.blocks[each.second], each.whole) if each else block)
    calls = tuple(
        call
        if call.block is None
        else replace(
            call,
            block=place[call.block],
            word=call.word + (len(structure.blocks[gone[call.block].first].marks) if call.block in gone else 0),
        )
        for call in structure.calls
    )
    changed = replace(structure, blocks=tuple(blocks), calls=calls)
    return replace(view, structure=changed, blocks=tuple(view.blocks[index] for index in kept))


def _join(first: Block, second: Block, whole: Block) -> Block:
    text = f"{first.text} {second.text}"
    abridged = Abridged(first.marks + second.marks, whole.digest) if first.abridged or second.abridged else None
    emphases: dict[tuple[str, float, str], Emphasis] = {}
    for emphasis in (*first.emphases, *second.emphases):
        face = (emphasis.font, emphasis.size_pt, emphasis.colour)
        other = emphases.get(face)
        emphases[face] = replace(other, letters=other.letters + emphasis.letters) if other else emphasis
    return replace(
        first,
        text=first.text if abridged else text,
        abridged=abridged,
        fragments=(*first.fragments, *second.fragments),
        emphases=tuple(emphases.values()),
    )
