"""cs:number and cs:label.

In: a number variable or the locator. Out: its numbers in a form, and the term that fits them. CSL 1.0.2,
"Number", "Label", "Ordinal Suffixes" (gender of the target noun).
"""

from __future__ import annotations

import re

from publish.citing.context import Context
from publish.citing.locators import spell_labels, split_number
from publish.citing.marked import Tree
from publish.citing.nodes import Dress, raised_label
from publish.citing.ranges import format_pages, is_numeric, is_plural
from publish.citing.richtext import parse_rich_text
from publish.citing.texts import number_text

_PART = re.compile(r"(\s*(?:,\s*&|[,&;\-–—])\s*|\s+(?:and|et|und)\s+)")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """Return a lower-case roman numeral.

    >>> roman(1990)
    'mcmxc'
    """
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * count
    return out


class Number:
    """A cs:number."""

    __slots__ = ("dress", "form", "variable")

    def __init__(self, variable: str, form: str, dress: Dress) -> None:
        self.variable = variable
        self.form = form
        self.dress = dress

    def render(self, context: Context) -> Tree | None:
        """Print the number; text that is not numeric is printed as it stands."""
        text = number_value(self.variable, context)
        context.saw(bool(text), self.variable)
        if not text:
            return None
        if context.key_options is not None and text.isdigit():
            return text.rjust(8, "0")
        role = self.variable if self.variable in ("citation-number", "locator") else ""
        is_range = self.variable in ("page", "locator") and self.form == "numeric"
        number, rest = split_number(text)
        if is_range or not is_numeric(number):
            return self.dress.put_on(number_text(self.variable, text, context), context, role=role)
        gender = context.terms.gender(context.cite.label if self.variable == "locator" else self.variable)
        pieces = _PART.split(number)
        out = ""
        for index, piece in enumerate(pieces):
            out += self.in_form(piece, gender, context) if index % 2 == 0 else _joint(piece, context)
        if rest:
            out += format_pages(spell_labels(rest, context.terms.find), "", "–")
        return self.dress.put_on(parse_rich_text(out), context, role=role)

    def in_form(self, piece: str, gender: str, context: Context) -> str:
        """Return one number in the form asked."""
        if not piece.isdigit() or not piece.isascii():
            return piece
        number = int(piece)
        if self.form == "ordinal":
            return context.terms.ordinal(number, gender)
        if self.form == "long-ordinal":
            return context.terms.long_ordinal(number, gender)
        if self.form == "roman" and number < 5000:
            return roman(number)
        return piece


def _joint(sign: str, context: Context) -> str:
    bare = sign.strip()
    if bare in ("-", "–", "—"):
        return context.terms.find("page-range-delimiter") or "–"
    if bare == "&":
        return f" {context.terms.find('and', 'symbol') or '&'} "
    return ", " if bare == "," else sign


def number_value(variable: str, context: Context) -> str:
    """Return the text of a number variable, the cite's and the engine's own ones included."""
    if variable == "locator":
        return context.cite.locator
    if variable == "citation-number":
        return str(context.item.number or "")
    if variable == "first-reference-note-number":
        return str(context.cite.first_note or "")
    return context.field(variable)


class Label:
    """A cs:label outside cs:names."""

    __slots__ = ("dress", "form", "plural", "variable")

    def __init__(self, variable: str, form: str, plural: str, dress: Dress) -> None:
        self.variable = variable
        self.form = form
        self.plural = plural
        self.dress = dress

    def render(self, context: Context) -> Tree | None:
        """Print the term of the variable, if the variable has content."""
        text = number_value(self.variable, context)
        if not text:
            return None
        term = context.cite.label if self.variable == "locator" else self.variable
        many = self.plural == "always" or (self.plural != "never" and self.is_plural(text))
        words = context.terms.find(term, self.form, many)
        return self.dress.put_on(raised_label(words, self.dress, context), context) if words else None

    def is_plural(self, text: str) -> bool:
        """Tell whether the content is plural; numbers of things are when they are not one."""
        if self.variable.startswith("number-of-"):
            digits = re.search(r"\d+", text)
            return digits is not None and int(digits[0]) != 1
        return is_plural(text)
