"""Pictures of e-books that changed → the old one beside the new one, out of the books themselves.

Only what the book holds is shown, made small; a snapshot knows no more of a picture than its text and its name.
"""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Sequence
from io import BytesIO
from itertools import zip_longest

from publish.model.changes import Change
from publish.model.pages import Picture
from publish.structure.diff.align import match_keys
from publish.structure.diff.comparing import Comparison
from publish.structure.report.pairs import Mark, PagePair
from publish.structure.report.pictures import compress
from publish.structure.report.words import text_of

_LONGEST_SIDE_PX = 570
_MOST_PIXELS = 40_000_000
_MOST_BYTES = 8_000_000
_MOST_BYTES_OF_DRAWING = 300_000
_MOST_SHOWN = 12


def show_pictures(
    comparison: Comparison,
    pair: PagePair,
    changes: Sequence[Change],
    books: tuple[bytes | None, bytes | None],
) -> str:
    """Return the pictures of a document that differ, in rows as HTML; empty if no change is about one."""
    marks = {m.number: m for m in pair.marks if changes[m.number - 1].kind.startswith("picture/")}
    if not marks:
        return ""
    old = [picture for picture in comparison.old.pictures if picture.page == pair.old]
    new = [picture for picture in comparison.new.pictures if picture.page == pair.new]
    same = match_keys([_key(picture) for picture in old], [_key(picture) for picture in new])
    kept_old, kept_new = {i for i, _ in same}, {j for _, j in same}
    left = [picture for i, picture in enumerate(old) if i not in kept_old]
    right = [picture for j, picture in enumerate(new) if j not in kept_new]
    badges = "".join(_badge(mark) for _, mark in sorted(marks.items()))
    level = max(mark.level for mark in marks.values()).word
    rows = [
        f'<div class="row">{_cell("old", one, books[0], badges, level)}'
        f"{_cell('new', two, books[1], badges, level)}</div>"
        for one, two in list(zip_longest(left, right))[:_MOST_SHOWN]
    ]
    return f'<div class="rows">{"".join(rows)}</div>' if rows else ""


def _key(picture: Picture) -> tuple[str, str]:
    return picture.alt, picture.digest


def _badge(mark: Mark) -> str:
    level = mark.level.word
    return f'<span class="badge {level}" data-number="{mark.number}" data-level="{level}">{mark.number}</span>'


def _cell(side: str, picture: Picture | None, book: bytes | None, badges: str, level: str) -> str:
    if picture is None:
        return f'<div class="cell {side} absent"></div>'
    address = _address(book, picture.name) if book and picture.name else ""
    size = f", {picture.width_px} × {picture.height_px} px" if picture.width_px else ""
    shown = f'<img src="{address}" alt="{text_of(picture.alt)}">' if address else ""
    told = f'<p dir="auto">{text_of(picture.alt)}</p>' if picture.alt else ""
    return (
        f'<div class="cell {side} {level}" data-level="{level}"><span class="role">{badges}<span>picture '
        f"<bdi>{text_of(picture.name)}</bdi>{size}</span></span>{shown}{told}</div>"
    )


def _address(book: bytes, name: str) -> str:
    """Return a picture of a book as a data URI; empty if there is none that can be shown."""
    try:
        with zipfile.ZipFile(BytesIO(book)) as package:
            found = [info for info in package.infolist() if info.filename.rpartition("/")[2] == name]
            if len(found) != 1 or found[0].file_size > _MOST_BYTES:
                return ""
            content = package.read(found[0])
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, EOFError):
        return ""
    if name.lower().endswith(".svg"):  # an image element runs no script and loads nothing (SVG 2, 2.6)
        if len(content) > _MOST_BYTES_OF_DRAWING:
            return ""
        return f"data:image/svg+xml;base64,{base64.b64encode(content).decode('ascii')}"
    return _small(content)


def _small(content: bytes) -> str:
    from PIL import Image

    try:
        with Image.open(BytesIO(content)) as image:
            if image.width * image.height > _MOST_PIXELS:
                return ""
            image.thumbnail((_LONGEST_SIDE_PX, _LONGEST_SIDE_PX))
            seen = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return ""
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    return compress(paper.convert("RGB"))
