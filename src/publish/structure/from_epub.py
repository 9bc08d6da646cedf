"""Any EPUB → its page structure.

In: the bytes of an e-book, of any maker. Out: a `PageStructure` whose pages are the documents of the spine;
what is damaged in it gives diagnostics, and a file that is no e-book gives nothing but one.
"""

from __future__ import annotations

import posixpath
from hashlib import sha256

from publish.model.diagnostic import Outcome, diagnose
from publish.model.pages import (
    Block,
    Box,
    EditionMetadata,
    Fragment,
    Landmark,
    Link,
    Note,
    NoteCall,
    OutlineEntry,
    PageListEntry,
    PageStructure,
    Picture,
    SpineItem,
)
from publish.structure.epub_blocks import Found, FoundLink, name_of, read_document, words_of
from publish.structure.epub_package import (
    Package,
    SpineDocument,
    Tree,
    UnreadableBook,
    is_outside,
    open_package,
    read_spine,
    resolve,
)
from publish.structure.epub_styles import read_styles

_DC = "{http://purl.org/dc/elements/1.1/}"
_UNSEEN = frozenset(("dcterms:modified", "identifier-type", "role", "file-as", "display-seq", "title-type"))
_NOWHERE = Box(0, 0, 0, 0)


def read_epub(content: bytes) -> Outcome[PageStructure | None]:
    """Return the structure of an e-book; None with `epub/unreadable` if it is none."""
    try:
        package = open_package(content)
        structure = _Book(package).read()
    except UnreadableBook as trouble:
        message = f"the file cannot be read: {trouble}; expected an EPUB"
        hint = "check that the file opens in an e-book reader"
        return Outcome(None, (diagnose("epub/unreadable", message, hints=(hint,)),))
    diagnostics = tuple(
        diagnose("epub/invalid", f"{fault}; expected a valid EPUB 3") for fault in dict.fromkeys(package.faults)
    )
    return Outcome(structure, diagnostics)


class _Book:
    """Reads one e-book."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.spine = read_spine(package)
        self.numbers: dict[str, int] = {}
        for document in self.spine:
            self.numbers.setdefault(document.address, document.number)
        self.found: dict[str, Found] = {}
        tables = 0
        for document in self.spine:
            if document.tree is not None and document.address not in self.found:
                found = read_document(document.tree, tables)
                tables = max([tables, *(block.table for block in found.blocks)])
                self.found[document.address] = found

    def read(self) -> PageStructure:
        blocks: list[Block] = []
        notes: list[Note] = []
        calls: list[NoteCall] = []
        links: list[Link] = []
        pictures: list[Picture] = []
        note_numbers: dict[tuple[str, str], int] = {}
        labels = self._call_labels()
        for document in self.spine:
            found = self.found.get(document.address)
            for note in found.notes if found else ():
                note_numbers.setdefault((document.address, note.identifier), len(notes))
                label = labels.get((document.address, note.identifier)) or note.back
                if not label.strip("[]().: ").isalnum():
                    label = str(note.ordinal or "")
                fragment = Fragment(document.number, _NOWHERE)
                notes.append(Note(label.strip("[]().: "), Block("Note", note.text, (fragment,))))
        for document in self.spine:
            found = self.found.get(document.address)
            if found is None:
                continue
            first = len(blocks)
            fragment = Fragment(document.number, _NOWHERE)
            blocks += [
                Block(block.role, block.text, (fragment,), depth=block.depth, table=block.table)
                for block in found.blocks
            ]
            for call in found.calls:
                target = resolve(document.address, call.href)
                block = first + call.block if call.block < len(found.blocks) else None
                calls.append(NoteCall(call.label, document.number, block, note_numbers.get(target), call.word))
            links += [self._link(document, link) for link in found.links]
            pictures += [self._picture(document, image.href, image.alt) for image in found.images]
        navigation = self._navigation()
        rules, fonts = read_styles(self.package)
        return PageStructure(
            "epub",
            self._metadata(),
            is_tagged=True,
            blocks=tuple(blocks),
            notes=tuple(notes),
            calls=tuple(sorted(calls, key=lambda call: -1 if call.block is None else call.block)),
            links=tuple(links),
            outline=self._outline(navigation),
            fonts=fonts,
            pictures=tuple(pictures),
            spine=tuple(self._spine_item(document) for document in self.spine),
            landmarks=self._landmarks(navigation),
            page_list=self._page_list(navigation),
            rules=rules,
        )

    def _call_labels(self) -> dict[tuple[str, str], str]:
        labels: dict[tuple[str, str], str] = {}
        for address, found in self.found.items():
            for call in found.calls:
                labels.setdefault(resolve(address, call.href), call.label)
        return labels

    def _link(self, document: SpineDocument, link: FoundLink) -> Link:
        if is_outside(link.href):
            return Link(document.number, link.text, link.href.strip())
        address, fragment = resolve(document.address, link.href)
        if address not in self.numbers:
            if address in self.package.names and not fragment:
                return Link(document.number, link.text, posixpath.basename(address))
            return Link(document.number, link.text, f"#{fragment or posixpath.basename(address)}")
        found = self.found.get(address)
        if fragment and (found is None or fragment not in found.openings):
            return Link(document.number, link.text, f"#{fragment}")
        opening = found.openings.get(fragment, "") if found else ""
        if found and not fragment and found.blocks:
            opening = " ".join(found.blocks[0].text.split()[:6])
        return Link(document.number, link.text, "", self.numbers[address], opening)

    def _picture(self, document: SpineDocument, href: str, alt: str) -> Picture:
        name, digest = posixpath.basename(href.partition("#")[0]), ""
        if href.startswith("data:"):
            name, digest = "data:", sha256(href.encode()).hexdigest()[:8]
        elif href and not is_outside(href):
            content = self.package.read(resolve(document.address, href)[0])
            digest = sha256(content).hexdigest()[:8] if content is not None else "missing"
        return Picture(document.number, _NOWHERE, alt, digest, name=name)

    def _spine_item(self, document: SpineDocument) -> SpineItem:
        found = self.found.get(document.address, Found())
        name = posixpath.relpath(document.address, posixpath.dirname(self.package.address) or ".")
        return SpineItem(document.number, name, found.title, document.is_linear, tuple(found.types))

    def _metadata(self) -> EditionMetadata:
        opf = self.package.opf
        values: dict[str, list[str]] = {}
        others: list[tuple[str, str]] = []
        for element in opf.iter(f"{_DC}*") if opf is not None else ():
            values.setdefault(name_of(element), []).append(_text(element))
        for meta in opf.iter("{*}meta") if opf is not None else ():
            name = meta.get("property") or ""
            if name and name not in _UNSEEN and _text(meta):
                others.append((name, _text(meta)))
            if meta.get("name") == "cover":
                others.append(("cover", self.package.manifest.get(meta.get("content", ""), ("",))[0]))
        for address, _, properties in self.package.manifest.values():
            if "cover-image" in properties:
                others.append(("cover-image", posixpath.basename(address)))
        for spine in opf.iter("{*}spine") if opf is not None else ():
            if direction := spine.get("page-progression-direction"):
                others.append(("page-progression-direction", direction))

        def first(name: str) -> str:
            return values.get(name, [""])[0]

        return EditionMetadata(
            title=first("title"),
            authors=tuple(values.get("creator", ())),
            language=first("language"),
            subject=first("description"),
            keywords=tuple(values.get("subject", ())),
            publisher=first("publisher"),
            rights=first("rights"),
            others=tuple(sorted(set(others))),
        )

    def _navigation(self) -> tuple[Tree | None, str]:
        """Return the navigation document (EPUB 3) or the NCX (EPUB 2), and its address."""
        for address, _, properties in self.package.manifest.values():
            if "nav" in properties:
                return self.package.parse(address), address
        for address, media_type, _ in self.package.manifest.values():
            if media_type == "application/x-dtbncx+xml":
                return self.package.parse(address), address
        self.package.faults.append("there is no navigation document")
        return None, ""

    def _outline(self, navigation: tuple[Tree | None, str]) -> tuple[OutlineEntry, ...]:
        tree, address = navigation
        if tree is None:
            return ()
        entries: list[OutlineEntry] = []
        if name_of(tree) == "ncx":
            for point in tree.iter("{*}navPoint"):
                level = 1 + sum(1 for up in point.iterancestors("{*}navPoint"))
                label, content = next(point.iter("{*}text"), None), next(point.iter("{*}content"), None)
                href = content.get("src", "") if content is not None else ""
                title = _text(label) if label is not None else ""
                entries.append(OutlineEntry(level, title, self._number(address, href)))
            return tuple(entries)
        for nav in _navs(tree, "toc"):
            for anchor in nav.iter("{*}a", "{*}span"):
                if any(name_of(up) == "a" for up in anchor.iterancestors()):
                    continue
                level = sum(1 for up in anchor.iterancestors("{*}ol"))
                page = self._number(address, anchor.get("href") or "")
                entries.append(OutlineEntry(max(1, level), _text(anchor), page))
        return tuple(entries)

    def _landmarks(self, navigation: tuple[Tree | None, str]) -> tuple[Landmark, ...]:
        tree, address = navigation
        if tree is None or name_of(tree) == "ncx":
            return ()
        return tuple(
            Landmark(" ".join(words_of(anchor)), _text(anchor), self._number(address, anchor.get("href") or ""))
            for nav in _navs(tree, "landmarks")
            for anchor in nav.iter("{*}a")
        )

    def _page_list(self, navigation: tuple[Tree | None, str]) -> tuple[PageListEntry, ...]:
        tree, address = navigation
        if tree is None or name_of(tree) == "ncx":
            return ()
        return tuple(
            PageListEntry(_text(anchor), self._number(address, anchor.get("href") or ""))
            for nav in _navs(tree, "page-list")
            for anchor in nav.iter("{*}a")
        )

    def _number(self, base: str, href: str) -> int | None:
        """Return the spine's number a reference leads to; None if it leads to no place in it."""
        if not href or is_outside(href):
            return None
        address, fragment = resolve(base, href)
        if address not in self.numbers:
            return None
        found = self.found.get(address)
        return self.numbers[address] if not fragment or (found and fragment in found.openings) else None


def _navs(tree: Tree, kind: str) -> list[Tree]:
    return [nav for nav in tree.iter("{*}nav") if kind in words_of(nav)]


def _text(element: Tree) -> str:
    return " ".join(str(element.xpath("string()")).split())
