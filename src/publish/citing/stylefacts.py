"""Facts about a CSL style that others need before anything is formatted.

In: a style's XML, or a language. Out: its class, its parent, whether it is a style at all, and the words with
which locators are typed. CSL 1.0.2, "Dependent Styles", "Style Structure", "Locators"; Pandoc's manual,
"Citations".
"""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import Literal

from lxml import etree

from publish.citing.compiling import compile_style
from publish.citing.loader import CSL, BadStyle, canonical_locale, load_style
from publish.citing.locatorwords import typed_words
from publish.citing.terms import Terms
from publish.model.citation import Style
from publish.model.diagnostic import Outcome, diagnose

_LOCATORS = """
act appendix article-locator book canon chapter column elocation equation figure folio issue line note opus page
paragraph part rule scene section sub-verbo supplement table timestamp title-locator verse version volume
"""
LOCATORS = tuple(_LOCATORS.split())


def class_of(style: Style) -> Literal["note", "in-text"]:
    """Tell whether a style puts citations into notes."""
    try:
        return "note" if load_style(style.xml).get("class") == "note" else "in-text"
    except BadStyle:
        return "in-text"


def parent_name(xml: str) -> str | None:
    """Return the name of the style a dependent style stands for, None for an independent one."""
    try:
        root = load_style(xml)
    except BadStyle:
        return None
    if root.find(CSL + "citation") is not None:
        return None
    for link in root.iterfind(f"{CSL}info/{CSL}link"):
        if link.get("rel") == "independent-parent":
            return str(link.get("href", "")).rstrip("/").rsplit("/", 1)[-1].removesuffix(".csl") or None
    return None


def check(name: str, xml: str) -> Outcome[Style | None]:
    """Return the style if it can be used, and what is wrong with it."""
    try:
        root = load_style(xml)
        if parent_name(xml) is None:
            compile_style(root, "en-US")
    except BadStyle as error:
        hints = ("take a style of CSL 1.0 from the catalogue (zotero.org/styles), or its name",)
        return Outcome(
            None,
            (diagnose("cite/bad-style", f"`{name}` is not a usable citation style: {error}", hints=hints),),
        )
    findings = [
        diagnose("cite/style", f"the citation style `{name}` calls a macro `{one}` that it does not have")
        for one in sorted(_missing_macros(root))
    ]
    circle = " → ".join(f"`{one}`" for one in _circle_of_macros(root))
    if circle:
        message = f"the citation style `{name}` has macros that call each other in a circle: {circle}"
        hint = "what calls them cannot be printed; take the style from the catalogue again"
        findings.append(diagnose("cite/style", message, hints=(hint,)))
    return Outcome(Style(name, xml), tuple(findings))


def _missing_macros(root: etree._Element) -> set[str]:
    return _called_in(root) - {str(element.get("name")) for element in root.iter(CSL + "macro")}


def _called_in(element: etree._Element) -> set[str]:
    return {name for call in element.iter(CSL + "text", CSL + "key") if (name := call.get("macro"))}


def _circle_of_macros(root: etree._Element) -> list[str]:
    """Return the names of macros that end where they began, in the order of their calls; none is usual."""
    calls = {str(macro.get("name")): sorted(_called_in(macro)) for macro in root.iter(CSL + "macro")}
    try:
        TopologicalSorter(calls).prepare()
    except CycleError as error:
        return [str(name) for name in reversed(error.args[1])]
    return []


def typed_locators(lang: str) -> tuple[tuple[str, str], ...]:
    """Return the words an author may type before a locator and the CSL label each stands for, longest first."""
    found: dict[str, str] = dict(typed_words(lang))
    for locale in dict.fromkeys((canonical_locale(lang), "en-US")):
        style = load_style(_EMPTY)
        terms = Terms(style, locale)
        for label in LOCATORS:
            for form in ("long", "short", "symbol"):
                term = terms.term(label, form)
                if term is not None:
                    for words in (term.single, term.multiple):
                        _add(found, words, label)
    for words, label in typed_words("en"):
        found.setdefault(words, label)
    return tuple(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def _add(found: dict[str, str], words: str, label: str) -> None:
    words = words.strip()
    if not words:
        return
    name = "article" if words == label == "article-locator" else words
    found.setdefault(name, label)


_EMPTY = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"/>'
