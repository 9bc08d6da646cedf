"""A table of collation elements with a language's letters put into it.

In: the default table (pyuca) and a line of `tailorings.py`. Out: a Table that gives the elements of normalised
text: triples of primary, secondary and tertiary weight (Unicode Technical Standard 10, section 3.6). Weights of
the default table are whole numbers; what a language adds stands between them as 256ths, exact in binary.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import product
from typing import Any, TypeAlias

Element: TypeAlias = tuple[float, float, float]

_STEP = 1 / 256
_SMALL, _LARGE = 2.0, 8.0
"""Tertiary weights of small letters and capitals (UTS 10, table 8)."""
_RULE = re.compile(r"(<<<|<<|<|=)\s*(\S+)")


class Table:
    """Collation elements by sequence of characters, the language's own before the default ones."""

    def __init__(self, default: Any) -> None:
        """`default` is pyuca's collator."""
        self._default = default
        self._default_table = default.table
        self.own: dict[tuple[int, ...], list[Element]] = {}
        self.letters: list[str] = []
        self._longest = 0
        self._known: dict[str, list[Element]] = {}

    def add(self, text: str, elements: list[Element]) -> None:
        """Give a sequence of characters its elements."""
        sequence = tuple(ord(char) for char in unicodedata.normalize("NFD", text))
        self.own[sequence] = elements
        self._longest = max(self._longest, len(sequence))
        self._known.clear()

    def elements(self, text: str) -> list[Element]:
        """Return the elements of normalised text (NFD)."""
        known = self._known.get(text)
        if known is None:
            rest = [ord(char) for char in text]
            known = []
            while rest:
                taken, found, rest = self._prefix(rest)
                found, rest = self._with_marks(taken, found, rest)
                if not found:
                    found = self._implicit(rest.pop(0))
                known = [*known, *found]
            self._known[text] = known
        return known

    def _prefix(self, key: list[int]) -> tuple[list[int], list[Element], list[int]]:
        taken, value, rest = self._default_table.find_prefix(key)
        for length in range(min(self._longest, len(key)), max(len(taken), 1) - 1, -1):
            own = self.own.get(tuple(key[:length]))
            if own is not None:
                return key[:length], own, key[length:]
        return taken, [(float(p), float(s), float(t)) for p, s, t in value or ()], rest

    def _with_marks(
        self, taken: list[int], found: list[Element], rest: list[int]
    ) -> tuple[list[Element], list[int]]:
        """Take in marks that belong to the letter though others stand between (UTS 10, S2.1.1 to S2.1.3)."""
        last = place = 0
        while taken and place < len(rest):
            mark = unicodedata.combining(chr(rest[place]))
            if not mark:
                break
            whole, value, behind = self._prefix([*taken, rest[place]])
            if mark != last and not behind and value:
                taken, found = whole, value
                rest = rest[:place] + rest[place + 1 :]
                continue
            last = mark
            place += 1
        return found, rest

    def _implicit(self, code: int) -> list[Element]:
        (a, s, t), (b, _, _) = self._default.implicit_weight(code)
        return [(float(a), float(s), float(t)), (float(b), 0.0, 0.0)]


@cache
def _default_collator() -> Any:
    # A third of a second to read; only publications with an index or a glossary pay for it.
    from pyuca.collator import Collator_10_0_0  # named, since the plain name depends on the Python release

    return Collator_10_0_0()


@cache
def base_table() -> Table:
    """Return the default table."""
    return Table(_default_collator())


@cache
def tailored(rules: str) -> Table:
    """Return the default table with a language's rules, which `tailorings.py` explains."""
    if not rules:
        return base_table()
    table = Table(_default_collator())
    for rule in rules.split(", "):
        _apply(rule, table)
    return table


def _apply(rule: str, table: Table) -> None:
    is_before = rule.startswith("before ")
    anchor, _, following = rule.removeprefix("before ").partition(" ")
    here = list(table.elements(unicodedata.normalize("NFD", anchor.lower())))
    for sign, token in _RULE.findall(following):
        word, _, spelt = token.partition("/")
        here = [*here[:-1], _next(here[-1], sign, is_before)]
        is_before = False
        tail = table.elements(unicodedata.normalize("NFD", spelt)) if spelt else []
        for text, size in _cases(word):
            table.add(text, [_sized(element, size) for element in (*here, *tail)])
        if sign == "<" and unicodedata.category(word[0])[0] == "L":
            small, _, large = word.partition(":")
            table.letters.append(large or (small[0].upper() + small[1:] if len(small) > 1 else small.upper()))


def _next(element: Element, sign: str, is_before: bool) -> Element:
    primary, secondary, tertiary = element
    step = -0.5 if is_before else _STEP
    if sign == "<":
        return primary + step, 32.0, _SMALL
    if sign == "<<":
        return primary, secondary + step, tertiary
    return (primary, secondary, tertiary + step) if sign == "<<<" else element


def _cases(word: str) -> list[tuple[str, float]]:
    """Return a small letter or pair with its capitals, and the tertiary weight of each."""
    small, _, large = word.partition(":")
    if large:
        return [(small, _SMALL), (large, _LARGE)]
    sizes: dict[str, float] = {}
    forms = ["".join(form) for form in product(*((c, c.upper()) for c in unicodedata.normalize("NFC", small)))]
    forms.sort(key=lambda form: [c.isupper() for c in form])
    for number, form in enumerate(forms):
        share = number / max(1, len(forms) - 1)
        sizes.setdefault(form, _SMALL + share * (_LARGE - _SMALL))
    return list(sizes.items())


def _sized(element: Element, size: float) -> Element:
    primary, secondary, tertiary = element
    return (primary, secondary, tertiary - _SMALL + size) if primary else element
