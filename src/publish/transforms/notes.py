"""Notes numbered through the book and gathered at the end of their chapter.

In: a Document in which citations of a note style are notes already. Out: each Note as Span `note-call-5` of
class `note-call` with the printed number; the notes' blocks in one Div `notes` that closes the chapter, each a
Div `note-5` of class `note` with its printed number. Identifiers are counted through the book, printed numbers
through the book or the chapter. Calls in headings, captions and cells are like any other. Two calls
side by side are parted by a raised comma, so that 1 and 2 do not read as 12.
"""

from __future__ import annotations

from typing import Any

from publish.model.digits import in_digits
from publish.model.document import Document, Element
from publish.model.elements import div, make_attr, span
from publish.transforms.callplaces import is_citation_note
from publish.transforms.context import Context
from publish.transforms.parts import parts_of
from publish.transforms.traversal import rewrite, with_blocks

NEEDS = frozenset({"Note"})

_COMMA = Element("Superscript", (Element("Str", ","),))


def number_notes(document: Document, context: Context) -> Document:
    """Number the chapter's notes from its first number on and gather their texts."""
    bodies: list[Element] = []

    def call(note: Element) -> Element:
        number = context.first_note + len(bodies)
        content = note.content[0].content[1] if is_citation_note(note) else note.content
        printed = in_digits(context.book.printed_note(number), context.book.digits)
        attr = make_attr(f"note-{number}", ("note",), number=printed)
        bodies.append(div(attr, content, note.at))
        shown = (Element("Str", printed),)
        return span(make_attr(f"note-call-{number}", ("note-call",), note=str(number)), shown, note.at)

    blocks: list[Element] = []
    # One list of notes a file, but where they begin again at 1 within it, or are printed chapter by chapter.
    is_by_chapter = bool(context.book.note_restarts) or (context.kind == "book" and context.notes != "foot")
    level = context.chapter_level if is_by_chapter else 0
    gathered = 0
    for part in parts_of(document.blocks, level):
        blocks.extend(
            rewrite(part, {"Note": call}, opaque=("Note",), arrange=_part_neighbours, triggers=("Note", "Span"))
        )
        if gathered < len(bodies):
            blocks.append(div(make_attr("", ("notes",)), tuple(bodies[gathered:])))
            gathered = len(bodies)
    return with_blocks(document, tuple(blocks)) if bodies else document


def _part_neighbours(items: tuple[Any, ...]) -> tuple[Any, ...]:
    out: list[Element] = []
    for item in items:
        if out and _is_call(item) and _is_call(out[-1]):
            out.append(_COMMA)
        out.append(item)
    return items if len(out) == len(items) else tuple(out)


def _is_call(element: Element) -> bool:
    return element.tag == "Span" and "note-call" in element.content[0][1]
