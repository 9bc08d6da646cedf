"""How wide words are in one style of type: each distinct word is shaped once in a layout.

In: a computed style of the engine and words. Out: widths in CSS px, heights, and the glyphs for drawing. A
space between words is measured as an item of its own, because that is how the engine draws justified text: each
space takes its own share of the line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

from weasyprint.css import AnonymousStyle
from weasyprint.text import line_break as engine_lines
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango

from publish.text.scripts import IDEOGRAPHS

_GLYPH_INTS = 5
"""32-bit integers in a PangoGlyphInfo: glyph, width, two offsets, attributes (pango-glyph.h)."""

_TO_THE_END = 0xFFFF_FFFF
"""PANGO_ATTR_INDEX_TO_TEXT_END."""
_MANY_BELOW_ZERO = -1_000_000
_SINGLE_LETTERS = re.compile(
    "[\u0021-\u007e\u00a0-\u02af\u0370-\u0482\u048a-\u0587\u1e00-\u1fff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf"
    f"{IDEOGRAPHS}]*"
)
"""Latin, Greek, Cyrillic, Armenian, Chinese and Japanese without combining marks: their letters stand side by
side.
"""
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")


class Run(NamedTuple):
    """Glyphs of one font in a word: records of five integers, each cluster's byte, where the run begins."""

    font: Any
    """The PangoFont; its typeface keeps it alive."""
    glyphs: memoryview
    clusters: memoryview
    offset: int
    length: int


class Typeface:
    """One style of type: family, size, features, language and spacing, with what is known of its words."""

    __slots__ = (
        "_bearings",
        "_fonts",
        "baseline",
        "codes",
        "font",
        "glyph_counts",
        "half_leading",
        "height",
        "is_spaced",
        "layout",
        "letter_spacing",
        "no_break_space",
        "odd_words",
        "opens_words",
        "runs",
        "shaped_rect",
        "signs",
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
        self.odd_words: dict[str, tuple[float, float]] = {}
        """Words with another font's height: how far they reach above the baseline, and their height."""
        self.whole_words: dict[str, float] = {}
        """Widths of words known to hold no place to break at but hyphenation points."""
        self.signs: dict[Any, Any] = {}
        """What measuring keeps, by how far signs hang."""
        self._bearings: dict[str, tuple[float, float, float]] = {}
        """The white of signs and their ink: asked for at each place where a word may be divided."""
        self.font: Any = None
        self._fonts: dict[Any, Any] = {}
        """Fonts that words are set in, with a layout that keeps each alive."""
        self.codes: Any = None
        self.height, self.top = 0.0, None
        self.word_spacing = float(style["word_spacing"])
        self.opens_words = style["overflow_wrap"] != "normal"
        self.is_spaced = style["letter_spacing"] != "normal"
        self.letter_spacing = float(style["letter_spacing"]) if self.is_spaced else 0.0
        if self.is_spaced:
            self._space_letters()
        # A character that no font has, first: Pango measures the boxes for missing glyphs with a sample of the
        # language, and gets nothing if it is asked for that while it measures another text.
        self._shape("\U0010fffe")
        self.width("x")
        self.space = self.width(" ") + self.word_spacing
        self.no_break_space = self.space
        if all(run.font == self.font for run in self._shaped("\u00a0")):
            self.no_break_space = self.width("\u00a0") + self.word_spacing
        self.width("x")
        self._shape("x")
        self.baseline = pango.pango_layout_get_baseline(self.layout.layout) * FROM_UNITS
        line_height, _ = engine_lines.strut(style)
        self.half_leading = (line_height - self.height) / 2

    def _space_letters(self) -> None:
        """Give the layout the style's letter spacing, for whatever text it will hold."""
        layout = self.layout.layout
        attributes = pango.pango_layout_get_attributes(layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        spacing = pango.pango_attr_letter_spacing_new(int(self.letter_spacing * TO_UNITS))
        spacing.start_index, spacing.end_index = 0, _TO_THE_END
        pango.pango_attr_list_change(attributes, spacing)
        pango.pango_layout_set_attributes(layout, attributes)

    def _shape(self, word: str) -> Any:
        """Return a word's line in the layout. The engine's `set_text` would keep spacings of former texts."""
        encoded = word.encode()
        pango.pango_layout_set_text(self.layout.layout, encoded, len(encoded))
        return pango.pango_layout_get_line_readonly(self.layout.layout, 0)

    def _layout_with(self, word: str) -> Any:
        """Return another layout that shows a word: Pango lets go of a font that no layout shows any more."""
        layout = engine_lines.Layout(self.layout.style)
        encoded = word.encode()
        pango.pango_layout_set_text(layout.layout, encoded, len(encoded))
        pango.pango_layout_get_line_readonly(layout.layout, 0)
        return layout

    def width(self, word: str) -> float:
        """Return the width of a word shaped by itself, with letter spacing behind its last letter, too."""
        known = self.widths.get(word)
        if known is not None:
            return known
        line = self._shape(word)
        rect = self.shaped_rect
        pango.pango_layout_line_get_extents(line, ffi.NULL, rect)
        width = self.widths[word] = float(rect.width * FROM_UNITS) + self.letter_spacing
        if self.top is None:
            self.height, self.top = rect.height * FROM_UNITS, rect.y
        elif rect.y != self.top or rect.height * FROM_UNITS != self.height:
            self.odd_words[word] = -rect.y * FROM_UNITS, rect.height * FROM_UNITS
        self._keep_glyphs(word, line)
        return width

    def bearings(self, sign: str) -> tuple[float, float, float]:
        """Return the white before a sign's ink, the width of its ink, and the white behind it."""
        known = self._bearings.get(sign)
        if known is None:
            width = self.width(sign) - self.letter_spacing
            rect = self.shaped_rect
            pango.pango_layout_line_get_extents(self._shape(sign), rect, ffi.NULL)
            left, ink = float(rect.x * FROM_UNITS), float(rect.width * FROM_UNITS)
            known = self._bearings[sign] = left, ink, width - left - ink
        return known

    def _shaped(self, word: str) -> tuple[Run, ...]:
        """Return the glyphs of a word, also from other fonts; none if it does not run from left to right."""
        self.width(word)
        return self.runs.get(word, ())

    def extents(self, words: Sequence[str]) -> tuple[float, float]:
        """Return the height of a piece of text of some words, and its baseline, half the leading left out."""
        if not self.odd_words or self.odd_words.keys().isdisjoint(words):
            return self.height, self.baseline
        found = [self.odd_words.get(word, (self.baseline, self.height)) for word in words if word]
        if len(words) > 1:
            found.append((self.baseline, self.height))
        above = max(ascent for ascent, _ in found)
        below = max(height - ascent for ascent, height in found)
        return above + below, above

    def glyph_count(self, word: str) -> int:
        """Return how many glyphs a word is drawn with; far below zero where white between them would do harm:
        another font, scripts whose letters join or carry marks, spaced letters.
        """
        count = self.glyph_counts.get(word)
        if count is None:
            self.width(word)
            runs = self.runs.get(word)
            count = _MANY_BELOW_ZERO
            if runs is not None and not self.is_spaced and _SINGLE_LETTERS.fullmatch(word):
                glyphs = [glyph for run in runs for glyph in run.glyphs.tolist()[::_GLYPH_INTS]]
                # Ideographs are often of a second font, digits between them of the first.
                is_plain = all(run.font == self.font for run in runs) or _IDEOGRAPH.search(word)
                if is_plain and max(glyphs, default=0) < pango.PANGO_GLYPH_EMPTY:
                    count = len(glyphs)
            self.glyph_counts[word] = count
        return count

    def width_of_head(self, word: str, letters: int) -> float:
        """Return the width of a word's first letters as they stand within the word.

        For planning only: a line's own words are measured whole. Kerning at the cut is off by a hair.
        """
        runs = self.runs.get(word)
        at = len(word[:letters].encode())
        if runs is None or len(runs) != 1:
            return self.width(word[:letters])
        cut = bisect_left(runs[0].clusters, at)
        if cut == len(runs[0].clusters) or runs[0].clusters[cut] != at:
            return self.width(word[:letters])  # within a ligature
        return float(sum(islice(runs[0].glyphs, 1, cut * _GLYPH_INTS, _GLYPH_INTS)) * FROM_UNITS)

    def last_cluster(self, word: str, letters: int) -> int:
        """Return where the glyphs begin that show the last of the first letters; a ligature has several."""
        at = len(word[:letters].encode()) - 1
        for run in reversed(self.runs.get(word, ())):
            if run.offset <= at:
                cluster = run.clusters[bisect_right(run.clusters, at - run.offset) - 1]
                return len(word.encode()[: run.offset + cluster].decode())
        return letters - 1

    def _keep_glyphs(self, word: str, line: Any) -> None:
        """Keep the glyphs of a word for drawing if they all come left to right."""
        found, run = [], line.runs
        while run != ffi.NULL:
            item = run.data
            analysis = item.item.analysis
            if analysis.level & 1:
                return
            font = analysis.font
            if font not in self._fonts:
                self._fonts[font] = self._layout_with(word)
            if self.font is None:
                self.font = font
            glyphs = item.glyphs
            count = glyphs.num_glyphs
            found.append(
                Run(
                    font,
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
    if type(style) is AnonymousStyle and not _has_own_type(style):
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


def _has_own_type(style: Any) -> bool:
    """Tell whether an anonymous style was given type of its own, as that of a first letter is."""
    parent = style.parent_style
    return any(name in style and style[name] != parent[name] for name in _TYPE)
