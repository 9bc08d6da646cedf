"""The handbook's lists are those of the code, and its examples show what they print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.cli.main import commands
from publish.config.keys import ACCEPTED
from publish.config.schema import json_schema
from publish.model.codes import CODES
from publish.model.pieces import PIECE_KINDS
from publish.transforms.conditions import CONDITIONS
from publish.transforms.images import DECORATIVE_CLASSES
from publish.transforms.reflists import ATTRIBUTES
from publish.transforms.titles import MARK_KEYS
from publish.world.fonts import SUPPLIED
from tools.reference import CHAPTERS, HANDBOOK, commands_chapter, findings_chapter, settings_chapter

EXAMPLE = re.compile(r"^(:{3,}) example\n(~{3,}) markdown\n(.*?)\n\2\n\n(.*?)\n\1$", re.MULTILINE | re.DOTALL)


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


def test_every_setting_that_has_an_effect_is_named() -> None:
    chapter = settings_chapter()
    told = set(json_schema()["properties"]) - set(ACCEPTED)
    assert len(told) > 50
    assert [name for name in told if f"`{name}`" not in chapter] == []
    assert {"documentclass", "geometry", "header-includes"} <= set(ACCEPTED)
    assert "\n`editions.sheet`\n:   " in chapter
    assert "\n`chapters.part`\n:   " in chapter


def test_every_command_and_option_is_told() -> None:
    chapter = commands_chapter()
    for name, command in commands.commands.items():
        assert f"publish {name}" in chapter
        assert [
            one
            for option in command.params
            for one in option.opts
            if f"`{one}" not in chapter and one[0] == "-"
        ] == []


def test_every_piece_of_a_book_is_told() -> None:
    told = (HANDBOOK / "11-books.md").read_text("utf-8")
    assert [name for name in PIECE_KINDS if f"`{name}`" not in told] == []


def test_every_font_that_comes_with_the_program_is_told() -> None:
    told = (HANDBOOK / "12-looks.md").read_text("utf-8")
    assert [name for name in SUPPLIED if f"`{name}`" not in told] == []


def test_every_mark_and_attribute_of_a_text_is_told() -> None:
    told = "".join(path.read_text("utf-8") for path in HANDBOOK.glob("[0-9]*.md"))
    names = {*MARK_KEYS, *CONDITIONS, *ATTRIBUTES} - {"until"}  # which publish itself writes
    classes = {"main", "term", "page", "no-page", "only", "except", "references", "unnumbered", "unlisted"}
    assert [name for name in sorted(names) if not re.search(rf"[`{{ ]{name}[`=]", told)] == []
    assert [
        name for name in sorted(classes | DECORATIVE_CLASSES) if not re.search(rf"[{{ `]\.{name}\b", told)
    ] == []


@pytest.mark.parametrize("path", sorted(HANDBOOK.glob("[0-9]*.md")), ids=lambda path: path.name)
def test_what_is_shown_is_what_is_written(path: Path) -> None:
    text = path.read_text("utf-8")
    examples = EXAMPLE.findall(text)
    assert len(examples) == text.count("::: example")
    for _, _, source, result in examples:
        assert result == source
