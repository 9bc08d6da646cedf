"""The Pandoc document as immutable values, and two ways through it: `walk` and `map_elements`.

In and out: Pandoc's JSON (pandoc-types 1.23). An element keeps Pandoc's own tag and content, with tuples for
lists, so that nothing Pandoc knows is lost; `at` says where in the source it stands, where we found it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from publish.model.source import Span

Attr: TypeAlias = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]
"""Pandoc's attributes: identifier, classes, key-value pairs."""

NO_ATTR: Attr = ("", (), ())


@dataclass(frozen=True, slots=True)
class Element:
    """One Pandoc block, inline or metadata value: `tag` is Pandoc's `t`, `content` its `c` (None if absent)."""

    tag: str
    content: Any = None
    at: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Citation:
    """One cite of a `Cite` element, as Pandoc read it (prefix and suffix are inlines)."""

    key: str
    prefix: Inlines = ()
    suffix: Inlines = ()
    mode: str = "NormalCitation"
    """`NormalCitation`, `AuthorInText` (`@key`) or `SuppressAuthor` (`[-@key]`)."""
    note_number: int = 0
    hash: int = 0
    at: Span | None = field(default=None, compare=False)


Inlines: TypeAlias = tuple[Element, ...]
Blocks: TypeAlias = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One chapter: its path in the project, Pandoc metadata values and blocks."""

    path: str
    blocks: Blocks
    meta: tuple[tuple[str, Element], ...] = ()
    api_version: tuple[int, ...] = (1, 23, 1)

    def meta_value(self, key: str) -> Element | None:
        """Return the metadata value of a key, or None."""
        return dict(self.meta).get(key)


# --- Pandoc JSON ----------------------------------------------------------------------------------------


def freeze(value: Any) -> Any:
    """Turn decoded Pandoc JSON into immutable values."""
    if isinstance(value, list):
        return tuple([freeze(item) for item in value])
    if isinstance(value, dict):
        if "t" in value:
            return Element(value["t"], freeze(value.get("c")))
        if "citationId" in value:
            return Citation(
                value["citationId"],
                freeze(value["citationPrefix"]),
                freeze(value["citationSuffix"]),
                value["citationMode"]["t"],
                value["citationNoteNum"],
                value["citationHash"],
            )
        return tuple([(key, freeze(item)) for key, item in value.items()])
    return value


def thaw(value: Any) -> Any:
    """Turn immutable values back into what `json.dumps` writes as Pandoc JSON."""
    if isinstance(value, Element):
        if value.content is None:
            return {"t": value.tag}
        if value.tag == "MetaMap":
            return {"t": "MetaMap", "c": {key: thaw(item) for key, item in value.content}}
        return {"t": value.tag, "c": thaw(value.content)}
    if isinstance(value, tuple):
        return [thaw(item) for item in value]
    if isinstance(value, Citation):
        return {
            "citationId": value.key,
            "citationPrefix": thaw(value.prefix),
            "citationSuffix": thaw(value.suffix),
            "citationMode": {"t": value.mode},
            "citationNoteNum": value.note_number,
            "citationHash": value.hash,
        }
    return value


def from_pandoc(path: str, tree: dict[str, Any]) -> Document:
    """Make a Document of Pandoc's decoded JSON."""
    return Document(
        path,
        freeze(tree["blocks"]),
        tuple((key, freeze(value)) for key, value in tree["meta"].items()),
        tuple(tree["pandoc-api-version"]),
    )


def to_pandoc(document: Document) -> dict[str, Any]:
    """Make the dictionary that `json.dumps` writes as Pandoc JSON."""
    return {
        "pandoc-api-version": list(document.api_version),
        "meta": {key: thaw(value) for key, value in document.meta},
        "blocks": thaw(document.blocks),
    }


# --- ways through ---------------------------------------------------------------------------------------


def walk(value: Any) -> Iterator[Element]:
    """Yield every element below (and including) a value in document order, citations' affixes too."""
    if isinstance(value, Element):
        yield value
        yield from walk(value.content)
    elif isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif isinstance(value, Citation):
        yield from walk(value.prefix)
        yield from walk(value.suffix)
    elif isinstance(value, Document):
        yield from walk(value.blocks)


Replacement: TypeAlias = "Element | Iterable[Element]"


def map_elements(value: Any, change: Callable[[Element], Replacement]) -> Any:
    """Rebuild a value bottom-up: `change` gets each element and returns it, another, or several (a splice).

    Elements that nothing changed are shared, not copied.
    """
    if isinstance(value, Element):
        content = map_elements(value.content, change)
        rebuilt = value if content is value.content else Element(value.tag, content, value.at)
        return change(rebuilt)
    if isinstance(value, tuple):
        items: list[Any] = []
        changed = False
        for item in value:
            new = map_elements(item, change)
            if new is item:
                items.append(item)
                continue
            changed = True
            if isinstance(item, Element) and not isinstance(new, Element):
                items.extend(new)
            else:
                items.append(new)
        return tuple(items) if changed else value
    if isinstance(value, Citation):
        prefix, suffix = map_elements(value.prefix, change), map_elements(value.suffix, change)
        if prefix is value.prefix and suffix is value.suffix:
            return value
        return Citation(value.key, prefix, suffix, value.mode, value.note_number, value.hash, value.at)
    return value


def map_document(document: Document, change: Callable[[Element], Replacement]) -> Document:
    """Rebuild a document's blocks with `map_elements`."""
    blocks = cast(Blocks, map_elements(document.blocks, change))
    if blocks is document.blocks:
        return document
    return Document(document.path, blocks, document.meta, document.api_version)


def plain_text(value: Any) -> str:
    """Return the words of inlines or blocks as one line of text, without notes and raw passages.

    >>> plain_text((Element("Str", "Black"), Element("Space"), Element("Emph", (Element("Str", "January"),))))
    'Black January'
    """
    parts: list[str] = []
    _gather_text(value, parts)
    return " ".join("".join(parts).split())


_QUOTES = {"SingleQuote": "‘’", "DoubleQuote": "“”"}


def _gather_text(value: Any, parts: list[str]) -> None:
    if isinstance(value, tuple):
        for item in value:
            _gather_text(item, parts)
        return
    if not isinstance(value, Element):
        return
    tag, content = value.tag, value.content
    if tag == "Str":
        parts.append(content)
    elif tag in ("Space", "SoftBreak", "LineBreak"):
        parts.append(" ")
    elif tag in ("Code", "Math", "CodeBlock"):
        parts.append(content[1])
    elif tag == "Quoted":
        quotes = _QUOTES[content[0].tag]
        parts.append(quotes[0])
        _gather_text(content[1], parts)
        parts.append(quotes[1])
    elif tag in ("Note", "RawInline", "RawBlock"):
        return
    elif tag == "MetaString":
        parts.append(content)
    elif tag == "Cite":
        _gather_text(content[1], parts)
    else:
        _gather_text(content, parts)
        if tag in ("Para", "Plain", "Header"):
            parts.append(" ")
