"""External programs: arguments and bytes in, bytes out, never longer than a limit.

A program runs in a session of its own, so that at the limit (or when the build is interrupted) it dies
together with whatever it has started. Its environment is ours, not the author's: the same locale, home and
time zone everywhere, so that no user configuration changes an edition.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class TooLong(Exception):
    """A program was still running at its time limit and has been ended."""

    def __init__(self, program: str, limit_s: float) -> None:
        super().__init__(f"{program} did not finish within {limit_s:g} s")
        self.program = program
        self.limit_s = limit_s


class MissingTool(Exception):
    """A program that publish needs is not installed; `hint` says what would bring it."""

    def __init__(self, program: str, hint: str = "") -> None:
        super().__init__(f"{program} is not installed")
        self.program = program
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Completed:
    """What a program left behind: its exit code (negative: killed by that signal) and both outputs."""

    returncode: int
    stdout: bytes
    stderr: bytes


def plain_environment() -> dict[str, str]:
    """Return the environment programs get: a UTF-8 locale, no home, UTC, and the search path."""
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": locale,
        "LC_ALL": locale,
        "TZ": "UTC",
        "HOME": os.devnull,
        "XDG_DATA_HOME": os.devnull,
        "XDG_CONFIG_HOME": os.devnull,
    }


def run(
    argv: Sequence[str],
    stdin: bytes = b"",
    time_limit_s: float = 120.0,
    env: Mapping[str, str] | None = None,
) -> Completed:
    """Run one program to its end; raises `TooLong` at the limit and `MissingTool` if it is not there.

    `env` replaces the plain environment. The exit code is the caller's to judge.
    """
    name = Path(argv[0]).name
    try:
        process = subprocess.Popen(
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(plain_environment() if env is None else env),
            start_new_session=True,
        )
    except (FileNotFoundError, PermissionError) as trouble:
        raise MissingTool(name) from trouble
    _limit_processor_time(process.pid, time_limit_s)
    with process:
        try:
            stdout, stderr = process.communicate(stdin, timeout=time_limit_s)
        except subprocess.TimeoutExpired:
            _end(process)
            raise TooLong(name, time_limit_s) from None
        except BaseException:
            _end(process)  # Ctrl-C does not reach the program's own session
            raise
    return Completed(process.returncode, stdout, stderr)


def _limit_processor_time(pid: int, time_limit_s: float) -> None:
    """Let the kernel end the program if nobody is left who looks at the clock (ours was killed).

    All its threads count, hence the number of processors.
    """
    if sys.platform == "linux":
        limit_s = math.ceil(time_limit_s) * (os.cpu_count() or 1) + 1
        with contextlib.suppress(OSError, ValueError):  # it has ended already, or its limit is lower
            resource.prlimit(pid, resource.RLIMIT_CPU, (limit_s, limit_s))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the whole session; its leader's process group has the leader's number."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()
