"""The words an edition spells whole → what hyphens at its line ends are.

In: pages with their parts. Out: words in lower case that stand whole in a line, compounds with their hyphens,
and `-` itself if this edition's layout divides words with the hyphen that authors type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from publish.structure.pdf.lines import LAYOUT_HYPHENS, TypeLine
from publish.structure.pdf.parts import ReadPage

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEAST_DIVIDED = 3


def read_vocabulary(pages: Sequence[ReadPage]) -> frozenset[str]:
    """Return the words that tell what a hyphen is; none if no line ends in one that may be an author's."""
    ends = [line.pieces[-1].text[-1:] for line in _lines(pages) if line.pieces]
    plain = ends.count("-")
    if not plain:
        return frozenset()
    words: set[str] = set()
    for line in _lines(pages):
        for word in _WORD.findall(line.text)[1:-1]:
            lower = word.lower()
            words.add(lower)
            words.update(lower.split("-"))
    if plain >= _LEAST_DIVIDED and not any(end in LAYOUT_HYPHENS for end in ends):
        words.add("-")
    return frozenset(words)


def _lines(pages: Sequence[ReadPage]) -> Iterator[TypeLine]:
    for page in pages:
        for part in (*page.main, *page.notes):
            yield from part.lines
