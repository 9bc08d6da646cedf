"""Paths in settings against the files there are.

In: a path or a list of them as written, and the paths of the project's files. Out: the paths that exist.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection
from urllib.parse import unquote

from publish.config.values import read_texts
from publish.model.diagnostic import Diagnostic, diagnose
from publish.text.nearest import did_you_mean
from publish.text.yaml import Node

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|~|\\|\.\.(?:/|\Z)")


def normal_path(path: str) -> str:
    """Return a path without `./` and double slashes.

    >>> normal_path(" ./a//b.md ")
    'a/b.md'
    """
    return posixpath.normpath(path.strip())


def paths_in(node: Node, present: Collection[str], found: list[Diagnostic]) -> tuple[str, ...]:
    """Return the paths a setting names, in order.

    A path inside the project that leads to no file is an error and is left out. Paths that lead elsewhere
    (absolute, above the folder, addresses) are kept: whether they may be read is not decided here.
    """
    kept: list[str] = []
    for item in read_texts(node):
        path = normal_path(item.text)
        if _ELSEWHERE.match(path):
            kept.append(item.text.strip())
            continue
        match = next((p for p in _spellings(path) if p in present), None)
        if match is not None:
            kept.append(match)
            continue
        shown = item.text.strip()
        hints = did_you_mean(path, sorted(present)) or _elsewhere_in(path, present)
        found.append(
            diagnose("config/missing-file", f"the file `{shown}` does not exist", item.at, hints=hints)
        )
    return tuple(dict.fromkeys(kept))


def _spellings(path: str) -> tuple[str, ...]:
    plain = unquote(path)
    forms = (path, plain, unicodedata.normalize("NFC", plain), unicodedata.normalize("NFD", plain))
    return tuple(dict.fromkeys(forms))


def _elsewhere_in(path: str, present: Collection[str]) -> tuple[str, ...]:
    name = posixpath.basename(path)
    twin = next((p for p in sorted(present) if posixpath.basename(p) == name), None)
    return () if twin is None else (f"did you mean `{twin}`?",)
