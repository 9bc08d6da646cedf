"""What follows a cited key: locator, label, and the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.model.document import Element, plain_text
from publish.model.elements import text
from publish.transforms.locators import parse_locator
from tests.transforms.cases import TERMS


@pytest.mark.parametrize(
    ("suffix", "locator", "label", "rest"),
    [
        ("", "", "", ""),
        (", p. 23", "23", "page", ""),
        (", p.\u00a023", "23", "page", ""),
        (", p.23", "23", "page", ""),
        (" 23", "23", "page", ""),
        ("[23]", "", "", "[23]"),
        (", pp. 33-35, 38-39 and passim", "33-35, 38-39", "page", "and passim"),
        (", pp. 33–35, and elsewhere", "33–35", "page", ", and elsewhere"),
        (", chap. 4", "4", "chapter", ""),
        (", Chapter 4", "4", "chapter", ""),
        (", p. iv", "iv", "page", ""),
        (", iv", "", "", ", iv"),
        (", § 5(a)", "5(a)", "section", ""),
        (", §5", "5", "section", ""),
        (", {p. 3, ch. 4} and so", "3, ch. 4", "page", "and so"),
        (", {A, D--Z}, with", "A, D--Z", "page", ", with"),
        (" {}, 1990", "", "", ", 1990"),
        (" {unclosed 3", "", "", "{unclosed 3"),
        (", p. 23.", "23", "page", "."),
        (", 23 ff.", "23 ff.", "page", ""),
        (", p. 23f.", "23f.", "page", ""),
        (", pp. 3 & 5", "3 & 5", "page", ""),
        (", vol. 2, p. 5", "2", "volume", ", p. 5"),
        (" and others", "", "", "and others"),
        (", page", "", "", ", page"),
        (", pages 3", "", "", ", pages 3"),
        (", p. ۲۳", "۲۳", "page", ""),
        (", 12:3-4", "12:3-4", "page", ""),
    ],
)
def test_locator(suffix: str, locator: str, label: str, rest: str) -> None:
    found = parse_locator(text(suffix), TERMS)
    assert (found[0], found[1], plain_text(found[2])) == (locator, label, rest)


def test_formatted_words_end_a_locator() -> None:
    suffix = (*text(", p. 3 "), Element("Emph", text("so")))
    locator, label, rest = parse_locator(suffix, TERMS)
    assert (locator, label, [inline.tag for inline in rest]) == ("3", "page", ["Space", "Emph"])


def test_without_terms_digits_are_pages() -> None:
    assert parse_locator(text(", 3"), ())[:2] == ("3", "page")
    assert parse_locator(text(", p. 3"), ())[:2] == ("", "")


@given(st.text(alphabet="p.§ chap12ivx,;–-&{}()[]\u00a0é", max_size=40))
def test_nothing_is_lost(words: str) -> None:
    locator, label, rest = parse_locator(text(words), TERMS)
    kept = "".join((locator + plain_text(rest)).split())
    for sign in "12":
        assert kept.count(sign) == words.count(sign)
    assert bool(locator) <= bool(label)
