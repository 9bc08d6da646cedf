"""Labels as pandoc-crossref's users write them, on elements that Pandoc itself leaves without one.

In: a Document. Out: `$$…$$ {#eq:x}` as Span `equation`; images alone in their block with `{#fig:x}` and Divs
`{#fig:x}` as Figure (parts lettered); code with `{#lst:x}` or a caption as Div `listing` with Div `caption`;
Div `{#tbl:x}` around a table as that table's label and caption. Idempotent.
Convention: pandoc-crossref manual, "Syntax"; only what carries a label is numbered.
"""

from __future__ import annotations

import re
from typing import Any

from publish.model.document import NO_ATTR, Blocks, Document, Element, Inlines
from publish.model.elements import attr_of, div, make_attr, span, text, with_attr
from publish.transforms.traversal import rewrite_document

NEEDS = frozenset({"Math", "Image", "Div", "CodeBlock"})

_LABEL = re.compile(r"\{#(?P<id>[^\s{}]+)\s*(?P<rest>[^{}]*)\}")
_BLANK = ("Space", "SoftBreak")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LISTING_WORDS = (":", "Listing:", "Code:")


def settle_labels(document: Document) -> Document:
    """Give every labelled equation, figure, listing and table the one form that later transforms know."""
    changes = {"Para": _lone_image, "Plain": _lone_image, "Div": _labelled_div, "CodeBlock": _captioned_code}
    # what a cite holds goes through the citation engine, and has no place of its own
    return rewrite_document(
        document, changes, opaque=("Cite",), arrange=_arrange, triggers=("Math", "CodeBlock")
    )


def _arrange(items: tuple[Any, ...]) -> tuple[Any, ...]:
    tags = {item.tag for item in items if isinstance(item, Element)}
    if "Math" in tags:
        items = _label_equations(items)
    if "CodeBlock" in tags and "Para" in tags:
        items = _caption_listings(items)
    return items


# --- equations ------------------------------------------------------------------------------------------


def _label_equations(items: tuple[Any, ...]) -> tuple[Any, ...]:
    out: list[Element] = []
    index = 0
    while index < len(items):
        item = items[index]
        index += 1
        if item.tag == "Math" and item.content[0].tag == "DisplayMath":
            found = _label_after(items, index)
            if found is not None:
                identifier, rest, index = found
                out.append(span((identifier, ("equation",), ()), (item,), item.at))
                if rest:
                    out.append(Element("Str", rest))
                continue
        out.append(item)
    return tuple(out) if len(out) != len(items) or out != list(items) else items


def _label_after(items: tuple[Any, ...], index: int) -> tuple[str, str, int] | None:
    """Read `{#eq:x …}` from the words at an index: identifier, text after the brace, index after the words."""
    while index < len(items) and items[index].tag in _BLANK:
        index += 1
    if index >= len(items) or items[index].tag != "Str" or not items[index].content.startswith("{#eq:"):
        return None
    written = ""
    while index < len(items) and items[index].tag in ("Str", *_BLANK):
        written += items[index].content if items[index].tag == "Str" else " "
        index += 1
        found = _LABEL.match(written)
        if found is not None:
            return found["id"], written[found.end() :], index
    return None


# --- figures --------------------------------------------------------------------------------------------


def _lone_image(element: Element) -> Element:
    inlines = element.content
    if len(inlines) != 1 or inlines[0].tag != "Image" or not inlines[0].content[0][0].startswith("fig:"):
        return element
    return _figure_of(inlines[0])


def _figure_of(image: Element, extra: tuple[tuple[str, str], ...] = ()) -> Element:
    (identifier, classes, pairs), description, target = image.content
    picture = Element("Image", (("", classes, pairs), description, target), image.at)
    caption: Blocks = (Element("Plain", description),) if description else ()
    return Element(
        "Figure",
        ((identifier, (), extra), (None, caption), (Element("Plain", (picture,), image.at),)),
        image.at,
    )


def _labelled_div(element: Element) -> Element:
    attr, blocks = element.content
    identifier, classes, pairs = attr
    if "listing" in classes:
        return element
    if identifier.startswith("fig:"):
        caption, content = _split_caption(blocks)
        parts = _letter_parts(content)
        return Element(
            "Figure", ((identifier, (*classes, "subfigures"), pairs), (None, caption), parts), element.at
        )
    if identifier.startswith("lst:"):
        return _listing_of_div(element)
    if identifier.startswith("tbl:"):
        return _table_of_div(element)
    return element


def _split_caption(blocks: Blocks) -> tuple[Blocks, Blocks]:
    """Take the last paragraph as the caption, unless it is all there is or holds nothing but images."""
    if len(blocks) > 1 and blocks[-1].tag in ("Para", "Plain"):
        inlines = blocks[-1].content
        if any(inline.tag not in (*_BLANK, "Image", "LineBreak") for inline in inlines):
            return (Element("Plain", inlines, blocks[-1].at),), blocks[:-1]
    return (), blocks


def _letter_parts(blocks: Blocks) -> Blocks:
    """Make each image of a compound figure a figure of its own, with the letter it is called by."""
    out: list[Element] = []
    for block in blocks:
        if block.tag in ("Para", "Plain") and _only_images(block.content):
            out.extend(_figure_of(inline) for inline in block.content if inline.tag == "Image")
        else:
            out.append(block)
    letters = 0
    for index, block in enumerate(out):
        if block.tag == "Figure" and letters < len(_LETTERS):
            identifier, classes, pairs = block.content[0]
            out[index] = with_attr(block, (identifier, classes, (*pairs, ("part", _LETTERS[letters]))))
            letters += 1
    return tuple(out)


def _only_images(inlines: Inlines) -> bool:
    return any(inline.tag == "Image" for inline in inlines) and all(
        inline.tag in (*_BLANK, "Image", "LineBreak") for inline in inlines
    )


# --- listings and tables --------------------------------------------------------------------------------


def _captioned_code(element: Element) -> Element:
    (identifier, classes, pairs), code = element.content
    caption = dict(pairs).get("caption", "")
    if not caption and not identifier.startswith("lst:"):
        return element
    rest = tuple((key, value) for key, value in pairs if key != "caption")
    bare = Element("CodeBlock", (("", classes, rest), code), element.at)
    return _listing(identifier, text(caption), (bare,), element)


def _listing(identifier: str, caption: Inlines, blocks: Blocks, place: Element) -> Element:
    head = (div(make_attr("", ("caption",)), (Element("Plain", caption),)),) if caption else ()
    return div((identifier, ("listing",), ()), (*head, *blocks), place.at)


def _listing_of_div(element: Element) -> Element:
    (identifier, classes, pairs), blocks = element.content
    caption, content = _split_caption(blocks)
    if not caption and len(blocks) > 1 and blocks[0].tag in ("Para", "Plain"):
        caption, content = (blocks[0],), blocks[1:]
    head = (div(make_attr("", ("caption",)), (Element("Plain", caption[0].content),)),) if caption else ()
    return div((identifier, (*classes, "listing"), pairs), (*head, *content), element.at)


def _table_of_div(element: Element) -> Element:
    (identifier, _, _), blocks = element.content
    tables = [index for index, block in enumerate(blocks) if block.tag == "Table"]
    if len(tables) != 1 or attr_of(blocks[tables[0]])[0]:
        return element
    table = blocks[tables[0]]
    attr, caption, *rest = table.content
    others = tuple(block for index, block in enumerate(blocks) if index != tables[0])
    if not caption[1] and len(others) == 1 and others[0].tag in ("Para", "Plain"):
        caption, others = (caption[0], (Element("Plain", others[0].content, others[0].at),)), ()
    labelled = Element("Table", ((identifier, attr[1], attr[2]), caption, *rest), table.at)
    if not others and element.content[0][1:] == NO_ATTR[1:]:
        return labelled
    blocks = (*blocks[: tables[0]], labelled, *blocks[tables[0] + 1 :]) if others else (labelled,)
    return div(("", *element.content[0][1:]), blocks, element.at)


def _caption_listings(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Join code with the paragraph `Listing: words {#lst:x}` before it, or else after it."""
    out: list[Element] = []
    index = 0
    while index < len(items):
        first = items[index]
        second = items[min(index + 1, len(items) - 1)]
        pair = (first.tag, second.tag)
        label, code = None, first
        if pair == ("Para", "CodeBlock"):
            label, code = _listing_label(first.content), second
        elif pair == ("CodeBlock", "Para"):
            label = _listing_label(second.content)
        if label is None:
            out.append(first)
            index += 1
            continue
        out.append(_listing(label[0], label[1], (code,), code))
        index += 2
    return tuple(out) if len(out) != len(items) else items


def _listing_label(inlines: Inlines) -> tuple[str, Inlines] | None:
    if len(inlines) < 2 or inlines[0].tag != "Str" or inlines[-1].tag != "Str":
        return None
    found = _LABEL.fullmatch(inlines[-1].content)
    if found is None or not found["id"].startswith("lst:") or inlines[0].content not in _LISTING_WORDS:
        return None
    start, end = 1, len(inlines) - 1
    while start < end and inlines[start].tag in _BLANK:
        start += 1
    while end > start and inlines[end - 1].tag in _BLANK:
        end -= 1
    return found["id"], inlines[start:end]
