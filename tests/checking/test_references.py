"""Bibliographies looked through: unused, incomplete, twice."""

from __future__ import annotations

import json
from typing import Any

import pytest

from publish.checking.references import check_references, lacks
from publish.model.citation import Reference
from publish.model.diagnostic import Diagnostic, Severity
from publish.model.source import Span

BOOK = {
    "type": "book",
    "title": "Black Garden",
    "author": [{"family": "de Waal", "given": "Thomas"}],
    "publisher": "NYU Press",
    "issued": {"date-parts": [[2003]]},
}


def reference(key: str, file: str = "refs.json", line: int = 1, **record: Any) -> Reference:
    return Reference(key, json.dumps({"id": key, **record}), Span(file, line, 1))


def told(*references: Reference, cited: tuple[str, ...] = ("a", "b", "c")) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in check_references(references, cited)]


def test_a_sound_bibliography_has_nothing_to_say() -> None:
    assert told(reference("a", **BOOK)) == []


def test_what_nothing_cites_is_a_note_unless_all_are_listed() -> None:
    (found,) = check_references([reference("x", **BOOK)], ["a"])
    assert (found.code, found.severity, found.where) == ("cite/unused", Severity.NOTE, Span("refs.json", 1, 1))
    assert check_references([reference("x", **BOOK)], ["a"], all_listed=True) == ()


@pytest.mark.parametrize(
    ("record", "lacking"),
    [
        ({"type": "book", "title": "X"}, ["author or editor", "publisher", "date"]),
        ({**BOOK, "author": None, "editor": [{"literal": "E"}]}, []),
        ({**BOOK, "issued": None, "status": "forthcoming"}, []),
        ({**BOOK, "publisher": None, "publisher-place": "Paris"}, []),
        ({"type": "article-journal", "author": [{"family": "A"}], "issued": {"raw": "2001"}}, ["journal"]),
        ({"type": "article-newspaper", "container-title": "The Paper"}, ["date"]),
        ({"type": "chapter", "author": [{"family": "A"}]}, ["book it is in", "publisher", "date"]),
        ({"type": "webpage", "title": "X"}, ["address", "date"]),
        ({"type": "webpage", "URL": "https://x.org", "accessed": {"raw": "2001"}}, []),
        ({"type": "thesis", "author": [{"family": "A"}], "issued": {"raw": "1"}}, ["university"]),
        ({"type": "map"}, []),
        ({}, []),
    ],
)
def test_each_type_needs_its_own(record: dict[str, Any], lacking: list[str]) -> None:
    assert [words for words, _ in lacks(record)] == lacking


def test_the_hint_names_fields_as_the_file_spells_them() -> None:
    record = {"type": "chapter", "title": "X", "author": [{"family": "A"}], "publisher": "P"}
    (in_json,) = check_references([reference("a", **record)], ["a"])
    (in_bib,) = check_references([reference("a", "refs.bib", **record)], ["a"])
    assert in_json.message == "the chapter `a` has no book it is in and no date"
    assert in_json.hints == ("add `container-title` and `issued`",)
    assert in_bib.hints == ("add `booktitle` and `date`",)


def duplicates(*references: Reference) -> list[Diagnostic]:
    found = check_references(references, [one.key for one in references])
    return [one for one in found if one.code == "cite/duplicate"]


def test_one_doi_under_two_keys_is_one_work() -> None:
    paper = {"type": "article-journal", "title": "X", "author": [{"family": "A"}], "container-title": "J"}
    paper["issued"] = {"raw": "2001"}
    (found,) = duplicates(
        reference("a", **paper, DOI="10.1000/ABC"),
        reference("b", line=7, **{**paper, "title": "Other words"}, DOI="https://doi.org/10.1000/abc"),
    )
    assert found.where == Span("refs.json", 7, 1)
    assert found.related[0].where == Span("refs.json", 1, 1)
    assert "10.1000/abc" in found.message


def test_title_and_year_tell_whatever_case_accents_and_articles_there_are() -> None:
    other = {**BOOK, "title": "The “Bläck” garden"}
    assert len(duplicates(reference("a", **BOOK), reference("b", **other))) == 1
    assert len(duplicates(reference("a", **BOOK), reference("A", **BOOK), reference("c", **BOOK))) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"issued": {"date-parts": [[2013]]}},
        {"author": [{"family": "Waal"}]},
        {"title": "Black Gardens"},
        {"volume": "2"},
        {"edition": 2},
        {"container-title": "Another book"},
        {"DOI": "10.1/2"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_differs_is_another_work(change: dict[str, Any]) -> None:
    first = {**BOOK, "volume": "1", "edition": 1, "container-title": "A book", "DOI": "10.1/1"}
    assert duplicates(reference("a", **first), reference("b", **{**first, "DOI": "10.1/2", **change})) == []


def test_a_record_of_any_shape_raises_nothing() -> None:
    shapes: list[Any] = [
        {"type": 3, "title": 5, "issued": "x", "author": "y"},
        {"issued": {"date-parts": [[]]}},
        {},
    ]
    references = [Reference(str(n), json.dumps(shape)) for n, shape in enumerate(shapes)]
    check_references([*references, Reference("z", "no json"), Reference("l", "[]")], ())
