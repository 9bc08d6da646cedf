"""Files below a folder, opened so that what was checked is what is read.

In: a folder and a resolved path inside it. Out: a descriptor or bytes. The way down is walked folder by folder
from the root following no link, so a link swapped in after the check leads nowhere. Only regular files open.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator

from publish.world.paths import NotThere, OutsideProject

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; a sparse file of a terabyte must not fill the memory."""

_OUTPUT = "output"

_MOST_ENTRIES = 50_000
"""A listing stops here: the project of a lone file may be a home folder."""


def resolve(path: str) -> str:
    """Follow every link; a path that cannot be followed to its end comes back as far as it goes."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path


def path_inside(folder: str, resolved: str) -> str | None:
    """Return the path within the folder, or None if it is not in it."""
    if resolved == folder:
        return ""
    prefix = folder if folder.endswith("/") else folder + "/"
    return resolved.removeprefix(prefix) if resolved.startswith(prefix) else None


def open_beneath(base: str, inner: str, written: str) -> int:
    """Open a regular file below a folder, one component at a time and following no link."""
    no_link = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK  # a FIFO must not wait for its writer
    parts = inner.split("/") if inner else ["."]
    try:
        here = os.open(base, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for part in parts[:-1]:
                following = os.open(part, os.O_RDONLY | os.O_DIRECTORY | no_link, dir_fd=here)
                os.close(here)
                here = following
            opened = os.open(parts[-1], os.O_RDONLY | no_link, dir_fd=here)
        finally:
            os.close(here)
    except (OSError, ValueError) as trouble:
        raise _refusal(written, trouble) from None
    mode = os.fstat(opened).st_mode
    if stat.S_ISREG(mode):
        return opened
    os.close(opened)
    if stat.S_ISDIR(mode):
        raise NotThere(written, "is a folder")
    raise OutsideProject(written)


def _refusal(written: str, trouble: OSError | ValueError) -> Exception:
    number = getattr(trouble, "errno", None)
    if number in (errno.ELOOP, errno.ENXIO):  # a link swapped in, or a socket: not ours to read
        return OutsideProject(written)
    if number in (errno.EACCES, errno.EPERM):
        return NotThere(written, "may not be read")
    return NotThere(written)


def read_beneath(base: str, inner: str, written: str) -> bytes:
    """Return a regular file's content; raises `NotThere` or `OutsideProject` with the path as written."""
    opened = open_beneath(base, inner, written)
    with os.fdopen(opened, "rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise NotThere(written, f"is larger than {LARGEST_FILE // (1024 * 1024)} MiB")
    return content


def walk_files(root: str, *, deep: bool) -> Iterator[str]:
    """Yield the files below a folder.

    Left out are hidden ones, linked folders, links that lead out, and `output/`, where editions are delivered:
    a build must not change the answer it has had.
    """
    left = _MOST_ENTRIES
    folders = [""]
    while folders:
        folder = folders.pop()
        with contextlib.suppress(OSError), os.scandir(f"{root}/{folder}") as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                left -= 1
                if left < 0:
                    return
                name = folder + entry.name
                if entry.name.startswith(".") or not _is_unicode(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if deep and name != _OUTPUT:
                        folders.append(name + "/")
                elif _is_listed(root, entry):
                    yield name


def _is_listed(root: str, entry: os.DirEntry[str]) -> bool:
    if entry.is_symlink() and path_inside(root, resolve(entry.path)) is None:
        return False
    return entry.is_file()


def _is_unicode(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
