"""Text of planned lines painted without shaping it again.

In: a text box whose words were shaped when they were measured. Out: one `TJ` operator with all its glyphs (ISO
32000-1, 9.4.3). What is unusual about a word (another font, raised glyphs, none at all) leaves the box to the
engine's own painter.
"""

from __future__ import annotations

from typing import Any

from weasyprint.draw import text as engine_drawing
from weasyprint.text import line_break as engine_lines
from weasyprint.text.ffi import FROM_UNITS, pango

from publish.paginating.lines.record import Record
from publish.paginating.lines.typeface import Typeface, typeface_of

_LEAST_OPERAND = 0.05
ENGINE_PAINTER = engine_drawing.draw_first_line
_DECORATION = (
    "ascent",
    "underline_position",
    "strikethrough_position",
    "underline_thickness",
    "strikethrough_thickness",
)
_PANGO_WITH_RIGHT_SIZES = 14802
"""Pango 1.48.2, before which the engine must take the size from the style (see its own painter)."""


class LaterLayout(engine_lines.Layout):  # type: ignore[misc]
    """A layout of the engine that makes its Pango object only if the engine's own painter asks for it."""

    first_line_direction = 0

    def __init__(  # noqa: PLR0917 - one call, in `building`
        self, text: str, style: Any, extra: float, widening: float, tracking: float, max_width: float
    ) -> None:
        self.text = text
        self.own_style = style
        self.widening = widening
        # Horizontal scaling widens what stands between glyphs, too (ISO 32000-1, 9.4.4).
        self.justification_spacing = extra / (1 + widening)
        self.tracking = tracking / (1 + widening)
        self.max_width = max_width

    def reactivate(self, style: Any) -> None:
        """Do nothing: `paint` decides whether a Pango object is needed."""

    def deactivate(self) -> None:
        """Drop the Pango objects, if there are any."""
        for name in ("layout", "language", "style"):
            self.__dict__.pop(name, None)

    def __getattr__(self, name: str) -> Any:
        """Measure where lines under and through the text go, which is asked of decorated text only."""
        if name not in _DECORATION:
            raise AttributeError(name)
        self.setup(self.own_style)
        self.deactivate()
        return self.__dict__[name]


class Painter:
    """Paints text in the engine's place; what fails is painted by the engine and recorded."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def paint(self, stream: Any, box: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
        """Paint the text of a box; return its pictured emoji, as the engine's painter does."""
        layout = box.pango_layout
        if type(layout) is not LaterLayout:
            return ENGINE_PAINTER(stream, box, text_overflow, block_ellipsis, matrix)
        string = None
        if text_overflow == "clip" and block_ellipsis == "none":
            try:
                string = _glyphs_of(stream, box, layout.justification_spacing)
            except (RecursionError, MemoryError):
                raise
            except Exception as error:
                self._record.repainted[type(error).__name__] += 1
        if layout.widening:
            # Tz, ISO 32000-1, 9.3.4, in percent; it stays set until it is set again.
            stream.stream.append(f"{100 * (1 + layout.widening):.3f} Tz".encode())
        if layout.tracking:
            # Tc, ISO 32000-1, 9.3.2, in units of the text before it is scaled.
            stream.stream.append(f"{layout.tracking:.4f} Tc".encode())
        emojis: Any = []
        if string is None:
            engine_lines.Layout.reactivate(layout, box.style)
            emojis = ENGINE_PAINTER(stream, box, text_overflow, block_ellipsis, matrix)
        else:
            stream.set_text_matrix(*matrix.values)
            _, font, size, _ = typeface_of(box.style).codes
            stream.set_font_size(font.hash, size)
            stream.show_text(string)
        if layout.widening:
            stream.stream.append(b"100 Tz")
        if layout.tracking:
            stream.stream.append(b"0 Tc")
        return emojis


def _glyphs_of(stream: Any, box: Any, extra: float) -> str | None:
    """Return the operands of TJ for a whole box; None if the engine has to paint it."""
    text = box.text
    face = typeface_of(box.style)
    if face.font is None or face.is_spaced or "\u00a0" in text or not text.strip():
        return None
    codes = face.codes
    if codes is None or codes[0] is not stream._fonts:
        font, size = stream.add_font(face.font)
        if pango.pango_version() < _PANGO_WITH_RIGHT_SIZES or font.png:
            size = box.style["font_size"]
        codes = face.codes = (stream._fonts, font, size, {"": ""})
    _, font, size, cache = codes
    if font.bitmap or font.svg or font.png or font.colr:
        return None
    found = []
    for word in text.split(" "):
        code = cache.get(word, False)
        if code is False:
            code = cache[word] = _code(stream, face, word)
        if code is None:
            return None
        found.append(code)
    space = cache.get(" ", False)
    if space is False:
        space = cache[" "] = _code(stream, face, " ")
    if space is None:
        return None
    adjustment = -(extra + face.word_spacing) * 1000 / size
    gap = f"{space}>{adjustment:.1f}<" if adjustment else space
    return "<" + gap.join(found) + ">"


def _code(stream: Any, face: Typeface, word: str) -> str | None:
    """Return the glyphs of a word as hexadecimal with their kerning; None if it is unusual."""
    face.width(word)
    runs = face.runs.get(word)
    if runs is None:
        return None
    _, font, size, _ = face.codes
    encoded = word.encode()
    parts: list[str] = []
    carried = 0.0
    for run in runs:
        count = len(run.clusters)
        for index in range(count):
            glyph, width, x_offset, y_offset = run.glyphs[index * 5 : index * 5 + 4]
            if glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG or y_offset:
                return None
            if glyph not in font.to_unicode:
                stop = run.length if index == count - 1 else run.clusters[index + 1]
                span = encoded[run.offset + run.clusters[index] : run.offset + stop]
                font.to_unicode[glyph] = span.decode()
            logical = font.widths.get(glyph)
            if logical is None:
                pango.pango_font_get_glyph_extents(face.font, glyph, stream.ink_rect, stream.logical_rect)
                logical = font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
            offset = x_offset / size
            if offset:
                parts.append(f">{-offset}<")
            parts.append(f"{glyph:04x}")
            # Operands are whole thousandths of an em; what rounding leaves is carried on: nothing adds up.
            exact = logical + offset - width * 1000 * FROM_UNITS / size + carried
            kerning = round(exact)
            carried = exact - kerning
            if kerning:
                parts.append(f">{kerning}<")
    if abs(carried) >= _LEAST_OPERAND:
        # Ten words of a line would add up to a hundredth of a point.
        parts.append(f">{carried:.1f}<")
    return "".join(parts)
