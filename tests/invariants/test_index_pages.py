"""The index of a finished PDF against the finished PDF: each entry names the pages its marks stand on.

Beside every mark stands a word that occurs nowhere else (`q7q`), so that its page is found in the file by
another road than the one that wrote the index: pypdfium2 reads the words, PDF page labels say the folios.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest

import publish
from tests.conftest import write_project

FILLER = (
    "the",
    "sea",
    "had",
    "gone",
    "back",
    "from",
    "walls",
    "and",
    "men",
    "built",
    "there",
    "houses",
    "of",
    "stone",
)
ENTRIES = ["alpha", "beta", "gamma", "delta", "epsilon"]


@dataclass
class Book:
    """A random book, and what its index must say: entry → spans of words (the same twice for a place)."""

    files: dict[str, str] = field(default_factory=dict)
    spans: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)


def make_book(seed: int) -> Book:
    chance = random.Random(seed)
    book = Book()
    number = 0
    waiting: dict[str, str] = {}

    def mark(note: bool = False) -> str:
        nonlocal number
        number += 1
        word, entry = f"q{number}q", chance.choice(ENTRIES)
        kind = chance.choice(["words", "before", "behind", "main", "range"])
        if note:
            book.notes.setdefault(entry, []).append(word)
            return f'[{word}]{{.index entry="{entry}"}}'
        if kind == "range":
            begun = waiting.pop(entry, None)
            if begun is None:
                waiting[entry] = word
                return f'[{word}]{{.index entry="{entry}" range=start}}'
            book.spans.setdefault(entry, []).append((begun, word))
            return f'[{word}]{{.index entry="{entry}" range=end}}'
        book.spans.setdefault(entry, []).append((word, word))
        if kind == "before":
            return f'[]{{.index entry="{entry}"}}{word}'
        if kind == "behind":
            return f'{word}[]{{.index entry="{entry}"}}'
        return f'[{word}]{{.index entry="{entry}"{" .main" if kind == "main" else ""}}}'

    def paragraph() -> str:
        words: list[str] = []
        for _ in range(chance.randint(0, 3)):
            words.extend(chance.choice(FILLER) for _ in range(chance.randint(8, 25)))
            words.append(mark())
        words.extend(chance.choice(FILLER) for _ in range(chance.randint(20, 50)))
        if chance.random() < 0.15:
            words.append(f"word.^[A note with {mark(note=True)} in it.]")
        return " ".join(words)

    book.files["preface.md"] = "# Preface\n\n" + "\n\n".join(paragraph() for _ in range(6)) + "\n"
    for chapter in range(1, 4):
        blocks = [f"# Chapter {chapter}"]
        for _ in range(chance.randint(6, 16)):
            blocks.append("> " * (chance.random() < 0.2) + paragraph())
        book.files[f"{chapter}.md"] = "\n\n".join(blocks) + "\n"
    for entry, word in waiting.items():
        number += 1
        book.files["3.md"] += f'\nLast [q{number}q]{{.index entry="{entry}" range=end}}.\n'
        book.spans.setdefault(entry, []).append((word, f"q{number}q"))
    book.files["publish.yaml"] = (
        "title: Pages\nlang: en\nkind: book\nfront-matter: [{preface: preface.md}]\n"
        "chapters: [1.md, 2.md, 3.md]\nback-matter: [index]\neditions: [{to: pdf, page: A5}]\n"
    )
    return book


@dataclass
class Printed:
    """What the finished file says: where each word stands, what the index prints, where its links lead."""

    labels: list[str]
    page_of: dict[str, int]
    index: dict[str, list[str]]
    links: list[tuple[str, int]]


def read_pdf(path: Path) -> Printed:
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_range() for page in document]
    labels = [document.get_page_label(number) for number in range(len(document))]
    page_of: dict[str, int] = {}
    for number, words in enumerate(texts):
        for word in re.findall(r"q\d+q", words):
            page_of.setdefault(word, number)
    first = next(
        n for n in range(len(texts) - 1, -1, -1) if re.search(r"^\s*Index\s*$", texts[n], re.MULTILINE)
    )
    words = " ".join(" ".join(texts[first:]).split())
    index: dict[str, list[str]] = {}
    for entry in ENTRIES:
        found = re.search(rf"\b{entry}, ((?:[\divxlcn]+(?:–[\divxlc]+)?(?:, )?)+)", words)
        if found:
            index[entry] = found[1].strip(", ").split(", ")
    return Printed(labels, page_of, index, list(_links(document, first)))


def _links(document: pypdfium2.PdfDocument, first: int) -> list[tuple[str, int]]:
    """Return the words and the target page of each link on the pages of the index."""
    raw = pypdfium2.raw
    import ctypes

    found: list[tuple[str, int]] = []
    for number in range(first, len(document)):
        page = document[number]
        text = page.get_textpage()
        place = ctypes.c_int(0)
        annotation = raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, place, annotation):
            box = raw.FS_RECTF()
            raw.FPDFLink_GetAnnotRect(annotation, box)
            target = raw.FPDFDest_GetDestPageIndex(document, raw.FPDFLink_GetDest(document, annotation))
            words = text.get_text_bounded(box.left - 0.3, box.bottom, box.right + 0.3, box.top)
            found.append((words.strip(" ,\r\n"), target))
    return found


def pages_named(locators: list[str], labels: list[str]) -> tuple[list[int], list[tuple[int, str]]]:
    """Return the pages that locators name, and the notes."""
    pages: list[int] = []
    notes: list[tuple[int, str]] = []
    for locator in locators:
        plain = re.fullmatch(r"([ivxlc]+|\d+)(?:–([ivxlc]+|\d+))?", locator)
        if plain:
            first = labels.index(plain[1])
            pages.extend(range(first, labels.index(plain[2] or plain[1]) + 1))
            continue
        noted = re.fullmatch(r"([ivxlc]+|\d+)n(?:n(\d+)–(\d+)|(\d+))", locator)
        assert noted, locator
        first, last = noted[2] or noted[4], noted[3] or noted[4]
        notes.extend((labels.index(noted[1]), str(n)) for n in range(int(first), int(last) + 1))
    return pages, notes


def prove(folder: Path, seed: int) -> None:
    book = make_book(seed)
    write_project(folder, book.files)
    result = publish.build(folder, output=folder / "out", cache=False)
    assert not [d for d in result.diagnostics if d.code.startswith(("index/", "layout/unsettled"))]
    printed = read_pdf(next((folder / "out").rglob("*.pdf")))
    for entry in ENTRIES:
        expected = {
            page
            for first, last in book.spans.get(entry, [])
            for page in range(printed.page_of[first], printed.page_of[last] + 1)
        }
        pages, notes = pages_named(printed.index.get(entry, []), printed.labels)
        assert set(pages) == expected, (entry, printed.index.get(entry), sorted(expected))
        assert len(notes) == len(book.notes.get(entry, []))
        assert {page for page, _ in notes} == {printed.page_of[word] for word in book.notes.get(entry, [])}
    assert len(printed.links) == sum(len(one) for one in printed.index.values())
    for words, target in printed.links:
        folio = re.match(r"[ivxlc]+|\d+", words)
        assert folio and printed.labels[target] == folio[0], (words, printed.labels[target])


@pytest.mark.parametrize("seed", [1, 2])
def test_every_entry_names_the_pages_of_its_marks(tmp_path: Path, seed: int) -> None:
    prove(tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 33))
def test_every_entry_of_many_books_names_the_pages_of_its_marks(tmp_path: Path, seed: int) -> None:
    prove(tmp_path, seed)
