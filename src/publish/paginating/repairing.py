"""Notes set right from outside the engine: page breaks forced before the blocks whose notes went wrong.

The fallback for an engine that is not the one mended, and for the odd fault the mends do not reach. It leaves
short pages, but no note is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from publish.paginating.judging import NoteJudgement
from publish.paginating.preparing import add_style

MOST_ROUNDS = 12
_BLOCKS_TEXT = "p li tr figure h1 h2 h3 h4 h5 h6 blockquote dl dt dd pre table ul ol div section"
_BLOCKS = frozenset(_BLOCKS_TEXT.split())


def force_break(
    root: Element, judged: Sequence[NoteJudgement], broken: set[Element], *, all_faults: bool
) -> bool:
    """Force a page break before the first faulty note's block that has none yet; return whether there was one.

    `broken` remembers the blocks dealt with; `all_faults` also counts notes merely printed later than called.
    """
    parents = {child: parent for parent in root.iter() for child in parent}
    for judgement in judged:
        if not judgement.fault or (judgement.fault == "displaced" and not all_faults):
            continue
        block = _block_of(judgement.element, parents)
        if block is not None and block not in broken:
            broken.add(block)
            add_style(block, "break-before: page")
            return True
    return False


def _block_of(note: Element, parents: dict[Element, Element]) -> Element | None:
    """Return the block a note is called in; in a table, its row."""
    block: Element | None = None
    ancestor = parents.get(note)
    while ancestor is not None:
        if (block is None and ancestor.tag in _BLOCKS) or ancestor.tag == "tr":
            block = ancestor
        ancestor = parents.get(ancestor)
    return block
