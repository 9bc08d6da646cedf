"""The glossary: its definition lists in order, and the way to them at the first use of a term in each chapter.

In: the glossary's Document, as read. Out of `settle_glossary`: its definition lists sorted by the rules of the
language, each term a Span `dfn glossary-term` with an identifier. Out of `link_terms`: `[word]{.term}` as a
link of role `doc-glossref` (DPUB-ARIA 1.1) at the first use in each chapter, plain words afterwards; terms that
the glossary has not, as glossary/unknown-term. In a publication without glossary such words stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from publish.model.diagnostic import Diagnostic, Outcome, Related, diagnose
from publish.model.document import Document, Element, Inlines, plain_text, walk
from publish.model.elements import attr_of, div, link, make_attr, span
from publish.model.indexing import GlossaryTerm
from publish.model.source import Span as At
from publish.text.collation import collator_for
from publish.transforms.context import Context
from publish.transforms.parts import parts_of
from publish.transforms.suggest import did_you_mean
from publish.transforms.titles import title_of
from publish.transforms.traversal import rewrite, rewrite_document, with_blocks

NEEDS = frozenset({"Span"})
TERM = "glossary-term"
"""The class of a term where it is explained."""
GLOSSARY_LINK = "glossref"
"""The class of a term in the text that leads there."""
_USE = "term"


def settle_glossary(document: Document, lang: str) -> Document:
    """Sort the definition lists of a glossary and give each term its place."""
    collator = collator_for(lang)
    number = 0

    def settle(element: Element) -> Element:
        nonlocal number
        items: list[tuple[Any, Inlines, Any]] = []
        for words, meanings in element.content:
            number += 1
            at = next((one.at for one in walk((words, meanings)) if one.at is not None), element.at)
            items.append((collator.key(plain_text(title_of(words))), _term(words, number, at), meanings))
        items.sort(key=lambda item: item[0])
        ordered = tuple((words, meanings) for _, words, meanings in items)
        return div(make_attr("", ("glossary",)), (Element("DefinitionList", ordered, element.at),))

    # A list within a definition is part of the explanation.
    return rewrite_document(document, {"DefinitionList": settle}, opaque=("DefinitionList",))


def _term(words: Inlines, number: int, at: At | None) -> Inlines:
    """Make a term a place of the book; one that has its identifier keeps it (`[Recto]{#recto}`)."""
    if len(words) == 1 and words[0].tag == "Span" and attr_of(words[0])[0]:
        identifier, classes, pairs = attr_of(words[0])
        return (span((identifier, ("dfn", TERM, *classes), pairs), words[0].content[1], words[0].at),)
    return (span((f"gl-{number}", ("dfn", TERM), ()), words, at),)


def link_terms(document: Document, context: Context) -> Outcome[Document]:
    """Lead the first use of each term in a chapter to its entry."""
    if not context.book.terms:
        return Outcome(document)
    places = {_folded(term.words): term.identifier for term in reversed(_in_source(context.book.terms))}
    found: list[Diagnostic] = []
    used: set[str] = set()

    def refer(element: Element) -> Element | Inlines:
        identifier, classes, pairs = attr_of(element)
        if _USE not in classes:
            return element
        words: Inlines = element.content[1]
        wanted = dict(pairs).get("entry", "").strip() or plain_text(title_of(words))
        target = places.get(_folded(wanted))
        kept = tuple(name for name in classes if name != _USE)
        others = tuple(pair for pair in pairs if pair[0] != "entry")
        if target is None:
            found.append(_unknown(wanted, element, context))
        elif target not in used and not _leads_elsewhere(words):
            used.add(target)
            return link(
                f"#{target}", words, (identifier, (GLOSSARY_LINK, *kept), (*others, ("role", "doc-glossref")))
            )
        attr = (identifier, kept, others)
        return tuple(words) if attr == ("", (), ()) else span(attr, words, element.at)

    blocks: list[Element] = []
    for part in parts_of(document.blocks, context.chapter_level):
        used.clear()
        blocks.extend(rewrite(part, {"Span": refer}))
    same = len(blocks) == len(document.blocks) and all(
        a is b for a, b in zip(blocks, document.blocks, strict=True)
    )
    return Outcome(document if same else with_blocks(document, tuple(blocks)), tuple(found))


def repeated_terms(terms: Sequence[GlossaryTerm]) -> tuple[Diagnostic, ...]:
    """Tell of terms that the glossary explains twice."""
    first: dict[str, GlossaryTerm] = {}
    found: list[Diagnostic] = []
    for term in _in_source(terms):
        known = first.setdefault(_folded(term.words), term)
        if known is not term:
            related = (Related("the first one", known.at),) if known.at else ()
            message = f"the glossary explains `{term.words}` twice; terms in the text lead to the first"
            hints = ("make one entry of the two",)
            found.append(diagnose("glossary/duplicate-term", message, term.at, hints=hints, related=related))
    return tuple(found)


def _in_source(terms: Sequence[GlossaryTerm]) -> list[GlossaryTerm]:
    """Return terms as the author wrote them down, not as they are sorted."""
    return sorted(terms, key=lambda term: (term.at.line, term.at.column) if term.at else (0, 0))


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _leads_elsewhere(words: Inlines) -> bool:
    """Tell whether words hold a link or note already: no link may hold another."""
    return any(element.tag in ("Link", "Note", "Cite") for element in walk(words))


def _unknown(wanted: str, element: Element, context: Context) -> Diagnostic:
    known = [term.words for term in context.book.terms]
    return diagnose(
        "glossary/unknown-term",
        f"the glossary does not explain `{wanted}`",
        element.at,
        hints=did_you_mean(wanted, known)
        or ('add it to the glossary, or name its entry: `{.term entry="…"}`',),
    )
