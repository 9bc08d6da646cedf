"""Cites put in order before anything is counted: cross-references apart, unknown keys marked, affixes flat.

In: a Document and the keys of its references. Out: `Cite` elements that are either cross-references only
(`@fig:x`) or citations of known keys only, whose prefixes and suffixes hold plain formatting; unknown keys as
Span `unresolved` with cite/unknown-key.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import groupby
from typing import cast

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Citation, Document, Element, Inlines
from publish.model.elements import SPACE, attr_of, make_attr, span, text, with_attr
from publish.transforms.suggest import did_you_mean
from publish.transforms.traversal import WORDS, Change, rewrite, rewrite_document

NEEDS = frozenset({"Cite"})

REFERENCE_PREFIXES = ("fig", "tbl", "eq", "lst", "sec")


def is_reference_key(key: str) -> bool:
    """Tell whether a cited key is a cross-reference: `fig:x`, and `Fig:x` at the start of a sentence."""
    prefix, colon, name = key.partition(":")
    return bool(colon and name) and prefix[:1].lower() + prefix[1:] in REFERENCE_PREFIXES


def is_cross_reference(cite: Element) -> bool:
    """Tell whether a settled Cite is a cross-reference.

    A citation whose key only looks like a label (a reference is called `fig:2010`) has lost its stand-in text.
    """
    citations, stand_in = cite.content
    return bool(citations and stand_in) and is_reference_key(citations[0].key)


def settle_cites(document: Document, known_keys: Collection[str] | None) -> Outcome[Document]:
    """Part cross-references from citations and mark unknown keys; with `known_keys` None nothing is unknown."""
    found: list[Diagnostic] = []
    known = None if known_keys is None else frozenset(known_keys)

    def kind_of(citation: Citation) -> str:
        if known is not None and citation.key in known:
            return "cite"
        if is_reference_key(citation.key):
            return "reference"
        return "cite" if known is None else "unknown"

    def settle(cite: Element) -> Element | Inlines:
        citations = _flat(cite.content[0])
        if not citations:
            return cast(Inlines, cite.content[1])
        groups = [(kind, tuple(members)) for kind, members in groupby(citations, kind_of)]
        if len(groups) == 1 and groups[0][0] != "unknown" and citations == cite.content[0]:
            return _made(groups[0][0], groups[0][1], cite)
        out: list[Element] = []
        for kind, members in groups:
            if out:
                out.extend((Element("Str", ";"), SPACE))
            if kind == "unknown":
                out.extend(_unknown(members, cite, known or frozenset(), found))
            else:
                out.append(_made(kind, members, cite))
        return tuple(out)

    return Outcome(rewrite_document(document, {"Cite": settle}), tuple(found))


def _made(kind: str, citations: tuple[Citation, ...], cite: Element) -> Element:
    stand_in = cite.content[1]
    if kind == "cite" and is_reference_key(citations[0].key):
        stand_in = ()
    if citations == cite.content[0] and stand_in == cite.content[1]:
        return cite
    return Element("Cite", (citations, stand_in), cite.at)


def _unknown(
    citations: tuple[Citation, ...], cite: Element, known: Collection[str], found: list[Diagnostic]
) -> list[Element]:
    out: list[Element] = []
    for citation in citations:
        if out:
            out.extend((Element("Str", ";"), SPACE))
        hints = did_you_mean(citation.key, known)
        if not known:
            hints = ("name a bibliography: `bibliography: references.bib`",)
        found.append(
            diagnose(
                "cite/unknown-key",
                f"no reference has the key `{citation.key}`",
                citation.at or cite.at,
                hints=hints or ("add it to the bibliography, or correct the key",),
            )
        )
        mark = span(
            make_attr("", ("unresolved",)), (Element("Str", f"@{citation.key}?"),), citation.at or cite.at
        )
        out.extend(_spaced(citation.prefix))
        out.append(mark)
        out.extend(citation.suffix)
    return out


def _spaced(prefix: Inlines) -> Inlines:
    if not prefix or prefix[-1].tag in ("Space", "SoftBreak"):
        return prefix
    return (*prefix, SPACE)


# --- affixes --------------------------------------------------------------------------------------------


def _flat(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Free prefixes and suffixes of what cannot go through the citation engine.

    A cite in a suffix becomes the cluster's next cite; a note goes into parentheses; links inside the book and
    images become their words, and nothing has an identifier.
    """
    if not any(_nested(citation) for citation in citations):
        return citations
    out: list[Citation] = []
    for citation in citations:
        prefix = _without_nested(citation.prefix)
        suffix = citation.suffix
        inner = next((i for i, inline in enumerate(suffix) if inline.tag == "Cite" and inline.content[0]), None)
        if inner is None:
            out.append(replace(citation, prefix=prefix, suffix=_without_nested(suffix)))
            continue
        out.append(replace(citation, prefix=prefix, suffix=_trim_end(_without_nested(suffix[:inner]))))
        *others, last = [
            replace(one, mode="NormalCitation") if one.mode == "AuthorInText" else one
            for one in _flat(suffix[inner].content[0])
        ]
        rest = _without_nested(suffix[inner + 1 :])
        out.extend((*others, replace(last, suffix=(*last.suffix, *rest))))
    return tuple(out)


_NOT_IN_AFFIXES = frozenset({"Cite", "Note", "Link", "Image", "Span", "Code", "RawInline"})
"""What may have to be changed; formatting alone never has."""


def _nested(citation: Citation) -> bool:
    stack: list[object] = [citation.prefix, citation.suffix]
    while stack:
        value = stack.pop()
        if isinstance(value, Element):
            if value.tag in _NOT_IN_AFFIXES:
                return True
            stack.append(value.content)
        elif isinstance(value, tuple):
            stack.extend(value)
    return False


def _without_nested(inlines: Inlines) -> Inlines:
    changes: dict[str, Change] = {
        "Cite": _stand_in,
        "Note": note_in_parentheses,
        "Link": _outward,
        "Image": _description,
        "Code": _nameless,
        "RawInline": lambda one: () if re.match(r"</?a\b", one.content[1], re.IGNORECASE) else one,
        "Span": lambda one: () if "page-break" in attr_of(one)[1] else _nameless(one),
    }
    return cast(Inlines, rewrite(inlines, changes))


def _outward(link: Element) -> Element | Inlines:
    attr, words, (target, _) = link.content
    if not re.match(r"(?:https?:)?//|mailto:|doi:", target):
        return cast(Inlines, words)
    return _nameless(link) if attr[0] else link


def _description(image: Element) -> Inlines:
    return cast(Inlines, image.content[1])


def _nameless(element: Element) -> Element:
    identifier, classes, pairs = attr_of(element)
    return with_attr(element, ("", classes, pairs)) if identifier else element


def _stand_in(cite: Element) -> Inlines:
    return tuple(cite.content[1]) or text("; ".join(f"@{one.key}" for one in cite.content[0]))


def _trim_end(inlines: Inlines) -> Inlines:
    end = len(inlines)
    while end and inlines[end - 1].tag in ("Space", "SoftBreak"):
        end -= 1
    return inlines[:end]


def note_in_parentheses(note: Element) -> Inlines:
    """Return a note's words as inlines in parentheses, for where no note can stand; structure is flattened."""
    parts: list[Element] = []
    stack: list[object] = list(reversed(note.content))
    while stack:
        value = stack.pop()
        if isinstance(value, Element):
            if value.tag in ("Para", "Plain", "Header"):
                if parts:
                    parts.append(SPACE)
                parts.extend(value.content[2] if value.tag == "Header" else value.content)
            elif value.tag in ("CodeBlock", "RawBlock"):
                if parts:
                    parts.append(SPACE)
                parts.append(Element("Code", (make_attr(), value.content[1])))
            elif isinstance(value.content, tuple):
                stack.extend(reversed(value.content))
        elif isinstance(value, tuple):
            if value and all(isinstance(item, Element) and item.tag in _INLINE_TAGS for item in value):
                parts.extend((*((SPACE,) if parts else ()), *cast(Inlines, value)))
            else:
                stack.extend(reversed(value))
    return (
        SPACE,
        span(make_attr("", ("nested-note",)), (Element("Str", "("), *parts, Element("Str", ")")), note.at),
    )


_INLINE_TAGS = WORDS | {"Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"}
_INLINE_TAGS |= {"Quoted", "Cite", "Code", "Math", "RawInline", "Link", "Image", "Note", "Span"}
