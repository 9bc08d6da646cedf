"""The functions other programs call."""

from __future__ import annotations

from pathlib import Path

import pytest

import publish

NOTE = "---\ntitle: A small one\nlang: en\n---\n\n# One\n\nThe first words.[^1]\n\n[^1]: A note.\n"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("face")
    (folder / "small.md").write_text(NOTE, "utf-8")
    result = publish.build(folder / "small.md", to=("pdf",), output=folder / "out", cache=False)
    return result.editions[0].path


def test_an_edition_is_read_and_judged(edition: Path) -> None:
    structure = publish.page_structure(edition)
    assert [note.body.text for note in structure.notes] == ["A note."]
    assert publish.lint(edition) == ()


def test_an_edition_equals_its_snapshot_and_no_other(edition: Path, tmp_path: Path) -> None:
    reference = tmp_path / "small.pages"
    reference.write_text(publish.snapshot(edition), "utf-8")
    assert publish.diff(reference, edition) == ()
    manuscript = tmp_path / "small.md"
    manuscript.write_text(NOTE.replace("first", "last"), "utf-8")
    (change,) = publish.diff(edition, manuscript)
    assert change.sentence == "p. 1: ‘first’ became ‘last’ in the paragraph ‘The last words.’"
    assert change.source == "small.md:8"


def test_a_full_snapshot_of_a_manuscript_names_its_lines(tmp_path: Path) -> None:
    from publish.pipeline.snapshot import take_snapshots

    manuscript = tmp_path / "small.md"
    manuscript.write_text(NOTE, "utf-8")
    ((name, text), *_) = take_snapshots(manuscript, full=True).texts
    assert name == "small.pdf"
    assert '.source="small.md:8"' in text
    assert all("small.md" not in short for _, short in take_snapshots(manuscript).texts)


def test_what_is_no_edition_is_refused(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.pdf"
    nothing.write_bytes(b"%PDF-1.7\nnothing")
    for function in (publish.page_structure, publish.snapshot, publish.lint):
        with pytest.raises(ValueError, match="cannot be read"):
            function(nothing)
    with pytest.raises(ValueError, match="cannot be read"):
        publish.diff(nothing, nothing)
