"""A snapshot → the page structure it was written from, as far as it keeps it.

In: the text of a `.pages` file, perhaps edited or merged by hand. Out: a structure, or a diagnostic with the
line that is not understood. `structure/snapshot.py` has the form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from publish.model.diagnostic import Outcome, diagnose
from publish.model.pages import (
    Abridged,
    Block,
    Box,
    EditionMetadata,
    Emphasis,
    Fragment,
    Landmark,
    Leaf,
    Link,
    Look,
    Note,
    NoteCall,
    OutlineEntry,
    Page,
    PageBox,
    PageListEntry,
    PageStructure,
    Paint,
    Picture,
    RunningText,
    Side,
    SpineItem,
    StyleRule,
)
from publish.model.source import Span
from publish.model.wording import unpack_marks
from publish.structure.snapshot import HEADER, NOWHERE, usual_height

_TOKEN = re.compile(r'[~@]?"(?:[^"\\]|\\.)*"|[^\s"]+')
_LINES = re.compile(r"\d+L$")
_FRAGMENT_WORD = re.compile(
    r"(?P<top>-?[\d.]+)$|x(?P<left>-?[\d.]+)$|w(?P<width>-?[\d.]+)$|h(?P<height>-?[\d.]+)$|hy(?P<hyphens>\d+)$"
    r"|(?P<end>hyend)$|ladder(?P<ladder>\d+)$|last(?P<last>-?[\d.]+)$|space(?P<space>-?[\d.]+)$"
)


class _Odd(ValueError):
    """A line that is not of the form."""


def read_snapshot(text: str, name: str = "") -> Outcome[PageStructure | None]:
    """Return the structure a snapshot tells; None with `snapshot/unreadable` and the place if it is not one."""
    lines = text.split("\n")
    if not lines or lines[0].rstrip("\r") != HEADER:
        return _unreadable(f"it does not begin with `{HEADER}`", name, 1)
    reader = _Reader()
    for place, ended in enumerate(lines[1:], 2):
        line = ended.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            return _unreadable("it holds the marks of an unfinished merge", name, place)
        try:
            reader.take(line)
        except (_Odd, ValueError, IndexError, KeyError, StopIteration):
            return _unreadable(f"the line `{line.strip()[:60]}` is not understood", name, place)
    try:
        return Outcome(reader.structure())
    except (ValueError, IndexError, KeyError):
        return _unreadable("its parts do not fit together", name, 1)


def _unreadable(why: str, name: str, line: int) -> Outcome[None]:
    message = f"the snapshot cannot be read: {why}; expected what `publish snapshot` writes"
    hint = "write it again with `publish snapshot FILE --output SNAPSHOT`"
    return Outcome(None, (diagnose("snapshot/unreadable", message, Span(name, line, 1), hints=(hint,)),))


@dataclass(slots=True)
class _Reader:
    """Takes lines one by one."""

    head: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=dict)
    looks: dict[str, Look] = field(default_factory=dict)
    margins: dict[str, RunningText] = field(default_factory=dict)
    named_usual: dict[str, str] = field(default_factory=dict)
    paints: dict[str, tuple[Paint, ...]] = field(default_factory=dict)
    size: tuple[float, float] = (0.0, 0.0)
    measure: dict[str, tuple[float, float]] = field(default_factory=dict)
    side: Side = "recto"
    page: int = 0
    first_block: int = 0
    first_note: int = 0
    expected: int = 0
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def take(self, line: str) -> None:
        """Take one line in."""
        words = _Words(line)
        kind = words.next()
        if line.startswith(" "):
            self._take_inner(kind, words)
            return
        if kind in ("pdf", "epub"):
            rest = [*words.rest()]
            self.head = {"kind": kind, "is_tagged": "tagged" in rest, "is_abridged": "abridged" in rest}
        elif kind in ("title", "language", "subject", "publisher", "rights"):
            self.metadata[kind] = words.text()
        elif kind in ("author", "keyword"):
            self.metadata.setdefault(f"{kind}s", []).append(words.text())
        elif kind == "property":
            self.metadata.setdefault("others", []).append((words.text(), words.text()))
        elif kind == "size":
            self.size = (words.number(), words.number())
        elif kind == "measure":
            side = words.next()
            self.measure[side] = (words.number(), words.number())
        elif kind == "look":
            self._take_look(words)
        elif kind == "usual":
            role = words.next()
            self.named_usual[role] = words.next()
        elif kind == "margin":
            name, place = words.next(), words.next()
            self.margins[name] = RunningText(
                place, "", words.text(), words.number(), words.colour(), words.number(), words.number()
            )
        elif kind == "paint":
            name = words.next()
            self.paints[name] = tuple(
                Paint("" if colour == "-" else colour, int(words.next())) for colour in words.rest()
            )
        elif kind == "page":
            self._take_page(words)
        elif kind == "contents":
            self.lists.setdefault("link", []).append(self._contents(words))
        else:
            self.lists.setdefault(kind, []).append(_MAKERS[kind](words))

    def _contents(self, words: _Words) -> Link:
        page, target, text = int(words.next()), int(words.next()), words.text()
        label = next(p.label for p in self.lists["page"] if p.number == target)
        return Link(page, f"{text} {label}", "", target, text)

    def _take_look(self, words: _Words) -> None:
        name, font = words.next(), words.text()
        size, _, leading = words.next().partition("/")
        colour, alignment = words.colour(), words.next()
        self.looks[name] = Look(
            font,
            float(size),
            float(leading),
            colour,
            "" if alignment == "-" else alignment,  # type: ignore[arg-type]
            words.number(),
        )

    def _take_page(self, words: _Words) -> None:
        self.page = number = int(words.next())
        self.side = "recto" if number % 2 else "verso"
        self.first_block, self.first_note = len(self.blocks), len(self.notes)
        if self.head.get("kind") == "epub":
            return
        label, size, is_blank, folio = str(number), self.size, False, None
        running: list[RunningText] = []
        paints: tuple[Paint, ...] = ()
        for word in words.rest():
            if word == "absent":
                return
            if word == "label":
                label = words.text()
            elif word in ("recto", "verso"):
                self.side = "recto" if word == "recto" else "verso"
            elif word == "size":
                size = (words.number(), words.number())
            elif word == "blank":
                is_blank = True
            elif word == "folio":
                folio = words.text()
            elif word.startswith("="):
                label = word[1:]
            elif word.startswith("%"):
                paints = self.paints[word[1:]]
            elif word.startswith("@"):
                text = words.text() if words.peek().startswith('"') else label
                running.append(replace(self.margins[word[1:]], text=text))
            else:
                raise _Odd
        self.lists.setdefault("page", []).append(
            Page(
                number,
                label,
                *size,
                self.side,
                is_blank,
                label if folio is None else folio,
                tuple(running),
                paints=paints,
            )
        )

    def _take_inner(self, kind: str, words: _Words) -> None:
        if kind == "box":
            self._change_page(boxes=PageBox(words.next(), words.box()))
        elif kind == "leaf":
            self._change_page(leaves=Leaf(words.box(), words.text(), words.text()))
        elif kind == "^":
            self._take_call(words)
        elif kind == "+":
            self._go_on(words)
        elif kind == "+note":
            index = self.first_note - int(words.next())
            note = self.notes[index]
            fragment = self._take_fragment(words, note.body.look)
            body = replace(note.body, fragments=(*note.body.fragments, fragment))
            self.notes[index] = replace(note, body=body)
        elif kind == "note":
            label = words.label()
            self.notes.append(Note(label, self._take_block("Note", words)))
        else:
            self.blocks.append(self._take_block(kind, words))

    def _go_on(self, words: _Words) -> None:
        index = self.first_block - int(words.next())
        block = self.blocks[index]
        fragment = self._take_fragment(words, block.look)
        self.blocks[index] = replace(block, fragments=(*block.fragments, fragment))

    def _change_page(self, **added: Any) -> None:
        pages = self.lists["page"]
        (name, value), *_ = added.items()
        pages[-1] = replace(pages[-1], **{name: (*getattr(pages[-1], name), value)})

    def _take_call(self, words: _Words) -> None:
        label, word = words.label(), int(words.next())
        page, note = self.blocks[-1].page, self.expected
        call_note: int | None = note
        for extra in words.rest():
            if extra == "lost":
                call_note = None
            elif extra.startswith("p"):
                page = int(extra[1:])
            elif extra.startswith("n"):
                call_note = int(extra[1:])
            else:
                raise _Odd
        if call_note is not None:
            self.expected = call_note + 1
        self.lists.setdefault("^", []).append(NoteCall(label, page, len(self.blocks) - 1, call_note, word))

    def _take_block(self, role: str, words: _Words) -> Block:
        look = self._usual(role)
        if words.peek() != NOWHERE and not _LINES.match(words.peek()):
            name = words.next()
            look = Look() if name == "-" else self.looks[name]
        fragments: tuple[Fragment, ...] = ()
        if words.peek() == NOWHERE:
            words.next()
        else:
            fragments = (self._take_fragment(words, look),)
        depth = table = 0
        while not words.peek().startswith('"'):
            word = words.next()
            if word[0] == "d":
                depth = int(word[1:])
            elif word[0] == "t":
                table = int(word[1:])
            else:
                raise _Odd
        text, abridged, source = words.text(), None, ""
        if words.peek() and words.peek() != "in" and not words.peek().startswith("~"):
            digest, marks = words.next(), words.next()
            abridged = Abridged(unpack_marks(marks), digest)
        emphases: list[Emphasis] = []
        for word in words.rest():
            if word == "in":
                source = words.text()
            elif word.startswith("~"):
                style = self.looks[word[1:]]
                emphases.append(
                    Emphasis(style.font, style.size_pt, style.colour, int(words.next()), words.text())
                )
            else:
                raise _Odd
        return Block(role, text, fragments, look, tuple(emphases), abridged, depth, table, source)

    def _usual(self, role: str) -> Look:
        name = self.named_usual.get(role)
        return self.looks[name] if name else Look()

    def _take_fragment(self, words: _Words, look: Look) -> Fragment:
        count = int(words.next().removesuffix("L"))
        left, width = self.measure.get(self.side, (0.0, 0.0))
        found: dict[str, str] = {}
        while (match := _FRAGMENT_WORD.match(words.peek())) is not None:
            words.next()
            found.update({name: value for name, value in match.groupdict().items() if value})
        if not found:
            return Fragment(self.page, Box(0, 0, 0, 0))
        hyphens = int(found.get("hyphens", 0))
        box = Box(
            float(found.get("left", left)),
            float(found["top"]),
            float(found.get("width", width)),
            float(found["height"]) if "height" in found else usual_height(look, count),
        )
        return Fragment(
            self.page,
            box,
            (),
            count,
            hyphens,
            "end" in found,
            int(found.get("ladder", min(1, hyphens))),
            float(found.get("last", 0)),
            float(found.get("space", 0)),
        )

    def structure(self) -> PageStructure:
        """Return what all lines told."""
        metadata: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in self.metadata.items()
        }

        def several(kind: str) -> tuple[Any, ...]:
            return tuple(self.lists.get(kind, ()))

        return PageStructure(
            self.head["kind"],
            EditionMetadata(**metadata),
            self.head["is_tagged"],
            self.head["is_abridged"],
            several("page"),
            tuple(self.blocks),
            tuple(self.notes),
            (*several("^"), *several("call")),
            several("link"),
            several("outline"),
            several("font"),
            several("picture"),
            several("missing-glyph"),
            several("spine"),
            several("landmark"),
            several("pagelist"),
            several("rule"),
        )


class _Words:
    """The words of a line, one after the other."""

    def __init__(self, line: str) -> None:
        self._words = _TOKEN.findall(line)
        self._at = 0

    def peek(self) -> str:
        """Return the next word and stay; empty at the end."""
        return self._words[self._at] if self._at < len(self._words) else ""

    def next(self) -> str:
        """Return the next word."""
        self._at += 1
        return str(self._words[self._at - 1])

    def rest(self) -> Iterator[str]:
        """Return the words left, one by one; others may be taken between."""
        while self._at < len(self._words):
            yield self.next()

    def text(self) -> str:
        """Return a word in quotation marks."""
        word = self.next()
        if not word.startswith('"'):
            raise _Odd
        return str(json.loads(word))

    def label(self) -> str:
        """Return a note's label, in quotation marks if it is no plain number."""
        return self.text() if self.peek().startswith('"') else self.next()

    def number(self) -> float:
        return float(self.next())

    def colour(self) -> str:
        word = self.next()
        return "" if word == "-" else word

    def page(self) -> int | None:
        word = self.next()
        return None if word == "-" else int(word)

    def box(self) -> Box:
        return Box(self.number(), self.number(), self.number(), self.number())


def _make_link(words: _Words) -> Link:
    page, text = int(words.next()), words.text()
    target, target_page, leads_to = "", None, ""
    for word in words.rest():
        if word == "to":
            target = words.text()
        elif word == ">":
            target_page = int(words.next())
        elif word == "at":
            leads_to = words.text()
        else:
            raise _Odd
    return Link(page, text, target, target_page, leads_to)


def _make_spine(words: _Words) -> SpineItem:
    item = SpineItem(int(words.next()), words.text(), words.text(), words.peek() != "nonlinear")
    if not item.is_linear:
        words.next()
    types: list[str] = []
    while words.peek():
        types.append(words.text())
    return replace(item, types=tuple(types))


def _make_picture(words: _Words) -> Picture:
    page, box = int(words.next()), words.box()
    width, height, digest = int(words.next()), int(words.next()), words.colour()
    return Picture(page, box, words.text(), digest, width, height, words.text())


def _make_landmark(words: _Words) -> Landmark:
    kind, page = words.text(), words.page()
    return Landmark(kind, words.text(), page)


def _make_listed(words: _Words) -> PageListEntry:
    page = words.page()
    return PageListEntry(words.text(), page)


def _make_outline(words: _Words) -> OutlineEntry:
    level, page = int(words.next()), words.page()
    return OutlineEntry(level, words.text(), page)


def _make_call(words: _Words) -> NoteCall:
    label, page, note, word = words.text(), int(words.next()), words.page(), int(words.next())
    return NoteCall(label, page, None, note, word)


_MAKERS: dict[str, Callable[[_Words], Any]] = {
    "font": lambda words: words.text(),
    "outline": _make_outline,
    "spine": _make_spine,
    "landmark": _make_landmark,
    "pagelist": _make_listed,
    "rule": lambda words: StyleRule(words.text(), words.text()),
    "link": _make_link,
    "picture": _make_picture,
    "missing-glyph": lambda words: (int(words.next()), words.text()),
    "call": _make_call,
}
