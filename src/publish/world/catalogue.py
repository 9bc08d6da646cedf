"""What the citation styles say of themselves: an index of `csl/` and of the public catalogue.

In: the `info` at the head of each style (CSL 1.0.2, "Info"). Out: one entry a style. Reading 10,800 heads takes
half a second, and far longer from a cold disk; so the index is kept in the user's cache.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from publish.text.folding import fold_words
from publish.world.assets import asset_folders, catalogue_folders
from publish.world.cache import Cache, default_cache_folder

_CSL = "{http://purl.org/net/xbiblio/csl}"
_HEAD_BYTES = 4096
_FILE = "index.json"
_FORM = 1
"""Changes with the form of the index."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One style: `form` is note, author-date, numeric, label or author; `parent` only of a dependent style."""

    name: str
    title: str
    short_title: str = ""
    form: str = ""
    parent: str = ""
    fields: tuple[str, ...] = ()
    """Of study, with hyphens: `social-science`."""
    issns: tuple[str, ...] = ()
    is_house: bool = False
    folded: str = ""
    """The words of the titles, folded for comparing."""

    def to_json(self) -> dict[str, object]:
        """Return the object that `publish cite styles --format json` prints."""
        return {
            "name": self.name,
            "title": self.title,
            "form": self.form or None,
            "parent": self.parent or None,
            "fields": list(self.fields),
            "issn": list(self.issns),
            "house": self.is_house,
        }


def read_catalogue() -> tuple[CatalogueEntry, ...]:
    """Return every style that can be named, by name; the house's own hide those of the same name."""
    folders = (asset_folders()[1], *catalogue_folders())
    cache = Cache(default_cache_folder())
    key = f"catalogue {_FORM} {_stamp(folders)}"
    kept = cache.get(key)
    if kept is not None and _FILE in kept:
        rows = json.loads(kept[_FILE])
        return tuple([_unpacked(row) for row in rows])
    entries = _read_folders(folders)
    cache.put(key, {_FILE: json.dumps([asdict(entry) for entry in entries]).encode()})
    return entries


def _unpacked(row: dict[str, Any]) -> CatalogueEntry:
    return CatalogueEntry(**{**row, "fields": tuple(row["fields"]), "issns": tuple(row["issns"])})


def _stamp(folders: tuple[Path, ...]) -> str:
    """Return what changes when a style comes, goes or, in the house's small folder, is edited."""
    digest = hashlib.sha256()
    for number, folder in enumerate(folders):
        paths = [folder] if number else sorted(folder.glob("*.csl"))
        for path in paths:
            status = path.stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _read_folders(folders: tuple[Path, ...]) -> tuple[CatalogueEntry, ...]:
    entries: dict[str, CatalogueEntry] = {}
    for number, folder in enumerate(folders):
        for path in sorted(folder.glob("*.csl")):
            if path.stem not in entries:
                entry = _read_head(path, is_house=number == 0)
                if entry is not None:
                    entries[path.stem] = entry
    return tuple([_with_form_of_parent(entry, entries) for _, entry in sorted(entries.items())])


def _with_form_of_parent(entry: CatalogueEntry, entries: dict[str, CatalogueEntry]) -> CatalogueEntry:
    parent = entries.get(entry.parent)
    if entry.form or parent is None:
        return entry
    return replace(entry, form=parent.form)


def _read_head(path: Path, *, is_house: bool) -> CatalogueEntry | None:
    from lxml import etree

    parser = etree.XMLPullParser(
        ("end",), tag=f"{_CSL}info", resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        with path.open("rb") as file:
            while head := file.read(_HEAD_BYTES):
                parser.feed(head)
                for _, info in parser.read_events():
                    return _entry(path.stem, info, is_house)
    except (OSError, etree.XMLSyntaxError):
        return None  # a style that cannot be read cannot be found either
    return None


def _entry(name: str, info: object, is_house: bool) -> CatalogueEntry:
    title, short, form, parent = name, "", "", ""
    fields: list[str] = []
    issns: list[str] = []
    for child in info:  # type: ignore[attr-defined]
        words = " ".join((child.text or "").split())
        if child.tag == f"{_CSL}title":
            title = words or name
        elif child.tag == f"{_CSL}title-short":
            short = words
        elif child.tag == f"{_CSL}category":
            form = child.get("citation-format", form)
            if child.get("field"):
                fields.append(child.get("field").replace("_", "-"))
        elif child.tag == f"{_CSL}link" and child.get("rel") == "independent-parent":
            parent = child.get("href", "").rstrip("/").rsplit("/", 1)[-1]
        elif child.tag in (f"{_CSL}issn", f"{_CSL}eissn", f"{_CSL}issnl") and words:
            issns.append(words)
    if not form:
        kind = info.getparent().get("class", "")  # type: ignore[attr-defined]
        form = kind if kind == "note" else ""
    return CatalogueEntry(
        name,
        title,
        short,
        form,
        parent,
        tuple(fields),
        tuple(dict.fromkeys(issns)),
        is_house,
        fold_words(f"{title} {short}"),
    )
