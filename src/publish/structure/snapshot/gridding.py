"""Places on pages → places on a grid of tenths of a point that moves with the text.

In: a structure with lengths as read. Out: the same with places to a tenth of a point, counted from where the
text itself begins, so that a file whose type was moved a little as a whole differs in where it begins and
nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from publish.model.looks import Box
from publish.model.pages import Block, Fragment, Page, PageStructure, RunningText

_BEFORE_HALF = 0.0137
"""Values in documents like to lie halfway (13.65, 8.75); rounding is decided a little before."""
_SAME_END_PT = 0.7


def tenth(value: float) -> float:
    """Return a length to a tenth of a point.

    >>> tenth(13.65), tenth(13.6499), tenth(tenth(13.63)), tenth(-0.01)
    (13.7, 13.7, 13.6, 0.0)
    """
    return round(value + _BEFORE_HALF, 1) + 0.0


def round_box(box: Box) -> Box:
    """Return a box to a tenth of a point."""
    return Box(*(tenth(v) for v in (box.left_pt, box.top_pt, box.width_pt, box.height_pt)))


class Grid:
    """Where the grid begins: across, for each side; down, for each page; and for running text as a whole."""

    def __init__(self, structure: PageStructure) -> None:
        self.sides = {page.number: page.side for page in structure.pages}
        texts = [*structure.blocks, *(note.body for note in structure.notes)]
        lefts: dict[str, list[float]] = {}
        self.tops: dict[int, float] = {}
        for block in texts:
            for fragment in block.fragments:
                lefts.setdefault(self.sides.get(fragment.page, ""), []).append(fragment.box.left_pt)
                top = fragment.box.top_pt
                self.tops[fragment.page] = min(top, self.tops.get(fragment.page, top))
        self.lefts = {side: _commonest(values) for side, values in lefts.items()}
        running = [text for page in structure.pages for text in page.running]
        ends: dict[tuple[str, ...], list[float]] = {}
        for page in structure.pages:
            for text in page.running:
                ends.setdefault(_where(text, page), []).append(self._left(text, page))
        self.ends = {key: _gathered(values) for key, values in ends.items()}
        self.running_top = _commonest([text.baseline_pt for text in running]) if running else 0.0

    def place(self, structure: PageStructure) -> PageStructure:
        """Return a structure with its text on the grid."""
        return replace(
            structure,
            blocks=tuple(self._block(block) for block in structure.blocks),
            notes=tuple(replace(note, body=self._block(note.body)) for note in structure.notes),
            pages=tuple(self._page(page) for page in structure.pages),
        )

    def _block(self, block: Block) -> Block:
        return replace(block, fragments=tuple(self._fragment(fragment) for fragment in block.fragments))

    def _fragment(self, fragment: Fragment) -> Fragment:
        box = fragment.box
        left = _on_grid(box.left_pt, self.lefts.get(self.sides.get(fragment.page, ""), 0.0))
        top = _on_grid(box.top_pt, self.tops.get(fragment.page, 0.0))
        return replace(fragment, box=Box(left, top, box.width_pt, box.height_pt))

    def _page(self, page: Page) -> Page:
        return replace(page, running=tuple(self._running(text, page) for text in page.running))

    def _left(self, text: RunningText, page: Page) -> float:
        return _on_grid(text.left_pt, self.lefts.get(page.side, 0.0))

    def _running(self, text: RunningText, page: Page) -> RunningText:
        left = self.ends[_where(text, page)](self._left(text, page))
        return replace(text, left_pt=left, baseline_pt=_on_grid(text.baseline_pt, self.running_top))


def _where(text: RunningText, page: Page) -> tuple[str, ...]:
    return page.side, text.place, text.font, f"{text.size_pt:.1f}"


def _gathered(values: list[float]) -> Callable[[float], float]:
    """Return what brings ends of lines that differ by the letters there to the commonest one near by."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _SAME_END_PT:
            groups[-1].append(value)
        else:
            groups.append([value])
    meant = {value: _commonest(group) for group in groups for value in group}
    return lambda value: meant.get(value, value)


def _on_grid(value: float, origin: float) -> float:
    return round(tenth(origin) + tenth(value - origin), 1) + 0.0


def _commonest(values: Iterable[float]) -> float:
    """Return the commonest value as it was read; the smallest of equally common ones."""
    ordered = sorted(values)
    counted = Counter(round(value, 2) for value in ordered)
    most = min(counted, key=lambda value: (-counted[value], value))
    return min(ordered, key=lambda value: abs(value - most))
