"""What a theme must know of its font: how wide it runs, how tall it looks, what it can do.

In: the font's bytes. Out: ratios of the em and the OpenType features present (OpenType 1.9, `GSUB`). Average
width is measured on the letters of running text, as they are spread in European languages.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

_EM = 1000
"""The size fonts are measured at, in pixels."""

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
    # Pillow, because the layout engine loads it anyway; a table library would take as long as a page.
    from PIL import ImageFont

    try:
        font = ImageFont.truetype(BytesIO(content), _EM, layout_engine=ImageFont.Layout.BASIC)
    except (OSError, ValueError):
        return UNKNOWN
    character = font.getlength(_SAMPLE) / len(_SAMPLE) / _EM
    _, top, _, bottom = font.getbbox("x", anchor="ls")
    x_height = (bottom - top) / _EM
    return Typeface(
        character if 0.2 < character < 1.2 else UNKNOWN.character_em,
        x_height if 0.2 < x_height < 0.9 else UNKNOWN.x_height_em,
        _features(content),
    )


def _features(content: bytes) -> frozenset[str]:
    """Read the tags of the substitution features; none for packed fonts (WOFF) and damaged ones."""
    try:
        start = _table(content, b"GSUB")
        if start is None:
            return frozenset()
        (offset,) = struct.unpack_from(">H", content, start + 6)
        (count,) = struct.unpack_from(">H", content, start + offset)
        records = start + offset + 2
        tags = [struct.unpack_from(">4s", content, records + 6 * number)[0] for number in range(count)]
    except struct.error:
        return frozenset()
    return frozenset(tag.decode("latin-1") for tag in tags)


def _table(content: bytes, tag: bytes) -> int | None:
    """Return where a table begins (OpenType, "Table Directory"), or None."""
    if content[:4] not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        return None
    (count,) = struct.unpack_from(">H", content, 4)
    for number in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", content, 12 + 16 * number)
        if name == tag:
            return int(offset)
    return None
