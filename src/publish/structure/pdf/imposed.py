"""Sheet sides of an imposed edition → its pages, each read as a page of its own, as readers turn them.

In: sides as painted, with the form XObjects placed on them side by side (ISO 32000-1, 8.10). Out: a `ReadPage`
for each place of a side, upright and in points of its own upper left corner. So nothing is joined across the
fold, and running heads and folios are those of a page. `folding.py` puts back what was read onto the
sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeVar

from publish.model.looks import Box
from publish.structure.diff.leaf_order import Place, order_of_leaves
from publish.structure.pdf.painted import Form, Graphic, Matrix, PageContent, Piece
from publish.structure.pdf.parts import Annotation, ReadPage, Targets
from publish.structure.pdf.running import find_folio, frames_of, running_texts

_WIDEST = 0.55
"""Share of a side's width that a page on it has at most."""
_NARROWEST = 0.2
_ENOUGH_SIDES = 0.5
_APART = 0.15
_SAME_SCALE = 0.004

Painted = TypeVar("Painted", Piece, Graphic)

Reread = Callable[[ReadPage, dict[int, Matrix]], PageContent]
"""Reads a page again, with its forms placed otherwise."""


@dataclass(slots=True)
class Leaf:
    """A page on a sheet side: where it is placed, how, and what was read of it."""

    side: int
    area: Box
    """Its place on the side; its upper left corner is that of the page."""
    page: ReadPage
    turned: int = 0
    is_mirrored: bool = False
    scale: float = 1.0
    """Against most other pages of the edition."""
    cell: int = 0
    """Which place of its side it has, from left to right and from top to bottom."""


@dataclass(slots=True)
class Sheets:
    """The sides of an imposed edition and the pages on them."""

    sides: list[ReadPage]
    leaves: list[Leaf]
    """By sides and, on one, from left to right and from top to bottom; in reading order once it is found."""

    @property
    def pages(self) -> list[ReadPage]:
        """Return the pages in the order of `leaves`."""
        return [leaf.page for leaf in self.leaves]

    def put_in_order(self, targets: Targets) -> None:
        """Bring the pages, once they are read, into the order readers turn them, and number them so."""
        frames = frames_of(self.pages)
        places = [
            Place(
                leaf.side,
                find_folio(running_texts(leaf.page, frames[leaf.page.number])),
                *_edges_of_text(leaf.page),
            )
            for leaf in self.leaves
        ]
        self.leaves = [self.leaves[n] for n in order_of_leaves(places)]
        for number, leaf in enumerate(self.leaves, 1):
            leaf.page.number = number
            for part in (*leaf.page.main, *leaf.page.notes):
                part.page = number
        self._lead_to_pages(targets)

    def _lead_to_pages(self, targets: Targets) -> None:
        for index, target in enumerate(targets.all):
            on_side = [leaf for leaf in self.leaves if leaf.side == target.page]
            if not on_side:
                continue
            x, y = target.left or 0.0, target.top or 0.0
            leaf = min(on_side, key=lambda leaf: _distance(leaf.area, x, y))
            top = None if target.top is None else target.top - leaf.area.top_pt
            targets.all[index] = replace(target, page=leaf.page.number, top=top)


def find_sheets(sides: Sequence[ReadPage], reread: Reread) -> Sheets | None:
    """Return the pages on the sides of an imposed edition; None if its pages are pages."""
    placed = {side.number: _forms_of(side) for side in sides}
    printed = sum(bool(side.content.pieces) for side in sides)
    if not any(placed.values()) or sum(map(bool, placed.values())) < _ENOUGH_SIDES * printed:
        return None
    columns, rows = _grid(sides, placed)
    scale = median(_scale(form.matrix) for forms in placed.values() for _, form in forms)
    leaves: list[Leaf] = []
    for side in sides:
        leaves.extend(_leaves_of(side, placed[side.number], (columns, rows), scale, reread))
    for number, leaf in enumerate(leaves, 1):
        leaf.page.number = number
    return Sheets(list(sides), leaves)


def _forms_of(side: ReadPage) -> list[tuple[int, Form]]:
    """Return the forms that are pages placed on a side; none if the side is not imposed."""
    letters: Counter[int] = Counter()
    for piece in side.content.pieces:
        letters[piece.form] += len(piece.text)
    forms = [
        (index, form)
        for index, form in enumerate(side.content.forms)
        if letters[index] and form.right - form.left < _WIDEST * side.width
    ]
    if not forms or letters[-1] > sum(letters[index] for index, _ in forms):
        return []
    if len(forms) == 1 and forms[0][1].right - forms[0][1].left < _NARROWEST * side.width:
        return []
    return forms


def _grid(sides: Sequence[ReadPage], placed: dict[int, list[tuple[int, Form]]]) -> tuple[int, int]:
    """Return how many pages stand beside and above each other on a side."""
    columns, rows = 2, 1
    for side in sides:
        forms = [form for _, form in placed[side.number]]
        across = _clusters([(form.left + form.right) / 2 for form in forms], _APART * side.width)
        down = _clusters([(form.top + form.bottom) / 2 for form in forms], _APART * side.height)
        if len(forms) > 2 and across * down >= len(forms):
            columns, rows = max(columns, across), max(rows, down)
    return columns, rows


def _clusters(values: list[float], apart: float) -> int:
    ordered = sorted(values)
    return sum(1 for n, value in enumerate(ordered) if n == 0 or value - ordered[n - 1] > apart)


def _leaves_of(
    side: ReadPage,
    forms: Sequence[tuple[int, Form]],
    grid: tuple[int, int],
    scale: float,
    reread: Reread,
) -> list[Leaf]:
    """Return the pages of a side; a place without one is a blank page."""
    width, height = side.width / grid[0], side.height / grid[1]
    cells: dict[tuple[int, int], Leaf] = {}
    odd = {}
    for index, form in forms:
        column = min(grid[0] - 1, max(0, int((form.left + form.right) / 2 / width)))
        row = min(grid[1] - 1, max(0, int((form.top + form.bottom) / 2 / height)))
        cell = Box(column * width, row * height, width, height)
        leaf = Leaf(side.number, cell, _page_for(side, width, height))
        _set_placing(leaf, form.matrix, scale)
        if leaf.turned or leaf.is_mirrored or leaf.scale != 1.0:
            odd[index] = (scale, 0.0, 0.0, -scale, 0.0, height)
        if (row, column) in cells:
            return [Leaf(side.number, Box(0, 0, side.width, side.height), side)]
        cells[row, column] = leaf
        _fill(leaf, side.content, index)
    if odd:
        content = reread(side, odd)
        for (index, _), leaf in zip(forms, cells.values(), strict=True):
            if index in odd:
                leaf.page.content.pieces.clear()
                leaf.page.content.graphics.clear()
                _fill(leaf, content, index, is_own=True)
    for row in range(grid[1]):
        for column in range(grid[0]):
            if (row, column) not in cells:
                area = Box(column * width, row * height, width, height)
                cells[row, column] = Leaf(side.number, area, _page_for(side, width, height))
    taken = {index for index, _ in forms}
    side.running = [piece for piece in side.content.pieces if piece.form not in taken]
    found = [cells[key] for key in sorted(cells)]
    for number, leaf in enumerate(found):
        leaf.cell = number
        leaf.page.half = number % 2
    for annotation in side.annotations:
        _give_annotation(found, annotation)
    return found


def _page_for(side: ReadPage, width: float, height: float) -> ReadPage:
    return ReadPage(0, "", width, height, (), PageContent(unembedded=side.content.unembedded), [])


def _scale(matrix: Matrix) -> float:
    a, b, *_ = matrix
    return float((a * a + b * b) ** 0.5) or 1.0


def _set_placing(leaf: Leaf, matrix: Matrix, scale: float) -> None:
    """Read from a form's matrix how a page is placed, and where its upper left corner is."""
    a, b, c, d, e, f = matrix
    leaf.is_mirrored = a * d - b * c > 0
    ratio = _scale(matrix) / scale
    leaf.scale = 1.0 if abs(ratio - 1) < _SAME_SCALE else round(ratio, 3)
    if abs(b) > abs(a):
        leaf.turned = 90 if b > 0 else 270
    elif (a < 0) != leaf.is_mirrored:
        leaf.turned = 180
    width, height = leaf.area.width_pt, leaf.area.height_pt
    corner = (e, f - height * leaf.scale)
    if leaf.turned == 180:
        corner = (e - width * leaf.scale, f)
    elif leaf.is_mirrored:
        corner = (e - width * leaf.scale, f - height * leaf.scale)
    if leaf.turned in (0, 180):
        # A form whose origin is no corner of its page is as good as placed in its cell.
        near = abs(corner[0] - leaf.area.left_pt) < width / 4 and abs(corner[1] - leaf.area.top_pt) < height / 4
        if near:
            leaf.area = Box(corner[0], corner[1], width, height)


def _fill(leaf: Leaf, content: PageContent, index: int, *, is_own: bool = False) -> None:
    """Give a page what is painted in a form, moved to the page's own corner unless it stands there already."""
    left, top = (0.0, 0.0) if is_own else (leaf.area.left_pt, leaf.area.top_pt)
    for piece in content.pieces:
        if piece.form == index:
            leaf.page.content.pieces.append(_moved(piece, left, top))
    for graphic in content.graphics:
        if graphic.form == index:
            leaf.page.content.graphics.append(_moved_box(graphic, left, top))


def _moved(piece: Piece, left: float, top: float) -> Piece:
    return replace(_moved_box(piece, left, top), baseline=piece.baseline - top)


def _moved_box(painted: Painted, left: float, top: float) -> Painted:
    return replace(
        painted,
        left=painted.left - left,
        right=painted.right - left,
        top=painted.top - top,
        bottom=painted.bottom - top,
        form=-1,
    )


def _distance(area: Box, x: float, y: float) -> float:
    across = max(area.left_pt - x, 0.0, x - area.right_pt)
    return across + max(area.top_pt - y, 0.0, y - area.bottom_pt)


def _give_annotation(leaves: Sequence[Leaf], annotation: Annotation) -> None:
    left, top, right, bottom = annotation.box
    leaf = min(leaves, key=lambda leaf: _distance(leaf.area, (left + right) / 2, (top + bottom) / 2))
    x, y = leaf.area.left_pt, leaf.area.top_pt
    own = replace(annotation, box=(left - x, top - y, right - x, bottom - y))
    leaf.page.annotations.append(own)


def _edges_of_text(page: ReadPage) -> tuple[str, str]:
    """Return the first and the last words of a page's text."""
    lines = [line.text for part in page.main if part.role != "Figure" for line in part.lines]
    return (lines[0], lines[-1]) if lines else ("", "")
