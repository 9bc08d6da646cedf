"""cs:text: variables, macros, terms and verbatim values.

In: the item or cite of a `Context`. Out: marked text, with links on URL and identifiers. CSL 1.0.2, "Text",
"Links".
"""

from __future__ import annotations

from dataclasses import replace

from publish.citing.context import Context
from publish.citing.item import NUMBER_VARIABLES
from publish.citing.locators import spell_labels
from publish.citing.marked import Mark, Tree
from publish.citing.nodes import Dress, Node, render_group
from publish.citing.ranges import format_pages, is_numeric, is_plural
from publish.citing.richtext import parse_rich_text

_LINKS = {
    "URL": "",
    "DOI": "https://doi.org/",
    "PMID": "https://www.ncbi.nlm.nih.gov/pubmed/",
    "PMCID": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
}


class TextVariable:
    """A cs:text with `variable`."""

    __slots__ = ("dress", "short", "variable")

    def __init__(self, variable: str, short: bool, dress: Dress) -> None:
        self.variable = variable
        self.short = short
        self.dress = dress

    def render(self, context: Context) -> Tree | None:
        """Print the variable."""
        special = _SPECIAL.get(self.variable)
        if special is not None:
            return special(self, context)
        text = self.value(context)
        context.saw(bool(text), self.variable)
        if not text:
            return None
        link = _LINKS.get(self.variable)
        if link is not None:
            target = text if text.startswith(("http://", "https://")) or not link else link + text
            return self.linked(text, target, context)
        if self.variable in NUMBER_VARIABLES:
            tree: Tree = number_text(self.variable, text, context)
        else:
            tree = parse_rich_text(text)
        return self.dress.put_on(tree, context)

    def linked(self, text: str, target: str, context: Context) -> Tree:
        """Print an address or identifier as a link; a prefix that makes it an address belongs to the link."""
        dress = self.dress
        start = dress.prefix.find("http")
        if start < 0:
            return dress.put_on(text, context, link=target)
        before, address = dress.prefix[:start], dress.prefix[start:]
        if target == text:
            address = ""  # the field holds the whole address already
        return replace(dress, prefix=before).put_on(address + text, context, link=address + text)

    def value(self, context: Context) -> str:
        """Return the text of the variable, in its short form where asked and known."""
        variable = self.variable
        if variable in context.suppressed:
            return ""
        if self.short:
            short = context.field(f"{variable}-short")
            if not short and variable == "container-title":
                short = context.field("journalAbbreviation")
            text = context.field(variable)
            return context.sheet.abbreviation(variable, short or text)
        if variable.endswith("-short"):
            return context.field(variable) or context.sheet.abbreviation(variable[:-6], "")
        return context.field(variable)


def number_text(variable: str, text: str, context: Context) -> Tree:
    """Return a number variable's text with its ranges settled."""
    if variable in ("page", "locator") or (is_plural(text) and "-" in text):
        delimiter = context.terms.find("page-range-delimiter") or "–"
        pages = variable == "page" or (variable == "locator" and context.cite.label == "page")
        text = spell_labels(text, context.terms.find)
        text = format_pages(text, context.sheet.page_range_format if pages else "", delimiter)
    if " & " in text and is_numeric(text):
        text = text.replace(" & ", f" {context.terms.find('and', 'symbol') or '&'} ")
    return parse_rich_text(text)


def _citation_number(node: TextVariable, context: Context) -> Tree | None:
    number = context.item.number
    context.saw(bool(number))
    return node.dress.put_on(str(number), context, role="citation-number") if number else None


def _year_suffix(node: TextVariable, context: Context) -> Tree | None:
    number = context.settled.year_suffix
    if not number:
        return None  # what the engine makes up never suppresses a group
    context.saw(True)
    context.suffix_done = True
    return Mark((node.dress.put_on(suffix_letters(number), context),), role="year-suffix")


def _locator(node: TextVariable, context: Context) -> Tree | None:
    text = context.cite.locator
    context.saw(bool(text))
    return node.dress.put_on(number_text("locator", text, context), context, role="locator") if text else None


def _first_note(node: TextVariable, context: Context) -> Tree | None:
    number = context.cite.first_note
    context.saw(bool(number))
    return node.dress.put_on(str(number), context) if number else None


def _citation_label(node: TextVariable, context: Context) -> Tree | None:
    text = context.field("citation-label") or context.sheet.trigraph(context.item)
    context.saw(bool(text))
    if not text:
        return None
    number = context.settled.year_suffix
    tree: Tree = text
    if number and not context.suffix_done:
        context.suffix_done = True
        tree = Mark((text, Mark((suffix_letters(number),), role="year-suffix")))
    return node.dress.put_on(tree, context, role="citation-label")


_SPECIAL = {
    "citation-number": _citation_number,
    "year-suffix": _year_suffix,
    "locator": _locator,
    "first-reference-note-number": _first_note,
    "citation-label": _citation_label,
}


def suffix_letters(number: int) -> str:
    """Return the letters of a year suffix: 1 → a, 26 → z, 27 → aa.

    >>> suffix_letters(1), suffix_letters(27)
    ('a', 'aa')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


class TextMacro:
    """A cs:text with `macro`; the macro is compiled when it is first called."""

    __slots__ = ("dress", "name")

    def __init__(self, name: str, dress: Dress) -> None:
        self.name = name
        self.dress = dress

    def render(self, context: Context) -> Tree | None:
        """Print the macro's children; a macro is a group as regards what it calls."""
        if self.name in context.open_macros:
            return None  # a macro that calls itself prints nothing
        context.open_macros.add(self.name)
        nodes: tuple[Node, ...] = context.sheet.macro(self.name)
        tree = render_group(nodes, context)
        context.open_macros.discard(self.name)
        return None if tree is None else self.dress.put_on(tree, context)


class TextTerm:
    """A cs:text with `term`."""

    __slots__ = ("dress", "form", "plural", "term")

    def __init__(self, term: str, form: str, plural: bool, dress: Dress) -> None:
        self.term = term
        self.form = form
        self.plural = plural
        self.dress = dress

    def render(self, context: Context) -> Tree | None:
        """Print the term."""
        text = context.terms.find(self.term, self.form, self.plural)
        if not text:
            return None
        # A term that begins a note is capitalized later, unless the style set its case.
        return self.dress.put_on(text, context, role="" if self.dress.text_case else "term")


class TextValue:
    """A cs:text with `value`."""

    __slots__ = ("dress", "value")

    def __init__(self, value: str, dress: Dress) -> None:
        self.value = value
        self.dress = dress

    def render(self, context: Context) -> Tree | None:
        """Print the words of the style; a comma of its own gives way to a question mark (`settle.py`)."""
        if self.value == ",":
            return self.dress.put_on(Mark((",",), role="comma"), context)
        return self.dress.put_on(parse_rich_text(self.value), context) if self.value else None
