"""Total-fit lines in the engine's place, for our own documents and only while they are laid out and painted.

In: settings. Out: two of the engine's functions exchanged inside a `with` block: the one that breaks a block
into lines (setter.py has what stands in for it), and the one that paints a line's text. The version and the
source they stand in for are checked (`engine.py`); where either differs, nothing is exchanged.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from weasyprint.draw import text as engine_drawing
from weasyprint.layout import block as engine_block

from publish.model.lines import LineSettings
from publish.paginating.lines.costs import costs_of
from publish.paginating.lines.drawing import Painter
from publish.paginating.lines.engine import ENGINE_LOCK, changed_functions
from publish.paginating.lines.grid import keep_grid
from publish.paginating.lines.protrusion import Protrusion
from publish.paginating.lines.record import Record
from publish.paginating.lines.setter import ENGINE_BREAKER, LineSetter

_current: LineSetter | None = None
_owner = 0
"""The thread whose documents are set by the current setter; other threads' are laid out as ever."""


def current_setter() -> LineSetter | None:
    """Return the setter that breaks this thread's lines now; None if the engine does."""
    return _current if _owner == threading.get_ident() else None


def can_set() -> bool:
    """Tell whether the installed engine is the very one that lines are set in."""
    return not changed_functions()


@contextmanager
def set_lines(
    settings: LineSettings, *, grid: bool = False, record: Record | None = None
) -> Iterator[LineSetter | None]:
    """Let a setter break lines, and its lines be painted quickly, inside the `with` block; `grid` puts all of
    them on the lines of the page, also those that the engine breaks.

    Gives the setter; None where the settings, or an engine that is not the one we know, leave lines to the
    engine.
    """
    global _current, _owner  # noqa: PLW0603 - the engine's functions are global, too; guarded by the lock
    is_greedy = settings.breaker == "greedy"
    if is_greedy and not grid:
        yield None
        return
    with ENGINE_LOCK:
        # Asked in here: while another thread has the engine's functions exchanged, it is another engine. In a
        # block within a block they are exchanged by ourselves.
        if _current is None and not can_set():
            yield None
            return
        if is_greedy:
            with keep_grid(ENGINE_BREAKER):
                yield None
            return
        record = Record() if record is None else record
        outer = _current, _owner
        former = engine_block.iter_line_boxes, engine_drawing.draw_first_line
        _current = LineSetter(costs_of(settings), Protrusion(settings.hanging), record)
        _owner = threading.get_ident()
        engine_block.iter_line_boxes = _break_lines
        engine_drawing.draw_first_line = Painter(record).paint
        try:
            with keep_grid(_break_lines) if grid else nullcontext():
                yield _current
        finally:
            _current, _owner = outer
            engine_block.iter_line_boxes, engine_drawing.draw_first_line = former


def _break_lines(*arguments: Any) -> Iterator[tuple[Any, Any]]:
    """Break a block into lines: by the current setter where this thread has one, else by the engine."""
    setter = current_setter()
    return setter.lines(*arguments) if setter is not None else ENGINE_BREAKER(*arguments)
