"""Words met on a page are found again in the manuscript, marks between them aside."""

from __future__ import annotations

import pytest

from publish.model.source import Source
from publish.paginating.places import find_character, find_words

SOURCES = (
    Source("one.md", "# Title\n\nSome *marked* words, and\n`more` of them.\n"),
    Source("two.md", "The second chapter: a verylongwordindeed stands\nhere alone. é\n"),
)


@pytest.mark.parametrize(
    ("printed", "place"),
    [
        ("Some marked words and more", "one.md:3:1"),
        ("“more” of them", "one.md:4:2"),
        ("The second chapter: a", "two.md:1:1"),
        ("verylongwordindeed", "two.md:1:23"),
        ("stands here", "two.md:1:42"),
        ("short", "None"),
        ("words that stand nowhere", "None"),
        ("", "None"),
        ("… — ?", "None"),
    ],
)
def test_words_are_found(printed: str, place: str) -> None:
    assert str(find_words(SOURCES, printed)) == place


def test_characters_are_found() -> None:
    assert str(find_character(SOURCES, "é")) == "two.md:2:13"
    assert find_character(SOURCES, "ß") is None
