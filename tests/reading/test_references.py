"""Bibliographies become references; one bad entry costs only itself."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model.source import Source
from publish.reading.csl_dates import clean_date
from publish.reading.csl_items import clean_item
from publish.reading.references import read_references, references_of


def read(path: str, text: str):
    return read_references([Source(path, dedent(text))])


def fields(outcome) -> dict[str, dict]:
    return {reference.key: json.loads(reference.csl_json) for reference in outcome.value}


def told(outcome) -> list[tuple[str, int]]:
    return [(d.code, d.where.line) for d in outcome.diagnostics]


BIB = r"""
    @string{oup = "Oxford UP"}
    @article{one, author={Doe, Jane}, title={A {\"u}ber {NASA} Title}, year=2001, journal=oup}
    @article{broken, author={Doe, title={X}, year=2001
    @book{two, author={Smith, John}, title={Second}, year=1999}
    @comment{ @book{hidden, title={H}} }
    @incollection{three, crossref={coll}, author={A, B}, title={Part}}
    @collection{coll, title={The Whole}, editor={E, F}, year=2010}
    """


@pytest.mark.parametrize("path", ["refs.bib", "refs.bibtex", "refs.txt"])
def test_a_broken_entry_costs_only_itself(path):
    outcome = read(path, BIB)
    found = fields(outcome)
    assert {"one", "two", "three", "coll"} <= set(found)
    assert "hidden" not in found and "broken" not in found
    assert found["one"]["container-title"] == "Oxford UP"
    assert "über" in found["one"]["title"]
    assert told(outcome) == [("cite/bad-reference", 4)]
    assert "`broken`" in outcome.diagnostics[0].message
    assert {r.key: r.at.line for r in outcome.value}["two"] == 5


def test_a_sound_file_keeps_its_order_and_places():
    outcome = read("a.bib", "@book{b, title={B}, year=2000}\n\n@book{a,\n title={A}, year=2001}\n")
    assert [(r.key, r.at.line) for r in outcome.value] == [("b", 1), ("a", 3)]
    assert outcome.diagnostics == ()


def test_ris_with_a_bad_record():
    text = "TY  - JOUR\nAU  - Doe, Jane\nTI  - Title\nPY  - 2001\nID  - x1\nER  - \n\nTY  - BOOK\nTI  - B\nID  - x2\nER  - \n"  # noqa: E501
    assert [r.key for r in read("a.ris", text).value] == ["x1", "x2"]
    outcome = read("a.ris", text + "\nTY  - BOOK\nTI  - lost\n\nstray\n")
    assert [r.key for r in outcome.value] == ["x1", "x2"]
    assert told(outcome) == [("cite/bad-reference", 13)]


def test_csl_json_is_cleaned_field_by_field():
    text = json.dumps(
        [
            {"id": 7, "type": "book", "title": "T", "volume": 3, "issued": {"date-parts": [["2001", 2, 30]]}},
            {
                "id": "AbC",
                "title": ["From CrossRef"],
                "type": "journal-article",
                "subtitle": [],
                "ISSN": ["1", "2"],
            },
            {"id": "abc", "type": "bok", "title": "X", "author": [{"family": None}, "Doe, Jane"], "page": None},
            {"id": "abc", "type": "book", "title": "Another"},
            {"title": "no id", "type": "book"},
            "no map",
            {
                "id": "bad",
                "type": "book",
                "title": {"a": 1},
                "publisher": True,
                "colour": "red",
                "doi": "10.1/x",
            },
        ],
        indent=1,
    )
    outcome = read("a.json", text)
    found = fields(outcome)
    assert list(found) == ["7", "AbC", "abc", "bad"]
    assert found["7"]["issued"] == {"date-parts": [[2001, 2]]}
    assert found["7"]["volume"] == "3"
    assert found["AbC"] == {"id": "AbC", "title": "From CrossRef", "type": "article-journal", "ISSN": "1, 2"}
    assert found["abc"]["type"] == "document"
    assert found["abc"]["author"] == [{"family": "Doe", "given": "Jane"}]
    assert found["bad"] == {"id": "bad", "type": "book", "DOI": "10.1/x"}
    messages = " / ".join(d.message for d in outcome.diagnostics)
    for words in ("impossible day, 30", "`bok`", "name without words", "`page` is empty", "no `id`", "not a map of",  # noqa: E501
                  "`title` is a map", "`publisher` is true or false", "`colour` is no variable", "used twice",
                  "differ only in capitals"):  # fmt: skip
        assert words in messages, words
    assert "None" not in messages
    lines = dedent(text).split("\n")
    for d in outcome.diagnostics:
        if "`page`" in d.message or "`colour`" in d.message:
            assert lines[d.where.line - 1].strip().startswith(('"page"', '"colour"'))


def test_broken_json_loses_only_what_is_broken():
    text = '[{"id": "a", "type": "book", "title": "A"},\n {"id": "b", "title": },\n {"id": "c", "type": "book", "title": "C"}]'  # noqa: E501
    outcome = read("a.json", text)
    assert [r.key for r in outcome.value] == ["a", "c"]
    assert told(outcome) == [("cite/bad-reference", 2)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", "42"),
        ("a.json", '{"x": 1'),
        ("a.yaml", "a: [\n"),
        ("a.yaml", "x: 1\n"),
        ("a.bib", "no entries here"),
        ("a.docx", "PK"),
    ],
)
def test_what_is_no_bibliography_is_told(path, text):
    outcome = read(path, text)
    assert outcome.value == ()
    assert outcome.diagnostics


def test_empty_files_are_empty():
    for path in ("a.json", "a.yaml", "a.bib", "a.ris"):
        assert read(path, "").value == ()


def test_yaml_keeps_words_and_reads_markdown():
    text = """\
        references:
        - id: one
          type: book
          title: The *Nature* of H~2~O
          volume: 007
          issued: 2001-05
          author: [{family: No, given: A.}]
          URL: https://x.org/a_b_c
          note: null
        - id: two
          type: webpage
          title: Two
          issued: {year: 2001, month: 5}
          accessed: [{year: '2001', month: '5', day: '6'}]
        """
    outcome = read("a.yaml", text)
    found = fields(outcome)
    assert found["one"]["title"] == "The <i>Nature</i> of H<sub>2</sub>O"
    assert found["one"]["volume"] == "007"
    assert found["one"]["issued"] == {"date-parts": [[2001, 5]]}
    assert found["one"]["author"] == [{"family": "No", "given": "A."}]
    assert found["one"]["URL"] == "https://x.org/a_b_c"
    assert found["two"]["issued"] == {"date-parts": [[2001, 5]]}
    assert found["two"]["accessed"] == {"date-parts": [[2001, 5, 6]]}
    assert told(outcome) == [("cite/bad-reference", 9)]


def test_references_in_metadata():
    block = "references:\n- {id: a, type: book, title: A}\n"
    front = references_of(Source("a.md", "---\ntitle: x\n---\n\ntext\n\n---\n" + block + "---\n"))
    assert [(r.key, r.at.line) for r in front.value] == [("a", 9)]
    assert [r.key for r in references_of(Source("publish.yaml", block)).value] == ["a"]
    assert references_of(Source("publish.yaml", "title: x\n")).value == ()
    assert references_of(Source("a.md", "no metadata")).value == ()


@pytest.mark.parametrize(
    ("written", "date", "wrong"),
    [
        ({"date-parts": [[2001, 13, 1]]}, {"date-parts": [[2001, 13]]}, "impossible day"),
        ({"date-parts": [[2001, 40]]}, {"date-parts": [[2001]]}, "impossible month"),
        ({"date-parts": [[None]]}, None, "no year"),
        ({"date-parts": [[-44, 3, 15]]}, {"date-parts": [[-44, 3, 15]]}, ""),
        ({"date-parts": [[2001], [2003]]}, {"date-parts": [[2001], [2003]]}, ""),
        ("2001-05-06", {"date-parts": [[2001, 5, 6]]}, ""),
        ("2001-02-30", {"date-parts": [[2001, 2]]}, "impossible day"),
        ("2001/2003", {"date-parts": [[2001], [2003]]}, ""),
        ("ca. 1850", {"raw": "ca. 1850"}, ""),
        ({"raw": "20 January 1990"}, {"date-parts": [[1990, 1, 20]]}, ""),
        ({"literal": "n.d."}, {"literal": "n.d."}, ""),
        (1999, {"date-parts": [[1999]]}, ""),
        ({}, None, "cannot be read"),
        (True, None, "not a date"),
    ],
)
def test_dates(written, date, wrong):
    cleaned, said = clean_date(written)
    assert cleaned == date
    assert wrong in said and bool(wrong) == bool(said)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["date-parts", "family", "raw", "year", "x"]), inner, max_size=3),  # noqa: E501
    max_leaves=6,
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(["id", "type", "title", "author", "issued", "volume", "URL", "foo"]), _JSON)
)
@settings(max_examples=300, deadline=None)
def test_any_record_becomes_sound_or_is_refused(record):
    item = clean_item(record)
    if item is None:
        return
    json.dumps(item.fields, allow_nan=False)
    assert clean_item(item.fields).fields == item.fields
    for name, value in item.fields.items():
        assert value not in (None, "", [], {}), name


def test_real_bibliographies(shared):
    raw = shared / "manuscripts" / "deep-review" / "references.raw.json"
    outcome = read_references([Source("r.json", raw.read_text(encoding="utf-8"))])
    assert len(outcome.value) == len(json.loads(raw.read_text(encoding="utf-8")))
    bib = (shared / "manuscripts" / "joss-gala" / "paper.bib").read_text(encoding="utf-8")
    assert len(read_references([Source("p.bib", bib)]).value) == 5
    sources = (shared / "facts" / "sources.yaml").read_text(encoding="utf-8")
    outcome = read_references([Source("s.yaml", sources)])
    assert len(outcome.value) == 12
    assert outcome.diagnostics == ()
