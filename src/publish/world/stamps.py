"""Stamps that change when the program or the machine's fonts do: parts of every cache key.

Stamps are of sizes and modification times, cheap enough for each run; they never enter an output.
"""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.metadata import distributions
from pathlib import Path

from publish.world.assets import asset_folders

_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_OURS = (
    "publish",
    "weasyprint",
    "citeproc",
    "pikepdf",
    "pypandoc",
    "fontpkg",
    "ziamath",
    "nh3",
    "pillow",
    "lxml",
)


def program_stamp() -> str:
    """Return a stamp of our own files and of the versions of the packages that decide what comes out."""
    digest = hashlib.sha256(sys.version.encode())
    for folder in (Path(__file__).resolve().parents[1], *asset_folders()):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".css", ".csl", ".json"):
                status = path.stat()
                digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    names = sorted(f"{d.name} {d.version}" for d in distributions() if (d.name or "").lower().startswith(_OURS))
    digest.update("\n".join(names).encode())
    return digest.hexdigest()


def system_fonts_stamp() -> str:
    """Return a stamp of the folders that fontconfig looks into; a font put there changes its folder's time."""
    digest = hashlib.sha256()
    for name in _FONT_FOLDERS:
        top = Path(name).expanduser()
        for folder, _, _ in os.walk(top):
            digest.update(f"{folder} {Path(folder).stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()
