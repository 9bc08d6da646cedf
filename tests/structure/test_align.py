"""Alignment holds for any two sequences: every block stands in one place, equal ones find each other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from publish.structure.diff.align import Alignment, Fate, Item, align, match_keys
from publish.structure.diff.words import split_words, word_changes

SENTENCES = st.lists(
    st.sampled_from([f"sentence number {n} about thing {n % 3}" for n in range(12)]), max_size=14
)


def items(texts: list[str]) -> list[Item]:
    return [Item(("P", text), "P", text.split) for text in texts]


def aligned(old: list[str], new: list[str]) -> Alignment:
    return align(items(old), items(new))


@given(SENTENCES)
def test_equal_sequences_are_the_same(texts: list[str]) -> None:
    found = aligned(texts, texts)
    assert [(pair.old, pair.new, pair.fate) for pair in found.pairs] == [
        (n, n, Fate.SAME) for n in range(len(texts))
    ]


@given(SENTENCES, SENTENCES)
def test_every_block_stands_in_exactly_one_place(old: list[str], new: list[str]) -> None:
    found = aligned(old, new)
    assert sorted([*(pair.old for pair in found.pairs), *found.removed]) == list(range(len(old)))
    assert sorted([*(pair.new for pair in found.pairs), *found.added]) == list(range(len(new)))


@given(SENTENCES, SENTENCES)
def test_matches_keep_their_order(old: list[str], new: list[str]) -> None:
    found = match_keys(old, new)
    assert all(old[i] == new[j] for i, j in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))


@given(st.permutations([f"block number {n} of this edition {n * n}" for n in range(9)]))
def test_what_only_moved_is_neither_added_nor_removed(order: list[str]) -> None:
    old = [f"block number {n} of this edition {n * n}" for n in range(9)]
    found = aligned(old, order)
    assert not found.added
    assert not found.removed


def test_a_block_with_all_its_words_changed_in_place_is_edited() -> None:
    found = aligned(["one a b", "Foreword", "two c d"], ["one a b", "Preface", "two c d"])
    assert [pair.fate for pair in found.pairs] == [Fate.SAME, Fate.EDITED, Fate.SAME]


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=20),
    st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=20),
)
def test_word_changes_rebuild_the_new_text(old: list[str], new: list[str]) -> None:
    rebuilt, at = [], 0
    for change in word_changes(old, new):
        rebuilt += old[at : change.at_old]
        assert len(rebuilt) == change.at_new
        assert tuple(old[change.at_old : change.at_old + len(change.old)]) == change.old
        rebuilt += change.new
        at = change.at_old + len(change.old)
    assert [*rebuilt, *old[at:]] == new


def test_words_of_chinese_and_japanese_are_single_signs() -> None:
    old, new = split_words("日本の歴史 is long"), split_words("日本の歴史 is short")
    assert [(change.old, change.new) for change in word_changes(old, new)] == [(("long",), ("short",))]
    assert len(split_words("歴史")) == 2
