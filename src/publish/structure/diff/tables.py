"""Edited rows of aligned tables → columns that came, went or changed places, told once a table; then cells.

Columns are known again by their cells over all the rows that stand in both editions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Block
from publish.structure.diff.align import Pair
from publish.structure.diff.comparing import Comparison, group_of
from publish.structure.diff.moves import order_of
from publish.structure.diff.numbers import Edited
from publish.structure.diff.wording_changes import tell_edit
from publish.structure.sentences import count, join_and, name_of, opening, quote

_ALIKE = 0.5
"""Share of equal cells from which two columns are the same."""
_ROWS = 2
"""From so many rows on a column is told instead of cells."""
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table that stand in both editions."""

    pairs: tuple[Pair, ...]
    old: tuple[Row, ...]
    new: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column of the new table is which of the old one."""

    partner: dict[int, int]
    """New by old."""
    removed: tuple[int, ...]
    added: tuple[int, ...]


def table_changes(
    comparison: Comparison, edits: Sequence[Edited]
) -> tuple[list[Change], list[Edited], list[Edited]]:
    """Return what happened to columns, the edits that are left, and those of the rows that columns explain."""
    touched = {e.new.table for e in edits if e.stream.letter == "b" and e.new.table and _is_row(e.new)}
    if not touched or comparison.old.kind != comparison.new.kind:
        return [], list(edits), []
    changes: list[Change] = []
    explained: set[int] = set()
    for table in _tables(comparison, touched):
        columns = _match(table)
        if columns is None:
            continue
        told = list(_tell(comparison, table, columns))
        if told:
            changes += told
            changes += _cells(comparison, table, columns)
            explained |= {pair.new for pair in table.pairs}
    known = [e for e in edits if e.stream.letter == "b" and e.new_index in explained]
    left = [e for e in edits if not (e.stream.letter == "b" and e.new_index in explained)]
    return changes, left, known


def _is_row(block: Block) -> bool:
    return group_of(block.role) == "row"


def _tables(comparison: Comparison, touched: set[int]) -> Iterator[_Table]:
    """Return the tables with edited rows, rows of one width only."""
    main = comparison.main
    found: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in main.alignment.pairs:
        old, new = main.blocks(pair)
        spelt_out = not old.abridged and not new.abridged
        if new.table in touched and old.table and spelt_out and _is_row(new) and _is_row(old):
            found[old.table, new.table].append(pair)
    for pairs in found.values():
        rows = [tuple(tuple(b.text.split("\t")) for b in main.blocks(pair)) for pair in pairs]
        widths = [Counter(len(row[side]) for row in rows).most_common(1)[0][0] for side in (0, 1)]
        kept = [n for n, row in enumerate(rows) if [len(row[0]), len(row[1])] == widths]
        if len(kept) >= _ROWS:
            yield _Table(
                tuple(pairs[n] for n in kept),
                tuple(rows[n][0] for n in kept),
                tuple(rows[n][1] for n in kept),
            )


def _match(table: _Table) -> _Columns | None:
    """Pair the columns of a table; None if each stands where it stood."""
    olds, news = list(zip(*table.old, strict=True)), list(zip(*table.new, strict=True))
    ranked = sorted(
        (-_share(one, two), abs(i - j), i, j)
        for i, one in enumerate(olds)
        for j, two in enumerate(news)
        if _share(one, two) >= _ALIKE
    )
    partner: dict[int, int] = {}
    for _, _, i, j in ranked:
        if i not in partner and j not in partner.values():
            partner[i] = j
    removed = [i for i in range(len(olds)) if i not in partner]
    added = [j for j in range(len(news)) if j not in partner.values()]
    for i in list(removed):
        if len(olds) == len(news) and i in added:
            # Edited beyond recognition, in its place.
            partner[i] = i
            removed.remove(i)
            added.remove(i)
    if all(i == j for i, j in partner.items()) and not removed and not added:
        return None
    return _Columns(partner, tuple(removed), tuple(added))


def _share(one: Sequence[str], two: Sequence[str]) -> float:
    return sum(a.split() == b.split() for a, b in zip(one, two, strict=True)) / len(one)


def _tell(comparison: Comparison, table: _Table, columns: _Columns) -> Iterator[Change]:
    blocks = [comparison.main.new[pair.new] for pair in table.pairs]
    where = comparison.new_paging.several(f.page for block in blocks for f in block.fragments)
    name = f"{_name(comparison, table)} ({count(len(blocks), 'row')})"
    old, new = _spots(comparison, table)

    def change(kind: str, told: str) -> Change:
        return Change(Level.CONTENT, kind, f"{where}: {told}", old, new, blocks[0].source)

    for i in columns.removed:
        yield change("table/column", f"column {i + 1}{_head(table.old, i)} was removed from {name}")
    for j in columns.added:
        place = f" after{_head(table.new, j - 1) or f' column {j}'}" if j else " in front"
        yield change("table/column", f"a column{_head(table.new, j)} was added{place} in {name}")
    order = order_of(list(columns.partner.items()), lambda _: 1)
    for first, second in order.exchanged:
        pairs = sorted((*first, *second))
        names = join_and([f"{i + 1}{_head(table.old, i)}" for i, _ in pairs])
        yield change("table/column", f"columns {names} changed places in {name}")
    for run in order.moved:
        for i, j in run:
            told = f"column {i + 1}{_head(table.old, i)} now stands as column {j + 1} in {name}"
            yield change("table/column", told)


def _spots(comparison: Comparison, table: _Table) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    main = comparison.main
    return (
        tuple(spot for pair in table.pairs for spot in main.old_spots(pair.old)),
        tuple(spot for pair in table.pairs for spot in main.new_spots(pair.new)),
    )


def _head(rows: Sequence[Row], column: int) -> str:
    """Return a column's first cell in quotation marks, with a space before."""
    text = next((row[column] for row in rows if row[column].strip()), "")
    return f" {quote(text, 30)}" if text else ""


def _name(comparison: Comparison, table: _Table) -> str:
    """Return a table by its caption, else by its first row."""
    first = comparison.main.new[table.pairs[0].new]
    for block in comparison.main.new:
        if block.role == "Caption" and block.table == first.table:
            return f"the table {opening(block, 6)}"
    return f"the table {opening(first)}"


def _cells(comparison: Comparison, table: _Table, columns: _Columns) -> Iterator[Change]:
    """Tell cells that changed besides, in columns that stayed."""
    for pair, old, new in zip(table.pairs, table.old, table.new, strict=True):
        for i, j in sorted(columns.partner.items()):
            if old[i].split() != new[j].split():
                block = comparison.main.new[pair.new]
                at = comparison.new_paging.at(block.page)
                told = f"{at}: {_cell(old[i], new[j], j + 1, row_name(block))}"
                spots = comparison.main.old_spots(pair.old), comparison.main.new_spots(pair.new)
                yield Change(Level.CONTENT, "text/edited", told, *spots, block.source)


def _cell(old: str, new: str, column: int, row: str) -> str:
    if old and new:
        return f"{quote(old)} became {quote(new)} in column {column} of {row}"
    return f"{quote(old or new)} was {'added to' if new else 'removed from'} column {column} of {row}"


def row_name(block: Block) -> str:
    """Return a row by its first cell that has words."""
    cells = block.text.split("\t")
    return f"the {name_of(block.role)} {quote(next((cell for cell in cells if cell.strip()), ''), 40)}"


def tell_row(edited: Edited) -> str:
    """Return what happened to a single row whose words are known."""
    old, new = edited.old.text.split("\t"), edited.new.text.split("\t")
    name = row_name(edited.new)
    if len(old) != len(new):
        return _other_width(old, new, name) or tell_edit(edited.edit, edited.new, edited.old)
    columns = [n for n, (a, b) in enumerate(zip(old, new, strict=True), 1) if a.split() != b.split()]
    if len(columns) > 1 and sorted(old) == sorted(new):
        return f"cells changed places in {name} (columns {', '.join(map(str, columns))})"
    if len(columns) == 1:
        at = columns[0] - 1
        return _cell(old[at], new[at], columns[0], name)
    if 1 < len(columns) <= 3:
        cells = [f"{quote(old[n - 1] or 'nothing')} became {quote(new[n - 1] or 'nothing')}" for n in columns]
        return f"{join_and(cells)} in columns {join_and([str(n) for n in columns])} of {name}"
    return tell_edit(edited.edit, edited.new, edited.old)


def _other_width(old: Sequence[str], new: Sequence[str], name: str) -> str:
    lost = list((Counter(old) - Counter(new)).elements())
    come = list((Counter(new) - Counter(old)).elements())
    cells = f"{count(len(new), 'cell')} instead of {len(old)}"
    if len(new) < len(old) and not come and lost:
        return f"{join_and([quote(cell, 30) for cell in lost[:3]])} was removed from {name}, which has {cells}"
    if len(new) > len(old) and not lost and come:
        return f"{join_and([quote(cell, 30) for cell in come[:3]])} was added to {name}, which has {cells}"
    return f"{name} has {cells}"
