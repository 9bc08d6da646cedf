"""References that print page numbers: what each prints, and when a layout with them is settled.

In: a prepared tree with `span.folio-of[data-target]` and `span.locators[data-targets]`, and after each round of
pages where the targets went. Out: the same tree with folios in it. The numbers are literal text: lay out, read
where the targets stand, write their folios, lay out again while a text has changed, in at most `MOST_ROUNDS`
rounds (`target-counter` costs four times the time in long books, and prints wrong numbers).

Two things keep a layout from settling, and both are met:
- A number whose width moves its own target (99 leads to page 100, 100 to page 99). From round `FREE_ROUNDS` on
  a changed number keeps the room of the widest it has had.
- Words left out where the target stands on the same page (`span.on-page.if-elsewhere`), which bring it onto
  another. Once put back, they stay: a page number too many is true all the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from publish.model.digits import roman
from publish.paginating.locating import LocatorPiece, locator_pieces
from publish.paginating.preparing import BLOCKS, Element, is_note

MOST_ROUNDS = 6
FREE_ROUNDS = 2
_JOINT = ", "
"""What stands between the locators of an index entry whose language says nothing else (`data-joint`)."""
_UNKNOWN = "??"
_LETTERS_A_PAGE = 2_000
"""For the first guess only, which is right if it is about as wide as the number."""
SPAN_CLASSES = ("folio-of", "locators")
_IDENTIFIERS = re.compile(r"(!?)([^\s!:]+?)(?::[^\s.]*)?(?:\.\.([^\s:]+))?(?::\S*)?(?=\s|$)")


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

    @property
    def targets(self) -> tuple[str, ...]:
        """Return the identifiers its text depends on."""
        return (self.target,)

    def tell(self, places: Places) -> bool:
        """Take the folio of the target; return whether what is printed changes."""
        folio = places[self.target].folio if self.target in places else self.text
        changed = self.text != folio
        self.text = folio
        return changed and not self.is_left_out

    def judge(self, places: Places, pages_of: PagesOf) -> bool:
        """Decide after a round what is to be printed; return whether that is something else than now."""
        if self.target not in places:
            return False
        changed = self.tell(places)
        if self.phrase is not None:
            # Words in a repeated head stand on several pages, and are printed alike on all of them.
            leaves_out = set(pages_of.get(self.link, ())) == {places[self.target].page} and not self.is_pinned
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


@dataclass(slots=True, eq=False)
class LocatorList:
    """One `span.locators`: every place it may link to has an element, of which some are printed."""

    element: Element
    written: str
    block: Element
    links: dict[tuple[str, bool], Element]
    """Identifier, and whether it is printed as a principal place → the link or the `strong` around it."""
    pieces: tuple[LocatorPiece, ...] = ()

    @property
    def joint(self) -> str:
        """Return what stands between two locators."""
        return joint_of(self.element)

    @property
    def targets(self) -> tuple[str, ...]:
        """Return the identifiers its text depends on."""
        return tuple(identifier for identifier, _ in self.links)

    @property
    def link(self) -> Element:
        """Return the element whose pages are its own."""
        return self.element

    def tell(self, places: Places) -> bool:
        """Take what is known of the targets; return whether what is printed changes."""
        pieces = locator_pieces(self.written, places.get)
        changed = pieces != self.pieces
        self.pieces = pieces
        return changed

    def judge(self, places: Places, pages_of: PagesOf) -> bool:
        """Decide after a round what is to be printed; return whether that is something else than now."""
        return self.tell(places)

    def printed(self) -> list[tuple[LocatorPiece, Element]]:
        """Return the locators in their order, each with its element."""
        return [(piece, self.links[piece.target, piece.is_main]) for piece in self.pieces]

    def spread(self) -> None:
        """Write all that may be printed into the tree, so that the engine makes boxes of it."""
        self._place([(element, "0") for element in self.links.values()])

    def write(self) -> None:
        """Write what is printed into the tree."""
        self._place([(element, piece.text) for piece, element in self.printed()])

    def _place(self, elements: list[tuple[Element, str]]) -> None:
        for child in list(self.element):
            self.element.remove(child)
        for element, text in elements:
            (element[0] if element.tag == "strong" else element).text = text
            element.tail = self.joint
            self.element.append(element)
        if elements:
            elements[-1][0].tail = None


Reference: TypeAlias = FolioReference | LocatorList


class References:
    """All references of a document that print folios, in its order."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.all: list[Reference] = []
        self.by_target: dict[str, list[Reference]] = defaultdict(list)
        self.watched: frozenset[Element] = frozenset()
        """The elements whose pages must be known."""
        found = [span for span in root.iter("span") if not classes_of(span).isdisjoint(SPAN_CLASSES)]
        if not found:
            return
        parents = {child: parent for parent in root.iter() for child in parent}
        guesses = _guesses(root)
        for element in found:
            reference: Reference | None
            if "locators" in classes_of(element):
                reference = _locator_list(element, parents, guesses)
            else:
                reference = _folio_reference(element, parents, guesses)
            if reference is None:
                element.text = _UNKNOWN
                element.set("class", f"{element.get('class')} unresolved")
                continue
            reference.tell(guesses)
            self.all.append(reference)
            for target in dict.fromkeys(reference.targets):
                self.by_target[target].append(reference)
        self.watched = frozenset(element for one in self.all for element in (one.element, one.link, one.block))

    def __bool__(self) -> bool:
        return bool(self.all)

    def judge(self, places: Places, pages_of: PagesOf) -> list[Reference]:
        """Decide what every reference prints; return those that change."""
        return [reference for reference in self.all if reference.judge(places, pages_of)]

    def spread(self) -> None:
        """Write all that may be printed into the tree before boxes are made of it."""
        for reference in self.all:
            reference.spread()

    def write(self) -> None:
        """Write what is printed into the tree after a layout."""
        for reference in self.all:
            reference.write()


def classes_of(element: Element) -> frozenset[str]:
    """Return an element's classes."""
    return frozenset((element.get("class") or "").split())


def joint_of(locators: Element) -> str:
    """Return what stands between the page numbers of a `span.locators`."""
    return locators.get("data-joint") or _JOINT


def is_left_out(element: Element) -> bool:
    """Tell whether an element is the words of a reference that are not printed, its target being near."""
    return not len(element) and not element.text and "if-elsewhere" in classes_of(element)


def _folio_reference(
    element: Element, parents: Mapping[Element, Element], known: Places
) -> FolioReference | None:
    target = element.get("data-target") or ""
    if target not in known:
        return None
    reference = FolioReference(element, target, element, _block_of(element, parents))
    for ancestor in _ancestors(element, parents):
        if reference.phrase is None and classes_of(ancestor) >= {"on-page", "if-elsewhere"}:
            reference.phrase = ancestor
        if ancestor.tag == "a" and reference.link is element:
            reference.link = ancestor
    return reference


def _locator_list(element: Element, parents: Mapping[Element, Element], known: Places) -> LocatorList | None:
    written = element.get("data-targets") or ""
    links: dict[tuple[str, bool], Element] = {}
    for mark, *identifiers in _IDENTIFIERS.findall(written):
        for identifier in identifiers:
            if identifier in known and (identifier, bool(mark)) not in links:
                links[identifier, bool(mark)] = _locator_link(identifier, is_main=bool(mark))
    return LocatorList(element, written, _block_of(element, parents), links) if links else None


def _locator_link(identifier: str, *, is_main: bool) -> Element:
    link = Element("a", {"href": f"#{identifier}"})
    if not is_main:
        return link
    strong = Element("strong")
    strong.append(link)
    return strong


def _block_of(element: Element, parents: Mapping[Element, Element]) -> Element:
    """Return the paragraph something stands in, or the table: its columns go by what its cells say.

    What stands in a note is in the note, which may go on over pages its call is not on.
    """
    block = element
    for ancestor in _ancestors(element, parents):
        if is_note(ancestor):
            return ancestor if block is element else block
        if (block is element and ancestor.tag in BLOCKS) or ancestor.tag == "table":
            block = ancestor
    return block


def _ancestors(element: Element, parents: Mapping[Element, Element]) -> Iterator[Element]:
    ancestor = parents.get(element)
    while ancestor is not None:
        yield ancestor
        ancestor = parents.get(ancestor)


def _guesses(root: Element) -> dict[str, Place]:
    """Guess where everything with an identifier stands by how much text is before it."""
    main = root.find(".//main")
    guesses: dict[str, Place] = {}
    letters = 0
    is_front = main is not None
    for element in root.iter():
        if element is main:
            letters, is_front = 0, False
        identifier = element.get("id")
        if identifier:
            page = letters // _LETTERS_A_PAGE
            guesses.setdefault(identifier, Place(page, roman(page + 1) if is_front else str(page + 1)))
        letters += len(element.text or "") + len(element.tail or "")
    return guesses
