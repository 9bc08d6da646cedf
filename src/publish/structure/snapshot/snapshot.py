"""A page structure → a snapshot: text for a repository, to be read in a pull request.

In: a structure. Out: lines, `.pages` by name. First what holds for the whole edition: metadata, faces, what
is usual (`structure/snapshot/usual.py`), looks by short names; then page by page what stands on it, one line
a block (`structure/snapshot/blocks.py`); then links and pictures. A place is told by the distance to what
stands above, so that a line more changes the line of its paragraph, and not all below. Nothing is in it that
a reader does not see: no dates, identifiers, producers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from publish.model.books import Landmark, PageListEntry, SpineItem, StyleRule
from publish.model.looks import Look
from publish.model.pages import (
    Block,
    Fragment,
    Link,
    LostFile,
    NoteCall,
    OutlineEntry,
    Page,
    PageStructure,
    Picture,
)
from publish.structure.snapshot.blocks import BlockWriter
from publish.structure.snapshot.condensing import condense
from publish.structure.snapshot.fields import field_words
from publish.structure.snapshot.names import Names
from publish.structure.snapshot.usual import NO_BOX, usual_lines, usual_of
from publish.structure.snapshot.words import box_words, quote, word_of
from publish.structure.snapshot.words import number as decimal

HEADER = "publish pages 1"
_DIGESTS_IN_LINE = 16
PAGE_FIELDS = (
    *("number", "label", "width_pt", "height_pt", "side", "is_blank", "folio"),
    *("running", "boxes", "leaves", "paints"),
)
LEAF_FIELDS = ("box", "folio", "opening")
LISTS: dict[str, tuple[str, type, tuple[str, ...]]] = {
    "outline": ("outline", OutlineEntry, ("level", "page", "title")),
    "spine": ("spine", SpineItem, ("number", "name", "title")),
    "landmark": ("landmarks", Landmark, ("type", "page", "title")),
    "pagelist": ("page_list", PageListEntry, ("page", "label")),
    "rule": ("rules", StyleRule, ("selector", "declarations")),
    "lost-file": ("lost", LostFile, ("kind", "name")),
    "picture": ("pictures", Picture, ("page", "box", "width_px", "height_px", "digest", "alt", "name")),
}
"""Lines of one value each, by their first word: field of the structure, kind, and what stands in them."""


def write_snapshot(structure: PageStructure, *, full: bool = False) -> str:
    """Return the snapshot of a structure; with `full` every text, and where the manuscript has it."""
    return "\n".join(_Writer(condense(structure, full=full)).lines()) + "\n"


class _Writer:
    """Writes one condensed structure."""

    def __init__(self, structure: PageStructure) -> None:
        self.structure = structure
        self.labels = {page.number: page.label for page in structure.pages}
        self.is_paged = all(_is_in_order(blocks) for blocks in (structure.blocks, self._bodies()))
        """Whether blocks follow each other as pages do; on sheets to be folded they do not."""
        self.names = Names()
        self.usual = usual_of(structure, self._order())
        sides = {page.number: page.side for page in structure.pages}
        self.writer = BlockWriter(self.usual, self.names, sides, is_epub=structure.kind == "epub")

    def _bodies(self) -> list[Block]:
        return [note.body for note in self.structure.notes]

    def _order(self) -> list[tuple[int, Block, Fragment]]:
        """Return fragments as they come in the text: by page, those that go on first, notes last."""
        ordered: list[tuple[int, int, Block, Fragment]] = []
        for rank, blocks in ((1, self.structure.blocks), (2, self._bodies())):
            for block in blocks:
                for place, fragment in enumerate(block.fragments):
                    if self.is_paged and fragment.box != NO_BOX:
                        ordered.append((fragment.page, 0 if place else rank, block, fragment))
        return [(page, block, fragment) for page, _, block, fragment in sorted(ordered, key=lambda o: o[:2])]

    def lines(self) -> Iterator[str]:
        """Return all lines; the body is written first, as it gives the names that the head explains."""
        structure = self.structure
        usual = [
            f"usual {kind} {self.names.look(look)}"
            for kind, look in sorted(self.usual.looks.items())
            if look != Look()
        ]
        body = [*(self._paged() if self.is_paged else self._folded()), *self._ends()]
        yield HEADER
        words = [structure.kind, *(["tagged"] if structure.is_tagged else [])]
        yield " ".join([*words, *(["abridged"] if structure.is_abridged else [])])
        yield from self._metadata()
        yield from (f"font {quote(font)}" for font in structure.fonts)
        yield from usual_lines(self.usual)
        yield from usual
        yield from self.names.lines()
        yield from self._lists()
        yield from body

    def _metadata(self) -> Iterator[str]:
        metadata = self.structure.metadata
        for name in ("title", "language", "subject", "publisher", "rights"):
            if value := getattr(metadata, name):
                yield f"{name} {quote(value)}"
        yield from (f"author {quote(author)}" for author in metadata.authors)
        yield from (f"keyword {quote(keyword)}" for keyword in metadata.keywords)
        yield from (f"property {quote(name)} {quote(value)}" for name, value in metadata.others)

    def _lists(self) -> Iterator[str]:
        for kind, (name, _, inline) in LISTS.items():
            if kind != "picture":
                yield from _list_lines(kind, getattr(self.structure, name), inline)
        hidden = self.structure.hidden
        for at in range(0, len(hidden), _DIGESTS_IN_LINE):
            yield f"hidden {' '.join(hidden[at : at + _DIGESTS_IN_LINE])}"

    def _paged(self) -> Iterator[str]:
        """Return everything page by page; what is on no page stands under page 0."""
        structure, bodies = self.structure, self._bodies()
        pages = {page.number: page for page in structure.pages}
        main, first = _by_page(structure.blocks)
        notes, first_notes = _by_page(bodies)
        calls, links = self._calls(), self._links()
        starts, note_starts = [block.page for block in structure.blocks], [body.page for body in bodies]
        for at in sorted({*main, *first, *notes, *first_notes, *pages}):
            yield from self._page(at, pages.get(at))
            self.writer.begin()
            for index, fragment in first[at]:
                back = bisect_left(starts, at) - index
                yield self.writer.rest("+", back, structure.blocks[index], fragment)
            for index, fragment in first_notes[at]:
                yield self.writer.rest("+note", bisect_left(note_starts, at) - index, bodies[index], fragment)
            for index in main[at]:
                yield from self._block(index, calls, links)
            for index in notes[at]:
                yield from self._note(index, links)

    def _folded(self) -> Iterator[str]:
        """Return first the pages and then all blocks in their order, each under the page it begins on."""
        structure = self.structure
        for page in structure.pages:
            yield from self._page(page.number, page)
        calls, links = self._calls(), self._links()
        for blocks, sign in ((structure.blocks, "+"), (self._bodies(), "+note")):
            at = -1
            for index, block in enumerate(blocks):
                if block.page != at:
                    at = block.page
                    yield f"on {at}"
                self.writer.begin()
                yield from self._block(index, calls, links) if sign == "+" else self._note(index, links)
                for fragment in block.fragments[1:]:
                    self.writer.begin()
                    yield self.writer.rest(sign, 1, block, fragment, f"p{fragment.page}")

    def _calls(self) -> dict[int | None, list[NoteCall]]:
        calls: dict[int | None, list[NoteCall]] = defaultdict(list)
        for call in self.structure.calls:
            calls[call.block].append(call)
        return calls

    def _links(self) -> dict[str, list[Link]]:
        links: dict[str, list[Link]] = defaultdict(list)
        for link in self.structure.links:
            links[link.block].append(link)
        return links

    def _block(
        self, index: int, calls: dict[int | None, list[NoteCall]], links: dict[str, list[Link]]
    ) -> Iterator[str]:
        block = self.structure.blocks[index]
        yield self.writer.block(block)
        yield from map(self.writer.link, links.get(f"b{index}", ()))
        yield from self.writer.calls(calls.get(index, []), block)

    def _note(self, index: int, links: dict[str, list[Link]]) -> Iterator[str]:
        yield self.writer.note(self.structure.notes[index])
        yield from map(self.writer.link, links.get(f"n{index}", ()))

    def _page(self, number: int, page: Page | None) -> Iterator[str]:
        if page is None:
            yield f"page {number}" if self.structure.kind == "epub" else f"page {number} absent"
            return
        words = [f"page {page.number}"]
        if page.label != str(page.number):
            words.append(f"={page.label}" if page.label.isalnum() else f"label {quote(page.label)}")
        words += [page.side] if page.side != ("recto" if page.number % 2 else "verso") else []
        if (page.width_pt, page.height_pt) != self.usual.size:
            words.append(f"size {decimal(page.width_pt)} {decimal(page.height_pt)}")
        words += ["blank"] if page.is_blank else []
        words += [f"folio {quote(page.folio)}"] if page.folio != page.label else []
        words += [f"%{self.names.paints(page)}"] if page.paints else []
        for text in page.running:
            words.append(f"@{self.names.margin(text)}")
            words += [quote(text.text)] if text.text != page.label else []
        yield " ".join([*words, *field_words(page, (), PAGE_FIELDS)])
        yield from (f" box {word_of(box.name)} {box_words(box.box)}" for box in page.boxes)
        yield from (f" leaf {' '.join(field_words(leaf, LEAF_FIELDS))}" for leaf in page.leaves)

    def _ends(self) -> Iterator[str]:
        """Return links, pictures and what else is told by its page alone."""
        at = -1
        for link in self._links().get("", ()):
            if link.page != at:
                at = link.page
                yield f"on {at}"
            label = self.labels.get(link.target_page or 0, "")
            if label and not link.target and link.leads_to and link.text == f"{link.leads_to} {label}":
                yield f" contents {link.target_page} {quote(link.leads_to)}"
            else:
                yield self.writer.link(link)
        for call in self._calls()[None]:
            yield " ".join(["call", *field_words(call, ("label", "page", "note", "word"), ("block",))])
        name, _, inline = LISTS["picture"]
        yield from _list_lines("picture", getattr(self.structure, name), inline)
        yield from (f"missing-glyph {page} {quote(text)}" for page, text in self.structure.missing_glyphs)


def _list_lines(kind: str, values: Sequence[Any], inline: tuple[str, ...]) -> Iterator[str]:
    return (" ".join([kind, *field_words(value, inline)]) for value in values)


def _is_in_order(blocks: Sequence[Block]) -> bool:
    return all(before.page <= block.page for before, block in pairwise(blocks)) and all(
        before.page < fragment.page for block in blocks for before, fragment in pairwise(block.fragments)
    )


def _by_page(blocks: Sequence[Block]) -> tuple[dict[int, list[int]], dict[int, list[tuple[int, Fragment]]]]:
    """Return which blocks begin on each page, and which go on there."""
    begin: dict[int, list[int]] = defaultdict(list)
    go_on: dict[int, list[tuple[int, Fragment]]] = defaultdict(list)
    for index, block in enumerate(blocks):
        begin[block.page].append(index)
        for fragment in block.fragments[1:]:
            go_on[fragment.page].append((index, fragment))
    return begin, go_on
