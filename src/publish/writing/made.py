"""Pieces that repeat what is printed elsewhere: title pages, copyright page, contents, lists of figures.

In: all written chapters of one medium, among them made pieces whose slot (`div.made`) is empty, and metadata.
Out: the same chapters with the slots filled; one that nothing could be put into comes back with an empty body.
The words of contents and lists are taken from headings and captions as they were written, so that they cannot
differ from them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from publish.model.chapter import HtmlChapter
from publish.model.facts import Label
from publish.model.metadata import Metadata
from publish.model.pieces import Role
from publish.writing.contents import contents_html, contents_line, contents_of, listed_after
from publish.writing.copyright import copyright_page
from publish.writing.front import half_title, title_page

_SLOT = re.compile(r'<div class="made made-([a-z-]+)"(?:/>|>\s*</div>)')
_EMPTY_LIST = re.compile(r'<div id="refs[^"]*" class="references"[^<>]*(?:/>|>\s*</div>)')
_KINDS: Mapping[Role, str] = {"figures": "fig", "tables": "tbl"}


def fill_pieces(
    chapters: Sequence[HtmlChapter],
    labels: Collection[Label],
    metadata: Metadata,
    *,
    toc_depth: int,
    with_folios: bool = False,
) -> tuple[HtmlChapter, ...]:
    """Fill every made piece; contents come last, since they list what stands. Pages have folios."""
    filled = [_fill(chapter, chapters, labels, metadata, with_folios) for chapter in chapters]
    standing = [chapter for chapter in filled if chapter.body]
    return tuple(
        _fill_contents(chapter, standing, toc_depth, with_folios) if chapter.role == "contents" else chapter
        for chapter in filled
    )


def _fill(
    chapter: HtmlChapter,
    chapters: Sequence[HtmlChapter],
    labels: Collection[Label],
    metadata: Metadata,
    with_folios: bool,
) -> HtmlChapter:
    slot = _SLOT.search(chapter.body)
    if slot is None:
        is_empty = chapter.role == "bibliography" and _EMPTY_LIST.search(chapter.body) is not None
        return replace(chapter, body="") if is_empty else chapter
    role = slot[1]
    if role == "contents":
        return chapter
    inside = ""
    if role == "half-title":
        inside = half_title(metadata)
    elif role == "title-page":
        inside = title_page(metadata)
    elif role == "copyright":
        inside = copyright_page(metadata)
    elif chapter.role in _KINDS:
        inside = _list_of(_KINDS[chapter.role], chapters, labels, with_folios)
    body = chapter.body.replace(slot[0], inside) if inside else ""
    return replace(chapter, body=body)


def _fill_contents(
    chapter: HtmlChapter, chapters: Sequence[HtmlChapter], depth: int, with_folios: bool
) -> HtmlChapter:
    entries = contents_of(listed_after(chapter, chapters), depth)
    listed = contents_html(
        entries, lambda entry: f"#{entry.identifier or entry.chapter.identifier}", with_folios=with_folios
    )
    if not listed:
        return replace(chapter, body="")
    nav = f'<nav class="toc" role="doc-toc">\n{listed}\n</nav>'
    return replace(chapter, body=_SLOT.sub(lambda _: nav, chapter.body))


def _list_of(kind: str, chapters: Sequence[HtmlChapter], labels: Collection[Label], with_folios: bool) -> str:
    wanted = {label.identifier for label in labels if label.kind == kind and label.number}
    items = [
        f"<li>{contents_line(f'#{identifier}', words, with_folios=with_folios)}</li>\n"
        for chapter in chapters
        for identifier, words in chapter.captions
        if identifier in wanted
    ]
    return f'<nav class="toc list-of-{kind}">\n<ol>\n{"".join(items)}</ol>\n</nav>' if items else ""
