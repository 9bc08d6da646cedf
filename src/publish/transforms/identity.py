"""Identifiers and the links to them: safe and unique in the book, links between chapters resolved.

In: a prepared Document and the book's facts. Out: every identifier as the book calls it; `#x`, `other.md#x`,
`other.md` and `other.html` as `#…` of the book; anchors in the manner of forges (`#1-introduction`) led to
their headings; what leads nowhere as Span `unresolved` with xref/dead-link. Links with a scheme are left
alone.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from functools import cached_property
from posixpath import dirname, join, normpath, relpath, splitext
from urllib.parse import unquote

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Document, Element, Inlines, plain_text
from publish.model.elements import attr_of, span, with_attr
from publish.model.facts import BookFacts
from publish.transforms.context import Context
from publish.transforms.facts import IDENTIFIED
from publish.transforms.identifiers import is_made, slug_of, squashed
from publish.transforms.suggest import did_you_mean
from publish.transforms.traversal import rewrite_document

NEEDS = frozenset(IDENTIFIED)

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_MANY = 3000
_PAGES = (".md", ".markdown", ".mdown", ".mkd", ".txt", ".html", ".htm", ".xhtml", "")


def settle_identity(document: Document, context: Context) -> Outcome[Document]:
    """Give every place its name in the book, and lead every link inside the book to it."""
    found: list[Diagnostic] = []
    chapter = context.chapter
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for written, used in chapter.renamed if chapter else ():
        waiting[written].append(used)
    targets = _Targets(context.book, context.position, document.path)

    def name(element: Element) -> Element:
        identifier, classes, pairs = attr_of(element)
        queue = waiting.get(identifier)
        if not queue or (not identifier and element.tag != "Header"):
            return element
        used = queue.popleft()
        return element if used == identifier else with_attr(element, (used, classes, pairs))

    def lead(element: Element) -> Element | Inlines:
        link = name(element)
        attr, words, (target, title) = link.content
        if _SCHEME.match(target):
            return link
        if not target and attr[0] and not words:
            return span((attr[0], (), ()), (), link.at)  # an anchor, as `[](){#here}` is meant
        used = targets.resolve(target)
        if used is not None:
            new = f"#{used}"
            return link if new == target else Element("Link", (attr, words, (new, title)), link.at)
        found.append(_dead(target, targets, link))
        return span((attr[0], ("unresolved",), ()), words or (Element("Str", target),), link.at)

    changes = {**dict.fromkeys(IDENTIFIED, name), "Link": lead}
    return Outcome(rewrite_document(document, changes), tuple(found))


def _dead(target: str, targets: _Targets, link: Element) -> Diagnostic:
    path, _, fragment = target.partition("#")
    hints: tuple[str, ...] = ()
    if not target:
        message = "a link has no target"
        hints = ("write the address in its parentheses",)
    elif not path:
        message = f"the link to `{target}` leads nowhere: nothing has the identifier `{fragment}`"
        hints = did_you_mean(unquote(fragment), targets.identifiers, prefix="#")
    elif targets.chapters_at(unquote(path)):
        message = f"the link to `{target}` leads nowhere: that chapter has no identifier `{fragment}`"
        hints = targets.hints(path, unquote(fragment))
    else:
        message = f"the link to `{target}` leads to no chapter of this publication"
        known = [chapter.path for chapter in targets.book.chapters if not chapter.path.startswith("(")]
        hints = did_you_mean(path, [targets.address_of(one) for one in known]) or (
            "name the file under `chapters`, or write the whole address of a page on the network",
        )
    return diagnose("xref/dead-link", message, link.at, hints=hints)


def _is_written(name: str) -> bool:
    """Tell whether an author may have meant an identifier: those of marks and terms are our own."""
    return bool(name) and not is_made(name)


class _Targets:
    """Where links may lead, seen from one chapter; tables of the whole book are made when first asked."""

    def __init__(self, book: BookFacts, position: int, path: str) -> None:
        self.book = book
        self._position = position
        self.folder = dirname(path)
        self._names: dict[int, dict[str, str]] = {}
        self._used = frozenset(self._names_of(position).values())

    def hints(self, path: str, fragment: str) -> tuple[str, ...]:
        """Offer the chapter that has an identifier which this one has not, else the nearest of its own."""
        for chapter in self.book.chapters:
            if any(written == fragment for written, _ in chapter.renamed):
                return (f"did you mean `{self.address_of(chapter.path)}#{fragment}`?",)
        own = [
            name
            for position in self.chapters_at(unquote(path))
            for name in self._names_of(position)
            if _is_written(name)
        ]
        return did_you_mean(fragment, own, prefix=f"{path}#")

    def address_of(self, path: str) -> str:
        """Return a chapter's address as a link from here has it."""
        return relpath(path, self.folder or ".").replace(" ", "%20")

    @cached_property
    def identifiers(self) -> tuple[str, ...]:
        """Return the identifiers an author may have meant: the book's, of a very large one the chapter's."""
        book = [written for chapter in self.book.chapters for written, _ in chapter.renamed]
        names = book if len(book) <= _MANY else self._names_of(self._position)
        return tuple(name for name in names if _is_written(name))

    def resolve(self, target: str) -> str | None:
        """Return the identifier a target leads to, or None."""
        path, mark, fragment = target.partition("#")
        if path:
            path = path.partition("?")[0]
            chapters = self.chapters_at(unquote(path))
            if not chapters:
                return None
            if not mark or not fragment:
                return self.book.chapters[chapters[0]].identifier
            return self._place(unquote(fragment), chapters)
        if not mark:
            return None
        if fragment in ("", "top"):
            here = self.book.chapters[self._position : self._position + 1]
            return here[0].identifier if here else None
        return self._place(unquote(fragment), (self._position,)) or self._anywhere(unquote(fragment))

    def chapters_at(self, path: str) -> tuple[int, ...]:
        """Return the positions of the chapters a relative address means."""
        stem, extension = splitext(path)
        if extension.lower() not in _PAGES:
            stem = path
        for folder in (self.folder, ""):
            wanted = normpath(join(folder, stem.lstrip("/") if not folder else stem))
            if wanted in self._chapters:
                return self._chapters[wanted]
        return ()

    @cached_property
    def _chapters(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for position, chapter in enumerate(self.book.chapters):
            stem = normpath(splitext(chapter.path)[0])
            found[stem] = (*found.get(stem, ()), position)
        return found

    def _place(self, fragment: str, chapters: tuple[int, ...]) -> str | None:
        for position in chapters:
            names = self._names_of(position)
            if fragment in names:
                return names[fragment]
            if position == self._position and fragment in self._used:
                return fragment
        return self._alias(fragment, chapters)

    def _names_of(self, position: int) -> dict[str, str]:
        if position not in self._names:
            chapters = self.book.chapters[position : position + 1]
            self._names[position] = dict(reversed(chapters[0].renamed)) if chapters else {}
        return self._names[position]

    def _anywhere(self, fragment: str) -> str | None:
        return self._place(fragment, tuple(p for p in range(len(self.book.chapters)) if p != self._position))

    def _alias(self, fragment: str, chapters: tuple[int, ...]) -> str | None:
        """Find a heading by the anchor a forge or another converter would give it."""
        plain = squashed(fragment)
        for position in chapters:
            found = self._slugs.get((position, fragment)) or self._slugs.get((position, fragment.lower()))
            if found is not None:
                return found
        for position in chapters if plain else ():
            found = self._squashed.get((position, plain))
            if found is not None:
                return found
        return None

    @cached_property
    def _slugs(self) -> dict[tuple[int, str], str]:
        found: dict[tuple[int, str], str] = {}
        repeats: dict[tuple[int, str], int] = {}
        for position, words, identifier in self._headings:
            slug = slug_of(words)
            number = repeats.get((position, slug), 0)
            repeats[position, slug] = number + 1
            found.setdefault((position, f"{slug}-{number}" if number else slug), identifier)
        return found

    @cached_property
    def _squashed(self) -> dict[tuple[int, str], str]:
        found: dict[tuple[int, str], str] = {}
        for position, words, identifier in self._headings:
            found.setdefault((position, squashed(words)), identifier)
        return found

    @cached_property
    def _headings(self) -> list[tuple[int, str, str]]:
        owner = {
            used: position for position, chapter in enumerate(self.book.chapters) for _, used in chapter.renamed
        }
        return [(owner.get(h.identifier, -1), plain_text(h.title), h.identifier) for h in self.book.headings]
