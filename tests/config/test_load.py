"""publish.yaml and front matter become a Plan; every fault has its place and an act to take."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.config.load import load_file, load_folder, with_flags
from publish.model.diagnostic import has_errors
from publish.model.plan import CitationPlan
from publish.model.source import Source

PRESENT = ("01-one.md", "02-two.md", "10-ten.md", "README.md", "sources.bib", "parts/three.md", "cover.png")


def folder(text: str, present=PRESENT):
    return load_folder(Source("publish.yaml", text), present, "book")


def told(outcome) -> list[tuple[str, int, int, tuple[str, ...]]]:
    return [
        (d.code, d.where.line, d.where.column, d.hints)
        for d in outcome.diagnostics
        if d.code != "config/missing-language"
    ]


def test_defaults_are_decided():
    plan = folder("title: T\nlang: en\n").value
    assert plan.chapters == ("01-one.md", "02-two.md", "10-ten.md")
    assert [(e.to, e.page and e.page.name, e.sheet and e.sheet.name) for e in plan.editions] == [
        ("pdf", "A4", None),
        ("booklet", "A5", "A4"),
        ("epub", None, None),
    ]
    assert (plan.kind, plan.toc, plan.chapter_level, plan.number_sections) == ("book", True, 1, False)
    assert plan.theme.size_pt == 10.5
    assert plan.name == "book"
    assert plan.metadata_source == "publish.yaml"


def test_chapters_are_ordered_as_numbers():
    assert folder("", ("2-b.md", "10-c.md", "1-a.md", "sub/x.md")).value.chapters == (
        "1-a.md",
        "2-b.md",
        "10-c.md",
    )


def test_the_issue_s_example_is_understood():
    text = (
        "kind: handout\nchapters: [01-one.md, 02-two.md]\nchapter-level: 1\neditions:\n"
        "  - {to: pdf, page: A4}\n  - {to: pdf, page: letter}\n  - {to: booklet, page: A5, sheet: A4}\n"
        '  - {to: epub}\ntheme: {font: eb-garamond, size: 10.5pt, margins: normal, accent: "#7a1f1f"}\nlang: en\n'  # noqa: E501
    )
    outcome = folder(text)
    assert outcome.diagnostics == ()
    assert [e.to for e in outcome.value.editions] == ["pdf", "pdf", "booklet", "epub"]
    assert outcome.value.origin("theme.size").line == 9
    assert outcome.value.origin("editions[2].page").line == 6
    assert outcome.value.origin("toc") is None


def test_the_author_s_words_reach_the_metadata():
    plan = folder("title: 1984\nauthor: No\ndate: 2026-01-20\nversion-of: x\nlang: no\n").value
    assert json.loads(plan.metadata_yaml) == {"title": "1984", "author": "No", "date": "2026-01-20"}
    assert plan.lang == "no"


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("titel: x\n", "config/unknown-key", (1, 1), "title"),
        ("theme: {fint: x}\n", "config/unknown-key", (1, 9), "font"),
        ("editions:\n  - {to: pfd}\n", "config/bad-value", (2, 10), "pdf"),
        ("editions:\n  - {to: pdf, page: A44}\n", "config/bad-value", (2, 21), "A4"),
        ("editions: [{to: html, pge: A4}]\n", "config/unknown-key", (1, 23), "page"),
        ("chapters: [01-on.md, 02-two.md]\n", "config/missing-file", (1, 12), "01-one.md"),
        ("chapters: [three.md, 02-two.md]\n", "config/missing-file", (1, 12), "parts/three.md"),
        ("bibliography: source.bib\n", "config/missing-file", (1, 15), "sources.bib"),
        ("lang: english\n", "config/unknown-language", (1, 7), "en"),
        ("kind: books\n", "config/bad-value", (1, 7), "book"),
    ],
)
def test_a_slip_is_told_with_place_and_hint(text, code, place, hint):
    found = told(folder(text))
    assert [(c, line, column) for c, line, column, _ in found] == [(code, *place)]
    assert found[0][3] == (f"did you mean `{hint}`?",)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("theme: {size: 300pt}\n", (1, 15), "from 6pt to 24pt"),
        ("theme: {size: 300}\n", (1, 15), "from 6pt to 24pt"),
        ("theme: {margins: huge}\n", (1, 18), "narrow, normal, wide"),
        ("theme: {accent: reddish}\n", (1, 17), "a colour"),
        ("theme: 3\n", (1, 8), "a map with font"),
        ("chapter-level: 9\n", (1, 16), "from 1 to 6"),
        ("toc: maybe\n", (1, 6), "true or false"),
        ("editions: [{page: A4}]\n", (1, 12), "has no `to`"),
        ("editions: [{to: epub, page: A4}]\n", (1, 29), "an e-book has no page size"),
        ("editions: [{to: pdf, page: 1mm x 2mm}]\n", (1, 28), "50mm"),
        ("editions: []\n", (1, 11), "empty"),
        ("editions: [epub, {to: epub}]\n", (1, 18), "same file name"),
        ("chapters: [01-one.md, ./01-one.md]\n", (1, 23), "named twice"),
        ("subtitle: [a, b]\n", (1, 11), "is a list"),
    ],
)
def test_a_wrong_value_is_told_with_what_was_expected(text, place, words):
    outcome = folder(text)
    found = [d for d in outcome.diagnostics if d.code == "config/bad-value"]
    assert len(found) == 1, outcome.diagnostics
    assert words in found[0].message
    assert (found[0].where.line, found[0].where.column) == place
    assert outcome.value is not None


@pytest.mark.parametrize("text", ["[]", "just words", "- a\n- b\n", "a: [\n", "\tkey: x\n"])
def test_what_is_no_map_is_bad_yaml(text):
    outcome = folder(text)
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["config/bad-yaml"]


def test_an_empty_file_takes_the_defaults():
    assert folder("").value.chapters
    assert folder("# only a comment\n").value.chapters


def test_a_folder_without_chapters_has_nothing_to_publish():
    outcome = folder("title: x\n", ("README.md", "notes.txt"))
    assert outcome.value is None
    assert "config/no-chapters" in {d.code for d in outcome.diagnostics}


def test_metadata_of_pandoc_is_accepted():
    text = (
        "title: T\nsubtitle: S\nauthor:\n  - {name: A, affiliation: [1]}\n  - B\naffiliations: [{index: 1, name: U}]\n"  # noqa: E501
        "date: 2026\nabstract: |\n  x\nkeywords: [a, b]\nsubject: s\ndocumentclass: article\n"
        "geometry: [margin=2cm]\nheader-includes: |\n  x\nrights: C\nisbn: 0306406152\npublisher: P\ntoc: yes\n"
        "link-citations: true\nnocite: '@*'\nreferences: []\nlang: en-GB\nlinkcolor: blue\nmainfont: X\n"
        "creator: [{role: author, text: Z}]\nibooks: {version: 1.3.4}\n"
    )
    outcome = folder(text)
    assert outcome.diagnostics == ()
    assert outcome.value.citations.nocite == ("*",)
    assert outcome.value.toc is True


def test_values_are_normal():
    plan = folder(
        "lang: en_gb\ntheme: {accent: DarkRed, size: 11}\ncited-earlier: [a, '@b']\nnocite: '@x, @{y z}'\n"
        "cover-image: ./cover.png\neditions: booklet\n"
    ).value
    assert plan.lang == "en-GB"
    assert (plan.theme.accent, plan.theme.size_pt) == ("#8b0000", 11.0)
    assert plan.citations.cited_earlier == ("a", "b")
    assert plan.citations.nocite == ("x", "y z")
    assert plan.cover_image == "cover.png"
    assert [e.to for e in plan.editions] == ["booklet"]


def test_paths_that_lead_elsewhere_are_left_to_the_door():
    plan = folder("lang: en\nbibliography: [../all.bib, /abs/x.bib, 'https://x.org/y.bib']\n")
    assert plan.value.citations.bibliography == ("../all.bib", "/abs/x.bib", "https://x.org/y.bib")
    assert plan.diagnostics == ()


def front(text: str):
    return load_file(Source("main.md", text), ("main.md", "sources.bib"), "main")


def test_front_matter_alone_is_enough():
    outcome = front(
        "---\ntitle: x\nlang: de\nbibliography: sources.bib\nlayout: post\ntheme: metropolis\n---\n\n# A\n"
    )
    assert outcome.diagnostics == ()
    plan = outcome.value
    assert (plan.chapters, plan.kind, plan.lang) == (("main.md",), "handout", "de")
    assert plan.citations.bibliography == ("sources.bib",)
    assert (plan.metadata_source, plan.metadata_yaml) == ("main.md", "")
    assert [e.to for e in plan.editions] == ["pdf", "booklet", "epub"]


def test_a_misspelt_key_of_ours_is_a_warning_and_pandoc_s_own_are_not():
    outcome = front("---\nlang: en\neditons: x\nbibliograpy: z\ndata: 1\nlinestretch: 2\n---\n")
    assert told(outcome) == [
        ("config/misspelt-key", 3, 1, ("did you mean `editions`?",)),
        ("config/misspelt-key", 4, 1, ("did you mean `bibliography`?",)),
    ]
    assert not has_errors(outcome.diagnostics)


def test_a_text_without_front_matter_has_a_plan():
    assert front("# Only text\n").value.chapters == ("main.md",)
    assert front("").value is not None


def test_bad_yaml_in_front_matter_has_its_line():
    found = front("---\ntitle: a: b\n---\n").diagnostics
    assert [(d.code, d.where.line) for d in found if d.code != "config/missing-language"] == [
        ("config/bad-yaml", 2)
    ]


def test_later_blocks_count_too():
    plan = front("---\ntitle: x\n---\n\ntext\n\n---\nlang: fr\n---\n").value
    assert plan.lang == "fr"


def test_flags_choose_editions():
    plan = folder("editions: [{to: pdf, page: A5}, {to: pdf, page: letter}, epub]\n").value
    assert [e.page.name for e in with_flags(plan, ("pdf",)).editions] == ["A5", "letter"]
    assert [e.to for e in with_flags(plan, ("epub", "html")).editions] == ["epub", "html"]
    assert with_flags(plan, ()) is plan


@given(st.dictionaries(st.sampled_from(["title", "theme", "editions", "chapters", "lang", "toc", "zzz"]),
                       st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8),
                                    lambda inner: st.lists(inner, max_size=3)
                                    | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6)))  # fmt: skip  # noqa: E501
@settings(max_examples=150, deadline=None)
def test_any_settings_are_planned_or_refused(value):
    outcome = folder(json.dumps(value))
    assert outcome.value is not None or has_errors(outcome.diagnostics)
    assert all(d.where is not None for d in outcome.diagnostics)


def test_citations_may_begin_anew_by_chapter():
    plan = folder("citations: {restart: chapter, bibliography: both}\n").value.citations
    assert (plan.restart, plan.lists) == ("chapter", "both")
    assert (folder("citations: {}\n").value.citations.restart, CitationPlan().lists) == ("book", "book")


def test_misspelt_citation_settings_are_told():
    outcome = folder("citations: {restrat: chapter, bibliography: chapters}\n")
    assert told(outcome)[:2] == [
        ("config/unknown-key", 1, 13, ("did you mean `restart`?",)),
        ("config/bad-value", 1, 45, ("did you mean `chapter`?",)),
    ]
