"""Graphics are where they are seen: inside their clipping paths."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pytest

from publish.structure.pdf.pieces import read_content, view_of

BLACK_SQUARE = b"0 0 0 rg -50 -50 300 300 re f"


def boxes(content: bytes, form: bytes = b"") -> list[tuple[float, ...]]:
    """Return left, top, right and bottom of what is painted on a page of 100 by 100 points."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    if form:
        stream = pdf.make_stream(form)
        stream.Type, stream.Subtype, stream.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 40, 40]
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=stream))
    page.contents_add(content)
    file = BytesIO()
    pdf.save(file)
    with pdfium.PdfDocument(file.getvalue()) as opened:
        leaf = opened[0]
        text = leaf.get_textpage()
        found = read_content(leaf.raw, text.raw, view_of(leaf.raw).transform)
        text.close()
        leaf.close()
    return [
        tuple(round(edge, 2) for edge in (one.left, one.top, one.right, one.bottom)) for one in found.graphics
    ]


@pytest.mark.parametrize(
    ("clips", "seen"),
    [
        (b"", [(-50, -150, 250, 150)]),
        (b"10 20 30 40 re W n", [(10, 40, 40, 80)]),
        (b"10 20 30 40 re W n 0 0 20 100 re W n", [(10, 40, 20, 80)]),
        (b"2 0 0 2 0 0 cm 10 20 10 10 re W* n", [(20, 40, 40, 60)]),
        (b"10 20 m 40 20 l 25 60 l h W n", [(10, 40, 40, 80)]),
        (b"10 20 5 5 re W n 60 60 5 5 re W n", []),
    ],
)
def test_what_is_cut_off_is_not_there(clips: bytes, seen: list[tuple[float, ...]]) -> None:
    assert boxes(b"q " + clips + b" " + BLACK_SQUARE + b" Q") == seen


def test_a_form_is_cut_by_its_own_box_and_by_what_is_around_it() -> None:
    placed = b"q 30 0 20 100 re W n 1 0 0 1 20 10 cm /F Do Q"
    assert boxes(placed, BLACK_SQUARE) == [(30, 50, 50, 90)]
