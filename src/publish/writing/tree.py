"""Between HTML text and a tree: parse what the gate let through, walk it, write it as XHTML.

In: the balanced HTML that `safety.clean_markup` returns. Out: an lxml tree without namespaces, and from any
such tree XHTML that parses as XML 1.0 (HTML Living Standard, section 14, "The XML syntax"). The gate's own
serialisation is so regular (every tag closed, every value quoted) that an XML parser reads it after two
replacements; that keeps the nesting a browser would see, which no HTML 4 parser does.
"""

from __future__ import annotations

import re

from lxml import etree

VOID = frozenset({"br", "col", "hr", "img", "wbr"})

MATHML = "http://www.w3.org/1998/Math/MathML"

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[^\s\"=<>]+=\"[^\"]*\")*)\s*>")
_DEEPEST = 200
"""Nesting beyond this is flattened: layout engines and readers recurse, and libxml2 refuses at 256."""

Tree = etree._Element


def parse_markup(html: str) -> Tree:
    """Parse cleaned HTML into a tree under one `div`; nesting deeper than 200 is flattened."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    text = html.replace("&nbsp;", "\u00a0")
    try:
        return etree.fromstring(f"<div>{_TAG.sub(_as_xml, text)}</div>", parser)
    except etree.XMLSyntaxError:
        return etree.fromstring(f"<div>{_flattened(text)}</div>", parser)


def _as_xml(tag: re.Match[str]) -> str:
    return f"<{tag[2]}{tag[3]}/>" if tag[2] in VOID else tag[0]


def _flattened(html: str) -> str:
    """Write the same text with tags below the deepest level left out."""
    parts: list[str] = []
    depth = position = 0
    for tag in _TAG.finditer(html):
        parts.append(html[position : tag.start()])
        position = tag.end()
        if tag[2] in VOID:
            parts.append(_as_xml(tag))
        elif tag[1]:
            if depth <= _DEEPEST:
                parts.append(tag[0])
            depth -= 1
        else:
            depth += 1
            if depth <= _DEEPEST:
                parts.append(tag[0])
    parts.append(html[position:])
    return "".join(parts)


def parse_body(body: str) -> Tree:
    """Parse a written chapter's body (well-formed XHTML without namespace) into a tree under one `div`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(f"<div>{body}</div>", parser)


def write_children(tree: Tree) -> str:
    """Write what is inside an element as XHTML; only void elements are written as empty tags."""
    close_empty(tree)
    parts = [escape_text(tree.text or "")]
    parts.extend(etree.tostring(child, encoding="unicode") for child in tree)
    return "".join(parts)


def close_empty(tree: Tree) -> None:
    """Give empty elements an end tag of their own: readers that parse XHTML as HTML need it."""
    for element in tree.iter(etree.Element):
        if len(element) == 0 and element.text is None and local_name(element) not in VOID:
            element.text = ""


def local_name(element: Tree) -> str:
    """Return an element's name without namespace."""
    name = str(element.tag)
    return name.rpartition("}")[2]


def escape_text(text: str) -> str:
    """Escape words for XHTML text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_value(text: str) -> str:
    """Escape words for an XHTML attribute in double quotes."""
    return escape_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def has_class(element: Tree, name: str) -> bool:
    """Tell whether an element is of a class."""
    return name in (element.get("class") or "").split()


def add_class(element: Tree, name: str) -> None:
    """Add a class to an element once."""
    classes = (element.get("class") or "").split()
    if name not in classes:
        element.set("class", " ".join([*classes, name]))


def drop_class(element: Tree, name: str) -> None:
    """Remove a class; without any other the attribute goes."""
    classes = [c for c in (element.get("class") or "").split() if c != name]
    if classes:
        element.set("class", " ".join(classes))
    else:
        take(element, "class")


def take(element: Tree, name: str) -> str:
    """Remove an attribute and return what it was, "" where there was none."""
    value = element.get(name, "")
    if name in element.attrib:
        del element.attrib[name]
    return value


def append_text(before: Tree | None, parent: Tree, text: str | None) -> None:
    """Put text after a sibling, or at the start of the parent where there is none."""
    if not text:
        return
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def unwrap(element: Tree) -> None:
    """Remove an element and leave its content where it stood."""
    parent = element.getparent()
    if parent is None:
        return
    append_text(element.getprevious(), parent, element.text)
    position = parent.index(element)
    children = list(element)
    tail = element.tail
    element.tail = None
    parent.remove(element)
    for offset, child in enumerate(children):
        parent.insert(position + offset, child)
    if children:
        children[-1].tail = (children[-1].tail or "") + (tail or "")
    else:
        append_text(parent[position - 1] if position else None, parent, tail)


def remove(element: Tree) -> None:
    """Remove an element with its content; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    append_text(element.getprevious(), parent, element.tail)
    element.tail = None
    parent.remove(element)


def replace(element: Tree, new: Tree) -> None:
    """Put another element in an element's place; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    new.tail = (new.tail or "") + (element.tail or "")
    element.tail = None
    parent.replace(element, new)


def insert_after(anchor: Tree, new: Tree) -> None:
    """Put an element directly after another, before the text that follows."""
    parent = anchor.getparent()
    if parent is None:
        raise ValueError("the anchor stands in no tree")
    new.tail = anchor.tail
    anchor.tail = None
    parent.insert(parent.index(anchor) + 1, new)


def words_of(element: Tree) -> str:
    """Return an element's words on one line."""
    return " ".join(text_of(element).split())


def text_of(element: Tree) -> str:
    """Return an element's text as it stands."""
    return "".join(str(part) for part in element.itertext())


def is_blank(text: str | None) -> bool:
    """Tell whether there are no words; a no-break space counts as none."""
    return not (text or "").strip()
