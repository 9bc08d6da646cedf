"""Links, bookmarks and the words a PDF says of itself.

In: an open document of pdfium and its bytes. Out: link annotations with their targets (ISO 32000-1, 12.5.6.5
and 12.3.2), the outline, metadata from XMP or else from the information dictionary (14.3).
"""

from __future__ import annotations

import ctypes
import logging
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2.raw as pdfium

from publish.model.pages import EditionMetadata, OutlineEntry
from publish.structure.parts import Annotation, Target, Targets
from publish.structure.pdf_pieces import Matrix

# pikepdf logs what it mended in a damaged file; without a handler Python would print that.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())

_GOTO, _URI = 1, 3
_MAX_OUTLINE = 20_000
_DC = "http://purl.org/dc/elements/1.1/"


@dataclass(frozen=True, slots=True)
class Links:
    """What is kept of links while pages are read."""

    targets: Targets
    names: DestinationNames


def read_annotations(
    document: Any, page: Any, *, number: int, transform: Matrix, heights: list[float], links: Links
) -> list[Annotation]:
    """Return a page's links in their order; `heights` of all pages make positions distances from the top."""
    position, link, found = ctypes.c_int(0), pdfium.FPDF_LINK(), []
    box, index = pdfium.FS_RECTF(), -1
    a, b, c, d, e, f = transform
    while pdfium.FPDFLink_Enumerate(page, position, link):
        index += 1
        if not pdfium.FPDFLink_GetAnnotRect(link, box):
            continue
        x0, y0 = a * box.left + c * box.bottom + e, b * box.left + d * box.bottom + f
        x1, y1 = a * box.right + c * box.top + e, b * box.right + d * box.top + f
        target = _target(document, link, heights)
        if not target.address and target.page is None:
            target = Target(f"#{links.names.of(number, index)}")
        found.append(
            Annotation((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), links.targets.number(target))
        )
    return found


def _target(document: Any, link: Any, heights: list[float]) -> Target:
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
    return _place(document, destination, heights)


def _place(document: Any, destination: Any, heights: list[float]) -> Target:
    index = pdfium.FPDFDest_GetDestPageIndex(document, destination) if destination else -1
    if not 0 <= index < len(heights):
        return Target()
    has = [ctypes.c_int() for _ in range(3)]
    at = [ctypes.c_float() for _ in range(3)]
    pdfium.FPDFDest_GetLocationInPage(destination, *has, *at)
    top = round(heights[index] - at[1].value, 1) if has[1].value else None
    return Target("", index + 1, top, round(at[0].value, 1) if has[0].value else None)


def read_outline(document: Any, heights: list[float]) -> tuple[OutlineEntry, ...]:
    """Return the bookmarks in their order; loops and endless nesting are cut."""
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
            entries.append(OutlineEntry(level, _title(item), _place(document, destination, heights).page))
            if level < 64:
                visit(item, level + 1)
            item = pdfium.FPDFBookmark_GetNextSibling(document, item)

    visit(None, 1)
    return tuple(entries)


def _title(item: Any) -> str:
    length = pdfium.FPDFBookmark_GetTitle(item, None, 0)
    buffer = ctypes.create_string_buffer(max(2, length))
    pdfium.FPDFBookmark_GetTitle(item, buffer, length)
    return " ".join(buffer.raw[: max(0, length - 2)].decode("utf-16-le", "replace").split())


def read_metadata(document: Any, content: bytes) -> EditionMetadata:
    """Return title, authors, language and the like; XMP goes before the information dictionary."""
    xmp = _read_xmp(content)
    language_length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = (ctypes.c_ushort * max(1, language_length))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, language_length)
    language = bytes(buffer)[: max(0, language_length - 2)].decode("utf-16-le", "replace").strip("\0 ")
    information = {name: _information(document, name) for name in ("Title", "Author", "Subject", "Keywords")}
    authors = xmp.get("creator") or tuple(filter(None, (information["Author"],)))
    keywords = xmp.get("subject") or tuple(
        k.strip() for k in re.split("[,;]", information["Keywords"]) if k.strip()
    )
    return EditionMetadata(
        title=_first(xmp, "title") or information["Title"],
        authors=authors,
        language=language or _first(xmp, "language"),
        subject=_first(xmp, "description") or information["Subject"],
        keywords=keywords,
        publisher=_first(xmp, "publisher"),
        rights=_first(xmp, "rights"),
    )


def _first(xmp: dict[str, tuple[str, ...]], name: str) -> str:
    return xmp.get(name, ("",))[0]


def _information(document: Any, name: str) -> str:
    tag = name.encode()
    length = pdfium.FPDF_GetMetaText(document, tag, None, 0)
    buffer = ctypes.create_string_buffer(max(2, length))
    pdfium.FPDF_GetMetaText(document, tag, buffer, length)
    return " ".join(buffer.raw[: max(0, length - 2)].decode("utf-16-le", "replace").split())


def _read_xmp(content: bytes) -> dict[str, tuple[str, ...]]:
    """Return the Dublin Core properties of the document's packet; a broken packet has none."""
    import pikepdf
    from lxml import etree

    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            stream = pdf.Root.get("/Metadata")
            packet = stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
    except (pikepdf.PikepdfError, ValueError, RuntimeError):
        return {}
    if not packet.strip():
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for element in root.iter(f"{{{_DC}}}*") if root is not None else ():
        items = [" ".join(str(item.xpath("string()")).split()) for item in element.iter("{*}li")]
        values = tuple(item for item in items if item) or tuple(
            filter(None, (" ".join(str(element.xpath("string()")).split()),))
        )
        found.setdefault(etree.QName(element).localname, values)
    return found


class DestinationNames:
    """The names links ask for, read only when a link leads nowhere: pdfium tells no names."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._names: dict[int, list[str]] | None = None

    def of(self, page: int, index: int) -> str:
        """Return the name the link of this index on a page (from 1) asks for; empty if it has none."""
        if self._names is None:
            self._names = _read_names(self._content)
        names = self._names.get(page, [])
        return names[index] if index < len(names) else ""


def _read_names(content: bytes) -> dict[int, list[str]]:
    import pikepdf

    names: dict[int, list[str]] = {}
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                annotations = page.obj.get("/Annots")
                for annotation in annotations if isinstance(annotations, pikepdf.Array) else ():
                    if isinstance(annotation, pikepdf.Dictionary) and annotation.get("/Subtype") == "/Link":
                        action = annotation.get("/A")
                        asked = annotation.get("/Dest") if action is None else action.get("/D")
                        is_named = isinstance(asked, (pikepdf.String, pikepdf.Name))
                        names.setdefault(number, []).append(str(asked).removeprefix("/") if is_named else "")
    except (pikepdf.PikepdfError, ValueError, RuntimeError, TypeError, AttributeError):
        return names
    return names
