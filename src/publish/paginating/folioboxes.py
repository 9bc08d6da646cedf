"""The engine's boxes that show a folio, found in its box tree and changed in place.

In: the box tree before layout, in which pages are made again and again. Out: for every reference its boxes. A
box's children are always exchanged, never changed: what was set of a paragraph is kept with it, and known to be
stale by that (`lines/paragraph.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import split_first_line

from publish.paginating.preparing import Element
from publish.paginating.settling import FolioReference, References


@dataclass(slots=True)
class FolioBox:
    """The box of one `span.folio-of`, with that of the words around it if they can be left out."""

    box: Any
    text_box: Any
    """A box of the folio's style, with any text."""
    phrase: Any = None
    words: tuple[Any, ...] = ()
    """The children of the phrase where it is printed."""

    def show(self, reference: FolioReference) -> None:
        """Let the box show what its reference prints."""
        new = self.text_box.copy_with_text(reference.text)
        new.process_text_transform()
        self.box.children = tuple(new if _is_text(child) else child for child in self.box.children)
        if reference.room_px:
            self._make_room(reference.room_px)
        if self.phrase is not None:
            self.phrase.children = () if reference.is_left_out else tuple(self.words)

    def width(self, text: str, context: Any) -> float:
        """Return how wide a text is in the folio's style, in CSS px."""
        new = self.text_box.copy_with_text(text)
        new.process_text_transform()
        return float(split_first_line(new.text, new.style, context, None, 0)[3])

    def _make_room(self, room_px: float) -> None:
        style = self.box.style.copy()
        style["margin_left" if style["direction"] == "rtl" else "margin_right"] = Dimension(room_px, "px")
        self.box.style = style


def find_boxes(
    references: References, root_box: Any, note_boxes: Iterable[Any]
) -> dict[FolioReference, list[FolioBox]]:
    """Return the boxes of every reference; the engine keeps notes apart from the tree."""
    wanted = {
        element for one in references.folios for element in (one.element, one.phrase) if element is not None
    }
    found = _boxes_of(wanted, references.root, (root_box, *note_boxes))
    made: dict[FolioReference, list[FolioBox]] = {}
    for reference in references.folios:
        phrases = found.get(reference.phrase, []) if reference.phrase is not None else []
        for box in found[reference.element]:
            text_box = next((child for child in box.children if _is_text(child)), None)
            if text_box is not None:
                phrase = next((one for one in phrases if _holds(one, box)), None)
                words = tuple(phrase.children) if phrase is not None else ()
                made.setdefault(reference, []).append(FolioBox(box, text_box, phrase, words))
    return made


def _boxes_of(wanted: set[Element], root: Element, roots: Iterable[Any]) -> Mapping[Element, list[Any]]:
    """Find the boxes of elements, going down only where one of them is below."""
    parents = {child: parent for parent in root.iter() for child in parent}
    above = set(wanted)
    for element in wanted:
        ancestor = parents.get(element)
        while ancestor is not None and ancestor not in above:
            above.add(ancestor)
            ancestor = parents.get(ancestor)
    found: dict[Element, list[Any]] = defaultdict(list)
    stack = [box for box in roots if box.element in above]
    while stack:
        box = stack.pop()
        if box.element in wanted and isinstance(box, boxes.InlineBox) and "::" not in box.element_tag:
            found[box.element].append(box)
        if isinstance(box, boxes.ParentBox):
            stack.extend(child for child in box.children if child.element in above)
    return found


def _is_text(box: Any) -> bool:
    return isinstance(box, boxes.TextBox) and "::" not in box.element_tag


def _holds(outer: Any, inner: Any) -> bool:
    return any(box is inner for box in outer.descendants())
