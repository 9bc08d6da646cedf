"""The word an author most likely meant: for hints ("did you mean …?").

In: a word and the words that would have been right. Out: the nearest of them, or none.
"""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str], *, edits: int | None = None) -> str | None:
    """Return the choice nearest to a word, or None if nothing is near.

    `edits` bounds the distance (insertions, deletions, changes, swaps of neighbours, each one edit); by
    default a third of the word's length, at least one. Case counts only between equals; ties go to the
    first choice.

    >>> nearest("bibliograpy", ["title", "bibliography"])
    'bibliography'
    >>> nearest("zebra", ["title", "bibliography"]) is None
    True
    """
    from rapidfuzz.distance import OSA

    folded = word.casefold()
    limit = max(1, len(word) // 3) if edits is None else edits
    best: tuple[int, int] | None = None
    found: str | None = None
    for choice in choices:
        if choice == word or abs(len(choice) - len(word)) > limit:
            continue
        distance = OSA.distance(folded, choice.casefold(), score_cutoff=limit)
        if distance > limit:
            continue
        rank = (distance, OSA.distance(word, choice))
        if best is None or rank < best:
            best, found = rank, choice
    return found


def did_you_mean(word: str, choices: Iterable[str], *, edits: int | None = None) -> tuple[str, ...]:
    """Return the hint "did you mean `x`?" as a tuple, empty if nothing is near.

    >>> did_you_mean("pfd", ["pdf", "epub"])
    ('did you mean `pdf`?',)
    """
    found = nearest(word, choices, edits=edits)
    return () if found is None else (f"did you mean `{found}`?",)
