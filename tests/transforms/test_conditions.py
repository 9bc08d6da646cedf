"""Passages for some editions only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model.document import Document, plain_text
from publish.model.source import Source
from publish.reading.markdown import read_document
from publish.transforms.conditions import Surroundings, asks_for_editions, settle_conditions


def read(text: str) -> Document:
    return read_document(Source("a.md", text)).value


def words(document: Document) -> str:
    return " ".join(plain_text(document.blocks).split())


def settled(text: str, **surroundings: object) -> str:
    outcome = settle_conditions(read(text), Surroundings(**surroundings))  # type: ignore[arg-type]
    assert outcome.diagnostics == ()
    return words(outcome.value)


BLOCK = "One.\n\n::: {.only profile=teacher}\nTwo.\n:::\n\nThree.\n"


def test_a_block_is_for_its_profile_only() -> None:
    assert settled(BLOCK) == "One. Three."
    assert settled(BLOCK, profile="teacher") == "One. Two. Three."
    assert settled(BLOCK, profile="student") == "One. Three."


def test_except_is_the_opposite_of_only() -> None:
    for profile in ("", "teacher", "student"):
        kept = "Two." in settled(BLOCK, profile=profile)
        left = "Two." in settled(BLOCK.replace(".only", ".except"), profile=profile)
        assert kept is not left


@pytest.mark.parametrize(("edition", "expected"), [("pdf", "See page 4."), ("epub", "See the map.")])
def test_words_in_a_line(edition: str, expected: str) -> None:
    text = "See [page 4]{.only edition='pdf booklet'}[the map]{.only edition=epub}."
    assert settled(text, edition=edition) == expected


def test_all_conditions_must_hold_and_any_value_will_do() -> None:
    text = "[x]{.only edition='pdf epub' kind=book} y"
    assert settled(text, edition="pdf", kind="book") == "x y"
    assert settled(text, edition="epub", kind="book") == "x y"
    assert settled(text, edition="pdf", kind="handout") == "y"
    assert settled(text, edition="html", kind="book") == "y"


def test_a_heading_stands_for_its_section() -> None:
    text = "# A\n\na\n\n## B {.only profile=teacher}\n\nb\n\n### C\n\nc\n\n## D\n\nd\n"
    assert settled(text) == "A a D d"
    assert settled(text, profile="teacher") == "A a B b C c D d"


def test_nothing_of_the_marks_remains() -> None:
    done = settle_conditions(read(BLOCK), Surroundings(profile="teacher")).value
    assert [block.tag for block in done.blocks] == ["Para", "Para", "Para"]
    done = settle_conditions(read("[x]{.only .mark profile=a lang=de}"), Surroundings(profile="a")).value
    span = done.blocks[0].content[0]
    assert span.content[0][1:] == (("mark",), (("lang", "de"),))


def test_notes_of_what_is_left_out_are_left_out() -> None:
    text = "a[^1]\n\n::: {.only profile=x}\nb[^2]\n:::\n\n[^1]: one\n[^2]: two\n"
    assert "two" not in settled(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[x]{.only editon=pdf}", "`editon` is no condition"),
        ("[x]{.only edition=pfd}", "`pfd` is no edition"),
        ("[x]{.only profile=techer}", "`techer` is no profile"),
        ("[x]{.only}", "names no condition"),
    ],
)
def test_what_cannot_be_known_is_told_with_its_place(text: str, said: str) -> None:
    outcome = settle_conditions(read(f"One.\n\nTwo {text}.\n"), Surroundings(profiles=("teacher", "student")))
    (found,) = outcome.diagnostics
    assert found.code == "only/unknown"
    assert said in found.message
    assert found.hints
    assert found.where is not None
    assert found.where.line == 3


def test_nothing_is_lost_where_a_condition_is_misspelt() -> None:
    outcome = settle_conditions(read("a [x]{.only editon=pdf} b"), Surroundings())
    assert words(outcome.value) == "a x b"


@pytest.mark.parametrize(("text", "asks"), [(BLOCK, False), ("a [b]{.except edition=pdf}", True), ("a", False)])
def test_editions_differ_only_where_a_passage_asks_for_them(text: str, asks: bool) -> None:
    assert asks_for_editions([read(text)]) is asks


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(["plain", "only", "except"]), min_size=1, max_size=8), st.booleans())
def test_what_remains_is_what_was_asked_for_in_order(kinds: list[str], teacher: bool) -> None:
    parts = [
        f"w{n}" if kind == "plain" else f"[w{n}]{{.{kind} profile=teacher}}" for n, kind in enumerate(kinds)
    ]
    expected = [f"w{n}" for n, kind in enumerate(kinds) if kind == "plain" or (kind == "only") is teacher]
    assert settled("start " + " ".join(parts), profile="teacher" if teacher else "").split()[1:] == expected
