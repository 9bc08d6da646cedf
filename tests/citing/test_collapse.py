"""Collapsing and disambiguation, as a reader sees them."""

from __future__ import annotations

import pytest

from tests.citing.making import AUTHOR_DATE, book, cite, in_layout, in_text, make_style, reference, texts

LAYOUT = in_layout(AUTHOR_DATE, 'prefix="(" suffix=")" delimiter="; "')
NUMBERS = in_layout('<text variable="citation-number"/>', 'prefix="[" suffix="]" delimiter=", "')
BOOKS = [book(f"b{number}", f"Author{number}", f"Title {number}", 2000 + number) for number in range(1, 8)]
SAME = [
    book("a", "Doe", "First", 2001),
    book("b", "Doe", "Second", 2001),
    book("c", "Doe", "Third", 2001),
    book("d", "Doe", "Fourth", 2003),
]


def all_of(keys: str, references: list, attributes: str, layout: str = LAYOUT) -> str:  # type: ignore[type-arg]
    clusters = in_text(*[cite(one.key) for one in references], tuple([cite(key) for key in keys.split()]))
    return texts(clusters, references, make_style(layout, citation=attributes))[-1]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("b1 b2 b3", "[1–3]"),
        ("b1 b2", "[1, 2]"),
        ("b1 b3 b4 b5 b7", "[1, 3–5, 7]"),
        ("b3 b2 b1", "[3, 2, 1]"),
        ("b1 b2 b2 b3 b4", "[1, 2, 2–4]"),
    ],
)
def test_numbers_collapse_into_ranges(keys: str, expected: str) -> None:
    assert all_of(keys, BOOKS, 'collapse="citation-number"', NUMBERS) == expected


def test_a_number_with_a_locator_stays_apart() -> None:
    clusters = in_text((cite("b1"), cite("b2"), cite("b3")), (cite("b1"), cite("b2", prefix="see"), cite("b3")))
    style = make_style(NUMBERS, citation='collapse="citation-number"')
    assert texts(clusters, BOOKS, style) == ["[1–3]", "[1, see 2, 3]"]


SUFFIX = 'disambiguate-add-year-suffix="true"'


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (SUFFIX, "(Doe 2001a; Doe 2001b; Doe 2001c; Doe 2003)"),
        (f'{SUFFIX} collapse="year"', "(Doe 2001a, 2001b, 2001c, 2003)"),
        (f'{SUFFIX} collapse="year" cite-group-delimiter=" and "', "(Doe 2001a and 2001b and 2001c and 2003)"),
        (f'{SUFFIX} collapse="year-suffix" year-suffix-delimiter=", "', "(Doe 2001a, b, c, 2003)"),
        (f'{SUFFIX} collapse="year-suffix-ranged" year-suffix-delimiter=","', "(Doe 2001a–c, 2003)"),
    ],
)
def test_years_collapse(attributes: str, expected: str) -> None:
    assert all_of("a b c d", SAME, attributes) == expected


def test_names_hidden_by_et_al_are_added_until_cites_differ() -> None:
    def by(*families: str) -> list[dict[str, str]]:
        return [{"family": family, "given": "X."} for family in families]

    year = {"date-parts": [[2000]]}
    references = [
        reference("a", author=by("Doe", "Roe", "Poe"), issued=year),
        reference("b", author=by("Doe", "Loe", "Poe"), issued=year),
        reference("c", author=by("Moe", "Loe", "Poe"), issued=year),
    ]
    attributes = 'et-al-min="3" et-al-use-first="1" disambiguate-add-names="true"'
    assert (
        all_of("a b c", references, attributes)
        == "(Doe, Roe, et al. 2000; Doe, Loe, et al. 2000; Moe et al. 2000)"
    )


def test_given_names_are_added_only_where_they_help() -> None:
    references = [
        book("a", "Doe", "A", 2000, "Ann"),
        book("b", "Doe", "B", 2000, "Bob"),
        book("c", "Roe", "C", 2000),
    ]
    attributes = 'disambiguate-add-givenname="true"'
    assert all_of("a b c", references, attributes) == "(Ann Doe 2000; Bob Doe 2000; Roe 2000)"


def test_an_expansion_that_does_not_help_is_taken_back() -> None:
    references = [book("a", "Doe", "A", 2000), book("b", "Doe", "B", 2000)]
    attributes = f'disambiguate-add-givenname="true" {SUFFIX}'
    assert all_of("a b", references, attributes) == "(Doe 2000a; Doe 2000b)"


def test_suffixes_go_beyond_the_alphabet() -> None:
    references = [book(f"k{number:02}", "Doe", f"T{number:02}", 2000) for number in range(28)]
    assert all_of("k26 k27", references, SUFFIX) == "(Doe 2000aa; Doe 2000ab)"
