"""Footnotes called where no page has a foot for them: titles, abstracts and what a copyright page says.

In: the values of metadata as Pandoc read them. Out: a diagnostic for each note called in one; it is left out.
A title also stands in outlines, running heads and catalogues, an abstract in metadata.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.document import Element, plain_text, walk
from publish.model.source import Span

_KEYS = ("title", "subtitle", "abstract", "rights", "copyright", "licence", "license", "printers-note")


def unplaced_notes(meta: Mapping[str, Element], file: str) -> Iterator[Diagnostic]:
    """Name every note called in a title, an abstract or a line of the copyright page; `file` says them."""
    for key in _KEYS:
        if key in meta:
            yield from _told(key, walk((meta[key],)), file)


def notes_in_title(title: Iterable[Element], file: str) -> Iterator[Diagnostic]:
    """Name every note called in a heading that became the title."""
    return _told("title", walk(tuple(title)), file)


def _told(key: str, elements: Iterable[Element], file: str) -> Iterator[Diagnostic]:
    for element in elements:
        if element.tag == "Note":
            words = " ".join(plain_text(element.content).split())
            yield diagnose(
                "note/in-title",
                f"the footnote (“{words}”) is called in `{key}`, where none can be printed; it is left out",
                element.at or (Span(file) if file else None),
                hints=("say it in the text, or call the note from its first sentence",),
            )
