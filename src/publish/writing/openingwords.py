"""Which words of a text are its opening: those set in small capitals, and the initial's letter and mark.

In: the text a chapter begins with. Out: places in it. The words are those up to the first punctuation mark, if
it comes within five words; else three to five, up to the first word of four letters that parts no name. So they
end where a reader takes breath, not behind an article. (Our own rule; printers set a first phrase or a few
words, and no fixed length.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

_MARK = re.compile(r"[“”„‟‘’‚‛«»‹›\"'¿¡]{1,3}(?:(?<=[«‹])[ \u00a0\u202f\u2009])?")
_WORD = re.compile(r"[^\W_]+(?:[’'‐‑-][^\W_]+)*[’']?")
_BLANK = re.compile(r"\s+")
_AFTER_ABBREVIATION = re.compile(r"\.\s+")
_AFTER_CAPITALS = re.compile(r"[,;:!?]\s+")
_ABBREVIATIONS = frozenset("Mr Mrs Ms Dr St Prof Sr Sra Hr Fr M Mme Mlle".split())  # noqa: SIM905
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts with capitals, whose printers use initials and small capitals alike."""
_FEWEST, _MOST = 3, 5
_WEIGHTY = 4
"""Letters of a word to end with: articles and prepositions have fewer in most languages."""
_LONGEST = 34
"""Letters set in small capitals; more would not end on the first line."""


class Phrase(NamedTuple):
    """The opening of a text as places in it: the mark before the first letter, that letter, the words' end."""

    mark: int
    start: int
    end: int
    """As `start` where no word can be set in small capitals."""


def phrase_of(text: str, can_be_set: Callable[[str], bool]) -> Phrase | None:
    """Return the opening of a text; None if it begins with neither a mark of quotation, a letter nor a figure.

    `can_be_set` tells whether there are small capitals for a word.

    >>> [text[phrase.start : phrase.end] for text in (
    ...     "Call me Ishmael. Some years ago",
    ...     "It was the best of times, it was",
    ...     "“Well, Prince, so Genoa",
    ...     "Mr. and Mrs. Dursley of number four",
    ...     "I, Claudius, am about to write",
    ...     "Once upon a time there was",
    ...     "On the isle Captain Nemo stood",
    ... ) if (phrase := phrase_of(text, str.isascii))]
    ['Call me Ishmael', 'It was the best', 'Well', 'Mr. and Mrs. Dursley',
     'I, Claudius', 'Once upon a time', 'On the isle']
    """
    begin = len(text) - len(text.lstrip())
    mark = _MARK.match(text, begin)
    start = mark.end() if mark else begin
    if not unicodedata.name(text[start : start + 1] or " ", "").startswith((*_SCRIPTS, "DIGIT")):
        return None
    ends: list[tuple[int, str]] = []
    at = start
    ends_phrase = False
    while len(ends) <= _MOST and (word := _WORD.match(text, at)) is not None and can_be_set(word[0]):
        ends.append((word.end(), word[0]))
        blank = _BLANK.match(text, word.end())
        if blank is None and word[0] in _ABBREVIATIONS:
            blank = _AFTER_ABBREVIATION.match(text, word.end())
        elif blank is None and not any(one.islower() for one in text[start : word.end()]):
            blank = _AFTER_CAPITALS.match(text, word.end())  # `I, Claudius`: nothing would be seen
        if blank is None:
            ends_phrase = word.end() < len(text)
            break
        at = blank.end()
    return Phrase(begin, start, _end_of(ends, start, ends_phrase=ends_phrase))


def initial_of(text: str, phrase: Phrase) -> tuple[str, str] | None:
    """Return an opening's mark and first letter; None if an initial cannot be made of them.

    >>> initial_of("„Es war", Phrase(0, 1, 7)), initial_of("iPhones", Phrase(0, 0, 7))
    (('„', 'E'), None)
    """
    letter, following = text[phrase.start], text[phrase.start + 1 : phrase.start + 2]
    if not letter.isalpha() or letter.islower() or unicodedata.combining(following or " "):
        return None
    return text[phrase.mark : phrase.start], letter


def _end_of(ends: list[tuple[int, str]], start: int, *, ends_phrase: bool) -> int:
    """Choose the last of some words, each with the place where it ends."""
    short = [number for number, (end, _) in enumerate(ends[:_MOST], 1) if end - start <= _LONGEST]
    if not short:
        return start
    if ends_phrase and short[-1] == len(ends):
        return ends[-1][0]
    enough = [number for number in short if number >= _FEWEST] or short[-1:]
    whole = [number for number in enough if not _parts_a_name(ends, number)] or enough
    weighty = [number for number in whole if len(ends[number - 1][1]) >= _WEIGHTY]
    return ends[(weighty or whole)[0] - 1][0]


def _parts_a_name(ends: list[tuple[int, str]], number: int) -> bool:
    """Tell whether capitalised words stand on both sides of a place."""
    return number < len(ends) and ends[number - 1][1][0].isupper() and ends[number][1][0].isupper()
