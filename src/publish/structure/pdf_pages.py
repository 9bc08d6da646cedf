"""An open PDF → its pages as painted, with their tags and links, each read once and closed again.

In: an open document of pdfium. Out: `ReadPage` values, the targets of all links, the heights of all pages.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from publish.model.pages import Box
from publish.structure.parts import Annotation, ReadPage
from publish.structure.pdf_links import Links, read_annotations
from publish.structure.pdf_pieces import Matrix, PageContent, page_transform, read_content
from publish.structure.pdf_tree import read_tree

_BOXES = ("Media", "Bleed", "Trim", "Art")
_SAME_PT = 0.05
_THINNEST_PT = 0.5
"""Links thinner than this, as tools put before lines of code, nobody can meet."""


def read_pages(document: Any, links: Links) -> tuple[list[ReadPage], list[float]]:
    """Return every page and the pages' heights in points; a page that cannot be opened comes out empty."""
    count = pdfium.FPDF_GetPageCount(document)
    size = pdfium.FS_SIZEF()
    heights: list[float] = []
    for index in range(count):
        pdfium.FPDF_GetPageSizeByIndexF(document, index, size)
        heights.append(size.height)
    return [_read_page(document, index, heights, links) for index in range(count)], heights


def _read_page(document: Any, index: int, heights: list[float], links: Links) -> ReadPage:
    label = _label(document, index)
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return ReadPage(index + 1, label, 0.0, heights[index], (), PageContent(), [])
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        transform, width, height, visible = page_transform(page)
        read = ReadPage(
            index + 1,
            label,
            width,
            height,
            _boxes(page, transform, visible),
            read_content(page, text_page, transform),
            read_tree(page),
            read_annotations(
                document, page, number=index + 1, transform=transform, heights=heights, links=links
            ),
        )
        _assign_links(read, text_page, transform)
        return read
    finally:
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _label(document: Any, index: int) -> str:
    length = pdfium.FPDF_GetPageLabel(document, index, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetPageLabel(document, index, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _boxes(
    page: Any, transform: Matrix, visible: tuple[float, float, float, float]
) -> tuple[tuple[str, Box], ...]:
    """Return the boxes that are not the visible page itself."""
    found: list[tuple[str, Box]] = []
    edges = [ctypes.c_float() for _ in range(4)]
    a, b, c, d, e, f = transform
    for name in _BOXES:
        if not getattr(pdfium, f"FPDFPage_Get{name}Box")(page, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        if all(abs(one - two) < _SAME_PT for one, two in zip((left, bottom, right, top), visible, strict=True)):
            continue
        x0, y0, x1, y1 = (
            a * left + c * bottom + e,
            b * left + d * bottom + f,
            a * right + c * top + e,
            b * right + d * top + f,
        )
        box = Box(round(min(x0, x1), 2), round(min(y0, y1), 2), round(abs(x1 - x0), 2), round(abs(y1 - y0), 2))
        found.append((name.lower(), box))
    return tuple(found)


def _assign_links(page: ReadPage, text_page: Any, transform: Matrix) -> None:
    """Tell pieces which link they are in; a link over less than a whole piece keeps its own text."""
    for annotation in page.annotations:
        left, top, right, bottom = annotation.box
        is_taken = False
        for piece in page.content.pieces:
            if not left <= (piece.left + piece.right) / 2 <= right:
                continue
            # Boxes of raised type may have no height at all.
            slack = 0.4 * piece.size if bottom - top < 0.5 * piece.size else 0.0
            if not top - slack <= piece.baseline - 0.25 * piece.size <= bottom + slack:
                continue
            if right - left >= 0.6 * (piece.right - piece.left):
                piece.link = annotation.target
                is_taken = True
        if not is_taken and right - left >= _THINNEST_PT:
            page.unlinked.append((annotation, _text_in(text_page, annotation, transform)))


def _text_in(text_page: Any, annotation: Annotation, transform: Matrix) -> str:
    a, b, c, d, e, f = transform
    determinant = a * d - b * c
    corners = []
    for x, y in ((annotation.box[0], annotation.box[1]), (annotation.box[2], annotation.box[3])):
        corners.append(((d * (x - e) - c * (y - f)) / determinant, (a * (y - f) - b * (x - e)) / determinant))
    (x0, y0), (x1, y1) = corners
    edges = (min(x0, x1) - 0.5, max(y0, y1) + 0.5, max(x0, x1) + 0.5, min(y0, y1) - 0.5)
    length = pdfium.FPDFText_GetBoundedText(text_page, *edges, None, 0)
    if length <= 0:
        return ""
    buffer = (ctypes.c_ushort * (length + 1))()
    pdfium.FPDFText_GetBoundedText(text_page, *edges, buffer, length)
    return " ".join(bytes(buffer)[: 2 * length].decode("utf-16-le", "replace").replace("\0", "").split())
