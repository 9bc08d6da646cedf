"""Files that unfold to more than a machine holds are refused before they do."""

from __future__ import annotations

import io

import pikepdf
import pytest

from publish.structure.pdf.from_pdf import read_pdf


def nested(depth: int, times: int, *, circle: bool = False) -> bytes:
    """Return a PDF of one page that draws a form, which draws another so many times, and so on."""
    pdf = pikepdf.new()
    form = pikepdf.Stream(pdf, b"0 0 1 1 re f")
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 9, 9]
    first = form = pdf.make_indirect(form)
    for _ in range(depth):
        outer = pikepdf.Stream(pdf, b"/F Do " * times)
        outer.Type, outer.Subtype, outer.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 9, 9]
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        form = pdf.make_indirect(outer)
    if circle:
        first.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        first.write(b"/F Do")
    page = pdf.add_blank_page(page_size=(100, 100))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.obj.Contents = pdf.make_stream(b"/F Do")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [nested(24, 3), nested(3, 100), nested(2, 1, circle=True)])
def test_a_page_that_unfolds_without_end_is_refused(content: bytes) -> None:
    outcome = read_pdf(content)
    assert outcome.value is None
    (diagnostic,) = outcome.diagnostics
    assert diagnostic.code == "pdf/unreadable"
    assert "page 1 draws more than any page needs" in diagnostic.message


@pytest.mark.parametrize("content", [nested(1, 100), nested(20, 1), nested(2, 30)])
def test_forms_within_forms_are_read(content: bytes) -> None:
    assert read_pdf(content).value is not None
