"""A document without metadata whose first headings say what it is.

In: a document. Out: its title if it begins with its only level-1 heading, or with headings such as
`# Title: …`, `## Author: …`, `## Year: …`; and the document without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from publish.model.document import Blocks, Document, Element, Inlines, map_document, plain_text, walk
from publish.model.elements import attr_of

_SAID = re.compile(r"(title|subtitle|author|year|date)s?\s*:\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first headings say, and how many blocks they are."""

    values: tuple[tuple[str, Inlines], ...] = ()
    """By metadata key: title, subtitle, author, date."""
    blocks: int = 0
    promotes: bool = False
    """Whether the headings below rise by one level, since the title was one of them."""


def read_opening(document: Document) -> Opening:
    """Return what the first headings of a document say of it; nothing if they are a text's own headings."""
    said: dict[str, Inlines] = {}
    count = 0
    for block in document.blocks:
        if block.tag != "Header":
            break
        words = plain_text(block.content[2])
        match = _SAID.match(words)
        if match is None:
            break
        key = match.group(1).lower()
        said.setdefault("date" if key == "year" else key, _after_colon(block.content[2]))
        count += 1
    if "title" in said:
        following = document.blocks[count : count + 1]
        if following and following[0].tag == "HorizontalRule":
            count += 1
        return Opening(tuple(said.items()), count)
    headings = [b for b in document.blocks if b.tag == "Header"]
    if not headings or document.blocks[0] is not headings[0] or headings[0].content[0] != 1:
        return Opening()
    if any(b.content[0] == 1 for b in headings[1:]) or not plain_text(headings[0].content[2]):
        return Opening()
    return Opening((("title", headings[0].content[2]),), 1, promotes=True)


def without_opening(document: Document) -> Document:
    """Return the document without the headings that became its title; links to them keep their target."""
    opening = read_opening(document)
    if not opening.blocks:
        return document
    targets = {e.content[2][0] for e in walk(document.blocks) if isinstance(e, Element) and e.tag == "Link"}
    anchors: Blocks = tuple(
        Element("Div", ((attr_of(block)[0], (), ()), ()), block.at)
        for block in document.blocks[: opening.blocks]
        if block.tag == "Header" and "#" + attr_of(block)[0] in targets
    )
    rest = replace(document, blocks=(*anchors, *document.blocks[opening.blocks :]))
    return map_document(rest, _rise) if opening.promotes else rest


def _rise(element: Element) -> Element:
    if element.tag != "Header" or element.content[0] == 1:
        return element
    return Element("Header", (element.content[0] - 1, *element.content[1:]), element.at)


def _after_colon(inlines: Inlines) -> Inlines:
    for number, inline in enumerate(inlines):
        if inline.tag == "Str" and inline.content.endswith(":"):
            rest = inlines[number + 1 :]
            return rest[1:] if rest and rest[0].tag == "Space" else rest
    return inlines
