"""Locators of index entries: pages once, ranges, principal places, notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.paginating.locating import FolioOf, locator_pieces

ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"]


def folios(count: int = 40, front: int = 8) -> dict[str, tuple[int, str]]:
    """`p0` … stand on the pages of a book with eight roman pages."""
    return {f"p{n}": (n, ROMAN[n] if n < front else str(n - front + 1)) for n in range(count)}


def texts(targets: str, folio_of: FolioOf | None = None) -> list[str]:
    return [piece.text for piece in locator_pieces(targets, folio_of or folios().get)]


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ("p8", ["1"]),
        ("p10 p8 p10", ["1", "3"]),
        ("p10 p11", ["3", "4"]),
        ("p10 p11 p12", ["3–5"]),
        ("p10..p11", ["3–4"]),
        ("p10..p10", ["3"]),
        ("p10..p12 p11 p13", ["3–6"]),
        ("p10..p12 p12..p14", ["3–7"]),
        ("p6 p7 p8 p9", ["vii", "viii", "1", "2"]),
        ("p7..p9", ["viii–2"]),
        ("p12..p10", ["5"]),
        ("p10 !p10", ["3"]),
        ("p10..p14 !p12", ["3–7", "5"]),
        ("p10 p11 !p11 p12", ["3", "4", "5"]),
        ("p10:3", ["3n3"]),
        ("p10 p10:3 p10:4 p10:9", ["3", "3nn3–4", "3n9"]),
        ("nowhere p10", ["3"]),
        ("nowhere..p10", ["3"]),
        ("p10..nowhere", ["3"]),
        ("", []),
    ],
)
def test_locators(targets: str, expected: list[str]) -> None:
    assert texts(targets) == expected


def test_a_principal_place_is_marked_and_leads_to_its_own_mark() -> None:
    first, second = locator_pieces("p10 !p12 p12", folios().get)
    assert (first.is_main, second.is_main, second.target) == (False, True, "p12")


pages = st.integers(0, 39)
items = st.one_of(pages.map(lambda n: (n, n)), st.tuples(pages, pages).map(lambda p: (min(p), max(p))))


@given(st.lists(items, max_size=25))
def test_every_page_is_named_exactly_once_and_links_lead_to_the_first_of_its_places(
    spans: list[tuple[int, int]],
) -> None:
    targets = " ".join(f"p{a}" if a == b else f"p{a}..p{b}" for a, b in spans)
    number = {folio: page for page, folio in folios().values()}
    named: list[int] = []
    for piece in locator_pieces(targets, folios().get):
        first, _, last = piece.text.partition("–")
        assert piece.target == f"p{number[first]}"
        named.extend(range(number[first], number[last or first] + 1))
    assert named == sorted({page for a, b in spans for page in range(a, b + 1)})


@given(st.lists(pages, max_size=25))
def test_the_order_of_marks_does_not_matter(marks: list[int]) -> None:
    assert texts(" ".join(f"p{n}" for n in marks)) == texts(
        " ".join(f"p{n}" for n in sorted(marks, reverse=True))
    )
