"""Finished work kept by its key: files in, the same files out, or nothing at all.

One entry is one file: a line of JSON with names, sizes and digests, then the contents. Entries are written
whole and checked against their digests when read, so neither a crash nor a bad disk gives a wrong edition.
The store has an upper bound; what was used longest ago goes first.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

LARGEST_STORE = 1024 * 1024 * 1024
"""Bytes."""

_SUFFIX = ".entry"


def default_cache_folder() -> Path | None:
    """Return where finished work is kept, None if PUBLISH_CACHE is `off`.

    PUBLISH_CACHE may name a folder; else it is `publish` in the user's cache folder (XDG Base Directory
    Specification 0.8; ~/Library/Caches on macOS). Without a home there is no cache.
    """
    named = os.environ.get("PUBLISH_CACHE", "")
    if named.lower() in ("off", "0", "no"):
        return None
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "publish"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "publish"


class Cache:
    """A store in a folder; `Cache(None)` keeps nothing. With a bad disk it is forgetful, never loud."""

    __slots__ = ("_bound", "_folder")

    def __init__(self, folder: Path | None, bound: int = LARGEST_STORE) -> None:
        self._folder = folder
        self._bound = bound

    def get(self, key: str) -> dict[str, bytes] | None:
        """Return the files kept under a key, None if there are none or they are damaged."""
        if self._folder is None:
            return None
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        files = _unpack(key, content)
        with contextlib.suppress(OSError):
            if files is None:
                path.unlink()
            else:
                os.utime(path)  # used now: goes last when room is needed
        return files

    def put(self, key: str, files: Mapping[str, bytes]) -> None:
        """Keep files under a key, over what was there before."""
        if self._folder is None:
            return
        content = _pack(key, files)
        if len(content) > self._bound:
            return
        path = self._path(key)
        temporary = None
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix="new-", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).replace(path)
            self._make_room()
        except OSError:
            if temporary is not None:
                with contextlib.suppress(OSError):
                    Path(temporary).unlink()

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return Path(self._folder or "") / (name + _SUFFIX)

    def _make_room(self) -> None:
        entries = []
        for path in Path(self._folder or "").iterdir():
            if path.suffix == _SUFFIX or path.name.startswith("new-"):
                with contextlib.suppress(OSError):
                    status = path.stat()
                    entries.append((status.st_mtime_ns, path.name, status.st_size, path))
        total = sum(size for _, _, size, _ in entries)
        for _, _, size, path in sorted(entries):
            if total <= self._bound:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size


def _pack(key: str, files: Mapping[str, bytes]) -> bytes:
    listing = [[name, len(content), hashlib.sha256(content).hexdigest()] for name, content in files.items()]
    head = json.dumps({"format": 1, "key": key, "files": listing}).encode("ascii")
    return b"\n".join((hashlib.sha256(head).hexdigest().encode("ascii"), head, b"".join(files.values())))


def _unpack(key: str, content: bytes) -> dict[str, bytes] | None:
    digest, _, rest = content.partition(b"\n")
    head, _, body = rest.partition(b"\n")
    if hashlib.sha256(head).hexdigest().encode("ascii") != digest:
        return None
    described = json.loads(head)
    if described.get("format") != 1 or described.get("key") != key:
        return None
    files: dict[str, bytes] = {}
    start = 0
    for name, size, expected in described["files"]:
        piece = body[start : start + size]
        if hashlib.sha256(piece).hexdigest() != expected:
            return None
        files[name] = piece
        start += size
    return files if start == len(body) else None
