"""Two texts → the words that differ, each with what stands around it.

The unit is what a reader calls a word: a run without space, or one ideograph. Comparison ignores where a line
or a page ends; a space that came or went counts only where no line end can explain it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

_WORD = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_EDGES = "\"'“”‘’«»‹›„‚()[]{}.,;:!?…"
_NUMBER = re.compile(r"\d+|\b[ivxlcdm]+\b", re.IGNORECASE)
_SMALL_PRODUCT = 2_500
_LONG_PRODUCT = 100_000_000


@dataclass(frozen=True, slots=True)
class WordChange:
    """One run of words that became another; either may be empty."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    before: str
    """The word in front of it in the new text ("" at the beginning)."""
    after: str
    """The word behind it in the new text ("" at the end)."""
    at_old: int
    at_new: int

    @property
    def size(self) -> int:
        """Return how many words it touches."""
        return max(len(self.old), len(self.new))


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in order.

    >>> split_words("The end. 世界")
    ('The', 'end.', '世', '界')
    """
    return tuple(_WORD.findall(text))


def word_changes(old: Sequence[str], new: Sequence[str]) -> tuple[WordChange, ...]:
    """Return the runs of words that differ, in order; runs one unchanged short word apart are one run."""
    opcodes: list[tuple[int, int, int, int]] = []
    for start, stop, first, last in _raw_changes(old, new):
        if opcodes and start - opcodes[-1][1] == 1 and _is_bridge(opcodes[-1], (start, stop, first, last)):
            low, _, begin, _ = opcodes[-1]
            opcodes[-1] = (low, stop, begin, last)
        else:
            opcodes.append((start, stop, first, last))
    return tuple(
        WordChange(
            tuple(old[a:b]),
            tuple(new[c:d]),
            new[c - 1] if c else "",
            new[d] if d < len(new) else "",
            a,
            c,
        )
        for a, b, c, d in opcodes
    )


def _is_bridge(first: tuple[int, int, int, int], second: tuple[int, int, int, int]) -> bool:
    """Tell whether two runs read better as one: both replace words, and little stands between."""
    return all(b > a and d > c for a, b, c, d in (first, second)) and (
        first[1] - first[0] > 1 or second[1] - second[0] > 1
    )


def _raw_changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    low = 0
    while low < min(len(old), len(new)) and old[low] == new[low]:
        low += 1
    end = 0
    while end < min(len(old), len(new)) - low and old[-1 - end] == new[-1 - end]:
        end += 1
    inner_old, inner_new = old[low : len(old) - end], new[low : len(new) - end]
    if len(inner_old) * len(inner_new) > _LONG_PRODUCT:
        return [(low, len(old) - end, low, len(new) - end)]
    if len(inner_old) * len(inner_new) > _SMALL_PRODUCT:
        found: list[tuple[int, int, int, int]] = []
        for code in LCSseq.opcodes(inner_old, inner_new):
            here = (low + code.src_start, low + code.src_end, low + code.dest_start, low + code.dest_end)
            if code.tag == "equal":
                continue
            if found and found[-1][1] == here[0] and found[-1][3] == here[2]:
                here = (found[-1][0], here[1], found.pop()[2], here[3])
            found.append(here)
        return found
    matcher = difflib.SequenceMatcher(None, inner_old, inner_new, autojunk=False)
    return [(low + a, low + b, low + c, low + d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def trim_alike(old: str, new: str) -> tuple[str, str]:
    """Return two words without the punctuation they share at their ends.

    >>> trim_alike("thirteen,", "thirty,")
    ('thirteen', 'thirty')
    >>> trim_alike("end", "end,")
    ('end', 'end,')
    """
    while len(old) > 1 and len(new) > 1 and old[-1] == new[-1] and old[-1] in _EDGES:
        old, new = old[:-1], new[:-1]
    while len(old) > 1 and len(new) > 1 and old[0] == new[0] and old[0] in _EDGES:
        old, new = old[1:], new[1:]
    return old, new


def bare(word: str) -> str:
    """Return a word without punctuation at its ends.

    >>> bare("(‘war’),")
    'war'
    """
    return word.strip(_EDGES) or word


def only_numbers_differ(change: WordChange) -> bool:
    """Tell whether a run of words differs in its numbers alone.

    >>> only_numbers_differ(WordChange(("p.", "7)"), ("p.", "12)"), "", "", 0, 0))
    True
    """
    old, new = " ".join(change.old), " ".join(change.new)
    return old != new and _NUMBER.sub("#", old) == _NUMBER.sub("#", new)


def numbers_in(words: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers in some words, arabic or roman, as printed.

    >>> numbers_in(["p.", "xii,", "7–9"])
    ('xii', '7', '9')
    """
    return tuple(_NUMBER.findall(" ".join(words)))


def lost_spaces(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Return the places where equal letters have other spaces: how it was and how it is.

    Places a line may break without a space (dashes, slashes, addresses) are not told: one edition may have
    broken there.

    >>> lost_spaces("in the war", "in thewar")
    (('the war', 'thewar'),)
    >>> lost_spaces("1914–1918", "1914– 1918")
    ()
    """
    found = []
    for change in word_changes(split_words(old), split_words(new)):
        before, after = " ".join(change.old), " ".join(change.new)
        if before.replace(" ", "") != after.replace(" ", "") or not change.old or not change.new:
            continue
        if all(
            re.fullmatch(r"[^\W_]+", word.strip(_EDGES)) and len(word) <= 30
            for word in (*change.old, *change.new)
        ):
            found.append((before, after))
    return tuple(found)
