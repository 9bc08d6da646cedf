"""Headings and images as a copy editor would mark them."""

from __future__ import annotations

import pytest

from publish.checking.manuscript import check_manuscript
from publish.model.document import Document, Element
from publish.model.elements import make_attr, text


def heading(level: int, words: str = "Words") -> Element:
    return Element("Header", (level, make_attr("x"), text(words) if words else ()))


def image(words: str = "", **pairs: str) -> Element:
    return Element(
        "Para", (Element("Image", (make_attr("", (), **pairs), text(words) if words else (), ("i.png", ""))),)
    )


@pytest.mark.parametrize(
    ("levels", "first_level", "codes"),
    [
        ((1, 2, 3, 2, 1), 1, []),
        ((1, 3), 1, ["heading/skipped-level"]),
        ((1, 3, 4, 6), 1, ["heading/skipped-level", "heading/skipped-level"]),
        ((2, 3, 2), 1, []),
        ((3, 1), 1, ["heading/skipped-level"]),
        ((2, 4), 2, ["heading/skipped-level"]),
        ((), 1, []),
    ],
)
def test_levels(levels: tuple[int, ...], first_level: int, codes: list[str]) -> None:
    document = Document("a.md", tuple(heading(level) for level in levels))
    assert [found.code for found in check_manuscript(document, first_level)] == codes


def test_a_heading_needs_words() -> None:
    assert [found.code for found in check_manuscript(Document("a.md", (heading(1, ""),)))] == ["heading/empty"]


def test_an_image_needs_a_description_or_the_word_that_it_needs_none() -> None:
    good = (image("A map"), image(alt=""), image(alt="A map"), image(role="presentation"))
    assert not check_manuscript(Document("a.md", good))
    (found,) = check_manuscript(Document("a.md", (Element("BlockQuote", (image(),)),)))
    assert found.code == "image/no-alt"
    assert "`i.png`" in found.message
