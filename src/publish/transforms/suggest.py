"""The act a diagnostic offers for a misspelt name: the nearest of the known ones."""

from __future__ import annotations

from collections.abc import Collection


def did_you_mean(name: str, known: Collection[str], *, quote: str = "`", prefix: str = "") -> tuple[str, ...]:
    """Return one hint naming the known name nearest to the given one, or none if nothing is near.

    Nearness is the normalised indel similarity of RapidFuzz, at least 65 of 100, ignoring case.

    >>> did_you_mean("knuth1948", ["knuth1984", "lamport1986"])
    ('did you mean `knuth1984`?',)
    """
    if not known:
        return ()
    from rapidfuzz import fuzz, process

    best = process.extractOne(name, sorted(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=65)
    return () if best is None else (f"did you mean {quote}{prefix}{best[0]}{quote}?",)
