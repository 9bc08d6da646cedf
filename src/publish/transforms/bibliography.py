"""Lists of references in the document: Divs of entries, each with the ways back to its cites.

In: the lists of this file with their entries and shape (CSL 1.0.2, "Bibliography-specific options"). Out: the
Document with each list where its Div stands, and those the author did not place at the end of their chapter,
under a heading if there is one (`reference-section-title`). Classes are Pandoc's: `references csl-bib-body
hanging-indent`, `csl-entry`.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.model.document import Blocks, Document, Element, Inlines
from publish.model.elements import SPACE, attr_of, div, link, make_attr, para, span, text
from publish.transforms.context import Context
from publish.transforms.identifiers import REFERENCES, reference_identifier, unique_identifier
from publish.transforms.parts import parts_of
from publish.transforms.reflists import ATTRIBUTES, PrintedEntry, PrintedList, is_list
from publish.transforms.traversal import rewrite, with_blocks

__all__ = ["HEADING_IDENTIFIER", "place_bibliography", "reference_identifier"]

HEADING_IDENTIFIER = "refs-heading"
_BACK = "\u21a9\ufe0e"
"""An arrow that turns back, as a sign of writing and not as a picture (Unicode variation selector 15)."""


def place_bibliography(document: Document, context: Context) -> Document:
    """Fill the lists of this file and add those that the author did not place."""
    if not context.lists and not context.added_lists:
        return document
    waiting: Iterator[PrintedList | None] = iter(context.lists)

    def fill(element: Element) -> Element:
        if not is_list(element):
            return element
        (identifier, classes, pairs), blocks = element.content
        kept = tuple((name, value) for name, value in pairs if name not in ATTRIBUTES)
        listed = next(waiting, None)
        if listed is None or not listed.entries:
            return div((identifier, classes, kept), blocks, element.at)
        own = tuple(name for name in classes if name != "references")
        attr = (identifier, (*_classes(context), *own), (*kept, *_pairs(context)))
        return div(attr, (*blocks, *_entries(listed)), element.at)

    added = {one.place.chapter: one for one in context.added_lists if one.place.scope == "chapter"}
    of_book = next((one for one in context.added_lists if one.place.scope == "book"), None)
    blocks: list[Element] = []
    for number, part in enumerate(parts_of(document.blocks, context.chapter_level), context.first_chapter):
        filled: Blocks = rewrite(part, {"Div": fill})
        if number in added:
            filled = _before_notes(filled, _added_to_chapter(added[number], part, context))
        blocks.extend(filled)
    done = tuple(blocks)
    # A list that another program made stands there already.
    if (
        of_book is not None
        and of_book.entries
        and not any("csl-bib-body" in attr_of(block)[1] for block in document.blocks)
    ):
        done = _before_notes(done, _added_to_book(of_book, context))
    return with_blocks(document, done)


def _added_to_book(listed: PrintedList, context: Context) -> Blocks:
    # something else may be called `refs`; the list then has another name
    taken = {used for chapter in context.book.chapters for _, used in chapter.renamed}
    level = min((heading.level for heading in context.book.headings), default=1)
    identifier = unique_identifier(REFERENCES, taken)
    return (*_heading(context, level, HEADING_IDENTIFIER), _list(listed, identifier, context))


def _added_to_chapter(listed: PrintedList, part: Blocks, context: Context) -> Blocks:
    if not listed.entries:
        return ()
    number = listed.place.chapter + 1
    top = min((block.content[0] for block in part if block.tag == "Header"), default=0)
    heading = _heading(context, min(6, top + 1), f"{HEADING_IDENTIFIER}-{number}")
    return (*heading, _list(listed, f"{REFERENCES}-{number}", context))


def _list(listed: PrintedList, identifier: str, context: Context) -> Element:
    return div((identifier, _classes(context), _pairs(context)), _entries(listed))


def _heading(context: Context, level: int, identifier: str) -> Blocks:
    title = context.reference_section_title
    return (Element("Header", (level, (identifier, ("unnumbered",), ()), text(title))),) if title else ()


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


def _entries(listed: PrintedList) -> Blocks:
    return tuple(_entry(printed) for printed in listed.entries)


def _entry(printed: PrintedEntry) -> Element:
    entry = printed.entry
    inlines = (*entry.inlines, *_ways_back(printed))
    if entry.label:
        inlines = (
            span(make_attr("", ("csl-left-margin",)), entry.label),
            span(make_attr("", ("csl-right-inline",)), inlines),
        )
    return div((printed.identifier, ("csl-entry",), (("role", "listitem"),)), (para(inlines),))


def _ways_back(printed: PrintedEntry) -> Inlines:
    """Write the ways back, which editions on paper leave out (`writing`)."""
    ways: list[Element] = []
    for target, sign in printed.backlinks:
        ways.extend(
            (SPACE, link(f"#{target}", (Element("Str", _BACK + sign),), make_attr(role="doc-backlink")))
        )
    return (span(make_attr("", ("backlinks",)), tuple(ways)),) if ways else ()
