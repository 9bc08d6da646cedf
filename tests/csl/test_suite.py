"""The official CSL suite as a ratchet: what passes stays passing, what fails is named with its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.csl_suite import main, normal, passes, run

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT.parent / "shared" / "csl-suite" / "fixtures.json"
KNOWN = Path(__file__).with_name("known_failing.txt")

needs_fixtures = pytest.mark.skipif(not FIXTURES.exists(), reason="the CSL suite is not beside this checkout")


def known_failing() -> dict[str, str]:
    lines = [
        line for line in KNOWN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    return {name: reason.strip() for name, _, reason in (line.partition("  ") for line in lines)}


@pytest.fixture(scope="module")
def fixtures() -> dict[str, Any]:
    return dict(json.loads(FIXTURES.read_text(encoding="utf-8")))


@needs_fixtures
def test_everything_passes_but_what_is_listed(fixtures: dict[str, Any]) -> None:
    answers = run(fixtures)
    failing = {name for name, answer in answers.items() if not passes(fixtures[name], answer)}
    known = set(known_failing())
    assert failing - known == set(), "these passed before"
    assert known - failing == set(), "these pass now: take them off tests/csl/known_failing.txt"


@needs_fixtures
def test_nothing_raises(fixtures: dict[str, Any]) -> None:
    assert {name: answer["err"] for name, answer in run(fixtures).items() if "err" in answer} == {}


def test_every_failure_has_a_reason() -> None:
    assert all(reason for reason in known_failing().values())


def test_the_runner_writes_an_answer_for_each_fixture(tmp_path: Path) -> None:
    style = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><citation><layout>'
        '<text variable="title"/></layout></citation></style>'
    )
    fixture = {
        "MODE": "citation",
        "CSL": style,
        "INPUT": [{"id": "a", "title": "A & B"}],
        "RESULT": "A &#38; B\n",
    }
    broken = {**fixture, "CSL": "<style"}
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps({"good": fixture, "broken": broken}), encoding="utf-8")
    assert main([str(source), str(target)]) == 0
    answers = json.loads(target.read_text(encoding="utf-8"))
    assert answers["good"] == {"out": "A &#38; B"}
    assert passes(fixture, answers["good"])
    assert set(answers["broken"]) == {"err"}


def test_marks_of_the_incremental_interface_are_stripped() -> None:
    assert normal(">>[0] One\r\n..[1] Two\n", marked=True) == "One\nTwo"
    assert normal("One\n\n", marked=False) == "One\n"
