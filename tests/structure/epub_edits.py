"""Changes made to a finished EPUB: what goes wrong between two tools, and what nobody can see.

In: the bytes of an EPUB. Out: other bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

EpubEdit = Callable[[dict[str, bytes]], dict[str, bytes]]


def entries(epub: bytes) -> dict[str, bytes]:
    """Return the files of an EPUB in their order."""
    with zipfile.ZipFile(io.BytesIO(epub)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def packed(files: dict[str, bytes], *, level: int = 9, year: int = 1980, stored: bool = False) -> bytes:
    """Return files as an EPUB; the first is `mimetype`, stored."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in sorted(files.items(), key=lambda item: item[0] != "mimetype"):
            info = zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0))
            is_stored = stored or name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            package.writestr(info, content, compresslevel=None if is_stored else level)
    return stream.getvalue()


def repacked(epub: bytes, edit: EpubEdit) -> bytes:
    """Return the EPUB with an edit in its files."""
    return packed(edit(entries(epub)))


def find(files: dict[str, bytes], ending: str, holding: str = "") -> str:
    """Return the name of the first file with this ending that holds a text."""
    return next(n for n, c in files.items() if n.endswith(ending) and holding.encode() in c)


def replace(ending: str, pattern: str, new: str, *, holding: str = "", count: int = 1) -> EpubEdit:
    """Replace what a pattern matches in the first file with this ending (that holds a text)."""

    def edit(files: dict[str, bytes]) -> dict[str, bytes]:
        name = find(files, ending, holding)
        text, found = re.subn(pattern, new, files[name].decode(), count=count, flags=re.DOTALL)
        assert found, (name, pattern)
        return {**files, name: text.encode()}

    return edit


def everywhere(pattern: str, new: str) -> EpubEdit:
    """Replace what a pattern matches in all documents of the book."""

    def edit(files: dict[str, bytes]) -> dict[str, bytes]:
        return {
            name: re.sub(pattern, new, content.decode(), flags=re.DOTALL).encode()
            if name.endswith((".xhtml", ".opf", ".ncx"))
            else content
            for name, content in files.items()
        }

    return edit
