"""Standard output and standard error, made fit for anything: closed, full, or in an encoding of long ago."""

from __future__ import annotations

import contextlib
import os
import sys
from io import TextIOWrapper
from typing import TextIO

import click


def prepare_streams() -> None:
    """Let every text be printed: what an encoding lacks becomes `?`, what nobody listens to goes nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # the caller has closed it
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - for the whole run
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def speak_json() -> None:
    """Let standard output carry JSON: UTF-8 whatever the locale says (RFC 8259, section 8.1)."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def say_aside(text: str, *, newline: bool = True) -> None:
    """Print on standard error; that nobody can read it there must not stop the work."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True, nl=newline)


def can_show(stream: TextIO, text: str) -> bool:
    """Tell whether a stream's encoding has the characters of a text."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def silence_streams() -> None:
    """Drop what could not be printed, so that the interpreter does not fail over it at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
