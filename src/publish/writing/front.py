"""The title block every edition opens with: title, subtitle, authors, date, abstract.

In: metadata. Out: `header.title-block` as XHTML, in the vocabulary of `styles/`.
"""

from __future__ import annotations

from publish.model.metadata import Metadata, Person
from publish.writing.inlines import blocks_html, inlines_html
from publish.writing.safety import without_control_characters
from publish.writing.tree import escape_text


def title_block(metadata: Metadata, *, abstract: bool = True, date: bool = True) -> str:
    """Write the title block; empty where the metadata say nothing to print."""
    title = inlines_html(metadata.title) or _words(metadata.title_text)
    subtitle = inlines_html(metadata.subtitle) or _words(metadata.subtitle_text)
    parts = [f'<h1 class="title">{title}</h1>' if title else ""]
    parts.append(f'<p class="subtitle">{subtitle}</p>' if subtitle else "")
    parts.extend(_author(person) for person in metadata.authors)
    parts.append(f'<p class="date">{_words(metadata.date_text)}</p>' if date and metadata.date_text else "")
    words = blocks_html(metadata.abstract) or (
        f"<p>{_words(metadata.abstract_text)}</p>" if metadata.abstract_text else ""
    )
    parts.append(f'<div class="abstract">{words}</div>' if abstract and words else "")
    inside = "\n".join(part for part in parts if part)
    return f'<header class="title-block">\n{inside}\n</header>' if inside else ""


def half_title(metadata: Metadata) -> str:
    """Write the half-title: the title without its subtitle (Chicago 1.17)."""
    title = inlines_html(metadata.title) or _words(metadata.title_text)
    return f'<p class="half-title">{title}</p>' if title else ""


def title_page(metadata: Metadata) -> str:
    """Write a book's title page: the title block, and at its foot who publishes it (Chicago 1.18)."""
    block = title_block(metadata, date=False)
    where = ", ".join(
        part for part in (metadata.place if metadata.publisher else "", metadata.date_text) if part
    )
    lines = [f'<span class="publisher">{_words(metadata.publisher)}</span>'] if metadata.publisher else []
    lines += [f'<span class="place">{_words(where)}</span>'] if where else []
    return block + (f'\n<p class="imprint">{" ".join(lines)}</p>' if lines else "")


def _author(person: Person) -> str:
    name = inlines_html(person.inlines) or _words(person.name)
    if person.affiliation:
        name += f' <span class="affiliation">{_words(person.affiliation)}</span>'
    return f'<p class="author">{name}</p>'


def _words(text: str) -> str:
    return escape_text(without_control_characters(text))
