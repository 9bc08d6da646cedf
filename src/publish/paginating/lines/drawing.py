"""Text of planned lines painted without shaping it again.

In: a text box whose words were shaped when they were measured. Out: `TJ` operators with all its glyphs (ISO
32000-1, 9.4.3), one where they are of one font. A word with raised, missing or pictured glyphs is painted by
the engine's own painter, in its own place.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeAlias

import pydyf
from weasyprint.draw import text as engine_drawing
from weasyprint.matrix import Matrix
from weasyprint.text import line_break as engine_lines
from weasyprint.text.ffi import FROM_UNITS, pango

from publish.paginating.lines.record import Record
from publish.paginating.lines.typeface import Typeface, typeface_of

_LEAST_OPERAND = 0.2
_SOFT_HYPHEN = "\u00ad"
_CUT = ">|<"
"""Stands between the operands of what is spelt as the author wrote it and of what a division puts in."""
_SPACES = re.compile("([ \u00a0])")
_LEAST_SIZE_PX = 1e-6
"""Below this the engine paints nothing (see its own painter)."""
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


class _Codes(NamedTuple):
    """What is known of a typeface's glyphs in one PDF: its font there, and the code of each word."""

    fonts: Any
    font: Any
    size: float
    words: dict[str, Code]


Code: TypeAlias = str | tuple[str, float, str] | None
"""Hexadecimal glyphs with their kerning; with name and size of another font; None: the engine paints it."""


class Painter:
    """Paints text in the engine's place; what fails is painted by the engine and recorded."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def paint(self, stream: Any, box: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
        """Paint the text of a box; return its pictured emoji, as the engine's painter does."""
        layout = box.pango_layout
        if type(layout) is not LaterLayout:
            return ENGINE_PAINTER(stream, box, text_overflow, block_ellipsis, matrix)
        parts: _Parts | None = None
        # Lines of ours are never too long: there is nothing to be clipped.
        if block_ellipsis == "none":
            if box.style["font_size"] < _LEAST_SIZE_PX or not box.text.strip():
                return []
            try:
                parts = _parts_of(stream, box, layout)
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
        emojis: list[Any] = []
        if parts is None:
            engine_lines.Layout.reactivate(layout, box.style)
            emojis = ENGINE_PAINTER(stream, box, text_overflow, block_ellipsis, matrix)
        else:
            _show(stream, box, parts, matrix, emojis)
        if layout.widening:
            stream.stream.append(b"100 Tz")
        if layout.tracking:
            stream.stream.append(b"0 Tc")
        return emojis


_Parts: TypeAlias = list[tuple[float, str, float, str]]
"""Pieces of a box: how far right of its left edge, the name of a font ("" for a word that the engine paints),
its size, operands or the word.
"""


def _show(stream: Any, box: Any, parts: _Parts, matrix: Any, emojis: list[Any]) -> None:
    """Write the operators of a box; add its pictured emoji."""
    for x, font, size, shown in parts:
        here = Matrix(*matrix.values[:4], matrix.values[4] + x, matrix.values[5]) if x else matrix
        if font:
            stream.set_text_matrix(*here.values)
            stream.set_font_size(font, size)
            spelt, cut, added = shown.partition(_CUT)
            if not cut:
                stream.show_text(shown)
                continue
            stream.show_text(f"{spelt}>")
            stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": _unbroken(box)}))
            stream.show_text(f"<{added}")
            stream.end_marked_content()
            continue
        word = box.copy()
        word.text, word.pango_layout = shown, engine_lines.create_layout(shown, box.style, None, None, 0)
        for emoji in ENGINE_PAINTER(stream, word, "clip", "none", here):
            emoji[4] += x / box.style["font_size"]
            emojis.append(emoji)


def _unbroken(box: Any) -> pydyf.String:
    """Return what stands in the word where a line's end divides it: the letters that are spelt otherwise there,
    and a soft hyphen, which readers leave out (ISO 32000-1, 14.8.2.2.3 and 14.9.4, with the very example).
    """
    _, replaced = box.publish_division
    return pydyf.String(replaced.replace(_SOFT_HYPHEN, "") + _SOFT_HYPHEN)


def _parts_of(stream: Any, box: Any, layout: LaterLayout) -> _Parts:
    """Return what is to be painted of a box: one piece where all of it is of the typeface's own font."""
    face = typeface_of(box.style)
    codes = face.codes
    if codes is None or codes.fonts is not stream._fonts:
        codes = face.codes = _Codes(stream._fonts, *_font_of(stream, box, face.font), {"": ""})
    _, font, size, known = codes
    extra = layout.justification_spacing
    text = box.text
    words = text.split(" ") if "\u00a0" not in text else _SPACES.split(text)[::2]
    found = []
    is_plain = True
    for word in words:
        code = known.get(word, False)
        if code is False:
            code = known[word] = _code(stream, box, face, word)
        is_plain = is_plain and type(code) is str
        found.append(code)
    division = box.__dict__.get("publish_division")
    if division is not None:
        found[-1] = _code(stream, box, face, words[-1], division[0])
    gap = _gap(stream, box, face, " ", extra)
    if is_plain:
        if "\u00a0" not in text:
            return [(0.0, font.hash, size, f"<{gap.join(found)}>")]
        gaps = [_gap(stream, box, face, space, extra) for space in _SPACES.findall(text)]
        joined = "".join(code + space for code, space in zip(found, [*gaps, ""], strict=True))
        return [(0.0, font.hash, size, f"<{joined}>")]
    parts: _Parts = []
    x = 0.0
    scale = 1 + layout.widening
    tracking = layout.tracking * scale
    spaces = _SPACES.findall(text)
    for number, (word, code) in enumerate(zip(words, found, strict=True)):
        if isinstance(code, str) and code:
            parts.append((x, font.hash, size, f"<{code}>"))
        elif code is None:
            parts.append((x, "", size, word))
        elif code:
            parts.append((x, *code))
        x += face.width(word) * scale + tracking * face.glyph_count(word)
        if number < len(spaces):
            parts.append((x, font.hash, size, f"<{_gap(stream, box, face, spaces[number], extra)}>"))
            x += (
                (face.space if spaces[number] == " " else face.no_break_space) * scale
                + extra * scale
                + tracking
            )
    return parts


def _font_of(stream: Any, box: Any, pango_font: Any) -> tuple[Any, float]:
    font, size = stream.add_font(pango_font)
    if pango.pango_version() < _PANGO_WITH_RIGHT_SIZES or font.png:
        size = box.style["font_size"]
    return font, size


def _gap(stream: Any, box: Any, face: Typeface, space: str, extra: float) -> str:
    """Return the glyph of a space and what it is widened by."""
    codes = face.codes
    code = codes.words.get(space, False)
    if code is False:
        code = _code(stream, box, face, space)
        if not isinstance(code, str):
            code = codes.words.get(" ", "")
        codes.words[space] = code
    adjustment = -(extra + face.word_spacing) * 1000 / codes.size
    return f"{code}>{adjustment:.2f}<" if adjustment else str(code)


def _code(stream: Any, box: Any, face: Typeface, word: str, adds: str = "") -> Code:
    """Return the glyphs of a word; what its letters are short of its measured width is made up for at its
    end. Before what a division adds to it they are cut.
    """
    width = face.width(word)
    runs = face.runs.get(word)
    if not runs:
        return None
    encoded = word.encode()
    cut = len(encoded) - len(adds.encode()) if adds else 0
    parts: list[str] = []
    carried = reached = 0.0
    used = runs[0].font
    codes = face.codes
    font, size = (codes.font, codes.size) if used == face.font else _font_of(stream, box, used)
    if font.bitmap or font.svg or font.png or font.colr or any(run.font != used for run in runs):
        return None
    per_unit = 1000 * FROM_UNITS / size
    unknown, empty = pango.PANGO_GLYPH_UNKNOWN_FLAG, pango.PANGO_GLYPH_EMPTY
    to_unicode, widths = font.to_unicode, font.widths
    for run in runs:
        glyphs, clusters = run.glyphs.tolist(), run.clusters.tolist()
        records = zip(glyphs[::5], glyphs[1::5], glyphs[2::5], glyphs[3::5], clusters, strict=True)
        for index, (glyph, advance, x_offset, y_offset, cluster) in enumerate(records, 1):
            if glyph & unknown or y_offset:
                return None
            reached += advance * FROM_UNITS
            if glyph == empty:
                carried -= advance * per_unit
                continue
            if glyph not in to_unicode:
                stop = run.length if index == len(clusters) else clusters[index]
                to_unicode[glyph] = encoded[run.offset + cluster : run.offset + stop].decode()
            logical = widths.get(glyph)
            if logical is None:
                pango.pango_font_get_glyph_extents(used, glyph, stream.ink_rect, stream.logical_rect)
                logical = widths[glyph] = round(stream.logical_rect.width * per_unit)
            offset = x_offset * per_unit
            if cut and run.offset + cluster == cut:
                parts.append(_CUT)
            if offset:
                parts.append(f">{-offset:.1f}<")
            parts.append(f"{glyph:04x}")
            # Operands are whole thousandths of an em; what rounding leaves is carried on: nothing adds up.
            exact = logical + offset - advance * per_unit + carried
            kerning = round(exact)
            carried = exact - kerning
            if kerning:
                parts.append(f">{kerning}<")
    # Letter spacing stands behind the last letter, too, which Pango leaves out at the end of a text.
    carried -= (width - reached) * 1000 / size
    if abs(carried) >= _LEAST_OPERAND:
        # Ten words of a line would add up to a hundredth of a point.
        parts.append(f">{carried:.2f}<")
    code = "".join(parts)
    if used == face.font:
        return code
    return font.hash, size, f"<{code}>"
