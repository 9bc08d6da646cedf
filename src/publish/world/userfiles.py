"""A file that the person at the command line names, anywhere they may read: its bytes, within bounds.

Only for paths of the caller's own; what a manuscript names goes through `disk.py`. Devices and pipes are
refused, for they may never end.
"""

from __future__ import annotations

import os
import stat

from publish.world.paths import NotThere


class UnreadableFile(Exception):
    """The file is there but cannot be read; the message says why."""


def read_user_file(path: str, largest: int) -> bytes:
    """Return a regular file's bytes; raises `NotThere` or `UnreadableFile`, also above `largest` bytes."""
    if "\0" in path:
        raise NotThere(path)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except (FileNotFoundError, NotADirectoryError):
        raise NotThere(path) from None
    except (OSError, ValueError) as reason:
        raise UnreadableFile(getattr(reason, "strerror", None) or str(reason)) from None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UnreadableFile("it is no regular file")
        content = file.read(largest + 1)
    if len(content) > largest:
        raise UnreadableFile(f"it has more than {largest} bytes")
    return content
