"""Aligned streams → words set off inside blocks (italics, bold, colour …) that are so no longer, or newly.

Only blocks with the same words are looked at: what an edit brings along, the edit tells. A look is held against
that of its block, so that another typeface of the whole edition is no news of its italics.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from publish.model.changes import Change, Level, Spot
from publish.model.looks import Emphasis, Look
from publish.model.pages import Block
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.faces import called, family_of, style_of
from publish.structure.sentences import count, describe, length, quote

_SEEN_PT = 0.045
_TOLD_ALONE = 3
_BREAKS = re.compile(r"[\s\u00ad\u2010-]+")
Face = tuple[str, float, str]


@dataclass(frozen=True, slots=True)
class _Told:
    """One change of words set off: how it is told of one block, and of many."""

    one: str
    many: str
    words: str
    page: int
    block: str
    old: tuple[Spot, ...]
    new: tuple[Spot, ...]
    source: str


def emphasis_changes(comparison: Comparison) -> list[Change]:
    """Return the changes of words set off; the same one in many blocks as one."""
    if comparison.old.kind != comparison.new.kind:
        return []
    groups: dict[str, list[_Told]] = defaultdict(list)
    for stream in comparison.streams:
        for pair in stream.alignment.pairs:
            if stream.same_words(pair):
                for told in _in_block(stream, (pair.old, pair.new)):
                    groups[told.many].append(told)
    return [change for group in groups.values() for change in _fold(comparison, group)]


def _in_block(stream: Stream, indexes: tuple[int, int]) -> Iterator[_Told]:
    old, new = stream.old[indexes[0]], stream.new[indexes[1]]
    if old.emphases == new.emphases and old.look == new.look:
        return
    before = {_face(e, old.look): e for e in old.emphases}
    after = {_face(e, new.look): e for e in new.emphases}

    def tell(words: str, one: str, many: str) -> _Told:
        spots = stream.old_spots(indexes[0]), stream.new_spots(indexes[1])
        return _Told(one, many, words, new.page, describe(new), *spots, new.source)

    lost = [before[face] for face in before if face not in after]
    got = [after[face] for face in after if face not in before]
    for first in list(lost):
        second = next((e for e in got if e.letters == first.letters), None)
        if second:
            lost.remove(first)
            got.remove(second)
            for what, one, two in _differences(first, second):
                words = _words(second, new)
                yield tell(words, f"{what} {one} → {two} of {words}", f"{what} {one} → {two} of words set off")
    for is_now, emphases, block in ((False, lost, old), (True, got, new)):
        for emphasis in emphases:
            how = f"{'now' if is_now else 'no longer'} set in {_name(emphasis, block.look)}"
            words = _words(emphasis, block)
            yield tell(words, f"{words} is {how}", f"words are {how}")
    lost_letters, got_letters = (sum(e.letters for e in found) for found in (lost, got))
    hyphens = [sum(f.hyphen_count for f in block.fragments) for block in (old, new)]
    for face, emphasis in after.items():
        other = before.get(face)
        if other is None:
            continue
        words, name = _words(emphasis, new), _name(emphasis, new.look)
        more = emphasis.letters - other.letters
        if more and more in (lost_letters, -got_letters, lost_letters - got_letters):
            continue
        if abs(more) > abs(hyphens[0] - hyphens[1]):
            told = f"{count(emphasis.letters, 'letter')} instead of {other.letters:,} set in {name}"
            yield tell(words, told, f"more or fewer letters are set in {name}")
        elif _bare(other.opening) != _bare(emphasis.opening):
            told = f"{words} instead of {_words(other, old)} set in {name}"
            yield tell(words, told, f"other words are set in {name}")


def _bare(text: str) -> str:
    """Return words without what a line end may put into them."""
    return _BREAKS.sub("", text)


def _words(emphasis: Emphasis, block: Block) -> str:
    return quote(emphasis.opening or block.text, 30)


def _face(emphasis: Emphasis, look: Look) -> Face:
    """Return a look as it differs from its block's, so that a change of the whole block is told once."""
    same_family = family_of(emphasis.font) == family_of(look.font)
    cut = style_of(emphasis.font) if same_family else emphasis.font
    return (
        "" if emphasis.font == look.font else cut or "upright",
        round((emphasis.size_pt - look.size_pt) / max(look.size_pt, 1.0), 2),
        "" if emphasis.colour == look.colour else emphasis.colour,
    )


def _differences(one: Emphasis, two: Emphasis) -> Iterator[tuple[str, str, str]]:
    if one.font != two.font:
        yield "typeface", called(one.font), called(two.font)
    if abs(one.size_pt - two.size_pt) > _SEEN_PT:
        yield "size", length(one.size_pt), f"{length(two.size_pt)} pt"
    if one.colour != two.colour:
        yield "colour", one.colour, two.colour


def _name(emphasis: Emphasis, look: Look) -> str:
    parts = []
    if emphasis.font != look.font:
        parts.append(called(emphasis.font))
    if abs(emphasis.size_pt - look.size_pt) > _SEEN_PT:
        parts.append(f"{length(emphasis.size_pt)} pt")
    if emphasis.colour != look.colour:
        parts.append(emphasis.colour)
    return " ".join(parts) or called(emphasis.font)


def _fold(comparison: Comparison, group: list[_Told]) -> Iterator[Change]:
    """Tell the same change of set-off words once."""
    if len(group) <= _TOLD_ALONE:
        for each in group:
            where = comparison.new_paging.at(each.page)
            told = f"{where}: {each.one} in the {each.block}"
            yield Change(Level.STYLE, "style/emphasis", told, each.old, each.new, each.source)
        return
    where = comparison.new_paging.several(each.page for each in group)
    told = f"{where}: {group[0].many} in {count(len(group), 'block')}, from {group[0].words} on"
    yield Change(
        Level.STYLE,
        "style/emphasis",
        told,
        tuple(spot for each in group for spot in each.old),
        tuple(spot for each in group for spot in each.new),
        group[0].source,
    )
