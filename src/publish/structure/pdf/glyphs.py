"""The fonts of a PDF → characters that are shown as an empty box, because the font has no glyph for them.

In: an open PDF. Out: characters by font: what a code stands for (ISO 32000-1, 9.10.3) that shows glyph 0
(`.notdef`; OpenType 1.9, "glyf") or a glyph that the embedded font does not hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from publish.structure.pdf.painted import Piece
from publish.structure.pdf.parts import ReadPage

_SAME_LINE_PT = 0.5
_SPACES = re.compile(" +")
_AROUND = 4
_SECTION = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<((?:[0-9a-fA-F]{4})+)>")
_PREFIX = re.compile(r"^[A-Z]{6}\+")
_MAX_FONTS = 2_000


def missing_characters(pdf: pikepdf.Pdf) -> dict[str, frozenset[str]]:
    """Return characters without a glyph by the name of their font, without a subset's prefix."""
    found: dict[str, set[str]] = defaultdict(set)
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for font in _fonts_of(page):
            if font.objgen not in seen and len(seen) < _MAX_FONTS:
                seen.add(font.objgen)
                try:
                    found[_name_of(font)].update(_missing_in(font))
                except (pikepdf.PikepdfError, AttributeError, IndexError, TypeError, ValueError, RuntimeError):
                    continue  # a damaged font tells nothing
    return {name: frozenset(characters) for name, characters in found.items() if characters}


def find_without_glyphs(
    pages: Sequence[ReadPage], missing: Mapping[str, frozenset[str]]
) -> tuple[tuple[int, str], ...]:
    """Return where such characters are printed: the page, and the words around the first of a piece of text."""
    found: list[tuple[int, str]] = []
    for page in pages if missing else ():
        pieces = page.content.pieces
        for number, piece in enumerate(pieces):
            characters = missing.get(_PREFIX.sub("", piece.font))
            places = [n for n, letter in enumerate(piece.text) if letter in (characters or ())]
            if places:
                at = places[0]
                left = _on_the_line_of(piece, pieces[max(0, number - _AROUND) : number])
                right = _on_the_line_of(piece, pieces[number + 1 : number + 1 + _AROUND])
                before = _SPACES.sub(" ", left + piece.text[:at]).split(" ")
                after = _SPACES.sub(" ", piece.text[at:] + right).split(" ")
                words = " ".join([*before[-_AROUND:-1], before[-1] + after[0], *after[1:_AROUND]])
                found.append((page.number, words.strip()))
    return tuple(found)


def _on_the_line_of(piece: Piece, others: Sequence[Piece]) -> str:
    """Return the text of those pieces that stand on a piece's line."""
    spaced = (
        f"{' ' * other.is_spaced_before}{other.text}{' ' * other.is_spaced_after}"
        for other in others
        if abs(other.baseline - piece.baseline) < _SAME_LINE_PT
    )
    return "".join(spaced)


def _fonts_of(page: pikepdf.Page) -> list[Any]:
    try:
        fonts: Any = page.resources.get("/Font", {})
        return [font for font in fonts.values() if isinstance(font, pikepdf.Dictionary)]
    except (pikepdf.PikepdfError, AttributeError, TypeError, ValueError):
        return []


def _name_of(font: Any) -> str:
    return _PREFIX.sub("", str(font.BaseFont).removeprefix("/"))


def _missing_in(font: Any) -> set[str]:
    if font.get("/Subtype") != "/Type0" or "/ToUnicode" not in font:
        return set()
    descendant = font.DescendantFonts[0]
    if descendant.get("/CIDToGIDMap", pikepdf.Name("/Identity")) != "/Identity":
        return set()
    glyphs = _glyph_count(descendant)
    missing = set()
    for section in _SECTION.findall(font.ToUnicode.read_bytes()):
        for code, character in _PAIR.findall(section):
            if int(code, 16) == 0 or (glyphs and int(code, 16) >= glyphs):
                missing.add(bytes.fromhex(character.decode()).decode("utf-16-be", "replace"))
    return {character for character in missing if character.strip()}


def _glyph_count(font: Any) -> int:
    """Return how many glyphs an embedded TrueType font holds; 0 if that is not known."""
    stream = font.get("/FontDescriptor", {}).get("/FontFile2")
    if not isinstance(stream, pikepdf.Stream):
        return 0
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(BytesIO(stream.read_bytes()), lazy=True) as outlines:
            return int(outlines["maxp"].numGlyphs)
    except (TTLibError, KeyError, ValueError, OSError):
        return 0
