"""Citations in a document: gathered as clusters, and replaced by what the citation engine made of them.

In: a Document whose Cites are settled (`cites.py`); for replacing, one formatted text for each cluster. Out:
clusters in the order of the text; or the Document with Spans `citation`, in a note style within notes of
their own. Both ways are one walk, so that text and cluster meet by position. A narrative citation (`@key [p.
4]`) is two clusters, the author alone and the rest without the author (Pandoc's AuthorInText); within a note
of a note style it is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from publish.model.citation import Cite, Cluster
from publish.model.document import Citation, Document, Element, Inlines, plain_text
from publish.model.elements import SPACE, div, make_attr, para, span
from publish.transforms.callplaces import is_raised, place_calls
from publish.transforms.cites import is_cross_reference
from publish.transforms.context import Context
from publish.transforms.locators import LocatorTerms, parse_locator
from publish.transforms.parts import parts_of
from publish.transforms.traversal import Change, rewrite, with_blocks

__all__ = ["LocatorTerms", "collect_clusters", "in_parentheses", "nocite_keys", "replace_citations"]

NEEDS = frozenset({"Cite"})

_NARRATIVE = ("citation", "narrative")

Writer = Callable[[tuple[Cluster, ...]], list[Inlines]]


def collect_clusters(
    document: Document, note_style: bool, first_note: int, terms: LocatorTerms, chapter_level: int = 0
) -> tuple[Cluster, ...]:
    """Return the file's clusters in order, with the notes they stand in (0 in the text).

    Notes are counted through the book, chapters from 0 within the file.
    """
    found: list[Cluster] = []

    def gather(clusters: tuple[Cluster, ...]) -> list[Inlines]:
        found.extend(clusters)
        return [() for _ in clusters]

    _Walk(note_style, first_note, terms, gather, chapter_level).go(document)
    return tuple(found)


def replace_citations(document: Document, context: Context) -> Document:
    """Put the formatted clusters in place of the citations; in a note style each becomes a note."""
    texts = iter(context.formatted)

    def supply(clusters: tuple[Cluster, ...]) -> list[Inlines]:
        return [next(texts, ()) or _keys_shown(cluster) for cluster in clusters]

    cited = _Walk(context.note_style, context.first_note, (), supply).go(document)
    return cited if cited is document else place_calls(cited, context.lang)


def nocite_keys(document: Document) -> tuple[str, ...]:
    """Return the keys of the chapter's `nocite` metadata in order; `*` stands for all references."""
    value = document.meta_value("nocite")
    keys: dict[str, None] = {}

    def take(cite: Element) -> Element:
        keys.update((citation.key, None) for citation in cite.content[0])
        return cite

    if value is not None:
        rewrite((value,), {"Cite": take})
    return tuple(keys)


def _keys_shown(cluster: Cluster) -> Inlines:
    """Show the keys of a cluster for which nothing was made; a part of a citation may well be nothing."""
    if all(cite.author_only or cite.suppress_author for cite in cluster.cites):
        return ()
    keys = "; ".join(f"@{cite.key}" for cite in cluster.cites)
    return (span(make_attr("", ("unresolved",)), (Element("Str", keys),), cluster.at),)


class _Walk:
    """One way through a document's citations and notes, counting notes as they will be numbered."""

    def __init__(
        self, note_style: bool, first_note: int, terms: LocatorTerms, write: Writer, level: int = 0
    ) -> None:
        self._level = level
        self._chapter = 0
        self._note_style = note_style
        self._note = first_note - 1
        self._terms = terms
        self._write = write

    def go(self, document: Document) -> Document:
        changes: dict[str, Change] = {"Cite": self._in_text, "Note": self._note_of_author}
        parts = parts_of(document.blocks, self._level)
        blocks: list[Element] = []
        same = True
        for number, part in enumerate(parts):
            self._chapter = number
            new = rewrite(part, changes, opaque=("Note",))
            same = same and new is part
            blocks.extend(new)
        return document if same else with_blocks(document, tuple(blocks))

    def _cluster(self, cites: tuple[Cite, ...], note: int, cite: Element) -> Cluster:
        return Cluster(cites, note, self._chapter, cite.at)

    def _note_of_author(self, note: Element) -> Element:
        self._note += 1
        joined = _join_sentence if self._note_style else None
        content = rewrite(note.content, {"Cite": self._in_note}, arrange=joined, triggers=("Span",))
        return note if content is note.content else Element("Note", content, note.at)

    def _in_note(self, cite: Element) -> Element:
        if is_cross_reference(cite):
            return cite
        cites = self._cites(cite)
        if not self._note_style and _is_narrative(cite):
            return self._narrative(cite, cites, self._note)
        inlines = self._write((self._cluster(cites, self._note, cite),))[0]
        return _shown(cite, inlines, _NARRATIVE if _is_narrative(cite) else ("citation",))

    def _in_text(self, cite: Element) -> Element | Inlines:
        if is_cross_reference(cite):
            return cite
        cites = self._cites(cite)
        if not self._note_style:
            if _is_narrative(cite):
                return self._narrative(cite, cites, 0)
            return _shown(cite, self._write((self._cluster(cites, 0, cite),))[0])
        self._note += 1
        if not _is_narrative(cite):
            begun = self._cluster(_begin_note(cites), self._note, cite)
            return _call(cite, self._write((begun,))[0])
        author, rest = _author_and_rest(cites)
        clusters = (self._cluster(author, 0, cite), self._cluster(rest, self._note, cite))
        name, note = self._write(clusters)
        call = _call(cite, note)
        return (_shown(cite, name, _NARRATIVE), call) if name else (call,)

    def _narrative(self, cite: Element, cites: tuple[Cite, ...], note: int) -> Element:
        author, rest = _author_and_rest(cites)
        name, other = self._write((self._cluster(author, note, cite), self._cluster(rest, note, cite)))
        raised = is_raised(other)
        between = (SPACE,) if name and other and not raised else ()
        return _shown(cite, (*name, *between, *other), _NARRATIVE)

    def _cites(self, cite: Element) -> tuple[Cite, ...]:
        citations: tuple[Citation, ...] = cite.content[0]
        cites = tuple(_cite_of(citation, self._terms) for citation in citations)
        if _is_narrative(cite) and len(cites) > 1 and not citations[0].suffix:
            return _locator_of_first(cites, self._terms)
        return cites


def _is_narrative(cite: Element) -> bool:
    citations: tuple[Citation, ...] = cite.content[0]
    return citations[0].mode == "AuthorInText"


def _begin_note(cites: tuple[Cite, ...]) -> tuple[Cite, ...]:
    """Let words of the author's that begin a note begin with a capital: `[see @a]` is "See …" there."""
    first = cites[0]
    return (replace(first, prefix=_capitalized(first.prefix)), *cites[1:]) if first.prefix else cites


def _capitalized(inlines: Inlines) -> Inlines:
    head = inlines[0]
    if head.tag in ("Emph", "Strong") and head.content:
        return (Element(head.tag, _capitalized(head.content), head.at), *inlines[1:])
    if head.tag != "Str" or not _SMALL_WORD.match(head.content):
        return inlines
    return (Element("Str", head.content[0].upper() + head.content[1:], head.at), *inlines[1:])


_SMALL_WORD = re.compile(r"[^\W\d_A-Zß](?![A-Z]|\S*[:/@]\S)")
"""What may be capitalized: no name written in its own way (`iPhone`), no address."""


def _author_and_rest(cites: tuple[Cite, ...]) -> tuple[tuple[Cite, ...], tuple[Cite, ...]]:
    first = cites[0]
    author = Cite(first.key, author_only=True, at=first.at)
    return (author,), (replace(first, suppress_author=True), *cites[1:])


def _cite_of(citation: Citation, terms: LocatorTerms) -> Cite:
    locator, label, suffix = parse_locator(citation.suffix, terms)
    suppress = citation.mode == "SuppressAuthor"
    return Cite(citation.key, locator, label, citation.prefix, suffix, suppress, at=citation.at)


def _locator_of_first(cites: tuple[Cite, ...], terms: LocatorTerms) -> tuple[Cite, ...]:
    """Give the first cite of `@a [33, see also @b]` the locator that Pandoc reads into the second's prefix."""
    first, second, *others = cites
    locator, label, rest = parse_locator(second.prefix, terms)
    if not locator:
        return cites
    while rest and (rest[0].tag == "Space" or rest[0].content == ","):
        rest = rest[1:]
    return replace(first, locator=locator, label=label), replace(second, prefix=rest), *others


def _shown(cite: Element, inlines: Inlines, classes: tuple[str, ...] = ("citation",)) -> Element:
    keys = " ".join(citation.key for citation in cite.content[0])
    return span(make_attr("", classes, data_cites=keys), inlines, cite.at)


def _call(cite: Element, inlines: Inlines) -> Element:
    block = div(make_attr("", ("citation-note",)), (para((_shown(cite, inlines),)),))
    return Element("Note", (block,), cite.at)


# --- within an author's own note ------------------------------------------------------------------------

_GOES_ON = re.compile(r"[.,;:!?)\]”’»]|[^\W\d_]")


def _join_sentence(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Fit a citation into the author's sentence: parentheses after a clause, no full stop where it goes on.

    A note style ends each citation with a full stop, since it fills a note; within a sentence of the author's
    (`See [@a], and [@b].`) that stop would stand before a comma, a small letter, or another stop. A citation
    that follows a clause (`Others count more [@a].`) stands in parentheses, as with Pandoc; one that follows a
    few introducing words (`See [@a].`, `…, as told in [@a].`) is part of them, as a copy editor prints it.
    """
    out = list(items)
    for index, item in enumerate(items):
        if item.tag != "Span" or "citation" not in item.content[0][1]:
            continue
        if "narrative" not in item.content[0][1] and _follows_clause(items[:index]):
            attr, inlines = item.content
            out[index] = Element("Span", (attr, in_parentheses(inlines)), item.at)
        elif _goes_on(items[index + 1 :]):
            out[index] = _without_stop(item)
    return tuple(out)


_MOST_INTRODUCING_WORDS = 3
_PAUSE = re.compile(r"[.,;:!?([—–]")


def _follows_clause(before: tuple[Element, ...]) -> bool:
    """Tell whether more than a few words stand since the last pause: `see` and `as told in` are no clause."""
    since = _PAUSE.split(plain_text(before[-24:]))[-1]
    return len(since.split()) > _MOST_INTRODUCING_WORDS


def in_parentheses(inlines: Inlines) -> Inlines:
    """Return a citation that was made for a note as it stands within a sentence."""
    return (Element("Str", "("), *_without_last_stop(inlines), Element("Str", ")"))


def _without_last_stop(inlines: Inlines) -> Inlines:
    return (*inlines[:-1], _without_stop(inlines[-1])) if inlines else inlines


def _goes_on(rest: tuple[Element, ...]) -> bool:
    words = [inline for inline in rest[:2] if inline.tag not in ("Space", "SoftBreak")]
    if not words:
        return False
    first = plain_text((words[0],))[:1]
    return bool(_GOES_ON.match(first)) and not first.isupper()


def _without_stop(element: Element) -> Element:
    """Return an inline without the full stop that its last word ends with."""
    if element.tag == "Str":
        stop = element.content.endswith(".") and not element.content.endswith("..")
        return Element("Str", element.content[:-1], element.at) if stop else element
    place = {"Span": 1, "Link": 1, "Quoted": 1}.get(element.tag)
    if element.tag in ("Emph", "Strong", "SmallCaps", "Underline"):
        inlines: Inlines = element.content
    elif place is not None:
        inlines = element.content[place]
    else:
        return element
    if not inlines:
        return element
    shorter = (*inlines[:-1], _without_stop(inlines[-1]))
    content = shorter if place is None else (*element.content[:place], shorter, *element.content[place + 1 :])
    return Element(element.tag, content, element.at)
