"""Two e-books → words set off in their blocks: no longer, now, or otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.model.changes import Change, Level, Spot
from publish.model.looks import Emphasis
from publish.model.pages import Block
from publish.structure.diff.align import Pair
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.epub.runs import LINK
from publish.structure.epub.traits import differences, how, tell
from publish.structure.sentences import count, describe, quote

_TOLD_ALONE = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """One change of words set off: how it is told of one block, and of many."""

    one: str
    many: str
    words: str
    stream: Stream
    pair: Pair

    @property
    def block(self) -> Block:
        return self.stream.new[self.pair.new]


def emphasis_changes(comparison: Comparison) -> list[Change]:
    """Return the changes of words set off; the same one in many blocks as one."""
    groups: dict[str, list[_Told]] = defaultdict(list)
    for stream in comparison.streams:
        for pair in stream.alignment.pairs:
            old, new = stream.blocks(pair)
            if old.emphases != new.emphases and _is_comparable(stream, pair):
                for told in _in_block(stream, pair, old, new):
                    groups[told.many].append(told)
    return [change for group in groups.values() for change in _fold(comparison, group)]


def _is_comparable(stream: Stream, pair: Pair) -> bool:
    old, new = stream.blocks(pair)
    return stream.same_words(pair) and old.role == new.role and old.cells == new.cells


def _key(emphasis: Emphasis) -> tuple[int, int, str]:
    return emphasis.word, emphasis.letters, emphasis.opening


def _in_block(stream: Stream, pair: Pair, old: Block, new: Block) -> Iterator[_Told]:
    before, after = {_key(e): e for e in old.emphases}, {_key(e): e for e in new.emphases}
    # A whole block that is set off otherwise is told as its look.
    of_block = differences(dict(old.look.traits), dict(new.look.traits))
    for key in before.keys() & after.keys():
        for found in differences(dict(before[key].traits), dict(after[key].traits)):
            if found[0] != LINK and not any(found[0] == each[0] for each in of_block):
                words, told = _words(after[key]), tell(*found)
                yield _Told(f"{told} of {words}", f"{told} of words set off", words, stream, pair)
    lost = [e for key, e in before.items() if key not in after]
    got = [e for key, e in after.items() if key not in before]
    for one in list(lost):
        two = next((e for e in got if e.traits == one.traits and _touch(one, e)), None)
        if two is not None:
            lost.remove(one)
            got.remove(two)
            style = how(dict(two.traits))
            told = f"{_words(two)} instead of {_words(one)} is {style}"
            if _words(two) == _words(one):
                told = (
                    f"{count(two.letters, 'letter')} instead of {one.letters} from {_words(two)} on are {style}"
                )
            yield _Told(told, f"other words are {style}", _words(two), stream, pair)
    for is_now, emphases in ((False, lost), (True, got)):
        for emphasis in emphases:
            traits = dict(emphasis.traits)
            if LINK in traits:
                continue  # told with the link
            state = f"{'now' if is_now else 'no longer'} {how(traits)}"
            words = _words(emphasis)
            yield _Told(f"{words} is {state}", f"words are {state}", words, stream, pair)


def _touch(one: Emphasis, two: Emphasis) -> bool:
    """Tell whether two runs share words."""
    ends = [emphasis.word + max(1, len(emphasis.opening.split())) for emphasis in (one, two)]
    return one.word < ends[1] and two.word < ends[0]


def _words(emphasis: Emphasis) -> str:
    return quote(emphasis.opening, 40)


def _fold(comparison: Comparison, group: Sequence[_Told]) -> Iterator[Change]:
    old: tuple[Spot, ...]
    if len(group) <= _TOLD_ALONE:
        for each in group:
            where = comparison.new_paging.at(each.block.page)
            told = f"{where}: {each.one} in the {describe(each.block)}"
            old, new = each.stream.old_spots(each.pair.old), each.stream.new_spots(each.pair.new)
            yield Change(Level.STYLE, "style/emphasis", told, old, new)
        return
    where = comparison.new_paging.several(each.block.page for each in group)
    blocks = {(each.stream.letter, each.pair.new) for each in group}
    told = f"{where}: {group[0].many} in {count(len(blocks), 'block')}, from {group[0].words} on"
    old = tuple(spot for each in group for spot in each.stream.old_spots(each.pair.old))
    new = tuple(spot for each in group for spot in each.stream.new_spots(each.pair.new))
    yield Change(Level.STYLE, "style/emphasis", told, tuple(dict.fromkeys(old)), tuple(dict.fromkeys(new)))
