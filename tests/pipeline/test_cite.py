"""`publish.cite`: jobs of other programs, answered in the fixed form whatever stands in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import publish
from publish.pipeline.citejobs import answer_line
from publish.world.assets import csl_text

BOOK = {
    "id": "hrw",
    "type": "book",
    "title": "Conflict & <script>alert(1)</script> in the “Union”",
    "author": [{"family": "Doe", "given": "Jane"}],
    "publisher": "Press",
    "issued": {"date-parts": [[1991]]},
}
PAPER = {
    "id": "mam",
    "type": "article-journal",
    "title": "A *star* [and] @sign",
    "author": [{"family": "Roe", "given": "Richard"}],
    "container-title": "Review",
    "volume": 1,
    "issued": {"date-parts": [["2006", 3]]},
}
STYLES = ("apa", "chicago-notes-bibliography", "ieee", "house-notes")


def one(key: str, **more: object) -> dict[str, object]:
    return {"cites": [{"id": key, **more}]}


def codes(answer: Any) -> list[str]:
    return [diagnostic["code"] for diagnostic in answer["diagnostics"]]


def test_a_job_is_answered_cluster_by_cluster() -> None:
    clusters = [
        {"cites": [{"id": "hrw", "locator": "23", "prefix": "<i>see</i>"}, {"id": "mam"}], "note": 1},
        {
            "cites": [{"id": "mam", "locator": "2", "label": "chapter", "suffix": "and <b>passim</b>"}],
            "note": 2,
        },
    ]
    job = {"style": "chicago-notes-bibliography", "references": [BOOK, PAPER], "clusters": clusters}
    answer = publish.cite(job)
    assert set(answer) == {"clusters", "bibliography", "diagnostics"}
    assert answer["clusters"][0].startswith("<i>see</i> Jane Doe, <i>Conflict &#38; &#60;Script&#62;")
    assert answer["clusters"][1] == "Roe, “A *Star* [and] @Sign,” chap. 2 and <b>passim</b>."
    assert [entry["id"] for entry in answer["bibliography"]] == ["hrw", "mam"]
    assert answer["diagnostics"] == []


def test_suppressed_and_lone_authors_are_told_apart() -> None:
    job = {"style": "apa", "references": [BOOK], "to": "text"}
    clusters = [one("hrw", **{"suppress-author": True}), one("hrw", **{"author-only": True})]
    assert publish.cite({**job, "clusters": clusters})["clusters"] == ["(1991)", "Doe"]


def test_text_and_markdown_say_the_same_words() -> None:
    job = {"style": "apa", "references": [PAPER], "clusters": [one("mam")]}
    assert publish.cite({**job, "to": "text"})["bibliography"][0]["text"] == (
        "Roe, R. (2006). A *star* [and] @sign. Review, 1."
    )
    assert publish.cite({**job, "to": "markdown"})["bibliography"][0]["text"] == (
        r"Roe, R. (2006). A \*star\* \[and\] \@sign. *Review*, *1*."
    )


def test_the_list_has_what_is_cited_and_all_where_nothing_is() -> None:
    job = {"style": "apa", "references": [PAPER, BOOK]}
    assert [entry["id"] for entry in publish.cite(job)["bibliography"]] == ["hrw", "mam"]
    cited = publish.cite({**job, "clusters": [one("mam")]})
    assert [entry["id"] for entry in cited["bibliography"]] == ["mam"]
    assert publish.cite({**job, "bibliography": False})["bibliography"] == []


def test_a_label_apart_stands_before_its_entry() -> None:
    job = {"style": "ieee", "references": [BOOK], "clusters": [one("hrw")]}
    html = publish.cite(job)["bibliography"][0]["text"]
    assert html.startswith('<div class="csl-left-margin">[1]</div><div class="csl-right-inline">J. Doe')
    assert publish.cite({**job, "to": "text"})["bibliography"][0]["text"].startswith("[1] J. Doe")


def test_a_style_is_given_by_name_address_path_or_as_xml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    xml = csl_text("apa") or ""
    (tmp_path / "mine.csl").write_text(xml, "utf-8")
    monkeypatch.chdir(tmp_path)
    job = {"references": [BOOK], "clusters": [one("hrw")]}
    for style in ("apa", "http://www.zotero.org/styles/apa", "mine.csl", str(tmp_path / "mine.csl"), xml):
        assert publish.cite({**job, "style": style})["clusters"] == ["(Doe, 1991)"]


def test_a_dependent_style_gives_way_to_its_parent() -> None:
    job = {"references": [BOOK], "clusters": [one("hrw")]}
    assert publish.cite({**job, "style": "nature-medicine"}) == publish.cite({**job, "style": "nature"})


def test_the_language_is_the_jobs_else_the_styles() -> None:
    job = {
        "style": "apa",
        "references": [BOOK, PAPER],
        "clusters": [{"cites": [{"id": "hrw", "locator": "3"}]}],
    }
    assert publish.cite(job)["clusters"] == ["(Doe, 1991, p. 3)"]
    assert publish.cite({**job, "locale": "de-DE"})["clusters"] == ["(Doe, 1991, S. 3)"]
    assert publish.cite({**job, "locale": None})["clusters"] == ["(Doe, 1991, p. 3)"]
    french = (csl_text("ieee") or "").replace("<style ", '<style default-locale="fr-FR" ', 1)
    job = {"style": french, "references": [PAPER], "to": "text"}
    assert "mars 2006" in publish.cite(job)["bibliography"][0]["text"]
    assert "Mar. 2006" in publish.cite({**job, "locale": "en-US"})["bibliography"][0]["text"]


@pytest.mark.parametrize(
    "style", [None, 3, "", "  ", "no-such-style", "<style/>", "<no", "/etc/passwd", "a/b.csl"]
)
def test_a_style_that_cannot_be_used_is_an_error_and_an_empty_answer(style: object) -> None:
    answer = publish.cite({"style": style, "references": [BOOK], "clusters": [one("hrw")]})
    assert answer["clusters"] == answer["bibliography"] == []
    assert [diagnostic["severity"] for diagnostic in answer["diagnostics"]] == ["error"]


def test_devices_and_files_of_other_kinds_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (tmp_path / "zero.csl").symlink_to("/dev/zero")
    for path in (tmp_path / "secret.txt", tmp_path / "zero.csl", tmp_path):
        answer = publish.cite({"style": str(path)})
        assert answer["diagnostics"][0]["severity"] == "error"
        assert "secret\n" not in json.dumps(answer)


def test_unknown_keys_are_marked_and_told_once() -> None:
    answer = publish.cite(
        {"style": "apa", "references": [BOOK], "clusters": [one("hwr"), one("hwr"), one("hrw")]}
    )
    assert answer["clusters"] == ["(@hwr?)", "(@hwr?)", "(Doe, 1991)"]
    (found,) = answer["diagnostics"]
    assert (found["code"], found["hints"]) == ("cite/unknown-key", ["did you mean `hrw`?"])


def test_bad_references_cost_only_themselves() -> None:
    bad = [
        None,
        {"title": "no id"},
        {"id": "a", "type": "buk", "title": None, "issued": {"date-parts": [[2001, 13, 1]]}},
        {"id": "hrw", "type": "book", "title": "again"},
        {"id": "n", "type": "book", "title": "N", "author": "Poe, Edgar", "volume": float("nan"), "nolume": 3},
    ]
    job = {"style": "apa", "references": [BOOK, *bad], "to": "text"}
    answer = publish.cite(job)
    texts = {entry["id"]: entry["text"] for entry in answer["bibliography"]}
    assert set(texts) == {"hrw", "a", "n"}
    assert texts["n"] == "Poe, E. (n.d.). N."
    assert "None" not in json.dumps(texts)
    assert "nan" not in texts["n"]
    assert set(codes(answer)) == {"cite/bad-reference", "cite/duplicate-reference"}


def test_values_of_the_wrong_form_are_told_with_their_place() -> None:
    clusters = [
        3,
        {
            "cites": [{"id": "hrw", "locatr": "3"}, {"id": None}, {"id": "hrw", "label": "pag", "locator": 4}],
            "note": -1,
        },
    ]
    job = {
        "style": "apa",
        "references": [BOOK],
        "clusters": clusters,
        "to": "htlm",
        "bibliography": "yes",
        "x": 1,
    }
    answer = publish.cite(job)
    assert answer["clusters"] == ["", "(Doe, 1991, 1991, p. 4)"]
    told = {re.findall(r"`([^`]+)`", one["message"])[0]: one["hints"] for one in answer["diagnostics"]}
    assert told == {
        "x": [],
        "clusters[0]": [],
        "clusters[1].cites[0].locatr": ["did you mean `locator`?"],
        "clusters[1].cites[1].id": [],
        "clusters[1].cites[2].label": ["did you mean `page`?"],
        "clusters[1].note": [],
        "to": ["did you mean `html`?"],
        "bibliography": [],
    }
    assert set(codes(answer)) == {"cite/bad-value"}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{",
        b"[]",
        b"null",
        b'"apa"',
        b"\xff\xfe",
        b"[" * 200_000,
        b"1" * 6000,
        b"{}",
        b'{"style": "a\\ud800"}',
    ],
    ids=lambda line: repr(line[:12]),
)
def test_a_bad_line_gets_an_answer_of_the_same_form(line: bytes) -> None:
    told = answer_line(line)
    assert "\n" not in told
    answer = json.loads(told.encode("utf-8"))
    assert answer["clusters"] == answer["bibliography"] == []
    assert answer["diagnostics"][0]["severity"] == "error"


def test_a_bug_of_ours_is_an_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> object:
        raise RuntimeError("a bug")

    monkeypatch.setattr("publish.pipeline.citejobs.answer_job", broken)
    answer = json.loads(answer_line(b'{"style": "apa"}'))
    assert codes(answer) == ["internal/bug"]


# --- whatever stands in a job ---------------------------------------------------------------------------------

words = st.text(
    alphabet=st.sampled_from("aZé 毛י\"'“”‘’<>/ib&.,;:?!()*_[]@^~-–\u00a0\n\x00\x1b0129"), max_size=14
)
text = words | st.sampled_from(
    ["<script>", "&amp;", "<i>x</i>", "</span>", "a < b & c", '<a href="x">', "]]>", "<!--"]
)
junk = st.none() | st.booleans() | st.integers(-3000, 3000) | st.floats() | text | st.lists(text, max_size=2)
name = st.fixed_dictionaries({}, optional=dict.fromkeys(("family", "given", "literal", "suffix"), text | junk))
date = st.fixed_dictionaries(
    {"date-parts": st.lists(st.lists(st.integers(-50, 2100) | text, max_size=3), max_size=2)}
)
record = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b", "c", "<d>", 5])},
    optional={
        "type": st.sampled_from(["book", "chapter", "article-journal", "webpage", "nonsense"]) | junk,
        "title": text | junk,
        "author": st.lists(name, max_size=3) | junk,
        "editor": st.lists(name, max_size=2),
        "issued": date | text | junk,
        "container-title": text,
        "page": text | junk,
        "volume": text | junk,
        "URL": text | st.sampled_from(["https://example.org/<x>?a=1&b=2", "javascript:alert(1)"]),
        "DOI": text,
        "note": text,
        "unknown": junk,
    },
)
cite = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b", "c", "<d>", 5, "5", "zz"])},
    optional={
        "locator": text | junk,
        "label": st.sampled_from(["page", "chapter", "sub verbo", "x"]) | junk,
        "prefix": text | junk,
        "suffix": text | junk,
        "suppress-author": st.booleans() | junk,
        "author-only": st.booleans(),
    },
)
cluster = st.fixed_dictionaries(
    {"cites": st.lists(cite, max_size=3)}, optional={"note": st.integers(0, 9) | junk}
)
jobs = st.fixed_dictionaries(
    {
        "style": st.sampled_from(STYLES),
        "references": st.lists(record | junk, max_size=5) | junk,
        "clusters": st.lists(cluster | junk, max_size=5),
    },
    optional={
        "locale": st.sampled_from(["de-DE", "fr-FR", "tlh", ""]) | junk,
        "bibliography": junk,
        "to": junk,
    },
)

_TAG = re.compile(r'</?(?:i|b|em|sup|sub|span|div)>|<span style="[a-z:;-]+">|<div class="csl-[a-z-]+">')


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(jobs)
def test_no_job_raises_no_markup_gets_through_and_twice_is_the_same(job: dict[str, Any]) -> None:
    answer = publish.cite({**job, "to": "html"})
    clusters = job["clusters"]
    assert len(answer["clusters"]) == len(clusters)
    for told in [*answer["clusters"], *[entry["text"] for entry in answer["bibliography"]]]:
        bare = _TAG.sub("", told)
        assert "<" not in bare
        assert ">" not in bare
        assert not re.search(r"&(?!#\d+;)", bare)
        etree.fromstring(f"<r>{told}</r>")
        assert "None" not in told
    assert publish.cite({**job, "to": "html"}) == answer


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(jobs, st.sampled_from(["text", "markdown"]))
def test_a_line_is_answered_with_a_line(job: dict[str, Any], form: str) -> None:
    told = answer_line(json.dumps({**job, "to": form}).encode())
    assert "\n" not in told
    answer = json.loads(told)
    assert set(answer) == {"clusters", "bibliography", "diagnostics"}
    assert len(answer["clusters"]) == len(job["clusters"])
    assert "internal/bug" not in codes(answer)
