"""The bytes of an e-book → its files, its package document and its spine.

In: a ZIP of unknown origin. Out: files read on demand within limits, the manifest and the spine in reading
order (EPUB 3.3, sections 4 and 5; EPUB 2 is read as well). XML is parsed without entities, DTDs or network.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from html.entities import html5
from io import BytesIO
from lzma import LZMAError
from urllib.parse import unquote, urlsplit

from lxml import etree

MAX_FILE_BYTES = 64_000_000
MAX_TOTAL_BYTES = 512_000_000
MAX_FILES = 20_000
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_PACKING_TROUBLE = (
    zipfile.BadZipFile,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    EOFError,
    zlib.error,
    LZMAError,
)
_XML_ENTITIES = {b"amp", b"lt", b"gt", b"quot", b"apos"}

Tree = etree._Element


class UnreadableBook(Exception):
    """The file is no e-book that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class SpineDocument:
    """A document of the spine: its number from 1, its address in the package, its tree if there is one."""

    number: int
    address: str
    is_linear: bool
    tree: Tree | None


@dataclass(slots=True)
class Package:
    """An opened e-book. `faults` are what is wrong with single files."""

    archive: zipfile.ZipFile
    address: str = ""
    opf: Tree | None = None
    manifest: dict[str, tuple[str, str, frozenset[str]]] = field(default_factory=dict)
    """By identifier: address, media type, properties."""
    faults: list[str] = field(default_factory=list)
    total: int = 0
    names: frozenset[str] = frozenset()

    def read(self, address: str) -> bytes | None:
        """Return a file's content, or None if it is missing; raise UnreadableBook beyond the limits."""
        if address not in self.names:
            return None
        try:
            with self.archive.open(address) as stream:
                content = stream.read(MAX_FILE_BYTES + 1)
        except _PACKING_TROUBLE as trouble:
            self.faults.append(f"{address} cannot be unpacked ({type(trouble).__name__})")
            return None
        self.total += len(content)
        if len(content) > MAX_FILE_BYTES or self.total > MAX_TOTAL_BYTES:
            raise UnreadableBook("it unpacks to more than any book needs, like a ZIP bomb")
        return content

    def parse(self, address: str) -> Tree | None:
        """Return a file's tree; one that is not well-formed is a fault and is read as far as it goes."""
        content = self.read(address)
        if content is None:
            self.faults.append(f"{address} is missing")
            return None
        content = _ENTITY.sub(_spell_entity, content)
        try:
            return etree.fromstring(content, _parser())
        except (etree.XMLSyntaxError, ValueError) as trouble:
            self.faults.append(f"{address} is not well-formed: {str(trouble).split(', line')[0]}")
        try:
            return etree.fromstring(content, _parser(recover=True))
        except (etree.XMLSyntaxError, ValueError):
            return None


def open_package(content: bytes) -> Package:
    """Open an e-book; raise UnreadableBook if it is none."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as trouble:
        raise UnreadableBook("it is damaged or no ZIP file at all") from trouble
    if len(archive.infolist()) > MAX_FILES:
        raise UnreadableBook("it holds more files than any book needs")
    package = Package(archive, names=frozenset(archive.namelist()))
    container = package.parse("META-INF/container.xml") if "META-INF/container.xml" in package.names else None
    if container is None:
        raise UnreadableBook("it has no META-INF/container.xml")
    for rootfile in container.iter("{*}rootfile"):
        address = unquote(rootfile.get("full-path", ""))
        if address in package.names:
            package.address = address
            package.opf = package.parse(address)
            break
    if package.opf is None:
        raise UnreadableBook("its container names no package document")
    for item in package.opf.iter("{*}item"):
        package.manifest[item.get("id", "")] = (
            resolve(package.address, item.get("href", ""))[0],
            item.get("media-type", ""),
            frozenset((item.get("properties") or "").split()),
        )
    return package


def read_spine(package: Package) -> tuple[SpineDocument, ...]:
    """Return the documents of the spine in order."""
    found: list[SpineDocument] = []
    for reference in package.opf.iter("{*}itemref") if package.opf is not None else ():
        identifier = reference.get("idref", "")
        if identifier not in package.manifest:
            package.faults.append(f"the spine names `{identifier}`, which the manifest has not")
            continue
        address = package.manifest[identifier][0]
        tree = package.parse(address)
        found.append(SpineDocument(len(found) + 1, address, reference.get("linear") != "no", tree))
    return tuple(found)


def resolve(base: str, href: str) -> tuple[str, str]:
    """Return the address in the package and the fragment a relative reference means.

    >>> resolve("EPUB/text/a.xhtml", "../b%20c.xhtml#x"), resolve("EPUB/a.xhtml", "#y")
    (('EPUB/b c.xhtml', 'x'), ('EPUB/a.xhtml', 'y'))
    """
    path, _, fragment = href.partition("#")
    path = unquote(path.split("?")[0])
    address = posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else base
    return address.lstrip("/"), unquote(fragment)


def is_outside(href: str) -> bool:
    """Tell whether a reference leads out of the package."""
    try:
        return bool(urlsplit(href.strip()).scheme) or href.startswith("//")
    except ValueError:
        return True


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def _spell_entity(match: re.Match[bytes]) -> bytes:
    """Write HTML's named characters, which XML does not know, as themselves."""
    name = match[1]
    character = None if name in _XML_ENTITIES else html5.get(name.decode() + ";")
    return character.encode() if character else match[0]
