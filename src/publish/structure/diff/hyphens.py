"""Two blocks → whether they say the same but for hyphens at the ends of lines.

A hyphen at the end of a line may be the layout's or the author's; nothing tells. A word that has it in
one edition and not in the other, and was divided there in one of them, is the same word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from publish.model.pages import Block
from publish.model.wording import digest_of
from publish.structure.diff.words import split_words

_HYPHENS = "-\u00ad\u2010\u2011"
_FEW = 6
"""So many divided words are tried both ways against a digest."""
_TABLE = str.maketrans("", "", _HYPHENS)


def bare_of_hyphens(text: str) -> str:
    """Return a text without its hyphens.

    >>> bare_of_hyphens("man-of-war")
    'manofwar'
    """
    return text.translate(_TABLE)


def is_hyphenation(old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether one word became another that differs in its hyphens alone.

    >>> is_hyphenation(["man-of-war"], ["man-ofwar"]), is_hyphenation(["a"], ["b"])
    (True, False)
    """
    return len(old) == len(new) == 1 and bare_of_hyphens(old[0]) == bare_of_hyphens(new[0])


def hyphen_twin(old: Block, new: Block) -> Block | None:
    """Return the new block spelt like the old one, if only hyphens at line ends tell them apart."""
    if old.digest == new.digest or old.text == new.text:
        return None
    if not old.abridged and not new.abridged:
        words = split_words(old.text), split_words(new.text)
        if len(words[0]) != len(words[1]):
            return None
        divided = divided_words(old) | divided_words(new)
        for one, two in zip(*words, strict=True):
            if one != two and (
                bare_of_hyphens(one) != bare_of_hyphens(two) or bare_of_hyphens(one) not in divided
            ):
                return None
        return replace(new, text=old.text)
    if old.abridged and not new.abridged and len(old.marks) == len(new.marks):
        return replace(new, text=text) if (text := _spelt_as(old.digest, new)) else None
    return None


def divided_words(block: Block) -> set[str]:
    """Return the words that stand over a line's end with a hyphen, without hyphens."""
    lines = [line.text.split() for fragment in block.fragments for line in fragment.lines]
    return {
        bare_of_hyphens(first[-1] + second[0])
        for first, second in pairwise(lines)
        if first and second and first[-1][-1:] in _HYPHENS
    }


def _spelt_as(digest: str, block: Block) -> str:
    """Return the text that has a digest, with some of the divided words hyphened or not; empty if none has."""
    divided = divided_words(block)
    words = block.text.split()
    places = [n for n, word in enumerate(words) if bare_of_hyphens(word) in divided]
    if not 0 < len(places) <= _FEW:
        return ""
    lines = [line.text.split() for fragment in block.fragments for line in fragment.lines]
    halves = {
        bare_of_hyphens(one[-1] + two[0]): (one[-1], two[0])
        for one, two in pairwise(lines)
        if one and two and one[-1][-1:] in _HYPHENS
    }
    choices = []
    for place in places:
        first, second = halves[bare_of_hyphens(words[place])]
        choices.append((words[place], f"{first[:-1]}-{second}", f"{first[:-1]}{second}"))
    for spelling in product(*choices):
        tried = list(words)
        for place, word in zip(places, spelling, strict=True):
            tried[place] = word
        if digest_of(" ".join(tried)) == digest:
            return " ".join(tried)
    return ""
