"""Painting pages into a tagged PDF.

In: a finished layout. Out: the PDF's bytes, PDF/UA-1 in form: notes tagged Note with identifiers, formulas
Formula, code Code, header cells with their scope; page labels, metadata, outline. One save, and the same bytes
every time.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import pydyf
import weasyprint
from weasyprint.document import DocumentMetadata
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags as engine_tags

from publish.model.metadata import Metadata
from publish.paginating.inspecting import Inspection
from publish.paginating.instancing import quick_instances
from publish.paginating.layout import LaidOut
from publish.pdf.labels import FolioForm, label_ranges
from publish.pdf.structure import mend_structure
from publish.pdf.xmp import make_xmp

_PT_PER_PX = 0.75
_SLACK_PX = 3.0
"""A raised or larger inner box may stand out of its line a little."""
_LOCK = threading.RLock()
_ORIGINAL_TREE = engine_tags._build_box_tree


def write_pdf(laid_out: LaidOut, found: Inspection, metadata: Metadata, title: str) -> bytes:
    """Paint a layout; `title` is what the window shows where the publication names none."""

    def finish(_document: Any, pdf: Any) -> None:
        mend_structure(pdf)
        _add_labels(pdf, laid_out.page_numbers, found.folio_forms, found.folios)

    document = laid_out.document
    for page in document.pages:
        page.links = _distinct_links(page.links)
    document.metadata = _Packet(metadata, title)
    with (
        _named_elements(document),
        quick_instances(),
        _fonts_without_date(),
        _pages_counted_once(),
        _objects_formed_once(),
    ):
        # `True` asks pydyf for a file identifier made of the content's digest: equal content, equal bytes.
        return bytes(document.write_pdf(finisher=finish, pdf_variant="pdf/ua-1", pdf_identifier=True))


@contextmanager
def _fonts_without_date() -> Iterator[None]:
    """Keep the clock out of embedded fonts: fontTools, where HarfBuzz is missing, writes the time into them."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        yield
        return
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]


@contextmanager
def _pages_counted_once() -> Iterator[None]:
    """Keep the references of pages: pydyf makes them all anew for every tag, which is quadratic in a book.

    Stands inside the lock of `_named_elements`.
    """
    original = pydyf.PDF.page_references
    kept: dict[int, tuple[bytes, ...]] = {}

    def references(pdf: Any) -> tuple[bytes, ...]:
        count = len(pdf.pages["Kids"])
        if count not in kept:
            kept.clear()  # a page more came: all tags are written when the last is there
            kept[count] = original.fget(pdf)
        return kept[count]

    pydyf.PDF.page_references = property(references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = original


@contextmanager
def _objects_formed_once() -> Iterator[None]:
    """Keep what objects look like while a file is written: pydyf forms each twice, the second time to make the
    file's identifier of all content, and streams are compressed for it.

    Stands inside the lock of `_named_elements`.
    """
    kinds, original_write = (pydyf.Stream, pydyf.Dictionary), pydyf.PDF.write
    originals = [kind.data for kind in kinds]

    def write(pdf: Any, *arguments: Any, **named: Any) -> None:
        for kind, original in zip(kinds, originals, strict=True):
            kind.data = _kept(original)
        try:
            original_write(pdf, *arguments, **named)
        finally:
            for kind, original in zip(kinds, originals, strict=True):
                kind.data = original

    pydyf.PDF.write = write
    try:
        yield
    finally:
        pydyf.PDF.write = original_write


def _kept(original: property) -> property:
    """Return what an object looks like, kept for those that have a number: no other is formed a second time."""
    formed: dict[int, bytes] = {}

    def data(one: Any) -> bytes:
        known = formed.get(one.number)
        if known is None:
            known = original.__get__(one)
            if one.number is not None:
                formed[one.number] = known
        return known

    return property(data)


class _Packet(DocumentMetadata):  # type: ignore[misc]
    """The engine's metadata with our own XMP packet, which is left uncompressed for tools that look for it."""

    def __init__(self, metadata: Metadata, title: str) -> None:
        super().__init__(
            title=title,
            authors=[person.name for person in metadata.authors if person.name],
            description=metadata.description or metadata.abstract_text or None,
            keywords=list(metadata.keywords),
            generator="publish",
            lang=metadata.lang or "en",
        )
        self._metadata = metadata

    def include_in_pdf(self, pdf: Any, *_: Any, **__: Any) -> None:
        """Put the packet into the document."""
        producer = f"WeasyPrint {weasyprint.__version__}"
        packet = make_xmp(self._metadata, title=self.title, producer=producer)
        stream = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
        pdf.add_object(stream)
        pdf.catalog["Metadata"] = stream.reference


def _distinct_links(links: Sequence[Any]) -> list[Any]:
    """Drop the links of boxes inside a link's own box: the engine makes one annotation for every inline box."""
    kept: list[Any] = []
    owners = [link for link in links if link[3].link]
    for link in links:
        kind, target, rectangle, box = link
        if box.link or not any(
            owner[:2] == (kind, target) and _contains(owner[2], rectangle) for owner in owners
        ):
            kept.append(link)
    return kept


def _contains(outer: Any, inner: Any) -> bool:
    return bool(
        outer[0] <= inner[0] + _SLACK_PX
        and outer[1] <= inner[1] + _SLACK_PX
        and outer[2] >= inner[2] - _SLACK_PX
        and outer[3] >= inner[3] - _SLACK_PX
    )


def _add_labels(pdf: Any, numbers: Sequence[int], forms: Sequence[FolioForm], printed: Sequence[str]) -> None:
    entries = pydyf.Array()
    for label in label_ranges(numbers, forms, printed):
        entry = pydyf.Dictionary({"S": label.style, "St": label.first_number} if label.style else {})
        if label.prefix:
            entry["P"] = pydyf.String(label.prefix)
        entries.append(label.first_index)
        entries.append(entry)
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": entries})


@contextmanager
def _named_elements(document: Any) -> Iterator[None]:
    """Let the engine's structure elements take the names their HTML elements deserve, while this block runs."""
    parts_of: dict[Any, list[str]] = {}
    begun: dict[Any, list[Any]] = {}
    numbers = count(1)
    within: list[Any] = []

    def build_box_tree(box: Any, *arguments: Any, **named: Any) -> Iterator[Any]:
        # Anonymous boxes inside an element's box carry the same element; only the outermost takes the name.
        is_inner = box.element is not None and box.element in within
        within.append(box.element)
        with _lists_within(box):
            built = list(_ORIGINAL_TREE(box, *arguments, **named))
        within.pop()
        for element in built:
            if element["S"] == "/Link" and box.link_annotation is None:
                element["S"] = "/Span"  # generated content inside a link: the link's own box has the annotation
            name = _inner_name(element["S"]) if is_inner else _better_name(box, element["S"])
            _add_attributes(element, box, document.pages[arguments[2]].height)
            if name == "/Note":
                element["ID"] = pydyf.String(_note_identifier(box, parts_of))
            if name is not None:
                element["S"] = name
            if element["S"] in ("/P", "/LI") and not is_inner and _has_own(box):
                _name_parts(element, begun.setdefault(box.element, []), numbers)
            yield element

    with _LOCK:
        engine_tags._build_box_tree = build_box_tree
        try:
            yield
        finally:
            engine_tags._build_box_tree = _ORIGINAL_TREE


@contextmanager
def _lists_within(box: Any) -> Iterator[None]:
    """Keep lists nested in a list item where they stand in it (ISO 32000-1, table 336: LBody may hold L).

    The engine hangs `ul` and `ol`, but not `dl`, behind their item: what follows them was read before them.
    """
    inner = [child for child in box.children if child.element_tag in ("ul", "ol")] if _is_item(box) else []
    tags = [child.element_tag for child in inner]
    for child in inner:
        child.element_tag = "dl"
    try:
        yield
    finally:
        for child, tag in zip(inner, tags, strict=True):
            child.element_tag = tag


def _is_item(box: Any) -> bool:
    return bool(box.element_tag == "li")


def _note_identifier(box: Any, parts_of: dict[Any, list[str]]) -> str:
    """Return an identifier for a note, or a part of one: that of its first part and its number among them.

    A note that goes on over pages has an element on each; `structure/pdf/tagged_notes.py` joins them by these.
    """
    parts = parts_of.setdefault(box.element, [])
    parts.append(f"{parts[0]}-{len(parts) + 1}" if parts else f"note-{len(parts_of):05d}")
    return parts[-1]


def _name_parts(element: Any, parts: list[Any], numbers: Iterator[int]) -> None:
    """Give identifiers to the parts of a paragraph or list item that goes on over pages, and to no other.

    As with notes, `structure/` joins them by these, and knows of all others that they end with their page.
    """
    parts.append(element)
    if len(parts) == 2:
        parts[0]["ID"] = pydyf.String(f"part-{next(numbers):05d}")
    if len(parts) > 1:
        element["ID"] = pydyf.String(f"{parts[0]['ID'].string}-{len(parts)}")


def _has_own(box: Any) -> bool:
    """Tell whether the structure element of a box is its own: `body` hands on those of what it holds."""
    is_handed_on = isinstance(box, boxes.PageBox) or box.element_tag in ("html", "body")
    return box.element is not None and not is_handed_on and not _is_generated(box)


def _is_generated(box: Any) -> bool:
    return bool(box.element_tag and "::" in box.element_tag)


def _add_attributes(element: Any, box: Any, page_height_px: float) -> None:
    """Give header cells their scope, and figures their place in points from the page's lower left corner."""
    if element["S"] == "/TH":
        scope = "/Row" if (box.element.get("scope") or "").startswith("row") else "/Column"
        element["A"].setdefault("Scope", scope)
    elif element["S"] == "/Figure" and "A" in element:
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, page_height_px - top - box.height, left + box.width, page_height_px - top)
        element["A"]["BBox"] = pydyf.Array(corner * _PT_PER_PX for corner in corners)


def _inner_name(name: str) -> str | None:
    """Return the structure type of an anonymous box inside an element's own: no paragraph is in a paragraph."""
    return "/NonStruct" if name == "/P" else None


def _better_name(box: Any, name: str) -> str | None:
    """Return the structure type (ISO 32000-1, 14.8.4) an element should have instead, or None."""
    html = box.element
    if html is None:
        return None
    if _is_generated(box):
        return None
    classes = (html.get("class") or "").split()
    if name in ("/Span", "/NonStruct") and html.tag == "span" and "note" in classes:
        return "/Note"
    if html.tag == "div" and "endnote" in classes:
        return "/Note"
    if name == "/Figure" and "formula" in classes:
        return "/Formula"
    if name == "/NonStruct" and box.element_tag == "code":
        return "/Code"
    return None
