"""References filled while the engine makes pages: only pages whose words change are made again.

In: a layout to run and its `References`. Out: the same layout, its folios right. The engine's boxes are changed
in place, and its own way of making single pages again (`layout/page.py`, `make_all_pages`, which page counters
have) makes the rest: where a page ends as before, the pages behind it stay. A target that stands before its
reference is known when the reference is reached, so that only what looks ahead costs a second round.

It works on the engine's pages before margin boxes are added, and leans on the engine only where `mending.py`
does; an engine that is not the one mended is asked for whole layouts instead (`layout.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from weasyprint import layout as engine_layout

from publish.paginating.folioboxes import ReferenceBox, find_boxes
from publish.paginating.folios import MARGINS, folio_form, printed_folios
from publish.paginating.mending import MendedContext
from publish.paginating.preparing import Element
from publish.paginating.settling import FREE_ROUNDS, MOST_ROUNDS, Place, Reference, References
from publish.pdf.labels import FolioForm


class PageFacts(NamedTuple):
    """What stands on a page: identifiers that somebody asks for, and the elements that are watched."""

    anchors: tuple[str, ...]
    elements: frozenset[Element]


@contextmanager
def refilled(references: References, html: Any, counters: Any) -> Iterator[Refiller]:
    """Let the engine fill the references of one document while it makes its pages inside the `with` block."""
    refiller = Refiller(references, counters)
    original = engine_layout.make_all_pages

    def make_all_pages(context: Any, root_box: Any, own_html: Any, pages: Any) -> Iterator[Any]:
        if own_html is html:
            refiller.context = context
            if references and isinstance(context, MendedContext):
                yield from refiller.make_pages(
                    lambda known: original(context, root_box, html, known), root_box, pages
                )
                return
        yield from original(context, root_box, own_html, pages)

    engine_layout.make_all_pages = make_all_pages
    try:
        yield refiller
    finally:
        engine_layout.make_all_pages = original


@dataclass(slots=True)
class Refiller:
    """One layout's references on their way from round to round."""

    references: References
    counters: Any
    context: Any = None
    _boxes: dict[Reference, list[ReferenceBox]] = field(default_factory=dict)
    _known: dict[int, tuple[Any, PageFacts]] = field(default_factory=dict)
    """Page index → the page as it was last seen, and what stands on it."""
    _pages_of: dict[Element, list[int]] = field(default_factory=dict)
    _places: dict[str, Place] = field(default_factory=dict)
    _stale: set[Reference] = field(default_factory=set)
    """References whose page had been made when their number became known."""

    def make_pages(
        self, make: Callable[[list[Any]], Iterator[Any]], root_box: Any, pages: Any
    ) -> Iterator[Any]:
        """Yield the pages of a settled layout; `make` makes them once, given those there are."""
        self._boxes = find_boxes(self.references, root_box, self.context.all_notes)
        for reference in self.references.all:
            self._show(reference)
        for number in range(MOST_ROUNDS):
            self._stale.clear()
            pages = list(self._round(make(pages)))
            if number == MOST_ROUNDS - 1:
                break
            moved = {*self._judge(pages), *self._stale}
            changed = [reference for reference in self.references.all if reference in moved]
            if not changed:
                break
            for reference in changed:
                if number >= FREE_ROUNDS:
                    self._widen(reference)
                self._show(reference)
                self._make_again(reference, 0)
            self.context.tables.clear()
        yield from pages

    def judge_pages(self, pages: Sequence[Any]) -> bool:
        """Decide what is printed after a whole layout; return whether something changes."""
        return bool(self._judge(pages))

    def page_numbers(self, count: int) -> tuple[int, ...]:
        """Return the engine's counter `page` of each page."""
        return tuple(page_number(self.context, index) for index in range(count))

    def _round(self, pages: Iterator[Any]) -> Iterator[Any]:
        """Yield pages; what a page tells of targets is filled in ahead of the pages to come."""
        reached: set[str] = set()
        passed: set[Element] = set()
        form, last = FolioForm(), 0
        told: set[Reference] = set()
        for index, page in enumerate(pages):
            facts = self._facts(index, page)
            # Facing pages are levelled: a page is shown to us when the one behind it has been made, too.
            self._stale.update(one for one in told if not facts.elements.isdisjoint((one.element, one.block)))
            told.clear()
            number = page_number(self.context, index)
            own = self._form(page)
            form = own if own.style or number != last + 1 else form
            last = number
            passed |= facts.elements
            (folio,) = printed_folios((number,), (form,), self.counters)
            new = [anchor for anchor in facts.anchors if anchor not in reached]
            reached.update(new)
            self._places.update((anchor, Place(index, folio)) for anchor in new)
            for reference in dict.fromkeys(one for anchor in new for one in self.references.by_target[anchor]):
                ahead = passed.isdisjoint((reference.element, reference.block))
                if ahead and reference.tell(self._places):
                    self._show(reference)
                    self._make_again(reference, index + 1)
                    told.add(reference)
            yield page

    def _judge(self, pages: Sequence[Any]) -> list[Reference]:
        """Read where everything went, and let the references decide."""
        forms = [self._form(page) for page in pages]
        folios = printed_folios(self.page_numbers(len(pages)), forms, self.counters)
        places: dict[str, Place] = {}
        pages_of: dict[Element, list[int]] = defaultdict(list)
        for index, page in enumerate(pages):
            facts = self._facts(index, page)
            for anchor in facts.anchors:
                places.setdefault(anchor, Place(index, folios[index]))
            for element in facts.elements:
                pages_of[element].append(index)
        self._pages_of, self._places = pages_of, places
        return self.references.judge(places, pages_of)

    def _facts(self, index: int, page: Any) -> PageFacts:
        known = self._known.get(index)
        if known is not None and known[0] is page:
            return known[1]
        watched, targets = self.references.watched, self.references.by_target
        anchors: dict[str, None] = {}
        elements: set[Element] = set()
        for box in page.descendants(placeholders=True):
            if box.element in watched:
                elements.add(box.element)
            anchor = box.style["anchor"]
            if anchor in targets:
                anchors[anchor] = None
        facts = PageFacts(tuple(anchors), frozenset(elements))
        self._known[index] = (page, facts)
        return facts

    def _form(self, page: Any) -> FolioForm:
        """Return how a page will print its number; its margin boxes are not made yet."""
        styles = (self.context.style_for(page.page_type, margin) for margin in MARGINS)
        return folio_form(style["content"] for style in styles if style is not None)

    def _make_again(self, reference: Reference, first: int) -> None:
        """Have the pages from `first` on made again on which a reference's paragraph stands."""
        maker = self.context.page_maker
        for index in self._pages_of.get(reference.block, ()):
            if first <= index < len(maker):
                maker[index][-1]["content_changed"] = True

    def _show(self, reference: Reference) -> None:
        for box in self._boxes.get(reference, ()):
            box.show()

    def _widen(self, reference: Reference) -> None:
        for box in self._boxes.get(reference, ()):
            box.widen(self.context)


def page_number(context: Any, index: int) -> int:
    """Return the CSS counter `page` of one page, as margin boxes print it."""
    counters = context.page_maker[index + 1][3][1]
    values = counters.get("page") or [index + 1]
    return int(values[-1])
