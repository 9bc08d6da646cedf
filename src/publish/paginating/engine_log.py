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

_NAMES = ("weasyprint", "fontTools")


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
    collector = _Collector(remarks)
    loggers = [logging.getLogger(name) for name in _NAMES]
    before = [(logger.level, logger.propagate, logger.disabled) for logger in loggers]
    for logger in loggers:
        logger.addHandler(collector)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        logger.disabled = False
    try:
        yield remarks
    finally:
        for logger, (level, propagate, disabled) in zip(loggers, before, strict=True):
            logger.removeHandler(collector)
            logger.setLevel(level)
            logger.propagate, logger.disabled = propagate, disabled
