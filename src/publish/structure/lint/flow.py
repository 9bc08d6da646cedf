"""Faults of lines and of page ends: stranded headings, widows, orphans, hyphens, loose lines, cut rows.

In: a page structure. Out: faults. Lengths are in ems of the block's own type, so that limits hold for any size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.model.changes import Fault, Spot
from publish.model.pages import HEADINGS, Block, Fragment, PageStructure
from publish.structure.lint.endnotes import endnotes_of
from publish.structure.sentences import Paging, describe, opening, paging_of

_TEXT = ("P", "LI", "BlockQuote")
_HYPHENS = "-\u2010\u00ad"
_AFTER_WORDS = ".,;:!?)]’”0123456789"
_BEFORE_WORDS = "(“‘\"'[«„"
_LONGEST_LADDER = 2
_LOOSEST_EM = 0.75
"""Word spaces are 0.2–0.3 em as designed; at three times that a line shows holes."""
_SHORTEST_END_EM = 1.6
"""A last line shorter than this is covered by the indent of the next paragraph."""
_SHORTEST_REST_EM = 2.2
_CELL_GAP_EM = 1.2


def flow_faults(structure: PageStructure) -> Iterator[Fault]:
    """Yield the faults of lines and page ends; none for imposed sheets, where sides end no page of text."""
    if any(page.leaves for page in structure.pages):
        return
    paging = paging_of(structure)
    yield from _stranded(structure, paging)
    for index, block in enumerate(structure.blocks):
        name = f"b{index}"
        if block.role in _TEXT:
            if structure.is_tagged or not _is_tabular(block):
                yield from _ends(block, name, paging)
            yield from _lines(block, name, paging)
        elif block.role == "TR" and len({fragment.page for fragment in block.fragments}) > 1:
            told = f"{paging.at(block.page)}: {describe(block)} is cut by the end of the page"
            yield _fault("row-cut", block, name, block.fragments[0], told)
    for index, note in enumerate(structure.notes):
        for fragment in note.body.fragments[:-1]:
            if fragment.ends_hyphenated:
                told = (
                    f"{paging.at(fragment.page)}: a word of note {note.label} is divided by the end of the page"
                )
                yield _fault("page-end-hyphen", note.body, f"n{index}", fragment, told)


def _stranded(structure: PageStructure, paging: Paging) -> Iterator[Fault]:
    last: dict[int, int] = {}
    has_text: set[int] = set()
    with_endnotes = {structure.notes[index].body.page for index in endnotes_of(structure)}
    for index, block in enumerate(structure.blocks):
        for fragment in block.fragments:
            last[fragment.page] = index
            if block.role not in HEADINGS:
                has_text.add(fragment.page)
    for page, index in last.items():
        block = structure.blocks[index]
        # A page of headings alone is a title page or the opening of a part.
        if block.role in HEADINGS and page in with_endnotes:
            continue  # its text are the notes below it
        if block.role in HEADINGS and page in has_text and index + 1 < len(structure.blocks):
            told = (
                f"{paging.at(page)}: {describe(block)} is the last thing on the page; its text begins overleaf"
            )
            yield _fault("stranded-heading", block, f"b{index}", block.fragments[-1], told)
        elif parted := _parted(structure.blocks, index, page):
            told = f"{paging.at(page)}: {describe(block)} is parted from {parted}, which begins overleaf"
            yield _fault("stranded-heading", block, f"b{index}", block.fragments[-1], told)


def _parted(blocks: Sequence[Block], index: int, page: int) -> str:
    """Return what a caption or table head at the foot of a page has lost to the next one, if it has."""
    if index + 1 == len(blocks):
        return ""
    before, block, after = blocks[index - 1] if index else None, blocks[index], blocks[index + 1]
    if block.last_page != page or after.page != page + 1:
        return ""
    if block.role == "TH" and (after.role == "TR" or after.text == block.text):
        return "the rows of its table"
    stands_above = before is None or before.role not in ("Figure", "TR", "TH") or before.last_page != page
    if block.role == "Caption" and after.role in ("TH", "TR") and stands_above:
        return "its table"
    is_captioned = before is not None and before.role == "Caption" and not before.table
    if block.role == "Figure" and after.role == "Caption" and not after.table and not is_captioned:
        return f"its caption {opening(after)}"
    return ""


def _ends(block: Block, name: str, paging: Paging) -> Iterator[Fault]:
    for fragment, later in zip(block.fragments, block.fragments[1:], strict=False):
        if fragment.page == later.page:
            continue
        if fragment.ends_hyphenated:
            word, is_ours = _divided(fragment, later, block)
            how = "is divided by" if is_ours else "breaks at its own hyphen over"
            told = f"{paging.at(fragment.page)}: {word} of {describe(block)} {how} the end of the page"
            yield _fault("page-end-hyphen", block, name, fragment, told)
        if fragment is block.fragments[0] and fragment.line_count == 1:
            first = f"the first line of {describe(block)} stands alone at the foot of the page"
            yield _fault("orphan", block, name, fragment, f"{paging.at(fragment.page)}: {first}")
        if later is block.fragments[-1] and later.line_count == 1:
            last = f"the last line of {describe(block)} stands alone at the top of the page"
            yield _fault("widow", block, name, later, f"{paging.at(later.page)}: {last}")


def _is_tabular(block: Block) -> bool:
    """Tell whether a guessed paragraph is rather made of cells: wide gaps between the words of its lines."""
    return any(line.word_space_em > _CELL_GAP_EM for fragment in block.fragments for line in fragment.lines)


def _divided(fragment: Fragment, later: Fragment, block: Block) -> tuple[str, bool]:
    """Return the divided word, and whether its hyphen is one that the layout put there."""
    if fragment.lines and later.lines:
        before, after = fragment.lines[-1].text.split()[-1:], later.lines[0].text.split()[:1]
        if before and after:
            word = f"{before[0].rstrip(_HYPHENS)}-{after[0].rstrip(_AFTER_WORDS)}"
            return f"the word ‘{word.strip(_BEFORE_WORDS)}’", word not in block.text
    return "a word", True


def _lines(block: Block, name: str, paging: Paging) -> Iterator[Fault]:
    for fragment in block.fragments:
        at = paging.at(fragment.page)
        if fragment.ladder > _LONGEST_LADDER:
            told = f"{at}: {fragment.ladder} lines in a row end in hyphens in {describe(block)}"
            yield _fault("ladder", block, name, fragment, told)
        if fragment.widest_space_em > _LOOSEST_EM and block.look.alignment == "justify":
            loose = max(fragment.lines, key=lambda line: line.word_space_em, default=None)
            where = f"the line ‘{loose.text}’" if loose else "a line"
            told = (
                f"{at}: the words of {where} in {describe(block)} stand {fragment.widest_space_em:.1f} em apart"
            )
            yield _fault("loose-line", block, name, fragment, told)
    last = block.fragments[-1] if block.fragments else None
    if last is None or block.line_count < 3 or not 0 < last.last_line_pt < _shortest(last) * block.look.size_pt:
        return
    words = f"‘{last.lines[-1].text}’" if last.lines else "a few letters"
    told = f"{paging.at(last.page)}: {describe(block)} ends in a line of only {words}"
    yield _fault("runt", block, name, last, told)


def _shortest(last: Fragment) -> float:
    """Return the length in ems that a last line needs: more if it is the rest of a divided word."""
    is_rest = len(last.lines) > 1 and last.lines[-2].is_hyphenated and " " not in last.lines[-1].text.strip()
    return _SHORTEST_REST_EM if is_rest else _SHORTEST_END_EM


def _fault(rule: str, block: Block, name: str, fragment: Fragment, sentence: str) -> Fault:
    return Fault(rule, fragment.page, sentence, opening(block, 6), (Spot(fragment.page, fragment.box, name),))
