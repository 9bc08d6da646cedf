"""The handbook's lists are those of the code, and its examples show what they print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.model.codes import CODES
from tools.reference import CHAPTERS, HANDBOOK, findings_chapter, settings_chapter

EXAMPLE = re.compile(r"^::: example\n(~{3,}) markdown\n(.*?)\n\1\n\n(.*?)\n:::$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", sorted(CHAPTERS))
def test_the_lists_are_fresh(name: str) -> None:
    assert (HANDBOOK / name).read_text("utf-8") == CHAPTERS[name](), "run `python -m tools.reference`"


def test_every_code_is_told_once() -> None:
    told = re.findall(r"^`([a-z]+/[a-z0-9-]+)`$", findings_chapter(), re.MULTILINE)
    assert sorted(told) == sorted(CODES)


def test_every_setting_of_ours_is_told_with_its_default() -> None:
    chapter = settings_chapter()
    for name in (
        "kind",
        "editions",
        "theme.font",
        "theme.size",
        "citations.restart",
        "lint.off",
        "title",
    ):
        assert f"\n`{name}`\n:   " in chapter
    assert "*Default:* `eb-garamond`" in chapter


@pytest.mark.parametrize("path", sorted(HANDBOOK.glob("[0-9]*.md")), ids=lambda path: path.name)
def test_what_is_shown_is_what_is_written(path: Path) -> None:
    text = path.read_text("utf-8")
    examples = EXAMPLE.findall(text)
    assert len(examples) == text.count("::: example")
    for _, source, result in examples:
        assert result == source
