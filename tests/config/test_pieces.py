"""Front matter, chapters, appendices and back matter become pieces; what cannot be is told at its place."""

from __future__ import annotations

import pytest

from publish.config.load import load_file, load_folder
from publish.model.pieces import PIECE_KINDS
from publish.model.source import Source

PRESENT = ("01.md", "02.md", "03.md", "a.md", "b.md", "00-preface.md", "dedication.md", "terms.md", "README.md")


def folder(text, present=PRESENT):
    return load_folder(Source("publish.yaml", f"lang: en\n{text}"), present, "book")


def pieces(text, present=PRESENT):
    outcome = folder(text, present)
    assert outcome.diagnostics == ()
    return [(p.zone, p.role, p.path or p.title or p.name) for p in outcome.value.pieces]


def told(text):
    return [(d.code, d.where.line, d.where.column, d.message, d.hints) for d in folder(text).diagnostics]


def test_a_handout_is_its_chapters():
    assert pieces("chapters: [01.md]\n") == [("main", "chapter", "01.md")]


def test_a_book_has_title_page_contents_and_bibliography():
    roles = [role for _, role, _ in pieces("chapters: [01.md, 02.md]\n")]
    assert roles == ["title-page", "contents", "chapter", "chapter", "bibliography"]


def test_what_the_metadata_say_gets_its_page():
    roles = [
        role
        for _, role, _ in pieces(
            "kind: book\nchapters: [01.md]\ntoc: no\nrights: © me\ndedication: For you\n"
            "epigraph: {text: A, source: B}\n"
        )
    ]
    assert roles == ["title-page", "copyright", "dedication", "epigraph", "chapter", "bibliography"]


def test_lists_and_words_find_their_usual_places():
    text = "chapters: 01.md\ntoc: yes\nlof: yes\nlot: yes\ndedication: For you\ncolophon: Set by hand\n"
    assert [role for _, role, _ in pieces(text)] == [
        "dedication", "contents", "figures", "tables", "chapter", "colophon",
    ]  # fmt: skip


def test_words_without_a_place_are_told():
    text = "kind: book\nchapters: 01.md\ndedication: For you\ncolophon: By hand\nfront-matter: [title-page]\n"
    assert [(d[0], d[1], d[3], d[4]) for d in told(text)] == [
        (
            "book/unplaced",
            4,
            "`dedication` is printed nowhere: `front-matter` does not name it",
            ("add `dedication` to `front-matter`",),
        )
    ]


def test_every_piece_can_be_named():
    front = [name for name, kind in PIECE_KINDS.items() if "front" in kind.zones and kind.content != "file"]
    back = [name for name, kind in PIECE_KINDS.items() if "back" in kind.zones and name not in front]
    back = [name for name in back if PIECE_KINDS[name].content != "file"]
    text = (
        f"kind: book\nchapters: [01.md]\nfront-matter: [{', '.join(front)}]\nback-matter: [{', '.join(back)}]\n"
    )
    assert [role for _, role, _ in pieces(text)] == [
        *(PIECE_KINDS[name].role for name in front),
        "chapter",
        *(PIECE_KINDS[name].role for name in back),
    ]


def test_all_forms_of_items():
    text = """
front-matter:
  [half-title, dedication.md, {preface: 00-preface.md}, a.md, {foreword: {file: b.md, title: Before}}]
chapters:
  - 01.md
  - part: The *sea*
    chapters: [02.md]
  - part: Land
    file: 03.md
appendices: terms.md
back-matter: [{index: {title: Names, name: names}}, index]
"""
    assert pieces(text) == [
        ("front", "half-title", ""),
        ("front", "dedication", "dedication.md"),
        ("front", "preface", "00-preface.md"),
        ("front", "text", "a.md"),
        ("front", "foreword", "b.md"),
        ("main", "chapter", "01.md"),
        ("main", "part", "The *sea*"),
        ("main", "chapter", "02.md"),
        ("main", "part", "03.md"),
        ("back", "appendix", "terms.md"),
        ("back", "index", "Names"),
        ("back", "index", ""),
    ]
    plan = folder(text).value
    assert plan.kind == "book"
    assert [p.path for p in plan.pieces if p.is_in_part] == ["02.md"]
    assert plan.chapters == tuple(p.path for p in plan.pieces if p.path)


def test_a_file_s_name_tells_what_it_is():
    assert (
        pieces("kind: book\nchapters: 01.md\nfront-matter: [00-preface.md]\nback-matter: []\n")[0][1]
        == "preface"
    )


def test_chapters_by_default_are_what_is_named_nowhere_else():
    present = ("01.md", "02.md", "README.md", "preface.md", "terms.md", "a.md")
    found = pieces(
        "front-matter: [preface.md]\nback-matter: [{glossary: terms.md}]\nappendices: [a.md]\n", present
    )
    assert [path for _, role, path in found if role == "chapter"] == ["01.md", "02.md"]


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "kind: book\nchapters: 01.md\nfront-matter: [titel-page]\n",
            (4, 16),
            "`titel-page` is neither a piece of a book nor a file of the project",
            "did you mean `title-page`?",
        ),
        (
            "kind: book\nchapters: 01.md\nfront-matter:\n  - xyzzy\n",
            (5, 5),
            "`xyzzy` is neither a piece of a book nor a file of the project",
            "or a Markdown file",
        ),
        (
            "kind: book\nchapters: 01.md\nfront-matter: [index]\n",
            (4, 16),
            "`index` cannot stand in `front-matter`",
            "name it under `back-matter`",
        ),
        (
            "kind: book\nchapters: 01.md\nback-matter: [title-page]\n",
            (4, 15),
            "`title-page` cannot stand in `back-matter`",
            "name it under `front-matter`",
        ),
        (
            "kind: book\nchapters: 01.md\nfront-matter: [preface]\n",
            (4, 16),
            "`preface` needs a Markdown file",
            "write `preface: preface.md`",
        ),
        (
            "kind: book\nchapters: 01.md\nfront-matter: [{half-title: a.md}]\n",
            (4, 29),
            "`half-title` is made by publish and takes no file",
            "write `half-title` alone",
        ),
        (
            "kind: book\nchapters: 01.md\nfront-matter: [contents]\nback-matter: [contents]\n",
            (5, 15),
            "`contents` is named twice",
            "remove one",
        ),
        (
            "kind: book\nchapters: [01.md, {part: A, chapters: [02.md, 01.md]}]\n",
            (3, 47),
            "the chapter `01.md` is named twice",
            "remove one",
        ),
        (
            "kind: book\nchapters: 01.md\nappendices: [01.md]\n",
            (4, 14),
            "the chapter `01.md` is named twice",
            "remove one",
        ),
        (
            "kind: handout\nchapters: 01.md\nfront-matter: [half-title]\n",
            (4, 16),
            "a handout has no half title: its title stands on the first page of the text",
            "or write `kind: book`",
        ),
        (
            "kind: book\nchapters: 01.md\ntoc: true\nfront-matter: [title-page]\n",
            (4, 6),
            "`toc` asks for contents, but `front-matter` names none",
            "add `contents`",
        ),
        (
            "kind: book\nchapters: 01.md\ntoc: false\nfront-matter: [contents]\n",
            (4, 6),
            "`toc` says there are no contents, but `contents` are named",
            "remove one of the two",
        ),
        (
            "kind: book\nchapters: 01.md\nisbn: 978-0-306-40615-8\n",
            (4, 7),
            "`isbn` is `978-0-306-40615-8`; expected an ISBN of ten or thirteen digits",
            "with the right check digit it is 978-0-306-40615-7",
        ),
        (
            "kind: book\nchapters: 01.md\nisbn: {epub: 12}\n",
            (4, 14),
            "`isbn.epub` is `12`; expected an ISBN of ten or thirteen digits",
            "",
        ),
        (
            "chapters: 01.md\ndoi: 10-1000\n",
            (3, 6),
            "`doi` is `10-1000`; expected a DOI such as 10.1000/182",
            "",
        ),
        ("chapters: 01.md\ntoc-depth: 7\n", (3, 12), "`toc-depth` is `7`; expected a number of levels", ""),
        ("chapters: 01.md\nchapters-open: verso\n", (3, 16), "expected recto or any", ""),
        ("chapters: 01.md\nnotes: feet\n", (3, 8), "expected foot, chapter or book", ""),
        ("chapters: 01.md\npage-references: maybe\n", (3, 18), "expected true or false", ""),
        ("chapters: 01.md\nappendices: {a: b}\n", (3, 13), "`appendices` is a map; expected the path", ""),
        (
            "chapters: 01.md\nfront-matter: contents\n",
            (3, 15),
            "`front-matter` is `contents`; expected a list",
            "",
        ),
        ("chapters: [{chapters: [01.md]}]\n", (2, 12), "expected a path, or a map with `part`", ""),
    ],
)
def test_what_cannot_be_is_told(text, place, message, hint):
    found = [d for d in told(text) if d[0] == "config/bad-value"]
    assert len(found) == 1, found
    assert found[0][1:3] == place
    assert message in found[0][3]
    assert hint in " ".join(found[0][4])


def test_an_unknown_name_in_a_map_is_an_unknown_key():
    ((code, line, column, message, hints),) = told(
        "kind: book\nchapters: 01.md\nback-matter: [{colofon: a.md}]\n"
    )
    assert (code, line, column, hints) == ("config/unknown-key", 4, 16, ("did you mean `colophon`?",))
    assert "`back-matter[1].colofon`" in message


def test_a_missing_file_is_told_wherever_it_is_named():
    text = "chapters: [01.md, {part: A, file: x.md}]\nappendices: [y.md]\nback-matter: [{glossary: z.md}]\n"
    assert [(d.code, d.where.line) for d in folder(text).diagnostics] == [
        ("config/missing-file", 2),
        ("config/missing-file", 3),
        ("config/missing-file", 4),
    ]


def test_numbers_and_choices_reach_the_plan():
    plan = folder(
        "chapters: 01.md\ntoc-depth: 2\nchapters-open: any\nnotes: chapter\npage-references: yes\ntoc: yes\n"
    ).value
    assert (plan.toc_depth, plan.chapters_open, plan.notes, plan.page_references) == (2, "any", "chapter", True)
    assert [p.role for p in plan.pieces] == ["contents", "chapter"]


def test_a_lone_file_may_be_a_book_and_keeps_its_own_notes():
    text = "---\nlang: en\nkind: book\nfront-matter: [half-title, title-page]\nnotes: look this up\n---\nText\n"
    outcome = load_file(Source("one.md", text), ("one.md",), "one")
    assert outcome.diagnostics == ()
    assert [p.role for p in outcome.value.pieces] == ["half-title", "title-page", "chapter", "bibliography"]
    assert outcome.value.notes == "foot"
