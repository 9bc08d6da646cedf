"""How wide words are in one style of type: each distinct word is shaped once in a layout.

In: a computed style of the engine and words. Out: widths in CSS px, heights, and the glyphs for drawing. A
space between words is measured as an item of its own, because that is how the engine draws justified text: each
space takes its own share of the line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import Any, NamedTuple

from weasyprint.css import AnonymousStyle
from weasyprint.text import line_break as engine_lines
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

_GLYPH_INTS = 5
"""32-bit integers in a PangoGlyphInfo: glyph, width, two offsets, attributes (pango-glyph.h)."""


_MANY_BELOW_ZERO = -1_000_000
_SINGLE_LETTERS = re.compile(
    "[\u0021-\u007e\u00a0-\u02af\u0370-\u0482\u048a-\u0587\u1e00-\u1fff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]*"
)
"""Latin, Greek, Cyrillic and Armenian without combining marks: their letters stand side by side."""


class Run(NamedTuple):
    """Glyphs of one font in a word: records of five integers, each one's byte, and where the run begins."""

    glyphs: memoryview
    clusters: memoryview
    offset: int
    length: int


class Typeface:
    """One style of type: family, size, features, language and spacing, with what is known of its words."""

    __slots__ = (
        "baseline",
        "codes",
        "extents",
        "font",
        "glyph_counts",
        "half_leading",
        "height",
        "is_spaced",
        "layout",
        "odd_words",
        "runs",
        "shaped_rect",
        "space",
        "top",
        "whole_words",
        "widths",
        "word_spacing",
    )

    def __init__(self, style: Any) -> None:
        self.layout = engine_lines.Layout(style)
        self.shaped_rect = ffi.new("PangoRectangle *")
        self.widths: dict[str, float] = {"": 0.0}
        self.runs: dict[str, tuple[Run, ...]] = {}
        self.glyph_counts: dict[str, int] = {"": 0}
        self.odd_words: set[str] = set()
        """Words with another font's height: their lines must be measured by the engine."""
        self.whole_words: set[str] = set()
        """Words known to hold no place to break at but hyphenation points."""
        self.font: Any = None
        self.codes: Any = None
        self.height, self.top = 0.0, None
        self.word_spacing = float(style["word_spacing"])
        self.is_spaced = style["letter_spacing"] != "normal"
        self.width("x")
        self.space = self.width(" ") + self.word_spacing
        self.baseline = pango.pango_layout_get_baseline(self.layout.layout) * FROM_UNITS
        line_height, _ = engine_lines.strut(style)
        self.half_leading = (line_height - self.height) / 2

    def width(self, word: str) -> float:
        """Return the width of a word shaped by itself."""
        known = self.widths.get(word)
        if known is not None:
            return known
        self.layout.set_text(word)
        line = pango.pango_layout_get_line_readonly(self.layout.layout, 0)
        rect = self.shaped_rect
        pango.pango_layout_line_get_extents(line, ffi.NULL, rect)
        width = self.widths[word] = float(rect.width * FROM_UNITS)
        if self.top is None:
            self.height, self.top = rect.height * FROM_UNITS, rect.y
        elif rect.y != self.top or rect.height * FROM_UNITS != self.height:
            self.odd_words.add(word)
        self._keep_glyphs(word, line)
        return width

    def glyph_count(self, word: str) -> int:
        """Return how many glyphs a word is drawn with that was measured already; far below zero where white
        between them would do harm: another font, scripts whose letters join or carry marks, spaced letters.
        """
        count = self.glyph_counts.get(word)
        if count is None:
            runs = self.runs.get(word)
            count = _MANY_BELOW_ZERO
            if runs is not None and not self.is_spaced and _SINGLE_LETTERS.fullmatch(word):
                glyphs = [glyph for run in runs for glyph in run.glyphs[::_GLYPH_INTS]]
                if max(glyphs, default=0) < pango.PANGO_GLYPH_EMPTY:
                    count = len(glyphs)
            self.glyph_counts[word] = count
        return count

    def width_of_head(self, word: str, letters: int) -> float:
        """Return the width of a word's first letters as they stand within the word.

        For planning only: a line's own words are measured whole. Kerning at the cut is off by a hair.
        """
        runs = self.runs.get(word)
        if runs is None or len(runs) != 1 or not word.isascii():
            return self.width(word[:letters])
        cut = bisect_left(runs[0].clusters, letters)
        return float(sum(islice(runs[0].glyphs, 1, cut * _GLYPH_INTS, _GLYPH_INTS)) * FROM_UNITS)

    def _keep_glyphs(self, word: str, line: Any) -> None:
        """Keep the glyphs of a word for drawing if they all come left to right from this style's first font."""
        found, run = [], line.runs
        while run != ffi.NULL:
            item = run.data
            font = item.item.analysis.font
            if self.font is None:
                self.font = font
            if font != self.font or item.item.analysis.level & 1:
                return
            glyphs = item.glyphs
            count = glyphs.num_glyphs
            found.append(
                Run(
                    memoryview(bytes(ffi.buffer(glyphs.glyphs, count * _GLYPH_INTS * 4))).cast("i"),
                    memoryview(bytes(ffi.buffer(glyphs.log_clusters, count * 4))).cast("i"),
                    item.item.offset,
                    item.item.length,
                )
            )
            run = run.next
        self.runs[word] = tuple(found)


_TYPE = (
    "font_family",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "line_height",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
    "font_variation_settings",
    "font_language_override",
    "lang",
    "letter_spacing",
    "word_spacing",
    "overflow_wrap",
)
"""The properties that words are as wide and lines as high by."""


def typeface_of(style: Any) -> Typeface:
    """Return what is known of a style's type, one object for all styles that set type alike."""
    known: Typeface | None = style.__dict__.get("_publish_typeface")
    if known is not None:
        return known
    if type(style) is AnonymousStyle and style.parent_style is not None:
        # All of these properties are inherited: text is set as the box around it.
        known = typeface_of(style.parent_style)
    else:
        key = str([style[name] for name in _TYPE])
        kept = style.font_config.__dict__.setdefault("_publish_typefaces", {})
        known = kept.get(key)
        if known is None:
            known = kept[key] = Typeface(style)
    style._publish_typeface = known
    return known
