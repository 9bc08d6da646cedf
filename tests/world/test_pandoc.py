"""Pandoc in its sandbox: text in, text and log out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from publish.world import pandoc
from publish.world.pandoc import pandoc_version, run_pandoc
from publish.world.process import MissingTool, TooLong


def test_text_and_messages_come_back() -> None:
    result = run_pandoc("# Ünï\n\n[^1]: unused\n", from_="markdown", to="json")
    assert not result.failed
    assert json.loads(result.text)["blocks"][0]["t"] == "Header"
    assert "Ünï" in result.text
    assert [(m["type"], m["line"]) for m in result.messages] == [("NoteDefinedButNotUsed", 3)]


def test_a_refused_text_is_a_result() -> None:
    result = run_pandoc("---\na: [\n---\n", from_="markdown", to="json")
    assert result.failed
    assert result.text == ""
    assert result.messages[-1]["type"] == "Failure"
    assert "YAML" in result.messages[-1]["pretty"]


def test_the_sandbox_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("xyzzy")
    for text, source in (
        (f"\\input{{{secret}}}", "latex"),
        (f".. include:: {secret}\n", "rst"),
        (f'#+INCLUDE: "{secret}"\n', "org"),
    ):
        assert "xyzzy" not in run_pandoc(text, from_=source, to="html").text
    embedded = run_pandoc(
        f"![x]({secret})", from_="markdown", to="html", options=["--embed-resources", "--standalone"]
    )
    assert "xyzzy" not in embedded.text
    assert "eHl6enk" not in embedded.text


@pytest.mark.parametrize("text", ["", "\0", "\udcff", "\r\n", "\ufeff# x", "a" * 100_000])
def test_any_text_is_taken(text: str) -> None:
    assert not run_pandoc(text, from_="markdown", to="json").failed


def test_the_time_limit_holds() -> None:
    with pytest.raises(TooLong, match="pandoc"):
        run_pandoc("> " * 3000 + "[" * 3000, from_="markdown", to="json", time_limit_s=0.2)


def test_memory_has_a_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "MEMORY_LIMIT", "20m")
    result = run_pandoc("word *em* " * 200_000, from_="markdown", to="json")
    assert result.failed
    assert "memory" in result.messages[-1]["pretty"]


def test_the_version_is_known() -> None:
    assert pandoc_version() == "3.9"


def test_another_pandoc_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYPANDOC_PANDOC", "/nowhere/pandoc")
    pandoc.pandoc_program.cache_clear()
    try:
        with pytest.raises(MissingTool):
            run_pandoc("", from_="markdown", to="json")
    finally:
        monkeypatch.delenv("PYPANDOC_PANDOC")
        pandoc.pandoc_program.cache_clear()
