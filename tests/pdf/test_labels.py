"""Page labels say what is printed, in as few ranges as can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.pdf.labels import FolioForm, LabelRange, label_ranges


@pytest.mark.parametrize(
    ("numbers", "styles", "expected"),
    [
        ((1, 2, 3), ("decimal",) * 3, (LabelRange(0, "/D", 1),)),
        ((1, 2, 3), ("", "", ""), (LabelRange(0, "/D", 1),)),
        ((1, 2, 3), ("", "lower-roman", ""), (LabelRange(0, "/r", 1),)),
        ((1, 2, 1), ("", "upper-roman", "decimal"), (LabelRange(0, "/R", 1), LabelRange(2, "/D", 1))),
        ((5, 6, 9), ("decimal",) * 3, (LabelRange(0, "/D", 5), LabelRange(2, "/D", 9))),
        ((1, 2), ("hebrew", "hebrew"), (LabelRange(0, "/D", 1),)),
        ((0,), ("decimal",), (LabelRange(0, "/D", 1),)),
        ((), (), ()),
    ],
)
def test_ranges(numbers: tuple[int, ...], styles: tuple[str, ...], expected: tuple[LabelRange, ...]) -> None:
    assert label_ranges(numbers, [FolioForm(style) for style in styles]) == expected


def test_pages_in_digits_no_reader_counts_in_are_labelled_one_by_one() -> None:
    forms = (FolioForm("lower-roman"), FolioForm("folio"), FolioForm(), FolioForm("folio"))
    assert label_ranges((1, 1, 2, 3), forms, ("i", "۱", "۲", "۳")) == (
        LabelRange(0, "/r", 1),
        LabelRange(1, "", 1, "۱"),
        LabelRange(2, "", 1, "۲"),
        LabelRange(3, "", 1, "۳"),
    )
    assert label_ranges((1, 2, 1), (FolioForm("front-folio"),) * 3, ("i", "ii", "ا")) == (
        LabelRange(0, "/r", 1),
        LabelRange(2, "", 1, "ا"),
    )
    assert label_ranges((1, 1, 2, 3), forms, ("i", "1", "2", "3")) == (
        LabelRange(0, "/r", 1),
        LabelRange(1, "/D", 1),
    )


def test_what_stands_before_the_number_is_part_of_the_label() -> None:
    forms = [FolioForm("decimal"), FolioForm("decimal", "A-"), FolioForm(), FolioForm("decimal", "B-")]
    assert label_ranges((7, 1, 2, 3), forms) == (
        LabelRange(0, "/D", 7),
        LabelRange(1, "/D", 1, "A-"),
        LabelRange(3, "/D", 3, "B-"),
    )


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(("decimal", "lower-roman"))), max_size=30))
def test_every_page_gets_its_own_number_back(pages: list[tuple[int, str]]) -> None:
    numbers, styles = [number for number, _ in pages], [style for _, style in pages]
    ranges = label_ranges(numbers, [FolioForm(style) for style in styles])
    for index, number in enumerate(numbers):
        last = [label for label in ranges if label.first_index <= index][-1]
        assert last.first_number + index - last.first_index == number
        assert last.style == {"decimal": "/D", "lower-roman": "/r"}[styles[index]]
