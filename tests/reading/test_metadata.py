"""What a publication says of itself, however its author spells it."""

from __future__ import annotations

import pytest

from publish.model.document import plain_text
from publish.model.source import Source
from publish.reading.dates import iso_date, read_date
from publish.reading.markdown import read_document
from publish.reading.metadata import read_metadata
from publish.reading.title_heading import without_opening


def of_text(text: str, lang: str = "en", name: str = ""):
    return read_metadata(None, read_document(Source("main.md", text)).value, lang, name)


def of_yaml(text: str, lang: str = "en"):
    return read_metadata(Source("publish.yaml", text), None, lang).value


def test_formatted_and_plain_values():
    found = of_yaml(
        'title: "The *Big* One^[note]"\nsubtitle: Sub\ndate: 20 January 2026\nrights: CC\nabstract: |\n  A\n\n  B\n'  # noqa: E501
    )
    assert found.title_text == "The Big One"
    assert [e.tag for e in found.title] == ["Str", "Space", "Emph", "Space", "Str"]
    assert (found.subtitle_text, found.date_text, found.date_iso) == ("Sub", "20 January 2026", "2026-01-20")
    assert (len(found.abstract), found.abstract_text, found.rights_text) == (2, "A B", "CC")


@pytest.mark.parametrize(
    ("yaml", "people"),
    [
        ("author: Ada Lovelace", [("Ada Lovelace", "")]),
        ("author: [A, B]", [("A", ""), ("B", "")]),
        ("author: A One; B Two", [("A One", ""), ("B Two", "")]),
        ("author: [{name: A, affiliation: Uni}]", [("A", "Uni")]),
        ("author: {given: Ada, family: Lovelace}", [("Ada Lovelace", "")]),
        (
            "authors: [{name: A, affiliation: '1, 2'}]\naffiliations: [{index: 1, name: X}, {index: 2, name: Y}]",  # noqa: E501
            [("A", "X; Y")],
        ),
        (
            "author: [{name: A, affiliation: [a]}]\naffiliations: [{id: a, name: X, city: Baku}]",
            [("A", "X, Baku")],
        ),
        (
            "author: [{name: {given: A, family: B}, affiliations: [{name: U}, {ref: z}]}]\naffiliations: [{id: z, name: Z}]",  # noqa: E501
            [("A B", "U; Z")],
        ),
        ("author: [A, B]\ninstitute: I", [("A", "I"), ("B", "I")]),
        ("author: [{Ada: {institute: X}}]", [("Ada", "X")]),
        ("author: [{}, '']", []),
        ("author: 42", [("42", "")]),
    ],
)
def test_authors(yaml, people):
    assert [(p.name, p.affiliation) for p in of_yaml("title: x\n" + yaml + "\n").authors] == people


def test_orcid_and_mail():
    (person,) = of_yaml(
        "author: [{name: A, orcid: https://orcid.org/0000-0003-0872-7098, email: a@b.org}]"
    ).authors
    assert (person.orcid, person.email) == ("0000-0003-0872-7098", "a@b.org")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026", "2026"), ("2026-01", "2026-01"), ("2026-01-20", "2026-01-20"), ("20.1.2026", "2026-01-20"),
        ("January 2026", "2026-01"), ("20 January 2026", "2026-01-20"), ("January 20, 2026", "2026-01-20"),
        ("31-March-2026", "2026-03-31"), ("20. Januar 2026", "2026-01-20"), ("20 janvier 2026", "2026-01-20"),
        ("20 января 2026 г.", "2026-01-20"), ("2026年1月20日", "2026-01-20"), ("Tuesday, 20 Jan 2026", "2026-01-20"),  # noqa: E501
        ("1/2/2026", ""), ("25/2/2026", "2026-02-25"), ("30 February 2026", ""), ("Spring 2026", ""), ("", ""), ("forthcoming", ""),  # noqa: E501
    ],
)  # fmt: skip
def test_dates(written, iso):
    assert iso_date(read_date(written)) == iso


def test_direction_follows_the_language_unless_said():
    assert of_yaml("title: x", "fa-IR").dir == "rtl"
    assert of_yaml("title: x", "az-Arab").dir == "rtl"
    assert of_yaml("title: x\ndir: ltr", "fa").dir == "ltr"
    assert of_yaml("title: x", "en").dir == "ltr"


def test_keywords_and_identifiers():
    assert of_yaml("keywords: a, b، c").keywords == ("a", "b", "c")
    assert of_yaml("keywords: [a, b]").keywords == ("a", "b")
    assert of_yaml("identifier: [{scheme: ISBN, text: 978-1}]").identifier == "978-1"
    assert of_yaml("isbn: 978-2").identifier == "978-2"


def test_epub_titles():
    found = of_yaml("title: [{type: main, text: M}, {type: subtitle, text: S}]")
    assert (found.title_text, found.subtitle_text) == ("M", "S")


def test_yaml_comes_before_the_document():
    document = read_document(Source("main.md", "---\ntitle: Doc\nauthor: D\n---\n\nx\n")).value
    found = read_metadata(Source("publish.yaml", "title: Book\n"), document, "en").value
    assert (found.title_text, found.authors[0].name) == ("Book", "D")


def test_the_only_first_heading_is_the_title_and_the_others_rise():
    text = "# My *title*\n\ntext [up](#my-title)\n\n## Part\n\n### Sub\n"
    found = of_text(text).value
    assert (found.title_text, found.title_is_heading) == ("My title", True)
    rest = without_opening(read_document(Source("main.md", text)).value)
    assert [(b.content[0], plain_text(b.content[2])) for b in rest.blocks if b.tag == "Header"] == [
        (1, "Part"),
        (2, "Sub"),
    ]
    assert rest.blocks[0].content[0][0] == "my-title"


def test_headings_that_name_title_and_author():
    text = "# Title: The Count\n\n## Author: Dumas\n\n## Year: 1844\n\n---------\n\n# One\n\n## A\n"
    found = of_text(text).value
    assert (found.title_text, found.authors[0].name, found.date_iso) == ("The Count", "Dumas", "1844")
    rest = without_opening(read_document(Source("main.md", text)).value)
    assert [b.content[0] for b in rest.blocks] == [1, 2]


@pytest.mark.parametrize("text", ["", "text\n\n# One\n", "# One\n\n# Two\n", "## Two\n"])
def test_without_a_title_the_name_is_used(text):
    outcome = of_text(text, name="essay")
    assert (outcome.value.title_text, outcome.value.title_is_heading) == ("essay", False)
    assert [d.code for d in outcome.diagnostics] == ["config/missing-title"]
    document = read_document(Source("main.md", text)).value
    assert without_opening(document) is document


@pytest.mark.parametrize("title", ['""', '" "', '"\\0"', '"\\u200b\\a"', "[]", "{}", "null"])
def test_a_title_nobody_can_see_is_none(title):
    read = read_metadata(Source("publish.yaml", f"title: {title}\n"), None, "en", "essay")
    assert read.value.title_text == "essay"
    assert [d.code for d in read.diagnostics] == ["config/missing-title"]
