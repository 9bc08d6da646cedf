"""`publish cite styles`: words → the citation styles that answer to all of them, the best first.

A word may be part of a style's name or title, its kind (note, author-date, numeric), a field of study or an
ISSN. What names a style whole counts most, then words of the name, of the title, and parts of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from publish.text.folding import fold_words
from publish.world.catalogue import CatalogueEntry, read_catalogue


@dataclass(frozen=True, slots=True)
class Search:
    """The styles found, and names that are like the words where there are none."""

    found: tuple[CatalogueEntry, ...] = ()
    similar: tuple[str, ...] = ()


def search_styles(words: Sequence[str]) -> Search:
    """Search the house's styles and the catalogue."""
    wanted = tuple([word for one in words for word in fold_words(one).split()])
    entries = read_catalogue()
    if not wanted:
        return Search(entries)
    ranked = []
    for entry in entries:
        score = _score(entry, wanted)
        if score:
            ranked.append((-score, len(entry.name), entry.name, entry))
    if ranked:
        return Search(tuple([entry for _, _, _, entry in sorted(ranked, key=lambda one: one[:3])]))
    from rapidfuzz import process

    names = [entry.name for entry in entries]
    near = process.extract("-".join(wanted), names, limit=3, score_cutoff=60)
    return Search((), tuple([name for name, _, _ in near]))


_WHOLE, _BEGINS, _GENERIC, _HOUSE, _INDEPENDENT = 200, 50, 20, 15, 10


def _score(entry: CatalogueEntry, wanted: Sequence[str]) -> int:
    name = entry.name.casefold()
    title = entry.folded
    total = 0
    for word in wanted:
        score = _score_of_word(entry, word, name, title)
        if not score:
            return 0
        total += score
    phrase = "-".join(wanted)
    if name == phrase:
        total += _WHOLE
    elif name.startswith(f"{phrase}-") or title.startswith(" ".join(wanted)):
        total += _BEGINS
    total += _HOUSE if entry.is_house else 0
    total += _GENERIC if "generic-base" in entry.fields and len(wanted) == 1 else 0
    return total + (0 if entry.parent else _INDEPENDENT)


def _score_of_word(entry: CatalogueEntry, word: str, name: str, title: str) -> int:
    if word in entry.issns:
        return _WHOLE
    names, titles = name.split("-"), title.split()
    if word in names or word == name:
        return 40
    if word in titles:
        return 35
    if word == entry.form or (word == "notes" and entry.form == "note"):
        return 30
    if word in entry.fields or any(word in field.split("-") for field in entry.fields):
        return 20
    if any(part.startswith(word) for part in (*names, *titles)):
        return 15
    return 5 if len(word) > 2 and (word in name or word in title) else 0
