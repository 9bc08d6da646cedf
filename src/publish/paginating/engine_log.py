"""The layout engine's log becomes values.

In: what WeasyPrint says to its logger while a `with` block runs. Out: records in order. Nothing reaches the
terminal, and nothing is lost: what no translation knows is reported as it stands.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_ENGINE = "weasyprint"
_SILENCED = "fontTools"
"""Says what it meets in a font's tables; whether the font could be used, the engine says itself."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the engine's log: its pattern, the values put into it, and the sentence."""

    pattern: str
    values: tuple[object, ...]
    text: str


class _Collector(logging.Handler):
    """Takes the records of one thread."""

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__(logging.WARNING)
        self._remarks = remarks
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread in (None, self._thread):
            values = record.args if isinstance(record.args, tuple) else ()
            self._remarks.append(Remark(str(record.msg), values, " ".join(record.getMessage().split())))


@contextmanager
def engine_remarks() -> Iterator[list[Remark]]:
    """Collect what the engine says inside the block; its loggers are as they were afterwards."""
    remarks: list[Remark] = []
    handlers = {_ENGINE: _Collector(remarks), _SILENCED: logging.NullHandler()}
    before = {}
    for name, handler in handlers.items():
        logger = logging.getLogger(name)
        before[name] = (logger.level, logger.propagate, logger.disabled)
        logger.addHandler(handler)
        logger.setLevel(logging.WARNING)
        logger.propagate = logger.disabled = False
    try:
        yield remarks
    finally:
        for name, handler in handlers.items():
            logger = logging.getLogger(name)
            logger.removeHandler(handler)
            level, logger.propagate, logger.disabled = before[name]
            logger.setLevel(level)
