"""Number trees of a PDF: the labels of its pages, and whether a tree can be followed to its end.

In: a tree's root object. Out: labels (ISO 32000-1, 12.4.2), or whether the tree (7.9.7) is one. pdfium follows
a node that is its own kid until the stack is full, so no tree is handed to it unseen.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

import pikepdf

_DEPTH = 64
_MOST_NODES = 500_000
_MOST_LETTERS = 50
"""Repeats of one letter, or thousands in Roman figures; beyond that the number is told in figures."""
_TROUBLE = (pikepdf.PikepdfError, ValueError, RuntimeError, TypeError, AttributeError, KeyError, IndexError)
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def is_sound(root: Any) -> bool:
    """Tell whether a number or name tree ends, no node of it being met twice; a missing tree is sound."""
    return _nodes(root)[1]


def read_labels(root: Any, count: int) -> list[str]:
    """Return the labels of `count` pages by the number tree at /PageLabels; none without such a tree."""
    if not isinstance(root, pikepdf.Dictionary):
        return []
    ranges: dict[int, Any] = {}
    for node in _nodes(root)[0]:
        try:
            numbers = list(node.get("/Nums") or ())
        except _TROUBLE:
            continue
        for first, told in zip(numbers[::2], numbers[1::2], strict=False):
            if isinstance(first, int) and isinstance(told, pikepdf.Dictionary):
                ranges.setdefault(first, told)
    starts = sorted(ranges)
    labels: list[str] = []
    for index in range(count):
        at = bisect_right(starts, index) - 1
        labels.append(_label(ranges[starts[at]], index - starts[at]) if at >= 0 else str(index + 1))
    return labels


def _nodes(root: Any) -> tuple[list[Any], bool]:
    """Return the nodes of a tree, each once, and whether it is a tree."""
    found: list[Any] = []
    met: set[tuple[int, int]] = set()
    waiting = [(root, 0)]
    is_tree = True
    while waiting:
        node, depth = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if depth > _DEPTH or len(found) >= _MOST_NODES or node.objgen in met:
            is_tree = False
            continue
        if node.is_indirect:
            met.add(node.objgen)
        found.append(node)
        try:
            kids = list(node.get("/Kids") or ())
        except _TROUBLE:
            continue
        waiting.extend((kid, depth + 1) for kid in reversed(kids))
    return found, is_tree


def _label(told: Any, after: int) -> str:
    """Return the label of the page so many pages after the first of a range."""
    try:
        prefix = str(told.get("/P", ""))
        style = str(told.get("/S", ""))
        first = max(1, int(told.get("/St", 1)))
    except _TROUBLE:
        prefix, style, first = "", "/D", 1
    return prefix.replace("\0", "") + _number(first + after, style)


def _number(number: int, style: str) -> str:
    """Return a page's number in a style of numbering (table 159); one without a style has none.

    >>> _number(14, "/D"), _number(14, "/r"), _number(27, "/A"), _number(54, "/a"), _number(3, "")
    ('14', 'xiv', 'AA', 'bbb', '')
    """
    if style in ("/R", "/r") and number < 1000 * _MOST_LETTERS:
        figures = ""
        for value, sign in _ROMAN:
            figures += sign * (number // value)
            number %= value
        return figures if style == "/R" else figures.lower()
    if style in ("/A", "/a") and number <= 26 * _MOST_LETTERS:
        times, letter = divmod(number - 1, 26)
        return chr(ord(style[1]) + letter) * (times + 1)
    return str(number) if style in ("/D", "/R", "/r", "/A", "/a") else ""
