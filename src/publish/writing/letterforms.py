"""Letters of a font as drawings and as small capitals: what openers need and no style sheet can say.

In: a font file's bytes. Out: outlines as SVG path data, advance widths, heights, and which letters have small
capitals of their own (OpenType 1.9: `cmap`, `glyf`/`CFF `, `fvar`, feature `smcp`). A variable font is taken at
weight 400 and, where it has optical sizes, at the size asked for (CSS Fonts 4, `font-optical-sizing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

_PX_PER_PT = 96 / 72
_REGULAR = 400.0
_SINGLE, _ALTERNATE, _EXTENSION = 1, 3, 7
"""Kinds of lookups in GSUB: one glyph for one, one of several, and a lookup stored elsewhere."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Letters side by side, baseline at 0, as they are drawn at a size: points, y upwards."""

    path: str
    """SVG path data, y downwards."""
    left: float
    right: float
    bottom: float
    top: float
    width: float
    """The sum of the advances."""


class Letterforms:
    """One font file, opened for drawing; `open_letterforms` makes it."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self._em = float(font["head"].unitsPerEm)
        self._names: dict[int, str] = dict(font.getBestCmap() or {})
        self._axes = {a.axisTag: (a.minValue, a.maxValue) for a in font["fvar"].axes} if "fvar" in font else {}
        self._capitals = _small_capitals(font)

    def has(self, text: str) -> bool:
        """Tell whether the font has every character."""
        return all(ord(character) in self._names for character in text)

    def has_small_capitals(self, text: str) -> bool:
        """Tell whether every small letter has a small capital of its own; other characters need none."""
        return all(
            self._names.get(ord(character)) in self._capitals for character in text if character.islower()
        )

    def outline(self, text: str, size_pt: float) -> Outline:
        """Draw characters the font has, without kerning, at a size in points."""
        from fontTools.pens.boundsPen import BoundsPen
        from fontTools.pens.svgPathPen import SVGPathPen
        from fontTools.pens.transformPen import TransformPen

        glyphs = self._font.getGlyphSet(location=self._location(size_pt))
        scale, x = size_pt / self._em, 0.0
        path = SVGPathPen(glyphs, ntos=_number)
        bounds = BoundsPen(glyphs)
        for character in text:
            glyph = glyphs[self._names[ord(character)]]
            glyph.draw(TransformPen(path, (scale, 0, 0, -scale, x, 0)))
            glyph.draw(TransformPen(bounds, (scale, 0, 0, scale, x, 0)))
            x += glyph.width * scale
        left, bottom, right, top = bounds.bounds or (0.0, 0.0, 0.0, 0.0)
        return Outline(path.getCommands(), left, right, bottom, top, x)

    def right_edges(self, letter: str, size_pt: float, heights: Sequence[float]) -> tuple[float, ...]:
        """Return how far a letter's ink reaches to the right at some heights, to a fiftieth of an em; 0 where
        there is none.
        """
        from fontTools.pens.pointInsidePen import PointInsidePen

        glyphs = self._font.getGlyphSet(location=self._location(size_pt))
        glyph, scale = glyphs[self._names[ord(letter)]], size_pt / self._em

        def is_ink(x: float, y: float) -> bool:
            pen = PointInsidePen(glyphs, (x / scale, y / scale))
            glyph.draw(pen)
            return bool(pen.getResult())

        step = size_pt / 50
        places = [number * step for number in range(int(glyph.width * scale / step) + 5, 0, -1)]
        return tuple(next((x for x in places if is_ink(x, y)), 0.0) for y in heights)

    def _location(self, size_pt: float) -> dict[str, float]:
        """Return the place among a variable font's designs."""
        return {tag: self._at(tag, size_pt) for tag in ("wght", "opsz") if tag in self._axes}

    def _at(self, tag: str, size_pt: float) -> float:
        low, high = self._axes[tag]
        wanted = _REGULAR if tag == "wght" else size_pt * _PX_PER_PT
        return float(min(max(wanted, low), high))


@lru_cache(maxsize=8)
def open_letterforms(content: bytes) -> Letterforms | None:
    """Open a font file; None if it cannot be drawn from (packed without a decoder, damaged)."""
    from fontTools.ttLib import TTFont

    try:
        forms = Letterforms(TTFont(BytesIO(content), lazy=True))
        forms.outline("H", 10.0) if forms.has("H") else None
    except Exception:  # fontTools raises whatever a damaged table makes it raise
        return None
    return forms


def _small_capitals(font: Any) -> frozenset[str]:
    """Return the glyphs for which the feature `smcp` of any script gives another."""
    table = font["GSUB"].table if "GSUB" in font else None
    if table is None or table.FeatureList is None or table.LookupList is None:
        return frozenset()
    records = table.FeatureList.FeatureRecord
    numbers = {n for record in records if record.FeatureTag == "smcp" for n in record.Feature.LookupListIndex}
    found: set[str] = set()
    for number in numbers:
        for subtable in table.LookupList.Lookup[number].SubTable:
            inner = subtable.ExtSubTable if subtable.LookupType == _EXTENSION else subtable
            if inner.LookupType == _SINGLE:
                found.update(inner.mapping)
            elif inner.LookupType == _ALTERNATE:
                found.update(inner.alternates)
    return frozenset(found)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
