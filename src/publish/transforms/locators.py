"""Locators in what follows a cited key: `, pp. 23-25, see also …` → locator, label, suffix.

In: a cite's suffix as inlines and the locator terms of the document's language. Out: a CSL locator with its
label (CSL 1.0.2, "Locators"), and the rest of the suffix. Rules as Pandoc's User's Guide gives them
("Citation syntax"): digits without a term are pages; roman numerals need a term; braces hold what would not
be seen as a locator.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from publish.model.document import Element, Inlines
from publish.model.elements import SPACE

LocatorTerms: TypeAlias = tuple[tuple[str, str], ...]
"""Forms as typed (`pp.`, `chapter`) to CSL labels."""

_BLANKS = " \u00a0\u202f\t\n"
_ROMAN = re.compile(r"[ivxlcdm]+\.?", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_FOLLOWING = re.compile(rf"[{_BLANKS}](?:ff?|sqq?|sq|et seqq?)\b\.?")
_JOINT = re.compile(rf"[{_BLANKS}]*(?:,|&)[{_BLANKS}]*|[{_BLANKS}]+[-–—][{_BLANKS}]+")
_WORD = re.compile(r"(?:\([^()\s]*\)|\[[^\[\]\s]*\]|\{[^{}\s]*\}|[^\s\u00a0\u202f,;&()\[\]{}\"“”«»])+")
_ENDING = re.compile(r"[.:!?]+$")
_ABBREVIATED_END = re.compile(r"(?:ff?|sqq?|sq)\.$")


def parse_locator(suffix: Inlines, terms: LocatorTerms) -> tuple[str, str, Inlines]:
    """Return locator, CSL label and what is left of the suffix; "" and "" where there is no locator.

    >>> from publish.model.elements import text
    >>> locator, label, rest = parse_locator(text(", pp. 23-25, and so on"), (("pp.", "page"),))
    >>> locator, label, rest[0].content
    ('23-25', 'page', ',')
    """
    words, count = _leading_words(suffix)
    start = len(words) - len(words.lstrip(_BLANKS + ","))
    found = _braced(words, start, terms) or _plain(words, start, terms)
    if found is None:
        return "", "", suffix
    locator, label, end = found
    return locator, label, (*_inlines(words[end:]), *suffix[count:])


def _leading_words(suffix: Inlines) -> tuple[str, int]:
    """Return the text of the plain words a suffix begins with, and how many inlines that is."""
    parts: list[str] = []
    for inline in suffix:
        if inline.tag == "Str":
            parts.append(inline.content)
        elif inline.tag in ("Space", "SoftBreak"):
            parts.append(" ")
        else:
            break
    return "".join(parts), len(parts)


def _inlines(words: str) -> Inlines:
    out: list[Element] = []
    for index, part in enumerate(words.split(" ")):
        if index:
            out.append(SPACE)
        if part:
            out.append(Element("Str", part))
    return tuple(out)


def _braced(words: str, start: int, terms: LocatorTerms) -> tuple[str, str, int] | None:
    if words[start : start + 1] != "{":
        return None
    depth = 0
    for index in range(start, len(words)):
        depth += {"{": 1, "}": -1}.get(words[index], 0)
        if depth == 0:
            inner = words[start + 1 : index].strip(_BLANKS)
            label, after = _label_at(inner, 0, terms)
            return _tidy(inner[after:].strip(_BLANKS)), (label or "page") if inner else "", index + 1
    return None


def _plain(words: str, start: int, terms: LocatorTerms) -> tuple[str, str, int] | None:
    label, position = _label_at(words, start, terms)
    end = _locator_word(words, position, romans=bool(label))
    if end is None:
        return None
    while True:
        following = _FOLLOWING.match(words, end)
        if following is not None:
            end = following.end()
        joint = _JOINT.match(words, end)
        after = None if joint is None else _locator_word(words, joint.end(), romans=bool(label))
        if after is None:
            return _tidy(words[position:end]), label or "page", end
        end = after


def _label_at(words: str, start: int, terms: LocatorTerms) -> tuple[str, int]:
    pattern, labels = _term_pattern(terms)
    found = pattern.match(words, start) if labels else None
    if found is None:
        return "", start
    return labels[_normal(found[1])], found.end()


@lru_cache(maxsize=32)
def _term_pattern(terms: LocatorTerms) -> tuple[re.Pattern[str], dict[str, str]]:
    """Match the longest term before a blank, or a term that ends in a sign before a digit (`p.5`, `§5`)."""
    labels: dict[str, str] = {}
    for form, label in terms:
        if form.strip():
            labels.setdefault(_normal(form), label)
    forms = sorted(labels, key=lambda form: (-len(form), form))
    if not forms:
        return re.compile(r"(?!)"), {}
    either = "|".join(re.escape(form).replace(r"\ ", f"[{_BLANKS}]+") for form in forms)
    return re.compile(rf"({either})(?:[{_BLANKS}]+|(?=\d)|(?<=[^\w\s])(?=[\w(]))", re.IGNORECASE), labels


def _normal(form: str) -> str:
    return " ".join(form.split()).casefold()


def _locator_word(words: str, start: int, *, romans: bool) -> int | None:
    """Return where the locator word at a place ends, or None if there is none: it has a digit or is roman."""
    found = _WORD.match(words, start)
    if found is None:
        return None
    word = found[0]
    if not _ABBREVIATED_END.search(word):
        word = _ENDING.sub("", word)
    if not word or (not romans and word[0] in "([{"):
        return None
    if not (_DIGIT.search(word) or (romans and _is_roman(word))):
        return None
    return start + len(word)


def _is_roman(word: str) -> bool:
    parts = [part for part in re.split(r"[-–—]", word.strip("()[]{}")) if part]
    return bool(parts) and all(_ROMAN.fullmatch(part) for part in parts)


def _tidy(locator: str) -> str:
    return " ".join(locator.split())
