"""Changes to e-books written by hand: each is named by one sentence or two; what no reader sees is not told."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from publish.model.pages import PageStructure
from publish.structure.diff.diff import diff
from publish.structure.epub.from_epub import read_epub
from publish.structure.lint.lint import lint
from publish.structure.snapshot.condensing import equally_abridged, on_equal_terms
from publish.structure.snapshot.reading import read_snapshot
from publish.structure.snapshot.snapshot import write_snapshot
from tests.structure.epub_edits import packed
from tests.structure.handmade import epub2, epub3
from tests.structure.handmade_edits import (
    CSS,
    FAULTS,
    FAULTS_OF_OLD_BOOKS,
    INVISIBLE,
    OPF,
    THREE,
    TWO,
    Edit,
    swap,
)


def read(files: dict[str, bytes]) -> PageStructure:
    structure = read_epub(packed(files)).value
    assert structure is not None
    return structure


def sentences(old: PageStructure, new: PageStructure) -> list[str]:
    one, two = on_equal_terms(old, new)
    judged = equally_abridged(one, two)
    return [f"{c.level.word}: {c.sentence}" for c in diff(one, two, (lint(judged[0]), lint(judged[1])))]


def kept(structure: PageStructure) -> PageStructure:
    outcome = read_snapshot(write_snapshot(structure))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@pytest.mark.parametrize(("edit", "says"), FAULTS, ids=[says[0][:60] for _, says in FAULTS])
def test_a_fault_is_named(edit: Edit, says: tuple[str, ...]) -> None:
    old, new = read(epub3()), read(edit(epub3()))
    told = sentences(old, new)
    for pattern in says:
        assert any(re.search(pattern, sentence) for sentence in told), told
    assert len(told) <= 2, told
    assert sentences(kept(old), new), "the snapshot does not show it"


@pytest.mark.parametrize("name", INVISIBLE)
def test_what_no_reader_sees_is_not_told(name: str) -> None:
    old, new = read(epub3()), read(INVISIBLE[name](epub3()))
    assert sentences(old, new) == []
    assert sentences(kept(old), new) == []
    assert sentences(old, kept(new)) == []


def test_notes_that_nothing_marks_are_found() -> None:
    book = read(epub2())
    assert [(note.label, note.body.text, note.back) for note in book.notes] == [
        ("1", "A grey one, the sexton says.", "1"),
        ("2", "Of which she had none.", "2"),
    ]
    assert [(call.label, call.note, call.is_marked) for call in book.calls] == [
        ("1", 0, False),
        ("2", 1, False),
    ]
    assert [entry.leads_to for entry in book.outline] == ["The Goose", "The Well"]
    assert [(mark.type, mark.title, mark.page) for mark in book.landmarks] == [("text", "Start", 1)]
    assert [item.title for item in book.spine] == ["The Goose", "The Well"]


@pytest.mark.parametrize(
    ("edit", "says"), FAULTS_OF_OLD_BOOKS, ids=[says[:50] for _, says in FAULTS_OF_OLD_BOOKS]
)
def test_a_fault_of_an_old_book_is_named(edit: Edit, says: str) -> None:
    told = sentences(read(epub2()), read(edit(epub2())))
    assert any(re.search(says, sentence) for sentence in told), told
    assert len(told) <= 3, told


HOSTILE = {
    "paths out of the book": swap(OPF, "text/one.xhtml", "../../../../etc/passwd"),
    "variables that grow": swap(
        CSS,
        "^",
        "p { --a: x; " + "".join(f"--{b}: {f'var(--{a}) ' * 10};" for a, b in pairwise("abcdefgh")) + "}",
    ),
    "values without an end": swap(CSS, "^", "p { width: " + "calc(" * 20_000),
    "selectors without an end": swap(CSS, "^", "* " * 30 + "{ color: red }"),
    "sizes without an end": swap(CSS, "^", "div, p, em { font-size: 1e300em; margin: 1e999px }"),
    "spans without an end": swap(TWO, 'colspan="2"', 'colspan="99999999999999999999"'),
    "a picture that is none": lambda files: {**files, "OPS/map.png": b"<svg"},
    "elements too deep": swap(THREE, "<p>When", "<div>" * 3000 + "<p>When"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_books_are_read_within_bounds(name: str) -> None:
    new = read(HOSTILE[name](epub3()))
    assert sum(len(block.text) for block in new.blocks) < 20_000
    sentences(read(epub3()), kept(new))
