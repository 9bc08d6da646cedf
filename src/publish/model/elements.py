"""Makers and readers of single Pandoc elements, so that no transform spells their shapes twice.

Source of the shapes: pandoc-types 1.23, Text.Pandoc.Definition.
"""

from __future__ import annotations

from typing import cast

from publish.model.document import NO_ATTR, Attr, Blocks, Element, Inlines
from publish.model.source import Span

SPACE = Element("Space")

_ATTR_FIRST = {"Code", "CodeBlock", "Div", "Span", "Link", "Image", "Figure", "Table"}


def text(words: str) -> Inlines:
    """Return plain words as inlines: `Str` and `Space` only.

    >>> [e.tag for e in text("Black January")]
    ['Str', 'Space', 'Str']
    """
    inlines: list[Element] = []
    for number, part in enumerate(words.split(" ")):
        if number:
            inlines.append(SPACE)
        if part:
            inlines.append(Element("Str", part))
    return tuple(inlines)


def make_attr(identifier: str = "", classes: tuple[str, ...] = (), **pairs: str) -> Attr:
    """Return Pandoc attributes; underscores in keyword names become hyphens."""
    return (identifier, classes, tuple((key.replace("_", "-"), value) for key, value in pairs.items()))


def attr_of(element: Element) -> Attr:
    """Return an element's attributes, or empty ones where its kind has none."""
    if element.tag in _ATTR_FIRST:
        return cast(Attr, element.content[0])
    if element.tag == "Header":
        return cast(Attr, element.content[1])
    return NO_ATTR


def with_attr(element: Element, attr: Attr) -> Element:
    """Return the element with other attributes; raises ValueError where its kind has none."""
    if element.tag in _ATTR_FIRST:
        return Element(element.tag, (attr, *element.content[1:]), element.at)
    if element.tag == "Header":
        return Element("Header", (element.content[0], attr, element.content[2]), element.at)
    raise ValueError(f"{element.tag} has no attributes")


def span(attr: Attr, inlines: Inlines, at: Span | None = None) -> Element:
    """Make a Span."""
    return Element("Span", (attr, inlines), at)


def div(attr: Attr, blocks: Blocks, at: Span | None = None) -> Element:
    """Make a Div."""
    return Element("Div", (attr, blocks), at)


def link(target: str, inlines: Inlines, attr: Attr = NO_ATTR, at: Span | None = None) -> Element:
    """Make a Link."""
    return Element("Link", (attr, inlines, (target, "")), at)


def para(inlines: Inlines) -> Element:
    """Make a Para."""
    return Element("Para", inlines)
