"""The finished book against what it promised: contents, lists, indexes, references, notes, entry by entry.

In: the page structure of the PDF, read from the file by a road that knows nothing of how it was made, and the
promise. Out: what is wrong, in sentences; an empty list is what is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.wholebook.marks import NAMES, THINGS
from benchmarks.wholebook.promise import Promise
from publish.model.pages import Block, PageStructure

_SHELF_MARK = re.compile(r"\bK\d{3,}\b")
_FOLIO = r"(?:[ivxlc]+|\d+)"
_LOCATOR = re.compile(rf"({_FOLIO})(?:n(?:n(\d+)–(\d+)|(\d+))|–({_FOLIO}))?")
_LOCATORS = re.compile(rf", ((?:{_LOCATOR.pattern}(?:, )?)+)(?=\.|$)")
_ON_PAGE = re.compile(rf"page ({_FOLIO})$")
_LEADER = re.compile(r"(?: \.)+ ")
"""What is left of a leader too short to be known for one."""
_LISTS = {"Contents": ("H1", "H2"), "Figures": ("Caption",), "Tables": ("Caption",)}
_NUMBER = re.compile(r"(?:(?:Part|Appendix) [IVXA-Z]+|(?:\d+|[A-Z])(?:\.\d+)*) ")


def faults_of(structure: PageStructure, promise: Promise) -> list[str]:
    """Return all that is wrong with the pages of a book."""
    reader = _Reader(structure)
    return [
        *_list_faults(reader),
        *_heading_faults(reader, promise),
        *_index_faults(reader, promise),
        *_reference_faults(reader, promise),
        *_note_faults(structure, promise),
    ]


class _Reader:
    """A page structure with its openings: which page each piece of the book begins on."""

    def __init__(self, structure: PageStructure) -> None:
        self.structure = structure
        self.labels = {page.number: page.label for page in structure.pages}
        self.openers = [block for block in structure.blocks if block.role == "H1"]

    def within(self, title: str) -> range:
        """Return the pages of a piece."""
        pages = [block.page for block in self.openers if block.text == title]
        if len(pages) != 1:
            raise ValueError(f"{len(pages)} pieces are called {title}")
        return range(
            pages[0], min((b.page for b in self.openers if b.page > pages[0]), default=len(self.labels) + 1)
        )

    def blocks(self, title: str, role: str) -> list[Block]:
        pages = self.within(title)
        return [block for block in self.structure.blocks if block.role == role and block.page in pages]


def _list_faults(reader: _Reader) -> Iterator[str]:
    """Compare each line of contents and lists with what it names, words and folio."""
    behind = reader.within("Contents").stop
    for title, roles in _LISTS.items():
        named = [block for block in reader.structure.blocks if block.role in roles and block.page >= behind]
        named = [block for block in named if block.text != "The Long Water"]
        if title != "Contents":
            named = [block for block in named if block.text.startswith(title[:-1])]
        expected = [f"{block.text} {reader.labels[block.page]}" for block in named]
        printed = [_LEADER.sub(" ", block.text) for block in reader.blocks(title, "TOCI")]
        for lacking in [line for line in expected if line not in printed]:
            yield f"{title}: “{lacking}” is not listed"
        for wrong in [line for line in printed if line not in expected]:
            yield f"{title}: “{wrong}” is listed, which is not so"
        if not printed or (sorted(printed) == sorted(expected) and printed != expected):
            yield f"{title}: the order is wrong"


def _heading_faults(reader: _Reader, promise: Promise) -> Iterator[str]:
    headings = [block for block in reader.structure.blocks if block.role in ("H1", "H2")]
    words = [_NUMBER.sub("", block.text, count=1) for block in headings if _NUMBER.match(block.text)]
    written = [heading.replace("'", "’") for heading in promise.headings]
    chapters = [heading for heading in words if heading in set(written)]
    if chapters != written:
        yield f"headings: {len(chapters)} are printed, {len(written)} were written, or in another order"
    for role, kind, count in (("Figure", "figures", promise.figures), ("Table", "tables", promise.tables)):
        captions = [b for b in reader.structure.blocks if b.role == "Caption" and b.text.startswith(f"{role} ")]
        if len(captions) > count or not captions:
            yield f"{kind}: {len(captions)} captions are printed, {count} were written"


# --- indexes -------------------------------------------------------------------------------------------------


def _index_faults(reader: _Reader, promise: Promise) -> Iterator[str]:
    pages = _pages_of_marks(reader.structure)
    numbers = {label: number for number, label in reader.labels.items() if label}
    for index in (NAMES, THINGS):
        printed = dict(_printed_entries(reader.blocks(index, "LI")))
        expected = {entry: marks for entry, marks in promise.entries.items() if entry.list_title == index}
        for entry, marks in expected.items():
            where = f"{index}, “{' › '.join(entry.levels)}”"
            locators = printed.pop(entry.levels, "")
            lacking = {mark for one in marks for mark in (one.first, one.last)} - pages.keys()
            if lacking:
                yield f"{where}: {', '.join(sorted(lacking))} stands whole on no page"
                continue
            found = [match for match in _LOCATOR.finditer(locators) if match[1] in numbers]
            plain = {
                page
                for match in found
                if not (match[2] or match[4])
                for page in range(numbers[match[1]], numbers[match[5] or match[1]] + 1)
            }
            spans = [range(pages[one.first], pages[one.last] + 1) for one in marks if not one.is_in_note]
            wanted = {page for span in spans for page in span}
            if plain != wanted:
                yield f"{where}, {locators}: names {sorted(plain)}, its marks stand on {sorted(wanted)}"
            noted = {numbers[match[1]] for match in found if match[2] or match[4]}
            if noted != (wanted := {pages[one.first] for one in marks if one.is_in_note}):
                yield f"{where}, {locators}: names notes on {sorted(noted)}, they stand on {sorted(wanted)}"
        for levels, locators in printed.items():
            if locators:
                yield f"{index} has “{' › '.join(levels)}, {locators}”, which nothing marks"


def _printed_entries(items: list[Block]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the words of each level of every entry, and its locators."""
    above: list[str] = []
    for item in items:
        locators = _LOCATORS.search(item.text)
        words = item.text[: locators.start()] if locators else re.split(r"\. See ", item.text)[0]
        above[item.depth - 1 :] = [words]
        yield tuple(above), locators[1].strip(", ") if locators else ""


def _pages_of_marks(structure: PageStructure) -> dict[str, int]:
    """Return the page each shelf mark is printed on."""
    pages: dict[str, int] = {}
    for block in [*structure.blocks, *(note.body for note in structure.notes)]:
        for fragment in block.fragments:
            for line in fragment.lines:
                pages |= dict.fromkeys(_SHELF_MARK.findall(line.text), fragment.page)
    return pages


# --- references and notes -----------------------------------------------------------------------------------


def _reference_faults(reader: _Reader, promise: Promise) -> Iterator[str]:
    """Compare the pages that links in the text name with those they lead to."""
    text = range(reader.within("Preface").start, reader.within("Glossary").start)
    paged = near = 0
    for link in reader.structure.links:
        if link.is_dead:
            yield f"p. {link.page}: the link “{link.text}” leads nowhere"
        if link.target_page is None or link.page not in text:
            continue
        told = _ON_PAGE.search(link.text.rstrip(")"))
        paged += told is not None
        near += told is None and link.target_page == link.page and not link.text.isdigit()
        if told is not None and told[1] != reader.labels[link.target_page]:
            yield f"p. {link.page}: “{link.text}” leads to page {reader.labels[link.target_page]}"
    if not paged <= promise.paged_references <= paged + near:
        yield f"references: {paged} name a page, {near} are near, {promise.paged_references} were written"


def _note_faults(structure: PageStructure, promise: Promise) -> Iterator[str]:
    called = [call.note for call in structure.calls if call.note is not None]
    for call in structure.calls:
        if call.note is None:
            yield f"p. {call.page}: note {call.label} is called, and is nowhere"
        elif structure.notes[call.note].body.page != call.page:
            yield f"note {call.label} is called on p. {call.page}, and begins on another"
    if len(set(called)) != len(called):
        yield "a note is called twice"
    if len(called) < promise.own_notes:
        yield f"notes: {len(called)} are called, {promise.own_notes} were written"
