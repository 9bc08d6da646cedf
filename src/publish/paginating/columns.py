"""Columns of tables that no line can hold whole: wide ones give way, narrow ones keep their words.

In: a table the engine has laid out by CSS 2.2, section 17.5.2.2. Out: the same table with widths a typesetter
would choose. The engine lets a table whose longest words do not fit run off the page, and otherwise shares the
room in proportion to the longest cell, so that one long cell leaves its neighbours a letter a line. Here

- a table never becomes wider than the place it stands in: the widest columns are cut, and their words broken;
- where cells must be turned over, a column gets the 0.4th power of its longest cell, and none gets more than it
  can fill or less than its longest word;
- shares that the author gave hold among the columns that can fill theirs, as far as words fit.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import table as engine_table
from weasyprint.layout.preferred import margin_width, table_and_columns_preferred_widths
from weasyprint.text.line_break import split_first_line

from publish.paginating.mending import MendedContext

_POWER = 0.4
_LONGEST_WHOLE = 30
"""Characters of a word that is kept whole if the room allows; longer ones are addresses or rows of names."""
_LOCK = threading.RLock()
_ORIGINAL: Callable[..., None] = engine_table.auto_table_layout


@contextmanager
def fitted_columns() -> Iterator[None]:
    """Fit the columns of our own documents inside the `with` block."""
    with _LOCK:
        engine_table.auto_table_layout = _lay_out_columns
        try:
            yield
        finally:
            engine_table.auto_table_layout = _ORIGINAL


def _lay_out_columns(context: Any, wrapper: Any, containing_block: Any) -> None:
    _ORIGINAL(context, wrapper, containing_block)
    table = wrapper.get_wrapped_table()
    if not isinstance(context, MendedContext) or not table.column_widths:
        return
    margins = sum(side for side in (wrapper.margin_left, wrapper.margin_right) if side != "auto")
    edges = table.padding_left + table.padding_right + table.border_left_width + table.border_right_width
    available = containing_block[0] - margins - edges
    measured = table_and_columns_preferred_widths(context, wrapper, outer=False)
    _, widest, least, most, shares, _, spacing, columns = measured
    if widest <= available and table.width <= available:
        return
    room = min(table.width, available) - spacing
    if room <= 0:
        return
    if sum(least) > room:
        widths = cut_widest(least, room)
    else:
        whole = [_longest_word(context, column) for column in columns]
        least = raise_least(least, whole, room)
        weights = shares if all(shares) else [max(width, 1.0) ** _POWER for width in most]
        widths = share_room(least, most, weights, room)
    table.column_widths = widths
    table.width = sum(widths) + spacing


def _longest_word(context: Any, column: Sequence[Any]) -> float:
    """Return the width a column needs to keep its words whole, hyphenation and joints left aside."""
    widest = 0.0
    for cell in column:
        if not cell or cell.colspan != 1:
            continue
        inner = 0.0
        longest = 0
        for box in cell.descendants():
            if not isinstance(box, boxes.TextBox):
                continue
            words = re.sub("[\u200b\u2060\u00ad]", "", box.text).split()
            for word in sorted({word for word in words if len(word) <= _LONGEST_WHOLE}, key=len)[-2:]:
                if len(word) >= 0.7 * longest:
                    inner = max(inner, split_first_line(word, box.style, context, None, 0)[3])
                    longest = max(longest, len(word))
        widest = max(widest, margin_width(cell, inner))
    return widest


def raise_least(least: Sequence[float], whole: Sequence[float], room: float) -> list[float]:
    """Return least widths raised towards those of whole words, short words first, as far as `room` allows.

    >>> raise_least([10, 10, 10], [20, 30, 100], 90)
    [20, 30, 40.0]
    """
    wanted = [max(pair) for pair in zip(least, whole, strict=True)]
    if sum(wanted) <= room:
        return wanted
    low, high = 0.0, max(wanted)
    for _ in range(40):
        limit = (low + high) / 2
        needed = sum(max(a, min(b, limit)) for a, b in zip(least, wanted, strict=True))
        low, high = (limit, high) if needed <= room else (low, limit)
    return [max(a, min(b, round(low, 3))) for a, b in zip(least, wanted, strict=True)]


def cut_widest(widths: Sequence[float], room: float) -> list[float]:
    """Return widths that fill `room` at most, every one that is too much cut to the same length.

    >>> cut_widest([10, 40, 80], 90)
    [10, 40, 40.0]
    """
    if sum(widths) <= room:
        return list(widths)
    left, count = room, len(widths)
    for width in sorted(widths):
        if width * count > left:
            break
        left -= width
        count -= 1
    limit = left / max(1, count)
    return [min(width, limit) for width in widths]


def share_room(
    least: Sequence[float], most: Sequence[float], weights: Sequence[float], room: float
) -> list[float]:
    """Return widths that fill `room` in the proportion of `weights`, each between its least and its most.

    >>> share_room([10, 10, 10], [20, 80, 1000], [1, 1, 2], 200)
    [20, 60.0, 120.0]
    """
    widths = [0.0] * len(most)
    free = list(range(len(most)))
    left = room
    while free:
        unit = left / sum(weights[column] for column in free)
        wanted = {column: unit * weights[column] for column in free}
        short = [column for column in free if wanted[column] < least[column]]
        full = [column for column in free if wanted[column] > most[column]]
        # CSS Flexible Box Layout 1, section 9.7: settle first the side whose limits bind more.
        lacking = sum(least[column] - wanted[column] for column in short)
        spare = sum(wanted[column] - most[column] for column in full)
        if lacking == spare == 0:
            for column in free:
                widths[column] = wanted[column]
            break
        for column in short if lacking >= spare else full:
            widths[column] = least[column] if lacking >= spare else most[column]
            left -= widths[column]
            free.remove(column)
    return widths
