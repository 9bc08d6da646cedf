"""Which notes are endnotes, told by where they stand.

In: a page structure. Out: the notes that belong to a row beginning right under a heading: no footnote stands
there, for a heading is never the last line of a page's text.
"""

from __future__ import annotations

from collections import defaultdict

from publish.model.pages import PageStructure


def endnotes_of(structure: PageStructure) -> frozenset[int]:
    """Return the notes that stand under a heading, with nothing but notes and headings between (by index)."""
    above: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for block in structure.blocks:
        for fragment in block.fragments:
            above[fragment.page].append((fragment.box.top_pt, block.role.startswith("H")))
    found: set[int] = set()
    for index, note in enumerate(structure.notes):
        first = next(iter(note.body.fragments), None)
        if first is None:
            continue
        top = first.box.top_pt
        nearest = max((one for one in above[first.page] if one[0] < top), default=None)
        if nearest is not None and nearest[1]:
            found.add(index)
        elif nearest is None and index - 1 in found:
            # At the head of a page, behind notes that end the page before.
            last = structure.notes[index - 1].body.last_page
            if first.page - last <= 1:
                found.add(index)
    return frozenset(found)
