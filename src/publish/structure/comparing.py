"""Two page structures → what every comparison starts from: aligned streams, page names, which page is which.

The main flow and the notes are aligned as streams of their own: on one stream notes look like moves whenever a
page breaks elsewhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import partial

from publish.model.changes import Spot
from publish.model.pages import HEADINGS, Block, PageStructure
from publish.model.wording import squash
from publish.structure.align import Alignment, Fate, Item, Pair, align
from publish.structure.sentences import Paging, paging_of
from publish.structure.words import split_words

_GROUPS = {"TH": "row", "TR": "row", "TOCI": "item", "LI": "item"}
_WORDS_ENOUGH = 12
"""From this many words on, neighbours of marks tell abridged blocks apart better than single marks."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The main flow or the notes of both editions, aligned. `letter` begins the names of its blocks."""

    letter: str
    old: tuple[Block, ...]
    new: tuple[Block, ...]
    alignment: Alignment

    def blocks(self, pair: Pair) -> tuple[Block, Block]:
        """Return both sides of a pair."""
        return self.old[pair.old], self.new[pair.new]

    def same_words(self, pair: Pair) -> bool:
        """Tell whether both sides of a pair say the same; cheaper than comparing digests."""
        if pair.fate in (Fate.SAME, Fate.MOVED):
            return True
        old, new = self.blocks(pair)
        return old.digest == new.digest

    def old_spots(self, index: int) -> tuple[Spot, ...]:
        """Return where a block of the old edition stands."""
        return _spots(self.old[index], f"{self.letter}{index}")

    def new_spots(self, index: int) -> tuple[Spot, ...]:
        """Return where a block of the new edition stands."""
        return _spots(self.new[index], f"{self.letter}{index}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions, ready to be compared."""

    old: PageStructure
    new: PageStructure
    main: Stream
    notes: Stream
    old_paging: Paging
    new_paging: Paging
    page_map: tuple[int, ...]
    """For each page of the new edition the page of the old one that holds most of its blocks, or 0."""

    @property
    def streams(self) -> tuple[Stream, Stream]:
        """Return both streams."""
        return self.main, self.notes

    @property
    def has_pages(self) -> bool:
        """Tell whether both editions have real pages, so that places can be compared."""
        return self.old.kind == self.new.kind == "pdf"

    @property
    def is_imposed(self) -> bool:
        """Tell whether both editions are sheets with several pages on a side."""
        return all(any(page.leaves for page in side.pages) for side in (self.old, self.new))

    def old_page_of(self, page: int) -> int:
        """Return the page of the old edition a page of the new one came from, or 0."""
        return self.page_map[page - 1] if 0 < page <= len(self.page_map) else 0


def compare(old: PageStructure, new: PageStructure, pagings: tuple[Paging, Paging] | None = None) -> Comparison:
    """Align two editions; `pagings` tell how their pages are called if their order is not that of the files."""
    names = pagings or (paging_of(old), paging_of(new))
    spine = _map_spine(old, new) if old.kind == new.kind == "epub" else ()
    main = _stream("b", old.blocks, new.blocks, spine)
    notes = _stream("n", tuple(note.body for note in old.notes), tuple(note.body for note in new.notes), spine)
    page_map = spine or _map_pages(old, new, main)
    return Comparison(old, new, main, notes, *names, page_map)


def group_of(role: str) -> str:
    """Return the coarse kind of a block."""
    return "heading" if role in HEADINGS else _GROUPS.get(role, role)


def _spots(block: Block, name: str) -> tuple[Spot, ...]:
    return tuple(Spot(fragment.page, fragment.box, name) for fragment in block.fragments) or (
        Spot(0, None, name),
    )


def _stream(letter: str, old: tuple[Block, ...], new: tuple[Block, ...], spine: tuple[int, ...]) -> Stream:
    abridged = any(block.abridged for block in (*old, *new))
    items = _items(old, abridged), _items(new, abridged)
    places = _in_new_order(old, spine)
    if places == list(range(len(old))):
        return Stream(letter, old, new, align(*items))
    found = align([items[0][place] for place in places], items[1])
    return Stream(
        letter,
        old,
        new,
        Alignment(
            tuple(replace(pair, old=places[pair.old]) for pair in found.pairs),
            tuple(sorted(places[i] for i in found.removed)),
            found.added,
            tuple(
                (tuple((places[i], j) for i, j in one), tuple((places[i], j) for i, j in two))
                for one, two in found.exchanged
            ),
        ),
    )


def _in_new_order(old: tuple[Block, ...], spine: tuple[int, ...]) -> list[int]:
    """Return the blocks of an e-book in the order its documents have in the new edition.

    So blocks count as moved only where they left their document; the order of documents is told by itself.
    """
    place: dict[int, float] = {number: float(at) for at, number in enumerate(spine, 1) if number}
    last = 0.0
    for number in range(1, max((block.page for block in old), default=0) + 1):
        last = place.setdefault(number, last + 0.001)
    return sorted(range(len(old)), key=lambda index: (place.get(old[index].page, 0.0), index))


def _items(blocks: tuple[Block, ...], abridged: bool) -> list[Item]:
    """Return what alignment sees; where one edition is abridged, both are compared by marks and digests."""
    if abridged:
        return [Item((group_of(b.role), b.digest), group_of(b.role), partial(_mark_words, b)) for b in blocks]
    return [
        Item((group_of(b.role), squash(b.text)), group_of(b.role), partial(split_words, b.text)) for b in blocks
    ]


def _mark_words(block: Block) -> tuple[str, ...]:
    marks = block.marks
    if len(marks) <= _WORDS_ENOUGH:
        return tuple(marks)
    return tuple(marks[i : i + 2] for i in range(len(marks) - 1))


def _map_pages(old: PageStructure, new: PageStructure, main: Stream) -> tuple[int, ...]:
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for pair in main.alignment.pairs:
        if pair.fate in (Fate.SAME, Fate.EDITED):
            first, second = main.blocks(pair)
            for before, after in zip(first.fragments, second.fragments, strict=False):
                votes[after.page][before.page] += max(after.line_count, 1)
    found = []
    previous = 0
    for page in new.pages:
        if votes[page.number]:
            previous = min(votes[page.number].items(), key=lambda entry: (-entry[1], entry[0]))[0]
        else:
            same = page.number <= len(old.pages) and (
                len(old.pages) == len(new.pages) or previous == page.number - 1
            )
            previous = page.number if same else 0
        found.append(previous)
    return tuple(found)


def _map_spine(old: PageStructure, new: PageStructure) -> tuple[int, ...]:
    """Pair the documents of two e-books: by file name, else by title."""
    by_name = {item.name: item.number for item in old.spine}
    by_title = {item.title: item.number for item in old.spine if item.title}
    total = max((page.number for page in new.pages), default=0)
    numbers = {item.number: by_name.get(item.name, by_title.get(item.title, 0)) for item in new.spine}
    return tuple(numbers.get(number, 0) for number in range(1, max(total, len(new.spine)) + 1))
