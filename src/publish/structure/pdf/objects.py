"""What pdfium does not tell of a PDF, read from its objects: units, names, words about itself.

In: the bytes of a file. Out: the user unit of each page (ISO 32000-1, 14.11.2), the names links ask for and
where they lead (12.3.2.3), labels of pages, XMP properties (14.3.2), how a viewer is to show it (12.2).
A damaged object is as good as none; nothing here raises.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf
from lxml import etree

from publish.structure.pdf.bombs import find_bomb
from publish.structure.pdf.glyphs import missing_characters
from publish.structure.pdf.numbers import is_sound, read_labels
from publish.structure.pdf.parts import Target

# pikepdf logs what it mended in a damaged file; without a handler Python would print that.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())

_DC = "http://purl.org/dc/elements/1.1/"
_MAX_NAMES = 200_000
_MAX_UNIT = 1000.0
_TROUBLE = (pikepdf.PikepdfError, ValueError, RuntimeError, TypeError, AttributeError, KeyError, IndexError)
_PREFERENCES = ("/Duplex", "/Direction", "/PrintScaling")


class Objects:
    """The objects of one file, opened when first asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def _pdf(self) -> pikepdf.Pdf | None:
        try:
            return pikepdf.open(BytesIO(self._content))
        except _TROUBLE:
            return None

    @cached_property
    def _pages(self) -> list[Any]:
        try:
            return [page.obj for page in self._pdf.pages] if self._pdf is not None else []
        except _TROUBLE:
            return []

    def bomb(self) -> int | None:
        """Return the number of the first page, from 1, whose forms unfold to more than any page needs."""
        return find_bomb(self._pages)

    def missing_characters(self) -> dict[str, frozenset[str]]:
        """Return the characters that a font has no glyph for, by its name."""
        return missing_characters(self._pdf) if self._pdf is not None else {}

    def unit_of(self, index: int) -> float:
        """Return how many points a unit of a page (from 0) is; 1 in nearly every file."""
        try:
            unit = float(self._pages[index].get("/UserUnit", 1)) if index < len(self._pages) else 1.0
        except _TROUBLE:
            return 1.0
        return unit if 0 < unit <= _MAX_UNIT else 1.0

    def label_of(self, index: int) -> str:
        """Return what a page (from 0) is called; empty if the file does not label its pages."""
        return self._labels[index] if index < len(self._labels) else ""

    @cached_property
    def _labels(self) -> list[str]:
        try:
            root = self._pdf.Root.get("/PageLabels") if self._pdf is not None else None
            return read_labels(root, len(self._pages))
        except _TROUBLE:
            return []

    @cached_property
    def has_sound_tags(self) -> bool:
        """Tell whether the tree from pages to their tags can be followed (14.7.4.4)."""
        try:
            root: Any = self._pdf.Root.get("/StructTreeRoot") if self._pdf is not None else None
            return is_sound(root.get("/ParentTree")) if isinstance(root, pikepdf.Dictionary) else True
        except _TROUBLE:
            return False

    def target_of(self, index: int, place: int) -> Target:
        """Return where the annotation at a place of a page (both from 0) leads: a page, or `#` and a name."""
        try:
            annotation = self._pages[index].Annots[place]
            action = annotation.get("/A")
            asked = annotation.get("/Dest") if action is None else action.get("/D")
        except _TROUBLE:
            return Target("#")
        if not isinstance(asked, (pikepdf.String, pikepdf.Name)):
            return Target("#")
        key = bytes(asked) if isinstance(asked, pikepdf.String) else str(asked)[1:].encode()
        return self._destinations.get(key) or Target(f"#{str(asked).removeprefix('/')}")

    @cached_property
    def _destinations(self) -> dict[bytes, Target]:
        """Where names lead, by their bytes: pdfium compares them as text and misses some."""
        found: dict[bytes, Target] = {}
        try:
            numbers = {page.objgen: index for index, page in enumerate(self._pages)}
            root: Any = self._pdf.Root if self._pdf is not None else {}
            for key, value in self._named(root):
                place = value.get("/D") if isinstance(value, pikepdf.Dictionary) else value
                if isinstance(place, pikepdf.Array) and len(place) and place[0].objgen in numbers:
                    y = place[3] if len(place) > 3 and str(place[1]) == "/XYZ" else None
                    top = None if y is None else float(y)
                    found[key] = Target("", numbers[place[0].objgen] + 1, top)
        except _TROUBLE:
            return found
        return found

    def _named(self, root: Any) -> Iterator[tuple[bytes, Any]]:
        for name, value in (root.get("/Dests") or {}).items():
            yield name[1:].encode(), value
        waiting = [(root.get("/Names") or {}).get("/Dests")]
        for _ in range(_MAX_NAMES):  # a tree that loops ends here
            if not waiting:
                return
            node = waiting.pop()
            if not isinstance(node, pikepdf.Dictionary):
                continue
            names = list(node.get("/Names") or ())
            for key, value in zip(names[::2], names[1::2], strict=False):
                yield bytes(key), value
            waiting.extend(node.get("/Kids") or ())

    def properties(self) -> dict[str, tuple[str, ...]]:
        """Return the Dublin Core properties of the document's XMP; a broken packet has none."""
        try:
            stream = self._pdf.Root.get("/Metadata") if self._pdf is not None else None
            packet = stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
        except _TROUBLE:
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
            if values:
                found.setdefault(etree.QName(element).localname, values)
        return found

    def preferences(self) -> tuple[tuple[str, str], ...]:
        """Return how a viewer is asked to print and show the file, as far as a reader meets it."""
        try:
            asked = self._pdf.Root.get("/ViewerPreferences") if self._pdf is not None else None
            told = asked.items() if isinstance(asked, pikepdf.Dictionary) else ()
            return tuple(sorted((key[1:], str(value)[1:]) for key, value in told if key in _PREFERENCES))
        except _TROUBLE:
            return ()
