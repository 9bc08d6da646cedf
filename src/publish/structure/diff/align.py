"""Two sequences of blocks → which block of the new edition is which block of the old one.

Comes in: for each block a key (equal keys are the same block) and its words. Goes out: pairs, in the order of
the new edition, and what has no partner. The method: trim the common ends; anchor on keys that occur once on
both sides (patience difference, longest increasing run); fill small gaps with difflib; pair what is left in
a gap by shared words; find blocks that moved. Time grows with n log n, not with the product of the lengths.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise

from publish.structure.diff.moves import Run, order_of
from publish.structure.rising import longest_increasing

_SMALL_PRODUCT = 60_000
"""Gaps up to this many comparisons go through difflib; larger ones without unique keys are left to words."""
_NEAR = 2
"""Blocks at about the same place of a gap are compared even if they share no rare word."""
_RARE = 12
"""A word in at most so many blocks of a gap is worth following to its partner."""
_ALIKE = 0.5
"""Share of common words from which two blocks are one block that was edited."""


class Fate(Enum):
    """What became of a block that stands in both editions."""

    SAME = "same"
    EDITED = "edited"
    MOVED = "moved"
    MOVED_EDITED = "moved and edited"


@dataclass(frozen=True)
class Item:
    """What alignment sees of a block: a key, its kind, and words that are split only where they are needed.

    `group` is the coarse kind (heading, text, row, figure …): blocks without a common word pair only in one.
    """

    key: Hashable
    group: str
    split: Callable[[], Iterable[str]]
    exact: Hashable = None
    """What is equal only if nothing differs, if the key leaves something out."""

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the block's different words."""
        return frozenset(self.split())


@dataclass(frozen=True, slots=True)
class Pair:
    """One block of both editions, by its place in each sequence."""

    old: int
    new: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class Alignment:
    """Who is who; every index of either side stands in exactly one place."""

    pairs: tuple[Pair, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]
    exchanged: tuple[tuple[Run, Run], ...] = ()
    """Runs of moved pairs that stand in each other's place."""


def align(old: Sequence[Item], new: Sequence[Item]) -> Alignment:
    """Pair the blocks of two editions."""
    same = match_keys([item.key for item in old], [item.key for item in new])
    plain = list(_plain_moves(old, new, same))
    found = [*same, *plain]
    gone, come = ({pair[side] for pair in plain} for side in (0, 1))
    olds, news = [i for i in range(len(old)) if i not in gone], [j for j in range(len(new)) if j not in come]
    place_old, place_new = {i: n for n, i in enumerate(olds)}, {j: n for n, j in enumerate(news)}
    left, right = [old[i] for i in olds], [new[j] for j in news]
    anchors = [(place_old[i], place_new[j]) for i, j in same]
    for first, second in _gaps(anchors, len(left), len(right)):
        found.extend((olds[i], news[j]) for i, j in _pair_by_words(left, right, first, second))
    found += _find_moves(old, new, *_free(old, new, found))
    removed, added = _free(old, new, found)
    order = order_of(found, lambda pair: 1 + len(new[pair[1]].words))
    elsewhere = {pair for run in order.moved for pair in run}
    elsewhere |= {pair for runs in order.exchanged for run in runs for pair in run}
    pairs = [
        Pair(i, j, _fate(_same(old[i], new[j]), (i, j) in elsewhere))
        for i, j in sorted(found, key=lambda pair: pair[1])
    ]
    return Alignment(tuple(pairs), tuple(removed), tuple(added), order.exchanged)


def _same(one: Item, two: Item) -> bool:
    return one.key == two.key and one.exact == two.exact


def _fate(is_same: bool, is_moved: bool) -> Fate:
    if is_moved:
        return Fate.MOVED if is_same else Fate.MOVED_EDITED
    return Fate.SAME if is_same else Fate.EDITED


def _free(
    old: Sequence[Item], new: Sequence[Item], taken: Iterable[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    """Return what has no partner yet on each side."""
    pairs = list(taken)
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    return [i for i in range(len(old)) if i not in left], [j for j in range(len(new)) if j not in right]


def _plain_moves(
    old: Sequence[Item], new: Sequence[Item], same: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Pair what stands once, with the same words, elsewhere: no edit explains it better."""
    left, right = _free(old, new, same)
    counts = Counter(old[i].key for i in left), Counter(new[j].key for j in right)
    place = {new[j].key: j for j in right}
    for i in left:
        key = old[i].key
        if counts[0][key] == counts[1][key] == 1 and old[i].words:
            yield i, place[key]


def match_keys(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return index pairs of equal keys that keep their order on both sides (a long common subsequence).

    >>> match_keys("abcd", "acbd")
    [(0, 0), (2, 1), (3, 3)]
    """
    found: list[tuple[int, int]] = []
    work = [(0, len(old), 0, len(new))]
    while work:
        low_old, high_old, low_new, high_new = work.pop()
        while low_old < high_old and low_new < high_new and old[low_old] == new[low_new]:
            found.append((low_old, low_new))
            low_old, low_new = low_old + 1, low_new + 1
        while low_old < high_old and low_new < high_new and old[high_old - 1] == new[high_new - 1]:
            high_old, high_new = high_old - 1, high_new - 1
            found.append((high_old, high_new))
        if low_old == high_old or low_new == high_new:
            continue
        anchors = _unique_anchors(old, new, (low_old, high_old), (low_new, high_new))
        if anchors:
            edges = [(low_old - 1, low_new - 1), *anchors, (high_old, high_new)]
            found.extend(anchors)
            work.extend((i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(edges))
        elif (high_old - low_old) * (high_new - low_new) <= _SMALL_PRODUCT:
            matcher = difflib.SequenceMatcher(
                None, old[low_old:high_old], new[low_new:high_new], autojunk=False
            )
            for block in matcher.get_matching_blocks():
                found.extend((low_old + block.a + k, low_new + block.b + k) for k in range(block.size))
    return sorted(found)


def _unique_anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], olds: tuple[int, int], news: tuple[int, int]
) -> list[tuple[int, int]]:
    """Return the longest increasing run of keys that stand once on each side of a gap."""
    count_old = Counter(old[olds[0] : olds[1]])
    count_new = Counter(new[news[0] : news[1]])
    place = {new[j]: j for j in range(*news) if count_new[new[j]] == 1}
    common = [(i, place[old[i]]) for i in range(*olds) if count_old[old[i]] == 1 and old[i] in place]
    return [common[k] for k in longest_increasing([j for _, j in common])]


def _gaps(same: list[tuple[int, int]], old_end: int, new_end: int) -> Iterator[tuple[range, range]]:
    edges = [(-1, -1), *same, (old_end, new_end)]
    for (i, j), (k, m) in pairwise(edges):
        if k - i > 1 and m - j > 1:
            yield range(i + 1, k), range(j + 1, m)


def similarity(first: Set[str], second: Set[str]) -> float:
    """Return the share of words two blocks have in common, 0 to 1 (Dice).

    >>> similarity({"a", "b"}, {"b", "c"})
    0.5
    """
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 1.0


def _pair_by_words(old: Sequence[Item], new: Sequence[Item], olds: range, news: range) -> list[tuple[int, int]]:
    """Pair the blocks of one gap without crossing: the most alike first, then short ones standing alike."""
    ranked = sorted(
        (
            (score, i, j)
            for i, j in _candidates(old, new, olds, news)
            if (score := _score(old[i], new[j])) >= _ALIKE
        ),
        key=lambda entry: (
            -entry[0],
            abs((entry[1] - olds.start) - (entry[2] - news.start)),
            entry[1],
            entry[2],
        ),
    )
    chosen: list[tuple[int, int]] = []
    for _, i, j in ranked:
        at = bisect_left(chosen, (i, j))
        before = chosen[at - 1] if at else (-1, -1)
        after = chosen[at] if at < len(chosen) else (olds.stop, news.stop)
        if before[0] < i < after[0] and before[1] < j < after[1]:
            chosen.insert(at, (i, j))
    return chosen + list(_pair_by_place(old, new, chosen, olds, news))


def _pair_by_place(
    old: Sequence[Item], new: Sequence[Item], chosen: list[tuple[int, int]], olds: range, news: range
) -> Iterator[tuple[int, int]]:
    """Pair what stands alone in its place on both sides: the same kind of block, with all its words changed."""
    edges = [(olds.start - 1, news.start - 1), *chosen, (olds.stop, news.stop)]
    for (i, j), (k, m) in pairwise(edges):
        if k - i != m - j or k - i > 4:
            continue
        groups = [(old[i + n].group, new[j + n].group) for n in range(1, k - i)]
        if all(first == second for first, second in groups):
            for n in range(1, k - i):
                if max(len(old[i + n].words), len(new[j + n].words)) <= _RARE or k - i == 2:
                    yield i + n, j + n


def _by_word(items: Sequence[Item], indexes: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index in indexes:
        for word in items[index].words:
            found[word].append(index)
    return found


def _candidates(
    old: Sequence[Item], new: Sequence[Item], olds: range, news: range
) -> Iterator[tuple[int, int]]:
    by_word = _by_word(new, news)
    for i in olds:
        expected = news.start + (i - olds.start) * len(news) // len(olds)
        near = set(range(max(news.start, expected - _NEAR), min(news.stop, expected + _NEAR + 1)))
        rare = sorted((len(by_word[word]), word) for word in old[i].words if 0 < len(by_word[word]) <= _RARE)
        for _, word in rare[:3]:
            near.update(by_word[word])
        yield from ((i, j) for j in sorted(near))


def _score(first: Item, second: Item) -> float:
    alike = similarity(first.words, second.words)
    if not first.words and not second.words:
        return 1.0 if first.group == second.group else 0.0
    return alike - (0.0 if first.group == second.group else 0.1)


def _find_moves(
    old: Sequence[Item], new: Sequence[Item], free_old: list[int], free_new: list[int]
) -> list[tuple[int, int]]:
    """Pair what was taken out in one place with what was put in elsewhere: by key, by text, by words."""
    found: list[tuple[int, int]] = []
    left, right = dict.fromkeys(free_old), dict.fromkeys(free_new)

    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for i in left:
        waiting[old[i].key].append(i)
    for queue in waiting.values():
        queue.reverse()
    for j in list(right):
        if waiting.get(new[j].key):
            i = waiting[new[j].key].pop()
            found.append((i, j))
            del left[i], right[j]
    long_old = [i for i in left if len(old[i].words) >= 8]
    long_new = [j for j in right if len(new[j].words) >= 8]
    if long_old and long_new and len(long_old) * len(long_new) <= _SMALL_PRODUCT:
        ranked = sorted(
            (
                (similarity(old[i].words, new[j].words), i, j)
                for i, j in _candidates_anywhere(old, new, long_old, long_new)
            ),
            key=lambda entry: (-entry[0], entry[1], entry[2]),
        )
        for score, i, j in ranked:
            if score >= 0.7 and i in left and j in right:
                found.append((i, j))
                del left[i], right[j]
    return found


def _candidates_anywhere(
    old: Sequence[Item], new: Sequence[Item], olds: list[int], news: list[int]
) -> Iterator[tuple[int, int]]:
    by_word = _by_word(new, news)
    for i in olds:
        rare = sorted((len(by_word[word]), word) for word in old[i].words if 0 < len(by_word[word]) <= _RARE)
        yield from ((i, j) for j in sorted({j for _, word in rare[:3] for j in by_word[word]}))
