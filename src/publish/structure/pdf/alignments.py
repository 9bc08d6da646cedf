"""Blocks of a page structure → how they are aligned, also where they have too few lines to show it themselves.

A short line tells its alignment by where it stands in the column; the column is known from the paragraphs of
the pages of its side.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from publish.model.looks import Alignment
from publish.model.pages import HEADINGS, Block, PageStructure

_SAME_PT = 1.3
"""Boxes of abridged structures are as exact as a point."""
_SHORT_PT = 16.0
"""A line must be so much shorter than the column to show how it is aligned."""
_LINES = 3
"""Paragraphs of so many lines show the column."""
_SHORT = (*HEADINGS, "P", "Caption", "Figure", "Formula")


class Columns:
    """The edges of the column on the pages of each side."""

    def __init__(self, structure: PageStructure) -> None:
        self._sides = {page.number: page.side for page in structure.pages}
        found: dict[str, Counter[tuple[float, float]]] = defaultdict(Counter)
        for block in structure.blocks:
            if block.role != "P":
                continue
            for fragment in block.fragments:
                if fragment.line_count >= _LINES:
                    box = fragment.box
                    edges = round(box.left_pt), round(box.right_pt)
                    found[self._sides.get(fragment.page, "")][edges] += fragment.line_count
        self._edges = {side: counted.most_common(1)[0][0] for side, counted in found.items()}

    def alignment_of(self, block: Block) -> Alignment:
        """Return how a block is aligned; empty if nothing tells."""
        if block.look.alignment or block.role not in _SHORT or len(block.fragments) != 1:
            return block.look.alignment
        fragment = block.fragments[0]
        edges = self._edges.get(self._sides.get(fragment.page, ""))
        if edges is None or fragment.line_count >= _LINES:
            return ""
        spans = [(line.left_pt, line.right_pt) for line in fragment.lines] or [
            (fragment.box.left_pt, fragment.box.right_pt)
        ]
        if any(right - left > edges[1] - edges[0] - _SHORT_PT for left, right in spans):
            return ""
        middle = sum(edges)
        if all(abs(left + right - middle) <= 2 * _SAME_PT for left, right in spans):
            return "center"
        if all(abs(left - edges[0]) <= _SAME_PT for left, _ in spans):
            return "left"
        return "right" if all(abs(right - edges[1]) <= _SAME_PT for _, right in spans) else ""
