"""The project folder and nothing else: a path as a manuscript writes it in, bytes out.

Paths come from strangers: each is normalised as text (`paths.py`), resolved, checked, and then opened without
following a link (`beneath.py`). What was read is remembered with its digest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from publish.world.beneath import open_beneath, path_inside, read_beneath, resolve, walk_files
from publish.world.paths import (
    FILE_ADDRESS,
    NotThere,
    OutsideProject,
    collapse,
    name_pattern,
    normal_form,
    readings,
)

__all__ = ["Files", "MemoryProject", "NotThere", "OutsideProject", "Project", "normal_form"]


class Files(Protocol):
    """What a build reads from: a folder, or its twin in memory."""

    def read_bytes(self, path: str) -> bytes:
        """Return a file's content; raises `OutsideProject` or `NotThere`."""

    def relative(self, path: str) -> str:
        """Return the path's normal form, `images/map.png`; raises `OutsideProject`."""

    def exists(self, path: str) -> bool:
        """Tell whether `read_bytes` would find a file; never raises."""

    def list(self, pattern: str) -> tuple[str, ...]:
        """Return the normal forms of all files that match `*.md` or `**/*.png`, sorted."""

    @property
    def reads(self) -> tuple[tuple[str, str], ...]:
        """Return what was read so far: normal forms and SHA-256 digests, sorted."""


class Project:
    """A folder on the disk. `allow` names folders outside it that may be read as well (`--allow-read`)."""

    __slots__ = ("_allow", "_reads", "_root")

    def __init__(self, root: Path, allow: tuple[Path, ...] = ()) -> None:
        self._root = os.path.realpath(root)
        self._allow = tuple(os.path.realpath(folder) for folder in allow)
        self._reads: dict[str, str] = {}

    def read_bytes(self, path: str) -> bytes:
        """Return a file's content; raises `OutsideProject` or `NotThere`."""
        name, base, inner = self._find(path)
        content = read_beneath(base, inner, path)
        self._reads[name] = hashlib.sha256(content).hexdigest()
        return content

    def relative(self, path: str) -> str:
        """Return the path's normal form; raises `OutsideProject`.

        A file that `allow` opens gets `../FOLDER/…`, with the name of the allowed folder: no machine's paths.
        """
        try:
            return self._find(path)[0]
        except NotThere:
            return normal_form(path)

    def exists(self, path: str) -> bool:
        """Tell whether `read_bytes` would find a regular file; never raises."""
        try:
            _, base, inner = self._find(path)
            os.close(open_beneath(base, inner, path))
        except (OutsideProject, NotThere):
            return False
        return True

    def list(self, pattern: str) -> tuple[str, ...]:
        """Return the files below the root that match, sorted; not hidden, linked folders or `output/`.

        `*` stands for anything in one folder, `**/` for any depth. Names that are not Unicode are left out.
        """
        deep = "/" in pattern
        matches = name_pattern(pattern)
        found = [name for name in walk_files(self._root, deep=deep) if matches.fullmatch(name)]
        return tuple(sorted(found))

    @property
    def reads(self) -> tuple[tuple[str, str], ...]:
        """Return what was read so far: normal forms and SHA-256 digests, sorted."""
        return tuple(sorted(self._reads.items()))

    def _find(self, path: str) -> tuple[str, str, str]:
        """Return a path's normal form, the folder it was found beneath and the resolved path inside that.

        The first reading that exists wins; raises `NotThere` if none does, `OutsideProject` if one leads out.
        """
        if "\0" in path:
            raise NotThere(path)
        outside = False
        for reading in readings(path):
            try:
                name = collapse(reading, path)
            except OutsideProject:
                found = self._find_allowed(reading)
                if found is not None:
                    return found
                outside = True
                continue
            resolved = resolve(f"{self._root}/{name}")
            inner = path_inside(self._root, resolved)
            if inner is not None:
                if os.path.lexists(resolved):
                    return name, self._root, inner
                continue
            for folder in self._allow:
                inner = path_inside(folder, resolved)
                if inner is not None:
                    return name, folder, inner
            outside = True
        if outside:
            raise OutsideProject(path)
        raise NotThere(path)

    def _find_allowed(self, path: str) -> tuple[str, str, str] | None:
        """Find a path that leaves the project in the allowed folders, by place or as `../FOLDER/…`."""
        plain = FILE_ADDRESS.sub("", path, count=1)
        for folder in self._allow:
            own = f"../{Path(folder).name}/"
            for candidate in (
                str(Path(self._root, plain)),
                *((f"{folder}/{plain.removeprefix(own)}",) if plain.startswith(own) else ()),
            ):
                resolved = resolve(candidate)
                inner = path_inside(folder, resolved)
                if inner is not None and os.path.lexists(resolved):
                    return own + inner, folder, inner
        return None


class MemoryProject:
    """The in-memory twin: the same answers from a mapping of normal forms to bytes."""

    __slots__ = ("_files", "_reads")

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)
        self._reads: dict[str, str] = {}

    def read_bytes(self, path: str) -> bytes:
        """Return a file's content; raises `OutsideProject` or `NotThere`."""
        name = self.relative(path)
        if name not in self._files:
            raise NotThere(path)
        self._reads[name] = hashlib.sha256(self._files[name]).hexdigest()
        return self._files[name]

    def relative(self, path: str) -> str:
        """Return the path's normal form; raises `OutsideProject`."""
        outside = False
        for reading in readings(path):
            try:
                name = collapse(reading, path)
            except OutsideProject:
                outside = True
                continue
            if name in self._files:
                return name
        if outside:
            raise OutsideProject(path)
        return normal_form(path)

    def exists(self, path: str) -> bool:
        """Tell whether there is such a file; never raises."""
        try:
            return self.relative(path) in self._files
        except OutsideProject:
            return False

    def list(self, pattern: str) -> tuple[str, ...]:
        """Return the files that match, sorted; without hidden ones and `output/`."""
        matches = name_pattern(pattern)
        listed = (n for n in self._files if "/." not in f"/{n}" and not n.startswith("output/"))
        return tuple(sorted(name for name in listed if matches.fullmatch(name)))

    @property
    def reads(self) -> tuple[tuple[str, str], ...]:
        """Return what was read so far: normal forms and SHA-256 digests, sorted."""
        return tuple(sorted(self._reads.items()))
