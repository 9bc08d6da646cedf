"""Stamps that change when the program or the machine's fonts do: parts of every cache key.

Stamps are of names, sizes and modification times, cheap enough for each run; they never enter an output.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from publish.world.assets import asset_folders

_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/etc/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/Library/Fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "~/.config/fontconfig",
)


def program_stamp() -> str:
    """Return a stamp of our own files and of every installed package's version."""
    digest = hashlib.sha256(f"{sys.version}\n".encode())
    for folder in (Path(__file__).resolve().parents[1], *asset_folders()):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".css", ".csl", ".json"):
                status = path.stat()
                name = path.relative_to(folder).as_posix()
                digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    digest.update("\n".join(sorted(_installed())).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _installed() -> Iterator[str]:
    """Yield `name-version.dist-info` of all packages: a listing, for reading their metadata takes 30 ms."""
    for folder in sys.path:
        with contextlib.suppress(OSError), os.scandir(folder or ".") as entries:
            for entry in entries:
                if entry.name.endswith((".dist-info", ".egg-info")):
                    yield entry.name


def system_fonts_stamp() -> str:
    """Return a stamp of the folders that fontconfig looks into; a font put there changes its folder's time."""
    digest = hashlib.sha256()
    for name in _FONT_FOLDERS:
        for folder, below, _ in os.walk(Path(name).expanduser()):
            below.sort()
            with contextlib.suppress(OSError):
                status = Path(folder).stat()
                digest.update(f"{folder} {status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
