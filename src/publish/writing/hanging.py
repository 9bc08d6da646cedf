"""Lines that keep their places, in code and in verse: turned over, they hang.

In: a chapter's tree, dressed, for pages. Out: the same tree with every line of a long code block a `span.line`
and every line of a poem a `span.verse`, which the style sheets set as blocks: engines hang the second line of a
block, but of no other line (`each-line`, CSS Text 3, section 7.1, is known to none of ours).
"""

from __future__ import annotations

from copy import copy

from lxml import etree

from publish.writing.tree import Tree, add_class, has_class, text_of

_JOIN = "\u2060"
_LONG_LINE = 40
"""Characters of code that fit even into a narrow column."""
_FEW_LINES = 6
"""Lines of code that stay on one page: a page may end short by no more for their sake."""


def hang_lines(tree: Tree) -> None:
    """Part the tree's code and verse into lines, in place."""
    for pre in list(tree.iter("pre")):
        _part_code(pre)
    for box in tree.iter("div"):
        if has_class(box, "line-block"):
            _part_verse(box)


def _part_code(pre: Tree) -> None:
    """Make every line of a code block a `span.line`, if it may be divided, one is long, or they are numbered.

    A block of few lines is said to be one (`few-lines`), that it may stay whole; a line without words is
    said to be `empty`, that no page begins with it.
    """
    code = pre[0] if len(pre) == 1 and pre[0].tag == "code" else pre
    is_short = text_of(code).rstrip("\n").count("\n") < _FEW_LINES
    if is_short:
        add_class(pre, "few-lines")
    numbered = [span for span in code if has_class(span, "line")]
    if numbered:
        add_class(pre, "lines")
        for line in numbered:
            line.tail = None
        _end_lines(numbered)
        return
    if is_short and max((len(line) for line in text_of(code).split("\n")), default=0) <= _LONG_LINE:
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
    for element in code.iter("span"):
        element.text, element.tail = _join_arrows(element.text), _join_arrows(element.tail)
    _end_lines(lines)
    add_class(pre, "lines")


def _lines_of(code: Tree) -> list[Tree] | None:
    """Part the content of a code block at its line ends; None where an element reaches over one."""
    lines = [etree.Element("span", {"class": "line"})]

    def say(text: str | None) -> None:
        for number, piece in enumerate((text or "").split("\n")):
            if number:
                lines.append(etree.Element("span", {"class": "line"}))
            _append_text(lines[-1], piece)

    say(code.text)
    for child in code:
        if not isinstance(child.tag, str) or "\n" in text_of(child):
            return None
        token = copy(child)
        token.tail = None
        lines[-1].append(token)
        say(child.tail)
    return lines


def _end_lines(lines: list[Tree]) -> None:
    """Put the line ends into the lines, and say which are empty: between blocks each would print another."""
    _name_empty(lines)
    for line in lines[:-1]:
        _append_text(line, "\n")


def _join_arrows(text: str | None) -> str | None:
    return text.replace("->", f"-{_JOIN}>") if text else text


def _part_verse(stanzas: Tree) -> None:
    """Make every line of a poem a `span.verse`, one between stanzas an `empty` one.

    A line end within emphasis stays what it is.
    """
    lines = [etree.Element("span", {"class": "verse"})]
    _append_text(lines[-1], stanzas.text)
    for child in list(stanzas):
        tail = child.tail
        child.tail = None
        if child.tag == "br":
            lines.append(etree.Element("span", {"class": "verse"}))
            tail = (tail or "").lstrip("\n")
        else:
            lines[-1].append(child)
        _append_text(lines[-1], tail)
    for child in list(stanzas):
        stanzas.remove(child)
    stanzas.text = None
    stanzas.extend(lines)
    _name_empty(lines)


def _name_empty(lines: list[Tree]) -> None:
    for line in lines:
        if not text_of(line).strip() and not any(line.iter("img")):
            add_class(line, "empty")


def _append_text(line: Tree, text: str | None) -> None:
    if text and len(line):
        line[-1].tail = (line[-1].tail or "") + text
    elif text:
        line.text = (line.text or "") + text
