"""Page structures → snapshots → page structures."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.model.books import Landmark, PageListEntry, SpineItem, StyleRule
from publish.model.looks import Box, Emphasis, Look
from publish.model.pages import (
    Block,
    EditionMetadata,
    Fragment,
    Leaf,
    Link,
    Note,
    NoteCall,
    OutlineEntry,
    Page,
    PageBox,
    PageStructure,
    Paint,
    Picture,
    RunningText,
)
from publish.model.wording import digest_of, marks_of, pack_marks, unpack_marks
from publish.structure.epub.from_epub import read_epub
from publish.structure.pdf.from_pdf import read_pdf
from publish.structure.snapshot.condensing import condense
from publish.structure.snapshot.reading import read_snapshot
from publish.structure.snapshot.snapshot import write_snapshot

texts = st.text(st.characters(codec="utf-8"), max_size=70)
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
lengths = st.integers(-30000, 90000).map(lambda n: n / 100)
PAGES = 3
counts = st.integers(0, 9)
boxes = st.builds(Box, lengths, lengths, lengths, lengths)
colours = st.sampled_from(["", "#000000", "#7a1f1f"])
alignments = st.sampled_from(["", "left", "justify", "center", "right"])
looks = st.builds(Look, names, lengths, lengths, colours, alignments, lengths)
roles = st.sampled_from(["H1", "P", "P", "LI", "TR", "Figure", "Formula", "Code", "TOCI"])
on_page = st.integers(1, PAGES)
maybe_page = st.none() | on_page
words = st.lists(texts, max_size=2).map(tuple)
spaces = st.integers(0, 300).map(lambda n: n / 100)
fragment = st.builds(
    Fragment,
    on_page,
    boxes,
    st.just(()),
    st.integers(1, 40),
    counts,
    st.booleans(),
    counts,
    lengths,
    spaces,
    spaces,
    spaces,
)
fragments = st.lists(fragment, max_size=3, unique_by=lambda f: f.page).map(
    lambda found: tuple(sorted(found, key=lambda f: f.page))
)
emphases = st.lists(st.builds(Emphasis, names, lengths, colours, counts, texts), max_size=2).map(tuple)


def _blocks(role: st.SearchStrategy[str]) -> st.SearchStrategy[Block]:
    return st.builds(Block, role, texts, fragments, looks, emphases, st.none(), counts, counts, texts)


block_lists = st.lists(_blocks(roles), max_size=4).map(lambda found: tuple(sorted(found, key=lambda b: b.page)))
note_lists = st.lists(st.builds(Note, texts, _blocks(st.just("Note"))), max_size=3).map(
    lambda found: tuple(sorted(found, key=lambda n: n.body.page))
)
call_lists = st.lists(
    st.builds(NoteCall, texts, on_page, st.none() | counts, st.none() | counts, counts), max_size=3
)
running = st.builds(
    RunningText, st.sampled_from(["top-left", "right"]), texts, texts, lengths, colours, lengths, lengths
)
page = st.builds(
    Page,
    counts,
    texts,
    lengths,
    lengths,
    st.sampled_from(["recto", "verso"]),
    st.booleans(),
    texts,
    st.lists(running, max_size=2).map(tuple),
    st.lists(st.builds(PageBox, st.just("trim"), boxes), max_size=1).map(tuple),
    st.lists(st.builds(Leaf, boxes, texts, texts), max_size=2).map(tuple),
    st.lists(st.builds(Paint, colours, counts), max_size=2).map(tuple),
)
page_lists = st.tuples(*[page] * PAGES).map(
    lambda found: tuple(replace(one, number=number) for number, one in enumerate(found, 1))
)
metadatas = st.builds(
    EditionMetadata,
    texts,
    words,
    texts,
    texts,
    words,
    texts,
    texts,
    st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)


def _few(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


def _fitting(structure: PageStructure) -> PageStructure:
    """Let calls stand in blocks that there are, in their order."""
    count = len(structure.blocks)
    calls = [
        replace(c, block=None if c.block is None or not count else c.block % count) for c in structure.calls
    ]
    return replace(structure, calls=tuple(sorted(calls, key=lambda c: count if c.block is None else c.block)))


structures = st.builds(
    PageStructure,
    st.just("pdf"),
    metadatas,
    st.booleans(),
    st.just(False),
    page_lists,
    block_lists,
    note_lists,
    call_lists.map(tuple),
    _few(st.builds(Link, on_page, texts, texts, maybe_page, texts)),
    _few(st.builds(OutlineEntry, counts, texts, maybe_page)),
    _few(texts),
    _few(st.builds(Picture, on_page, boxes, texts, st.just("ab12"), counts, counts, texts)),
    _few(st.tuples(on_page, texts)),
    _few(st.builds(SpineItem, counts, texts, texts, st.booleans(), words)),
    _few(st.builds(Landmark, texts, texts, maybe_page)),
    _few(st.builds(PageListEntry, texts, maybe_page)),
    _few(st.builds(StyleRule, texts, texts)),
).map(_fitting)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(structures, st.booleans())
def test_reading_gives_what_was_written(structure: PageStructure, full: bool) -> None:
    kept = condense(structure, full=full)
    text = write_snapshot(structure, full=full)
    outcome = read_snapshot(text)
    assert outcome.diagnostics == ()
    assert outcome.value == kept
    assert condense(kept, full=full) == kept
    assert write_snapshot(outcome.value, full=full) == text


@given(st.text(max_size=300))
def test_marks_and_digests_see_every_word(text: str) -> None:
    assert len(marks_of(text)) == len(text.split())
    assert unpack_marks(pack_marks(marks_of(text))) == marks_of(text)
    assert digest_of(text) == digest_of(" ".join(text.split()))
    assert digest_of(f"{text} x") != digest_of(text)


@pytest.mark.parametrize("full", [False, True])
def test_real_editions_survive(small_pdf: bytes, small_epub: bytes, full: bool) -> None:
    for structure in (read_pdf(small_pdf).value, read_epub(small_epub).value):
        assert structure is not None
        outcome = read_snapshot(write_snapshot(structure, full=full))
        assert outcome.value == condense(structure, full=full)


def test_a_snapshot_is_small(small_pdf: bytes) -> None:
    structure = read_pdf(small_pdf).value
    assert structure is not None
    pages = write_snapshot(structure).partition("\npage 1")[2]
    assert len(pages.encode()) / len(structure.pages) < 640


def test_one_word_changes_one_line(small_pdf: bytes) -> None:
    structure = read_pdf(small_pdf).value
    assert structure is not None
    index, block = max(enumerate(structure.blocks), key=lambda item: len(item[1].text))
    words = block.text.split()
    words[len(words) // 2] = "other"
    blocks = list(structure.blocks)
    blocks[index] = replace(block, text=" ".join(words))
    old = write_snapshot(structure).splitlines()
    new = write_snapshot(replace(structure, blocks=tuple(blocks))).splitlines()
    assert len([1 for one, two in zip(old, new, strict=True) if one != two]) == 1


def test_nothing_unseen_is_in_it(small_pdf: bytes) -> None:
    text = write_snapshot(read_pdf(small_pdf).value)  # type: ignore[arg-type]
    with pikepdf.open(BytesIO(small_pdf)) as pdf:
        pdf.docinfo["/Producer"] = "Another maker"
        pdf.docinfo["/CreationDate"] = "D:20310506070809Z"
        for name in list(pdf.Root.Names.keys() if "/Names" in pdf.Root else ()):
            assert name
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            if "pdfuaid:part" in metadata:
                del metadata["pdfuaid:part"]
        for font in pdf.objects:
            if isinstance(font, pikepdf.Dictionary) and "/BaseFont" in font:
                font.BaseFont = pikepdf.Name("/ZZZZZZ+" + str(font.BaseFont).rpartition("+")[2].lstrip("/"))
        stream = BytesIO()
        pdf.save(stream)
    assert write_snapshot(read_pdf(stream.getvalue()).value) == text  # type: ignore[arg-type]
    assert not re.search(r"WeasyPrint|D:20|/tmp|[A-Z]{6}\+", text)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("something else\n", 1, 1),
        ("publish pages 1\n", 2, 1),
        ("publish pages 1\npage 1\n", 2, 1),
        ("publish pages 1\npdf\npage x\n", 3, 6),
        ("publish pages 1\npdf\npage 1 nonsense\n", 3, 8),
        ('publish pages 1\npdf\npage 1\n P nolook 3L y1 "text"\n', 4, 4),
        ('publish pages 1\npdf\npage 1\n P 3L y1 "text" .colour="red"\n', 4, 17),
        ('publish pages 1\npdf\npage 1\n P 3L y1 "text" .depth="red"\n', 4, 17),
        ('publish pages 1\npdf\npage 1\n P 3L y1e9 "text"\n', 4, 7),
        ("publish pages 1\npdf\npage 1\n + 1 2L\n", 4, 4),
        ("publish pages 1\npdf\n ^ 1 3\n", 3, 6),
        ("publish pages 1\npdf\n<<<<<<< ours\n", 3, 1),
        ("publish pages 1\npdf\nblimp 3\n", 3, 1),
        ("publish pages 1\npdf\nsize 1 2 3\n", 3, 10),
        ('publish pages 1\npdf\npage 1\n P 3L "no end\n', 4, 7),
    ],
)
def test_what_is_not_understood_is_told_with_its_place(text: str, line: int, column: int) -> None:
    outcome = read_snapshot(text, "a.pages")
    assert outcome.value is None
    found = outcome.diagnostics[0]
    assert found.code == "snapshot/unreadable"
    assert found.where is not None
    assert (found.where.file, found.where.line, found.where.column) == ("a.pages", line, column)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 10_000), st.text(max_size=6))
def test_damage_never_crashes(small_pdf: bytes, place: int, noise: str) -> None:
    text = _snapshot(small_pdf)
    at = place % len(text)
    read_snapshot(text[:at] + noise + text[at + len(noise) + 1 :])


_KEPT: dict[int, str] = {}


def _snapshot(pdf: bytes) -> str:
    if id(pdf) not in _KEPT:
        _KEPT[id(pdf)] = write_snapshot(read_pdf(pdf).value)  # type: ignore[arg-type]
    return _KEPT[id(pdf)]


def test_line_ends_of_windows_are_read(small_pdf: bytes) -> None:
    text = _snapshot(small_pdf)
    assert read_snapshot(text.replace("\n", "\r\n")).value == read_snapshot(text).value
