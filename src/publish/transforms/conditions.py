"""Passages for some editions only: `.only` keeps, `.except` leaves out.

In: a Document as read, and what is being made. Out: the same without what is not for it, before anything is
counted, so that notes, figures and cites are numbered as if it had never been there. Conditions are `edition`
(pdf, booklet, epub, html), `kind` (handout, book) and `profile` (a name of the author's). Several values of one
condition are parted by spaces, and any of them will do; several conditions must all hold. A heading stands for
its whole section.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Document, Element
from publish.model.elements import attr_of, with_attr
from publish.model.plan import Kind, To
from publish.transforms.suggest import did_you_mean
from publish.transforms.traversal import rewrite_document

CONDITIONS = ("edition", "kind", "profile")
_WORDS = ("only", "except")
_ELEMENTS = ("Div", "Span", "Header", "Code", "CodeBlock", "Link", "Image", "Figure", "Table")
_WRAPPERS = ("Div", "Span")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is being made. `edition` is None where all editions have the same text."""

    edition: To | None = None
    kind: Kind = "handout"
    profile: str = ""
    profiles: tuple[str, ...] = ()
    """The names publish.yaml knows; empty: any name is taken."""


def settle_conditions(document: Document, surroundings: Surroundings) -> Outcome[Document]:
    """Leave out what is not for these surroundings; take the marks off what is."""
    found: list[Diagnostic] = []

    def settle(element: Element) -> Element | Iterable[Element]:
        identifier, classes, pairs = attr_of(element)
        words = [word for word in _WORDS if word in classes]
        if not words:
            return element
        asked = _conditions(element, pairs, surroundings, found)
        holds = all(_value(name, surroundings) in values for name, values in asked.items())
        if asked and any(holds is (word == "except") for word in words):
            return (_gone(element),) if element.tag == "Header" else ()
        rest = (
            identifier,
            tuple(name for name in classes if name not in _WORDS),
            tuple(pair for pair in pairs if pair[0] not in CONDITIONS),
        )
        if element.tag in _WRAPPERS and rest == ("", (), ()):
            inside: Iterable[Element] = element.content[1]
            return inside
        return with_attr(element, rest)

    settled = rewrite_document(
        document, dict.fromkeys(_ELEMENTS, settle), arrange=_without_sections, triggers=("Header",)
    )
    return Outcome(settled, tuple(found))


def asks_for_editions(documents: Sequence[Document]) -> bool:
    """Tell whether a passage is for some editions only, so that not all have the same text."""
    asks = False

    def look(element: Element) -> Element:
        nonlocal asks
        _, classes, pairs = attr_of(element)
        asks = asks or (not set(_WORDS).isdisjoint(classes) and any(key == "edition" for key, _ in pairs))
        return element

    for document in documents:
        rewrite_document(document, dict.fromkeys(_ELEMENTS, look))
    return asks


def _conditions(
    element: Element, pairs: Collection[tuple[str, str]], around: Surroundings, found: list[Diagnostic]
) -> dict[str, tuple[str, ...]]:
    """Return what a passage asks for, each condition with its values; what cannot be known is told."""
    known: dict[str, Collection[str]] = {
        "edition": get_args(To),
        "kind": get_args(Kind),
        "profile": around.profiles,
    }
    asked: dict[str, tuple[str, ...]] = {}
    told = len(found)
    for key, text in pairs:
        if key not in CONDITIONS:
            if near := did_you_mean(key, CONDITIONS):
                message = f"`{key}` is no condition; expected {', '.join(CONDITIONS[:-1])} or {CONDITIONS[-1]}"
                found.append(diagnose("only/unknown", message, element.at, hints=near))
            continue
        values = tuple(text.replace(",", " ").split())
        asked[key] = (*asked.get(key, ()), *values)
        for value in values:
            if known[key] and value not in known[key]:
                message = f"`{value}` is no {key}; expected one of {', '.join(sorted(known[key]))}"
                hints = did_you_mean(value, known[key]) or _add_profile(key, value)
                found.append(diagnose("only/unknown", message, element.at, hints=hints))
    if not asked and told == len(found):
        message = "the passage is marked `.only` or `.except` and names no condition; it is kept"
        hints = ("name one: `{.only edition=pdf}`, `{.only profile=teacher}`",)
        found.append(diagnose("only/unknown", message, element.at, hints=hints))
    return asked


def _add_profile(key: str, value: str) -> tuple[str, ...]:
    return (f"add it to publish.yaml: `profiles: {{{value}: {{}}}}`",) if key == "profile" else ()


def _value(name: str, around: Surroundings) -> str:
    return {"edition": around.edition or "", "kind": around.kind, "profile": around.profile}[name]


_GONE = "section-left-out"


def _gone(header: Element) -> Element:
    identifier, _, _ = attr_of(header)
    return with_attr(header, (identifier, (_GONE,), ()))


def _without_sections(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Drop headings that are gone, and what stands below them."""
    kept: list[Any] = []
    gone = 0
    for item in items:
        if type(item) is Element and item.tag == "Header":
            level = item.content[0]
            if gone and level <= gone:
                gone = 0
            if _GONE in attr_of(item)[1] and not gone:
                gone = level
        if not gone:
            kept.append(item)
    return items if len(kept) == len(items) else tuple(kept)
