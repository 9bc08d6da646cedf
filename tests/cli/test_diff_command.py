"""`publish diff`: exit codes as diff(1) has them, and each form of the output."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli.main import commands
from publish.structure.snapshot import write_snapshot
from tests.structure.typesetter import story, typeset


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("editions")
    text = story(1, 4)
    other = [*text[:2], ("P", text[2][1].replace("near", "beside", 1)), *text[3:]]
    new = typeset(other)
    first = replace(new.blocks[2], source="chapter.md:12")
    new = replace(new, blocks=(*new.blocks[:2], first, *new.blocks[3:]))
    old_path, new_path = folder / "old.pages", folder / "new.pages"
    old_path.write_text(write_snapshot(typeset(text)), "utf-8")
    new_path.write_text(write_snapshot(new), "utf-8")
    return old_path, new_path


def run(*words: object) -> Result:
    return CliRunner().invoke(commands, ["diff", *map(str, words)])


def test_the_same_is_silence_and_zero(files: tuple[Path, Path]) -> None:
    result = run(files[0], files[0])
    assert (result.exit_code, result.output) == (0, "")


def test_different_is_one_and_sentences(files: tuple[Path, Path]) -> None:
    result = run(*files)
    assert result.exit_code == 1
    assert "content p. 1: " in result.output
    assert result.output.splitlines()[-1].endswith("style") or "change" in result.output.splitlines()[-1]


def test_a_level_decides_what_fails(files: tuple[Path, Path]) -> None:
    assert run(*files, "--fail-on", "content").exit_code == 1
    assert run(*files, "--fail-on", "fault").exit_code == 0


@pytest.mark.parametrize("words", [("no-such-file.pdf",), ()])
def test_trouble_is_two(files: tuple[Path, Path], tmp_path: Path, words: tuple[str, ...]) -> None:
    junk = tmp_path / "junk.pdf"
    junk.write_bytes(b"%PDF-1.7 nothing")
    result = run(files[0], *(words or (junk,)))
    assert result.exit_code == 2
    assert result.stderr.startswith("publish diff: ")


def test_json_lines(files: tuple[Path, Path]) -> None:
    records = [json.loads(line) for line in run(*files, "--format", "json").output.splitlines()]
    assert [record["type"] for record in records[:-1]] == ["change"] * (len(records) - 1)
    assert records[-1]["type"] == "result"
    assert records[-1]["changes"] == len(records) - 1
    assert records[-1]["level"] == "content"
    change = next(record for record in records if record["level"] == "content")
    assert change["kind"] == "text/edited"
    assert change["new_blocks"] == ["b2"]


def test_annotations_for_github(files: tuple[Path, Path]) -> None:
    lines = run(*files, "--format", "github").output.splitlines()
    assert all(line.startswith(("::warning ", "::notice ", "::error ")) for line in lines)
    assert any("title=content%3A text/edited::p. 1" in line for line in lines)


def test_the_report_goes_to_a_file(files: tuple[Path, Path], tmp_path: Path) -> None:
    result = run(*files, "--format", "html", "--output", tmp_path / "report.html")
    assert (result.exit_code, result.output) == (1, "")
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
