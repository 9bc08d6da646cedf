"""Lines of type without tags → the rows of tables among them.

In: the lines of a page in the order they are painted. Out: for each line that is a row, which table it is in
and its cells. Lines are rows where several in a row have wide gaps at the same places: words of justified text
never stand that far apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from publish.structure.pdf.lines import MONOSPACE, TypeLine, gather_lines

_GAP_EM, _NARROW_EM = 1.2, 0.7
_SAME_PT, _EXACT_PT = 3.0, 1.0
_MANY = 4
_OFF_GRID = 0.2
_NEXT_ROW_EM = 3.0


Cells = list[list[TypeLine]]
_Run = list[tuple[TypeLine, list[TypeLine]]]


def find_rows(lines: Sequence[TypeLine], tables_before: int) -> dict[int, tuple[int, Cells]]:
    """Return by a line's id the number of its table, from `tables_before` on, and its cells.

    Columns may stand close together where several rows agree exactly on them.
    """
    narrow = [run for run in _runs(lines, _NARROW_EM, _EXACT_PT) if _are_many(run)]
    taken = {id(line) for run in narrow for line, _ in run}
    others = [line for line in lines if id(line) not in taken]
    wide = [run for run in _runs(others, _GAP_EM, _SAME_PT) if len(run) > 2 or len(run[0][1]) > 2]
    places = {id(line): index for index, line in enumerate(lines)}
    found = sorted([*narrow, *wide], key=lambda run: places[id(run[0][0])])
    return {
        id(line): (number, [[cell] for cell in cells])
        for number, run in enumerate(found, tables_before + 1)
        for line, cells in run
    }


def _are_many(run: _Run) -> bool:
    columns = len(run[0][1])
    return columns >= _MANY or (columns == _MANY - 1 and len(run) >= _MANY - 1)


def _runs(lines: Sequence[TypeLine], gap_em: float, same_pt: float) -> list[_Run]:
    """Return what rows follow one another with the same columns, two or more."""
    runs: list[_Run] = [[]]
    for line in lines:
        cells = _cells(line, gap_em)
        if runs[-1] and not _is_next(runs[-1][-1], line, cells, same_pt):
            runs.append([])
        if len(cells) > 1:
            runs[-1].append((line, cells))
    return [run for run in runs if len(run) > 1]


def _cells(line: TypeLine, gap_em: float) -> list[TypeLine]:
    if line.pieces[0].is_sideways or line.pieces[-1].has_leader or _is_code(line):
        return [line]
    starts = [0]
    for index, (before, piece) in enumerate(pairwise(line.pieces), 1):
        if before.has_leader:
            return [line]
        if piece.left - before.right > gap_em * piece.size:
            starts.append(index)
    groups = [line.pieces[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return [cell for group in groups for cell in gather_lines(group)]


def _is_code(line: TypeLine) -> bool:
    """Tell whether a line is set in a face for code and every piece stands where its letters would."""
    if not all(MONOSPACE.search(piece.font) for piece in line.pieces):
        return False
    longest = max(line.pieces, key=lambda piece: len(piece.text))
    advance = (longest.right - longest.left) / max(1, len(longest.text))
    steps = [(piece.left - line.pieces[0].left) / advance for piece in line.pieces] if advance > 0 else []
    return all(abs(step - round(step)) < _OFF_GRID for step in steps)


def _is_next(
    last: tuple[TypeLine, list[TypeLine]], line: TypeLine, cells: Sequence[TypeLine], same_pt: float
) -> bool:
    before, former = last
    step = line.baseline - before.baseline
    if len(cells) != len(former) or not 0 < step < _NEXT_ROW_EM * line.size:
        return False
    return all(_is_below(one, two, same_pt) for one, two in zip(former, cells, strict=True))


def _is_below(one: TypeLine, two: TypeLine, same_pt: float) -> bool:
    """Tell whether two cells share an edge or a middle."""
    middles = (one.left + one.right - two.left - two.right) / 2
    return min(abs(one.left - two.left), abs(one.right - two.right), abs(middles)) <= same_pt
