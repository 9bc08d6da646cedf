"""Where printed lines may break: addresses, long names in code, table cells, lines of code.

In: a chapter's tree, dressed, its notes in place, for pages. Out: the same tree with

- every printed address open at its joints: after a slash, before a dot, hyphen, question mark or the like (The
  Chicago Manual of Style 14.18), so that no mark at the end of a line is taken for one of the sentence, and a
  hyphen for one of word division;
- long names in code and in table cells open at the same joints and where a capital follows a small letter;
- paragraphs that are mostly code, and tables with long cells, marked: the former are better left ragged, rows
  of the latter cannot be kept together;
- every line of a code block that may be wider than the measure a block of its own, so that what is turned over
  hangs.

The joints are zero-width spaces (Unicode 16, section 23.2): they print nothing, and text taken from the PDF has
none of them. Addresses in attributes, headings and reflowable editions are left as they are.
"""

from __future__ import annotations

import re
from copy import copy

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
_LONG_CELL = 150
_MANY_BLOCKS = 3
_LONG_LINE = 40
"""Characters of code that fit even into a narrow column."""


def open_lines(tree: Tree) -> None:
    """Open the tree's long words and lines of code in place."""
    for pre in list(tree.iter("pre")):
        _hang_lines(pre)
    for table in tree.iter("table"):
        if any(len(text_of(cell)) > _LONG_CELL or len(cell) > _MANY_BLOCKS for cell in table.iter("td", "th")):
            add_class(table, "long-cells")
    stack: list[tuple[Tree, bool, bool]] = [(tree, False, False)]
    while stack:
        node, in_code, in_cell = stack.pop()
        tag = str(node.tag)
        if tag in _CLOSED:
            continue
        in_code, in_cell = in_code or tag in _CODE, in_cell or tag in ("td", "th")
        if tag == "p" and _is_mostly_code(node):
            add_class(node, "mostly-code")
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
    # A line would break after a hyphen by itself; it shall break before.
    glued = [re.sub(r"-(?=.)", f"-{_JOIN}", part) if len(parts) > 1 else part for part in parts]
    return _OPEN.join(glued)


def _is_mostly_code(paragraph: Tree) -> bool:
    code = sum(len(text_of(child)) for child in paragraph if str(child.tag) in _CODE)
    return code >= 2 * _LONG_LINE // 3 and code > 0.4 * len(text_of(paragraph))


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


def _hang_lines(pre: Tree) -> None:
    """Make every line of a code block a `span.line`, if one of them is long or they are numbered."""
    code = pre[0] if len(pre) == 1 and pre[0].tag == "code" else pre
    numbered = [span for span in code if has_class(span, "line")]
    if numbered:
        add_class(pre, "lines")
        for line in numbered:
            line.tail = None
        _end_lines(numbered)
        return
    if max((len(line) for line in text_of(code).split("\n")), default=0) <= _LONG_LINE:
        return
    lines = _lines_of(code)
    if lines is None:
        return
    while len(lines) > 1 and len(lines[-1]) == 0 and not lines[-1].text:
        lines.pop()
    for child in list(code):
        code.remove(child)
    code.text = None
    code.extend(lines)
    _end_lines(lines)
    add_class(pre, "lines")


def _end_lines(lines: list[Tree]) -> None:
    """Put the line ends into the lines: between blocks each would print an empty one."""
    for line in lines[:-1]:
        if len(line):
            line[-1].tail = (line[-1].tail or "") + "\n"
        else:
            line.text = (line.text or "") + "\n"


def _lines_of(code: Tree) -> list[Tree] | None:
    """Part the content of a code block at its line ends; None where an element reaches over one."""
    lines = [etree.Element("span", {"class": "line"})]

    def say(text: str | None) -> None:
        for number, piece in enumerate((text or "").split("\n")):
            if number:
                lines.append(etree.Element("span", {"class": "line"}))
            line = lines[-1]
            if piece and len(line):
                line[-1].tail = (line[-1].tail or "") + piece
            elif piece:
                line.text = (line.text or "") + piece

    say(code.text)
    for child in code:
        if not isinstance(child.tag, str) or "\n" in text_of(child):
            return None
        token = copy(child)
        token.tail = None
        lines[-1].append(token)
        say(child.tail)
    return lines
