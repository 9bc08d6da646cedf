"""An e-book from written chapters: EPUB 3.3 packed by our own hand.

In: chapters of the `reflowable` medium, metadata, images, sheets, fonts. Out: the package as bytes, the same
for the same input: fixed times, sorted order, identifiers derived from the metadata. Container: EPUB OCF 3.3
section 4.2 (the file `mimetype` first and stored).
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO

from publish.model.artifact import Artifact
from publish.model.chapter import HtmlChapter
from publish.model.diagnostic import Diagnostic, Outcome
from publish.model.metadata import Metadata
from publish.model.resource import FontFace, Resource, StyleSheet
from publish.writing.access import accessibility
from publish.writing.anchors import identifiers, without_repeated_ids
from publish.writing.contents import contents_of
from publish.writing.epubparts import (
    chapter_body,
    content_document,
    cover_body,
    navigation_body,
    ncx_points,
    title_body,
)
from publish.writing.epubpictures import core_image, without_lost_images
from publish.writing.epubstyles import faces_used, font_sheet, tame_sheet
from publish.writing.front import title_block
from publish.writing.opf import (
    CONTAINER,
    Item,
    NcxPoint,
    modified_time,
    ncx_document,
    package_document,
    publication_identifier,
)
from publish.writing.roles import MATTER
from publish.writing.spine import Landmark, file_names, landmarks_of
from publish.writing.words import word

MEDIA_TYPE = "application/epub+zip"
_XHTML = "application/xhtml+xml"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def pack_epub(
    chapters: Sequence[HtmlChapter],
    metadata: Metadata,
    resources: Mapping[str, Resource],
    sheets: Sequence[StyleSheet],
    faces: Sequence[FontFace],
    *,
    file_name: str,
    modified_epoch: int | None,
    cover: str | None,
    toc_depth: int,
) -> Outcome[Artifact]:
    """Pack an e-book; `cover` names the resource of its cover image.

    Its navigation shows `toc_depth` levels of headings, as printed contents do. Images of kinds readers need
    not know are stored as PNG; those that cannot be are replaced by their words.
    """
    title = " ".join(metadata.title_text.split()) or file_name.rpartition(".")[0] or "—"
    images = _images(chapters, resources, cover)
    bodies = [without_lost_images(chapter.body, {k: v.name for k, v in images.items()}) for chapter in chapters]
    chapters = _with_unique_ids(chapters, bodies)
    cover_image = images.get(cover or "")

    # Everything in the package by its address in the EPUB folder, and its line in the manifest.
    files: dict[str, bytes] = {}
    items: list[Item] = []

    def add(item: Item, content: bytes | str) -> None:
        items.append(item)
        files[item.href] = content.encode() if isinstance(content, str) else content

    styles = _styles(sheets, faces, [*bodies, title_block(metadata)])
    for sheet in styles.value[0]:
        add(Item(f"css-{len(items) + 1}", sheet.name, "text/css"), sheet.text)
    links = [item.href for item in items]
    for face in styles.value[1]:
        name = "fonts/" + face.resource.name.rpartition("/")[2]
        if name not in files:
            add(Item(f"font-{len(items) + 1}", name, _font_type(face.resource)), face.resource.content)
    for number, image in enumerate(sorted({i.name: i for i in images.values()}.values(), key=lambda i: i.name)):
        properties = ("cover-image",) if image is cover_image else ()
        add(Item(f"image-{number + 1}", image.name, image.media_type, properties), image.content)

    homes_of_chapters = file_names(chapters)
    places = {c.identifier: frozenset((c.identifier, *identifiers(c.body))) for c in chapters}
    homes: dict[str, str] = {}
    for chapter in chapters:
        for identifier in places[chapter.identifier]:
            homes.setdefault(identifier, homes_of_chapters[chapter.identifier])
    landmarks: list[Landmark] = []
    if cover_image is not None:
        page = content_document(metadata, title, cover_body(cover_image.name, title), links, "cover")
        add(Item("cover", "cover.xhtml", _XHTML, in_spine=True), page)
        landmarks.append(("cover", "cover.xhtml", word("cover", metadata.lang)))
    placed = {chapter.role: chapter for chapter in chapters if chapter.role in ("title-page", "contents")}
    if "title-page" not in placed:
        page = content_document(metadata, title, title_body(metadata, title), links, "frontmatter titlepage")
        add(Item("title-page", "title.xhtml", _XHTML, in_spine=True), page)
        landmarks.append(("titlepage", "title.xhtml", word("title-page", metadata.lang)))
    entries = contents_of(chapters, toc_depth)
    is_worth_a_page = "contents" in placed or sum(1 + len(entry.children) for entry in entries) > 1
    if "contents" not in placed and is_worth_a_page:  # what no page shows, no landmark may lead to
        landmarks.append(("toc", "nav.xhtml#toc", word("contents", metadata.lang)))
    landmarks += landmarks_of(chapters, homes_of_chapters, metadata.lang)

    body = navigation_body(entries, homes_of_chapters, places, landmarks, metadata, placed.get("contents"))
    page = content_document(metadata, word("contents", metadata.lang), body, links, "frontmatter")
    nav_properties = ("nav", "mathml") if "<math " in body else ("nav",)
    navigation = Item("nav", "nav.xhtml", _XHTML, nav_properties, in_spine=is_worth_a_page), page
    if "contents" not in placed:
        add(*navigation)
    identifier = publication_identifier(metadata, file_name)
    points = ncx_points(entries, homes_of_chapters, places) or (NcxPoint(title, "title.xhtml"),)
    ncx = ncx_document(identifier, title, metadata.lang or "en", points)
    add(Item("ncx", "toc.ncx", "application/x-dtbncx+xml"), ncx)
    count = 0
    for chapter in chapters:
        file = homes_of_chapters[chapter.identifier]
        if chapter.role == "contents":
            add(*navigation)
            continue
        if chapter.role == "title-page":
            has_own_rights = any(other.role == "copyright" for other in chapters)
            body = title_body(metadata, title, chapter.identifier, with_rights=not has_own_rights)
            page = content_document(metadata, title, body, links, "frontmatter titlepage")
            add(Item("title-page", file, _XHTML, in_spine=True), page)
            continue
        count += 1
        body = chapter_body(chapter, homes, is_part_of_book=len(chapters) > 1)
        properties = (*(("mathml",) if chapter.has_mathml else ()), *(("svg",) if chapter.has_svg else ()))
        page = content_document(metadata, chapter.title or title, body, links, MATTER[chapter.zone])
        add(Item(f"chapter-{count}", file, _XHTML, properties, in_spine=True), page)

    package = package_document(
        metadata,
        title,
        identifier,
        modified_time(modified_epoch, metadata.date_iso),
        accessibility(chapters, images, has_cover=cover_image is not None),
        items,
    )
    content = _zip({"META-INF/container.xml": CONTAINER.encode(), "EPUB/package.opf": package.encode()}, files)
    return Outcome(Artifact("epub", file_name, MEDIA_TYPE, content), styles.diagnostics)


def _images(
    chapters: Sequence[HtmlChapter], resources: Mapping[str, Resource], cover: str | None
) -> dict[str, Resource]:
    """Return the images the e-book contains, by the name the chapters use."""
    wanted = dict.fromkeys(name for chapter in chapters for name in chapter.resources)
    if cover:
        wanted[cover] = None
    images: dict[str, Resource] = {}
    for name in wanted:
        image = core_image(resources[name]) if name in resources else None
        if image is not None:
            images[name] = image
    return images


def _with_unique_ids(chapters: Sequence[HtmlChapter], bodies: Sequence[str]) -> list[HtmlChapter]:
    """Give chapters their bodies without repeated identifiers; in other files the same one may stand again."""
    return [
        replace(chapter, body=without_repeated_ids(body, {chapter.identifier}))
        for chapter, body in zip(chapters, bodies, strict=True)
    ]


def _styles(
    sheets: Sequence[StyleSheet], faces: Sequence[FontFace], bodies: Sequence[str]
) -> Outcome[tuple[list[StyleSheet], tuple[FontFace, ...]]]:
    """Return the sheets under their names in the package, fonts first, and the faces to embed."""
    used = faces_used(faces, bodies)
    made = [StyleSheet("styles/fonts.css", font_sheet(used, "../fonts").text)] if used else []
    found: list[Diagnostic] = []
    for number, sheet in enumerate(sheets, len(made) + 1):
        tame = tame_sheet(sheet)
        found.extend(tame.diagnostics)
        made.append(StyleSheet(f"styles/{number:02}.css", tame.value.text))
    return Outcome((made, used), tuple(found))


def _font_type(font: Resource) -> str:
    head = font.content[:4]
    if head == b"OTTO":
        return "font/otf"
    return {b"wOFF": "font/woff", b"wOF2": "font/woff2"}.get(head, "font/ttf")


def _zip(first: Mapping[str, bytes], files: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr(_entry("mimetype", zipfile.ZIP_STORED), MEDIA_TYPE)
        for name, content in first.items():
            package.writestr(_entry(name), content, compresslevel=9)
        for name in sorted(files):
            package.writestr(_entry(f"EPUB/{name}"), files[name], compresslevel=9)
    return target.getvalue()


def _entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIXED_TIME)
    entry.compress_type = compression
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
