"""Books of random parts, and where the pages of a finished PDF end: what was meant by whoever set them plays no
part.
"""
# ruff: noqa: E501 - HTML and CSS read better unbroken

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from publish.model.lines import TOTAL_FIT, LineSettings
from publish.model.metadata import Metadata
from publish.model.pages import PageStructure
from publish.model.resource import StyleSheet
from publish.paginating.paginate import paginate
from publish.structure.pdf.from_pdf import read_pdf
from tests.paginating.dense import WORDS, document, note

STEP_PT = 11.0
PAGE = f"""
@page {{ size: 346pt 330pt; margin: 30pt 36pt 38pt; @footnote {{ margin-top: 6pt; border-top: 0.5pt solid; padding-top: 3pt }} }}
html {{ font: 8pt/{STEP_PT}pt "DejaVu Serif"; text-align: justify; hyphens: auto; orphans: 2; widows: 2 }}
body, p, figure, ul, blockquote {{ margin: 0 }} p {{ text-indent: 1em }}
h2 {{ font-size: 10pt; line-height: {STEP_PT}pt; margin: 0; padding: {STEP_PT}pt 0 0; break-after: avoid }}
figure {{ break-inside: avoid; margin: {STEP_PT}pt 0 }} figure div {{ background: #ccc }} figcaption {{ font-size: 7pt; line-height: {STEP_PT}pt }}
ul {{ margin: 5.5pt 0; padding-left: 15pt }} blockquote {{ margin: 5.5pt 15pt }}
.note {{ font-size: 7pt; line-height: 9pt }} .note-call {{ font-size: 70%; line-height: 0; vertical-align: super }}
.note-call::before {{ content: "\\2060" }}
"""
"""The last rule is the house's own (furniture.css): no line begins with the call of a note."""
_SHORT_WORDS_TEXT = "he she was that on for by from not but were had which one all"
_WORDS = [*WORDS[:-3], "it", *WORDS[-3:], *_SHORT_WORDS_TEXT.split()]
MOST_LINES = 2
"""White of more lines two changes of a line cannot fill (lines/evening.py): a figure went to the next page."""
PARTS = ("prose", "talk", "heading", "note", "figure", "list", "quote")


def write_book(seed: int, parts: Sequence[str] = PARTS, *, blocks: int = 60) -> str:
    """Return a book of one chapter: prose of any length, among it the other parts that are asked for."""
    drawn = random.Random(seed)

    def words(low: int, high: int) -> str:
        return " ".join(drawn.choices(_WORDS, k=drawn.randint(low, high))).capitalize()

    def block(number: int) -> str:
        part = drawn.choice(parts) if drawn.random() < 0.4 else "prose"
        match part:
            case "talk":
                return f"<p>{words(2, 14)}.</p>" * drawn.randint(1, 3)
            case "heading":
                return f"<h2>{words(2, 5)}</h2><p>{words(20, 90)}.</p>"
            case "note":
                return f"<p>{words(5, 60)}.{note(number, words(3, 25))} {words(3, 40)}.</p>"
            case "figure":
                return f'<figure><div style="height: {STEP_PT * drawn.randint(2, 7)}pt"></div><figcaption>{words(3, 6)}</figcaption></figure>'
            case "list":
                return "<ul>" + f"<li>{words(3, 25)}.</li>" * drawn.randint(2, 4) + "</ul>"
            case "quote":
                return f"<blockquote><p>{words(15, 60)}.</p></blockquote>"
        return f"<p>{words(12, 130)}.</p>"

    # A first paragraph of some length, and a last one, so that every page has lines that are not moved in.
    ends = f"<p>{words(60, 90)}.</p>"
    return document(ends + "".join(block(number + 1) for number in range(blocks)) + ends)


def set_book(html: str, lines: LineSettings = TOTAL_FIT, *, grid: bool = False, css: str = "") -> bytes:
    """Return a book's PDF, in which nothing was found wrong."""
    sheets = [StyleSheet("page.css", PAGE), StyleSheet("more.css", css)]
    done = paginate(html, sheets, {}, (), Metadata(lang="en"), lines=lines, grid=grid)
    assert done.value is not None
    assert [found.message for found in done.diagnostics] == []
    return done.value.pdf


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the full pages of a book end; the last page is not full."""

    structure: PageStructure
    white_pt: dict[int, float]
    """Page → white below its text, and above its notes, that could hold lines."""
    ends_pt: dict[int, float]
    """Page → baseline or lower edge of the last thing in its text."""

    @property
    def short(self) -> list[int]:
        """Return the pages that lack a line or more."""
        return [page for page, white in self.white_pt.items() if white > 0.9 * STEP_PT]

    @property
    def uneven(self) -> list[int]:
        """Return the left pages of openings without notes that do not end together."""
        noted = {fragment.page for one in self.structure.notes for fragment in one.body.fragments}
        return [
            left
            for left, right in pairwise(sorted(self.white_pt))
            if right == left + 1
            and self.structure.pages[left - 1].side == "verso"
            and noted.isdisjoint((left, right))
            and abs(self.white_pt[left] - self.white_pt[right]) > 0.9 * STEP_PT
        ]

    @property
    def uneven_by_lines(self) -> list[int]:
        """Return those of them that lines could have made even: no figure that did not fit left the white."""
        most_pt = (MOST_LINES + 0.5) * STEP_PT
        return [left for left in self.uneven if max(self.white_pt[left], self.white_pt[left + 1]) < most_pt]

    @property
    def hyphens_at_recto_ends(self) -> list[int]:
        """Return the right-hand pages that end amid a word."""
        return [
            fragment.page
            for block in self.structure.blocks
            for fragment in block.fragments[:-1]
            if fragment.ends_hyphenated and self.structure.pages[fragment.page - 1].side == "recto"
        ]


def ends_of(pdf: bytes) -> Ends:
    """Read where pages end."""
    structure = read_pdf(pdf).value
    assert structure is not None
    ends: dict[int, float] = {}
    notes: dict[int, float] = {}
    for block in structure.blocks:
        for part in block.fragments:
            bottom = part.lines[-1].baseline_pt if part.lines else part.box.bottom_pt
            ends[part.page] = max(ends.get(part.page, 0.0), bottom)
    for one in structure.notes:
        for part in one.body.fragments:
            notes[part.page] = min(notes.get(part.page, 1e9), part.lines[0].baseline_pt)
    full = sorted(ends)[:-1]
    foot = max(ends[page] for page in full)
    # Notes begin below the last line they leave room for: their nearest page tells how far.
    gap = min((notes[page] - ends[page] for page in full if page in notes), default=0.0)
    white = {page: (notes[page] - gap if page in notes else foot) - ends[page] for page in full}
    return Ends(structure, white, ends)


def words_of(structure: PageStructure) -> list[str]:
    """Return all words of a book's text and notes, those of each by themselves, in order."""
    return [word for block in structure.blocks for word in block.text.split()] + [
        word for one in structure.notes for word in (one.label, *one.body.text.split())
    ]


def line_counts(structure: PageStructure) -> list[int]:
    """Return the number of lines of every block."""
    return [block.line_count for block in structure.blocks]


def faults_of(structure: PageStructure) -> Counter[str]:
    """Count the faults of pages that lint finds."""
    from publish.structure.lint.lint import lint

    return Counter(fault.rule for fault in lint(structure))
