"""What is usual in an edition, so that a snapshot's lines say only what is not.

In: a condensed structure. Out: for each role its look, left edge and width; between two roles their distance;
the height at which pages begin. All of it stands in the snapshot's head.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from publish.model.looks import Box, Look
from publish.model.pages import HEADINGS, Block, Fragment, PageStructure
from publish.structure.snapshot.words import number

_T = TypeVar("_T")
_LEAST_GAPS = 3
NO_BOX = Box(0, 0, 0, 0)

Edges = tuple[float, float]
"""Left edge and width."""


@dataclass(slots=True)
class Usual:
    """What is usual. Keys of `edges` are (side, kind), of `gaps` (kind above, kind below); see `key_of`."""

    size: tuple[float, float] = (0.0, 0.0)
    looks: dict[str, Look] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edges] = field(default_factory=dict)
    gaps: dict[tuple[str, str], float] = field(default_factory=dict)
    top: float = 0.0

    def look(self, block: Block) -> Look:
        """Return the look a block of this role, with so many lines, usually has."""
        return shown_look(self.looks.get(kind_of(block), Look()), _lines(block))

    def left_of(self, side: str, block: Block) -> float:
        """Return where a fragment of a block usually begins on a side."""
        left, _ = self.edges.get((side, key_of(block)), (0.0, 0.0))
        return round(left + self._indent(block), 1)

    def width_of(self, side: str, block: Block, left: float) -> float:
        """Return how wide a fragment of a block usually is: from its left edge to the end of the measure."""
        usual, width = self.edges.get((side, key_of(block)), (0.0, 0.0))
        return width if block.role in HEADINGS else round(min(width, usual + width - left), 1)

    def _indent(self, block: Block) -> float:
        indent = self.looks.get(kind_of(block), Look()).indent_pt
        return indent if _lines(block) == 1 and indent > 0 else 0.0


def usual_of(structure: PageStructure, order: Iterable[tuple[int, Block, Fragment]]) -> Usual:
    """Return what is usual in a structure whose fragments stand on their pages in an order."""
    sides = {page.number: page.side for page in structure.pages}
    usual = Usual(_most((page.width_pt, page.height_pt) for page in structure.pages) or (0.0, 0.0))
    texts = [*structure.blocks, *(note.body for note in structure.notes)]
    kinds: dict[str, list[Block]] = {}
    for block in texts:
        kinds.setdefault(kind_of(block), []).append(block)
    usual.looks = {kind: _usual_look(found) for kind, found in kinds.items()}
    usual.edges = _usual_edges(texts, sides, usual.looks)
    tops: list[float] = []
    gaps: dict[tuple[str, str], list[float]] = {}
    page, above, bottom = 0, "", 0.0
    for at, block, fragment in order:
        is_first_note = block.role == "Note" and (at != page or not above.startswith("Note"))
        if at != page and not is_first_note:
            tops.append(fragment.box.top_pt)
        elif not is_first_note:
            gaps.setdefault((above, key_of(block)), []).append(round(fragment.box.top_pt - bottom, 1))
        page, above, bottom = at, key_of(block), round(fragment.box.bottom_pt, 1)
    usual.top = _most(tops) or 0.0
    for pair, found in gaps.items():
        gap, count = Counter(found).most_common(1)[0]
        if count >= _LEAST_GAPS:
            usual.gaps[pair] = min(value for value, times in Counter(found).items() if times == count) or gap
    return usual


def usual_lines(usual: Usual) -> Iterator[str]:
    """Return the lines that tell sizes, edges, tops and distances."""
    yield f"size {number(usual.size[0])} {number(usual.size[1])}"
    if usual.top:
        yield f"top {number(usual.top)}"
    for (side, kind), (left, width) in sorted(usual.edges.items()):
        yield f"measure {side} {kind} {number(left)} {number(width)}"
    for (above, below), gap in sorted(usual.gaps.items()):
        yield f"gap {above} {below} {number(gap)}"


def kind_of(block: Block) -> str:
    """Return a block's role, with how deep it is nested if that is deeper than once."""
    return f"{block.role}{block.depth}" if block.depth > 1 else block.role


def key_of(block: Block) -> str:
    """Return a block's kind with its type size: text in smaller type stands otherwise."""
    return f"{kind_of(block)}@{number(block.look.size_pt)}"


GOES_ON = 99
"""Stands for the number of lines of a block that goes on overleaf: enough to show all but the indent."""


def _lines(block: Block) -> int:
    return GOES_ON if len(block.fragments) > 1 else block.line_count


def usual_depth(role: str) -> int:
    """Return how deep blocks of a role usually stand."""
    return 1 if role == "LI" else 0


def shown_look(look: Look, lines: int) -> Look:
    """Return as much of a look as so many lines can show; see `structure/pdf/blocks.py`."""
    leading = look.leading_pt if lines > 1 else 0.0
    indent = look.indent_pt if 2 < lines < GOES_ON else 0.0
    return replace(look, leading_pt=leading, indent_pt=indent, alignment=look.alignment if lines > 3 else "")


def usual_height(look: Look, lines: int) -> float:
    """Return how high so many lines are, in points, if nothing in them is out of the ordinary."""
    return round(look.size_pt + (lines - 1) * look.leading_pt, 1)


def _most(values: Iterable[_T]) -> _T | None:
    """Return the commonest value, the smallest of equally common ones; None of none."""
    counted = Counter(values)
    if not counted:
        return None
    most = max(counted.values())
    return min((value for value, count in counted.items() if count == most), key=lambda value: (value, 0))


def _usual_look(blocks: Iterable[Block]) -> Look:
    """Return the look that most blocks show as much of as they can."""
    counted = Counter((block.look, _lines(block)) for block in blocks)
    shown = {
        look: sum(count for (own, lines), count in counted.items() if own == shown_look(look, lines))
        for look in dict.fromkeys(look for look, _ in counted)
    }
    return min(shown, key=lambda look: (-shown[look], str(look)))


def _usual_edges(
    blocks: Iterable[Block], sides: Mapping[int, str], looks: Mapping[str, Look]
) -> dict[tuple[str, str], Edges]:
    lefts: dict[tuple[str, str], Counter[float]] = {}
    widths: dict[tuple[str, str], Counter[float]] = {}
    for block in blocks:
        indent = looks[kind_of(block)].indent_pt
        moved = indent if _lines(block) == 1 and indent > 0 else 0.0
        for fragment in block.fragments:
            if fragment.box != NO_BOX:
                key = (sides.get(fragment.page, "recto"), key_of(block))
                lefts.setdefault(key, Counter())[round(fragment.box.left_pt - moved, 1)] += 1
                moved = 0.0 if block.role in HEADINGS else moved
                widths.setdefault(key, Counter())[round(fragment.box.width_pt + moved, 1)] += 1
    return {
        key: (_most(found.elements()) or 0.0, _most(widths[key].elements()) or 0.0)
        for key, found in lefts.items()
    }
