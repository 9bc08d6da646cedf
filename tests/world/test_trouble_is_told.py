"""Trouble with the world becomes a diagnostic of the build, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

import publish
from publish.pipeline.request import Result
from publish.world import pandoc
from publish.world.process import TooLong

TEXT = "---\ntitle: T\nlang: en\n---\n\nWords.\n"


@pytest.fixture
def manuscript(tmp_path: Path) -> Path:
    (tmp_path / "main.md").write_text(TEXT)
    return tmp_path / "main.md"


def codes(result: Result) -> set[str]:
    return {found.code for found in result.diagnostics}


def test_an_output_that_cannot_be_written(manuscript: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    result = publish.build(manuscript, to=("html",), output=tmp_path / "file")
    assert codes(result) == {"world/unwritable"}
    assert (tmp_path / "file").read_text() == "mine"


def test_a_pandoc_that_is_not_there(manuscript: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYPANDOC_PANDOC", "/nowhere/pandoc")
    pandoc.pandoc_program.cache_clear()
    try:
        result = publish.check(manuscript)
    finally:
        monkeypatch.delenv("PYPANDOC_PANDOC")
        pandoc.pandoc_program.cache_clear()
    assert codes(result) == {"world/missing-tool"}


def test_a_pandoc_that_takes_too_long(manuscript: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(argv: list[str], *_: object) -> None:
        raise TooLong("pandoc", 120)

    monkeypatch.setattr(pandoc, "run", slow)
    assert "read/too-long" in codes(publish.check(manuscript))


def test_a_pandoc_that_gives_up(manuscript: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manuscript.write_text(TEXT + "word *em* " * 100_000)
    monkeypatch.setattr(pandoc, "MEMORY_LIMIT", "10m")
    assert "read/pandoc-failed" in codes(publish.check(manuscript))
