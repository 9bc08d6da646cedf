"""The structure tree of one page of a PDF, as pdfium reads it (ISO 32000-1, 14.7).

In: an open page. Out: nodes with their standard types (role maps applied), alternative texts, and numbers of
marked content in reading order. Only what belongs to this page is in it: an element that goes on over several
pages has a node on each.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

_MAX_DEPTH = 200
_NAMED = ("Note", "P", "LI")


@dataclass(slots=True)
class Node:
    """A structure element: its kids are nodes and numbers of marked content."""

    type: str
    kids: list[Node | int] = field(default_factory=list)
    alt: str = ""
    identifier: str = ""
    """Of notes, paragraphs and list items only."""
    _inside: frozenset[str] | None = None

    @property
    def inside(self) -> frozenset[str]:
        """Return the types of all elements in it; its kids must all be there by now."""
        if self._inside is None:
            self._inside = frozenset().union(*({kid.type, *kid.inside} for kid in self.nodes()))
        return self._inside

    def marks(self) -> Iterator[int]:
        """Return the numbers of all marked content in it, in order."""
        for kid in self.kids:
            if isinstance(kid, int):
                yield kid
            else:
                yield from kid.marks()

    def nodes(self) -> Iterator[Node]:
        """Return its kids that are nodes."""
        return (kid for kid in self.kids if isinstance(kid, Node))


def read_tree(page: Any) -> list[Node]:
    """Return the top nodes of a page's structure; none if it is not tagged."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return []
    try:
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        tops = (pdfium.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(max(0, count)))
        return [_read(element, 0) for element in tops if element]
    finally:
        pdfium.FPDF_StructTree_Close(tree)


_UNITS = 512
_BUFFER = (ctypes.c_ushort * _UNITS)()


def _read(element: Any, depth: int, *, in_figure: bool = False) -> Node:
    node = Node(_string(element, pdfium.FPDF_StructElement_GetType))
    if node.type in _NAMED:
        node.identifier = _string(element, pdfium.FPDF_StructElement_GetID)
    # Some makers tell the picture's alternative text on an element inside.
    in_figure = in_figure or node.type in ("Figure", "Formula")
    if in_figure:
        node.alt = " ".join(
            (
                _string(element, pdfium.FPDF_StructElement_GetAltText)
                or _string(element, pdfium.FPDF_StructElement_GetActualText)
            ).split()
        )
    if depth > _MAX_DEPTH:
        return node
    # Of an element that goes on over pages, each page is asked for all kids.
    kid_at, mark_at = (
        pdfium.FPDF_StructElement_GetChildAtIndex,
        pdfium.FPDF_StructElement_GetChildMarkedContentID,
    )
    for index in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
        kid = kid_at(element, index)
        if kid:
            node.kids.append(_read(kid, depth + 1, in_figure=in_figure))
        else:
            mark = mark_at(element, index)
            if mark >= 0:
                node.kids.append(mark)
    return node


def _string(element: Any, ask: Any) -> str:
    size = ask(element, _BUFFER, 2 * _UNITS)
    if size <= 2:
        return ""
    if size <= 2 * _UNITS:
        return ctypes.string_at(_BUFFER, size - 2).decode("utf-16-le", "replace")
    large = (ctypes.c_ushort * size)()
    ask(element, large, size)
    return ctypes.string_at(large, size - 2).decode("utf-16-le", "replace")
