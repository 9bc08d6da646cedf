"""The theme's settings: each number of lines in its range, told in the schema, and carried into the Plan."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.config.load import load_file, load_folder
from publish.config.schema import json_schema
from publish.model.diagnostic import Diagnostic, Outcome
from publish.model.lines import GREEDY, RANGES, TOTAL_FIT, LineSettings, Range
from publish.model.plan import Plan, Theme
from publish.model.source import Source

BY_KEY = {known.key: known for known in RANGES}


def plan_of(theme: Any) -> Outcome[Plan | None]:
    """Plan a folder whose publish.yaml holds this theme; JSON is YAML."""
    return load_folder(Source("publish.yaml", f"lang: en\ntheme: {json.dumps(theme)}\n"), ("1.md",), "b")


def theme_of(theme: Any) -> Theme:
    outcome = plan_of(theme)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value.theme


def told(yaml: str) -> list[Diagnostic]:
    return list(load_folder(Source("publish.yaml", f"{yaml}\nlang: en\n"), ("1.md",), "b").diagnostics)


def line_schema() -> dict[str, Any]:
    lines: dict[str, Any] = json_schema()["properties"]["theme"]["properties"]["lines"]
    return lines


def test_every_setting_of_lines_is_told():
    keys = line_schema()["anyOf"][1]["properties"]
    assert set(keys) == {*BY_KEY, "level", "breaker"}
    assert {known.field for known in RANGES} == {f.name for f in fields(LineSettings)} - {"is_level", "breaker"}
    for key, schema in keys.items():
        assert schema["title"], key
        assert schema["description"].endswith("."), key


@pytest.mark.parametrize("known", RANGES, ids=lambda known: known.key)
def test_a_default_lies_in_its_range(known: Range):
    schema = line_schema()["anyOf"][1]["properties"][known.key]
    assert (schema["minimum"], schema["maximum"]) == (known.low, known.high)
    assert known.unit in schema["title"]
    assert known.low < known.high
    if known.default is None:
        assert known.is_count
        assert "default" not in schema
    else:
        assert known.low <= known.default <= known.high
        assert schema["default"] == known.default == getattr(TOTAL_FIT, known.field)


@pytest.mark.parametrize("known", RANGES, ids=lambda known: known.key)
def test_a_number_reaches_the_plan_and_one_out_of_range_does_not(known: Range):
    step = 1 if known.is_count else (known.high - known.low) / 1000
    for value in (known.low, known.high, known.low + step):
        number = int(value) if known.is_count else value
        lines = theme_of({"lines": {known.key: number}}).lines
        assert getattr(lines, known.field) == number
        assert {f.name for f in fields(lines) if getattr(lines, f.name) != getattr(TOTAL_FIT, f.name)} <= {
            known.field
        }
    for value in (known.low - step, known.high + step):
        outcome = plan_of({"lines": {known.key: value}})
        assert [d.code for d in outcome.diagnostics] == ["config/bad-value"]
        assert f"theme.lines.{known.key}" in outcome.diagnostics[0].message
        assert known.unit in outcome.diagnostics[0].message
        assert outcome.value is not None
        assert outcome.value.theme.lines == TOTAL_FIT


@given(
    st.fixed_dictionaries(
        {},
        optional={
            known.key: st.integers(int(known.low), int(known.high))
            if known.is_count
            else st.floats(known.low, known.high)
            for known in RANGES
        },
    )
)
def test_all_settings_together_reach_the_plan(numbers: dict[str, float]):
    lines = theme_of({"lines": numbers}).lines
    for key, known in BY_KEY.items():
        assert getattr(lines, known.field) == numbers.get(key, known.default)


def test_a_breaker_is_named_alone_or_beside_settings():
    assert theme_of({"lines": "greedy"}).lines == GREEDY
    assert (
        theme_of({"lines": "total-fit"}).lines
        == theme_of({"lines": {}}).lines
        == theme_of({}).lines
        == TOTAL_FIT
    )
    both = theme_of({"lines": {"breaker": "greedy", "word-letters": 7, "level": False}}).lines
    assert (both.breaker, both.word_letters, both.is_level) == ("greedy", 7, False)


@pytest.mark.parametrize(
    ("written", "meant"), [("true", True), ("yes", True), ("On", True), ("false", False), ("no", False)]
)
def test_truth_is_spelt_as_in_pandoc(written: str, meant: bool):
    text = f"lang: en\ntheme: {{grid: {written}, lines: {{level: {written}}}}}\n"
    outcome = load_folder(Source("publish.yaml", text), ("1.md",), "b")
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    assert (outcome.value.theme.grid, outcome.value.theme.lines.is_level) == (meant, meant)


def test_grid_and_openers():
    assert (theme_of({}).grid, theme_of({}).openers) == (None, "plain")
    assert theme_of({"openers": "drop-cap", "grid": False}).openers == "drop-cap"
    assert theme_of({"openers": "small-caps"}).openers == "small-caps"


def test_front_matter_says_the_same():
    text = (
        "---\nlang: en\ntheme:\n  openers: drop-cap\n  lines:\n    hanging: 0.5\n    level: no\n---\n\nText.\n"
    )
    outcome = load_file(Source("main.md", text), ("main.md",), "main")
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    theme = outcome.value.theme
    assert (theme.openers, theme.lines.hanging, theme.lines.is_level) == ("drop-cap", 0.5, False)
    assert (place := outcome.value.origin("theme.lines.hanging")) is not None
    assert (place.line, place.column) == (6, 14)


@pytest.mark.parametrize(
    ("yaml", "column", "words", "hint"),
    [
        ("theme: {lines: gredy}", 16, "one of total-fit, greedy, or a map", "did you mean `greedy`?"),
        ("theme: {lines: off}", 16, "one of total-fit, greedy, or a map", ""),
        ("theme: {lines: 3}", 16, "one of total-fit, greedy, or a map", ""),
        ("theme: {lines: [greedy]}", 16, "is a list", ""),
        ("theme: {lines: }", 16, "is empty", ""),
        ("theme: {lines: {breaker: tex}}", 26, "one of total-fit, greedy", ""),
        ('theme: {lines: {runt: "0.2"}}', 23, "from 0 to 0.5", "write 0.2 without quotation marks"),
        ("theme: {lines: {hyphen-penalty: 500pt}}", 33, "`500pt`; expected a number from 0 to 10,000", ""),
        ("theme: {lines: {hyphen-penalty: true}}", 33, "expected a number", ""),
        ("theme: {lines: {hyphen-penalty: .inf}}", 33, "expected a number", ""),
        ("theme: {lines: {hyphen-penalty: 1e999}}", 33, "expected a number", ""),
        (f"theme: {{lines: {{hanging: {'9' * 60}}}}}", 26, "from 0 to 1.5", ""),
        ("theme: {lines: {hanging: {a: b}}}", 26, "is a map", ""),
        ("theme: {lines: {word-letters: 3.5}}", 31, "a whole number from 2 to 40 (letters)", ""),
        ("theme: {lines: {level: 1}}", 24, "true or false", ""),
        ("theme: {grid: 1}", 15, "true or false", ""),
        ("theme: {openers: dropcap}", 18, "small-caps, drop-cap", "did you mean `drop-cap`?"),
        ("theme: {openers: yes}", 18, "small-caps, drop-cap", ""),
    ],
)
def test_what_is_not_understood_is_told_where_it_stands(yaml: str, column: int, words: str, hint: str):
    found = told(yaml)
    assert [(d.code, str(d.where)) for d in found] == [("config/bad-value", f"publish.yaml:1:{column}")]
    assert words in found[0].message
    assert found[0].hints == ((hint,) if hint else ())


@pytest.mark.parametrize(
    ("yaml", "column", "hint"),
    [
        ("theme: {lines: {hyphen_penalty: 3}}", 17, "did you mean `hyphen-penalty`?"),
        ("theme: {lines: {lines: greedy}}", 17, "`publish schema` lists all keys"),
        ("theme: {line: greedy}", 9, "did you mean `lines`?"),
        ("lines: greedy", 1, "write `theme: {lines: …}`"),
        ("openers: drop-cap", 1, "write `theme: {openers: …}`"),
    ],
)
def test_an_unknown_key_is_told_with_what_was_meant(yaml: str, column: int, hint: str):
    found = told(yaml)
    assert [(d.code, str(d.where)) for d in found] == [("config/unknown-key", f"publish.yaml:1:{column}")]
    assert found[0].hints == (hint,)


def test_a_schema_s_validator_agrees():
    validator = jsonschema.Draft202012Validator(json_schema())
    assert validator.is_valid({"theme": {"lines": {"hyphen-penalty": 800, "level": False, "word-letters": 6}}})
    assert not validator.is_valid({"theme": {"lines": {"hyphen-penalty": -1}}})
    assert not validator.is_valid({"theme": {"lines": "tex"}})


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("a1.-eé ~", max_size=6),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["lines", "x", *BY_KEY]), inner)
    ),
    max_leaves=4,
)


@given(
    st.sampled_from(["lines", "grid", "openers", *BY_KEY, "level", "breaker", "hyphen_penalty"]),
    _ANYTHING,
    st.booleans(),
)
def test_whatever_is_written_the_plan_is_in_range(key: str, value: Any, inside: bool):
    outcome = plan_of({"lines": {key: value}} if inside else {key: value})
    assert outcome.value is not None
    assert all(d.where is not None and d.where.line == 2 for d in outcome.diagnostics)
    theme = outcome.value.theme
    assert theme.grid in (None, True, False)
    assert theme.openers in ("plain", "small-caps", "drop-cap")
    assert theme.lines.breaker in ("total-fit", "greedy")
    assert isinstance(theme.lines.is_level, bool)
    for known in RANGES:
        number = getattr(theme.lines, known.field)
        assert number == known.default or known.low <= number <= known.high
        assert number is None or isinstance(number, int if known.is_count else float)
