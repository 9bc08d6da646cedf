"""What each text object of a page says, in one pass over the page's characters where there are many.

In: an open text page of pdfium. Out: the text of each object, as `FPDFTextObj_GetText` tells it. pdfium looks
at all characters of the page for each object anew, which takes minutes where a page has very many of both.
"""

from __future__ import annotations

import codecs
import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

_SPACE = 32
_ACTUAL_TEXT = ctypes.create_string_buffer(b"ActualText")
_SPELLING_BYTES = 32
_SOFT_HYPHEN = "\u00ad"
_RESPELT = ("", "c", "\u00b7")
"""What divided words are spelt with where they are whole: Zuc|ker is printed Zuk-ker, col·|legi col-legi."""
_KEPT_BACK = f"\x02\ufffe{_SOFT_HYPHEN}"
"""What pdfium has for a hyphen at a line's end; for a soft one at a page's end, too."""
_BUFFER_UNITS = 8192
_MOST_LOOKED_AT = 20_000_000
"""So many characters pdfium may look at, object by object; then one pass of our own is quicker."""


class Texts:
    """The texts of one page's objects."""

    def __init__(self, text_page: Any) -> None:
        self._text_page = text_page
        self._count = max(0, pdfium.FPDFText_CountChars(text_page))
        self._looked_at = 0
        self._units = (ctypes.c_ushort * _BUFFER_UNITS)()
        self._all: dict[int, str] | None = None

    def of(self, item: Any) -> str:
        """Return what a text object says, line breaks as carriage return and line feed."""
        self._looked_at += self._count
        if self._looked_at > _MOST_LOOKED_AT:
            if self._all is None:
                self._all = texts_of(self._text_page)
            return self._all.get(ctypes.cast(item, ctypes.c_void_p).value or 0, "")
        size = pdfium.FPDFTextObj_GetText(item, self._text_page, self._units, 2 * _BUFFER_UNITS)
        if size > 2 * _BUFFER_UNITS:
            large = (ctypes.c_ushort * size)()
            pdfium.FPDFTextObj_GetText(item, self._text_page, large, size)
            return bytes(large)[: size - 2].decode("utf-16-le", "replace")
        return ctypes.string_at(self._units, max(0, size - 2)).decode("utf-16-le", "replace")


@dataclass(slots=True)
class _Said:
    """What an object has said so far."""

    units: list[int] = field(default_factory=list)
    height: float = 0.0
    """Where its last line stands."""
    is_going_on: bool = False
    letters_before: int = 0
    """How many characters of the page were no spaces when it broke off."""


def texts_of(text_page: Any) -> dict[int, str]:
    """Return the text of each object by its address; an object without characters is left out."""
    found: dict[int, _Said] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    letters, last = 0, None
    for index in range(max(0, pdfium.FPDFText_CountChars(text_page))):
        unit = pdfium.FPDFText_GetUnicode(text_page, index)
        owner = pdfium.FPDFText_GetTextObject(text_page, index)
        address = ctypes.cast(owner, ctypes.c_void_p).value if owner else None
        if last is not None and address != last:
            _break_off(found[last], unit, letters)
        last = address
        if address is not None:
            said = found.setdefault(address, _Said())
            if not said.is_going_on:
                pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
                _go_on(said, y.value, letters)
            if unit:
                said.units.append(unit)
        letters += unit != _SPACE
    return {address: _decoded(said.units) for address, said in found.items()}


def _break_off(said: _Said, unit: int, letters: int) -> None:
    """Note that another's character follows; a space is taken along."""
    said.is_going_on = False
    said.letters_before = letters
    if unit == _SPACE:
        said.units.append(unit)


def _go_on(said: _Said, height: float, letters: int) -> None:
    """Begin a line, or go on in it."""
    if letters > said.letters_before and abs(said.height - height) > 0:
        said.height = height
        if said.units:
            said.units.extend((13, 10))
    said.is_going_on = True


def _decoded(units: list[int]) -> str:
    text = "".join(map(chr, units))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def with_hyphens(item: Any, text: str) -> str:
    """Return what a text object says with the hyphens that pdfium keeps back at line ends.

    It hides whether they are the author's. A soft one is told by what its string stands for (ISO 32000-1,
    14.9.4): by itself, or with letters that are spelt otherwise before it, it is the layout's, and printed as
    such. Behind any other sign, none is printed: an address goes on, or a compound behind its own hyphen.
    """
    if text[-1] in _KEPT_BACK:
        stands_for = _stands_for(item)
        if stands_for.endswith(_SOFT_HYPHEN) or text[-1] == _SOFT_HYPHEN:
            hyphen = "\u2010" if stands_for[:-1] in _RESPELT else _SOFT_HYPHEN
            text = f"{text[:-1]}{hyphen}"
    return text.replace("\x02", "-").replace("\ufffe", "-")


def _stands_for(item: Any) -> str:
    """Return the ActualText of a painted string; empty if it has none, or one too long for a division."""
    buffer, length = (ctypes.c_ubyte * _SPELLING_BYTES)(), ctypes.c_ulong()
    for index in range(max(0, pdfium.FPDFPageObj_CountMarks(item))):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        # As it stands in the file: what pdfium makes of it loses soft hyphens.
        if (
            pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL_TEXT, buffer, _SPELLING_BYTES, length)
            and length.value <= _SPELLING_BYTES
        ):
            spelt = bytes(buffer)[: length.value]
            is_wide = spelt.startswith(codecs.BOM_UTF16_BE)
            return spelt.decode("utf-16" if is_wide else "latin-1", "replace")
    return ""
