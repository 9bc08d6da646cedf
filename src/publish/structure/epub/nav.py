"""The navigation document of an e-book, or its NCX → contents, landmarks and page list.

In: an opened package and where identifiers stand. Out: entries with the number of the document they lead to and
the words there (EPUB 3.3, section 7; EPUB 2 has an NCX and a guide).
"""

from __future__ import annotations

from collections.abc import Callable

from publish.model.books import Landmark, PageListEntry
from publish.model.pages import OutlineEntry
from publish.structure.epub.package import Package, Tree, name_of, text_of, words_of

Goal = tuple[int | None, str]
"""The number of a document, None for nowhere, and the words that stand at the place."""
Find = Callable[[str, str, bool], Goal]
"""From an address and a reference to its goal; with the words right behind it, or those of its block."""


class Navigation:
    """The navigation of one e-book."""

    def __init__(self, package: Package, find: Find) -> None:
        self.package = package
        self.find = find
        self.tree, self.address = self._open()

    def _open(self) -> tuple[Tree | None, str]:
        for address, _, properties in self.package.manifest.values():
            if "nav" in properties:
                return self.package.parse(address), address
        for address, media_type, _ in self.package.manifest.values():
            if media_type == "application/x-dtbncx+xml":
                return self.package.parse(address), address
        self.package.faults.append("there is no navigation document")
        return None, ""

    @property
    def is_ncx(self) -> bool:
        """Tell whether it is that of EPUB 2."""
        return self.tree is not None and name_of(self.tree) == "ncx"

    def contents(self) -> tuple[OutlineEntry, ...]:
        """Return the table of contents."""
        if self.tree is None:
            return ()
        entries: list[OutlineEntry] = []
        if self.is_ncx:
            for point in self.tree.iter("{*}navPoint"):
                level = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
                label, content = next(point.iter("{*}text"), None), next(point.iter("{*}content"), None)
                href = content.get("src", "") if content is not None else ""
                goal = self.find(self.address, href, False)
                entries.append(OutlineEntry(level, text_of(label) if label is not None else "", *goal))
            return tuple(entries)
        for nav in self._navs("toc", "doc-toc"):
            for anchor in nav.iter("{*}a", "{*}span"):
                parent = anchor.getparent()
                if parent is None or name_of(parent) != "li":
                    continue
                level = sum(1 for _ in anchor.iterancestors("{*}ol", "{*}ul"))
                goal = self.find(self.address, anchor.get("href") or "", False)
                is_heading = name_of(anchor) == "span"
                entries.append(OutlineEntry(max(1, level), text_of(anchor), *((0, "") if is_heading else goal)))
        return tuple(entries)

    def landmarks(self) -> tuple[Landmark, ...]:
        """Return the landmarks, or the guide of EPUB 2."""
        found: list[Landmark] = []
        if self.tree is not None and not self.is_ncx:
            for anchor in self._anchors("landmarks"):
                goal = self.find(self.address, anchor.get("href") or "", False)
                found.append(Landmark(" ".join(words_of(anchor)), text_of(anchor), *goal))
        if not found and self.package.opf is not None:
            for reference in self.package.opf.iter("{*}reference"):
                goal = self.find(self.package.address, reference.get("href") or "", False)
                found.append(Landmark(reference.get("type") or "", reference.get("title") or "", *goal))
        return tuple(found)

    def page_list(self) -> tuple[PageListEntry, ...]:
        """Return where the pages of the printed edition begin."""
        if self.tree is None:
            return ()
        if self.is_ncx:
            found = []
            for target in self.tree.iter("{*}pageTarget"):
                label, content = next(target.iter("{*}text"), None), next(target.iter("{*}content"), None)
                href = content.get("src", "") if content is not None else ""
                goal = self.find(self.address, href, True)
                found.append(PageListEntry(text_of(label) if label is not None else "", *goal))
            return tuple(found)
        return tuple(
            PageListEntry(text_of(anchor), *self.find(self.address, anchor.get("href") or "", True))
            for anchor in self._anchors("page-list", "doc-pagelist")
        )

    def _navs(self, *kinds: str) -> list[Tree]:
        if self.tree is None:
            return []
        return [nav for nav in self.tree.iter("{*}nav") if set(kinds) & set(words_of(nav))]

    def _anchors(self, *kinds: str) -> list[Tree]:
        return [anchor for nav in self._navs(*kinds) for anchor in nav.iter("{*}a")]
