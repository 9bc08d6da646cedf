"""The copyright page: rights, publisher, edition, ISBN, printer's note, in small type on the verso.

In: metadata. Out: XHTML paragraphs in the order of The Chicago Manual of Style, 17th ed., 1.19 to 1.35.
"""

from __future__ import annotations

from publish.model.metadata import Metadata
from publish.writing.inlines import inlines_html
from publish.writing.safety import without_control_characters
from publish.writing.tree import escape_text


def copyright_page(metadata: Metadata) -> str:
    """Write the copyright page; empty where the metadata say nothing for it."""
    house = ", ".join(part for part in (metadata.publisher, metadata.place) if part)
    lines = [
        ("rights", inlines_html(metadata.rights)),
        ("licence", inlines_html(metadata.licence)),
        ("publisher", _words(house)),
        ("edition", _words(metadata.edition)),
        ("isbn", f"ISBN {_words(metadata.isbn)}" if metadata.isbn else ""),
        ("doi", _words(metadata.doi)),
        ("printers-note", inlines_html(metadata.printers_note)),
    ]
    paragraphs = "\n".join(f'<p class="{name}">{words}</p>' for name, words in lines if words)
    return f'<div class="copyright-page">\n{paragraphs}\n</div>' if paragraphs else ""


def _words(text: str) -> str:
    return escape_text(without_control_characters(text))
