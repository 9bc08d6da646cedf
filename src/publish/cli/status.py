"""The line on a terminal that tells what is being done now, and that something is still being done.

In: steps in a few words. Out: one line on standard error, rewritten in place (ECMA-48, sections 8.3.41 and
8.3.157), never longer than the terminal is wide at the moment, and gone in the end.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import click

from publish.cli.columns import columns, cut, printable, terminal_width
from publish.cli.streams import can_show, say_aside

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_PLAIN_FRAMES = "|/-\\"
_SECONDS_PER_FRAME = 0.12
_SHOW_AFTER_S = 0.15
"""What is done in a blink needs no telling."""


class StatusLine:
    """A line with a turning sign, the publication, the step and the seconds; `stop` wipes it."""

    def __init__(self, name: str) -> None:
        self._name = printable(Path(name).name or name)
        self._step = ""
        self._started = time.monotonic()
        self._done = threading.Event()
        self._frames = _FRAMES if can_show(sys.stderr, _FRAMES) else _PLAIN_FRAMES
        self._shown = False
        self._thread = threading.Thread(target=self._turn, daemon=True)
        self._thread.start()

    def tell(self, step: str) -> None:
        """Take the next step; it shows with the next turn of the sign."""
        self._step = printable(step)

    def stop(self) -> None:
        """End the turning and wipe the line."""
        self._done.set()
        self._thread.join()
        if self._shown:
            say_aside("\r\x1b[2K", newline=False)

    def _turn(self) -> None:
        turn = 0
        wait = _SHOW_AFTER_S
        while not self._done.wait(wait):
            wait = _SECONDS_PER_FRAME
            self._shown = True
            say_aside(f"\r\x1b[2K{self._line(turn)}", newline=False)
            turn += 1

    def _line(self, turn: int) -> str:
        width = (terminal_width(sys.stderr) or 80) - 1  # the last column would wrap on some terminals
        sign = self._frames[turn % len(self._frames)]
        seconds = f"{time.monotonic() - self._started:.0f} s"
        name = cut(self._name, max(8, width // 2))
        step = cut(self._step, max(0, width - columns(name) - len(seconds) - 6))
        if width < len(seconds) + 12:
            return cut(f"{sign} {name}", max(1, width))
        return f"{click.style(sign, fg='cyan')} {click.style(name, bold=True)}  {step}  {seconds}"
