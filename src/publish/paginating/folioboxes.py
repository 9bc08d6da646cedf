"""The engine's boxes that show folios, found in its box tree and changed in place.

In: the box tree before layout, of which pages are made again and again. Out: for every reference its boxes. A
box's children are always exchanged, never changed: what was set of a paragraph is kept with it, and known to be
stale by that (`lines/paragraph.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import split_first_line

from publish.paginating.preparing import Element
from publish.paginating.settling import FolioReference, LocatorList, Reference, References


@dataclass(slots=True)
class FolioBox:
    """The box of one `span.folio-of`, with that of the words around it if they can be left out."""

    reference: FolioReference
    box: Any
    text_box: Any
    """A box of the folio's style, with any text."""
    phrase: Any = None
    words: tuple[Any, ...] = ()
    """The children of the phrase where it is printed."""

    def show(self) -> None:
        """Show what the reference prints."""
        new = _with_text(self.text_box, self.reference.text)
        self.box.children = tuple(new if _is_text(child) else child for child in self.box.children)
        if self.phrase is not None:
            self.phrase.children = () if self.reference.is_left_out else tuple(self.words)

    def widen(self, context: Any) -> None:
        """Give a number that keeps changing the room of the widest it has had."""
        now = self._width(self.reference.text, context)
        # A number that became known too late for its page has been judged in no round so far.
        self.reference.room_px = (
            max([now, *(self._width(text, context) for text in self.reference.texts)]) - now
        )
        style = self.box.style.copy()
        side = "margin_left" if style["direction"] == "rtl" else "margin_right"
        style[side] = Dimension(self.reference.room_px, "px")
        self.box.style = style

    def _width(self, text: str, context: Any) -> float:
        """Return how wide a text is in the folio's style, in CSS px."""
        new = _with_text(self.text_box, text)
        return float(split_first_line(new.text, new.style, context, None, 0)[3])


@dataclass(slots=True)
class LocatorBox:
    """The box of one `span.locators`, with those of all its links."""

    reference: LocatorList
    box: Any
    links: dict[Element, Any]
    joint: Any = None
    """A box of the style of what stands between links; a list of one link has none and needs none."""

    def show(self) -> None:
        """Show what the reference prints."""
        children: list[Any] = []
        for piece, element in self.reference.printed():
            if children:
                children.append(_with_text(self.joint, self.reference.joint))
            children.append(_saying(self.links[element], piece.text))
        self.box.children = tuple(children)

    def widen(self, context: Any) -> None:
        """Do nothing: lists of locators stand where nothing they move is a target of theirs."""


ReferenceBox: TypeAlias = FolioBox | LocatorBox


def find_boxes(
    references: References, root_box: Any, note_boxes: Iterable[Any]
) -> dict[Reference, list[ReferenceBox]]:
    """Return the boxes of every reference; the engine keeps notes apart from the tree."""
    wanted = {reference.element for reference in references.all}
    wanted |= {
        one.phrase for one in references.all if isinstance(one, FolioReference) and one.phrase is not None
    }
    found = _boxes_of(wanted, references.root, (root_box, *note_boxes))
    made: dict[Reference, list[ReferenceBox]] = {}
    for reference in references.all:
        for box in found.get(reference.element, ()):
            if isinstance(reference, LocatorList):
                joint = next((child for child in box.children if _is_text(child)), None)
                links = {child.element: child for child in box.children if child is not joint}
                made.setdefault(reference, []).append(LocatorBox(reference, box, links, joint))
                continue
            text_box = next((child for child in box.children if _is_text(child)), None)
            if text_box is not None:
                phrases = found.get(reference.phrase, ()) if reference.phrase is not None else ()
                phrase = next((one for one in phrases if _holds(one, box)), None)
                words = tuple(phrase.children) if phrase is not None else ()
                made.setdefault(reference, []).append(FolioBox(reference, box, text_box, phrase, words))
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


def _with_text(template: Any, text: str) -> Any:
    """Return a text box of the same style with another text, as the engine would have made it."""
    new = template.copy_with_text(text)
    new.process_text_transform()
    return new


def _saying(box: Any, text: str) -> Any:
    """Return the box of a link, or of what is around it, with another text."""
    new = box.copy()
    new.children = tuple(
        _with_text(child, text) if _is_text(child) else _saying(child, text) for child in box.children
    )
    return new


def _is_text(box: Any) -> bool:
    return isinstance(box, boxes.TextBox) and "::" not in box.element_tag


def _holds(outer: Any, inner: Any) -> bool:
    return any(box is inner for box in outer.descendants())
