"""Links, bookmarks and the words a PDF says of itself.

In: an open document of pdfium and its objects. Out: link annotations with their targets (ISO 32000-1, 12.5.6.5
and 12.3.2), the outline, metadata from XMP or else from the information dictionary (14.3).
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from publish.model.pages import EditionMetadata, OutlineEntry
from publish.structure.pdf.objects import Objects
from publish.structure.pdf.painted import Matrix
from publish.structure.pdf.parts import Annotation, ReadPage, Target, Targets

_GOTO, _URI = 1, 3
_MAX_OUTLINE = 20_000
_MAX_LINKS = 20_000
"""On one page."""


@dataclass(frozen=True, slots=True)
class Links:
    """What is kept of links while pages are read."""

    targets: Targets
    objects: Objects


def read_annotations(document: Any, page: Any, index: int, transform: Matrix, links: Links) -> list[Annotation]:
    """Return the links of a page (from 0) in their order; where they lead is told in user space as yet."""
    position, link, box = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    found: list[Annotation] = []
    a, b, c, d, e, f = transform
    while len(found) < _MAX_LINKS and pdfium.FPDFLink_Enumerate(page, position, link):
        if not pdfium.FPDFLink_GetAnnotRect(link, box):
            continue
        x0, y0 = a * box.left + c * box.bottom + e, b * box.left + d * box.bottom + f
        x1, y1 = a * box.right + c * box.top + e, b * box.right + d * box.top + f
        target = _target(document, link)
        if not target.address and target.page is None:
            # pdfium's position is that of the next annotation.
            target = links.objects.target_of(index, position.value - 1)
        edges = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        found.append(Annotation(edges, links.targets.number(target)))
    return found


def place_targets(targets: Targets, pages: list[ReadPage]) -> None:
    """Turn the places that targets have in user space into distances from the corner of what is visible."""
    for index, target in enumerate(targets.all):
        if target.page is None or not 0 < target.page <= len(pages) or target.top is None:
            continue
        a, b, c, d, e, f = pages[target.page - 1].transform
        x, y = target.left or 0.0, target.top
        left, top = round(a * x + c * y + e, 1), round(b * x + d * y + f, 1)
        targets.all[index] = replace(target, top=top, left=None if target.left is None else left)


def _target(document: Any, link: Any) -> Target:
    destination = pdfium.FPDFLink_GetDest(document, link)
    if not destination:
        action = pdfium.FPDFLink_GetAction(link)
        kind = pdfium.FPDFAction_GetType(action) if action else 0
        if kind == _URI:
            length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
            buffer = ctypes.create_string_buffer(max(1, length))
            pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
            return Target(buffer.value.decode("utf-8", "replace"))
        if kind not in (0, _GOTO):
            return Target(f"action:{kind}")
        destination = pdfium.FPDFAction_GetDest(document, action) if kind == _GOTO else None
    return _place(document, destination)


def _place(document: Any, destination: Any) -> Target:
    index = pdfium.FPDFDest_GetDestPageIndex(document, destination) if destination else -1
    if index < 0:
        return Target()
    has = [ctypes.c_int() for _ in range(3)]
    at = [ctypes.c_float() for _ in range(3)]
    pdfium.FPDFDest_GetLocationInPage(destination, *has, *at)
    top = at[1].value if has[1].value else None
    return Target("", index + 1, top, at[0].value if has[0].value else None)


def read_outline(document: Any, count: int) -> tuple[OutlineEntry, ...]:
    """Return the bookmarks in their order; loops, endless nesting and pages beyond `count` are cut."""
    entries: list[OutlineEntry] = []
    seen: set[int] = set()

    def visit(parent: Any, level: int) -> None:
        item = pdfium.FPDFBookmark_GetFirstChild(document, parent)
        while item and len(entries) < _MAX_OUTLINE:
            address = ctypes.cast(item, ctypes.c_void_p).value or 0
            if address in seen:
                return
            seen.add(address)
            destination = pdfium.FPDFBookmark_GetDest(document, item)
            if not destination:
                action = pdfium.FPDFBookmark_GetAction(item)
                destination = pdfium.FPDFAction_GetDest(document, action) if action else None
            page = _place(document, destination).page
            entries.append(OutlineEntry(level, _title(item), page if page and page <= count else None))
            if level < 64:
                visit(item, level + 1)
            item = pdfium.FPDFBookmark_GetNextSibling(document, item)

    visit(None, 1)
    return tuple(entries)


def _title(item: Any) -> str:
    length = pdfium.FPDFBookmark_GetTitle(item, None, 0)
    buffer = ctypes.create_string_buffer(max(2, length))
    pdfium.FPDFBookmark_GetTitle(item, buffer, length)
    return _decoded(buffer.raw[: max(0, length - 2)])


def read_metadata(document: Any, objects: Objects) -> EditionMetadata:
    """Return title, authors, language and the like; XMP goes before the information dictionary."""
    xmp = objects.properties()
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = (ctypes.c_ushort * max(1, length))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, length)
    language = _decoded(bytes(buffer)[: max(0, length - 2)])
    information = {name: _information(document, name) for name in ("Title", "Author", "Subject", "Keywords")}
    authors = xmp.get("creator") or tuple(filter(None, (information["Author"],)))
    keywords = xmp.get("subject") or tuple(
        k.strip() for k in re.split("[,;]", information["Keywords"]) if k.strip()
    )
    return EditionMetadata(
        title=_first(xmp, "title") or information["Title"],
        authors=authors,
        language=usual_language(language or _first(xmp, "language")),
        subject=_first(xmp, "description") or information["Subject"],
        keywords=keywords,
        publisher=_first(xmp, "publisher"),
        rights=_first(xmp, "rights"),
        others=objects.preferences(),
    )


def usual_language(tag: str) -> str:
    """Return a language tag in its usual letters, which mean nothing (BCP 47, 2.1.1).

    >>> usual_language("EN-gb"), usual_language("zh-hant-tw")
    ('en-GB', 'zh-Hant-TW')
    """
    first, *others = tag.split("-")
    forms = {2: str.upper, 4: str.capitalize}
    return "-".join([first.lower(), *(forms.get(len(part), str.lower)(part) for part in others)])


def _first(xmp: dict[str, tuple[str, ...]], name: str) -> str:
    """Return the first value of a property; one that is there may still hold nothing."""
    return next(iter(xmp.get(name, ())), "")


def _information(document: Any, name: str) -> str:
    tag = name.encode()
    length = pdfium.FPDF_GetMetaText(document, tag, None, 0)
    buffer = ctypes.create_string_buffer(max(2, length))
    pdfium.FPDF_GetMetaText(document, tag, buffer, length)
    return _decoded(buffer.raw[: max(0, length - 2)])


def _decoded(text: bytes) -> str:
    return " ".join(text.decode("utf-16-le", "replace").replace("\0", " ").split())
