"""The pages of a snapshot, line by line → pages, blocks, notes, calls and links.

In: the words of lines that belong to pages, and what the head says is usual. Out: values of the page structure.
`structure/snapshot/blocks.py` has the form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from publish.model.looks import Abridged, Box, Emphasis, Look
from publish.model.pages import (
    Block,
    Fragment,
    Leaf,
    Link,
    Note,
    NoteCall,
    Page,
    PageBox,
    Paint,
    RunningText,
    Side,
)
from publish.model.wording import unpack_marks
from publish.structure.snapshot.blocks import NOWHERE, same_words
from publish.structure.snapshot.fields import take_fields, take_others
from publish.structure.snapshot.snapshot import LEAF_FIELDS
from publish.structure.snapshot.usual import NO_BOX, Usual, key_of, usual_depth, usual_height
from publish.structure.snapshot.words import Words

_LINES = re.compile(r"(\d+)L(\+?)$")
_PAGE = re.compile(r"p(\d+)$")
_FRAGMENT_WORD = re.compile(
    r"(?P<name>y|gap|x|w|h|hy|ladder|last|space|uneven|aside)(?P<value>-?\d+(?:\.\d+)?)$|(?P<flag>hyend|nobox)$"
)
_NUMBERED = re.compile(r"([dt])(\d+)$")


@dataclass(slots=True)
class Body:
    """Takes the lines of pages one by one."""

    is_epub: bool = False
    usual: Usual = field(default_factory=Usual)
    looks: dict[str, Look] = field(default_factory=dict)
    usual_names: dict[str, str] = field(default_factory=dict)
    """The name of each role's usual look, until the look itself is told."""
    margins: dict[str, RunningText] = field(default_factory=dict)
    paints: dict[str, tuple[Paint, ...]] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    calls: list[NoteCall] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    _page: int = 0
    _side: Side = "recto"
    _owner: str = ""
    """The block or note that was read last: `b3`, `n0`."""
    _first_block: int = 0
    _first_note: int = 0
    _expected: int = 0
    _above: str = ""
    _bottom: float = 0.0
    _sides: dict[int, Side] = field(default_factory=dict)

    def take_page(self, words: Words) -> None:
        """Take the line that begins a page."""
        number = words.integer()
        self._go_to(number)
        if self.is_epub or words.peek() == "absent":
            for _ in words.rest():
                pass
            return
        told: dict[str, Any] = {}
        width, height = self.usual.size
        label, folio, running, is_blank = str(number), None, [], False
        paints: tuple[Paint, ...] = ()
        while words.peek() and not words.peek().startswith("."):
            word = words.next()
            if word == "label":
                label = words.text()
            elif word in ("recto", "verso"):
                self._side = "recto" if word == "recto" else "verso"
            elif word == "size":
                width, height = words.number(), words.number()
            elif word == "blank":
                is_blank = True
            elif word == "folio":
                folio = words.text()
            elif word.startswith("="):
                label = word[1:]
            elif word.startswith("%") and word[1:] in self.paints:
                paints = self.paints[word[1:]]
            elif word.startswith("@") and word[1:] in self.margins:
                text = words.text() if words.peek().startswith('"') else label
                running.append(replace(self.margins[word[1:]], text=text))
            else:
                raise words.odd()
        told = take_others(words, Page)[0]
        self._sides[number] = self._side
        side, folio = self._side, label if folio is None else folio
        page = Page(number, label, width, height, side, is_blank, folio, tuple(running), paints=paints)
        self.pages.append(replace(page, **told))

    def come_to(self, words: Words) -> None:
        """Take the line that comes back to a page."""
        self._go_to(words.integer())

    def _go_to(self, number: int) -> None:
        self._page = number
        self._side = self._sides.get(number, "recto" if number % 2 else "verso")
        self._first_block, self._first_note = len(self.blocks), len(self.notes)
        self._owner, self._above, self._bottom = "", "", 0.0

    def take(self, kind: str, words: Words) -> None:
        """Take a line inside a page."""
        if kind in ("box", "leaf"):
            self._take_detail(kind, words)
        elif kind == "^":
            self._take_call(words)
        elif kind == "link":
            self.links.append(self._link(words))
        elif kind == "contents":
            self.links.append(self._entry(words))
        elif kind == "+":
            index = self._index(words, self._first_block, len(self.blocks))
            self.blocks[index] = self._go_on(self.blocks[index], words)
        elif kind == "+note":
            index = self._index(words, self._first_note, len(self.notes))
            note = self.notes[index]
            self.notes[index] = replace(note, body=self._go_on(note.body, words))
        elif kind == "note":
            label = words.word()
            body = self._block("Note", words)
            others = take_others(words, Block, Note)
            self.notes.append(Note(label, replace(body, **others[0]), **others[1]))
            self._owner = f"n{len(self.notes) - 1}"
        else:
            block = self._block(kind, words)
            self.blocks.append(replace(block, **take_others(words, Block)[0]))
            self._owner = f"b{len(self.blocks) - 1}"

    def _index(self, words: Words, first: int, count: int) -> int:
        """Return which block goes on: so many before this page, or the last one on a page that is told."""
        back = words.integer()
        index = (count if _PAGE.match(words.peek()) else first) - back
        if not 0 <= index < count:
            raise words.odd()
        return index

    def _go_on(self, block: Block, words: Words) -> Block:
        page, side, above = self._page, self._side, self._above
        told = _PAGE.match(words.peek())
        if told:
            words.next()
            self._page, self._above = words.as_integer(told[1]), ""
            self._side = self._sides.get(self._page, "recto" if self._page % 2 else "verso")
        fragment = self._fragment(words, block)
        if told:
            self._page, self._side, self._above = page, side, above
        return replace(block, fragments=(*block.fragments, fragment))

    def _take_detail(self, kind: str, words: Words) -> None:
        if not self.pages:
            raise words.odd()
        page = self.pages[-1]
        if kind == "box":
            self.pages[-1] = replace(page, boxes=(*page.boxes, PageBox(words.word(), words.box())))
        else:
            self.pages[-1] = replace(page, leaves=(*page.leaves, take_fields(Leaf, LEAF_FIELDS, words)))

    def _take_call(self, words: Words) -> None:
        label, word = words.word(), words.integer()
        if not self.blocks:
            raise words.odd()
        page, note = self.blocks[-1].page, self._expected
        called: int | None = note
        while words.peek() and not words.peek().startswith("."):
            extra = words.next()
            if extra == "lost":
                called = None
            elif extra[:1] == "p":
                page = words.as_integer(extra[1:])
            elif extra[:1] == "n":
                called = words.as_integer(extra[1:])
            else:
                raise words.odd()
        if called is not None:
            self._expected = called + 1
        call = NoteCall(label, page, len(self.blocks) - 1, called, word)
        self.calls.append(replace(call, **take_others(words, NoteCall)[0]))

    def _link(self, words: Words) -> Link:
        text = words.text() if words.peek().startswith('"') else None
        target, target_page, leads_to = "", None, ""
        while words.peek() and not words.peek().startswith("."):
            word = words.next()
            if word == "to":
                target = words.text()
            elif word == ">":
                target_page = words.integer()
            elif word == "at" and words.peek() == "=":
                words.next()
                leads_to = same_words(text or target)
            elif word == "at":
                leads_to = words.text()
            else:
                raise words.odd()
        link = Link(self._page, target if text is None else text, target, target_page, leads_to)
        return replace(link, block=self._owner, **take_others(words, Link)[0])

    def _entry(self, words: Words) -> Link:
        target, text = words.integer(), words.text()
        label = next((page.label for page in self.pages if page.number == target), None)
        if label is None:
            raise words.odd()
        return Link(self._page, f"{text} {label}", "", target, text)

    def _block(self, role: str, words: Words) -> Block:
        look: Look | None = None
        if words.peek() != NOWHERE and not _LINES.match(words.peek()):
            name = words.next()
            if name != "-" and name not in self.looks:
                raise words.odd()
            look = Look() if name == "-" else self.looks[name]
        is_somewhere = words.peek() != NOWHERE
        lines, goes_on, told = self._marks(words) if is_somewhere else (0, False, {})
        if not is_somewhere:
            words.next()
        depth, table = usual_depth(role), 0
        while (match := _NUMBERED.match(words.peek())) is not None:
            words.next()
            depth, table = (int(match[2]), table) if match[1] == "d" else (depth, int(match[2]))
        block = Block(role, words.text(), depth=depth, table=table)
        # What is usual depends on how many lines there are, which only a block with a fragment tells.
        sketch = Fragment(self._page, NO_BOX, line_count=lines)
        shape = replace(block, fragments=(sketch, sketch) if goes_on else (sketch,) if is_somewhere else ())
        look = self.usual.look(shape) if look is None else look
        block = replace(block, look=look)
        if is_somewhere:
            block = replace(block, fragments=(self._placed(lines, told, replace(shape, look=look)),))
        return self._with_words(block, words)

    def _with_words(self, block: Block, words: Words) -> Block:
        abridged, emphases = None, []
        if words.peek() and words.peek()[0] not in "~.":
            digest, marks = words.next(), words.next()
            try:
                abridged = Abridged(unpack_marks(marks if marks != "." else ""), digest)
            except ValueError:
                raise words.odd() from None
        while words.peek().startswith("~"):
            name, _, at = words.next()[1:].partition(":")
            if name not in self.looks:
                raise words.odd()
            look, word = self.looks[name], words.as_integer(at) if at else 0
            letters, opening = words.integer(), words.text()
            emphases.append(Emphasis(look.font, look.size_pt, look.colour, letters, opening, word, look.traits))
        return replace(block, abridged=abridged, emphases=tuple(emphases))

    def _fragment(self, words: Words, block: Block) -> Fragment:
        lines, _, told = self._marks(words)
        sketch = Fragment(self._page, NO_BOX)
        return self._placed(lines, told, replace(block, fragments=(sketch, sketch)))

    @staticmethod
    def _marks(words: Words) -> tuple[int, bool, dict[str, float]]:
        """Return the number of lines, whether the block goes on overleaf, and what else is told."""
        match = _LINES.match(words.next())
        if match is None:
            raise words.odd()
        told: dict[str, float] = {}
        while (word := _FRAGMENT_WORD.match(words.peek())) is not None:
            words.next()
            told[word["flag"] or word["name"]] = words.as_number(word["value"]) if word["value"] else 1.0
        return int(match[1][:6]), bool(match[2]), told

    def _placed(self, lines: int, told: dict[str, float], block: Block) -> Fragment:
        hyphens = int(told.get("hy", 0))
        box = NO_BOX
        if "nobox" not in told and (lines or told or not self.is_epub):
            box = self._box(lines, told, block)
        return Fragment(
            self._page,
            box,
            (),
            lines,
            hyphens,
            "hyend" in told,
            int(told.get("ladder", min(1, hyphens))),
            told.get("last", 0.0),
            told.get("space", 0.0),
            told.get("uneven", 0.0),
            told.get("aside", 0.0),
        )

    def _box(self, lines: int, told: dict[str, float], block: Block) -> Box:
        left = told["x"] if "x" in told else self.usual.left_of(self._side, block)
        width = told["w"] if "w" in told else self.usual.width_of(self._side, block, left)
        if "y" in told:
            top = told["y"]
        elif self._above:
            gap = told["gap"] if "gap" in told else self.usual.gaps.get((self._above, key_of(block)), 0.0)
            top = round(self._bottom + gap, 1)
        else:
            top = self.usual.top
        height = told["h"] if "h" in told else usual_height(block.look, lines)
        box = Box(left, top, width, height)
        self._above, self._bottom = key_of(block), round(box.bottom_pt, 1)
        return box
