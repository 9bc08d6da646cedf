"""Any EPUB → its page structure."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from publish.model.pages import PageStructure
from publish.model.wording import squash
from publish.structure.epub.from_epub import read_epub
from publish.structure.epub.package import MAX_FILE_BYTES
from publish.structure.pdf.from_pdf import read_pdf
from tests.structure.conftest import prose


@pytest.fixture(scope="module")
def book(small_epub: bytes) -> PageStructure:
    outcome = read_epub(small_epub)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def _changed(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            inside = old.read(item)
            new.writestr(item.filename, change(inside) if item.filename.endswith(name) else inside)
    return stream.getvalue()


def test_blocks_stand_in_order_with_their_roles(book: PageStructure) -> None:
    told = [(block.role, block.text, block.depth) for block in book.blocks]
    start = told.index(("LI", "• one item", 1))
    assert told[start : start + 7] == [
        ("LI", "• one item", 1),
        ("LI", "• another item", 1),
        ("P", "Its second paragraph.", 1),
        ("LI", "• a nested item", 2),
        ("LI", "1. first", 1),
        ("LI", "2. second", 1),
        ("BlockQuote", "A quotation of some words.", 0),
    ]
    assert ("Code", "def add(x):\n    return x + 1", 0) in told
    assert ("TR", "alpha\t17", 0) in told
    assert ("Figure", "A red square", 0) in told


def test_it_has_the_words_of_the_pdf(book: PageStructure, small_pdf: bytes) -> None:
    pages = read_pdf(small_pdf).value
    assert pages is not None
    told = {squash(block.text) for block in book.blocks}
    assert all(squash(prose(n, 80)) in told for n in range(50, 62))
    assert [note.body.text for note in book.notes] == [note.body.text for note in pages.notes]
    assert [note.label for note in book.notes] == [note.label for note in pages.notes]
    assert [call.word for call in book.calls] == [call.word for call in pages.calls]


def test_calls_find_their_notes(book: PageStructure) -> None:
    assert [call.note for call in book.calls] == list(range(len(book.notes)))


def test_spine_landmarks_and_contents(book: PageStructure) -> None:
    assert [item.number for item in book.spine] == list(range(1, len(book.spine) + 1))
    assert "bodymatter" in [mark.type for mark in book.landmarks]
    assert [(entry.level, entry.title) for entry in book.outline][-3:] == [
        (1, "Beginnings"),
        (2, "Lists"),
        (1, "Endings"),
    ]
    assert all(entry.page for entry in book.outline)
    assert book.metadata.title == "Small things"


def test_links_and_pictures(book: PageStructure) -> None:
    links = {link.text: link for link in book.links}
    assert links["the end"].leads_to == "Endings"
    assert links["a site"].target == "https://example.org/a"
    assert not any(link.is_dead for link in book.links)
    assert [(picture.alt, picture.name) for picture in book.pictures] == [("A red square", "square.png")]


def test_a_lost_note_and_a_dead_link_are_seen(small_epub: bytes) -> None:
    broken = _changed(small_epub, ".xhtml", lambda text: text.replace(b'id="note-2"', b'id="lost"'))
    book = read_epub(broken).value
    assert book is not None
    assert [call.label for call in book.calls if call.note is None] == ["2"]
    broken = _changed(small_epub, ".xhtml", lambda text: text.replace(b'id="endings"', b'id="elsewhere"'))
    book = read_epub(broken).value
    assert book is not None
    assert "#endings" in [link.target for link in book.links if link.is_dead]


def test_how_it_is_packed_is_not_seen(small_epub: bytes, book: PageStructure) -> None:
    def later(text: bytes) -> bytes:
        return text.replace(b"2000-01-01T00:00:00Z", b"2031-05-06T07:08:09Z").replace(
            b"urn:uuid:", b"urn:uuid:0"
        )

    assert read_epub(_changed(small_epub, ".opf", later)).value == book


def test_a_document_that_is_not_well_formed_is_told_and_read_as_far_as_it_goes(small_epub: bytes) -> None:
    outcome = read_epub(_changed(small_epub, "ch01.xhtml", lambda text: text.replace(b"</blockquote>", b"", 1)))
    assert outcome.value is not None
    assert [d.code for d in outcome.diagnostics] == ["epub/invalid"]
    assert "ch01.xhtml" in outcome.diagnostics[0].message
    assert any(block.text.startswith("A quotation") for block in outcome.value.blocks)


def test_named_characters_of_html_are_read(small_epub: bytes) -> None:
    outcome = read_epub(
        _changed(
            small_epub, "ch01.xhtml", lambda text: text.replace(b"A quotation", b"A&nbsp;quotation&hellip;")
        )
    )
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    assert any(block.text == "A quotation… of some words." for block in outcome.value.blocks)


def test_entities_are_not_expanded(small_epub: bytes) -> None:
    bomb = b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    bomb += b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;">' % (c + 1, c, c, c, c, c, c)
        for c in range(ord("b"), ord("m"))
    )

    def arm(text: bytes) -> bytes:
        return text.replace(b"<!DOCTYPE html>", bomb + b"]>").replace(b"A quotation", b"&m; quotation")

    book = read_epub(_changed(small_epub, "ch01.xhtml", arm)).value
    assert book is None or sum(len(block.text) for block in book.blocks) < 200_000


def test_files_outside_are_not_read(small_epub: bytes) -> None:
    doctype = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    armed = _changed(
        small_epub,
        "ch01.xhtml",
        lambda text: text.replace(b"<!DOCTYPE html>", doctype).replace(b"A quotation", b"&x; quotation"),
    )
    book = read_epub(armed).value
    assert book is None or not any("root:" in block.text for block in book.blocks)


def test_a_zip_bomb_is_refused(small_epub: bytes) -> None:
    outcome = read_epub(_changed(small_epub, "ch01.xhtml", lambda text: text + b" " * (MAX_FILE_BYTES + 1)))
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["epub/unreadable"]


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04 nothing"], ids=repr)
def test_what_is_no_book_is_a_diagnostic(content: bytes) -> None:
    assert [d.code for d in read_epub(content).diagnostics] == ["epub/unreadable"]


def test_cut_off_books_never_crash(small_epub: bytes) -> None:
    for share in range(1, 20):
        read_epub(small_epub[: len(small_epub) * share // 20])
