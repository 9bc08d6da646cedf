"""Forms that draw forms: how much a page of a PDF unfolds to, before anything unfolds it.

In: the objects of a file. Out: the first page that draws more than any page needs. A form XObject may draw
others several times over (ISO 32000-1, 8.10.1), so that three kilobytes become billions of drawings in a
program that follows them. Only forms within forms can grow so; the rest is as long as the file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Any

import pikepdf

MOST_DRAWINGS = 200_000
_MOST_BYTES = 20_000_000
"""So much of a form's content is looked at."""
_DEPTH = 60
_DRAWING = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_TROUBLE = (pikepdf.PikepdfError, ValueError, RuntimeError, TypeError, AttributeError, KeyError, zlib.error)


def find_bomb(pages: Sequence[Any]) -> int | None:
    """Return the number of the first page that draws more than `MOST_DRAWINGS` forms, counted from 1."""
    known: dict[tuple[int, int], int] = {}
    for number, page in enumerate(pages, 1):
        try:
            forms = _forms(page.get("/Resources"))
            if any(_forms(form.get("/Resources")) for form in forms.values()):
                contents = page.get("/Contents")
                streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
                if _unfolded(forms, b"\n".join(_bytes(stream) for stream in streams), known, 0) > MOST_DRAWINGS:
                    return number
        except _TROUBLE:
            continue
    return None


def _forms(resources: Any) -> dict[bytes, Any]:
    """Return the forms a page or form may draw, by name."""
    objects = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(objects, pikepdf.Dictionary):
        return {}
    return {
        name[1:].encode(): one
        for name, one in objects.items()
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"
    }


def _unfolded(forms: dict[bytes, Any], content: bytes, known: dict[tuple[int, int], int], depth: int) -> int:
    """Return how many forms a content draws, those within forms counted; a circle counts as too many."""
    if depth > _DEPTH:
        return MOST_DRAWINGS + 1
    total = 0
    for drawing in _DRAWING.finditer(content):
        form = forms.get(drawing.group(1))
        if form is None:
            continue
        if form.objgen not in known:
            known[form.objgen] = 1 + _unfolded(_forms(form.get("/Resources")), _bytes(form), known, depth + 1)
        total += known[form.objgen]
        if total > MOST_DRAWINGS:
            break
    return total


def _bytes(stream: Any) -> bytes:
    """Return the content of a stream, at most `_MOST_BYTES` of it."""
    if not isinstance(stream, pikepdf.Stream):
        return b""
    if stream.get("/Filter") == "/FlateDecode":
        return zlib.decompressobj().decompress(stream.read_raw_bytes(), _MOST_BYTES)
    return bytes(stream.read_bytes())[:_MOST_BYTES]
