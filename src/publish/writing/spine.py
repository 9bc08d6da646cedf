"""The files of an e-book and the ways into it: one file a piece, landmarks by what each piece is.

In: the pieces in reading order. Out: file names, and landmarks (EPUB 3.3, section 7.4): the first piece of each
kind that readers look for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from publish.model.chapter import HtmlChapter
from publish.model.pieces import Role
from publish.writing.roles import EPUB_TYPES
from publish.writing.words import word

Landmark: TypeAlias = tuple[str, str, str]
"""epub:type, address, words."""

_FIXED: Mapping[Role, str] = {"title-page": "title.xhtml", "contents": "nav.xhtml"}
_NO_LANDMARKS: tuple[Role, ...] = (
    "half-title",
    "chapter",
    "part",
    "text",
    "appendix",
    "dedication",
    "epigraph",
)


def file_names(chapters: Sequence[HtmlChapter]) -> dict[str, str]:
    """Return the file each piece has in the package, by its identifier; only texts are counted."""
    width = max(2, len(str(len(chapters))))
    names: dict[str, str] = {}
    count = 0
    for chapter in chapters:
        fixed = _FIXED.get(chapter.role)
        count += fixed is None
        names[chapter.identifier] = fixed or f"ch{count:0{width}}.xhtml"
    return names


def landmarks_of(chapters: Sequence[HtmlChapter], files: Mapping[str, str], lang: str) -> list[Landmark]:
    """Return where readers may go: title page, contents, start of the text, index and the like."""
    found: dict[str, Landmark] = {}
    for chapter in chapters:
        file = files[chapter.identifier]
        if chapter.zone == "main":
            found.setdefault("bodymatter", ("bodymatter", file, word("start", lang)))
        if chapter.role in _NO_LANDMARKS:
            continue
        words = {"title-page": word("title-page", lang), "contents": word("contents", lang)}.get(chapter.role)
        kind = EPUB_TYPES[chapter.role]
        found.setdefault(kind, (kind, file, words or chapter.title))
    return [landmark for landmark in found.values() if landmark[2]]
