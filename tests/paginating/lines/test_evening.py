"""Pages are filled by a line more or less, and nothing else changes by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publish.model.lines import TOTAL_FIT
from publish.paginating.lines import evening
from publish.paginating.lines.setting import set_lines
from tests.paginating.dense import write_dense
from tests.paginating.sweeping import sweep_variants, try_layout


@pytest.mark.parametrize("seed", [1, 2])
def test_page_numbers_are_right_where_pages_are_made_several_times(seed: int) -> None:
    html, notes = write_dense(seed, chapters=1, blocks=24, note_chance=0.25)
    for css in ["html { line-height: 1.35 }", *list(sweep_variants())[::28]]:
        with set_lines(TOTAL_FIT):
            trial = try_layout(html, css)
        assert trial.notes == notes
        assert trial.faults == (), css


def test_pages_are_left_as_they_come_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    is_filled = evening.is_filled
    monkeypatch.setattr(evening, "is_filled", lambda *those: asked.append(those) or is_filled(*those))
    html, _ = write_dense(1, chapters=1, blocks=24, note_chance=0.0)
    with set_lines(replace(TOTAL_FIT, is_level=False)):
        try_layout(html, "")
    assert asked == []
    with set_lines(TOTAL_FIT):
        try_layout(html, "")
    assert asked
