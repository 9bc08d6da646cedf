"""A variable font becomes the one weight that is printed with, by HarfBuzz instead of fontTools.

In: a font file and a value for each axis. Out: the static font (OpenType 1.9, "Font variations overview"), or
None where the installed HarfBuzz cannot do it. The engine asks fontTools, which takes a tenth of a second a
font in Python; HarfBuzz, which the engine has loaded anyway for subsetting, takes a few milliseconds.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from weasyprint.pdf import fonts as engine_fonts

# Keep glyph numbers, tables unknown to HarfBuzz and the outline of .notdef (hb_subset_flags_t, hb-subset.h).
_FLAGS = 0x02 | 0x20 | 0x40
_READ_ONLY = 1  # hb_memory_mode_t, hb-blob.h
_LOCK = threading.RLock()
_ORIGINAL = engine_fonts.instantiateVariableFont


@contextmanager
def quick_instances() -> Iterator[None]:
    """Let the engine take static fonts from HarfBuzz while this block runs; fontTools stays the fallback."""

    def instantiate(font: Any, location: Mapping[str, float], **named: Any) -> Any:
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        limits = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font["fvar"].axes}
        for tag in axes.keys() & location.keys():
            low, high = limits[tag]
            axes[tag] = min(max(location[tag], low), high)
        font.reader.file.seek(0)
        content = pin_axes(font.reader.file.read(), axes)
        return _ORIGINAL(font, location, **named) if content is None else _Finished(content)

    with _LOCK:
        engine_fonts.instantiateVariableFont = instantiate
        try:
            yield
        finally:
            engine_fonts.instantiateVariableFont = _ORIGINAL


class _Finished:
    """A font that only remains to be saved, which is all the engine does with it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def save(self, file: BinaryIO) -> None:
        """Write the font."""
        file.write(self._content)


def pin_axes(font: bytes, axes: Mapping[str, float]) -> bytes | None:
    """Return a font with every axis named set to one value, glyph numbers kept; None if it cannot be done."""
    library = _library()
    if library is None:
        return None
    buffer = ctypes.create_string_buffer(font, len(font))
    blob = library.hb_blob_create(buffer, len(font), _READ_ONLY, None, None)
    face = library.hb_face_create(blob, 0)
    request = library.hb_subset_input_create_or_fail()
    made = result = None
    try:
        glyphs = library.hb_subset_input_glyph_set(request)
        library.hb_set_add_range(glyphs, 0, library.hb_face_get_glyph_count(face) - 1)
        library.hb_subset_input_set_flags(request, _FLAGS)
        for tag, value in sorted(axes.items()):
            number = int.from_bytes(tag.encode("latin-1").ljust(4)[:4], "big")
            if not library.hb_subset_input_pin_axis_location(request, face, number, value):
                return None
        made = library.hb_subset_or_fail(face, request)
        if not made:
            return None
        result = library.hb_face_reference_blob(made)
        length = ctypes.c_uint()
        data = library.hb_blob_get_data(result, ctypes.byref(length))
        return ctypes.string_at(data, length.value) if length.value else None
    finally:
        for destroy, item in (
            (library.hb_blob_destroy, result),
            (library.hb_face_destroy, made),
            (library.hb_subset_input_destroy, request),
            (library.hb_face_destroy, face),
            (library.hb_blob_destroy, blob),
        ):
            if item:
                destroy(item)


_P, _U = ctypes.c_void_p, ctypes.c_uint
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "hb_blob_create": (_P, [_P, _U, ctypes.c_int, _P, _P]),
    "hb_blob_get_data": (_P, [_P, ctypes.POINTER(_U)]),
    "hb_blob_destroy": (None, [_P]),
    "hb_face_create": (_P, [_P, _U]),
    "hb_face_get_glyph_count": (_U, [_P]),
    "hb_face_reference_blob": (_P, [_P]),
    "hb_face_destroy": (None, [_P]),
    "hb_set_add_range": (None, [_P, _U, _U]),
    "hb_subset_input_create_or_fail": (_P, []),
    "hb_subset_input_destroy": (None, [_P]),
    "hb_subset_input_glyph_set": (_P, [_P]),
    "hb_subset_input_set_flags": (None, [_P, _U]),
    "hb_subset_input_pin_axis_location": (ctypes.c_int, [_P, _P, ctypes.c_uint32, ctypes.c_float]),
    "hb_subset_or_fail": (_P, [_P, _P]),
}


def _library() -> Any:
    """Return HarfBuzz' subsetter with its functions declared; None where absent or too old (before 6.0)."""
    for name in ("libharfbuzz-subset.so.0", ctypes.util.find_library("harfbuzz-subset")):
        if not name:
            continue
        try:
            library = ctypes.CDLL(name)
            for function, (result, arguments) in _SIGNATURES.items():
                declared = getattr(library, function)
                declared.restype, declared.argtypes = result, arguments
        except (OSError, AttributeError):
            continue
        return library
    return None
