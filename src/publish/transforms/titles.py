"""A heading's or caption's words for lists and cross-references: without calls, anchors and links."""

from __future__ import annotations

from typing import cast

from publish.model.document import Element, Inlines
from publish.transforms.cites import is_cross_reference
from publish.transforms.traversal import Change, rewrite

_BLANK = ("Space", "SoftBreak", "LineBreak")

MARK_CLASSES = frozenset({"index-mark", "index-end", "index-empty"})
"""Marks for an index, settled (`indexmarks.py`)."""
MARK_KEYS = frozenset({"entry", "sort", "see", "see-also", "range", "index", "main", "until", "place"})


def title_of(inlines: Inlines) -> Inlines:
    """Return a title without notes, parenthetical citations, images and raw passages; links become their words.

    A narrative citation (`@key`) is part of the sentence and keeps its stand-in words.
    """
    changes: dict[str, Change] = {
        "Note": _drop,
        "RawInline": _drop,
        "Image": _drop,
        "Cite": _cite,
        "Code": _nameless,
        "Link": _words,
        "Span": _span,
    }
    return trimmed(cast(Inlines, rewrite(inlines, changes)))


def trimmed(inlines: Inlines) -> Inlines:
    """Return inlines without blanks at their ends, with one where something was taken from between two."""
    out: list[Element] = []
    for inline in inlines:
        if inline.tag in _BLANK and (not out or out[-1].tag in _BLANK):
            continue
        if out and out[-1].tag in _BLANK and inline.tag == "Str" and inline.content[:1] in tuple(".,;:"):
            out.pop()
        out.append(inline)
    while out and out[-1].tag in _BLANK:
        out.pop()
    return inlines if len(out) == len(inlines) else tuple(out)


def _drop(element: Element) -> Inlines:
    return ()


def _nameless(element: Element) -> Element:
    (identifier, classes, pairs), code = element.content
    if "index-mark" in classes:
        identifier, classes, pairs = "index-mark", *_without_mark(classes, pairs)
    return Element("Code", (("", classes, pairs), code), element.at) if identifier else element


def _without_mark(
    classes: tuple[str, ...], pairs: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Take away what makes an element a mark for an index."""
    return tuple(c for c in classes if c not in MARK_CLASSES), tuple(p for p in pairs if p[0] not in MARK_KEYS)


def _words(element: Element) -> Inlines:
    return cast(Inlines, element.content[1])


def _span(element: Element) -> Element | Inlines:
    identifier, classes, pairs = element.content[0]
    if {"note-call", "page-break"} & set(classes) or ("citation" in classes and "narrative" not in classes):
        return ()
    if "narrative" in classes:
        return cast(Inlines, element.content[1])
    if MARK_CLASSES & set(classes):
        identifier, classes, pairs = "index-mark", *_without_mark(classes, pairs)
    if set(classes) <= {"page", "no-page"} and not pairs:
        return cast(Inlines, element.content[1])
    return Element("Span", (("", classes, pairs), element.content[1]), element.at) if identifier else element


def _cite(cite: Element) -> Inlines:
    citations, stand_in = cite.content
    narrative = bool(citations) and citations[0].mode == "AuthorInText"
    return tuple(stand_in) if narrative or is_cross_reference(cite) else ()
