"""Where printed lines and pages may break: addresses, long names in code, table cells, announcements.

In: a chapter's tree, dressed, its notes in place, for pages. Out: the same tree with

- every printed address open at its joints: after a slash, before a dot, hyphen, question mark or the like (The
  Chicago Manual of Style 14.18), so that no mark at the end of a line is taken for one of the sentence, and a
  hyphen for one of word division;
- long names in code and in table cells open at the same joints and where a capital follows a small letter;
- paragraphs that are mostly code, and tables with long cells, marked: the former are better left ragged, rows
  of the latter cannot be kept together;
- paragraphs that announce what follows marked, as they shall not stand alone at the foot of a page; in tables
  the cells beside one of several rows, as they begin no line.

The joints are zero-width spaces (Unicode 16, section 23.2): they print nothing, and text taken from the PDF has
none of them. Addresses in attributes, headings and reflowable editions are left as they are.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.writing.tree import Tree, add_class, has_class, text_of

_OPEN = "\u200b"
_JOIN = "\u2060"

_ADDRESS = re.compile(r"(?:\b(?:https?|ftp)://|\bwww\.|\bdoi:\s?|\b10\.\d{4,9}/)[^\s<>\"“”«»]{8,}")
_HINTS = ("://", "www.", "doi:", "10.")
_JOINT = re.compile(r"(?<=[/\\])(?=[^/\\\s])|(?=[.,_?#%~&=+;@-])(?<![.,_?#%~&=+;@:/\\-])")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][^\W\d_A-Z])")
_LONG_NAME = re.compile(r"[^\s\u200b]{16,}")
_LONG_IN_CELL = re.compile(r"[^\s\u200b]{12,}")
_NAME = re.compile(rf"[\w-][/\\_.:@=?&][\w-]|\d|{_HUMP.pattern}")
_FEWEST = 3
"""Characters that stay together at both ends of a name."""

_CLOSED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "pre", "svg", "math", "summary"})
_CODE = frozenset({"code", "kbd", "samp", "tt", "var"})
_ANNOUNCED = frozenset({"ul", "ol", "dl", "pre", "table", "blockquote", "figure", "div"})
_LONG_CELL = 150
_MANY_BLOCKS = 3
_MUCH_CODE = 26
"""Characters of code that make a paragraph hard to justify."""


def open_lines(tree: Tree) -> None:
    """Open the tree's long words and lines of code in place."""
    for table in tree.iter("table"):
        _mark_beside(table)
        if any(len(text_of(cell)) > _LONG_CELL or len(cell) > _MANY_BLOCKS for cell in table.iter("td", "th")):
            add_class(table, "long-cells")
    stack: list[tuple[Tree, bool, bool]] = [(tree, False, False)]
    while stack:
        node, in_code, in_cell = stack.pop()
        tag = str(node.tag)
        if tag in _CLOSED:
            continue
        in_code, in_cell = in_code or tag in _CODE, in_cell or tag in ("td", "th")
        if tag == "p":
            _mark_paragraph(node)
        texts = [(node, "text"), *((child, "tail") for child in node)]
        stack.extend((child, in_code, in_cell) for child in node if isinstance(child.tag, str))
        for holder, name in texts:
            text = getattr(holder, name)
            if text and len(text) >= _FEWEST:
                _open_text(holder, name, in_code=in_code, in_cell=in_cell, in_address=_is_address(node))


def open_name(name: str, *, humps: bool) -> str:
    r"""Return a name or address with its joints opened.

    >>> open_name("https://a.org/KILL-588101", humps=False).replace(_OPEN, "|").replace(_JOIN, "+")
    'https://|a.org/|KILL|-+588101'
    >>> open_name("authorityKeyIdentifier", humps=True).replace(_OPEN, "|")
    'authority|Key|Identifier'
    """
    places = {found.start() for found in _JOINT.finditer(name)}
    if humps:
        places |= {found.start() for found in _HUMP.finditer(name)}
    parts: list[str] = []
    start = 0
    for place in sorted(places):
        if place - start >= _FEWEST and len(name) - place >= _FEWEST:
            parts.append(name[start:place])
            start = place
    parts.append(name[start:])
    if len(parts) == 1:
        return name
    # After these a line would break by itself; it shall break before.
    return _OPEN.join(re.sub(r"([-?])(?=.)", rf"\1{_JOIN}", part) for part in parts)


def _mark_paragraph(paragraph: Tree) -> None:
    if _is_mostly_code(paragraph):
        add_class(paragraph, "mostly-code")
    following = paragraph.getnext()
    if following is not None and following.tag in _ANNOUNCED and text_of(paragraph).rstrip().endswith(":"):
        add_class(paragraph, "leads")


def _mark_beside(table: Tree) -> None:
    """Mark the first cells of rows whose first column is taken by a cell from above."""
    taken = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if taken and cells:
            add_class(cells[0], "beside")
            taken -= 1
        elif cells:
            taken = int(cells[0].get("rowspan", "1")) - 1


def _is_mostly_code(paragraph: Tree) -> bool:
    code = sum(len(text_of(child)) for child in paragraph if str(child.tag) in _CODE)
    return code >= _MUCH_CODE and code > 0.4 * len(text_of(paragraph))


def _is_address(node: Tree) -> bool:
    return has_class(node, "address")


def _open_text(holder: Tree, name: str, *, in_code: bool, in_cell: bool, in_address: bool) -> None:
    text = str(getattr(holder, name))
    if in_code and not in_cell:
        setattr(holder, name, _LONG_NAME.sub(lambda found: open_name(found[0], humps=True), text))
        return
    if not in_address and any(hint in text for hint in _HINTS) and _ADDRESS.search(text):
        _wrap_addresses(holder, name, text)
        return
    if in_cell:
        setattr(holder, name, _LONG_IN_CELL.sub(_open_in_cell, text))


def _open_in_cell(found: re.Match[str]) -> str:
    """Open a name; words of the language, compounds with a hyphen among them, break as words do."""
    return open_name(found[0], humps=True) if _NAME.search(found[0]) else found[0]


def _wrap_addresses(holder: Tree, name: str, text: str) -> None:
    """Put addresses into `span.address`, which the style sheets keep from being hyphenated."""
    spans: list[Tree] = []
    before, last = "", 0
    for found in _ADDRESS.finditer(text):
        between = text[last : found.start()]
        if spans:
            spans[-1].tail = between
        else:
            before = between
        span = etree.Element("span", {"class": "address"})
        span.text = open_name(found[0], humps=False)
        spans.append(span)
        last = found.end()
    spans[-1].tail = text[last:]
    setattr(holder, name, before or None)
    if name == "text":
        for position, span in enumerate(spans):
            holder.insert(position, span)
        return
    parent = holder.getparent()
    if parent is None:
        return
    position = parent.index(holder) + 1
    for offset, span in enumerate(spans):
        parent.insert(position + offset, span)
