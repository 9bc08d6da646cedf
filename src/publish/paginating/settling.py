"""References that print a page number: what each prints, and when a layout with them is settled.

In: a prepared tree with `span.folio-of[data-target]`, and after each round of pages where the targets went.
Out: the same tree with folios in it. The numbers are literal text: lay out, read where the targets stand, write
their folios, lay out again while a text has changed, in at most `MOST_ROUNDS` rounds. `target-counter` would
find a layout of its own now and then, print wrong numbers in long books, and take four times as long.

Two things keep a layout from settling, and both are met:
- A number whose width moves its own target (99 leads to page 100, 100 to page 99). From round `FREE_ROUNDS` on
  a changed number keeps the room of the widest it has had.
- Words left out where the target stands on the same page (`span.on-page.if-elsewhere`), which bring it onto
  another. Once put back, they stay: a page number too many is true all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from publish.paginating.folios import roman
from publish.paginating.preparing import BLOCKS, Element

MOST_ROUNDS = 6
FREE_ROUNDS = 2
_UNKNOWN = "??"
_LETTERS_A_PAGE = 2_000
"""For the first guess only, which is right if it is about as wide as the number."""


class Place(NamedTuple):
    """Where something stands: the page, from 0, and what that page is called."""

    page: int
    folio: str


Places: TypeAlias = Mapping[str, Place]
PagesOf: TypeAlias = Mapping[Element, Sequence[int]]
"""The pages, from 0, an element stands on."""


@dataclass(slots=True, eq=False)
class FolioReference:
    """One `span.folio-of`."""

    element: Element
    target: str
    link: Element
    """The link around it, or itself: what must not stand on the target's page."""
    block: Element
    """The paragraph or table that must be set again if the text changes."""
    phrase: Element | None = None
    """The words around it that are left out where the target stands on the same page."""
    text: str = ""
    is_left_out: bool = False
    is_pinned: bool = False
    """The words were left out in vain, and shall stand from now on."""
    room_px: float = 0.0
    """Room beside the number, so that it takes as much as the widest it has had."""
    texts: list[str] = field(default_factory=list)
    """What it has printed in the rounds so far."""
    _phrase: tuple[str | None, list[Element]] = (None, [])

    def tell(self, place: Place) -> bool:
        """Take the folio of the target; return whether what is printed changes."""
        changed = self.text != place.folio
        self.text = place.folio
        return changed and not self.is_left_out

    def judge(self, places: Places, pages_of: PagesOf) -> bool:
        """Decide after a round what is to be printed; return whether that is something else than now."""
        place = places.get(self.target)
        if place is None:
            return False
        changed = self.tell(place)
        if self.phrase is not None:
            own = pages_of.get(self.link, ())
            leaves_out = bool(own) and own[-1] == place.page and not self.is_pinned
            if leaves_out != self.is_left_out:
                self.is_pinned = self.is_left_out
                self.is_left_out = leaves_out
                changed = True
        if changed:
            self.texts.append(self.text)
        return changed

    def spread(self) -> None:
        """Write all that may be printed into the tree, so that the engine makes boxes of it."""
        if self.phrase is not None and self._phrase[1]:
            self.phrase.text, children = self._phrase
            self.phrase.extend(children)
            self._phrase = (None, [])
        self._write_text()

    def write(self) -> None:
        """Write what is printed into the tree."""
        self._write_text()
        if self.phrase is not None and self.is_left_out and len(self.phrase):
            self._phrase = (self.phrase.text, list(self.phrase))
            for child in self._phrase[1]:
                self.phrase.remove(child)
            self.phrase.text = None

    def _write_text(self) -> None:
        self.element.text = self.text
        if self.room_px:
            self.element.set("style", f"margin-inline-end: {self.room_px:.4f}px")


class References:
    """All references of a document that print folios, in its order."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.folios: list[FolioReference] = []
        self.by_target: dict[str, list[FolioReference]] = defaultdict(list)
        self.watched: frozenset[Element] = frozenset()
        """The elements whose pages must be known."""
        found = [element for element in root.iter("span") if "folio-of" in classes_of(element)]
        if not found:
            return
        parents = {child: parent for parent in root.iter() for child in parent}
        identifiers = {identifier for element in root.iter() if (identifier := element.get("id"))}
        for element in found:
            reference = _folio_reference(element, parents)
            if reference.target in identifiers:
                self.folios.append(reference)
                self.by_target[reference.target].append(reference)
            else:
                element.text = _UNKNOWN
                element.set("class", "folio-of unresolved")
        guesses = _guesses(root)
        for reference in self.folios:
            reference.text = guesses[reference.target]
        self.watched = frozenset(
            element for one in self.folios for element in (one.element, one.link, one.block)
        )

    def __bool__(self) -> bool:
        return bool(self.folios)

    def judge(self, places: Places, pages_of: PagesOf) -> list[FolioReference]:
        """Decide what every reference prints; return those that change."""
        return [reference for reference in self.folios if reference.judge(places, pages_of)]

    def spread(self) -> None:
        """Write all that may be printed into the tree before boxes are made of it."""
        for reference in self.folios:
            reference.spread()

    def write(self) -> None:
        """Write what is printed into the tree after a layout."""
        for reference in self.folios:
            reference.write()


def classes_of(element: Element) -> list[str]:
    """Return an element's classes."""
    return (element.get("class") or "").split()


def is_left_out(element: Element) -> bool:
    """Tell whether an element is the words of a reference that are not printed, its target being near."""
    return not len(element) and not element.text and "if-elsewhere" in classes_of(element)


def _folio_reference(element: Element, parents: Mapping[Element, Element]) -> FolioReference:
    reference = FolioReference(element, element.get("data-target") or "", element, element)
    for ancestor in _ancestors(element, parents):
        classes = classes_of(ancestor)
        if reference.phrase is None and "on-page" in classes and "if-elsewhere" in classes:
            reference.phrase = ancestor
        if ancestor.tag == "a" and reference.link is element:
            reference.link = ancestor
        if ancestor.tag in BLOCKS and reference.block is element:
            reference.block = ancestor
        if ancestor.tag == "table":
            reference.block = ancestor
    return reference


def _ancestors(element: Element, parents: Mapping[Element, Element]) -> Iterator[Element]:
    ancestor = parents.get(element)
    while ancestor is not None:
        yield ancestor
        ancestor = parents.get(ancestor)


def _guesses(root: Element) -> dict[str, str]:
    """Guess folios by how much text stands before each place: front matter in roman figures."""
    main = next(
        (section for section in root.iter("section") if "zone-main" in classes_of(section)),
        root.find(".//main"),
    )
    guesses: dict[str, str] = {}
    letters = 0
    is_front = main is not None
    for element in root.iter():
        if element is main:
            letters, is_front = 0, False
        identifier = element.get("id")
        if identifier:
            page = 1 + letters // _LETTERS_A_PAGE
            guesses.setdefault(identifier, roman(page) if is_front else str(page))
        letters += len(element.text or "") + len(element.tail or "")
    return guesses
