"""A small note stands on the page of its call at any font, size and page: rounding decides nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import publish
from tests.conftest import write_project

TEXT = """---
title: Notes
lang: en
theme: {{font: {font}, size: {size}pt}}
editions: [{{to: pdf, page: {page}}}]
---

A word with a note.[^1]

[^1]: A note of two lines, long enough to be broken once on any page that a book is printed on, and no longer
    than that, so that nothing but the rounding of its height could push it away.
"""


@pytest.mark.parametrize(
    ("font", "size", "page"),
    [
        ("eb-garamond", "11", "A5"),
        ("literata", "10.5", "A5"),
        ("noto-serif", "9.5", "letter"),
        ("eb-garamond", "12", "A4"),
    ],
)
def test_a_small_note_is_not_pushed_away(tmp_path: Path, font: str, size: str, page: str) -> None:
    write_project(tmp_path, {"main.md": TEXT.format(font=font, size=size, page=page)})
    result = publish.build(tmp_path / "main.md", output=tmp_path / "out")
    assert result.diagnostics == ()
    assert result.editions[0].pages == 1
