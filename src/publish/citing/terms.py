"""The words of a style's locales: terms, date forms and options, looked up in constant time.

In: a style tree with its locales in order. Out: `Terms`. Rules: CSL 1.0.2, "Locale Fallback", "Terms", "Ordinal
Suffixes", "Gender-specific Ordinals", "Localized Date Formats", "Locale Options".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from publish.citing.loader import CSL, CslLocale, CslStyle, load_locale
from publish.citing.settle import QuoteRules

_FALLBACK: dict[str, tuple[str, ...]] = {
    "verb-short": ("verb-short", "verb", "long"),
    "symbol": ("symbol", "short", "long"),
}
_FALLBACK |= {"verb": ("verb", "long"), "short": ("short", "long"), "long": ("long",)}


_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def curly(text: str) -> str:
    """Return words of a style or locale with typographic apostrophes.

    >>> curly("l'adresse")
    'l’adresse'
    """
    return _APOSTROPHE.sub("’", text) if "'" in text else text


@dataclass(frozen=True, slots=True)
class Term:
    """One term in one form."""

    single: str
    multiple: str
    gender: str = ""
    match: str = ""


class _Layer:
    """What one cs:locale says."""

    __slots__ = ("dates", "genders", "options", "ordinals", "terms")

    def __init__(self, locale: CslLocale) -> None:
        self.terms: dict[tuple[str, str], Term] = {}
        self.ordinals: dict[tuple[str, str], Term] = {}
        self.dates: dict[str, Any] = {}
        self.options: dict[str, str] = {}
        for child in locale:
            if child.tag == CSL + "terms":
                for element in child:
                    self._read_term(element)
            elif child.tag == CSL + "date":
                self.dates.setdefault(child.get("form", "text"), child)
            elif child.tag == CSL + "style-options":
                self.options.update(child.attrib)

    def _read_term(self, element: Any) -> None:
        name = element.get("name")
        if not name:
            return
        single, multiple = element.find(CSL + "single"), element.find(CSL + "multiple")
        text = element.text or ""
        one = text if single is None else single.text or ""
        many = (one if multiple is None else multiple.text or "") if single is not None else text
        if single is None and multiple is not None:
            many = multiple.text or ""
        one, many = curly(one), curly(many)
        gender = element.get("gender", "")
        term = Term(one, many, gender, element.get("match", ""))
        if name == "ordinal" or name.startswith("ordinal-"):
            self.ordinals[name, element.get("gender-form", "")] = term
        elif element.get("gender-form"):
            self.terms[name, f"long/{element.get('gender-form')}"] = term
        else:
            self.terms[name, element.get("form", "long")] = term


@lru_cache(maxsize=16)
def _system_layer(name: str) -> _Layer:
    return _Layer(load_locale(name))


class Terms:
    """All the words a style may ask for, in its output language."""

    def __init__(self, style: CslStyle, language: str) -> None:
        style.set_locale_list(language)
        layers = []
        for locale in style.locales:
            name = locale.get("{http://www.w3.org/XML/1998/namespace}lang")
            layers.append(_Layer(locale) if locale.getparent() is not None else _system_layer(name))
        self.language = language
        self._terms: dict[tuple[str, str], Term] = {}
        self.dates: dict[str, Any] = {}
        options: dict[str, str] = {}
        own = layers[:-1] if len(layers) > 1 and not language.lower().startswith("en") else layers
        self._foreign = layers[-1].terms if own is not layers else {}
        """What en-US has to say where no locale of the language has the term in any form."""
        for layer in reversed(own):
            self._terms.update(layer.terms)
        for layer in reversed(layers):
            self.dates.update(layer.dates)
            options.update(layer.options)
        self._ordinals = next((layer.ordinals for layer in layers if layer.ordinals), {})
        self.limit_day_ordinals = options.get("limit-day-ordinals-to-day-1") == "true"
        self.quotes = QuoteRules(
            (self.find("open-quote") or "“", self.find("close-quote") or "”"),
            (self.find("open-inner-quote") or "‘", self.find("close-inner-quote") or "’"),
            options.get("punctuation-in-quote") == "true",
        )

    def term(self, name: str, form: str = "long") -> Term | None:
        """Return a term in a form, or in the form CSL falls back to."""
        forms = _FALLBACK.get(form, ("long",))
        for terms in (self._terms, self._foreign):
            for one in forms:
                term = terms.get((name, one))
                if term is not None:
                    return term
        return None

    def find(self, name: str, form: str = "long", plural: bool = False) -> str:
        """Return the words of a term, or an empty string where no locale has it."""
        term = self.term(name, form)
        if term is None:
            return ""
        return term.multiple if plural else term.single

    def gender(self, name: str) -> str:
        """Return the gender of a term such as `month-01` or `edition`, "" if it has none."""
        term = self.term(name)
        return term.gender if term is not None else ""

    def ordinal(self, number: int, gender: str = "") -> str:
        """Return a number with its ordinal suffix."""
        tens, ones = f"ordinal-{number % 100:02}", f"ordinal-{number % 10:02}"
        for name in (tens, ones):
            term = self._ordinal(name, gender)
            if term is None:
                continue
            match = term.match or ("last-two-digits" if name == tens and number % 100 >= 10 else "last-digit")
            if name == tens and match == "whole-number" and number != number % 100:
                continue
            if name == ones and name != tens and match != "last-digit":
                continue
            return f"{number}{term.single}"
        general = self._ordinal("ordinal", gender)
        return f"{number}{general.single if general else ''}"

    def _ordinal(self, name: str, gender: str) -> Term | None:
        if gender and (name, gender) in self._ordinals:
            return self._ordinals[name, gender]
        return self._ordinals.get((name, ""))

    def long_ordinal(self, number: int, gender: str = "") -> str:
        """Return the word of an ordinal from one to ten, else the number with its suffix."""
        if 1 <= number <= 10:
            name = f"long-ordinal-{number:02}"
            term = self._terms.get((name, f"long/{gender}")) if gender else None
            term = term or self.term(name)
            if term is not None:
                return term.single
        return self.ordinal(number, gender)
