"""What stands on a line as one thing: pictures, formulas, and boxes that are blocks within.

In: such a box of the engine, its containing block. Out: the same box laid out, with its width, its height and
the place of its baseline (CSS 2.2, 10.8.1). It is laid out once for a paragraph; every line that it stands on
gets a copy.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline as engine_inline

from publish.paginating.lines.notours import NotOurs

ATOMS = (boxes.InlineReplacedBox, boxes.InlineBlockBox)
"""Kinds of boxes that are set as one thing; inline flex and grid boxes are left to the engine."""


def require_simple(atom: Any) -> None:
    """Raise NotOurs if more depends on where a box stands than its own place."""
    for box in atom.descendants():
        if box.footnote is not None:
            raise NotOurs("note in an inline block")
        if box.is_absolutely_positioned() or box.is_running() or box.is_note():
            raise NotOurs("out of flow in an inline block")


def lay_out_atom(atom: Any, context: Any, containing_block: Any) -> Any:
    """Return a box laid out at the origin."""
    placed: list[Any] = []
    done = engine_inline.atomic_box(context, atom, 0, None, containing_block, placed, placed)
    if placed:
        raise NotOurs("out of flow in an inline block")
    return done


def copy_atom(atom: Any) -> Any:
    """Return a copy of a laid-out box that can be moved by itself."""
    return atom.deepcopy()
