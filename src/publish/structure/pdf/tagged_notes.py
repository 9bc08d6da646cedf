"""Elements without a type of their own that hold notes: how some makers tag what stands at the foot of a page.

In: nodes of the structure tree and the pieces of type their marks hold. Out: whether they are notes, and the
labels of notes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from publish.structure.pdf.painted import Piece
from publish.structure.pdf.tree import Node

_LATER_PART = re.compile(r"((?:note|part)-\d{5})-\d+")
"""What our own editions call the parts of a note, paragraph or list item that goes on over pages
(paginating/tagging.py)."""
_NOTE_LABEL = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§¶‖]{1,3})[\])]?[.:)]?")

_LONGEST_LABEL = 8


def holds_notes(node: Node, pieces: Mapping[int, Sequence[Piece]]) -> bool:
    """Tell whether a node without a type of its own holds footnotes: each begins with a label set apart."""
    if node.type not in ("NonStruct", "Div") or not node.kids:
        return False
    if not all(isinstance(kid, Node) and kid.type == "Span" for kid in node.kids):
        return False
    for kid in node.nodes():
        first = next((inner for inner in kid.kids if isinstance(inner, int) or inner.kids), None)
        if not isinstance(first, Node) or first.type not in ("NonStruct", "Lbl", "Link"):
            return False
        text = "".join(piece.text for mark in first.marks() for piece in pieces.get(mark, ())).strip()
        if not _NOTE_LABEL.fullmatch(text):
            return False
    return True


def label_in(node: Node, pieces: Mapping[int, Sequence[Piece]]) -> str:
    """Return the label a note begins with, if an element of its own holds it."""
    for kid in node.kids:
        if isinstance(kid, int):
            return ""
        text = "".join(piece.text for mark in kid.marks() for piece in pieces.get(mark, ())).strip()
        if text and kid.type in ("Lbl", "Link", "Reference"):
            return text.strip("[]().: ") if len(text) <= _LONGEST_LABEL else ""
        if text:
            found = label_in(kid, pieces) if kid.type in ("P", "NonStruct", "Div", "Span") else ""
            return found if _NOTE_LABEL.fullmatch(found) else ""
    return ""


def first_part(identifier: str) -> str:
    """Return what the first part of a block is called that a later part is of; empty if it is none.

    >>> first_part("note-00012-2"), first_part("note-00012"), first_part("note-1-2")
    ('note-00012', '', '')
    """
    found = _LATER_PART.fullmatch(identifier)
    return found[1] if found else ""
