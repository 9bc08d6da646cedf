"""Ragged lines are divided only where they would be very short; centred ones and headings are equally long."""

from __future__ import annotations

from typing import Any

import pytest

from publish.model.lines import GREEDY
from tests.paginating.lines.laying import lay, letters_of, lines_of, text_of

WORDS = (
    "The administration considered representations from correspondents whose responsibilities were "
    "international and whose circumstances were unfortunately straightforward. "
)
HEADING = "On the Origin of Unusually Long Headings in Books of Our Time"
RAGGED = "p { text-align: start }"


def widths_of(pages: list[Any]) -> list[float]:
    return [line.width for line in lines_of(pages)]


@pytest.mark.parametrize("width", range(300, 460, 20))
def test_no_word_of_ragged_text_is_divided_for_a_little_white(width: int) -> None:
    body = f'<p style="width: {width}px">{WORDS * 4}</p>'
    css = f"{RAGGED} @page {{ size: 600px }}"
    pages, record = lay(body, css)
    assert record.reasons == {}
    lines = lines_of(pages)
    divided = sum(text_of(line).endswith("\u2010") for line in lines)
    whole = widths_of(lay(body, f"{css} p {{ hyphens: manual }}")[0])
    assert divided <= sum(line < 0.8 * width for line in whole[:-1])
    assert min(widths_of(pages)[:-1]) > 0.75 * width


def test_a_narrow_ragged_column_divides_words() -> None:
    pages, _ = lay(f'<p style="width: 95px">{WORDS * 4}</p>', RAGGED)
    assert any(text_of(line).endswith("\u2010") for line in lines_of(pages))


@pytest.mark.parametrize("width", range(140, 260, 10))
@pytest.mark.parametrize(
    "shape", ['<h2 style="text-align: start; {}">{}</h2>', '<p style="text-align: center; {}">{}</p>']
)
def test_headings_and_centred_lines_are_about_equally_long(shape: str, width: int) -> None:
    body = shape.format(f"font-size: 15px; margin: 0; hyphens: manual; width: {width}px", HEADING)
    pages, record = lay(body)
    greedy, _ = lay(body, settings=GREEDY)
    assert record.reasons == {}
    assert letters_of(pages) == letters_of(greedy)
    ours, theirs = widths_of(pages), widths_of(greedy)
    assert len(ours) == len(theirs)
    assert max(ours) <= max(theirs) + 1
    assert max(ours) - min(ours) <= max(theirs) - min(theirs) + 1
    assert min(ours) > 0.4 * max(ours)
    assert all(" " in text_of(line) for line in lines_of(pages)[-1:])
