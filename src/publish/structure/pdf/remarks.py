"""One page of a PDF → the annotations on it that a reader sees or prints: comments, stamps, markings, fields.

In: an open page of pdfium. Out: `Remark` values in their order (ISO 32000-1, 12.5). Links are read elsewhere;
pop-up windows and what is hidden nobody sees.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from publish.model.looks import Box
from publish.model.pages import Remark
from publish.structure.pdf.painted import Matrix

_KINDS = {
    1: "Text",
    3: "FreeText",
    4: "Line",
    5: "Square",
    6: "Circle",
    7: "Polygon",
    8: "PolyLine",
    9: "Highlight",
    10: "Underline",
    11: "Squiggly",
    12: "StrikeOut",
    13: "Stamp",
    14: "Caret",
    15: "Ink",
    17: "FileAttachment",
    18: "Sound",
    19: "Movie",
    20: "Widget",
    21: "Screen",
    25: "3D",
    27: "Redact",
}
"""By pdfium's numbers of subtypes (fpdf_annot.h)."""
_HIDDEN, _PRINT, _NO_VIEW = 2, 4, 32
"""Annotation flags (12.5.3)."""
_MOST = 5_000


def read_remarks(page: Any, transform: Matrix) -> tuple[Remark, ...]:
    """Return the annotations of a page that are no links and can be seen, on screen or on paper."""
    found: list[Remark] = []
    for index in range(min(_MOST, pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            remark = _remark(annotation, transform)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
        if remark is not None:
            found.append(remark)
    return tuple(found)


def _remark(annotation: Any, transform: Matrix) -> Remark | None:
    kind = _KINDS.get(pdfium.FPDFAnnot_GetSubtype(annotation))
    flags = pdfium.FPDFAnnot_GetFlags(annotation)
    if kind is None or flags & _HIDDEN or (flags & _NO_VIEW and not flags & _PRINT):
        return None
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, box):
        return None
    a, b, c, d, e, f = transform
    x0, y0 = a * box.left + c * box.bottom + e, b * box.left + d * box.bottom + f
    x1, y1 = a * box.right + c * box.top + e, b * box.right + d * box.top + f
    width, height = round(abs(x1 - x0), 2), round(abs(y1 - y0), 2)
    if kind == "Widget" and not (width and height):
        return None
    text = next(filter(None, (_string(annotation, key) for key in (b"Contents", b"V", b"Name"))), "")
    return Remark(kind, text, Box(round(min(x0, x1), 2), round(min(y0, y1), 2), width, height))


def _string(annotation: Any, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return " ".join(bytes(buffer)[: length - 2].decode("utf-16-le", "replace").replace("\0", " ").split())
