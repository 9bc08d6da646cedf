"""YAML: every value knows its place, and nothing can exhaust the reader."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model.source import Source
from publish.text.front_matter import front_block, metadata_blocks
from publish.text.nearest import did_you_mean, nearest
from publish.text.yaml import read_yaml


def read(text: str):
    return read_yaml(Source("p.yaml", text), "config/bad-yaml")


def test_words_stay_as_written():
    node = read("country: no\ndate: 2026-01-20\ntitle: 1984\nzip: 007\nflag: true\nnone: ~\n").value
    assert node is not None
    assert node.plain() == {
        "country": "no",
        "date": "2026-01-20",
        "title": 1984,
        "zip": 7,
        "flag": True,
        "none": None,
    }
    assert node.spelt()["zip"] == "007"
    assert node.spelt()["title"] == "1984"


def test_values_know_their_places():
    node = read("title: x\ntheme:\n  size: 10pt\n  list: [é, second]\n").value
    assert node is not None
    size = node.get("theme").get("size")
    assert (size.at.line, size.at.column, size.at.end_column) == (3, 9, 13)
    assert [item.at.column for item in node.get("theme").get("list").items] == [10, 13]
    assert node.get("theme").at.end_line == 4


def test_places_count_from_the_start_of_the_file():
    source = Source("a.md", "---\ntitle: x\nkey: y\n---\n")
    block = front_block(source)
    assert block is not None
    node = read_yaml(source, "config/bad-yaml", block.yaml_start, block.yaml_end).value
    assert node is not None and node.get("key").at.line == 3


def test_merge_keys_and_aliases():
    node = read("base: &b {p: 1, q: 2}\nother: {<<: *b, p: 3}\n").value
    assert node is not None and node.plain()["other"] == {"p": 3, "q": 2}


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: b\n\tc: d\n", (2, 1), "tab"),
        ("a:\n\t- x\n", (2, 1), "tab"),
        ("a: [1\nb: 2\n", (1, 4), "not closed"),
        ("a: 'x\n", (1, 4), "quotation mark"),
        ("title: One: Two\n", (1, 11), "second `: `"),
        ("nocite: @*\n", (1, 9), "cannot begin with `@`"),
        ("a: 1\na: 2\n", (2, 1), "stands twice"),
        ("b: *nothing\n", (1, 4), "not defined"),
        ("a: &a [*a]\n", (1, 8), "the value it stands in"),
        ("? [a]\n: b\n", (1, 3), "expected a word"),
        ("a: b\n---\nc: d\n", (2, 1), "second YAML document"),
        ("a: \x07\n", (1, 4), "U+0007"),
        ("[" * 200, (1, 101), "100 deep"),
    ],
)
def test_trouble_has_a_place_and_says_what(text, place, words):
    found = read(text).diagnostics
    assert len(found) == 1
    assert words in found[0].message
    assert (found[0].where.line, found[0].where.column) == place


def test_a_bomb_of_aliases_is_refused():
    lines = ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
    for before, name in zip("abcdefghi", "bcdefghij", strict=True):
        lines.append(f"{name}: &{name} [{','.join(['*' + before] * 10)}]")
    outcome = read("\n".join(lines))
    assert outcome.value is None
    assert "multiply" in outcome.diagnostics[0].message


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused(text):
    outcome = read(text)
    assert outcome.value is None or outcome.value.kind in ("scalar", "list", "map")


def test_metadata_blocks_are_not_rules_or_code():
    text = "---\na: 1\n---\n\ntext\n\n---\nb: 2\n...\n\n---\n\nno\n\n```\n\n---\nc: 3\n---\n```\n"
    source = Source("a.md", text)
    inside = [text[b.yaml_start : b.yaml_end] for b in metadata_blocks(source)]
    assert inside == ["a: 1\n", "b: 2\n"]


def test_a_rule_at_the_head_is_no_metadata():
    assert front_block(Source("a.md", "---\n\ntext\n\n---\n")) is None


def test_nearest_words():
    assert did_you_mean("tittle", ("title", "subtitle")) == ("did you mean `title`?",)
    assert nearest("xyz", ("title",)) is None
    assert nearest("Knuth1984", ("knuth1984", "knuth1985")) == "knuth1984"
