"""One pass over a page's characters finds what pdfium finds object by object."""

from __future__ import annotations

import ctypes
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pikepdf import Dictionary, Name

from publish.structure.pdf.from_pdf import read_pdf
from publish.structure.pdf.texts import Texts, texts_of

_SHOWN = (
    b"(Two words) Tj 0 -14 Td (and) Tj ( ) Tj (more) Tj 60 0 Td (far) Tj T* ( led ) Tj (\\223quoted\\224) Tj"
)


def _written(content: bytes) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 300))
    face = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    page.obj.Resources = Dictionary(Font=Dictionary(F=face))
    page.obj.Contents = pdf.make_stream(b"BT /F 12 Tf 14 TL 20 280 Td " + content + b" ET")
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def _both(content: bytes) -> list[tuple[str, str]]:
    """Return for each text object what the two ways tell."""
    pairs: list[tuple[str, str]] = []
    document = pypdfium2.PdfDocument(content)
    for index in range(len(document)):
        page: Any = pdfium.FPDF_LoadPage(document.raw, index)
        text_page = pdfium.FPDFText_LoadPage(page)
        texts, found = Texts(text_page), texts_of(text_page)
        for place in range(pdfium.FPDFPage_CountObjects(page)):
            item = pdfium.FPDFPage_GetObject(page, place)
            if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
                pairs.append((texts.of(item), found.get(ctypes.cast(item, ctypes.c_void_p).value or 0, "")))
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)
    document.close()
    return pairs


def test_both_ways_tell_the_same(small_pdf: bytes) -> None:
    for content in (small_pdf, _written(_SHOWN)):
        pairs = _both(content)
        assert len(pairs) > 5
        assert [one for one, _ in pairs] == [other for _, other in pairs]


def test_a_page_is_read_alike_in_one_pass(small_pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = read_pdf(small_pdf).value
    monkeypatch.setattr("publish.structure.pdf.texts._MOST_LOOKED_AT", 0)
    assert read_pdf(small_pdf).value == usual
