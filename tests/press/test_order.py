"""The order of pages on sheets: a permutation that folding undoes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.press.order import order_sheets, padded
from tests.press.folding import fold_signatures

COUNTS = st.integers(min_value=0, max_value=3000)
SIGNATURES = st.one_of(st.none(), st.integers(min_value=1, max_value=60))


@given(COUNTS, SIGNATURES, st.booleans())
def test_every_page_stands_once_and_blanks_fill_up(count: int, size: int | None, rtl: bool) -> None:
    sheets = order_sheets(count, size, right_to_left=rtl)
    placed = [page for sheet in sheets for side in (sheet.front, sheet.back) for page in side]
    assert sorted(page for page in placed if page is not None) == list(range(1, count + 1))
    assert len(placed) == padded(count) == 4 * len(sheets)
    assert placed.count(None) < 4 or count == 0


@given(COUNTS, SIGNATURES, st.booleans())
def test_folded_the_pages_follow_one_another(count: int, size: int | None, rtl: bool) -> None:
    folded = fold_signatures(order_sheets(count, size, right_to_left=rtl), right_to_left=rtl)
    assert folded[:count] == list(range(1, count + 1))
    assert set(folded[count:]) <= {None}


@given(st.integers(min_value=1, max_value=750), SIGNATURES)
def test_neighbours_on_a_side_add_up_and_a_leaf_holds_consecutive_pages(sheets: int, size: int | None) -> None:
    made = order_sheets(4 * sheets, size)
    for sheet in made:
        ((last, first), (second, before_last)) = (sheet.front, sheet.back)
        assert None not in (last, first, second, before_last)
        assert second == first + 1 and last == before_last + 1  # type: ignore[operator]
        of_signature = [one for one in made if one.signature == sheet.signature]
        outermost = of_signature[0].front
        assert first + last == outermost[0] + outermost[1]  # type: ignore[operator]
        assert of_signature[sheet.depth] is sheet


@given(COUNTS, SIGNATURES)
def test_reading_from_the_right_exchanges_left_and_right_only(count: int, size: int | None) -> None:
    for one, other in zip(
        order_sheets(count, size), order_sheets(count, size, right_to_left=True), strict=True
    ):
        assert one.front == other.front[::-1]
        assert one.back == other.back[::-1]


def test_a_booklet_of_twelve_pages_as_printers_know_it() -> None:
    sheets = order_sheets(12)
    assert [sheet.front for sheet in sheets] == [(12, 1), (10, 3), (8, 5)]
    assert [sheet.back for sheet in sheets] == [(2, 11), (4, 9), (6, 7)]


def test_a_last_signature_takes_only_the_sheets_it_needs() -> None:
    sheets = order_sheets(20, 4)
    assert [sheet.signature for sheet in sheets] == [0, 0, 0, 0, 1]
    assert sheets[-1].front == (20, 17)


@pytest.mark.parametrize(("count", "size"), [(-1, None), (4, 0), (4, -2)])
def test_impossible_numbers_are_refused(count: int, size: int | None) -> None:
    with pytest.raises(ValueError, match="cannot have"):
        order_sheets(count, size)
