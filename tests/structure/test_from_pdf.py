"""Any PDF → its page structure: what a reader sees, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from publish.model.pages import Block, PageStructure
from publish.model.wording import squash
from publish.pipeline.request import Result
from publish.structure.pdf.from_pdf import read_pdf
from tests.structure.conftest import BOOK, prose


@pytest.fixture(scope="module")
def pages(small_pdf: bytes) -> PageStructure:
    structure = read_pdf(small_pdf).value
    assert structure is not None
    return structure


def _block(structure: PageStructure, opening: str) -> Block:
    found = [block for block in structure.blocks if block.text.startswith(opening)]
    assert len(found) == 1, (opening, [block.text for block in found])
    return found[0]


def _saved(content: bytes, **options: object) -> bytes:
    stream = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(stream, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def test_every_paragraph_is_one_block_once_however_pages_break(pages: PageStructure) -> None:
    texts = Counter(squash(block.text) for block in pages.blocks)
    wanted = [prose(n, 60 + 7 * (n % 5)) for n in range(24)] + [prose(n, 80) for n in range(50, 62)]
    assert len(set(wanted)) == len(wanted)
    assert [text for text in wanted if texts[squash(text)] != 1] == []
    assert any(len(block.fragments) > 1 for block in pages.blocks)


def test_spaces_between_words_are_the_authors(pages: PageStructure) -> None:
    texts = {block.text for block in pages.blocks}
    assert [prose(n, 80) for n in range(50, 62) if prose(n, 80) not in texts] == []


def test_each_note_is_there_once_with_its_call_on_its_page(pages: PageStructure) -> None:
    labels = [note.label for note in pages.notes]
    assert labels == [str(number) for number in range(1, len(re.findall(r"\]: ", BOOK)) + 1)]
    assert [call.label for call in pages.calls] == labels
    for call in pages.calls:
        assert call.note is not None
        assert pages.notes[call.note].label == call.label
        assert pages.notes[call.note].pages[0] == call.page
    assert pages.notes[0].body.text == "The note’s own text. Its second paragraph."
    assert pages.notes[1].body.text == prose(40, 14)


def test_calls_stand_in_no_text_but_behind_so_many_words(pages: PageStructure) -> None:
    first = _block(pages, "A first paragraph")
    assert first.text == ("A first paragraph with a note and stressed words in it; see the end and a site.")
    assert pages.calls[0].word == 6


def test_roles_are_what_the_tags_say(pages: PageStructure) -> None:
    def roles(opening: str) -> tuple[str, int]:
        block = _block(pages, opening)
        return block.role, block.depth

    assert roles("Small things") == ("H1", 0)
    assert roles("• one item") == ("LI", 1)
    assert roles("Its second paragraph.") == ("P", 1)
    assert roles("– a nested item") == ("LI", 2)
    assert roles("2. second") == ("LI", 1)
    assert roles("A quotation") == ("BlockQuote", 0)
    assert _block(pages, "def add").text == "def add(x):\n    return x + 1"
    assert _block(pages, "def add").role == "Code"
    assert _block(pages, "A formula").text == "A formula a^2+b^2=c^2 in its line."
    assert roles("\\int_0^1")[0] == "Formula"
    assert [(b.role, b.text) for b in pages.blocks if b.table] == [
        ("Caption", "A table of things"),
        ("TH", "Name\tCount"),
        ("TR", "alpha\t17"),
        ("TR", "beta\t23"),
    ]
    assert [b.role for b in pages.blocks if b.text == "A red square"] == ["Figure", "Caption"]
    contents = [block for block in pages.blocks if block.role == "TOCI"]
    assert [re.sub(r" \d+$", "", block.text) for block in contents] == ["Beginnings", "Lists", "Endings"]


def test_looks_are_measured(pages: PageStructure) -> None:
    block = _block(pages, prose(3, 60 + 21)[:40])
    assert block.look.font.endswith("EB-Garamond")
    assert (block.look.size_pt, block.look.leading_pt) == (10.5, 14.0)
    assert (block.look.colour, block.look.alignment) == ("#000000", "justify")
    stress = _block(pages, "A first paragraph").emphases
    assert [(e.font.rpartition("-")[2], e.letters, e.opening) for e in stress if "Italic" in e.font] == [
        ("Italic", 13, "stressed words")
    ]


def test_lines_stand_in_their_fragments(pages: PageStructure) -> None:
    for block in pages.blocks:
        for fragment in block.fragments:
            assert fragment.line_count == len(fragment.lines)
            page = pages.pages[fragment.page - 1]
            assert 0 <= fragment.box.left_pt < fragment.box.right_pt <= page.width_pt
            assert 0 <= fragment.box.top_pt < fragment.box.bottom_pt <= page.height_pt
            if block.role == "P" and not block.text.startswith("A formula"):
                baselines = [line.baseline_pt for line in fragment.lines]
                assert baselines == sorted(baselines)
    spaces = [line.word_space_em for block in pages.blocks for f in block.fragments for line in f.lines]
    assert 0.15 < max(spaces) < 1.5


def test_pages_tell_side_label_folio_and_running_text(pages: PageStructure) -> None:
    assert [page.side for page in pages.pages[:2]] == ["recto", "verso"]
    assert [page.number for page in pages.pages] == list(range(1, len(pages.pages) + 1))
    assert all(page.folio == page.label for page in pages.pages)
    second = pages.pages[1]
    assert "Small things" in [text.text for text in second.running]
    words = " ".join(block.text for block in pages.blocks)
    assert words.count("Small things") == 1


def test_links_lead_to_pages_and_out(pages: PageStructure) -> None:
    by_text = {link.text: link for link in pages.links}
    assert by_text["a site"].target == "https://example.org/a"
    end = next(b for b in pages.blocks if b.text == "Endings" and b.role == "H1")
    assert (by_text["the end"].target_page, by_text["the end"].leads_to) == (end.page, "Endings")
    assert not any(link.is_dead for link in pages.links)
    assert [(entry.level, entry.title) for entry in pages.outline] == [
        (1, "Contents"),
        (1, "Beginnings"),
        (2, "Lists"),
        (1, "Endings"),
    ]
    assert pages.outline[3].page == end.page


def test_metadata_fonts_and_pictures_are_told(pages: PageStructure) -> None:
    assert pages.metadata.title == "Small things"
    assert pages.metadata.authors == ("Ann Author", "Bob Büchner")
    assert pages.metadata.language == "en-GB"
    assert pages.metadata.keywords == ("harbour", "dusk")
    assert all("+" not in font and "embedded" not in font for font in pages.fonts)
    picture = pages.pictures[0]
    assert (picture.alt, picture.width_px, picture.height_px) == ("A red square", 40, 40)
    assert abs(picture.box.width_pt - 56.7) < 0.2


@pytest.mark.parametrize(
    "options",
    [
        {"qdf": True, "object_stream_mode": pikepdf.ObjectStreamMode.disable},
        {"recompress_flate": True, "object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"linearize": True},
        {"encryption": pikepdf.Encryption(owner="owner", user="")},
    ],
    ids=["uncompressed", "recompressed", "linearized", "locked against changes"],
)
def test_how_a_file_is_stored_is_not_seen(
    small_pdf: bytes, pages: PageStructure, options: dict[str, object]
) -> None:
    assert read_pdf(_saved(small_pdf, **options)).value == pages


def test_reading_twice_gives_the_same(small_pdf: bytes, pages: PageStructure) -> None:
    assert read_pdf(small_pdf).value == pages


def test_without_tags_geometry_finds_nearly_the_same(small_pdf: bytes, pages: PageStructure) -> None:
    stream = BytesIO()
    with pikepdf.open(BytesIO(small_pdf)) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(stream)
    guessed = read_pdf(stream.getvalue()).value
    assert guessed is not None
    assert not guessed.is_tagged
    told = Counter(squash(block.text) for block in pages.blocks if block.role == "P")
    found = Counter(squash(block.text) for block in guessed.blocks)
    assert sum((told - found).values()) <= 0.1 * sum(told.values())
    assert [note.label for note in guessed.notes] == [note.label for note in pages.notes]
    assert len(guessed.calls) == len(pages.calls)
    words = Counter(" ".join(block.text for block in guessed.blocks).split())
    assert sum((Counter(prose(55, 80).split()) - words).values()) == 0


def test_a_booklet_tells_which_pages_lie_side_by_side(essay: tuple[Result, Path]) -> None:
    _, folder = essay
    structure = read_pdf((folder / "black-january-booklet.pdf").read_bytes()).value
    assert structure is not None
    folios = [[leaf.folio for leaf in page.leaves] for page in structure.pages]
    single = len(read_pdf((folder / "black-january-a4.pdf").read_bytes()).value.pages)  # type: ignore[union-attr]
    assert single > 2
    assert folios[0][-1] == "1"
    assert folios[1][0] == "2"
    assert structure.pages[0].leaves[-1].opening.startswith("Black January")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"no PDF at all", b"%PDF-1.4\n%%EOF"], ids=repr)
def test_what_is_no_pdf_is_a_diagnostic(content: bytes) -> None:
    outcome = read_pdf(content)
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["pdf/unreadable"]


def test_a_password_is_named(small_pdf: bytes) -> None:
    outcome = read_pdf(_saved(small_pdf, encryption=pikepdf.Encryption(owner="a", user="b")))
    assert outcome.value is None
    assert "password" in outcome.diagnostics[0].message


def test_cut_off_files_never_crash(small_pdf: bytes) -> None:
    for share in range(1, 20):
        read_pdf(small_pdf[: len(small_pdf) * share // 20])


def test_a_lost_note_leaves_a_call_without_a_note(small_pdf: bytes) -> None:
    stream = BytesIO()
    with pikepdf.open(BytesIO(small_pdf)) as pdf:
        names = pdf.Root.Names.Dests.Names
        kept = [item for index in range(0, len(names), 2) for item in (names[index], names[index + 1])
                if str(names[index]) != "note-2"]  # fmt: skip
        pdf.Root.Names.Dests.Names = pikepdf.Array(kept)
        pdf.save(stream)
    structure = read_pdf(stream.getvalue()).value
    assert structure is not None
    assert [call.label for call in structure.calls if call.note is None] == ["2"]


def test_dead_links_keep_the_names_they_ask_for(small_pdf: bytes) -> None:
    stream = BytesIO()
    with pikepdf.open(BytesIO(small_pdf)) as pdf:
        del pdf.Root.Names.Dests
        pdf.save(stream)
    structure = read_pdf(stream.getvalue()).value
    assert structure is not None
    dead = {link.text: link.target for link in structure.links if link.is_dead}
    assert dead["the end"] == "#endings"
