"""The package document of an e-book → what it says of itself to a reader.

In: an opened package (EPUB 3.3, sections 5.4 and D; EPUB 2 as well). Out: metadata without what no reader sees:
identifiers, dates, the program that made it, forms for sorting.
"""

from __future__ import annotations

from collections import defaultdict

from publish.model.pages import EditionMetadata
from publish.structure.epub.package import Package, Tree, name_of, text_of
from publish.structure.epub.pictures import Gallery

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_UNSEEN = frozenset(
    (
        *(
            "dcterms:modified",
            "dcterms:created",
            "dcterms:date",
            "dcterms:identifier",
            "identifier-type",
            "role",
        ),
        *(
            "file-as",
            "display-seq",
            "title-type",
            "source-of",
            "record-identifier",
            "meta-auth",
            "alternate-script",
        ),
        *(
            "dcterms:dateSubmitted",
            "dcterms:issued",
            "dcterms:available",
            "ibooks:version",
            "media:active-class",
        ),
        *("media:playback-active-class", "collection-type"),
    )
)
_NAMED = frozenset(("calibre:series", "calibre:series_index", "primary-writing-mode", "fixed-layout"))
_MAKERS = frozenset(("bkp", "mrk", "pfr"))
"""Contributors that are no persons but programs and their keepers (MARC relators)."""


def read_metadata(package: Package, gallery: Gallery) -> EditionMetadata:
    """Return the metadata of an e-book."""
    opf = package.opf
    if opf is None:
        return EditionMetadata()
    values: dict[str, list[Tree]] = defaultdict(list)
    for element in opf.iter(f"{_DC}*"):
        values[name_of(element)].append(element)
    refined: dict[str, dict[str, str]] = defaultdict(dict)
    others: set[tuple[str, str]] = set()
    for meta in opf.iter("{*}meta"):
        name, about = meta.get("property") or "", (meta.get("refines") or "").lstrip("#")
        if about:
            refined[about][name] = text_of(meta)
        if name and name not in _UNSEEN and text_of(meta):
            others.add((name, text_of(meta)))
        if meta.get("name") in _NAMED:
            others.add((meta.get("name", ""), meta.get("content", "")))
    others |= _titles(values["title"], refined)
    for person in values["contributor"]:
        role = refined[person.get("id", "")].get("role") or person.get(f"{_OPF}role") or ""
        if role not in _MAKERS:
            others.add((f"contributor {role}".strip(), text_of(person)))
    others |= _cover(package, gallery)
    for spine in opf.iter("{*}spine"):
        if direction := spine.get("page-progression-direction"):
            others.add(("page-progression-direction", direction))

    def first(name: str) -> str:
        return text_of(values[name][0]) if values[name] else ""

    return EditionMetadata(
        title=first("title"),
        authors=tuple(map(text_of, values["creator"])),
        language=first("language"),
        subject=first("description"),
        keywords=tuple(map(text_of, values["subject"])),
        publisher=first("publisher"),
        rights=first("rights"),
        others=tuple(sorted(others)),
    )


def _titles(titles: list[Tree], refined: dict[str, dict[str, str]]) -> set[tuple[str, str]]:
    """Return the titles after the first by their kind: subtitle, edition …"""
    found = set()
    for title in titles[1:]:
        kind = refined[title.get("id", "")].get("title-type") or "further title"
        found.add((kind, text_of(title)))
    return found


def _cover(package: Package, gallery: Gallery) -> set[tuple[str, str]]:
    """Return what the cover shows, however its file is called."""
    addresses = [address for address, _, properties in package.manifest.values() if "cover-image" in properties]
    for meta in package.opf.iter("{*}meta") if package.opf is not None else ():
        entry = package.manifest.get(meta.get("content", "")) if meta.get("name") == "cover" else None
        if entry and not addresses:
            addresses.append(entry[0])
    for address in addresses[:1]:
        if address not in package.names:
            package.faults.append(f"the cover {address} is missing")
        return {("cover", gallery.look(address, package.read).digest)}
    return set()
