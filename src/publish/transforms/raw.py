r"""Raw passages: what can be used becomes Pandoc's own elements, what no edition can use is left out and told.

In: a Document as read. Out: images, line breaks, links and anchors of raw HTML as elements; comments gone;
TeX's page breaks as Div `page-break`, its plainest commands as elements (`rawtex.py`); other formats dropped
(html/raw-format).
"""

from __future__ import annotations

from typing import Any

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Document, Element, Inlines
from publish.model.elements import div, make_attr
from publish.transforms.rawhtml import Piece, link_start, take_apart
from publish.transforms.rawtex import PAGE_BREAK, usable_tex
from publish.transforms.traversal import rewrite_document

NEEDS = frozenset({"RawInline", "RawBlock"})

HTML_FORMATS = frozenset({"html", "html4", "html5", "xhtml", "epub", "epub2", "epub3"})
TEX_FORMATS = frozenset({"tex", "latex", "context"})


def settle_raw_passages(document: Document) -> Outcome[Document]:
    """Replace raw passages by elements where that is possible, and leave out what no edition can use."""
    found: list[Diagnostic] = []

    def change_inline(element: Element) -> Element | Inlines:
        name, raw = _format_of(element), element.content[1]
        if name in HTML_FORMATS:
            return _inlines(element, take_apart(raw))
        if name in TEX_FORMATS:
            usable = usable_tex(raw)
            if usable is not None:
                return usable
        found.append(_left_out(element, name, raw))
        return ()

    def change_block(element: Element) -> Element | tuple[Element, ...]:
        name, raw = _format_of(element), element.content[1]
        if name in HTML_FORMATS:
            return _blocks(element, take_apart(raw))
        if name in TEX_FORMATS:
            usable = usable_tex(raw)
            if usable is not None:
                return _without_breaks(Element("Para", usable, element.at))
        found.append(_left_out(element, name, raw))
        return ()

    blocks = {
        "RawInline": change_inline,
        "RawBlock": change_block,
        "Para": _without_breaks,
        "Plain": _without_breaks,
    }
    return Outcome(
        rewrite_document(document, blocks, arrange=_join_links, triggers=("RawInline",)),
        tuple(found),
    )


def _format_of(element: Element) -> str:
    return str(element.content[0]).lower()


def _left_out(element: Element, name: str, raw: str) -> Diagnostic:
    line = " ".join(raw.split())
    shown = line if len(line) <= 40 else line[:39] + "…"
    return diagnose(
        "html/raw-format",
        f"a raw passage of {name or 'no format'} was left out: {shown}",
        element.at,
        hints=("write it in Markdown; `\\newpage` is the one TeX command that starts a new page",)
        if name in TEX_FORMATS
        else ("write it in Markdown, or as a raw passage of HTML",),
    )


def _inlines(element: Element, pieces: tuple[Piece, ...]) -> Element | Inlines:
    if len(pieces) == 1 and isinstance(pieces[0], str) and pieces[0] == element.content[1]:
        return element
    return tuple(_placed(piece, element, "RawInline") for piece in pieces if piece)


def _blocks(element: Element, pieces: tuple[Piece, ...]) -> Element | tuple[Element, ...]:
    if len(pieces) == 1 and isinstance(pieces[0], str) and pieces[0] == element.content[1]:
        return element
    out: list[Element] = []
    for piece in pieces:
        if isinstance(piece, str):
            if piece.strip():
                out.append(_placed(piece, element, "RawBlock"))
        elif piece.tag == "LineBreak":
            out.append(_placed("<br />", element, "RawBlock"))
        elif piece.tag == "Image":
            out.append(Element("Plain", (_placed(piece, element, ""),), element.at))
        else:
            out.append(div(piece.content[0], (), element.at))
    return tuple(out)


def _placed(piece: Piece, element: Element, tag: str) -> Element:
    if isinstance(piece, str):
        return Element(tag, ("html", piece), element.at)
    return Element(piece.tag, piece.content, element.at)


def _is_break(element: Element) -> bool:
    return element.tag == "Span" and "page-break" in element.content[0][1] and not element.content[1]


def _without_breaks(element: Element) -> Element | tuple[Element, ...]:
    """Split a paragraph at the page breaks in it: a break is a block of its own; drop an empty one."""
    inlines: Inlines = element.content
    if not inlines:
        return ()
    if not any(_is_break(inline) for inline in inlines):
        return element
    out: list[Element] = []
    part: list[Element] = []
    for inline in (*inlines, PAGE_BREAK):
        if not _is_break(inline):
            part.append(inline)
            continue
        words = _trimmed(part)
        if words:
            out.append(Element(element.tag, words, element.at))
        out.append(div(make_attr("", ("page-break",)), (), element.at))
        part = []
    return tuple(out[:-1])


def _trimmed(inlines: list[Element]) -> Inlines:
    blank = ("Space", "SoftBreak", "LineBreak")
    start, end = 0, len(inlines)
    while start < end and inlines[start].tag in blank:
        start += 1
    while end > start and inlines[end - 1].tag in blank:
        end -= 1
    return tuple(inlines[start:end])


def _join_links(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Make one Link of `<a href=…>`, what follows, and `</a>`; drop an `<a>` that has become empty."""
    if not any(item.tag == "RawInline" and item.content[1][:2].lower() == "<a" for item in items):
        return items
    out: list[Element] = []
    opened: list[tuple[int, Element]] = []
    for item in items:
        raw = item.content[1].strip().lower() if item.tag == "RawInline" else ""
        if raw.startswith("<a") and not raw[2:3].isalnum():
            opened.append((len(out), item))
            out.append(item)
        elif raw.startswith("</a") and raw[3:].strip() == ">" and opened:
            position, start = opened.pop()
            inner = tuple(out[position + 1 :])
            found = link_start(start.content[1])
            if found is not None:
                target, attr, title = found
                out[position:] = [Element("Link", (attr, inner, (target, title)), start.at)]
            elif not inner and start.content[1].strip().lower() == "<a>":
                del out[position:]
            else:
                out.append(item)
        else:
            out.append(item)
    return tuple(out)
