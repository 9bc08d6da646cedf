"""Labels written into a locator or a number, such as "ch. 2, p. 3".

In: text as an author typed it. Out: the label it begins with and the rest; or the text with its labels in the
words of the locale. CSL 1.0.2, "Locators", has one label a cite; this reads the abbreviations that citeproc-
js reads as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from publish.citing.ranges import is_plural

_ABBREVIATIONS = {
    "article-locator": "art",
    "book": "bk",
    "chapter": "ch chap chaps",
    "column": "col",
    "figure": "fig figs",
    "folio": "fol",
    "issue": "no nos",
    "line": "l ll",
    "note": "n nn",
    "opus": "op",
    "page": "p pp",
    "paragraph": "para paras",
    "part": "pt",
    "rule": "r",
    "section": "sec secs",
    "sub-verbo": "sv",
    "title-locator": "tit",
    "verse": "vrs",
    "volume": "vol vols",
}
_LABELS = {short: label for label, shorts in _ABBREVIATIONS.items() for short in shorts.split()}
_BEGINNING = re.compile(rf"^({'|'.join(_LABELS)})\.\s+(?=[\dIVXLivxl])(.+)$")
_ADDED = re.compile(rf"^(\d[^,;]*)([,;] (?:{'|'.join(_LABELS)})\.\s+[\dIVXLivxl].*)$")
_INSIDE = re.compile(rf"(?<=[\s;,])({'|'.join(_LABELS)})\.\s+(?=[\dIVXLivxl])([^;,]*)")


def split_label(text: str) -> tuple[str, str]:
    """Return the label a locator begins with, "" if none, and the rest.

    >>> split_label("ch. 2, p. 3"), split_label("passim")
    (('chapter', '2, p. 3'), ('', 'passim'))
    """
    match = _BEGINNING.match(text)
    return (_LABELS[match[1]], match[2]) if match is not None else ("", text)


def split_number(text: str) -> tuple[str, str]:
    """Return a number and what an author added to it under a label of its own.

    >>> split_number("7, p. 3-8"), split_number("2nd rev. ed.")
    (('7', ', p. 3-8'), ('2nd rev. ed.', ''))
    """
    match = _ADDED.match(text)
    return (match[1], match[2]) if match is not None else (text, "")


def spell_labels(text: str, find: Callable[[str, str, bool], str]) -> str:
    """Return a text whose inner labels are the short terms that `find` gives (name, form, plural)."""

    def spell(match: re.Match[str]) -> str:
        words = find(_LABELS[match[1]], "short", is_plural(match[2]))
        return f"{words or match[1] + '.'} {match[2]}"

    return _INSIDE.sub(spell, text) if ". " in text else text
