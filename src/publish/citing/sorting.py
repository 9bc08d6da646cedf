"""Sort keys and their order.

In: items and a section's keys. Out: items in order. CSL 1.0.2, "Sorting": keys by variable or macro, missing
values last in both directions, names inverted and long, dates as digits. Texts compare as the Unicode
Collation Algorithm compares them at its first three levels: letters, then accents, then case, punctuation
before letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cmp_to_key, lru_cache
from typing import Any

from citeproc.source import LiteralDate

from publish.citing.context import NOTHING_SETTLED, CiteFacts, Context, KeyOptions, Settled
from publish.citing.datenodes import sort_digits
from publish.citing.dates import ends
from publish.citing.item import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES, Item
from publish.citing.nameoptions import FIELD_END, LIST_END
from publish.citing.names import EtAl, NameForm, Names
from publish.citing.nodes import NO_DRESS, render_layout
from publish.citing.richtext import parse_rich_text
from publish.citing.settle import QuoteRules, Words, settle
from publish.citing.sheet import Section, Sheet, SortKey

_NO_QUOTES = QuoteRules(("", ""), ("", ""), False)
Entry = tuple[Item, CiteFacts]


def sort_entries(
    entries: Sequence[Entry], section: Section, sheet: Sheet, settled: Mapping[str, Settled] | None = None
) -> list[Entry]:
    """Return entries in the order of a section's keys; equal ones keep their order.

    `settled` holds, by key, the given names that the entries show.
    """
    if not section.keys:
        return list(entries)
    known = settled or {}
    rows = [_Row(entry, section, sheet, known.get(entry[0].key, NOTHING_SETTLED)) for entry in entries]
    rows.sort(key=cmp_to_key(_comparison(section.keys)))
    return [row.entry for row in rows]


class _Row:
    """An entry with its values for the keys, None where it has none.

    A value is worked out when a comparison first asks for it: most entries differ in the first or second of
    many keys, and a macro costs as much as printing.
    """

    __slots__ = ("entry", "givens", "section", "sheet", "values")

    def __init__(self, entry: Entry, section: Section, sheet: Sheet, settled: Settled) -> None:
        self.entry = entry
        self.section = section
        self.sheet = sheet
        self.givens = Settled(givens=settled.givens)
        self.values: list[Any] = []

    def value(self, place: int) -> Any:
        """Return the value for the key at a place."""
        while len(self.values) <= place:
            key = self.section.keys[len(self.values)]
            options = KeyOptions(key.names_min, key.names_use_first, key.names_use_last)
            context = Context(self.sheet, self.section, *self.entry, self.givens, key_options=options)
            self.values.append(_value(key, context))
        return self.values[place]


def _comparison(keys: Sequence[SortKey]) -> Callable[[_Row, _Row], int]:
    def compare(left: _Row, right: _Row) -> int:
        for place, key in enumerate(keys):
            a, b = left.value(place), right.value(place)
            if a == b:
                continue
            if a is None:
                return 1
            if b is None:
                return -1
            result = -1 if a < b else 1
            return -result if key.descending else result
        return 0

    return compare


def _value(key: SortKey, context: Context) -> Any:
    item, sheet = context.item, context.sheet
    if key.macro:
        tree = render_layout(sheet.macro(key.macro), context)
        return _text_value(_bare(tree))
    name = key.variable
    if name == "citation-number":
        return (item.number,) if item.number else None
    if name == "citation-label":
        return _text_value(item.fields.get(name) or sheet.trigraph(item))
    if name in NAME_VARIABLES:
        names = Names(
            (name,),
            NameForm({}, {}, NO_DRESS),
            et_al=EtAl(),
            label=None,
            substitute=(),
            delimiter="",
            dress=NO_DRESS,
        )
        return _text_value(_bare(names.render(context)))
    if name in DATE_VARIABLES:
        date = item.dates.get(name)
        if date is None:
            return None
        if isinstance(date, LiteralDate):
            return (1, collation_key(date.text))  # words come after dates
        begin, end = ends(date)
        return (0, sort_digits(begin) + (f"-{sort_digits(end)}" if end is not None else ""))
    text = item.fields.get(name, "")
    if name in NUMBER_VARIABLES and text.isdigit():
        text = text.rjust(8, "0")
    return _text_value(_bare(parse_rich_text(text)) if text else "")


def _bare(tree: Any) -> str:
    return "".join([token.text for token in settle(tree, _NO_QUOTES) if isinstance(token, Words)])


def _text_value(text: str) -> Any:
    text = text.strip()
    return collation_key(text) if text else None


@lru_cache(maxsize=65536)
def collation_key(text: str) -> tuple[Any, ...]:
    """Return a key under which texts sort by letters, then accents, then case.

    >>> sorted(["Zoe", "eta", "Éta", "Eta", "Eta, A"], key=collation_key)
    ['eta', 'Eta', 'Éta', 'Eta, A', 'Zoe']
    """
    letters: list[tuple[int, str]] = []
    accents: list[str] = []
    cases: list[int] = []
    for char in unicodedata.normalize("NFKD", text):
        category = unicodedata.category(char)
        if category.startswith("M"):
            if accents:
                accents[-1] += char
            continue
        folded = _SPECIAL.get(char) or char.casefold()
        if char in _IGNORED:
            continue
        for one in folded:
            letters.append((_rank(one, category), one))
            accents.append("")
            cases.append(1 if char != char.lower() else 0)
    return tuple(letters), tuple(accents), tuple(cases)


_SPECIAL = {
    "Æ": "ae",
    "æ": "ae",
    "Œ": "oe",
    "œ": "oe",
    "ø": "o",
    "Ø": "o",
    "ł": "l",
    "Ł": "l",
    "đ": "d",
    "Đ": "d",
    "ı": "i",
}
_ENDS = {LIST_END: -2, FIELD_END: -1}
_IGNORED = frozenset(".,;:!?\"“”„«»‹›()[]{}*_\u200b\u200c\u200d\u2060\ufeff\u00ad‘’ʼ'")


def _rank(char: str, category: str) -> int:
    if char in _ENDS:
        return _ENDS[char]
    if category[0] == "Z":
        return 0
    if category[0] == "P":
        return 1
    if category[0] == "S":
        return 2
    return 3 if category[0] == "N" else 4
