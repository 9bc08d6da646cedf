"""The bibliography in the document: one Div `refs` with one Div `ref-KEY` for each entry.

In: the formatted entries and their shape (CSL 1.0.2, "Bibliography-specific options"). Out: the Document with
the list where `::: {#refs}` stands in the book, else at the end of the last chapter, under a heading if the
author named one (`reference-section-title`). Classes are Pandoc's: `references csl-bib-body hanging-indent`,
`csl-entry`.
"""

from __future__ import annotations

from publish.model.citation import BibliographyEntry
from publish.model.document import Blocks, Document, Element
from publish.model.elements import attr_of, div, make_attr, para, span, text
from publish.transforms.context import Context
from publish.transforms.identifiers import REFERENCES, reference_identifier, unique_identifier
from publish.transforms.traversal import rewrite_document, with_blocks

HEADING_IDENTIFIER = "refs-heading"


def place_bibliography(document: Document, context: Context) -> Document:
    """Set the list of references in the one chapter where it belongs."""
    if not context.bibliography or context.position != _place_in_book(context):
        return document
    entries = tuple(_entry(entry) for entry in context.bibliography)
    placed = False

    def fill(element: Element) -> Element:
        nonlocal placed
        (identifier, classes, pairs), blocks = element.content
        if identifier != REFERENCES or placed or "csl-bib-body" in classes:
            return element
        placed = True
        own = tuple(name for name in classes if name not in ("references",))
        attr = (REFERENCES, (*_classes(context), *own), (*pairs, *_pairs(context)))
        return div(attr, (*blocks, *entries), element.at)

    filled = rewrite_document(document, {"Div": fill})
    if placed or any("csl-bib-body" in attr_of(block)[1] for block in document.blocks):
        return filled
    # something else may be called `refs`; the list then has another name
    taken = {used for chapter in context.book.chapters for _, used in chapter.renamed}
    listed = div((unique_identifier(REFERENCES, taken), _classes(context), _pairs(context)), entries)
    return with_blocks(document, _before_notes(document.blocks, (*_heading(context), listed)))


def _place_in_book(context: Context) -> int:
    for position, chapter in enumerate(context.book.chapters):
        if any(used == REFERENCES for _, used in chapter.renamed):
            return position
    return max(0, len(context.book.chapters) - 1)


def _heading(context: Context) -> Blocks:
    title = context.reference_section_title
    if not title:
        return ()
    level = min((heading.level for heading in context.book.headings), default=1)
    attr = (HEADING_IDENTIFIER, ("unnumbered",), ())
    return (Element("Header", (level, attr, text(title))),)


def _before_notes(blocks: Blocks, added: Blocks) -> Blocks:
    """Add blocks at the end of a chapter, but before its gathered notes."""
    if blocks and blocks[-1].tag == "Div" and "notes" in blocks[-1].content[0][1]:
        return (*blocks[:-1], *added, blocks[-1])
    return (*blocks, *added)


def _classes(context: Context) -> tuple[str, ...]:
    hanging = ("hanging-indent",) if context.shape.hanging_indent else ()
    return ("references", "csl-bib-body", *hanging)


def _pairs(context: Context) -> tuple[tuple[str, str], ...]:
    shape = context.shape
    pairs = [("entry-spacing", str(shape.entry_spacing)), ("line-spacing", str(shape.line_spacing))]
    if shape.second_field_align:
        pairs.append(("second-field-align", shape.second_field_align))
    return (*pairs, ("role", "list"))


def _entry(entry: BibliographyEntry) -> Element:
    inlines = entry.inlines
    if entry.label:
        inlines = (
            span(make_attr("", ("csl-left-margin",)), entry.label),
            span(make_attr("", ("csl-right-inline",)), entry.inlines),
        )
    return div((reference_identifier(entry.key), ("csl-entry",), (("role", "listitem"),)), (para(inlines),))
