"""The box tree is read once after layout: where notes, anchors and folios are, and what sticks out.

In: a finished layout. Out: facts by page, all pages counting from 1, lengths in CSS pixels. One walk over the
boxes (about 0.03 CPU seconds a hundred pages), done on every build.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.paginating.continuing import part_of
from publish.paginating.folios import folio_form, printed_folios
from publish.paginating.layout import LaidOut
from publish.paginating.preparing import Element
from publish.paginating.settling import SPAN_CLASSES, classes_of, is_left_out
from publish.pdf.labels import FolioForm

_TOLERANCE_PX = 1.0
_FOOT_TOLERANCE_PX = 2.0
"""A line on the grid may have a box that is higher than its letters reach, as beside the numbers of code."""


@dataclass(frozen=True, slots=True)
class Protrusion:
    """Something that reaches past where its page can hold it, by so many pixels."""

    element: Element
    page: int
    side: str
    """`right`, `left`, `foot` (past the text area's end), `notes` (into the notes), `head` (notes past the
    top)."""
    by_px: float
    box: Any = field(compare=False, default=None)


@dataclass(frozen=True, slots=True)
class PrintedReference:
    """A page number the engine printed for a link."""

    target: str
    printed: str
    page: int


@dataclass(slots=True)
class Inspection:
    """What was found."""

    page_count: int = 0
    call_pages: dict[Element, list[int]] = field(default_factory=lambda: defaultdict(list))
    note_pages: dict[Element, list[int]] = field(default_factory=lambda: defaultdict(list))
    note_parts: dict[Element, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """Where, in each note, what its pages print of it begins and goes on; empty at its beginning and end."""
    anchors: dict[str, int] = field(default_factory=dict)
    folio_forms: list[FolioForm] = field(default_factory=list)
    """How each page prints its folio."""
    folios: tuple[str, ...] = ()
    """What each page is called: its printed folio, or that of its neighbours carried on."""
    protrusions: list[Protrusion] = field(default_factory=list)
    references: list[PrintedReference] = field(default_factory=list)
    """The page numbers the engine counted for an author's `target-counter`."""
    printed_folios: dict[Element, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    """What is printed of each `span.folio-of` and `span.locators`, line by line, and on which page."""
    link_pages: dict[Element, int] = field(default_factory=dict)
    """The last page of each link whose page number is left out."""


def inspect_pages(laid_out: LaidOut) -> Inspection:
    """Walk all pages once and return the facts."""
    found = Inspection(page_count=len(laid_out.document.pages))
    notes = frozenset(laid_out.notes)
    watched = _Watched.of(laid_out.root)
    for number, page in enumerate(laid_out.document.pages, 1):
        for anchor in page.anchors:
            found.anchors.setdefault(anchor, number)
        _PageWalk(found, number, page._page_box, notes, watched).run()
    found.folios = printed_folios(laid_out.page_numbers, found.folio_forms, laid_out.counters)
    return found


@dataclass(frozen=True, slots=True)
class _Watched:
    """The elements that print folios, and the links that print none because their target is near."""

    folios: frozenset[Element]
    links: frozenset[Element]

    @staticmethod
    def of(root: Element) -> _Watched:
        folios = frozenset(span for span in root.iter("span") if not classes_of(span).isdisjoint(SPAN_CLASSES))
        links = frozenset(link for link in root.iter("a") if any(is_left_out(child) for child in link))
        return _Watched(folios, links)


class _PageWalk:
    """The walk over one page; a class, because its state is read at every box."""

    def __init__(
        self, found: Inspection, number: int, page_box: Any, notes: frozenset[Element], watched: _Watched
    ) -> None:
        self.found, self.number, self.page_box, self.notes = found, number, page_box, notes
        self.watched = watched
        self.pieces: list[tuple[Element, str]] = []
        self.left = page_box.content_box_x() - _TOLERANCE_PX
        self.right = page_box.content_box_x() + page_box.width + _TOLERANCE_PX
        self.top = page_box.content_box_y() - _TOLERANCE_PX
        self.bottom = page_box.content_box_y() + page_box.height + _FOOT_TOLERANCE_PX
        self.foot_side = "foot"
        self.seen: set[Element] = set()

    def run(self) -> None:
        """Fill `found` with this page's facts."""
        margins = []
        flow, area = [], None
        for child in self.page_box.children:
            if isinstance(child, boxes.FootnoteAreaBox):
                area = child
            elif isinstance(child, boxes.MarginBox):
                margins.append(child.style["content"])
            else:
                flow.append(child)
        self.found.folio_forms.append(folio_form(margins))
        if area is not None:
            self._walk_notes(area)
        for child in flow:
            self._walk(child)
        for element, text in reversed(self.pieces):  # the walk goes from a page's end to its beginning
            self.found.printed_folios[element].append((text, self.number))

    def _walk_notes(self, area: Any) -> None:
        for box in _note_boxes(area, self.notes):
            self.found.note_pages[box.element].append(self.number)
            part = part_of(box)
            places = (part.begins_at, part.goes_on_at) if part else (None, None)
            begins, ends = ("" if place is None else repr(place) for place in places)
            self.found.note_parts[box.element].append((begins, ends))
            if box.position_y < self.top:
                self._protrude(box, "head", self.top - box.position_y)
        self._walk(area)
        # The text ends where the notes begin.
        if area.children:
            self.bottom = area.position_y + area.margin_top + _TOLERANCE_PX
            self.foot_side = "notes"

    def _walk(self, root: Any) -> None:
        stack = [root]
        while stack:
            box = stack.pop()
            if isinstance(box, AbsolutePlaceholder):
                box = box._box
            if box.footnote is not None:
                self.found.call_pages[box.footnote.element].append(self.number)
            if isinstance(box, boxes.LineBox):
                self._check_line(box)
            elif isinstance(box, boxes.ReplacedBox) or (
                isinstance(box, boxes.ParentBox) and box.is_table_wrapper
            ):
                self._check_edges(box, box.position_x, box.position_x + box.margin_width())
                if isinstance(box, boxes.ReplacedBox):
                    self._check_foot(box, box.position_y + box.margin_height())
                    continue
            if box.element_tag and "::" in box.element_tag:
                self._read_reference(box)
            elif box.element in self.watched.folios:
                if isinstance(box, boxes.InlineBox):
                    self._read_folio(box)
            elif box.element in self.watched.links:
                self.found.link_pages[box.element] = self.number
            if isinstance(box, boxes.ParentBox):
                stack.extend(box.children)

    def _check_line(self, line: Any) -> None:
        children = line.children
        if not children:
            return
        first, last = children[0], children[-1]
        if isinstance(last, AbsolutePlaceholder) or isinstance(first, AbsolutePlaceholder):
            return
        left, right = first.position_x, last.position_x + last.margin_width()
        if line.style["direction"] == "rtl":
            left, right = _ink_edges(line, left, right)
        elif right > self.right:
            right -= _hanging_space(last)
        # What hangs into the margin by eye is meant, as far as the line was planned so.
        before, behind = getattr(line, "publish_hangs", (0.0, 0.0))
        left, right = left + before, right - behind
        self._check_edges(line, left, right)
        self._check_foot(line, line.position_y + line.height)

    def _check_edges(self, box: Any, left: float, right: float) -> None:
        if right > self.right:
            self._protrude(box, "right", right - self.right + _TOLERANCE_PX)
        elif left < self.left and (left < 0 or box.style["direction"] == "rtl"):
            # To the left, hanging numbers and marks may stand in the margin on purpose, but not off the sheet.
            self._protrude(box, "left", self.left - left + _TOLERANCE_PX)

    def _check_foot(self, box: Any, bottom: float) -> None:
        if bottom > self.bottom and not _is_empty(box):
            self._protrude(box, self.foot_side, bottom - self.bottom + _TOLERANCE_PX)

    def _protrude(self, box: Any, side: str, by_px: float) -> None:
        if box.element is not None and box.element not in self.seen:
            self.seen.add(box.element)
            self.found.protrusions.append(Protrusion(box.element, self.number, side, by_px, box))

    def _read_folio(self, box: Any) -> None:
        printed = "".join(text.text for text in _texts(box) if "::" not in text.element_tag)
        self.pieces.append((box.element, printed))

    def _read_reference(self, box: Any) -> None:
        content = box.style["content"]
        if not isinstance(content, tuple) or box.element.tag != "a":
            return
        if any(isinstance(item, tuple) and item[0] == "target-counter()" for item in content):
            target = (box.element.get("href") or "").removeprefix("#")
            printed = "".join(text.text for text in _texts(box)).strip(" .\u2009\xa0\u200b·…")
            if target and printed:
                self.found.references.append(PrintedReference(target, printed, self.number))


def _note_boxes(area: Any, notes: frozenset[Element]) -> Iterator[Any]:
    """Yield the boxes of notes in the note area; not their insides."""
    stack = list(reversed(area.children))
    while stack:
        box = stack.pop()
        if box.element in notes and "::" not in (box.element_tag or ""):
            yield box
        elif isinstance(box, boxes.ParentBox):
            stack.extend(reversed(box.children))


def _texts(box: Any) -> Iterator[Any]:
    for descendant in box.descendants():
        # The dots of a leader are an anonymous box of their own kind, but their text is text.
        if isinstance(descendant, boxes.TextBox):
            yield descendant


def _ink_edges(line: Any, left: float, right: float) -> tuple[float, float]:
    """Return how far a right-to-left line reaches: its first box may be at its right end, and the engine widens
    the boxes around a leader without moving them (WeasyPrint 70, `layout/leader.py`).
    """
    leaves: list[Any] = [
        box for box in line.descendants() if isinstance(box, boxes.TextBox | boxes.AtomicInlineLevelBox)
    ]
    if not leaves:
        return left, right
    return min(leaf.position_x for leaf in leaves), max(
        leaf.position_x + leaf.margin_width() for leaf in leaves
    )


def _hanging_space(box: Any) -> float:
    """Return the width of the spaces that code keeps at the end of a line (CSS Text 3, section 4.1.3)."""
    while isinstance(box, boxes.InlineBox) and box.children:
        box = box.children[-1]
    if not isinstance(box, boxes.TextBox) or not box.text:
        return 0.0
    return float(box.width) * (len(box.text) - len(box.text.rstrip(" "))) / len(box.text)


def _is_empty(box: Any) -> bool:
    if isinstance(box, boxes.ReplacedBox):
        return False
    return not any(
        isinstance(inner, boxes.ReplacedBox) or (isinstance(inner, boxes.TextBox) and inner.text.strip())
        for inner in box.descendants()
    )
