"""A publication as one web page: a single HTML file that needs nothing beside it.

In: chapters of the `reflowable` medium, metadata, images, sheets. Out: HTML (Living Standard) with the sheets
inside and images as data: addresses. A content security policy forbids scripts and every connection, so that
the page can do no more than be read.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence

from publish.model.artifact import Artifact
from publish.model.chapter import HtmlChapter
from publish.model.diagnostic import Outcome
from publish.model.metadata import Metadata
from publish.model.pieces import Role
from publish.model.resource import Resource, StyleSheet
from publish.writing.anchors import without_dead_links, without_repeated_ids
from publish.writing.contents import contents_html, contents_of
from publish.writing.epubpictures import without_lost_images
from publish.writing.front import title_block
from publish.writing.roles import ARIA_ROLES
from publish.writing.safety import without_control_characters
from publish.writing.tree import VOID, escape_text, escape_value
from publish.writing.words import word

_POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
_OF_PAPER: tuple[Role, ...] = ("half-title", "title-page", "copyright", "contents")
"""What a web page has in its own form: a title block over the text, folded contents, rights at the end."""
_CONTENTS_LINES = 24
"""Longer contents are folded, so that the text begins on the first screen."""
_MATHML = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_EMPTY_TAG = re.compile(r"<([a-z][a-z0-9]*)([^<>]*)/>")
_IMAGE = re.compile(r'(<img(?: [^<>]*?)? src=")([^"]*)("[^<>]*>)')


def write_web_page(
    chapters: Sequence[HtmlChapter],
    metadata: Metadata,
    resources: Mapping[str, Resource],
    sheets: Sequence[StyleSheet],
    *,
    file_name: str,
    toc_depth: int,
) -> Outcome[Artifact]:
    """Write one self-contained HTML file; its contents show `toc_depth` levels of headings."""
    title = " ".join(metadata.title_text.split()) or file_name.rpartition(".")[0] or "—"
    chapters = [chapter for chapter in chapters if chapter.role not in _OF_PAPER]
    taken = {chapter.identifier for chapter in chapters}
    bodies = [without_repeated_ids(chapter.body, taken) for chapter in chapters]
    entries = contents_of(chapters, toc_depth)
    is_long = sum(1 + len(entry.children) for entry in entries) > 1
    lang = escape_value(metadata.lang or "en")
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{lang}" dir="{"rtl" if metadata.dir == "rtl" else "ltr"}">',
        '<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        *_described(metadata),
        f"<title>{escape_text(without_control_characters(title))}</title>",
        *(f"<style>\n{_inside_style(sheet.text)}\n</style>" for sheet in sheets),
        "</head>\n<body>",
        title_block(metadata),
    ]
    if is_long:
        listed = contents_html(entries, lambda entry: f"#{entry.identifier or entry.chapter.identifier}")
        heading = escape_text(word("contents", metadata.lang))
        is_open = " open" if listed.count("<li>") <= _CONTENTS_LINES else ""
        parts.append(
            f'<nav class="toc" aria-label="{heading}">\n<details{is_open}>\n<summary>{heading}</summary>'
        )
        parts.append(f"{listed}\n</details>\n</nav>")
    parts.append("<main>")
    for chapter, body in zip(chapters, bodies, strict=True):
        known = {name: name for name in chapter.resources if name in resources}
        inside = without_lost_images(without_dead_links(body, taken), known)
        role = ARIA_ROLES.get(chapter.role) if chapter.role != "chapter" else None
        said = f' role="{role}"' if role else ""
        inside = inside.replace(said, "") if said else inside
        name = escape_value(chapter.identifier)
        parts.append(f'<section class="chapter role-{chapter.role}" id="{name}"{said}>\n{inside}\n</section>')
    parts.append("</main>")
    if metadata.rights_text:
        parts.append(f"<footer><p>{escape_text(without_control_characters(metadata.rights_text))}</p></footer>")
    parts.append("</body>\n</html>\n")
    html = _as_html("\n".join(part for part in parts if part))
    html = _IMAGE.sub(lambda tag: f"{tag[1]}{_data_address(resources[_plain(tag[2])])}{tag[3]}", html)
    return Outcome(Artifact("html", file_name, "text/html", html.encode()))


def _described(metadata: Metadata) -> list[str]:
    values = [("author", person.name) for person in metadata.authors]
    values.append(("description", metadata.description or metadata.abstract_text))
    values.append(("keywords", ", ".join(metadata.keywords)))
    return [
        f'<meta name="{name}" content="{escape_value(without_control_characters(" ".join(value.split())))}">'
        for name, value in values
        if value.strip()
    ]


def _inside_style(text: str) -> str:
    """Keep a sheet from ending its element: `</style` cannot stand in CSS but inside strings and comments."""
    return re.sub(r"</(?=style)", r"<\\/", text, flags=re.IGNORECASE)


def _as_html(xhtml: str) -> str:
    """Write XHTML's empty tags as HTML has them (Living Standard, section 13.1.2): no slash, or an end tag."""

    def change(tag: re.Match[str]) -> str:
        return f"<{tag[1]}{tag[2].rstrip()}>" if tag[1] in VOID else f"<{tag[1]}{tag[2]}></{tag[1]}>"

    return _EMPTY_TAG.sub(change, xhtml).replace(_MATHML, "")


def _data_address(image: Resource) -> str:
    return f"data:{image.media_type};base64,{base64.b64encode(image.content).decode()}"


def _plain(value: str) -> str:
    return value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
