"""A snapshot → the page structure it was written from, as far as it keeps it.

In: the text of a `.pages` file, perhaps edited or merged by hand. Out: a structure, or a diagnostic with the
line and the column that is not understood. `structure/snapshot/snapshot.py` has the form.
"""

from __future__ import annotations

from typing import Any

from publish.model.diagnostic import Outcome, diagnose
from publish.model.looks import Look
from publish.model.pages import EditionMetadata, NoteCall, PageStructure, Paint, RunningText
from publish.model.source import Span
from publish.structure.snapshot.body import Body
from publish.structure.snapshot.fields import take_fields, take_others
from publish.structure.snapshot.snapshot import HEADER, LISTS
from publish.structure.snapshot.words import OddWord, Words

_MERGE_MARKS = ("<<<<<<<", "=======", ">>>>>>>")
_TEXTS = ("title", "language", "subject", "publisher", "rights")
_ALIGNMENTS = ("left", "right", "center", "justify", "-")


def read_snapshot(text: str, name: str = "") -> Outcome[PageStructure | None]:
    """Return the structure a snapshot tells; None with `snapshot/unreadable` and the place if it is not one."""
    lines = text.split("\n")
    if lines[0].rstrip("\r") != HEADER:
        return _unreadable(f"it does not begin with `{HEADER}`", name, 1, 1)
    reader = _Reader()
    place = 1
    for place, ended in enumerate(lines[1:], 2):
        line = ended.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(_MERGE_MARKS):
            return _unreadable("it holds the marks of an unfinished merge", name, place, 1)
        try:
            reader.take(line)
        except OddWord as odd:
            shown = line.strip()
            shown = shown if len(shown) <= 60 else f"{shown[:60]}…"
            return _unreadable(f"the line `{shown}` is not understood", name, place, odd.column)
    if not reader.head:
        return _unreadable(
            "its second line does not tell whether it is of a `pdf` or an `epub`", name, place, 1
        )
    return Outcome(reader.structure())


def _unreadable(why: str, name: str, line: int, column: int) -> Outcome[None]:
    message = f"the snapshot cannot be read: {why}; expected what `publish snapshot` writes"
    hint = "write it again with `publish snapshot FILE --output SNAPSHOT`"
    return Outcome(None, (diagnose("snapshot/unreadable", message, Span(name, line, column), hints=(hint,)),))


class _Reader:
    """Takes lines one by one: those of the head itself, the others by the body."""

    def __init__(self) -> None:
        self.head: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.lists: dict[str, list[Any]] = {}
        self.body = Body()

    def take(self, line: str) -> None:
        """Take one line in; raise OddWord where it is not understood."""
        words = Words(line)
        kind = words.next()
        if not self.head and kind not in ("pdf", "epub"):
            raise words.odd()
        if line.startswith(" "):
            self.body.take(kind, words)
        elif kind == "page":
            self.body.take_page(words)
        elif kind == "on":
            self.body.come_to(words)
        elif kind in LISTS:
            _, made, inline = LISTS[kind]
            self._add(kind, take_fields(made, inline, words))
        else:
            self._take_head(kind, words)
        if words.peek():
            words.next()
            raise words.odd()

    def _take_head(self, kind: str, words: Words) -> None:
        if kind in ("pdf", "epub"):
            rest = [*words.rest()]
            self.head = {"kind": kind, "is_tagged": "tagged" in rest, "is_abridged": "abridged" in rest}
            self.body.is_epub = kind == "epub"
        elif kind in _TEXTS:
            self.metadata[kind] = words.text()
        elif kind in ("author", "keyword"):
            self.metadata.setdefault(f"{kind}s", []).append(words.text())
        elif kind == "property":
            self.metadata.setdefault("others", []).append((words.text(), words.text()))
        elif kind == "font":
            self._add(kind, words.text())
        elif kind == "missing-glyph":
            self._add(kind, (words.integer(), words.text()))
        elif kind == "hidden":
            self.lists.setdefault(kind, []).extend(words.rest())
        elif kind == "call":
            self._add(kind, take_fields(NoteCall, ("label", "page", "note", "word"), words))
        else:
            self._take_usual(kind, words)

    def _take_usual(self, kind: str, words: Words) -> None:
        usual = self.body.usual
        if kind == "size":
            usual.size = (words.number(), words.number())
        elif kind == "top":
            usual.top = words.number()
        elif kind == "measure":
            side, role = words.next(), words.next()
            usual.edges[side, role] = (words.number(), words.number())
        elif kind == "gap":
            above, below = words.next(), words.next()
            usual.gaps[above, below] = words.number()
        elif kind == "usual":
            # The looks are explained below; names are looked up when all of the head is known.
            role, name = words.next(), words.next()
            self.body.usual_names[role] = name
        elif kind == "look":
            self._take_look(words)
        elif kind == "margin":
            name, place = words.next(), words.next()
            font, size, colour = words.text(), words.number(), words.colour()
            self.body.margins[name] = RunningText(place, "", font, size, colour, words.number(), words.number())
        elif kind == "paint":
            name, paints = words.next(), []
            while words.peek():
                paints.append(Paint(words.colour(), words.integer()))
            self.body.paints[name] = tuple(paints)
        else:
            raise words.odd()

    def _take_look(self, words: Words) -> None:
        name, font = words.next(), words.text()
        size, _, leading = words.next().partition("/")
        size_pt, leading_pt = words.as_number(size), words.as_number(leading)
        colour, alignment = words.colour(), words.next()
        if alignment not in _ALIGNMENTS:
            raise words.odd()
        indent = words.number()
        others = take_others(words, Look)[0]
        alignment = "" if alignment == "-" else alignment
        look = Look(font, size_pt, leading_pt, colour, alignment, indent, **others)  # type: ignore[arg-type]
        self.body.looks[name] = look
        for role, named in self.body.usual_names.items():
            if named == name:
                self.body.usual.looks[role] = look

    def _add(self, kind: str, value: Any) -> None:
        self.lists.setdefault(kind, []).append(value)

    def structure(self) -> PageStructure:
        """Return what all lines told."""
        metadata: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in self.metadata.items()
        }

        def several(kind: str) -> tuple[Any, ...]:
            return tuple(self.lists.get(kind, ()))

        lists: dict[str, Any] = {name: several(kind) for kind, (name, _, _) in LISTS.items()}
        return PageStructure(
            **self.head,
            metadata=EditionMetadata(**metadata),
            pages=tuple(self.body.pages),
            blocks=tuple(self.body.blocks),
            notes=tuple(self.body.notes),
            calls=(*self.body.calls, *several("call")),
            links=tuple(self.body.links),
            fonts=several("font"),
            missing_glyphs=several("missing-glyph"),
            hidden=several("hidden"),
            **lists,
        )
