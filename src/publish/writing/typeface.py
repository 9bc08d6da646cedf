"""What a theme must know of its font: how wide it runs, how tall it looks, what it can do.

In: the font's bytes. Out: ratios of the em and the OpenType features present (OpenType 1.9, `hmtx`, `OS/2`,
`GSUB`). Average width is measured on the letters of running text, as they are spread in European languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

_SAMPLE = (
    "the quick measure of a line is taken from letters as they come in reading, not from the alphabet; "
    "on the whole this holds for English, German and French alike: les mesures sont les mêmes, die Weite auch. "
)


@dataclass(frozen=True, slots=True)
class Typeface:
    """Ratios of the em: average character, height of the x; and the names of its OpenType features."""

    character_em: float
    x_height_em: float
    features: frozenset[str] = frozenset()

    def has(self, feature: str) -> bool:
        """Tell whether the font has an OpenType feature such as `smcp`."""
        return feature in self.features


UNKNOWN = Typeface(0.42, 0.45)
"""What is assumed of a font that cannot be measured: the middle of common text faces."""


@lru_cache(maxsize=32)
def measure_typeface(content: bytes) -> Typeface:
    """Measure a font file (TrueType, OpenType, WOFF); a file that cannot be read gets average values."""
    from fontTools.ttLib import TTFont  # 50 ms, needed by paged editions only

    try:
        with TTFont(BytesIO(content), lazy=True) as font:
            em = font["head"].unitsPerEm
            return Typeface(_average_width(font) / em, _x_height(font) / em, _features(font))
    except Exception:  # fontTools raises whatever a damaged table makes it raise; the layout engine reports it
        return UNKNOWN


def _average_width(font: Any) -> float:
    glyphs = font.getBestCmap() or {}
    advances = font["hmtx"].metrics
    widths = [advances[glyphs[ord(letter)]][0] for letter in _SAMPLE if ord(letter) in glyphs]
    return float(sum(widths) / len(widths)) if widths else UNKNOWN.character_em * font["head"].unitsPerEm


def _x_height(font: Any) -> float:
    height = getattr(font["OS/2"], "sxHeight", 0)
    return float(height) if height > 0 else UNKNOWN.x_height_em * font["head"].unitsPerEm


def _features(font: Any) -> frozenset[str]:
    if "GSUB" not in font or font["GSUB"].table.FeatureList is None:
        return frozenset()
    return frozenset(record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord)
