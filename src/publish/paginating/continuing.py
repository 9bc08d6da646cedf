"""Notes too tall for a page are continued on the next (WeasyPrint never splits one: its issue 1833).

In: the tree that was laid out and what was found on its pages. Out: the same tree, with each too tall note cut
into parts at the ends of its printed lines. A part after the first is `span.note.note-continued` right after
the one it continues; it has no call and no number, and may be printed on a later page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes

from publish.paginating.inspecting import Inspection
from publish.paginating.preparing import BLOCKS, add_style

SHARE = 0.6
"""The part of a page's text area one note, or one part of it, may take."""
_LEAST_LINES = 2
_WHOLE = frozenset(("table", "figure", "img", "svg", "{http://www.w3.org/2000/svg}svg", "math"))
_UNCOUNTED = frozenset("\u00ad\u2010")
"""Hyphens the engine adds or drops at line ends are counted on neither side."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed line of a note: its foot below the note's top, and how many characters stand up to its end."""

    foot_px: float
    characters: int
    box: Any


def continue_tall_notes(root: Element, found: Inspection) -> int:
    """Cut every note that takes more than its share of the page; return how many were cut."""
    tall = [
        (note, box)
        for note, note_boxes in found.note_boxes.items()
        for box, page in zip(note_boxes[:1], found.note_pages[note][:1], strict=True)
        if box.margin_height() > SHARE * found.text_heights[page - 1]
    ]
    if not tall:
        return 0
    parents = {child: parent for parent in root.iter() for child in parent}
    cut = 0
    for note, box in tall:
        limit = SHARE * found.text_heights[found.note_pages[note][0] - 1]
        for row in reversed(_ends_of_parts(box, limit)):
            cut += _cut(note, parents[note], row)
    return cut


def _ends_of_parts(note_box: Any, limit_px: float) -> list[_Row]:
    """Return the last line of every part but the last."""
    rows = list(_rows(note_box))
    ends: list[_Row] = []
    start, first = 0.0, 0
    for index, row in enumerate(rows[:-_LEAST_LINES]):
        if rows[index + 1].foot_px - start > limit_px and index + 1 - first >= _LEAST_LINES:
            ends.append(row)
            start, first = row.foot_px, index + 1
    return ends


def _rows(note_box: Any) -> Iterator[_Row]:
    count = 0
    for box in note_box.descendants():
        if isinstance(box, boxes.LineBox):
            for text in box.descendants():
                if isinstance(text, boxes.TextBox) and "::" not in (text.element_tag or ""):
                    count += _count(text.text)
            yield _Row(box.position_y + box.height - note_box.position_y, count, box)


def _count(text: str) -> int:
    return sum(1 for character in text if not character.isspace() and character not in _UNCOUNTED)


def _cut(note: Element, parent: Element, row: _Row) -> bool:
    """Cut a note after a printed line; return whether there was a place to cut."""
    place = _place_after(note, row.characters)
    if place is None:
        return False
    rest = _split(note, place)
    rest.set("class", f"{note.get('class') or 'note'} note-continued")
    rest.set("data-continues", note.get("id") or "")
    rest.attrib.pop("data-number", None)
    rest.tail, note.tail = note.tail, None
    parent.insert(list(parent).index(note) + 1, rest)
    if row.box.style["text_align_all"] == "justify" and row.box.element is not None:
        # The cut line is no paragraph's last: it is filled like the others.
        add_style(row.box.element, "text-align-last: justify")
    return True


def _place_after(note: Element, characters: int) -> int | None:
    """Return the index, in the note's whole text, of the first place to cut at after so many characters.

    That is white space or the beginning of a block; inside a table or picture, the beginning of that thing.
    """
    counted = index = 0
    for piece in _pieces(note):
        if counted >= characters and piece.starts_block and index:
            return piece.whole_from if piece.whole_from is not None else index
        for character in piece.text:
            if counted >= characters and character.isspace():
                place = index if piece.whole_from is None else piece.whole_from
                return place or None
            counted += _count(character)
            index += 1
    return None


@dataclass(frozen=True, slots=True)
class _Piece:
    """One text of the note's tree, in order."""

    text: str
    whole_from: int | None = None
    """Where, in the note's whole text, the thing begins that must not be cut; None outside such a thing."""
    starts_block: bool = False


def _pieces(note: Element) -> Iterator[_Piece]:
    index = 0

    def walk(element: Element, whole: int | None) -> Iterator[_Piece]:
        nonlocal index
        if whole is None and element.tag in _WHOLE:
            whole = index
        yield _Piece(element.text or "", whole, element.tag in BLOCKS)
        index += len(element.text or "")
        for child in element:
            yield from walk(child, whole)
            yield _Piece(child.tail or "", whole)
            index += len(child.tail or "")

    yield from walk(note, None)


def _split(element: Element, place: int) -> Element:
    """Move everything after a place in the text into a new element of the same kind, without identifiers."""
    rest = Element(element.tag, {name: value for name, value in element.attrib.items() if name != "id"})
    text = element.text or ""
    if place < len(text):
        element.text, rest.text = text[:place], text[place:].lstrip()
        _move(element, rest, 0)
        return rest
    place -= len(text)
    for index, child in enumerate(list(element)):
        if place == 0:
            _move(element, rest, index)
            if child.tag == "li":
                _continue_list(element, rest, is_item_cut=False)
            return rest
        length = _length(child)
        if place < length:
            after, child.tail = child.tail, None
            _move(element, rest, index + 1)
            cut_off = _split(child, place)
            cut_off.tail = after
            rest.insert(0, cut_off)
            if child.tag == "li":
                _continue_list(element, rest, is_item_cut=True)
            return rest
        place -= length
        text = child.tail or ""
        if place < len(text):
            child.tail, rest.text = text[:place], text[place:].lstrip()
            _move(element, rest, index + 1)
            return rest
        place -= len(text)
    return rest


def _move(element: Element, rest: Element, start: int) -> None:
    for child in list(element)[start:]:
        element.remove(child)
        rest.append(child)


def _length(element: Element) -> int:
    return sum(len(piece.text) for piece in _pieces(element))


def _continue_list(element: Element, rest: Element, *, is_item_cut: bool) -> None:
    """Let a numbered list go on with its numbers; an item that was cut shows no second one."""
    if element.tag == "ol":
        first = _first_number(element)
        kept = sum(1 for child in element if child.tag == "li")
        add_style(rest, f"counter-reset: list-item {first - 1 + kept - is_item_cut}")
    if is_item_cut:
        add_style(rest[0], "list-style: none")


def _first_number(numbered: Element) -> int:
    """Return the number a list begins with, as preparing.py wrote it into its style."""
    resets = re.findall(r"counter-reset: list-item (-?\d+)", numbered.get("style") or "")
    return int(resets[-1]) + 1 if resets else 1
