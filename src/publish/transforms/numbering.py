"""Printed numbers: on headings, and before captions.

In: a Document whose identifiers are the book's. Out: numbered headings with the attribute `number` (and, as in
`Appendix A`, `called`); captions of numbered figures, tables and listings that begin with a Span of the class
`caption-label` (`Figure 3.`); equations with the attribute `number`. What has its number already keeps it.
"""

from __future__ import annotations

from typing import cast

from publish.model.document import Blocks, Document, Element, Inlines
from publish.model.elements import SPACE, attr_of, div, make_attr, span, with_attr
from publish.model.facts import Label
from publish.transforms.bookwords import called
from publish.transforms.context import Context
from publish.transforms.traversal import rewrite_document
from publish.transforms.words import NO_BREAK_SPACE, Numbered, capital, words_in

NEEDS = frozenset({"Header", "Figure", "Table", "Div", "Span"})


def number_places(document: Document, context: Context) -> Document:
    """Write the book's numbers into one chapter."""
    chapter = context.chapter
    if chapter is None:
        return document
    here = {used for _, used in chapter.renamed}
    numbered = {
        label.identifier: label for label in context.book.labels if label.number and label.identifier in here
    }
    words = words_in(context.lang)

    def caption_label(label: Label) -> Element:
        word = capital(words.one(cast(Numbered, label.kind)))
        return _caption_label(f"{word}{NO_BREAK_SPACE}{label.number}{words.mark}")

    def heading(element: Element) -> Element:
        label = numbered.get(attr_of(element)[0])
        headed = _with_number(element, label)
        announced = called(chapter.role, label.number, context.lang) if label is not None else ""
        if label is None or headed is element or announced == label.number:
            return headed
        identifier, classes, pairs = attr_of(headed)
        return with_attr(headed, (identifier, classes, (*pairs, ("called", announced))))

    def captioned(element: Element) -> Element:
        attr, (short, blocks), *rest = element.content
        label, part = numbered.get(attr[0]), dict(attr[2]).get("part", "")
        if element.tag == "Figure" and part:
            mark = _caption_label(f"({part})")
        elif label is not None and label.kind in ("fig", "tbl"):
            mark = caption_label(label)
        else:
            return element
        if _labelled(blocks):
            return element
        return Element(element.tag, (attr, (short, _begin(blocks, mark)), *rest), element.at)

    def listing(element: Element) -> Element:
        label = numbered.get(element.content[0][0])
        if label is None or label.kind not in ("lst", "tbl", "eq"):
            return element
        if label.kind == "eq":
            return _with_number(element, label)
        blocks: Blocks = element.content[1]
        first = blocks[0] if blocks else None
        if first is not None and "caption" in attr_of(first)[1]:
            if _labelled(first.content[1]):
                return element
            head = div(first.content[0], _begin(first.content[1], caption_label(label)), first.at)
            return div(element.content[0], (head, *blocks[1:]), element.at)
        head = div(make_attr("", ("caption",)), _begin((), caption_label(label)))
        return div(element.content[0], (head, *blocks), element.at)

    def equation(element: Element) -> Element:
        label = numbered.get(element.content[0][0])
        return _with_number(element, label) if label is not None and label.kind == "eq" else element

    changes = {"Header": heading, "Figure": captioned, "Table": captioned, "Div": listing, "Span": equation}
    return rewrite_document(document, changes)


def _caption_label(words: str) -> Element:
    return span(make_attr("", ("caption-label",)), (Element("Str", words),))


def _with_number(element: Element, label: Label | None) -> Element:
    identifier, classes, pairs = attr_of(element)
    if label is None or any(key == "number" for key, _ in pairs):
        return element
    return with_attr(element, (identifier, classes, (*pairs, ("number", label.number))))


def _labelled(blocks: Blocks) -> bool:
    inlines: Inlines = blocks[0].content if blocks and blocks[0].tag in ("Plain", "Para") else ()
    return bool(inlines) and "caption-label" in attr_of(inlines[0])[1]


def _begin(blocks: Blocks, mark: Element) -> Blocks:
    """Put the label before a caption's first words; alone it stands without the mark that would follow."""
    if blocks and blocks[0].tag in ("Plain", "Para"):
        words: Inlines = blocks[0].content
        if words:
            return (Element(blocks[0].tag, (mark, SPACE, *words), blocks[0].at), *blocks[1:])
        blocks = blocks[1:]
    alone = mark.content[1][0].content.rstrip(".:")
    return (Element("Plain", (_caption_label(alone),)), *blocks)
