"""Notes within notes, before notes are counted: the inner note becomes words in parentheses.

In: a Document. Out: the same with no Note inside a Note; note/nested for each. Pages and readers know one
level of notes; nothing of the inner one is lost.
"""

from __future__ import annotations

from typing import Any

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Document, Element
from publish.model.elements import SPACE
from publish.transforms.cites import note_in_parentheses
from publish.transforms.traversal import rewrite, rewrite_document

NEEDS = frozenset({"Note"})


def settle_nested_notes(document: Document) -> Outcome[Document]:
    """Put the words of each note within a note in parentheses."""
    found: list[Diagnostic] = []

    def open_inner(note: Element) -> tuple[Element, ...]:
        found.append(
            diagnose(
                "note/nested",
                "a footnote is called inside another footnote; its text is printed in parentheses",
                note.at,
                hints=("give it a note of its own in the text, or write it into the outer note",),
            )
        )
        return note_in_parentheses(note)

    def flatten(note: Element) -> Element:
        content = rewrite(note.content, {"Note": open_inner})
        if content is note.content:
            return note
        return Element("Note", rewrite(content, {}, arrange=_one_blank, triggers=("Span",)), note.at)

    return Outcome(rewrite_document(document, {"Note": flatten}, opaque=("Note",)), tuple(found))


def _one_blank(items: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        item
        for index, item in enumerate(items)
        if not (item == SPACE and (index == 0 or items[index - 1].tag in ("Space", "SoftBreak", "LineBreak")))
    )
