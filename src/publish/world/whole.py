"""One file written whole or not at all, where the person named it on the command line."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from publish.world.deliver import Unwritable

__all__ = ["Unwritable", "write_whole"]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file through a temporary one beside it (rename(2) is atomic); raises `Unwritable`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".publish-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            umask = os.umask(0)
            os.umask(umask)
            temporary.chmod(0o666 & ~umask)
            temporary.replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()
    except OSError as trouble:
        raise Unwritable(path.parent, trouble.strerror or str(trouble)) from trouble
