"""Profiles are laid over the other settings, and every value keeps its place."""

from __future__ import annotations

from pathlib import Path

import publish
from publish.config.load import load_file, load_folder
from publish.model.diagnostic import Outcome
from publish.model.plan import Plan
from publish.model.source import Source
from tests.conftest import write_project

SETTINGS = """title: Questions
lang: en
theme: {font: eb-garamond, margins: narrow}
editions: [pdf, epub]
profiles:
  teacher:
    title: Answers
    theme: {margins: wide}
    editions: [pdf]
  student:
"""


def plan_of(profile: str, text: str = SETTINGS) -> Outcome[Plan | None]:
    return load_folder(Source("publish.yaml", text), ("a.md",), "sheet", profile)


def chosen(profile: str) -> Plan:
    outcome = plan_of(profile)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def test_a_profile_changes_what_it_names_and_nothing_else() -> None:
    plain, teacher, student = chosen(""), chosen("teacher"), chosen("student")
    assert (plain.theme.margins, teacher.theme.margins, student.theme.margins) == ("narrow", "wide", "narrow")
    assert teacher.theme.font == plain.theme.font == "eb-garamond"
    assert [edition.to for edition in teacher.editions] == ["pdf"]
    assert student.editions == plain.editions
    assert "Answers" in teacher.metadata_yaml
    assert "Answers" not in student.metadata_yaml
    assert teacher.profiles == ("teacher", "student")
    assert (plain.profile, teacher.profile) == ("", "teacher")


def test_an_unknown_profile_is_an_error() -> None:
    (found,) = plan_of("techer").diagnostics
    assert found.code == "config/unknown-profile"
    assert found.hints == ("did you mean `teacher`?",)
    (found,) = plan_of("teacher", "title: T\nlang: en\n").diagnostics
    assert "no profile is named" in found.message


def test_a_fault_of_a_profile_is_told_at_its_place_whichever_is_built() -> None:
    wrong = SETTINGS.replace("margins: wide", "margins: broad")
    for profile in ("", "teacher", "student"):
        (found,) = plan_of(profile, wrong).diagnostics
        assert found.code == "config/bad-value"
        assert found.where is not None
        assert (found.where.line, found.where.column) == (8, 22)


def test_front_matter_has_profiles_too() -> None:
    text = f"---\n{SETTINGS}---\n\nWords.\n"
    outcome = load_file(Source("a.md", text), ("a.md",), "a", "teacher")
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    assert outcome.value.theme.margins == "wide"
    assert "Answers" in outcome.value.metadata_yaml


def test_the_editions_of_a_profile_carry_its_name(tmp_path: Path) -> None:
    text = SETTINGS.replace("editions: [pdf, epub]", "editions: [html]").replace("editions: [pdf]", "css: []")
    body = "Sum?\n\n[Four.]{.only profile=teacher} [On paper.]{.only edition=pdf}\n"
    write_project(tmp_path, {"sheet.md": f"---\n{text}---\n\n{body}"})
    texts = {}
    for profile in ("", "teacher", "student"):
        result = publish.build(
            tmp_path / "sheet.md", output=tmp_path / f"out-{profile}", profile=profile, cache=False
        )
        (edition,) = result.editions
        assert edition.path.name == (f"sheet-{profile}.html" if profile else "sheet.html")
        texts[profile] = edition.path.read_text("utf-8")
    assert "Four." in texts["teacher"]
    assert "<title>Answers</title>" in texts["teacher"]
    assert "Four." not in texts[""] + texts["student"]
    assert "On paper." not in "".join(texts.values())
