"""Blocks of a finished edition ← their places in the manuscript, for editions that we built.

In: a page structure read from the file, and the passages of the documents it was made of. Out: the structure
with `Block.source` where a passage is found again by its words and its turn; nothing else is changed, so that
the structure still proves the file. What has no place (contents, bibliographies, title blocks) is left without,
and so is what stands more often in one than in the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from publish.model.pages import Block, PageStructure
from publish.model.passages import Passage, opening_letters
from publish.structure.rising import longest_increasing

_FEWEST_LETTERS = 12
_UNSOURCED = ("TOCI",)
_LABEL = re.compile(r"^(?:[•◦▪‣–·☐☒☑*-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcdm]+)[.)]|\d+(?:\.\d+)*\.?)\s+")
_CAPTION = re.compile(r"^[^\W\d]+\.?[\s\u00a0]+[\dA-Z]+(?:[.\-–]\d+)*[.:]?\s+")


def with_sources(structure: PageStructure, passages: Sequence[Passage]) -> PageStructure:
    """Return the structure with the places of its blocks and notes, as `chapter.md:12`."""
    blocks = _sourced(structure.blocks, [passage for passage in passages if not passage.is_note])
    bodies = _sourced(
        [note.body for note in structure.notes], [passage for passage in passages if passage.is_note]
    )
    notes = tuple(replace(note, body=body) for note, body in zip(structure.notes, bodies, strict=True))
    return replace(structure, blocks=tuple(blocks), notes=notes)


def _sourced(blocks: Sequence[Block], passages: Sequence[Passage]) -> list[Block]:
    known = {passage.letters for passage in passages}
    letters = [_letters_of(block, known) for block in blocks]
    found = dict(_pairs(letters, [passage.letters for passage in passages]))
    return [
        replace(block, source=f"{passages[found[index]].file}:{passages[found[index]].line}")
        if index in found
        else block
        for index, block in enumerate(blocks)
    ]


def _letters_of(block: Block, known: set[str]) -> str:
    """Return a block's first letters; without a label of ours before them if the manuscript has them so."""
    if block.role in _UNSOURCED or not block.text.strip():
        return ""
    texts = (block.text, *(label.sub("", block.text, count=1) for label in (_LABEL, _CAPTION)))
    openings = [opening_letters(text) for text in dict.fromkeys(texts)]
    for letters in openings:
        if letters in known:
            return letters
    # A short paragraph that a list or listing follows may be one block with it.
    prefixes = (letters[:end] for letters in openings for end in range(len(letters), _FEWEST_LETTERS - 1, -1))
    return next((prefix for prefix in prefixes if prefix in known), "")


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pair equal keys of two sequences in their order: what is equally frequent, and then within the gaps."""
    whole = (range(len(ours)), range(len(theirs)))
    anchors = _in_order(_equally_frequent(ours, theirs, *whole))
    yield from anchors
    bounds = [(-1, -1), *anchors, (len(ours), len(theirs))]
    for (our_start, their_start), (our_end, their_end) in pairwise(bounds):
        gap = (range(our_start + 1, our_end), range(their_start + 1, their_end))
        if all(gap):
            yield from _in_order(_equally_frequent(ours, theirs, *gap))


def _equally_frequent(
    ours: Sequence[str], theirs: Sequence[str], our_range: range, their_range: range
) -> list[tuple[int, int]]:
    here: dict[str, list[int]] = defaultdict(list)
    there: dict[str, list[int]] = defaultdict(list)
    for index in our_range:
        if ours[index]:
            here[ours[index]].append(index)
    for index in their_range:
        there[theirs[index]].append(index)
    return [
        pair
        for key, indexes in here.items()
        if len(indexes) == len(there.get(key, ()))
        for pair in zip(indexes, there[key], strict=True)
    ]


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs that rises on both sides."""
    ordered = sorted(pairs)
    return [ordered[position] for position in longest_increasing([their for _, their in ordered])]
