"""WeasyPrint imported without what its import wastes: twenty-four processes and a font compiler.

In: nothing. Out: a block within which `import weasyprint` is quick. The engine looks its system libraries up by
names of other systems first, for which Python starts ldconfig, gcc and ld (ctypes.util.find_library); and it
loads the subsetter and the instancer of fontTools, which HarfBuzz stands in for (`instancing.py`). Here the
libraries are taken by their sonames where all are there, and fontTools comes when it is first called.
Outside the block everything is as before.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_SONAMES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
)
"""The libraries that the engine cannot do without, as Linux names them."""

_LATE = {"fontTools.subset": (), "fontTools.varLib.instancer": ("instantiateVariableFont",)}
"""Modules to be loaded when they are first used, and their functions that are imported by name."""


@contextmanager
def quick_import() -> Iterator[None]:
    """Let `import weasyprint` be quick within this block; where it cannot be, nothing is changed."""
    stand_ins = {name: _LateModule(name, own) for name, own in _LATE.items() if name not in sys.modules}
    search = ctypes.util.find_library
    if _libraries_are_there():
        ctypes.util.find_library = _nothing
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        ctypes.util.find_library = search
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _libraries_are_there() -> bool:
    """Tell whether the loader finds every library by its soname, so that no search can find better ones."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        for name in _SONAMES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _nothing(name: str) -> str | None:
    return None


class _LateModule(ModuleType):
    """What stands for a module until something of it is needed."""

    def __init__(self, name: str, functions: tuple[str, ...]) -> None:
        super().__init__(name)
        for function in functions:
            setattr(self, function, _late_function(name, function))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


def _late_function(module: str, name: str) -> Any:
    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(importlib.import_module(module), name)(*arguments, **named)

    return call
