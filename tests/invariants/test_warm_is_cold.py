"""A second build replays the first: same files, same diagnostics; any change of an input spoils it."""

from __future__ import annotations

from pathlib import Path

import pytest

import publish
from publish.pipeline.request import Result
from tests.conftest import write_project

TEXT = "---\ntitle: A\nlang: en\neditions: [{to: epub}]\n---\n\n# One\n\nText ![a map](map.png) and @nobody.\n"


def build(project: Path, output: Path) -> Result:
    return publish.build(project / "main.md", output=output)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PUBLISH_CACHE", str(tmp_path / "cache"))
    return write_project(tmp_path / "project", {"main.md": TEXT})


def test_second_build_is_reused_and_equal(project: Path, tmp_path: Path) -> None:
    cold, warm = build(project, tmp_path / "cold"), build(project, tmp_path / "warm")
    assert (cold.reused, warm.reused) == (False, True)
    assert cold.diagnostics == warm.diagnostics != ()
    for path in (tmp_path / "cold").iterdir():
        assert path.read_bytes() == (tmp_path / "warm" / path.name).read_bytes()


def test_an_edited_chapter_is_built_again(project: Path, tmp_path: Path) -> None:
    build(project, tmp_path / "out")
    (project / "main.md").write_text(TEXT + "\nMore.\n", encoding="utf-8")
    assert not build(project, tmp_path / "out").reused


def test_an_image_that_appears_is_seen(project: Path, tmp_path: Path) -> None:
    from PIL import Image

    first = build(project, tmp_path / "out")
    assert "image/missing" in {d.code for d in first.diagnostics}
    Image.new("RGB", (4, 4), "red").save(project / "map.png")
    second = build(project, tmp_path / "out")
    assert not second.reused
    assert "image/missing" not in {d.code for d in second.diagnostics}
