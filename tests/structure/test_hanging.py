"""Signs that hang into the margins change neither how a paragraph is aligned nor where it seems to begin."""

from __future__ import annotations

import pytest

from publish.structure.pdf.blocks import make_block
from publish.structure.pdf.lines import gather_lines
from publish.structure.pdf.painted import Piece
from publish.structure.pdf.parts import Part

WORDS = ("When all had been said", "“and there was nothing", "left to say, they were")


def _part(words: tuple[str, ...], *spans: tuple[float, float]) -> Part:
    pieces = [
        Piece(0, text, left, right, 92 + 14 * n, 104 + 14 * n, 102 + 14 * n, "Serif", 10.5, "#000000", -1)
        for n, (text, (left, right)) in enumerate(zip(words, spans, strict=True))
    ]
    return Part("P", 1, gather_lines(pieces))


def test_a_quotation_mark_in_the_margin_makes_no_indent_and_no_alignment() -> None:
    hung, flush = ([_part(WORDS, (60.5, 250), (left, 250), (50, 250))] for left in (47.4, 50.0))
    assert make_block(hung, ())[0].look == make_block(flush, ())[0].look
    assert make_block(hung, ())[0].look.indent_pt == 10.5
    lettered = [_part(("When", "and", "left"), (60.5, 250), (47.4, 250), (50, 250))]
    assert make_block(lettered, ())[0].look.indent_pt != 10.5


@pytest.mark.parametrize("ends", [".,-", "…"])
def test_signs_beyond_the_right_edge_leave_a_paragraph_justified(ends: str) -> None:
    words = tuple(f"line {n}{ends[n % len(ends)]}" if n % 2 else f"line {n} a" for n in range(6))
    spans = [(50.0, 253.0 if n % 2 else 250.0) for n in range(5)]
    look = make_block([_part(words, *spans, (50.0, 120.0))], ())[0].look
    assert look.alignment == ("justify" if ends != "…" else "")


def test_persian_hangs_on_the_left_what_ends_a_line() -> None:
    words = ("این یک خط است", "و این خط دوم.", "و این سوم", "پایان")
    look = make_block([_part(words, (50, 250), (47, 250), (50, 250), (50, 250))], ())[0].look
    assert (look.alignment, look.indent_pt) == ("justify", 0.0)
