"""Our own check of every e-book that is built: what readers stumble over, found in milliseconds.

In: the bytes of an EPUB. Out: `epub/invalid` for each fault: the container (EPUB OCF 3.3 section 4), the
manifest and spine (EPUB 3.3 section 5), documents that are not well-formed, identifiers given twice, links and
images that lead nowhere, anything fetched from the network. The full judgement is epubcheck's, in the tests;
this one needs no Java and guards every delivery.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote, urlsplit

from lxml import etree

from publish.model.diagnostic import Diagnostic, diagnose

_MIMETYPE = b"application/epub+zip"
_OPF = "{http://www.idpf.org/2007/opf}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_XML_TYPES = {"application/xhtml+xml", "application/x-dtbncx+xml", "image/svg+xml"}
_MAGIC = {
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
    "font/otf": b"OTTO",
}
_ACTIVE = {"script", "iframe", "object", "embed", "form", "input", "base", "frame", "applet"}
_HINT = ("this is a fault of publish's: please report it with the manuscript",)

_Tree = etree._Element


@dataclass(slots=True)
class _Package:
    """An opened e-book: its files, its manifest by full address, and what was found wrong."""

    files: dict[str, bytes]
    manifest: dict[str, str] = field(default_factory=dict)
    properties: dict[str, tuple[str, ...]] = field(default_factory=dict)
    documents: dict[str, _Tree] = field(default_factory=dict)
    identifiers: dict[str, set[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def check_epub(content: bytes) -> tuple[Diagnostic, ...]:
    """Check an e-book and return an error for each fault, in the order of its files."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            book = _Package({name: archive.read(name) for name in names})
            first = archive.infolist()[0] if names else None
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        return (_fault(f"the e-book is not a readable ZIP file ({error})"),)
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        book.faults.append("the file `mimetype` is not first and stored")
    if book.files.get("mimetype") != _MIMETYPE:
        book.faults.append(f"the file `mimetype` does not say {_MIMETYPE.decode()}")
    if len(names) != len(set(names)):
        book.faults.append("the package holds two files of one name")
    package = _package_address(book)
    if package:
        _check_package(book, package)
        for address in book.manifest:
            _check_file(book, address)
        for address, tree in book.documents.items():
            _check_links(book, address, tree)
    return tuple(_fault(fault) for fault in dict.fromkeys(book.faults))


def _fault(what: str) -> Diagnostic:
    return diagnose("epub/invalid", f"{what}; expected a valid EPUB 3", hints=_HINT)


def _parse(book: _Package, address: str) -> _Tree | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(book.files[address], parser)
    except etree.XMLSyntaxError as error:
        book.faults.append(f"{address} is not well-formed: {error.msg}")
        return None


def _package_address(book: _Package) -> str:
    if "META-INF/container.xml" not in book.files:
        book.faults.append("META-INF/container.xml is missing")
        return ""
    tree = _parse(book, "META-INF/container.xml")
    rootfile = tree.find(f".//{_CONTAINER}rootfile") if tree is not None else None
    address = rootfile.get("full-path", "") if rootfile is not None else ""
    if address not in book.files:
        book.faults.append("META-INF/container.xml names no package document")
        return ""
    return address


def _check_package(book: _Package, address: str) -> None:
    tree = _parse(book, address)
    if tree is None:
        return
    for name in ("identifier", "title", "language"):
        element = tree.find(f".//{{http://purl.org/dc/elements/1.1/}}{name}")
        if element is None or not (element.text or "").strip():
            book.faults.append(f"{address} has no dc:{name}")
    identifiers: set[str] = set()
    for item in tree.iter(f"{_OPF}item"):
        identifier, href = item.get("id", ""), item.get("href", "")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(address), unquote(href)))
        if identifier in identifiers:
            book.faults.append(f"{address} uses the identifier `{identifier}` twice")
        identifiers.add(identifier)
        if target in book.manifest:
            book.faults.append(f"{address} lists {target} twice")
        book.manifest[target] = item.get("media-type", "")
        book.properties[target] = tuple(item.get("properties", "").split())
        if target not in book.files:
            book.faults.append(f"{address} lists {target}, which is not in the package")
    for itemref in tree.iter(f"{_OPF}itemref"):
        if itemref.get("idref") not in identifiers:
            book.faults.append(f"the spine names `{itemref.get('idref')}`, which the manifest does not have")
    if tree.find(f".//{_OPF}itemref") is None:
        book.faults.append("the spine is empty")
    if sum("nav" in properties for properties in book.properties.values()) != 1:
        book.faults.append("there is not exactly one navigation document")
    for name in book.files:
        if name not in book.manifest and name not in ("mimetype", address) and not name.startswith("META-INF/"):
            book.faults.append(f"{name} is not in the manifest")


def _check_file(book: _Package, address: str) -> None:
    content, media_type = book.files.get(address), book.manifest[address]
    if content is None:
        return
    if media_type in _MAGIC and not content.startswith(_MAGIC[media_type]):
        book.faults.append(f"{address} is not of its media type {media_type}")
    if media_type == "text/css":
        text = content.decode("utf-8", "replace")
        if "@import" in text or "://" in text:
            book.faults.append(f"{address} fetches something from outside the package")
    if media_type not in _XML_TYPES:
        return
    tree = _parse(book, address)
    if tree is None:
        return
    book.documents[address] = tree
    seen = book.identifiers[address] = set()
    for element in tree.iter(etree.Element):
        identifier = element.get("id")
        if identifier is not None and identifier in seen:
            book.faults.append(f"{address} has the identifier `{identifier}` twice")
        seen.add(identifier or "")
        name = str(element.tag).rpartition("}")[2]
        if name in _ACTIVE and (element.tag == _XHTML + name or name == "script"):
            book.faults.append(f"{address} holds the active element `{name}`")
        for attribute in element.attrib:
            if (handler := str(attribute)).startswith("on"):
                book.faults.append(f"{address} holds the event handler `{handler}`")
    has_math = next(tree.iter("{http://www.w3.org/1998/Math/MathML}math"), None) is not None
    if media_type == "application/xhtml+xml" and has_math != ("mathml" in book.properties[address]):
        book.faults.append(f"the manifest is wrong on whether {address} holds MathML")


def _targets(tree: _Tree) -> Iterator[tuple[str, str, bool]]:
    """Yield (attribute, address, whether it is fetched to show the page) of a document."""
    for element in tree.iter(etree.Element):
        for name, value in element.attrib.items():
            attribute = str(name).rpartition("}")[2]
            if attribute in ("href", "src"):
                follows = attribute == "href" and str(element.tag).rpartition("}")[2] == "a"
                yield attribute, str(value), not follows


def _check_links(book: _Package, address: str, tree: _Tree) -> None:
    for attribute, value, is_fetched in _targets(tree):
        try:
            parts = urlsplit(value)
        except ValueError:
            book.faults.append(f"{address} has an address that cannot be read: {value}")
            continue
        if parts.scheme or parts.netloc:
            if is_fetched and parts.scheme != "data":
                book.faults.append(f"{address} fetches {value} from the network")
            continue
        path = unquote(parts.path)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(address), path)) if path else address
        if target not in book.manifest:
            book.faults.append(f"{address} leads to {value}, which is not in the package ({attribute})")
        elif parts.fragment and unquote(parts.fragment) not in book.identifiers.get(target, ()):
            book.faults.append(f"{address} leads to {value}, where nothing has that identifier")
