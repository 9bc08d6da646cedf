"""An open PDF → its pages as painted, with their tags and links, each read once and closed again.

In: an open document of pdfium. Out: `ReadPage` values and the targets of all links. A page whose type runs
sideways or upside down is read upright, as a reader would turn it, and says how it is turned.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from publish.model.looks import Box
from publish.structure.pdf.links import Links, place_targets, read_annotations
from publish.structure.pdf.painted import Matrix, PageContent, join_runs
from publish.structure.pdf.parts import Annotation, ReadPage
from publish.structure.pdf.pieces import View, read_content, view_of
from publish.structure.pdf.remarks import read_remarks
from publish.structure.pdf.tree import read_tree

_BOXES = ("Media", "Bleed", "Trim", "Art")
_SAME_PT = 0.05
_THINNEST_PT = 0.5
"""Links thinner than this, as tools put before lines of code, nobody can meet."""
_TURNED_SHARE = 0.6
_TURNED_LETTERS = 20
_MIRRORED_TURNS = (2, 1, 0, 3)
"""Type that runs on so many quarters in the mirror image stands so many in the mirror."""
MAX_PAGES = 50_000


def read_pages(document: Any, links: Links) -> list[ReadPage]:
    """Return every page; one that cannot be opened comes out empty."""
    count = min(MAX_PAGES, pdfium.FPDF_GetPageCount(document))
    pages = [_read_page(document, index, links) for index in range(count)]
    place_targets(links.targets, pages)
    return pages


def _read_page(document: Any, index: int, links: Links) -> ReadPage:
    label = links.objects.label_of(index)
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return ReadPage(index + 1, label, 0.0, 0.0, (), PageContent(), [])
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        unit = links.objects.unit_of(index)
        view = view_of(page, unit)
        content = read_content(page, text_page, view.transform)
        is_mirrored, turns, rotation = _is_mirrored(content), _turns(content), 0
        if turns or is_mirrored:
            # Type in mirror image that is not turned runs to the left, as type that is upside down.
            back = turns - 2 if is_mirrored else turns
            rotation = (pdfium.FPDFPage_GetRotation(page) - back) % 4
            pdfium.FPDFPage_SetRotation(page, rotation)
            pdfium.FPDFText_ClosePage(text_page)
            text_page = pdfium.FPDFText_LoadPage(page)
            view = view_of(page, unit, is_mirrored=is_mirrored)
            content = read_content(page, text_page, view.transform)
        annotations = read_annotations(document, page, index, view.transform, links)
        if annotations and (turns or is_mirrored):
            # Type may have been turned alone, or with what lies over it.
            pdfium.FPDFPage_SetRotation(page, 0)
            as_drawn = read_annotations(document, page, index, view_of(page, unit).transform, links)
            pdfium.FPDFPage_SetRotation(page, rotation)
            annotations = max((annotations, as_drawn), key=lambda found: _over_type(found, content))
        read = ReadPage(
            index + 1,
            label,
            view.width,
            view.height,
            _boxes(page, view),
            content,
            read_tree(page) if links.objects.has_sound_tags else [],
            annotations,
            transform=view.transform,
            turned=90 * (_MIRRORED_TURNS[turns] if is_mirrored else turns),
            is_mirrored=is_mirrored,
            remarks=read_remarks(page, view.transform),
        )
        _assign_links(read, text_page, view.transform)
        content.pieces = join_runs(content.pieces)
        return read
    finally:
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _over_type(annotations: Sequence[Annotation], content: PageContent) -> int:
    """Count the pieces of type that links lie over."""
    return sum(
        annotation.box[0] <= (piece.left + piece.right) / 2 <= annotation.box[2]
        and annotation.box[1] <= piece.baseline - 0.25 * piece.size <= annotation.box[3]
        for annotation in annotations
        for piece in content.pieces
    )


def read_again(document: Any, page: ReadPage, forms: Mapping[int, Matrix]) -> PageContent:
    """Return what is painted on a page, with some of its forms placed otherwise."""
    opened = pdfium.FPDF_LoadPage(document, page.number - 1)
    if not opened:
        return PageContent()
    text_page = pdfium.FPDFText_LoadPage(opened)
    try:
        content = read_content(opened, text_page, page.transform, forms)
        content.pieces = join_runs(content.pieces)
        return content
    finally:
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(opened)


def _is_mirrored(content: PageContent) -> bool:
    """Tell whether most of a page's type is printed in mirror image."""
    letters: Counter[bool] = Counter()
    for piece in content.pieces:
        letters[piece.is_mirrored] += len(piece.text)
    return letters[True] >= _TURNED_LETTERS and letters[True] > _TURNED_SHARE * letters.total()


def _turns(content: PageContent) -> int:
    """Return by how many quarters, clockwise, most of a page's type is turned; 0 if it stands upright."""
    letters: Counter[int] = Counter()
    for piece in content.pieces:
        letters[piece.turns] += len(piece.text)
    if not letters:
        return 0
    turns, most = letters.most_common(1)[0]
    return turns if most >= _TURNED_LETTERS and most > _TURNED_SHARE * letters.total() else 0


def _boxes(page: Any, view: View) -> tuple[tuple[str, Box], ...]:
    """Return the boxes that are not the visible page itself."""
    found: list[tuple[str, Box]] = []
    edges = [ctypes.c_float() for _ in range(4)]
    a, b, c, d, e, f = view.transform
    for name in _BOXES:
        if not getattr(pdfium, f"FPDFPage_Get{name}Box")(page, *edges):
            continue
        # Any two opposite corners may be given (7.9.5).
        left, right = sorted((edges[0].value, edges[2].value))
        bottom, top = sorted((edges[1].value, edges[3].value))
        if all(
            abs(one - two) < _SAME_PT for one, two in zip((left, bottom, right, top), view.visible, strict=True)
        ):
            continue
        x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
        x1, y1 = a * right + c * top + e, b * right + d * top + f
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
