"""Where in the manuscript something that went wrong on a page was written, as far as its words tell.

In: the chapters' texts and words, or one character, met on a page. Out: a span, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.model.source import Source, Span

_WORD = re.compile(r"[^\W_]+")
_FEWEST, _MOST = 2, 6


def find_words(sources: Sequence[Source], text: str) -> Span | None:
    """Return where the first words of a printed text stand in a source; marks between words may differ."""
    words = _WORD.findall(text)[:_MOST]
    if not words or (len(words) < _FEWEST and len(words[0]) < 12):
        return None
    pattern = re.compile(r"[\W_]{1,8}".join(map(re.escape, words)))
    for source in sources:
        found = pattern.search(source.text)
        if found:
            return source.span(found.start(), found.end())
    return None


def find_character(sources: Sequence[Source], character: str) -> Span | None:
    """Return the first place a character was written."""
    for source in sources:
        offset = source.text.find(character)
        if offset >= 0:
            return source.span(offset, offset + len(character))
    return None
