"""Lines of type without tags → the rows of tables among them.

In: the lines of a page in the order they are painted. Out: for each line that is a row, which table it is in
and its cells. Lines are rows where several in a row have wide gaps at the same places: words of justified text
never stand that far apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from publish.structure.pdf.lines import TypeLine, gather_lines

_GAP_EM = 1.2
_SAME_PT = 3.0
_NEXT_ROW_EM = 3.0


def find_rows(lines: Sequence[TypeLine], tables_before: int) -> dict[int, tuple[int, list[list[TypeLine]]]]:
    """Return by a line's id the number of its table, from `tables_before` on, and its cells."""
    rows: dict[int, tuple[int, list[list[TypeLine]]]] = {}
    run: list[tuple[TypeLine, list[TypeLine]]] = []
    number = tables_before
    for line in lines:
        cells = _cells(line)
        if run and not _is_next(run[-1], line, cells):
            number += _keep(run, rows, number + 1)
            run = []
        if len(cells) > 1:
            run.append((line, cells))
    _keep(run, rows, number + 1)
    return rows


def _keep(
    run: Sequence[tuple[TypeLine, list[TypeLine]]],
    rows: dict[int, tuple[int, list[list[TypeLine]]]],
    number: int,
) -> int:
    """Keep a run as a table if it is one; return how many tables that makes."""
    if len(run) < 2 or (len(run) < 3 and len(run[0][1]) < 3):
        return 0
    for line, cells in run:
        rows[id(line)] = number, [[cell] for cell in cells]
    return 1


def _cells(line: TypeLine) -> list[TypeLine]:
    if line.pieces[0].is_sideways or line.pieces[-1].has_leader:
        return [line]
    starts = [0]
    for index, (before, piece) in enumerate(pairwise(line.pieces), 1):
        if before.has_leader:
            return [line]
        if piece.left - before.right > _GAP_EM * piece.size:
            starts.append(index)
    groups = [line.pieces[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return [cell for group in groups for cell in gather_lines(group)]


def _is_next(last: tuple[TypeLine, list[TypeLine]], line: TypeLine, cells: Sequence[TypeLine]) -> bool:
    before, former = last
    step = line.baseline - before.baseline
    if len(cells) != len(former) or not 0 < step < _NEXT_ROW_EM * line.size:
        return False
    return all(_is_below(one, two) for one, two in zip(former, cells, strict=True))


def _is_below(one: TypeLine, two: TypeLine) -> bool:
    """Tell whether two cells share an edge or a middle."""
    middles = (one.left + one.right - two.left - two.right) / 2
    return min(abs(one.left - two.left), abs(one.right - two.right), abs(middles)) <= _SAME_PT
