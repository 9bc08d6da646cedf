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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import pypdfium2.raw as pdfium

from publish.structure.pdf.clipping import EVERYWHERE, Edges, clip_of, is_empty, within
from publish.structure.pdf.covers import THINNEST_PT, Shape, covers_in
from publish.structure.pdf.painted import Form, Graphic, Matrix, PageContent, Piece, is_leader, is_right_to_left
from publish.structure.pdf.texts import Texts, with_hyphens

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_MAX_DEPTH = 12
_COLUMN_EM, _WIDEST_EM, _NO_SPACE_PT = 1.2, 20, 0.01
_SAME_LINE_EM = 0.05
_CORNERS = (4, 5, 6)
_UNSEEN_MODES, _OUTLINE_MODES = (3, 7), (1, 5)
"""Text rendering modes (9.3.6): neither filled nor stroked; stroked only."""


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at: from user space to points from the upper left corner of what is visible."""

    transform: Matrix
    width: float
    height: float
    visible: tuple[float, float, float, float]
    """The visible box in user space: left, bottom, right, top."""


def view_of(page: Any, unit: float = 1.0, *, is_mirrored: bool = False) -> View:
    """Return a page's view; `unit` is its user unit in points; one that `is_mirrored` is seen in a mirror."""
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
    width, height = (right - left) * unit, (top - bottom) * unit
    if turns % 2:
        width, height = height, width
    a, b, c, d, e, f = (unit * value for value in matrix)
    if is_mirrored:
        a, c, e = -a, -c, width - e
    return View((a, b, c, d, e, f), width, height, (left, bottom, right, top))


def read_content(
    page: Any, text_page: Any, transform: Matrix, forms: Mapping[int, Matrix] | None = None
) -> PageContent:
    """Return what is painted on a page; objects that pdfium cannot make sense of are left out.

    `forms` places some of the page's forms otherwise: what leads from their own space to where they are read.
    """
    return _Reader(page, text_page, transform, forms or {}).read()


class _Reader:
    """Reads one page; buffers are made once."""

    def __init__(self, page: Any, text_page: Any, transform: Matrix, forms: Mapping[int, Matrix]) -> None:
        self.page, self.text_page, self.transform = page, text_page, transform
        self.forms = forms
        self.content = PageContent()
        self.fonts: dict[int, str] = {}
        self.matrix = pdfium.FS_MATRIX()
        self.bounds = [ctypes.c_float() for _ in range(4)]
        self.colours = [ctypes.c_uint() for _ in range(4)]
        self.number = ctypes.c_float()
        self.edges = [ctypes.c_double() for _ in range(4)]
        self.origin = (ctypes.c_double(), ctypes.c_double())
        self.texts = Texts(text_page)
        self.characters = self._all_characters()
        self.cursor = 0
        self.unseen: list[int] = []
        """Indices of pieces that are not painted."""
        self.shapes: list[Shape] = []
        self.space: tuple[float, float] | None = None
        """Where the pen was when a string of nothing but spaces began, if no other followed."""

    def read(self) -> PageContent:
        for index in range(pdfium.FPDFPage_CountObjects(self.page)):
            self._add(pdfium.FPDFPage_GetObject(self.page, index), self.transform, -1, -1)
        pieces = self.content.pieces
        self.content.covers = covers_in(pieces, self.shapes, frozenset(self.unseen))
        # Under a scan nothing but unseen text stands, and it is what a reader finds there.
        if self.unseen and len(self.unseen) < len(pieces):
            unseen = set(self.unseen)
            pieces = [piece for index, piece in enumerate(pieces) if index not in unseen]
        self.content.pieces = pieces
        return self.content

    def _add(  # noqa: PLR0917
        self, item: Any, matrix: Matrix, form: int, mark: int, clip: Edges = EVERYWHERE, depth: int = 0
    ) -> None:
        if not item:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if mark < 0:
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
        if kind == _TEXT:
            self._add_text(item, matrix, form, mark)
        elif kind == _FORM:
            self._add_form(item, matrix, form, mark, within(clip, clip_of(item, matrix)), depth)
        elif kind in (_PATH, _IMAGE, _SHADING):
            self._add_graphic(item, kind, matrix, form, mark, within(clip, clip_of(item, matrix)))

    def _add_form(  # noqa: PLR0917
        self, item: Any, matrix: Matrix, form: int, mark: int, clip: Edges, depth: int
    ) -> None:
        if depth >= _MAX_DEPTH:
            return
        inner = _combine(self._matrix_of(item), matrix)
        if depth == 0:
            form = len(self.content.forms)
            self.content.forms.append(Form(*self._box_of(item, matrix), inner))
            inner = self.forms.get(form, inner)
        for index in range(max(0, pdfium.FPDFFormObj_CountObjects(item))):
            self._add(pdfium.FPDFFormObj_GetObject(item, index), inner, form, mark, clip, depth + 1)

    def _add_text(self, item: Any, matrix: Matrix, form: int, mark: int) -> None:
        text = self.texts.of(item)
        core = text.strip(" \r\n\t\0")
        if is_leader(core):
            return
        own = self._matrix_of(item)
        a, b, c, d, pen_x, pen_y = _combine(own, matrix)
        if not core:
            self._add_space(item, matrix, (pen_x, pen_y))
            return
        pdfium.FPDFTextObj_GetFontSize(item, self.number)
        size = abs(self.number.value) * (math.hypot(c, d) or 1.0)
        left, top, right, bottom = self._box_of(item, matrix)
        turns = _turns(a, b)
        is_sideways = turns % 2 == 1
        lead = len(text) - len(text.lstrip(" "))
        is_spaced, pen_x = self._space_before((pen_x, pen_y), size)
        is_spaced = text[0] == " " or (is_spaced and turns == 0 and not is_right_to_left(core))
        font = self._font_of(item)
        colour = self._colour_of(item)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        if mode in _UNSEEN_MODES:
            self.unseen.append(len(self.content.pieces))
        elif mode in _OUTLINE_MODES:
            font, colour = f"{font} (outlined)", self._colour_of(item, stroke=True)
        spaces = self._spaces(core) if turns == 0 and " " in core and size > 0 else []
        piece = Piece(
            mark,
            with_hyphens(item, core).replace("\r\n", " "),
            min(pen_x, left) if is_sideways or lead or a < 0 else pen_x,
            right,
            top,
            bottom,
            pen_y,
            font,
            size,
            colour,
            form,
            turns,
            is_spaced,
            text[-1] in " \r\n",
            _mean_space(spaces, size),
            a * d - b * c > 0,
        )
        self.content.pieces.extend(_parted(piece, spaces))

    def _add_space(self, item: Any, matrix: Matrix, pen: tuple[float, float]) -> None:
        """Remember where spaces begin that are shown by themselves."""
        left, top, right, bottom = self._box_of(item, matrix)
        is_blank = right <= left and bottom <= top
        if is_blank and (self.space is None or self.space[1] != pen[1]):
            self.space = pen

    def _space_before(self, pen: tuple[float, float], size: float) -> tuple[bool, float]:
        """Tell whether spaces shown by themselves stand before a string, and where it begins.

        The first of a line begins with them, as one that has them in itself does.
        """
        space, self.space = self.space, None
        if space is None or abs(space[1] - pen[1]) > _SAME_LINE_EM * size:
            return False, pen[0]
        last = self.content.pieces[-1] if self.content.pieces else None
        is_first = last is None or abs(last.baseline - pen[1]) > _SAME_LINE_EM * size
        if not 0 < pen[0] - space[0] < (_WIDEST_EM if is_first else _COLUMN_EM) * size:
            return False, pen[0]
        return True, space[0] if is_first else pen[0]

    def _spaces(self, text: str) -> list[tuple[int, float, float]]:
        """Return where the spaces of a text are, and the x at which each begins and ends."""
        start = self.characters.find(text, self.cursor)
        if start < 0:
            return []
        self.cursor = start + len(text)
        x, y = self.origin
        a, _, c, _, e, _ = self.transform
        find_origin, page = pdfium.FPDFText_GetCharOrigin, self.text_page
        found: list[tuple[int, float, float]] = []
        at = text.find(" ")
        while at >= 0:
            find_origin(page, start + at, x, y)
            begins = a * x.value + c * y.value + e
            find_origin(page, start + at + 1, x, y)
            ends = a * x.value + c * y.value + e
            if ends - begins < _NO_SPACE_PT and at:
                # A space that pdfium put in has no width: the letter before it tells where it begins.
                edges = self.edges
                pdfium.FPDFText_GetCharBox(page, start + at - 1, *edges)
                begins = a * edges[1].value + c * edges[2].value + e
            found.append((at, begins, ends))
            at = text.find(" ", at + 1)
        return found

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

    def _add_graphic(  # noqa: PLR0917
        self, item: Any, kind: int, matrix: Matrix, form: int, mark: int, clip: Edges
    ) -> None:
        box = within(self._box_of(item, matrix), clip)
        if is_empty(box):
            return
        colour, digest, width, height = "", "", 0, 0
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        if kind == _PATH:
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
            mode.value = 1
        if mode.value and self.content.pieces:
            self._add_shape(item, kind, box, colour)
        name = {_PATH: "path", _IMAGE: "image"}.get(kind, "shading")
        self.content.graphics.append(Graphic(mark, name, *box, colour, digest, form, width, height))

    def _add_shape(self, item: Any, kind: int, box: tuple[float, float, float, float], colour: str) -> None:
        """Keep a rectangle or picture that hides what was painted before it."""
        if box[2] - box[0] < THINNEST_PT or box[3] - box[1] < THINNEST_PT:
            return
        if (kind == _PATH and not self._is_rectangle(item)) or pdfium.FPDFPageObj_HasTransparency(item):
            return
        self.shapes.append(Shape(*box, colour, len(self.content.pieces)))

    def _is_rectangle(self, item: Any) -> bool:
        count = pdfium.FPDFPath_CountSegments(item)
        if count not in _CORNERS:
            return False
        x, y = ctypes.c_float(), ctypes.c_float()
        across, down = set(), set()
        for index in range(count):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(item, index), x, y)
            across.add(round(x.value, 1))
            down.add(round(y.value, 1))
        return len(across) == len(down) == 2

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


def _mean_space(spaces: Sequence[tuple[int, float, float]], size: float) -> float:
    """Return the mean width of spaces in ems; 0 for fewer than two, which tell nothing of a line."""
    if len(spaces) < 2:
        return 0.0
    space = sum(ends - begins for _, begins, ends in spaces) / len(spaces) / size
    return round(space, 3) if 0 < space < _WIDEST_EM else 0.0


def _parted(piece: Piece, spaces: Sequence[tuple[int, float, float]]) -> list[Piece]:
    """Return a piece in parts where its words stand as far apart as columns do."""
    wide = [
        (at, begins, ends)
        for at, begins, ends in spaces
        if _COLUMN_EM * piece.size < ends - begins < _WIDEST_EM * 10 * piece.size
    ]
    if not wide:
        return [piece]
    parts: list[Piece] = []
    start, left = 0, piece.left
    for at, begins, ends in wide:
        text = piece.text[start:at].strip()
        if text:
            first = replace(piece, text=text, left=left, right=begins, is_spaced_after=True, word_space=0.0)
            parts.append(replace(first, is_spaced_before=bool(parts) or piece.is_spaced_before))
        start, left = at + 1, ends
    rest = piece.text[start:].strip()
    if rest:
        parts.append(replace(piece, text=rest, left=left, is_spaced_before=True, word_space=0.0))
    return parts or [piece]


def _turns(a: float, b: float) -> int:
    """Return by how many quarters a direction is turned clockwise, y down."""
    if abs(b) > abs(a):
        return 1 if b > 0 else 3
    return 2 if a < 0 else 0


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
