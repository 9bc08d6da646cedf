"""Any EPUB → its page structure.

In: the bytes of an e-book, of any maker. Out: a `PageStructure` whose pages are the documents of the spine;
what is damaged in it gives diagnostics, and a file that is no e-book gives nothing but one.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import replace
from hashlib import sha256

from publish.model.books import SpineItem
from publish.model.diagnostic import Outcome, diagnose
from publish.model.looks import Box, Look
from publish.model.pages import (
    HEADINGS,
    Block,
    Fragment,
    Link,
    LostFile,
    Note,
    NoteCall,
    PageStructure,
    Picture,
)
from publish.structure.epub.blocks import read_document
from publish.structure.epub.calls import mark_notes
from publish.structure.epub.fonts import families_of, read_faces
from publish.structure.epub.found import Found, FoundBlock, FoundNote, Place
from publish.structure.epub.looks import Style, compute, root_style
from publish.structure.epub.metadata import read_metadata
from publish.structure.epub.nav import Goal, Navigation
from publish.structure.epub.package import (
    Package,
    SpineDocument,
    Tree,
    UnreadableBook,
    is_outside,
    open_package,
    read_spine,
    resolve,
)
from publish.structure.epub.pictures import BROKEN, MISSING, Gallery
from publish.structure.epub.runs import FoundCall, FoundImage, FoundLink
from publish.structure.epub.styles import Styles

NO_WAY_BACK = "-"
_NOWHERE = Box(0, 0, 0, 0)
_OPENING_WORDS = 6
_MAX_ELEMENTS = 600_000
_OPENING_LETTERS = 60


def read_epub(content: bytes) -> Outcome[PageStructure | None]:
    """Return the structure of an e-book; None with `epub/unreadable` if it is none."""
    try:
        package = open_package(content)
        structure = _Book(package).read()
    except UnreadableBook as trouble:
        message = f"the file cannot be read: {trouble}; expected an EPUB"
        hint = "check that the file opens in an e-book reader"
        return Outcome(None, (diagnose("epub/unreadable", message, hints=(hint,)),))
    diagnostics = tuple(
        diagnose("epub/invalid", f"{fault}; expected a valid EPUB 3") for fault in dict.fromkeys(package.faults)
    )
    return Outcome(structure, diagnostics)


class _Book:
    """Reads one e-book."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.gallery = Gallery()
        self.metadata = read_metadata(package, self.gallery)
        self.spine = read_spine(package)
        self.styles = Styles(package)
        self.numbers: dict[str, int] = {}
        for document in self.spine:
            self.numbers.setdefault(document.address, document.number)
        self.first_block: dict[int, int] = {}
        self.first_note: dict[str, int] = {}
        self.found = self._read_documents()
        self.calls: dict[tuple[str, str], str] = {}
        """The labels of calls by where they stand."""
        self.called: dict[tuple[str, str], str] = {}
        """The labels of notes by where they stand, as their first calls print them."""
        for address, found in self.found.items():
            for call in (call for block in _all_blocks(found) for call in block.calls):
                self.calls.update({(address, identifier): call.label for identifier in call.identifiers})
                self.called.setdefault(resolve(address, call.href), call.label)

    def _read_documents(self) -> dict[str, Found]:
        trees = {d.address: d.tree for d in self.spine if d.tree is not None}
        if sum(1 for tree in trees.values() for _ in tree.iter()) > _MAX_ELEMENTS:
            raise UnreadableBook("its documents have more elements than any book needs")
        mark_notes([*trees.items()])
        declared = {address: self.styles.declare(address, tree) for address, tree in trees.items()}
        families = families_of(self.styles.faces)
        tables = 0
        all_found: dict[str, Found] = {}
        for address, tree in trees.items():
            styles: dict[Tree, Style] = {}
            for element in tree.iter("{*}*"):
                parent = element.getparent()
                above = styles.get(parent) if parent is not None else None
                base = above or root_style(self.metadata.language, "")
                styles[element] = compute(element, declared[address].get(element, []), base)
            found = read_document(tree, styles, families, tables)
            tables = max([tables, *(block.table for block in found.blocks)])
            all_found[address] = found
        return all_found

    def read(self) -> PageStructure:
        """Return everything the book holds."""
        blocks: list[Block] = []
        notes: list[Note] = []
        calls: list[NoteCall] = []
        links: list[Link] = []
        pictures: list[Picture] = []
        note_numbers: dict[tuple[str, str], int] = {}
        for document in self.spine:
            found = self.found.get(document.address)
            self.first_note.setdefault(document.address, len(notes))
            for note in found.notes if found else ():
                for identifier in note.identifiers:
                    note_numbers.setdefault((document.address, identifier), len(notes))
                notes.append(self._note(document, note))
        for document in self.spine:
            found = self.found.get(document.address, Found())
            self.first_block[document.number] = first = len(blocks)
            blocks += [_block(block, block.role, document.number) for block in found.blocks]
            for index, block in enumerate(found.blocks, first):
                links += [self._link(document, link, f"b{index}") for link in block.links]
                if block.image is not None:
                    pictures.append(self._picture(document, block.image))
                for call in block.calls:
                    number = note_numbers.get(resolve(document.address, call.href))
                    calls.append(_call(call, document.number, index, number))
            start = self.first_note[document.address]
            for index, note in enumerate(found.notes, start):
                for link in note.body.links:
                    if not self._is_way_back(document, link):
                        links.append(self._link(document, link, f"n{index}"))
                for call in note.body.calls:
                    number = note_numbers.get(resolve(document.address, call.href))
                    calls.append(_call(call, document.number, None, number))
        navigation = Navigation(self.package, self.find)
        outline, landmarks, page_list = navigation.contents(), navigation.landmarks(), navigation.page_list()
        faces, lost_faces = read_faces(self.package, self.styles.faces)
        lost = [*self.styles.lost.values(), *lost_faces, *self._lost_documents(navigation)]
        return PageStructure(
            "epub",
            self.metadata,
            is_tagged=True,
            blocks=tuple(blocks),
            notes=tuple(notes),
            calls=tuple(sorted(calls, key=lambda call: len(blocks) if call.block is None else call.block)),
            links=tuple(links),
            outline=outline,
            fonts=faces,
            pictures=tuple(pictures),
            spine=self._spine_items(),
            landmarks=landmarks,
            page_list=page_list,
            rules=self.styles.rules,
            hidden=tuple(sorted(digest for found in self.found.values() for digest in found.hidden)),
            lost=tuple(dict.fromkeys(lost)),
        )

    def _lost_documents(self, navigation: Navigation) -> list[LostFile]:
        found = [
            LostFile(
                "document",
                posixpath.basename(document.address),
                document.address in self.package.names,
                document.number,
            )
            for document in self.spine
            if document.tree is None
        ]
        if navigation.tree is None:
            found.append(LostFile("navigation", posixpath.basename(navigation.address) or "navigation"))
        return found

    # --- notes and links ---------------------------------------------------------------------------------

    def _note(self, document: SpineDocument, note: FoundNote) -> Note:
        ways = [*note.backs, *(link for link in note.body.links if self._is_way_back(document, link))]
        backs = [resolve(document.address, link.href) for link in ways]
        label = next(
            (self.called[place] for i in note.identifiers if (place := (document.address, i)) in self.called),
            "",
        )
        label = label or (ways[0].text.strip("[]().: ") if ways else "")
        label = label if _is_label(label) else str(note.ordinal or "")
        block = _block(note.body, "Note", document.number)
        first = block.text.split(" ", 1)[0]
        if label and first.strip("[]().:") == label and first != block.text:
            block = _without_label(block, first)
        return Note(label, block, ", ".join(map(self._way_back, backs)) if backs else NO_WAY_BACK)

    def _is_way_back(self, document: SpineDocument, link: FoundLink) -> bool:
        return not is_outside(link.href) and resolve(document.address, link.href) in self.calls

    def _way_back(self, place: tuple[str, str]) -> str:
        """Return the label of the call that a way back leads to, or the words there; empty for nowhere."""
        if place in self.calls:
            return self.calls[place]
        number, words = self._goal(*place, exactly=False)
        return "" if number is None else f"‘{words}’"

    def _link(self, document: SpineDocument, link: FoundLink, block: str) -> Link:
        href = link.href.strip()
        if is_outside(href):
            return Link(document.number, link.text, href, block=block)
        address, fragment = resolve(document.address, href)
        number, opening = self._goal(address, fragment, exactly=False)
        if number is not None:
            return Link(document.number, link.text, "", number, opening, block=block)
        name = posixpath.basename(address)
        if address in self.package.names and address not in self.numbers and not fragment:
            return Link(document.number, link.text, name, block=block)
        return Link(document.number, link.text, f"#{fragment or name}", block=block)

    def find(self, base: str, href: str, exactly: bool) -> Goal:
        """Return where a reference leads to in the spine."""
        if not href or is_outside(href):
            return None, ""
        return self._goal(*resolve(base, href), exactly=exactly)

    def _goal(self, address: str, fragment: str, *, exactly: bool) -> Goal:
        """Return the document and the words at a place; with `exactly` those right behind it."""
        number = self.numbers.get(address)
        found = self.found.get(address)
        if number is None or found is None:
            return None, ""
        place = found.places.get(fragment) if fragment else Place("b", 0)
        if place is None:
            return None, ""
        blocks = found.blocks if place.letter == "b" else [note.body for note in found.notes]
        if place.index >= len(blocks):
            return number, ""
        words = blocks[place.index].text.split()
        if exactly and 0 < place.word < len(words):
            words = words[place.word :]
        elif exactly and place.word >= len(words) > 0 and place.index + 1 < len(blocks):
            words = blocks[place.index + 1].text.split()
        return number, " ".join(words[:_OPENING_WORDS])[:_OPENING_LETTERS]

    # --- pictures and documents --------------------------------------------------------------------------

    def _picture(self, document: SpineDocument, image: FoundImage) -> Picture:
        href = image.href
        name = posixpath.basename(href.partition("#")[0])
        if image.drawing:
            return Picture(document.number, _NOWHERE, image.alt, image.drawing)
        if href.startswith("data:"):
            digest = sha256(href.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            return Picture(document.number, _NOWHERE, image.alt, digest)
        if not href or is_outside(href):
            return Picture(document.number, _NOWHERE, image.alt, "" if href else MISSING, name=name)
        address = resolve(document.address, href)[0]
        shown = self.gallery.look(address, self.package.read)
        if shown.digest in (MISSING, BROKEN):
            self.package.faults.append(f"the picture {address} is {shown.digest}")
        size = shown.width_px, shown.height_px
        return Picture(document.number, _NOWHERE, image.alt, shown.digest, *size, name=name)

    def _spine_items(self) -> tuple[SpineItem, ...]:
        """Return the documents; those whose titles do not tell them apart are called by their headings."""
        titles = Counter(found.title for found in self.found.values())
        items = []
        for document in self.spine:
            found = self.found.get(document.address, Found())
            name = posixpath.relpath(document.address, posixpath.dirname(self.package.address) or ".")
            heading = next((block.text for block in found.blocks if block.role in HEADINGS), "")
            title = heading if titles[found.title] > 1 and heading else found.title
            sheets = self.styles.count.get(document.address, 0)
            items.append(
                SpineItem(document.number, name, title, document.is_linear, tuple(found.types), sheets)
            )
        return tuple(items)


def _is_label(text: str) -> bool:
    """Tell a number or sign of notes from an arrow back."""
    return bool(text) and (text.isalnum() or not set(text) - set("*†‡§¶"))


def _all_blocks(found: Found) -> list[FoundBlock]:
    return [*found.blocks, *(note.body for note in found.notes)]


def _call(call: FoundCall, page: int, block: int | None, note: int | None) -> NoteCall:
    return NoteCall(call.label, page, block, note, call.word, call.is_marked, call.traits)


def _block(block: FoundBlock, role: str, page: int) -> Block:
    return Block(
        role,
        block.text,
        (Fragment(page, _NOWHERE),),
        Look(traits=tuple(sorted(block.traits.items()))),
        block.emphases,
        depth=block.depth,
        table=block.table,
        gaps=block.gaps,
        cells=block.cells,
        formulas=block.formulas,
    )


def _without_label(block: Block, label: str) -> Block:
    """Return a note without the number that it begins with."""
    emphases = (e for e in block.emphases if e.word or e.opening != label)
    return replace(
        block,
        text=block.text.removeprefix(label).lstrip(),
        emphases=tuple(replace(e, word=max(0, e.word - 1)) for e in emphases),
        gaps=tuple((word - 1, gap) for word, gap in block.gaps if word > 1),
        formulas=tuple(replace(f, word=max(0, f.word - 1)) for f in block.formulas),
    )
