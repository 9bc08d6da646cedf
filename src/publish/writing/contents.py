"""Contents lists: the headings of all chapters as nested lists, as pages and e-books want them.

In: written chapters. Out: XHTML of nested `ol`, which is also what EPUB 3.3 section 7.3 asks of a navigation
document: every item holds one link and perhaps one list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from publish.model.chapter import HtmlChapter
from publish.model.pieces import Role
from publish.writing.safety import without_control_characters
from publish.writing.tree import escape_text, escape_value

_NOT_LISTED: tuple[Role, ...] = ("half-title", "title-page", "copyright", "dedication", "epigraph", "contents")


@dataclass(slots=True)
class Entry:
    """One line of a contents list: its words as XHTML, where it leads and the lines below it."""

    words: str
    chapter: HtmlChapter
    identifier: str
    """Empty where the line leads to the chapter's start."""
    children: list[Entry] = field(default_factory=list)


def contents_of(chapters: Sequence[HtmlChapter], depth: int) -> list[Entry]:
    """Nest all headings down to `depth` levels below the shallowest; a chapter without any gives its title."""
    chapters = [chapter for chapter in chapters if chapter.role not in _NOT_LISTED]
    levels = [heading.level for chapter in chapters for heading in chapter.headings]
    top = min(levels, default=1)
    entries: list[Entry] = []
    path: list[tuple[int, Entry]] = []
    for chapter in chapters:
        lines = zip(chapter.headings, chapter.contents, strict=False)
        shown = [(h.level, h.identifier, words) for h, words in lines if h.level < top + depth and words]
        if not chapter.headings and chapter.title and chapter.zone == "main":
            shown = [(top, "", escape_text(without_control_characters(chapter.title)))]
        if chapter.role == "part":  # a part stands above the chapters in it, whose headings have the same level
            shown = [(level - (level == top), place, words) for level, place, words in shown]
        elif not chapter.is_in_part:
            path.clear()
        for level, identifier, words in shown:
            entry = Entry(words, chapter, identifier)
            while path and path[-1][0] >= level:
                path.pop()
            (path[-1][1].children if path else entries).append(entry)
            path.append((level, entry))
    return entries


def listed_after(contents: HtmlChapter, chapters: Sequence[HtmlChapter]) -> list[HtmlChapter]:
    """Return what contents list: all that follows them, of front matter nothing before them (Chicago 1.38)."""
    position = next((n for n, c in enumerate(chapters) if c.identifier == contents.identifier), -1)
    return [c for n, c in enumerate(chapters) if n > position or c.zone == "main" or contents.zone != "front"]


def contents_html(
    entries: Sequence[Entry], address: Callable[[Entry], str], *, with_folios: bool = False
) -> str:
    """Write a nested list whose links lead where `address` says; empty for no entries."""
    if not entries:
        return ""
    items = "".join(
        f"<li>{contents_line(address(entry), entry.words, with_folios=with_folios)}"
        f"{contents_html(entry.children, address, with_folios=with_folios)}</li>\n"
        for entry in entries
    )
    return f"<ol>\n{items}</ol>"


def contents_line(address: str, words: str, *, with_folios: bool) -> str:
    """Write one line as a link; the folio it is to have in print is filled in by pagination."""
    folio = folio_of(address.removeprefix("#")) if with_folios else ""
    return f'<a href="{escape_value(address)}">{words}{folio}</a>'


def folio_of(identifier: str) -> str:
    """Write the place of a folio at the end of a line of contents or of a list."""
    target = escape_value(identifier)
    return f'<span class="at-page"><span class="folio-of" data-target="{target}"></span></span>'
