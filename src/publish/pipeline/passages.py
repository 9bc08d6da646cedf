"""Resolved documents → the passages they are made of, in the order they are printed, with file and line.

In: documents whose elements know their places (`reading/`), and the texts, to find rows of tables in: pandoc's
cells have no places. Out: passages for `structure/sources`, which finds them again in the finished edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from publish.model.document import Document, Element
from publish.model.passages import Passage, opening_letters
from publish.model.source import Source, Span

_ENOUGH = 120
_ROWS_APART = 40
"""A row is looked for no farther below the one before it: its cells may have several lines."""
_OF_ONE_MEDIUM = frozenset({"on-page", "on-screen"})
_WITHOUT_WORDS = ("Note", "RawInline", "RawBlock", "Image", "Superscript")


def passages_of(documents: Sequence[Document], sources: Sequence[Source] = ()) -> tuple[Passage, ...]:
    """Return the passages of a book that have a place."""
    collector = _Collector({source.path: source for source in sources})
    for document in documents:
        collector.at = Span(document.path)
        collector.take(document.blocks)
    return tuple(collector.passages)


class _Collector:
    """Goes through documents in their order."""

    def __init__(self, texts: dict[str, Source]) -> None:
        self.texts = texts
        self.passages: list[Passage] = []
        self.at = Span("")
        """The last place of the main text; rows of a table are looked for below it."""
        self.note: Span | None = None
        """The place of the call if a note is gone through."""

    def take(self, value: Any) -> None:
        """Take the passages below a value."""
        if isinstance(value, tuple):
            for item in value:
                if isinstance(item, (tuple, Element)):
                    self.take(item)
            return
        tag, content = value.tag, value.content
        if content is None or tag in ("Str", "Code", "RawInline", "RawBlock"):
            return
        if tag in ("Para", "Plain", "Header", "Image", "CodeBlock"):
            self.add(value.at, content if tag in ("Para", "Plain") else content[2 if tag == "Header" else 1])
        elif tag == "Math" and content[0].tag == "DisplayMath":
            self.add(value.at, content[1])
        elif tag == "Table":
            before = self.at  # the caption may stand above the rows or below them
            self.take(content[1])
            self.add_rows(content, before)
            return
        elif tag == "Figure":  # printed above its caption
            self.take(content[2])
            self.take(content[1])
            return
        elif tag == "Note" or (tag == "Div" and "note" in content[0][1]):
            kept, self.note = self.note, value.at or self.at
            self.take(content)
            self.note = kept
            return
        if tag not in ("Image", "CodeBlock", "Math"):
            self.take(content)

    def add(self, at: Span | None, content: Any) -> None:
        """Add a passage; in a note, what has no place (a formatted citation) is where the note is called."""
        at = at or self.note
        letters = opening_letters(_opening(content)) if at else ""
        if at and letters:
            self.passages.append(Passage(at.file, at.line, letters, self.note is not None))
            if self.note is None:
                self.at = at

    def add_rows(self, content: Any, after: Span) -> None:
        """Find the rows of a table in the text, one below the other, and the notes in them."""
        source, line = self.texts.get(after.file), after.line
        for cells in _cells_of(content):
            words = [_opening(cell) for cell in cells]
            letters = opening_letters("\t".join(words))
            firsts = [opening_letters(word.split()[0]) for word in words if word.strip()]
            found = _line_with(source, firsts, line) if source and letters else 0
            if source and found:
                self.add(Span(source.path, found), "\t".join(words))
                line = found + 1
            for cell in cells:
                before = len(self.passages)
                self.take(cell)
                self.passages[before:] = [passage for passage in self.passages[before:] if passage.is_note]


def _opening(content: Any) -> str:
    """Return enough of the words of inlines or blocks."""
    parts: list[str] = []
    _gather(content, parts, _ENOUGH)
    return "".join(parts)


def _gather(value: Any, parts: list[str], room: int) -> int:
    """Add words until there is no more room; return what is left of it."""
    if isinstance(value, str):
        parts.append(value)
        return room - len(value)
    if isinstance(value, tuple):
        for item in value:
            if room <= 0:
                break
            room = _gather(item, parts, room) if isinstance(item, (Element, tuple)) else room
        return room
    tag, content = value.tag, value.content
    if tag in _WITHOUT_WORDS or content is None or (tag == "Span" and "note-call" in content[0][1]):
        return room
    if tag == "Span" and not _OF_ONE_MEDIUM.isdisjoint(content[0][1]):
        return 0  # what stands behind it begins elsewhere in each edition
    if tag in ("Code", "Math", "CodeBlock", "Cite", "Quoted", "Span", "Link", "Div"):
        content = content[1]
    return _gather(content, parts, room)


def _cells_of(content: Any) -> Iterator[list[Any]]:
    """Yield the cells' blocks of each row: head, bodies, foot (pandoc-types 1.23, `Table`)."""
    _, _, _, head, bodies, foot = content
    rows = [*head[1], *(row for body in bodies for part in (body[2], body[3]) for row in part), *foot[1]]
    for row in rows:
        yield [cell[4] for cell in row[1]]


def _line_with(source: Source, words: Sequence[str], start: int) -> int:
    """Return the next line that has these words, from a line on; 0 if none is near."""
    for number in range(start, start + _ROWS_APART):
        text = source.line(number)
        folded = "".join(character for character in text.casefold() if character.isalnum())
        if folded and all(word in folded for word in words):
            return number
    return 0
