"""The metadata packet of a PDF.

In: what the publication says of itself. Out: an XMP packet (ISO 16684-1) with Dublin Core properties and, for
tagged editions, the PDF/UA identification (ISO 14289-1, clause 5). No dates of the build, so equal input gives
equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from publish.model.metadata import Metadata

_NAMESPACES = (
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
)
# The byte order mark inside `begin` is part of the packet header (ISO 16684-1, 7.3.2).
_HEADER = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'


def make_xmp(metadata: Metadata, *, title: str, producer: str, pdfua_part: int | None = 1) -> bytes:
    """Return the packet as UTF-8; `pdfua_part` None leaves the PDF/UA identification out."""
    declared = " ".join(f"xmlns:{prefix}={quoteattr(address)}" for prefix, address in _NAMESPACES)
    lines = [
        _HEADER,
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        f'<rdf:Description rdf:about="" {declared}>',
        *_properties(metadata, title, producer),
    ]
    if pdfua_part is not None:
        lines.append(f"<pdfuaid:part>{pdfua_part}</pdfuaid:part>")
    lines += ["</rdf:Description>", "</rdf:RDF>", "</x:xmpmeta>", '<?xpacket end="w"?>']
    return "\n".join(lines).encode()


def _properties(metadata: Metadata, title: str, producer: str) -> Iterable[str]:
    yield from _language_alternative("dc:title", title)
    yield from _list("dc:creator", "Seq", [person.name for person in metadata.authors])
    yield from _language_alternative("dc:description", metadata.description or metadata.abstract_text)
    yield from _list("dc:subject", "Bag", metadata.keywords)
    yield from _list("dc:language", "Bag", [metadata.lang] if metadata.lang else [])
    yield from _list("dc:publisher", "Bag", [metadata.publisher] if metadata.publisher else [])
    yield from _language_alternative("dc:rights", metadata.rights_text)
    yield from _list("dc:date", "Seq", [metadata.date_iso] if metadata.date_iso else [])
    if metadata.identifier:
        yield f"<dc:identifier>{escape(_clean(metadata.identifier))}</dc:identifier>"
    if metadata.keywords:
        yield f"<pdf:Keywords>{escape(_clean(', '.join(metadata.keywords)))}</pdf:Keywords>"
    yield f"<pdf:Producer>{escape(_clean(producer))}</pdf:Producer>"
    yield "<xmp:CreatorTool>publish</xmp:CreatorTool>"


def _language_alternative(name: str, text: str) -> Iterable[str]:
    if text:
        item = f'<rdf:li xml:lang="x-default">{escape(_clean(text))}</rdf:li>'
        yield f"<{name}><rdf:Alt>{item}</rdf:Alt></{name}>"


def _list(name: str, kind: str, values: Iterable[str]) -> Iterable[str]:
    items = "".join(f"<rdf:li>{escape(_clean(value))}</rdf:li>" for value in values if value)
    if items:
        yield f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def _clean(text: str) -> str:
    """Drop what XML 1.0 cannot carry (section 2.2)."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
