"""The way through a document that every transform takes: bottom-up, in the order of the printed text.

In: Pandoc's immutable values and functions by tag. Out: the same values where nothing changed, shared and not
copied. Words and spaces are nine tenths of a book, so they are passed over without a call. Two Python frames
are used for a level of nesting (three for lists), which leaves room for some 300 levels.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeAlias

from publish.model.document import Blocks, Citation, Document, Element

Change: TypeAlias = "Callable[[Element], Element | Iterable[Element]]"
Arrange: TypeAlias = Callable[[tuple[Any, ...]], tuple[Any, ...]]

WORDS = frozenset({"Str", "Space", "SoftBreak", "LineBreak"})

_NOTHING: frozenset[str] = frozenset()


def rewrite(
    value: Any,
    changes: Mapping[str, Change],
    *,
    opaque: Collection[str] = _NOTHING,
    arrange: Arrange | None = None,
    triggers: Collection[str] = _NOTHING,
) -> Any:
    """Rebuild a tuple of Pandoc values bottom-up.

    `changes` gets each element of its tag, its content already rebuilt, and returns it, another or several.
    Elements of an `opaque` tag are not entered. `arrange` gets each finished list in which a tag of `triggers`
    stands, and returns the list to use. A figure's content comes before its caption, as it is printed; a cite's
    stand-in text and an image's description are not entered.
    """
    return _Way(changes, opaque, arrange, triggers).along(value)


class _Way:
    """One rewriting: the functions, and the recursion."""

    __slots__ = ("_arrange", "_changes", "_opaque", "_triggers")

    def __init__(
        self,
        changes: Mapping[str, Change],
        opaque: Collection[str],
        arrange: Arrange | None,
        triggers: Collection[str],
    ) -> None:
        self._changes = changes
        self._opaque = opaque
        self._arrange = arrange
        self._triggers = triggers

    def along(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        """Rebuild one tuple, and with it everything below."""
        out: list[Any] | None = None
        arranged = False
        triggers = self._triggers
        for index, item in enumerate(value):
            kind = type(item)
            if kind is Element:
                tag = item.tag
                if tag in WORDS:
                    if out is not None:
                        out.append(item)
                    continue
                new: Any = self._element(item)
                arranged = arranged or tag in triggers
            elif kind is tuple:
                new = self.along(item)
            elif kind is Citation:
                new = self._citation(item)
            else:
                new = item
            if new is not item:
                if out is None:
                    out = list(value[:index])
                if kind is Element and type(new) is not Element:
                    new = tuple(new)
                    arranged = arranged or any(one.tag in triggers for one in new)
                    out.extend(new)
                    continue
                arranged = arranged or (kind is Element and new.tag in triggers)
            if out is not None:
                out.append(new)
        result = value if out is None else tuple(out)
        return self._arrange(result) if arranged and self._arrange is not None else result

    def _element(self, item: Element) -> Element | Iterable[Element]:
        tag, content = item.tag, item.content
        new = item
        if type(content) is tuple and tag not in self._opaque:
            if tag == "Figure" and len(content) == 3:
                attr, caption, blocks = content
                # the picture first, then its caption, as they are printed
                new_blocks, new_caption = self.along(blocks), self.along(caption)
                if new_blocks is not blocks or new_caption is not caption:
                    new = Element(tag, (attr, new_caption, new_blocks), item.at)
            elif tag == "Cite":
                citations = self.along(content[0])
                if citations is not content[0]:
                    new = Element(tag, (citations, content[1]), item.at)
            elif tag != "Image":
                rebuilt = self.along(content)
                if rebuilt is not content:
                    new = Element(tag, rebuilt, item.at)
        change = self._changes.get(tag)
        return new if change is None else change(new)

    def _citation(self, item: Citation) -> Citation:
        prefix, suffix = self.along(item.prefix), self.along(item.suffix)
        if prefix is item.prefix and suffix is item.suffix:
            return item
        return Citation(item.key, prefix, suffix, item.mode, item.note_number, item.hash, item.at)


def rewrite_document(
    document: Document,
    changes: Mapping[str, Change],
    *,
    opaque: Collection[str] = _NOTHING,
    arrange: Arrange | None = None,
    triggers: Collection[str] = _NOTHING,
) -> Document:
    """Rebuild a document's blocks with `rewrite`; the same document comes back if nothing changed."""
    blocks = rewrite(document.blocks, changes, opaque=opaque, arrange=arrange, triggers=triggers)
    return document if blocks is document.blocks else with_blocks(document, blocks)


def with_blocks(document: Document, blocks: Blocks) -> Document:
    """Return the document with other blocks."""
    return Document(document.path, blocks, document.meta, document.api_version)


def tags_in(document: Document) -> frozenset[str]:
    """Return the tags of all elements but words and spaces, to tell which transforms have work."""
    found: set[str] = set()
    waiting: list[Any] = [document.blocks]
    while waiting:
        for item in waiting.pop():
            kind = type(item)
            if kind is Element:
                if item.tag in WORDS:
                    continue
                found.add(item.tag)
                if type(item.content) is tuple:
                    waiting.append(item.content)
            elif kind is tuple:
                waiting.append(item)
            elif kind is Citation:
                waiting.append(item.prefix)
                waiting.append(item.suffix)
    return frozenset(found)
