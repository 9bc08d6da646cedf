"""Imposed editions: pages are read one by one in the order of the book; sides and leaves are told as such."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Operator, Pdf, String

from publish.model.pages import PageStructure
from publish.structure.diff.diff import diff
from publish.structure.diff.leaf_order import Place, order_of_leaves
from publish.structure.lint.lint import lint
from publish.structure.pdf.from_pdf import read_pdf
from tests.structure.pdf_edits import PdfEdit, delete_page, edited, move_page, set_contents, swap_leaves
from tests.structure.valley import valley

SIDE = 4
"""The side that is edited, from 0."""


def _read(content: bytes) -> PageStructure:
    outcome = read_pdf(content)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def _told(content: bytes, edit: PdfEdit) -> list[str]:
    old, new = _read(content), _read(edited(content, edit))
    return [change.sentence for change in diff(old, new, (lint(old), lint(new)))]


def _place_first(change: Callable[[list[float]], list[float]]) -> PdfEdit:
    """Place the first page of a side otherwise."""

    def edit(pdf: Pdf) -> None:
        def changed(instructions: list[Any]) -> list[Any]:
            at = next(n for n, (_, op) in enumerate(instructions) if str(op) == "cm")
            matrix = change([float(value) for value in instructions[at][0]])
            return [
                *instructions[:at],
                (Array([round(v, 4) for v in matrix]), Operator("cm")),
                *instructions[at + 1 :],
            ]

        set_contents(pdf, SIDE, changed)

    return edit


def _turn(degrees: int, *numbers: int) -> PdfEdit:
    def edit(pdf: Pdf) -> None:
        for number in numbers or range(len(pdf.pages)):
            pdf.pages[number].obj.Rotate = degrees

    return edit


def test_leaves_are_read_in_the_order_of_the_book() -> None:
    structure = _read(valley("booklet"))
    leaves = sorted((leaf for page in structure.pages for leaf in page.leaves), key=lambda leaf: leaf.number)
    assert [leaf.number for leaf in leaves] == list(range(1, len(leaves) + 1))
    folios = [int(leaf.folio) for leaf in leaves if leaf.folio.isdigit()]
    assert folios == sorted(folios)
    assert len(folios) > 6


def test_nothing_is_joined_across_the_fold() -> None:
    paged = " ".join(block.text for block in _read(valley("pdf")).blocks)
    sides = [
        block.text for block in _read(valley("booklet")).blocks if block.role == "P" and len(block.text) > 200
    ]
    assert sides
    assert sum(text in paged for text in sides) >= 0.9 * len(sides)


@pytest.mark.parametrize(
    ("matrix", "sentence"),
    [
        (lambda m: [*m[:4], m[4] + 12, m[5]], "stands 12 pt further right"),
        (lambda m: [0.9, 0, 0, 0.9, m[4], m[5]], "is printed at 90 %"),
        (lambda m: [-1, 0, 0, -1, m[4] + 297.64, m[5] + 419.53], "is turned by 180°"),
        (lambda m: [-1, 0, 0, 1, m[4] + 297.64, m[5]], "is printed in mirror image"),
    ],
)
def test_a_leaf_placed_otherwise(matrix: Callable[[list[float]], list[float]], sentence: str) -> None:
    (told,) = _told(valley("booklet"), _place_first(matrix))
    assert told.startswith(f"side {SIDE + 1}, p. ")
    assert told.endswith(sentence)


def test_leaves_that_changed_places() -> None:
    (told,) = _told(valley("booklet"), swap_leaves(SIDE))
    assert told.startswith(f"side {SIDE + 1}: pages ")
    assert told.endswith("stand in each other’s place")


def test_sides_that_changed_places() -> None:
    assert _told(valley("booklet"), move_page(2, 3)) == ["sides 3 and 4 changed places"]


@pytest.mark.parametrize("side", [3, 4, 7, 12])
def test_a_side_that_is_lost(side: int) -> None:
    (told,) = _told(valley("booklet"), delete_page(side - 1))
    assert told.startswith(f"side {side} is missing with")


def test_sides_that_are_turned() -> None:
    assert _told(valley("booklet"), _turn(180, SIDE)) == [f"side {SIDE + 1} is turned by 180°"]
    backs = range(1, len(_read(valley("booklet")).pages), 2)
    (told,) = _told(valley("booklet"), _turn(180, *backs))
    assert told.startswith("the backs of the sheets (sides 4, 6,")
    assert told.endswith("are turned by 180°")


@pytest.mark.parametrize(
    "edit",
    [
        _turn(0),
        _turn(360),
        _place_first(lambda m: [1, 0, 0, 1, m[4] + 0.1, m[5]]),
        lambda pdf: [page.obj.__setitem__("/CropBox", page.obj.MediaBox) for page in pdf.pages],
        lambda pdf: [
            (
                page.contents_add(b"q 2 0 0 2 5 5 cm .5 0 0 .5 -2.5 -2.5 cm ", prepend=True),
                page.contents_add(b" Q"),
            )
            for page in pdf.pages
        ],
    ],
)
def test_what_no_reader_sees_of_sheets(edit: PdfEdit) -> None:
    assert _told(valley("booklet"), edit) == []


def _mirror(pdf: Pdf) -> None:
    page = pdf.pages[5]
    width = float(page.mediabox[2])
    page.contents_add(f"q -1 0 0 1 {width} 0 cm ".encode(), prepend=True)
    page.contents_add(b" Q")


def _scale(pdf: Pdf) -> None:
    page = pdf.pages[5]
    page.contents_add(b"q 0.94 0 0 0.94 10 10 cm ", prepend=True)
    page.contents_add(b" Q")
    for annotation in page.obj.get("/Annots", []):
        annotation.Rect = [float(edge) * 0.94 + 10 for edge in annotation.Rect]


def _unit(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.UserUnit = 2


def _comment(pdf: Pdf) -> None:
    remark = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=[60, 300, 200, 330], Contents=String("Fix this!"), F=4
    )
    page = pdf.pages[5].obj
    page["/Annots"] = Array([*(page.get("/Annots") or ()), pdf.make_indirect(remark)])


def _hidden_comment(pdf: Pdf) -> None:
    _comment(pdf)
    pdf.pages[5].obj.Annots[-1].F = 2


def _paint_over(pdf: Pdf) -> None:
    pdf.pages[5].contents_add(b" q 1 g 60 100 250 300 re f Q")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (_mirror, "p. 2 is printed in mirror image"),
        (_scale, "p. 2 is printed at 94 %"),
        (_turn(180, 5), "p. 2 is turned by 180°"),
        (_turn(90, 5), "p. 2 is turned by 90° clockwise"),
        (_unit, "all that stands on it at 200 %"),
        (_comment, "p. 2: the annotation ‘Fix this!’ (text) is new"),
        (_paint_over, "p. 2: the words"),
    ],
)
def test_what_happens_to_a_finished_page(edit: PdfEdit, said: str) -> None:
    (told,) = _told(valley("pdf"), edit)
    assert said in told


@pytest.mark.parametrize("edit", [_turn(0), _turn(360), _hidden_comment])
def test_what_no_reader_sees_of_pages(edit: PdfEdit) -> None:
    assert _told(valley("pdf"), edit) == []


def _places(sides: int, *, from_right: bool = False) -> list[Place]:
    """Return the places of a saddle-stitched booklet, with folios on all but the first page."""
    pages = 2 * sides
    found = []
    for side in range(sides):
        low, high = side + 1, pages - side
        left, right = (high, low) if side % 2 == 0 else (low, high)
        if from_right:
            left, right = right, left
        found += [Place(side + 1, str(n) if n > 1 else "") for n in (left, right)]
    return found


@pytest.mark.parametrize("from_right", [False, True])
def test_a_booklet_of_one_signature(from_right: bool) -> None:
    places = _places(8, from_right=from_right)
    folios = [places[n].folio for n in order_of_leaves(places)]
    assert folios == ["", *(str(n) for n in range(2, 17))]


@pytest.mark.parametrize("lost", range(8))
def test_a_booklet_with_a_side_missing(lost: int) -> None:
    places = [place for place in _places(8) if place.side != lost + 1]
    folios = [int(places[n].folio or 1) for n in order_of_leaves(places)]
    assert folios == sorted(folios)


def test_a_booklet_with_two_leaves_swapped_keeps_its_order() -> None:
    places = _places(8)
    whole = order_of_leaves(places)
    places[4], places[5] = places[5], places[4]
    assert order_of_leaves(places) == whole


def test_signatures_follow_each_other() -> None:
    first, second = _places(4), [Place(p.side + 4, str(int(p.folio or 1) + 8)) for p in _places(4)]
    places = [*first, *second]
    folios = [int(places[n].folio or 1) for n in order_of_leaves(places)]
    assert folios == list(range(1, 17))


def test_pages_two_by_two_stay_as_they_are() -> None:
    places = [Place(n // 2 + 1, str(n + 1)) for n in range(12)]
    assert order_of_leaves(places) == list(range(12))
