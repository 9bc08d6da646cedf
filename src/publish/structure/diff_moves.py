"""Aligned streams → blocks that stand elsewhere in the order: moved alone, or exchanged for each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.model.changes import Change, Level, Spot
from publish.model.pages import HEADINGS, Block
from publish.structure.align import Fate, Pair
from publish.structure.comparing import Comparison, Stream
from publish.structure.diff_blocks import Cause, labels_of, name_group
from publish.structure.moves import Run
from publish.structure.sentences import describe, join_and, name_of, opening, plural

Told = tuple[Change, tuple[Cause, ...]]
_LONGEST_OPENING = 12


def moved_blocks(comparison: Comparison, stream: Stream, known: set[int]) -> Iterator[Told]:
    """Tell blocks that stand elsewhere in the order; `known` are places in the new stream told otherwise."""
    exchanged = {j for runs in stream.alignment.exchanged for run in runs for _, j in run}
    for first, second in stream.alignment.exchanged:
        if not known & {j for _, j in (*first, *second)}:
            yield _tell_exchange(comparison, stream, first, second)
    groups: list[list[Pair]] = []
    for pair in stream.alignment.pairs:
        if pair.fate not in (Fate.MOVED, Fate.MOVED_EDITED) or pair.new in exchanged or pair.new in known:
            continue
        last = groups[-1][-1] if groups else None
        if last and pair.new == last.new + 1 and pair.old == last.old + 1:
            groups[-1].append(pair)
        else:
            groups.append([pair])
    for group in groups:
        yield _tell_move(comparison, stream, group)


def _spots(stream: Stream, pairs: Sequence[tuple[int, int]]) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    return (
        tuple(spot for i, _ in pairs for spot in stream.old_spots(i)),
        tuple(spot for _, j in pairs for spot in stream.new_spots(j)),
    )


def _tell_move(comparison: Comparison, stream: Stream, group: list[Pair]) -> Told:
    blocks = [stream.new[pair.new] for pair in group]
    labels = labels_of(comparison.new, stream, [pair.new for pair in group])
    old_page, new_page = stream.old[group[0].old].page, blocks[0].page
    before = stream.new[group[0].new - 1] if group[0].new else None
    place = f"after the {describe(before)}" if before else "to the beginning"
    here, there = comparison.old_paging.at(old_page), comparison.new_paging.at(new_page)
    to = "" if here == there else f" to {there},"
    sentence = f"{here}: {name_group(blocks, labels)} moved{to} {place}"
    event = f"{stream.letter}{group[0].old}"
    change = Change(
        Level.CONTENT,
        "block/moved",
        sentence,
        *_spots(stream, [(pair.old, pair.new) for pair in group]),
        blocks[0].source,
    )
    left = _left_behind(stream, group[0].old)
    return change, (
        Cause(stream.letter, group[0].new, new_page, "the move", event),
        _cause(stream, left, event),
    )


def _left_behind(stream: Stream, old: int) -> int:
    """Return the block of the new stream after which a moved block stood; -1 is none."""
    stays = {p.old: p.new for p in stream.alignment.pairs if p.fate in (Fate.SAME, Fate.EDITED)}
    return next((stays[i] for i in range(old, -1, -1) if i in stays), -1)


def _cause(stream: Stream, left: int, event: str) -> Cause:
    page = stream.new[left].last_page if left >= 0 else 1
    return Cause(stream.letter, left + 1, page, "the move", event)


def _tell_exchange(comparison: Comparison, stream: Stream, first: Run, second: Run) -> Told:
    """Tell two runs that changed places, the one that stood first before the other."""
    if first[0][0] > second[0][0]:
        first, second = second, first
    firsts, seconds = ([stream.old[i] for i, _ in run] for run in (first, second))
    pages = firsts[0].page, seconds[0].page
    names = _names(comparison, stream, (first, second), (firsts, seconds))
    here = comparison.old_paging.span(min(pages), max(pages))
    event = f"{stream.letter}{first[0][0]}"
    change = Change(
        Level.CONTENT,
        "block/exchanged",
        f"{here}: {names} changed places",
        *_spots(stream, (*first, *second)),
        stream.new[second[0][1]].source,
    )
    causes = tuple(
        Cause(stream.letter, run[0][1], stream.new[run[0][1]].page, "the exchange", event)
        for run in (second, first)
    )
    return change, causes


def _names(
    comparison: Comparison, stream: Stream, runs: tuple[Run, Run], blocks: tuple[list[Block], list[Block]]
) -> str:
    """Return what changed places: `the list items ‘salt’ and ‘wheat’`, `the sections ‘A’ and ‘B’`."""
    if stream.letter == "n" and len(runs[0]) == len(runs[1]) == 1:
        labels = [comparison.old.notes[run[0][0]].label for run in runs]
        return f"notes {join_and(labels)}"
    heads = [found[0] for found in blocks]
    words = _openings(heads[0], heads[1])
    if all(head.role in HEADINGS for head in heads):
        noun = "heading" if all(len(found) == 1 for found in blocks) else _part_of(heads[0].role)
        return f"the {plural(noun)} {join_and(words)}"
    if all(len(found) == 1 for found in blocks):
        kinds = [name_of(head.role) for head in heads]
        if kinds[0] == kinds[1]:
            return f"the {plural(kinds[0])} {join_and(words)}"
        return join_and([f"the {kind} {word}" for kind, word in zip(kinds, words, strict=True)])
    return join_and([name_group(found, labels_of(comparison.old, stream, [i for i, _ in run])).rstrip(",")
                     for found, run in zip(blocks, runs, strict=True)])  # fmt: skip


def _part_of(role: str) -> str:
    return "chapter" if role == "H1" else "section"


def _openings(one: Block, two: Block) -> list[str]:
    """Return the first words of two blocks, as many as tell them apart."""
    for words in range(4, _LONGEST_OPENING):
        found = [opening(block, words) for block in (one, two)]
        if found[0] != found[1]:
            return found
    return [opening(one), opening(two)]
