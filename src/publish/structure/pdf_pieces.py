"""One page of a PDF → the pieces of type and the graphics on it, in the order they are painted.

In: an open page of pdfium, the PDF engine of Chromium. Out: pieces (one for each string shown: text, pen
positions, face, size, colour, marked-content number) and graphics, in points from the upper left corner of
the visible page (crop box, rotation applied: ISO 32000-1, 7.7.3.3). What stands in form XObjects (8.10) comes
out in its place on the page.
"""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pypdfium2.raw as pdfium

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_MAX_DEPTH = 12
_BUFFER_UNITS = 8192
_LEADER_DOTS = 5
"""From this many on, dots lead the eye to a page number and are no text."""

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Piece:
    """A string of type. `left` and `baseline` are where the pen began; `right` is the last letter's edge."""

    mark: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    font: str
    size: float
    colour: str
    form: int
    """Which form of the page's own content it stands in, by its place there; -1: in none."""
    is_sideways: bool = False
    is_spaced_before: bool = False
    is_spaced_after: bool = False
    word_space: float = 0.0
    """Mean space between its words in ems; 0 with fewer than two spaces."""
    link: int = -1
    call: str = ""
    is_formula: bool = False


@dataclass(slots=True)
class Graphic:
    """An image or painted path. `digest` is of an image's data, unpacked; of a path's segments and colour."""

    mark: int
    kind: str
    left: float
    top: float
    right: float
    bottom: float
    colour: str
    digest: str
    form: int
    width_px: int = 0
    height_px: int = 0


@dataclass(slots=True)
class Form:
    """A form XObject placed on the page, as imposition places whole pages."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class PageContent:
    """What is painted on one page."""

    pieces: list[Piece] = field(default_factory=list)
    graphics: list[Graphic] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    unembedded: set[str] = field(default_factory=set)


def page_transform(page: Any) -> tuple[Matrix, float, float, tuple[float, float, float, float]]:
    """Return the way from user space to the visible page, its width and height, and its box in user space."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    turns = pdfium.FPDFPage_GetRotation(page)
    matrix: Matrix
    if turns == 1:
        matrix = (0, 1, 1, 0, -bottom, -left)
    elif turns == 2:
        matrix = (-1, 0, 0, 1, right, -bottom)
    elif turns == 3:
        matrix = (0, -1, -1, 0, top, right)
    else:
        matrix = (1, 0, 0, -1, -left, top)
    width, height = right - left, top - bottom
    if turns % 2:
        width, height = height, width
    return matrix, width, height, (left, bottom, right, top)


def read_content(page: Any, text_page: Any, transform: Matrix) -> PageContent:
    """Return what is painted on a page; objects that pdfium cannot make sense of are left out."""
    return _Reader(page, text_page, transform).read()


class _Reader:
    """Reads one page; buffers are made once."""

    def __init__(self, page: Any, text_page: Any, transform: Matrix) -> None:
        self.page, self.text_page, self.transform = page, text_page, transform
        self.content = PageContent()
        self.fonts: dict[int, str] = {}
        self.matrix = pdfium.FS_MATRIX()
        self.bounds = [ctypes.c_float() for _ in range(4)]
        self.colours = [ctypes.c_uint() for _ in range(4)]
        self.number = ctypes.c_float()
        self.origin = (ctypes.c_double(), ctypes.c_double())
        self.units = (ctypes.c_ushort * _BUFFER_UNITS)()
        self.characters = self._all_characters()
        self.cursor = 0

    def read(self) -> PageContent:
        for index in range(pdfium.FPDFPage_CountObjects(self.page)):
            self._add(pdfium.FPDFPage_GetObject(self.page, index), self.transform, -1, -1, 0)
        return self.content

    def _add(self, item: Any, matrix: Matrix, form: int, mark: int, depth: int) -> None:
        if not item:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if mark < 0:
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
        if kind == _TEXT:
            self._add_text(item, matrix, form, mark)
        elif kind == _FORM:
            self._add_form(item, matrix, form, mark, depth)
        elif kind in (_PATH, _IMAGE, _SHADING):
            self._add_graphic(item, kind, matrix, form, mark)

    def _add_form(self, item: Any, matrix: Matrix, form: int, mark: int, depth: int) -> None:
        if depth >= _MAX_DEPTH:
            return
        if depth == 0:
            form = len(self.content.forms)
            self.content.forms.append(Form(*self._box_of(item, matrix)))
        inner = _combine(self._matrix_of(item), matrix)
        for index in range(max(0, pdfium.FPDFFormObj_CountObjects(item))):
            self._add(pdfium.FPDFFormObj_GetObject(item, index), inner, form, mark, depth + 1)

    def _add_text(self, item: Any, matrix: Matrix, form: int, mark: int) -> None:
        text = self._text_of(item)
        core = text.strip(" \r\n\t\0")
        if not core or (len(core) >= _LEADER_DOTS and not core.strip(". ·…")):
            return
        own = self._matrix_of(item)
        a, b, c, d, pen_x, pen_y = _combine(own, matrix)
        pdfium.FPDFTextObj_GetFontSize(item, self.number)
        size = abs(self.number.value) * (math.hypot(c, d) or 1.0)
        left, top, right, bottom = self._box_of(item, matrix)
        is_sideways = abs(b) > abs(a)
        lead = len(text) - len(text.lstrip(" "))
        self.content.pieces.append(
            Piece(
                mark,
                core.replace("\x02", "-").replace("\ufffe", "-").replace("\r\n", " "),
                min(pen_x, left) if is_sideways or lead or a < 0 else pen_x,
                right,
                top,
                bottom,
                pen_y,
                self._font_of(item),
                size,
                self._colour_of(item),
                form,
                is_sideways,
                text[0] == " ",
                text[-1] in " \r\n",
                self._word_space(core, size) if core.count(" ") > 1 and not is_sideways else 0.0,
            )
        )

    def _text_of(self, item: Any) -> str:
        size = pdfium.FPDFTextObj_GetText(item, self.text_page, self.units, 2 * _BUFFER_UNITS)
        if size > 2 * _BUFFER_UNITS:
            large = (ctypes.c_ushort * size)()
            pdfium.FPDFTextObj_GetText(item, self.text_page, large, size)
            return bytes(large)[: size - 2].decode("utf-16-le", "replace")
        return ctypes.string_at(self.units, max(0, size - 2)).decode("utf-16-le", "replace")

    def _word_space(self, text: str, size: float) -> float:
        start = self.characters.find(text, self.cursor)
        if start < 0 or size <= 0:
            return 0.0
        self.cursor = start + len(text)
        x, y = self.origin
        total, count, at = 0.0, 0, text.find(" ")
        while at >= 0:
            pdfium.FPDFText_GetCharOrigin(self.text_page, start + at, x, y)
            begins = x.value
            pdfium.FPDFText_GetCharOrigin(self.text_page, start + at + 1, x, y)
            total += x.value - begins
            count += 1
            at = text.find(" ", at + 1)
        space = total / count / size
        return round(space, 3) if 0 < space < 20 else 0.0

    def _font_of(self, item: Any) -> str:
        font = pdfium.FPDFTextObj_GetFont(item)
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        name = self.fonts.get(address)
        if name is None:
            length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = ctypes.create_string_buffer(max(1, length))
            pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
            name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
            self.fonts[address] = name
            if not pdfium.FPDFFont_GetIsEmbedded(font):
                self.content.unembedded.add(name)
        return name

    def _colour_of(self, item: Any, *, stroke: bool = False) -> str:
        ask = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
        red, green, blue, alpha = self.colours
        if not ask(item, red, green, blue, alpha):
            return ""
        return f"#{red.value:02x}{green.value:02x}{blue.value:02x}"

    def _add_graphic(self, item: Any, kind: int, matrix: Matrix, form: int, mark: int) -> None:
        box = self._box_of(item, matrix)
        colour, digest, width, height = "", "", 0, 0
        if kind == _PATH:
            mode, stroke = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
            if not mode.value and not stroke.value:
                return
            colour = self._colour_of(item, stroke=not mode.value)
            digest = f"{pdfium.FPDFPath_CountSegments(item)}{colour}"
        elif kind == _IMAGE:
            across, down = ctypes.c_uint(), ctypes.c_uint()
            pdfium.FPDFImageObj_GetImagePixelSize(item, across, down)
            width, height = across.value, down.value
            digest = self._image_digest(item)
        name = {_PATH: "path", _IMAGE: "image"}.get(kind, "shading")
        self.content.graphics.append(Graphic(mark, name, *box, colour, digest, form, width, height))

    def _image_digest(self, item: Any) -> str:
        length = pdfium.FPDFImageObj_GetImageDataDecoded(item, None, 0)
        if not 0 < length < 400_000_000:
            return ""
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFImageObj_GetImageDataDecoded(item, buffer, length)
        return sha256(buffer.raw).hexdigest()[:8]

    def _matrix_of(self, item: Any) -> Matrix:
        pdfium.FPDFPageObj_GetMatrix(item, self.matrix)
        m = self.matrix
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _box_of(self, item: Any, matrix: Matrix) -> tuple[float, float, float, float]:
        left, bottom, right, top = self.bounds
        pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        x0, y0 = _apply(matrix, left.value, bottom.value)
        x1, y1 = _apply(matrix, right.value, top.value)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _all_characters(self) -> str:
        """Return the page's characters, one for each index of pdfium's; empty if the two do not agree."""
        count = pdfium.FPDFText_CountChars(self.text_page)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self.text_page, 0, count, buffer) - 1
        text = bytes(buffer)[: 2 * written].decode("utf-16-le", "replace")
        return text if len(text) == count else ""


def _combine(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
