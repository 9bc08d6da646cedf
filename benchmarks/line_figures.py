"""How well a PDF's paragraphs are set: figures read from the finished file.

In: a PDF, the font's natural space. Out: `LineFigures`. Lines, their word spaces and hyphens are those of our
own page structure; where lines end is read a second time from the operators of pages, which know nothing of
lines. Counted are the lines of justified paragraphs but for each one's last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from statistics import fmean, median, pstdev

import pikepdf

from benchmarks.pens import pens_of
from publish.model.pages import Line, PageStructure
from publish.structure.pdf.from_pdf import read_pdf

LOOSE, TIGHT = 1.5, 0.8
"""Shares of the natural space beyond which a line is loose or tight."""
_ROUNDING = 0.0006 / 0.2
"""The structure's spaces are thousandths of an em, the natural one about a fifth of an em."""
_LAYOUT_HYPHEN = "\u2010"
_SAME_LINE_PT = 0.3
_FULL_PT = 3.0
MARGIN_PT = 60.0
"""The width of both side margins of pages that are read here."""
_LEAST_LINES = 3
"""An end in one sign and face is judged where so many lines end in it."""


@dataclass(frozen=True, slots=True)
class LineFigures:
    """Shares are of counted lines, from 0 to 1; word spaces are shares of the natural one."""

    pages: int
    lines: int
    characters: float
    """Mean characters of a full line, spaces included."""
    hyphenated: float
    """Lines that end in a hyphen of the layout."""
    written_hyphens: float
    """Lines that end in a hyphen of the author's."""
    ladder: int
    """The most lines in a row that end in either."""
    loose: float
    tight: float
    space_mean: float
    space_spread: float
    """Standard deviation of lines' mean word spaces."""
    edge_pt: float
    """How far a line ends at most from where those do that end in the same sign (median of a page's side)."""


def figures_of(pdf: bytes, natural_space_em: float) -> LineFigures:
    """Read a PDF and count; raises ValueError if there is nothing to count."""
    structure = read_pdf(pdf).value
    if structure is None:
        raise ValueError("not a PDF that can be read")
    counted = list(_counted(structure))
    lines = [line for line, _ in counted]
    if not lines:
        raise ValueError("no justified paragraphs")
    spaces = [line.word_space_em / natural_space_em for line in lines if line.word_space_em]
    ours = sum(line.text.endswith(_LAYOUT_HYPHEN) for line in lines)
    ladders = [_ladder(paragraph) for paragraph in _paragraphs(structure)]
    return LineFigures(
        pages=len(structure.pages),
        lines=len(lines),
        characters=fmean(len(line.text) for line in lines),
        hyphenated=ours / len(lines),
        written_hyphens=sum(line.is_hyphenated for line in lines) / len(lines) - ours / len(lines),
        ladder=max(ladders, default=0),
        loose=sum(space > LOOSE + _ROUNDING for space in spaces) / len(lines),
        tight=sum(space < TIGHT - _ROUNDING for space in spaces) / len(lines),
        space_mean=fmean(spaces),
        space_spread=pstdev(spaces),
        edge_pt=_edge(pdf, counted),
    )


def _paragraphs(structure: PageStructure) -> Iterator[list[tuple[Line, int]]]:
    """Yield the counted lines of each justified paragraph, with their pages."""
    for block in structure.blocks:
        if block.role != "P" or block.look.alignment not in {"justify", ""}:
            continue
        lines = [(line, fragment.page) for fragment in block.fragments for line in fragment.lines]
        # A paragraph of two lines does not show how it is aligned: its first line has to be full.
        if block.look.alignment == "justify" or (len(lines) > 1 and _is_full(lines[0], structure)):
            yield lines[:-1]


def _is_full(placed: tuple[Line, int], structure: PageStructure) -> bool:
    line, page = placed
    return line.right_pt > structure.pages[page - 1].width_pt - MARGIN_PT - _FULL_PT


def _counted(structure: PageStructure) -> Iterator[tuple[Line, int]]:
    for paragraph in _paragraphs(structure):
        yield from paragraph


def _ladder(paragraph: list[tuple[Line, int]]) -> int:
    longest = run = 0
    for line, _ in paragraph:
        run = run + 1 if line.is_hyphenated else 0
        longest = max(longest, run)
    return longest


def _edge(pdf: bytes, counted: list[tuple[Line, int]]) -> float:
    """Return the largest deviation of the last pens of lines, by the sign and face they end in.

    So what hangs into the margin on purpose does not count.
    """
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line, page in counted:
        by_page[page].append(line)
    ends: dict[tuple[int, str, str], list[float]] = defaultdict(list)
    with pikepdf.open(BytesIO(pdf)) as document:
        for number, lines in by_page.items():
            page = document.pages[number - 1]
            height = float(page.mediabox[3])
            pens = list(pens_of(page))
            for line in lines:
                on_it = [pen for pen in pens if abs(height - pen.y - line.baseline_pt) < _SAME_LINE_PT]
                if on_it:
                    last = max(on_it)
                    ends[number % 2, line.text[-1:], last.face].append(last.x)
    deviations = [
        abs(right - median(group)) for group in ends.values() if len(group) >= _LEAST_LINES for right in group
    ]
    return max(deviations, default=0.0)
