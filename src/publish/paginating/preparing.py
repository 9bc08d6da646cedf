"""XHTML text becomes the element tree that is laid out, safe and fit for the engine.

In: the whole document as XHTML (writing/paged.py). Out: an ElementTree whose element names carry no XHTML
namespace, parsed as XML so that blocks may stand inside `span.note` inside `p` (an HTML parser would tear them
apart), with

- what could open a door or bring rules past the style sheets taken out (`base`, `link`, `style`, `script`, …),
- links that lead neither inside the document nor to the web, mail or telephone turned into plain text,
- notes out of notes, and repeating table heads that hold notes made plain ones (they would repeat the note),
- headings labelled with their plain words, without note numbers: `data-label` for bookmarks, `data-running`,
  without the heading's own number or as the author shortened it (`short`), for running heads,
- line breaks of the source inside notes made spaces (the engine would keep them, WeasyPrint 70).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

XHTML = "{http://www.w3.org/1999/xhtml}"
NOTE = "note"
_DROPPED_TEXT = (
    "base link style script object embed iframe frame frameset applet form input button select textarea "
    "template audio video source track canvas noscript"
)
_DROPPED = frozenset(_DROPPED_TEXT.split())
_LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:", "sms:", "geo:", "xmpp:", "ftp:", "ftps:", "doi:", "urn:")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS_TEXT = (
    "address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCKS_TEXT.split())
_LIST_STYLES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_DIMENSION = re.compile(r"(\d+(?:\.\d*)?)(px|%)?")
_KEEPS_LINES = frozenset(("pre", "textarea"))
_WHITE = re.compile(r"[ \t\n\r\f]+")
_MAY_BREAK, _MAY_NOT_BREAK = "\u200b", "\u2060"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}"

Element = ElementTree.Element


def prepare_tree(html: str) -> Element:
    """Parse XHTML and make it fit for layout; raise ValueError if it is not well-formed (a bug of ours)."""
    try:
        root = ElementTree.fromstring(html)  # noqa: S314 - written by us, sanitised, without a DTD
    except ElementTree.ParseError as error:
        raise ValueError(f"the document to lay out is not well-formed XHTML: {error}") from error
    for element in root.iter():
        _drop_namespaces(element)
    _drop_dangerous(root)
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in list(root.iter()):
        if element.tag == "a":
            _tame_link(element)
        elif element.tag in _HEADINGS:
            _label_heading(element)
        elif is_note(element):
            _settle_note(element, parents)
        else:
            _honour_attributes(element)
    return root


def is_note(element: Element) -> bool:
    """Tell whether an element is the text of a note (not its call)."""
    return element.tag == "span" and NOTE in (element.get("class") or "").split()


def notes_of(root: Element) -> tuple[Element, ...]:
    """Return the notes of a document in its order, continuations included."""
    return tuple(element for element in root.iter() if is_note(element))


def plain_words(element: Element, *, without_notes: bool = False) -> str:
    """Return an element's words with single spaces, if asked without the notes and their numbers."""
    words = _WHITE.sub(" ", "".join(_texts(element, without_notes)))
    return words.replace(_MAY_BREAK, "").replace(_MAY_NOT_BREAK, "").strip()


def excerpt(element: Element, length: int = 60) -> str:
    """Return the first words of an element, to name it in a message."""
    words = plain_words(element)
    return words if len(words) <= length else words[: length - 1].rsplit(" ", 1)[0] + "…"


def _texts(element: Element, without_notes: bool) -> Iterator[str]:
    if without_notes and (
        is_note(element) or not {"note-call", "on-page"}.isdisjoint((element.get("class") or "").split())
    ):
        return
    if element.tag in BLOCKS:
        yield " "
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == "br":
                yield " "
            elif child.tag == "img":
                yield child.get("alt") or ""
            yield from _texts(child, without_notes)
        yield child.tail or ""


def _drop_namespaces(element: Element) -> None:
    if not isinstance(element.tag, str):
        return
    if element.tag.startswith(XHTML):
        element.tag = element.tag[len(XHTML) :]
    language = element.attrib.pop(f"{_XML_BASE}lang", None)
    if language is not None:
        element.attrib.setdefault("lang", language)


def _drop_dangerous(root: Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in _DROPPED:
                remove_keeping_tail(parent, child)


def remove_keeping_tail(parent: Element, child: Element) -> None:
    """Take a child out of its parent; the text after it stays."""
    place = list(parent).index(child)
    if child.tail:
        if place:
            before = parent[place - 1]
            before.tail = (before.tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
        child.tail = None
    parent.remove(child)


def _tame_link(element: Element) -> None:
    target = (element.get("href") or "").strip()
    if target.startswith("#") and len(target) > 1:
        return
    if not target.lower().startswith(_LINK_SCHEMES):
        element.attrib.pop("href", None)


def _honour_attributes(element: Element) -> None:
    """Turn attributes the engine reads only from forms of old (`start`, `type`, `width`) into style.

    HTML, "Rendering", 15.3.7 (lists) and 15.4.3 (images). A style the author wrote comes later and wins.
    """
    rules: list[str] = []
    if element.tag == "ol":
        start = (element.get("start") or "").strip()
        if start.lstrip("-").isdecimal():
            rules.append(f"counter-reset: list-item {int(start) - 1}")
        kind = _LIST_STYLES.get(element.get("type") or "")
        if kind:
            rules.append(f"list-style-type: {kind}")
    elif element.tag == "li":
        value = (element.get("value") or "").strip()
        if value.lstrip("-").isdecimal():
            rules.append(f"counter-set: list-item {int(value)}")
    elif element.tag == "img":
        for side in ("width", "height"):
            size = _DIMENSION.fullmatch((element.get(side) or "").strip())
            if size:
                rules.append(f"{side}: {size[1]}{size[2] or 'px'}")
    if rules:
        own = (element.get("style") or "").strip()
        element.set("style", "; ".join([*rules, own] if own else rules))


def _label_heading(element: Element) -> None:
    label = plain_words(element, without_notes=True)
    if label:
        element.set("data-label", label)
        number = next((child for child in element if child.get("class") == "heading-number"), None)
        words = label.removeprefix(plain_words(number)).strip() if number is not None else label
        element.set("data-running", element.get("data-short") or words or label)


def _settle_note(note: Element, parents: dict[Element, Element]) -> None:
    """Bring one note into a form the engine prints rightly."""
    _fold_lines(note)
    _number_first_paragraph(note)
    outer: Element | None = None
    ancestor = parents.get(note)
    while ancestor is not None:
        if is_note(ancestor):
            outer = ancestor
        elif ancestor.tag in ("thead", "tfoot"):
            add_style(ancestor, "display: table-row-group")
        ancestor = parents.get(ancestor)
    if outer is None:
        return
    # The engine prints a note inside a note in the wrong order: it becomes the next note of the same line.
    parent = parents[note]
    remove_keeping_tail(parent, note)
    holder = parents[outer]
    place = list(holder).index(outer) + 1
    while place < len(holder) and holder[place].get("data-within") == outer.get("id"):
        place += 1
    before = holder[place - 1]
    note.tail, before.tail = before.tail, None
    note.set("data-within", outer.get("id") or "")
    holder.insert(place, note)
    parents[note] = holder


def _number_first_paragraph(note: Element) -> None:
    """Put the number of a note that begins with a paragraph into it, so that it has no line of its own."""
    if len(note) < 2 or (note.text or "").strip():
        return
    number, block = note[0], note[1]
    if (
        (number.get("class") or "") == "note-number"
        and not (number.tail or "").strip()
        and block.tag in ("p", "div")
    ):
        note.remove(number)
        number.tail, block.text = f" {(block.text or '').lstrip()}", None
        block.insert(0, number)


def add_style(element: Element, declaration: str) -> None:
    """Add a declaration to an element's own style, once."""
    style = (element.get("style") or "").strip().rstrip(";")
    if declaration not in style:
        element.set("style", f"{style}; {declaration}" if style else declaration)


def _fold_lines(element: Element) -> None:
    if element.tag in _KEEPS_LINES:
        return
    if element.text:
        element.text = _WHITE.sub(" ", element.text)
    for child in element:
        if isinstance(child.tag, str):
            _fold_lines(child)
        if child.tail:
            child.tail = _WHITE.sub(" ", child.tail)
