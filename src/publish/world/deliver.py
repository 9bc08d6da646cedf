"""Finished files in, an output folder out: all of them or none.

Everything is written beside its destination first. Only when that went well are the files moved into place,
the manifest last; if a move fails the former files are put back. Files that the former manifest lists and
this build no longer makes are removed, unless somebody has changed them since.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

MANIFEST = "manifest.json"


class Unwritable(Exception):
    """The output folder could not be written; what was there before is still there."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(reason)
        self.folder = folder
        self.reason = reason


def deliver(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files (name to content) into a folder, all or nothing; raises `Unwritable`.

    Names are plain or have subfolders (`pages/1.png`); other files in the folder are left alone.
    """
    for name in files:
        if not _is_plain(name):
            raise ValueError(f"not a name for an output: {name!r}")
    made = _first_missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stale = _stale_files(folder, files)
        with _staging(folder) as stage:
            _write(stage / "new", files)
            _move_in(stage, folder, files, stale)
    except OSError as trouble:
        if made is not None:
            _remove_empty(folder, made)
        raise Unwritable(folder, trouble.strerror or str(trouble)) from trouble


@contextlib.contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Make a hidden folder on the same file system as the destination and remove it in the end."""
    stage = Path(tempfile.mkdtemp(prefix=".publish-", dir=folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _write(stage: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _move_in(stage: Path, folder: Path, files: Mapping[str, bytes], stale: list[str]) -> None:
    undo: list[tuple[Path, Path | None]] = []
    try:
        for name in sorted(files, key=lambda name: (name == MANIFEST, name)):
            target = folder / name
            if _has_content(target, files[name]):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            undo.append((target, _put_aside(stage, folder, name)))
            (stage / "new" / name).replace(target)
        for name in stale:
            undo.append((folder / name, _put_aside(stage, folder, name)))
    except BaseException:
        for target, former in reversed(undo):
            with contextlib.suppress(OSError):
                target.unlink(missing_ok=True)
                if former is not None:
                    former.replace(target)
        raise


def _put_aside(stage: Path, folder: Path, name: str) -> Path | None:
    """Move a former file into the staging folder; a folder in its place is trouble, not ours to remove."""
    target = folder / name
    if not os.path.lexists(target):
        return None
    if target.is_dir() and not target.is_symlink():
        raise IsADirectoryError(None, f"{name} is a folder")
    former = stage / "former" / name
    former.parent.mkdir(parents=True, exist_ok=True)
    return target.rename(former)


def _has_content(path: Path, content: bytes) -> bool:
    """Tell whether the file is there already: an unchanged file keeps its time."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != len(content):
        return False
    return path.read_bytes() == content


def _stale_files(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return sorted(
        {
            name
            for name, digest in _listed(manifest)
            if name not in files and _is_plain(name) and _is_as_delivered(folder / name, digest)
        }
    )


def _listed(manifest: Any) -> Iterator[tuple[str, str]]:
    """Yield name and digest of every output a manifest lists (`files`, a list of objects)."""
    entries = manifest.get("files") if isinstance(manifest, dict) else None
    if isinstance(entries, list):
        for entry in entries:
            if isinstance(entry, dict) and isinstance(entry.get("file"), str):
                yield entry["file"], str(entry.get("sha256", ""))


def _is_as_delivered(path: Path, digest: str) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    return not digest or hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in name


def _first_missing(folder: Path) -> Path | None:
    """Return the topmost folder that has to be made, None if the destination is there."""
    missing = None
    for path in (folder, *folder.parents):
        if os.path.lexists(path):
            break
        missing = path
    return missing


def _remove_empty(folder: Path, top: Path) -> None:
    with contextlib.suppress(OSError):
        for path in (folder, *folder.parents):
            path.rmdir()
            if path == top:
                return
