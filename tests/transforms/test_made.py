"""Made pieces: their documents, and the words they have in every language."""

from __future__ import annotations

import pytest

from publish.model.document import Element, plain_text
from publish.model.elements import attr_of, para, text
from publish.model.pieces import PIECE_KINDS, Piece, name_of
from publish.transforms.bookwords import (
    _PAGE_WORDS,
    _WORDS,
    HEADED,
    appendix_letter,
    called,
    page_word,
    part_number,
    piece_word,
)
from publish.transforms.made import made_document
from publish.transforms.words import WORDS


def test_every_language_of_captions_has_the_words_of_books() -> None:
    assert set(_WORDS) == set(WORDS) == set(_PAGE_WORDS)
    for words in (*_WORDS.values(), *_PAGE_WORDS.values()):
        assert all(words.values())
    for words in _WORDS.values():
        assert words["part"].count("#") == words["appendix"].count("#") == 1


@pytest.mark.parametrize("name", PIECE_KINDS)
def test_every_piece_has_a_word_of_its_own(name: str) -> None:
    role = PIECE_KINDS[name].role
    assert name_of(role) == name
    assert role == "title-page" or piece_word(role, "en") or page_word(role, "en")


def test_parts_and_appendices_are_numbered_as_the_language_does() -> None:
    assert [called("part", part_number(2, lang), lang) for lang in ("en", "de-CH", "tr", "fa", "zh", "he")] == [
        "Part II", "Teil II", "II. Kısım", "بخش 2", "第2部分", "חלק ב",
    ]  # fmt: skip
    assert [called("appendix", appendix_letter(3, lang), lang) for lang in ("en", "ru", "el", "ar", "xx")] == [
        "Appendix C", "Приложение В", "Παράρτημα Γ", "الملحق ج", "Appendix C",
    ]  # fmt: skip
    assert called("appendix", "A.1", "en") == "A.1"


@pytest.mark.parametrize("role", sorted({kind.role for kind in PIECE_KINDS.values()}))
def test_a_made_piece_is_a_heading_and_a_place(role: str) -> None:
    document = made_document(Piece("front", role), f"({role})", "de", 2, None, ())  # type: ignore[arg-type]
    *headings, place = document.blocks
    assert place.tag == "Div"
    if headings:
        level, (identifier, classes, _), title = headings[0].content
        assert (level, identifier, plain_text(title)) == (2, name_of(role), piece_word(role, "de"))  # type: ignore[arg-type]
        assert "unnumbered" in classes
    assert bool(headings) is (role in HEADED)


def test_what_the_author_wrote_comes_first() -> None:
    heading = Element("Header", (1, ("names", (), ()), text("Names")))
    index = made_document(Piece("back", "index", name="n"), "(index n)", "en", 1, heading, ())
    assert plain_text(index.blocks[0].content[2]) == "Names"
    assert attr_of(index.blocks[1])[1:] == (("made", "made-index"), (("name", "n"),))
    words = made_document(Piece("front", "dedication"), "(dedication)", "en", 1, None, (para(text("For you")),))
    assert plain_text(words.blocks) == "For you"
