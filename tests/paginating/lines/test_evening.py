"""Pages are filled by a line more or less, and nothing else changes by it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from publish.model.lines import TOTAL_FIT
from publish.paginating import pagemaking
from publish.paginating.lines import evening
from publish.paginating.lines.setting import current_setter
from tests.paginating.dense import write_dense
from tests.paginating.lines.openings import PARTS, set_book, write_book
from tests.paginating.sweeping import sweep_variants, try_layout


@pytest.mark.parametrize("seed", [1, 2])
def test_page_numbers_are_right_where_pages_are_made_several_times(seed: int) -> None:
    html, notes = write_dense(seed, chapters=1, blocks=24, note_chance=0.25)
    for css in ["html { line-height: 1.35 }", *list(sweep_variants())[::28]]:
        trial = try_layout(html, css)
        assert trial.notes == notes
        assert trial.faults == (), css


def test_pages_are_left_as_they_come_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    is_filled = evening.is_filled
    monkeypatch.setattr(evening, "is_filled", lambda *those: asked.append(those) or is_filled(*those))
    html, _ = write_dense(1, chapters=1, blocks=24, note_chance=0.0)
    try_layout(html, "", replace(TOTAL_FIT, is_level=False))
    assert asked == []
    try_layout(html, "")
    assert asked


def test_pages_are_made_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[int] = Counter()
    make = pagemaking._Making.make

    def counted(making: pagemaking._Making) -> Any:
        made[making.index] += 1
        return make(making)

    monkeypatch.setattr(pagemaking._Making, "make", counted)
    set_book(write_book(4, PARTS, blocks=40))
    # Made, three tries, made as it was, twice for a word at its end; and so again with the page beside it.
    assert max(made.values()) <= 21
    assert len(made) < sum(made.values()) <= 2 * len(made)


def test_what_one_paragraph_can_fill_is_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every paragraph of every page that stays short is tried, whatever it was reckoned to come to."""
    short, missed = Counter[int](), list[str]()
    make_even = evening.make_even

    def judged(making: Any, goal: int = 0) -> evening.MadePage:
        made = make_even(making, goal)
        if not evening.is_filled(making, made) or not goal < made.white <= goal + 3:
            return made
        short[making.index] += 1
        setter = current_setter()
        assert setter is not None
        for one in evening._standing(made.page):
            for change in (1, -1):
                is_whole = one.begins and one.ends and not one.paragraph.line_change
                if is_whole and setter.can_change(one.paragraph, change):
                    one.paragraph.line_change = change
                    tried = evening._make(making)
                    if tried.white == goal and evening.is_filled(making, tried):
                        missed.append(f"page {making.index + 1}: {one.paragraph.paragraph.text[:30]}")
                    one.paragraph.line_change = 0
        return evening._make(making)

    monkeypatch.setattr(pagemaking, "make_even", judged)
    for seed in (0, 4):
        set_book(write_book(seed, PARTS, blocks=40))
    assert sum(short.values()) > 2
    assert missed == []
