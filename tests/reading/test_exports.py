"""Exports of Zotero and Better BibTeX as they are, and what Pandoc leaves out of bibliographies."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

import pytest

from publish.model.diagnostic import Diagnostic
from publish.model.source import Source
from publish.reading.extra import with_extra
from publish.reading.references import read_references

BETTER_BIBTEX = r"""
    @book{smithGreatBook2001,
      title = {The {{Great}} Book of {{NASA}}: {An} {\emph{Inner}} Title},
      shorttitle = {The {{Great}} Book},
      author = {Smith, Jr., John and {World Health Organization} and others},
      editor = {de la Cruz, María and given=Jean, prefix=de, family=La Fontaine, useprefix=true},
      date = {2001-02~/..},
      origdate = {1890},
      publisher = {Univ. Press \& Sons},
      location = {Washington, {D.C.}},
      langid = {english},
      keywords = {primary,history,\#tag},
      file = {/home/x/Zotero/storage/ABC/Smith - 2001.pdf},
      isbn = {978-0-00-000000-0}
    }

    @article{mullerArt2003,
      title = {Über {{Müller}}: {\'E}tudes of \enquote{{Things}}},
      author = {M{\"u}ller, Jürgen and O'Neil, {\'A}ine and \'{C}apek, Karel},
      date = {2003-13-45},
      journaltitle = {Journal of Things},
      shortjournal = {J. Things},
      pages = {101--120},
      doi = {https://doi.org/10.1000/xyz_abc},
      url = {https://example.org/~u/a_b?c=d&e=f#g},
      urldate = {2020-01-02}
    }

    @inproceedings{child2004, author={Child, C.}, title={A Paper}, pages={1--5}, crossref={proc2004}}
    @proceedings{proc2004, title={Proceedings of Things}, editor={Ed, E.}, date={2004}, publisher={ACM}}
    @incollection{inherits, author={X, D.}, title={Chapter}, xdata={reader}}
    @xdata{reader, booktitle={Big Book}, publisher={Pub}, date={1999}}
    @online{bbc, title={A {Web} Page}, author={{BBC News}}, url={https://example.org/x_y}, urldate={2021-05-06}}
    @thesis{doe1989, type={phdthesis}, title={My Thesis}, author={Doe, Jane}, institution={Univ}, date={1989}}
    """


def read(name: str, text: str) -> tuple[dict[str, dict[str, Any]], tuple[Diagnostic, ...]]:
    outcome = read_references([Source(name, dedent(text))])
    return {one.key: json.loads(one.csl_json) for one in outcome.value}, outcome.diagnostics


@pytest.fixture(scope="module")
def exported() -> tuple[dict[str, dict[str, Any]], tuple[Diagnostic, ...]]:
    return read("zotero.bib", BETTER_BIBTEX)


def test_better_bibtex_keeps_its_names(exported: tuple[dict[str, dict[str, Any]], Any]) -> None:
    book = exported[0]["smithGreatBook2001"]
    assert book["author"] == [
        {"family": "Smith", "given": "John", "suffix": "Jr."},
        {"literal": "World Health Organization"},
        {"literal": "others"},
    ]
    assert book["editor"][1] == {"family": "La Fontaine", "given": "Jean", "non-dropping-particle": "de"}
    article = exported[0]["mullerArt2003"]
    assert [name["family"] for name in article["author"]] == ["Müller", "O’Neil", "Ćapek"]


def test_better_bibtex_keeps_its_dates_and_words(exported: tuple[dict[str, dict[str, Any]], Any]) -> None:
    book, article = exported[0]["smithGreatBook2001"], exported[0]["mullerArt2003"]
    assert book["issued"] == {"edtf": "2001-02~/.."}
    assert book["original-date"] == {"date-parts": [[1890]]}
    assert book["publisher"] == "Univ. Press & Sons"
    assert "NASA" in book["title"]
    assert "<i>Inner</i>" in book["title"]
    assert book["keyword"] == "primary,history,#tag"
    assert article["DOI"] == "10.1000/xyz_abc"
    assert article["URL"] == "https://example.org/~u/a_b?c=d&e=f#g"
    assert article["page"] == "101-120"
    assert "“things”" in article["title"]  # in small letters, as Pandoc reads English titles for styles
    words = [value for value in (*book.values(), *article.values()) if isinstance(value, str)]
    assert "{" not in "".join(words)


def test_entries_inherit(exported: tuple[dict[str, dict[str, Any]], Any]) -> None:
    items = exported[0]
    assert items["child2004"]["publisher"] == "ACM"
    assert items["inherits"]["container-title"].lower() == "big book"
    assert items["inherits"]["issued"] == {"date-parts": [[1999]]}
    assert "reader" not in items
    assert [items[key]["type"] for key in ("bbc", "doe1989")] == ["webpage", "thesis"]


def test_only_what_is_impossible_is_told(exported: tuple[Any, tuple[Diagnostic, ...]]) -> None:
    (told,) = exported[1]
    assert told.message == "in the reference `mullerArt2003`, `date` has an impossible month, 13"
    assert told.where is not None
    assert (told.where.line, told.where.column) == (20, 3)
    assert exported[0]["mullerArt2003"]["issued"] == {"date-parts": [[2003]]}


@pytest.mark.parametrize(
    ("written", "issued"),
    [
        ("date = {17XX}", {"date-parts": [[1700], [1799]]}),
        ("date = {199X}", {"date-parts": [[1990], [1999]]}),
        ("date = {1850~}", {"circa": True, "date-parts": [[1850]]}),
        ("date = {1989/1990}", {"date-parts": [[1989], [1990]]}),
        ("date = {2004-21}", {"date-parts": [[2004, 21]]}),
        ("year = {n.d.}", {"literal": "n.d."}),
        ("year = {1998--2000}", {"date-parts": [[1998], [2000]]}),
        ("year = {forthcoming}", {"literal": "forthcoming"}),
        ("year = 1998, month = jan", {"date-parts": [[1998, 1]]}),
        ('year = "2001"', {"date-parts": [[2001]]}),
    ],
)
def test_dates_beyond_pandocs_reach(written: str, issued: dict[str, Any]) -> None:
    items, found = read("x.bib", f"@book{{a, title={{T}}, {written}}}")
    assert items["a"]["issued"] == issued
    assert not found


def test_an_unknown_kind_of_entry_is_told() -> None:
    items, (told,) = read("x.bib", "@boook{a, title={T}}")
    assert items["a"]["type"] == "document"
    assert "`@boook`" in told.message


# --- Zotero's CSL-JSON --------------------------------------------------------------------------------------


def test_extra_goes_where_it_belongs() -> None:
    note = (
        "Citation Key: doe1999\noriginal-date: 1890\ntex.foo: bar\nOriginal Title: Das Buch\nPMID: 123\n"
        "editor: Smith || John\neditor: The Board\nA remark: it stays"
    )
    record = {"id": "http://zotero.org/users/12/items/ABCD", "type": "book", "title": "T", "note": note}
    made = with_extra(record)
    assert made["id"] == "doe1999"
    assert (made["original-date"], made["original-title"], made["PMID"]) == ("1890", "Das Buch", "123")
    assert made["editor"] == [{"family": "Smith", "given": "John"}, {"literal": "The Board"}]
    assert made["note"] == "A remark: it stays"
    assert "note" in record


def test_extra_fills_gaps_and_corrects_types_and_dates() -> None:
    record = {"id": "a", "type": "document", "title": "T", "publisher": "P", "issued": {"raw": "1999"}}
    made = with_extra({**record, "note": "type: dataset\nissued: 2001-05\npublisher: Q\nnote: no\n"})
    assert (made["type"], made["issued"], made["publisher"]) == ("dataset", "2001-05", "P")
    assert made["note"] == "note: no"
    assert with_extra({**record, "note": "{:genre: film} Seen: twice."})["genre"] == "film"


@pytest.mark.parametrize(
    "note", [None, 5, "", "plain words", "Time: 12:30", ["original-date: 1"], "type: nothing"]
)
def test_other_notes_stay_as_they_are(note: Any) -> None:
    record = {"id": "a", "type": "book", "note": note}
    assert with_extra(record) is record


# --- RIS ----------------------------------------------------------------------------------------------------

RIS = """\
TY  - JOUR
AU  - Smith, John
TI  - An Article
SP  - 101
EP  - 120
PY  - 2001
DA  - 2001/02/03/
UR  - https://example.org/x
KW  - alpha
KW  - beta
ER  -

TY  - BOOK
AU  - Smith, John
TI  - The Book
PY  - 2001///Spring
ER  -
"""


def test_ris_without_keys_loses_nothing() -> None:
    items, found = read("zotero.ris", RIS)
    assert list(items) == ["Smith_2001", "Smith_2001a"]
    first, second = items.values()
    assert first["issued"] == {"date-parts": [[2001, 2, 3]]}
    assert (first["page"], first["author"]) == ("101-120", [{"family": "Smith", "given": "John"}])
    assert {"alpha", "beta"} == {word.strip() for word in first["keyword"].split(",")}
    assert second["issued"] == {"date-parts": [[2001]]}
    assert not found


# --- what no text can carry ---------------------------------------------------------------------------------


def test_half_characters_and_controls_are_dropped() -> None:
    text = json.dumps(
        [{"id": "a", "type": "book", "title": "A\u0000B\ud800C\u0007", "author": [{"family": "\udc00D"}]}]
    )
    items, _ = read("x.json", text)
    assert items["a"]["title"] == "ABC"
    assert items["a"]["author"] == [{"family": "D"}]


def test_the_names_of_bibliographies_are_no_references() -> None:
    outcome = read_references([], [Source("publish.yaml", "title: T\nbibliography: [a.bib, b.json]\n")])
    assert outcome.value == ()
    assert outcome.diagnostics == ()


def test_keys_that_need_braces_are_told_once_a_file() -> None:
    text = json.dumps(
        [{"id": key, "type": "book", "title": "T"} for key in ("a b", "ok:1-2", "7", "@x", "x/y.z")]
    )
    items, (told,) = read("x.json", text)
    assert len(items) == 5
    assert (told.code, told.message) == (
        "cite/braced-key",
        "the key `a b`, and 1 more, can be cited in braces only",
    )
