"""The whole document for pages: title block, contents and all chapters as one XHTML text.

In: chapters written for the `paged` medium and the metadata. Out: XHTML the layout engine parses as XML. The
body carries the kind of publication as its class; style sheets come beside it, never inside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.model.chapter import HtmlChapter
from publish.model.metadata import Metadata
from publish.model.pieces import Zone
from publish.model.plan import Kind, Opening
from publish.writing.anchors import without_dead_links, without_repeated_ids
from publish.writing.front import title_block
from publish.writing.safety import without_control_characters
from publish.writing.tree import escape_text, escape_value

_OPENS_WITH_HEADING = re.compile(r"\s*<section\b[^<>]*>\s*<h[123]\b")
"""The headings that style sheets take for running heads (`styles/page.css`)."""


def write_paged_html(
    chapters: Sequence[HtmlChapter], metadata: Metadata, *, kind: Kind, chapters_open: Opening = "recto"
) -> str:
    """Write the whole document; links that lead nowhere lose their target, identifiers are unique."""
    taken = {chapter.identifier for chapter in chapters}
    bodies = [without_repeated_ids(chapter.body, taken) for chapter in chapters]
    pieces: dict[Zone, list[str]] = {"front": [], "main": [], "back": []}
    part = ""
    for chapter, body in zip(chapters, bodies, strict=True):
        part = chapter.title if chapter.role == "part" else part if chapter.is_in_part else ""
        heads = part or metadata.title_text, chapter.title
        pieces[chapter.zone].append(_section(chapter, without_dead_links(body, taken), heads))
    return "\n".join(
        part
        for part in (
            *document_head(metadata, f"kind-{kind} chapters-open-{chapters_open}"),
            title_block(metadata) if kind == "handout" else "",
            *pieces["front"],
            "<main>",
            *pieces["main"],
            "</main>",
            *pieces["back"],
            "</body>",
            "</html>",
        )
        if part
    )


def _section(chapter: HtmlChapter, body: str, heads: tuple[str, str]) -> str:
    """Write one piece; `heads` are the words over its left-hand and its right-hand pages.

    A piece that opens with a heading leaves the words over its right-hand pages to its headings: what is set on
    a piece is set again on each of its pages, over those of a later heading.
    """
    verso, recto = (escape_value(without_control_characters(" ".join(words.split()))) for words in heads)
    classes = f"chapter zone-{chapter.zone} role-{chapter.role}" + (" in-part" if chapter.is_in_part else "")
    attributes = f'id="{escape_value(chapter.identifier)}" data-verso="{verso}"'
    if not _OPENS_WITH_HEADING.match(body):
        attributes += f' data-recto="{recto}"'
    return f'<section class="{classes}" {attributes}>\n{body}\n</section>'


def document_head(metadata: Metadata, body_class: str) -> tuple[str, ...]:
    """Return the lines of an XHTML document up to and including the body's start tag."""
    lang, direction = escape_value(metadata.lang or "en"), "rtl" if metadata.dir == "rtl" else "ltr"
    title = escape_text(without_control_characters(metadata.title_text)) or "—"
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{lang}" xml:lang="{lang}" dir="{direction}">',
        f"<head><title>{title}</title></head>",
        f'<body class="{body_class}">',
    )
