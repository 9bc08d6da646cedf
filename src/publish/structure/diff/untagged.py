"""A tagged edition and one without tags → what changed as far as words tell.

Without tags everything is read otherwise: tables are lines, running heads may be text, nothing says where a
paragraph ends. To hold blocks against blocks would tell of the reading and not of the edition; so words count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from publish.model.changes import Change, Level
from publish.model.pages import PageStructure
from publish.structure.diff.align import Pair
from publish.structure.diff.comparing import Comparison, group_of
from publish.structure.diff.hyphens import bare_of_hyphens
from publish.structure.diff.words import bare, split_words
from publish.structure.sentences import count, opening, quote

_SHOWN = 6
_SHARE = 0.02
"""Readings may differ in so many words: numbers of lists, alternative texts, words divided at line ends."""


def tagging_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell that an edition has tags now, or no longer."""
    if comparison.has_pages and comparison.old.is_tagged != comparison.new.is_tagged:
        if comparison.new.is_tagged:
            yield Change(Level.LAYOUT, "tags/added", "the PDF is now tagged")
        else:
            told = "the PDF is no longer tagged: screen readers lose headings, lists and the reading order"
            yield Change(Level.FAULT, "tags/lost", told)
    elif comparison.has_pages and comparison.new.is_tagged:
        yield from _lost_tables(comparison)


def _lost_tables(comparison: Comparison) -> Iterator[Change]:
    """Tell tables whose rows are tagged as rows, but of no table (ISO 32000-1, 14.8.4.3.4)."""
    main = comparison.main
    rows: dict[int, list[Pair]] = defaultdict(list)
    for pair in main.alignment.pairs:
        old, new = main.blocks(pair)
        if old.table and group_of(old.role) == group_of(new.role) == "row":
            rows[old.table].append(pair)
    for table, pairs in rows.items():
        if any(main.new[pair.new].table for pair in pairs):
            continue
        first = main.old[pairs[0].old]
        named = next((block for block in main.old if block.role == "Caption" and block.table == table), first)
        where = comparison.new_paging.at(main.new[pairs[0].new].page)
        told = f"{where}: the table {opening(named, 6)} is no longer tagged as a table"
        spots = [(main.old_spots(pair.old), main.new_spots(pair.new)) for pair in pairs]
        olds, news = (tuple(spot for each in side for spot in each) for side in zip(*spots, strict=True))
        yield Change(Level.FAULT, "tags/table", told, olds, news, main.new[pairs[0].new].source)


def is_read_otherwise(comparison: Comparison) -> bool:
    """Tell whether only one of two PDFs has tags, and both spell their words out."""
    return (
        comparison.has_pages
        and comparison.old.is_tagged != comparison.new.is_tagged
        and not comparison.old.is_abridged
        and not comparison.new.is_abridged
    )


def counted_words(comparison: Comparison) -> Iterator[Change]:
    """Tell words that are gone from the edition or new in it, wherever they stand."""
    old, new = _words(comparison.old), _words(comparison.new)
    gone, come = old - new, new - old
    for word in list(gone):
        if bare_of_hyphens(word) in {bare_of_hyphens(other) for other in come}:
            del gone[word]
    if gone.total() + come.total() > max(_SHOWN, _SHARE * old.total()):
        return
    for words, what in ((gone, "gone"), (come, "new")):
        shown = [word for word in sorted(words) if any(letter.isalpha() for letter in word) and len(word) > 2]
        if shown:
            names = ", ".join(quote(word) for word in shown[:_SHOWN])
            number = count(len(shown), "word")
            told = f"{number} {'is' if len(shown) == 1 else 'are'} {what}: {names}"
            yield Change(Level.CONTENT, "text/words", told)


def _words(structure: PageStructure) -> Counter[str]:
    texts = [block.text for block in structure.blocks if block.role not in {"Figure", "Formula"}]
    texts += [note.body.text for note in structure.notes]
    texts += [text.text for page in structure.pages for text in page.running]
    return Counter(bare(word) for text in texts for word in split_words(text))
