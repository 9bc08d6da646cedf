"""The package document of an e-book (EPUB 3.3, section 5), its container file and the contents for old readers.

In: metadata, the list of files and their order. Out: XML as text. Everything is escaped here and comes out in a
fixed order, so that equal publications give equal bytes.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from publish.model.metadata import Metadata
from publish.writing.safety import without_control_characters
from publish.writing.tree import escape_text, escape_value

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""

_WITHOUT_DATE = "2000-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the manifest: identifier, address in the EPUB folder, media type, properties."""

    identifier: str
    href: str
    media_type: str
    properties: tuple[str, ...] = ()
    in_spine: bool = False


@dataclass(frozen=True, slots=True)
class NcxPoint:
    """One line of the contents for EPUB 2 readers."""

    words: str
    href: str
    children: tuple[NcxPoint, ...] = ()


def package_document(  # noqa: PLR0917
    metadata: Metadata,
    title: str,
    identifier: str,
    modified: str,
    accessibility: Sequence[tuple[str, str]],
    items: Sequence[Item],
) -> str:
    """Write the package document."""
    lang = escape_value(metadata.lang or "en")
    direction = "rtl" if metadata.dir == "rtl" else "ltr"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="pub-id" '
        f'xml:lang="{lang}" dir="{direction}">',
        '  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        *(f"    {line}" for line in _metadata_lines(metadata, title, identifier, modified)),
        *(
            f'    <meta property="schema:{name}"{_english(name)}>{_text(value)}</meta>'
            for name, value in accessibility
        ),
        *(
            f'    <meta name="cover" content="{item.identifier}"/>'
            for item in items
            if "cover-image" in item.properties
        ),
        "  </metadata>",
        "  <manifest>",
        *(f"    {_manifest_line(item)}" for item in items),
        "  </manifest>",
        f'  <spine toc="ncx" page-progression-direction="{direction}">',
        *(f'    <itemref idref="{item.identifier}"/>' for item in items if item.in_spine),
        "  </spine>",
        "</package>",
    ]
    return "\n".join(lines) + "\n"


def _english(name: str) -> str:
    return ' xml:lang="en" dir="ltr"' if name == "accessibilitySummary" else ""


def _metadata_lines(metadata: Metadata, title: str, identifier: str, modified: str) -> list[str]:
    lines = [f'<dc:identifier id="pub-id">{_text(identifier)}</dc:identifier>']
    lines.append(f'<dc:title id="title">{_text(title)}</dc:title>')
    if metadata.subtitle_text.strip():
        lines.append('<meta refines="#title" property="title-type">main</meta>')
        lines.append('<meta refines="#title" property="display-seq">1</meta>')
        lines.append(f'<dc:title id="subtitle">{_text(metadata.subtitle_text)}</dc:title>')
        lines.append('<meta refines="#subtitle" property="title-type">subtitle</meta>')
        lines.append('<meta refines="#subtitle" property="display-seq">2</meta>')
    names = [person.name for person in metadata.authors if person.name.strip()]
    for number, name in enumerate(names, 1):
        lines.append(f'<dc:creator id="creator-{number}">{_text(name)}</dc:creator>')
        lines.append(f'<meta refines="#creator-{number}" property="role" scheme="marc:relators">aut</meta>')
    lines.append(f"<dc:language>{_text(metadata.lang or 'en')}</dc:language>")
    if is_date(metadata.date_iso):
        lines.append(f"<dc:date>{metadata.date_iso}</dc:date>")
    for element, value in (
        ("publisher", metadata.publisher),
        ("description", metadata.description or metadata.abstract_text),
        ("rights", metadata.rights_text),
        *(("subject", keyword) for keyword in metadata.keywords),
    ):
        if value.strip():
            lines.append(f"<dc:{element}>{_text(value)}</dc:{element}>")
    lines.append(f'<meta property="dcterms:modified">{modified}</meta>')
    return lines


def _manifest_line(item: Item) -> str:
    properties = f' properties="{" ".join(item.properties)}"' if item.properties else ""
    href = escape_value(item.href)
    return f'<item id="{item.identifier}" href="{href}" media-type="{item.media_type}"{properties}/>'


def ncx_document(identifier: str, title: str, lang: str, points: Sequence[NcxPoint]) -> str:
    """Write the contents for EPUB 2 readers (OPF 2.0.1, section 2.4.1)."""
    lines: list[str] = []
    _ncx_lines(points, lines, [0])
    depth = _depth(points)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" '
            f'xml:lang="{escape_value(lang)}">',
            f'<head><meta name="dtb:uid" content="{escape_value(identifier)}"/>'
            f'<meta name="dtb:depth" content="{depth}"/>'
            '<meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>',
            f"<docTitle><text>{_text(title)}</text></docTitle>",
            "<navMap>",
            *lines,
            "</navMap>",
            "</ncx>\n",
        ]
    )


def _ncx_lines(points: Sequence[NcxPoint], lines: list[str], count: list[int]) -> None:
    for point in points:
        count[0] += 1
        lines.append(
            f'<navPoint id="np-{count[0]}" playOrder="{count[0]}"><navLabel><text>{_text(point.words)}</text>'
            f'</navLabel><content src="{escape_value(point.href)}"/>'
        )
        _ncx_lines(point.children, lines, count)
        lines.append("</navPoint>")


def _depth(points: Sequence[NcxPoint]) -> int:
    return 1 + max((_depth(point.children) for point in points if point.children), default=0)


def publication_identifier(metadata: Metadata, file_name: str) -> str:
    """Return the publication's identifier: the author's as URN or address, else one made of the metadata.

    A made one does not depend on the text, so that a corrected edition is the same publication to a reader.
    """
    given = metadata.identifier.strip()
    digits = re.sub(r"(?i)isbn|[\s:-]", "", given)
    if re.fullmatch(r"97[89]\d{10}|\d{9}[\dXx]", digits):
        return f"urn:isbn:{digits.upper()}"
    doi = re.fullmatch(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", given)
    if doi:
        return f"https://doi.org/{doi[1]}"
    if given:
        return given
    names = [person.name for person in metadata.authors]
    seed = json.dumps(
        [metadata.title_text, metadata.subtitle_text, names, metadata.lang, file_name], ensure_ascii=False
    )
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}"


def modified_time(epoch: int | None, date_iso: str) -> str:
    """Return `dcterms:modified`: the epoch given, else the publication's date, never the clock.

    >>> modified_time(0, ""), modified_time(None, "2026-11")
    ('1970-01-01T00:00:00Z', '2026-11-01T00:00:00Z')
    """
    if epoch is not None:
        return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if not is_date(date_iso):
        return _WITHOUT_DATE
    return f"{(date_iso + '-01-01')[:10]}T00:00:00Z"


def is_date(text: str) -> bool:
    """Tell whether a text is a date as package documents take it (ISO 8601: year, month or day)."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        return False
    try:
        datetime.strptime((text + "-01-01")[:10], "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def _text(words: str) -> str:
    return escape_text(without_control_characters(" ".join(words.split())))
