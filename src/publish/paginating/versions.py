"""Which layout engine is installed: names and versions for cache keys, the manifest and `publish --version`."""

from __future__ import annotations

import ctypes
import ctypes.util
from importlib.metadata import PackageNotFoundError, version

_PACKAGES = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "pyphen", "fonttools")


def engine_versions() -> tuple[tuple[str, str], ...]:
    """Return (name, version) of everything that decides where lines and pages break; "missing" where absent."""
    found: list[tuple[str, str]] = []
    for package in _PACKAGES:
        try:
            found.append((package, version(package)))
        except PackageNotFoundError:
            found.append((package, "missing"))
    found.append(("pango", _library_version(("libpango-1.0.so.0", "pango-1.0"), "pango_version_string")))
    found.append(("harfbuzz", _library_version(("libharfbuzz.so.0", "harfbuzz"), "hb_version_string")))
    return tuple(found)


def _library_version(names: tuple[str, ...], function: str) -> str:
    """Ask a C library for its version; loading it is cheap and needs no WeasyPrint."""
    for name in names:
        path = name if ".so" in name else ctypes.util.find_library(name)
        if not path:
            continue
        try:
            ask = getattr(ctypes.CDLL(path), function)
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p
        return str(ask().decode())
    return "missing"
