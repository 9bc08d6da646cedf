"""Two e-books → what shows between and behind their words: line ends, white space, cells, formulas, ways back.

And what became of blocks that came or went: hidden ones are still there, doubled ones say nothing new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Block, NoteCall
from publish.structure.diff.blocks import name_group
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.epub.traits import how
from publish.structure.sentences import count, describe, quote

_TOLD_ALONE = 3
NO_WAY_BACK = "-"


def word_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell what changed beside the words themselves."""
    for stream in comparison.streams:
        for pair in stream.alignment.pairs:
            old, new = stream.blocks(pair)
            same = stream.same_words(pair)
            told = [*(_gaps(old, new) if same else ()), *_cells(old, new), *_formulas(old, new)]
            if same and (old.abridged or new.abridged) and old.marks != new.marks:
                told.append(("text/spaces", "spaces between words came or went"))
            at = comparison.new_paging.at(new.page)
            spots = stream.old_spots(pair.old), stream.new_spots(pair.new)
            for kind, sentence in told:
                place = "" if new.role == "Formula" else f" in the {describe(new)}"
                yield Change(Level.CONTENT, kind, f"{at}: {sentence}{place}", *spots)
    yield from _ways_back(comparison)
    yield from _marks(comparison)
    yield from _looks_of_calls(comparison)


# --- white space -----------------------------------------------------------------------------------------


def _gaps(old: Block, new: Block) -> Iterator[tuple[str, str]]:
    before, after = dict(old.gaps), dict(new.gaps)
    places = sorted(place for place in before.keys() | after.keys() if before.get(place) != after.get(place))
    if len(places) > _TOLD_ALONE:
        yield "text/spaces", f"line ends or white space changed in {count(len(places), 'place')}"
        return
    spelt_out = next((block for block in (new, old) if not block.abridged), None)
    words = spelt_out.text.split() if spelt_out else ()
    for place in places:
        yield "text/spaces", _tell_gap(before.get(place, " "), after.get(place, " "), words, place)


def _tell_gap(old: str, new: str, words: Sequence[str], place: int) -> str:
    after = f"after {quote(words[place - 1], 30)}" if 0 < place <= len(words) else f"after word {place}"
    here = quote(words[place], 30) if place < len(words) else f"word {place + 1}"
    lines = old.count("\n"), new.count("\n")
    if lines[0] and not lines[1]:
        return f"the line no longer ends {after}"
    if lines[1] and not lines[0] and place:
        return f"a line now ends {after}" + (" and an empty one follows" if lines[1] > 1 else "")
    if lines[0] != lines[1]:
        if min(lines) == 1 and max(lines) == 2:
            return f"the empty line {after} is {'gone' if lines[0] > 1 else 'new'}"
        return f"{lines[1] - 1} instead of {lines[0] - 1} empty lines stand {after}"
    indents = [len(gap.rpartition("\n")[2]) for gap in (old, new)]
    if lines[0] or not place:
        return f"{here} is indented by {count(indents[1], 'space')} instead of {indents[0]}"
    return f"{count(len(new), 'space')} instead of {len(old)} stand before {here}"


# --- cells and formulas ----------------------------------------------------------------------------------


def _cells(old: Block, new: Block) -> Iterator[tuple[str, str]]:
    if old.cells == new.cells or "\t" not in f"{old.text}{new.text}":
        return
    texts = new.text.split("\t")
    before, after = _kinds(old, len(old.text.split("\t"))), _kinds(new, len(texts))
    if len(before) != len(after):
        return
    for place, (one, two) in enumerate(zip(before, after, strict=True)):
        if one == two:
            continue
        name = (
            f"the cell {quote(texts[place], 30)}"
            if place < len(texts) and texts[place]
            else f"cell {place + 1}"
        )
        (kind, _, span), (other, _, wide) = one.partition(" "), two.partition(" ")
        if kind != other:
            yield "table/cells", f"{name} is {'now' if other == 'th' else 'no longer'} a head"
        if span != wide:
            columns = [(each or "1×1").split("×") for each in (span, wide)]
            for what, index in (("column", 0), ("row", 1)):
                if columns[0][index] != columns[1][index]:
                    number = count(int(columns[1][index]), what)
                    yield "table/cells", f"{name} reaches over {number} instead of {columns[0][index]}"


def _kinds(block: Block, cells: int) -> tuple[str, ...]:
    return block.cells or (("th" if block.role == "TH" else "td"),) * cells


def _formulas(old: Block, new: Block) -> Iterator[tuple[str, str]]:
    if len(old.formulas) != len(new.formulas):
        return
    for one, two in zip(old.formulas, new.formulas, strict=True):
        if one.shows == two.shows or one.alt != two.alt:
            continue
        name = f"the formula {quote(two.alt, 40)}" if two.alt != two.shows else "a formula"
        yield "formula/shows", f"{name} shows {quote(two.shows, 60)} instead of {quote(one.shows, 60)}"


# --- notes -----------------------------------------------------------------------------------------------


def _ways_back(comparison: Comparison) -> Iterator[Change]:
    """Tell notes whose link back to the text came, went, or leads elsewhere."""
    called = {call.note for call in comparison.new.calls}
    for pair in comparison.notes.alignment.pairs:
        old, new = comparison.old.notes[pair.old], comparison.new.notes[pair.new]
        if old.back is None or new.back is None or old.back == new.back:
            continue
        if (old.back == old.label and new.back == new.label) or pair.new not in called:
            continue
        name = f"note {new.label}" if new.label else f"the {describe(new.body)}"
        level = Level.CONTENT
        if new.back == NO_WAY_BACK:
            told = f"{name} lost its link back to the text"
        elif not new.back:
            told, level = f"the link back of {name} leads nowhere", Level.FAULT
        elif old.back == NO_WAY_BACK:
            told = f"{name} now has a link back to the text"
        elif new.back.startswith("‘"):
            told = f"{name} leads back to {new.back} instead of its call"
        else:
            told = f"{name} leads back to the call of note {new.back} instead of {old.back or 'nowhere'}"
        at = comparison.new_paging.at(new.body.page)
        spots = comparison.notes.old_spots(pair.old), comparison.notes.new_spots(pair.new)
        yield Change(level, "note/back", f"{at}: {told}", *spots)


def _looks_of_calls(comparison: Comparison) -> Iterator[Change]:
    """Tell calls that look otherwise in their blocks: no longer raised, say."""
    partner = {pair.new: pair.old for pair in comparison.notes.alignment.pairs}
    before = {call.note: call for call in comparison.old.calls if call.note is not None}
    groups: dict[tuple[str, ...], list[NoteCall]] = defaultdict(list)
    for call in comparison.new.calls:
        old = before.get(partner.get(call.note, -1)) if call.note is not None else None
        if old is None or old.traits == call.traits:
            continue
        was, now = how(dict(old.traits)), how(dict(call.traits))
        state = "raised" in was and "raised" not in now
        told = "no longer raised" if state else f"now {now}" if call.traits else f"no longer {was}"
        groups[(told,)].append(call)
    for (told,), calls in groups.items():
        where = comparison.new_paging.several(call.page for call in calls)
        one = f"the call of note {calls[0].label} is"
        many = f"{count(len(calls), 'call')} of notes, from {calls[0].label} on, are"
        spots = tuple(Spot(call.page, None, f"b{call.block}") for call in calls if call.block is not None)
        yield Change(Level.STYLE, "note/look", f"{where}: {one if len(calls) == 1 else many} {told}", (), spots)


def _marks(comparison: Comparison) -> Iterator[Change]:
    """Tell calls that are marked as calls on one side only."""
    partner = {pair.new: pair.old for pair in comparison.notes.alignment.pairs}
    before = {call.note: call for call in comparison.old.calls if call.note is not None}
    for call in comparison.new.calls:
        old = before.get(partner.get(call.note, -1)) if call.note is not None else None
        if old is None or old.is_marked == call.is_marked:
            continue
        at = comparison.new_paging.at(call.page)
        state = "now marked" if call.is_marked else "no longer marked"
        told = f"{at}: the call of note {call.label} is {state} as a call, which readers need to show the note"
        spots = () if call.block is None else comparison.main.new_spots(call.block)
        yield Change(Level.CONTENT, "note/mark", told, (), spots)


# --- blocks that came or went ----------------------------------------------------------------------------


def hide_and_double(comparison: Comparison, changes: Sequence[Change]) -> Iterator[Change]:
    """Tell removed blocks that are only hidden as hidden, and added ones that repeat a neighbour as doubled."""
    hidden = set(comparison.new.hidden) - set(comparison.old.hidden)
    shown = set(comparison.old.hidden) - set(comparison.new.hidden)
    for change in changes:
        if change.kind == "block/removed":
            blocks = _named(comparison, change, old=True)
            if blocks and {block.digest for _, _, block in blocks} <= hidden:
                yield _retold(comparison, change, blocks, "hidden now", "block/hidden")
                continue
        elif change.kind == "block/added":
            blocks = _named(comparison, change, old=False)
            if blocks and {block.digest for _, _, block in blocks} <= shown:
                yield _retold(comparison, change, blocks, "shown now, hidden before", "block/shown")
                continue
            if blocks and _repeats(blocks):
                yield _retold(comparison, change, blocks, "printed twice", "block/doubled")
                continue
        yield change


Named = list[tuple[Stream, int, Block]]


def _named(comparison: Comparison, change: Change, *, old: bool) -> Named:
    found: Named = []
    for name in dict.fromkeys(spot.block for spot in (change.old if old else change.new) if spot.block):
        stream = comparison.main if name[0] == "b" else comparison.notes
        index = int(name[1:])
        found.append((stream, index, (stream.old if old else stream.new)[index]))
    return found


def _repeats(blocks: Named) -> bool:
    """Tell whether blocks say again what stands right before or behind them."""
    stream, first, _ = blocks[0]
    many = len(blocks)
    digests = [block.digest for _, _, block in blocks]
    if not any(block.text for _, _, block in blocks):
        return False
    around = (first - many, first + many)
    return any(
        start >= 0 and [block.digest for block in stream.new[start : start + many]] == digests
        for start in around
    )


def _retold(comparison: Comparison, change: Change, blocks: Named, state: str, kind: str) -> Change:
    stream = blocks[0][0]
    is_old = kind == "block/hidden"
    structure = comparison.old if is_old else comparison.new
    paging = comparison.old_paging if is_old else comparison.new_paging
    labels = [structure.notes[index].label for _, index, _ in blocks] if stream.letter == "n" else []
    verb = "is" if len(blocks) == 1 else "are"
    told = f"{paging.at(blocks[0][2].page)}: {name_group([b for _, _, b in blocks], labels)} {verb} {state}"
    return replace(change, kind=kind, sentence=told)
