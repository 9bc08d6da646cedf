"""The documents inside an e-book: cover, title page, chapters, navigation (EPUB 3.3, sections 6.1 and 7).

In: chapters, metadata, where each identifier lives. Out: XHTML content documents as text, with `epub:type`
beside the roles of DPUB-ARIA, since older readers know only the former.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from publish.model.chapter import HtmlChapter
from publish.model.metadata import Metadata
from publish.writing.anchors import identifiers, ncname, rewrite_links, without_repeated_ids
from publish.writing.contents import Entry, contents_html
from publish.writing.front import title_block, title_page
from publish.writing.opf import NcxPoint
from publish.writing.roles import ARIA_ROLES, semantics
from publish.writing.safety import without_control_characters
from publish.writing.tree import escape_text, escape_value
from publish.writing.words import word

Places: TypeAlias = Mapping[str, frozenset[str]]
"""The identifiers each chapter has, by the chapter's own."""

_TYPES = {
    "doc-noteref": "noteref",
    "doc-footnote": "footnote",
    "doc-endnotes": "endnotes",
    "doc-bibliography": "bibliography",
    "doc-abstract": "abstract",
    "doc-glossary": "glossary",
    "doc-glossref": "glossref",
    "doc-index": "index",
}
_ROLE = re.compile(r' role="(doc-[a-z]+)"')


def content_document(metadata: Metadata, title: str, body: str, sheets: Sequence[str], kind: str) -> str:
    """Write one XHTML content document; `kind` is the `epub:type` of its body."""
    lang = escape_value(metadata.lang or "en")
    direction = "rtl" if metadata.dir == "rtl" else "ltr"
    links = "".join(f'<link rel="stylesheet" type="text/css" href="{escape_value(s)}"/>\n' for s in sheets)
    words = escape_text(without_control_characters(" ".join(title.split()))) or "—"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{lang}" xml:lang="{lang}" dir="{direction}">\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{words}</title>\n{links}</head>\n'
        f'<body epub:type="{kind}">\n{body}\n</body>\n</html>\n'
    )


def cover_body(image: str, title: str) -> str:
    """Write the cover page's body around its image."""
    alt = escape_value(without_control_characters(title))
    return f'<figure class="cover"><img src="{escape_value(image)}" alt="{alt}" role="doc-cover"/></figure>'


def title_body(metadata: Metadata, title: str, identifier: str = "", *, with_rights: bool = True) -> str:
    """Write the title page's body: the title block, the publisher and, small, the rights.

    `identifier` is that of a title page the book is bound with; a copyright page of its own has the rights.
    """
    block = title_page(metadata) if identifier else title_block(metadata)
    if '<h1 class="title">' not in block:
        heading = f'<h1 class="title">{escape_text(without_control_characters(title))}</h1>'
        block = f'<header class="title-block">\n{heading}\n</header>' if not block else heading + block
    rights = escape_text(without_control_characters(metadata.rights_text)) if with_rights else ""
    block += f'\n<p class="rights">{rights}</p>' if rights else ""
    if not identifier:
        return block
    name = escape_value(ncname(identifier))
    return f'<section class="chapter role-title-page" id="{name}">\n{block}\n</section>'


def chapter_body(chapter: HtmlChapter, homes: Mapping[str, str], *, is_part_of_book: bool) -> str:
    """Write a chapter's body with its links leading to the files their targets live in."""
    own = frozenset((chapter.identifier, *identifiers(chapter.body)))

    def address(target: str) -> str | None:
        if target in own:
            return f"#{ncname(target)}"
        home = homes.get(target)
        return None if home is None else f"{home}#{ncname(target)}"

    inside = rewrite_links(chapter.body, address, ncname)
    # Two identifiers may become one name (`fig:a`, `fig.a`); the first keeps it.
    inside = without_repeated_ids(_ROLE.sub(_with_type, inside), {ncname(chapter.identifier)})
    inside = inside.replace('<li class="note endnote"', '<li class="note endnote" epub:type="endnote"')
    kind = semantics(chapter.role) if is_part_of_book or chapter.role != "chapter" else ""
    aria = ARIA_ROLES.get(chapter.role)
    if aria is not None and chapter.role != "chapter":
        # The section says it: what stands in it (a list of references) need not say it again.
        inside = re.sub(rf' role="{aria}"( epub:type="[a-z]+")?', "", inside)
    name = escape_value(ncname(chapter.identifier))
    return f'<section class="chapter role-{chapter.role}" id="{name}"{kind}>\n{inside}\n</section>'


def _with_type(role: re.Match[str]) -> str:
    known = _TYPES.get(role[1])
    return f'{role[0]} epub:type="{known}"' if known else role[0]


def entry_address(entry: Entry, files: Mapping[str, str], places: Places) -> str:
    """Return where a contents line leads: its heading, or the chapter's file if that cannot be found."""
    file = files[entry.chapter.identifier]
    if entry.identifier in places[entry.chapter.identifier]:
        return f"{file}#{ncname(entry.identifier)}"
    return file


def navigation_body(  # noqa: PLR0917
    entries: Sequence[Entry],
    files: Mapping[str, str],
    places: Places,
    landmarks: Sequence[tuple[str, str, str]],
    metadata: Metadata,
    contents: HtmlChapter | None = None,
) -> str:
    """Write the navigation document's body; `landmarks` are (epub:type, address, words).

    Where the author placed `contents`, it stands for them: with their name and their heading.
    """
    listed = contents_html(entries, lambda entry: entry_address(entry, files, places))
    if not listed:
        _, href, words = landmarks[-1]
        listed = f'<ol><li><a href="{escape_value(href)}">{escape_text(words)}</a></li></ol>'
    usual = escape_text(word("contents", metadata.lang))
    heading = contents.contents[0] if contents and contents.contents else usual
    name = escape_value(ncname(contents.identifier)) if contents else "toc"
    marks = "".join(
        f'<li><a epub:type="{kind}" href="{escape_value(href)}">{escape_text(words)}</a></li>\n'
        for kind, href, words in landmarks
    )
    return (
        f'<nav epub:type="toc" role="doc-toc" id="{name}">\n<h1>{heading}</h1>\n{listed}\n</nav>\n'
        f'<nav epub:type="landmarks" hidden="hidden">\n<ol>\n{marks}</ol>\n</nav>'
    )


def ncx_points(entries: Sequence[Entry], files: Mapping[str, str], places: Places) -> tuple[NcxPoint, ...]:
    """Turn contents lines into those of old readers: plain words."""
    return tuple(
        NcxPoint(
            _plain_words(entry.words),
            entry_address(entry, files, places),
            ncx_points(entry.children, files, places),
        )
        for entry in entries
    )


def _plain_words(words: str) -> str:
    text = re.sub(r"<math\b[^>]*alttext=\"([^\"]*)\".*?</math>", r"\1", words)
    text = re.sub(r"<[^<>]*>", "", text)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text
