"""Cross-references with pages, and links that bring no words of their own.

In: Links to places in the book, cross-references among them. Out: the same Links, their page in a Span
`on-page` that editions without pages drop whole, the number in a Span `folio-of` that pagination fills:

- `[@fig:map]{.page}` → *Figure 3 on page 12*; `[words](#x){.page}` → *words (page 12)*
- `[](#x){.page}` → *page 12*, on screens the words of what it leads to (Span `on-screen`)
- `[](#x)`, `[](other.md)` → the words of what it leads to: *Figure 3*, *Chapter 2*, *“The sea”*

With the setting `page-references` every one has its page, but where its target stands on the same page
(`if-elsewhere`), in headings, in a Span or Link `no-page`, and for terms of the glossary, which are words of
the sentence and no references.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import cast

from publish.model.document import Document, Element, Inlines
from publish.model.elements import attr_of, span
from publish.model.facts import BookFacts, Label
from publish.transforms.context import Context
from publish.transforms.glossary import GLOSSARY_LINK
from publish.transforms.pagewords import PageWords, page_phrase, page_words
from publish.transforms.traversal import Change, rewrite, rewrite_document
from publish.transforms.words import NO_BREAK_SPACE

NEEDS = frozenset({"Link"})

_WANTED, _UNWANTED = "page", "no-page"
_ON_PAGE, _ON_SCREEN, _ELSEWHERE = "on-page", "on-screen", "if-elsewhere"

WordsOf = Callable[[Label], Inlines]
"""How a label is spoken of: `Figure 3`."""


def write_page_references(document: Document, context: Context, words_of: WordsOf) -> Document:
    """Give links inside the book the words and pages they are to have."""
    return rewrite_document(document, _Writer(context, words_of).changes(), opaque=("Header",))


class _Writer:
    """What one chapter's links become."""

    def __init__(self, context: Context, words_of: WordsOf) -> None:
        self.everywhere = context.page_references
        self.page_words: PageWords = page_words(context.lang)
        self.words_of = words_of
        self.book = context.book

    def changes(self) -> dict[str, Change]:
        """Return what is done with each kind of element; in headings no page comes by itself."""
        heading: dict[str, Change] = {"Link": lambda link: self._link(link, False), "Span": self._span}

        def header(element: Element) -> Element:
            level, attr, words = element.content
            new = rewrite(words, heading)
            return element if new is words else Element("Header", (level, attr, new), element.at)

        return {"Link": lambda link: self._link(link, self.everywhere), "Span": self._span, "Header": header}

    def _link(self, link: Element, everywhere: bool) -> Element:
        attr, words, (target, title) = link.content
        if not target.startswith("#") or len(target) == 1:
            return link
        identifier, classes, pairs = attr
        is_asked = _WANTED in classes
        kept = tuple(name for name in classes if name not in (_WANTED, _UNWANTED))
        new: Inlines = words or self._words(target[1:])
        kept = kept if words else kept or ("xref",)
        if is_asked:
            new = (*words, self._phrase(target[1:], words)) if words else self._page_or_words(target[1:], new)
        elif everywhere and _UNWANTED not in classes and GLOSSARY_LINK not in classes:
            new = (*new, self._phrase(target[1:], new, _ELSEWHERE))
        if new is words and kept == classes:
            return link
        return Element("Link", ((identifier, kept, pairs), new, (target, title)), link.at)

    def _span(self, element: Element) -> Element | Inlines:
        """Let a Span `page` or `no-page` decide for the links in it; around other words it is the author's."""
        identifier, classes, pairs = attr_of(element)
        wanted = _WANTED in classes
        if not wanted and _UNWANTED not in classes:
            return element
        found = False

        def decide(link: Element) -> Element:
            nonlocal found
            attr, words, (target, title) = link.content
            if not target.startswith("#") or len(target) == 1:
                return link
            found = True
            bare = tuple(one for one in words if _ON_PAGE not in attr_of(one)[1] or one is words[0])
            new = (*bare, self._phrase(target[1:], bare)) if wanted else bare
            return Element("Link", (attr, new, (target, title)), link.at)

        inlines = rewrite(element.content[1], {"Link": decide})
        if not found:
            return element
        kept = tuple(name for name in classes if name not in (_WANTED, _UNWANTED))
        if identifier or kept or pairs:
            return Element("Span", ((identifier, kept, pairs), inlines), element.at)
        return cast(Inlines, inlines)

    def _phrase(self, target: str, words: Inlines, *classes: str) -> Element:
        """Return the page behind words: in a sentence after *Figure 3*, in parentheses after others."""
        pattern = self.page_words.within if _is_named(words) else self.page_words.behind_words()
        return page_phrase(pattern, target, *classes)

    def _page_or_words(self, target: str, words: Inlines) -> Inlines:
        screen = span(("", (_ON_SCREEN,), ()), words)
        return (page_phrase(self.page_words.alone, target), screen)

    def _words(self, target: str) -> Inlines:
        """Return the words of what is at a place: its number, its title, else the title of its section."""
        label = self._labels.get(target)
        if label is not None and (label.number or label.title):
            return self.words_of(label)
        above = self._sections.get(target)
        return self.words_of(above) if above is not None else (Element("Str", target),)

    @cached_property
    def _labels(self) -> dict[str, Label]:
        found = {label.identifier: label for label in self.book.labels}
        for chapter in self.book.chapters:
            first = self._first_headings.get(chapter.path)
            if first is not None:
                found.setdefault(chapter.identifier, first)
        return found

    @cached_property
    def _first_headings(self) -> dict[str, Label]:
        found: dict[str, Label] = {}
        for label in self.book.labels:
            if label.kind == "sec":
                found.setdefault(label.chapter, label)
        return found

    @cached_property
    def _sections(self) -> dict[str, Label]:
        return sections_of(self.book)


def sections_of(book: BookFacts) -> dict[str, Label]:
    """Return the heading each identifier stands under."""
    found: dict[str, Label] = {}
    above: Label | None = None
    for label in book.labels:
        if above is not None and above.chapter != label.chapter:
            above = None
        if label.kind == "sec":
            above = label
        elif above is not None:
            found.setdefault(label.identifier, above)
    return found


def _is_named(words: Inlines) -> bool:
    """Tell `Figure 3` and a quoted title from a number alone and from the author's words."""
    first = words[0] if words else None
    return first is not None and (
        first.tag == "Quoted" or (first.tag == "Str" and NO_BREAK_SPACE in first.content)
    )
