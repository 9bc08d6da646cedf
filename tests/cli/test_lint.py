"""`publish lint`: sentences or objects, exit codes, switches from publish.yaml; and its part in builds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import publish
from publish.cli.main import commands
from publish.model.faults import RULES
from tests.conftest import write_project
from tests.structure import pdf_edits
from tests.structure.valley import valley

WORDS = "Here are words of a paragraph that is long enough to fill several lines of the page it stands on. " * 6
STRANDED = f"# One\n\n{WORDS}\n\n## Two\n\n{WORDS}\n"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["lint", *arguments])
    return result.exit_code, result.output


def test_a_good_file_gives_nothing_but_notes(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(valley("pdf"))
    code, output = run(str(path))
    assert code == 0
    *faults, total = [line for line in output.splitlines() if line]
    assert all(line.startswith("note ") for line in faults)
    assert total.startswith("book.pdf: ")


def test_a_fault_is_told_in_a_sentence_and_by_the_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf_edits.edited(valley("pdf"), pdf_edits.retarget("fords", "nights")))
    code, output = run(str(path))
    assert code == 1
    assert "error    p. iii: ‘Bridges and fords 3’ says page 3, but what it leads to is on page 10" in output
    assert "[wrong-page-reference]\n" in output
    assert "book.pdf: 1 error" in output


def test_programs_read_objects(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf_edits.edited(valley("pdf"), pdf_edits.retarget("fords", "nights")))
    _, output = run(str(path), "--format", "json")
    *faults, result = [json.loads(line) for line in output.splitlines()]
    wrong = next(fault for fault in faults if fault["rule"] == "wrong-page-reference")
    assert (wrong["type"], wrong["severity"], wrong["page"]) == ("fault", "error", 3)
    assert (result["type"], result["errors"], result["file"]) == ("result", 1, str(path))


def test_github_shows_faults_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf_edits.edited(valley("pdf"), pdf_edits.retarget("fords", "nights")))
    _, output = run(str(path), "--format", "github")
    first = output.splitlines()[0]
    assert first.startswith(f"::error file={path},title=lint%3A wrong-page-reference::p. iii: ")


def test_the_rules_are_listed_with_what_they_mean() -> None:
    code, output = run("--rules")
    assert code == 0
    told = [line.split()[:2] for line in output.splitlines()]
    assert told == [[name, rule.weight] for name, rule in RULES.items()]
    assert all(rule.meaning in output for rule in RULES.values())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("lint:\n  off: [runt\n", "config/bad-yaml"),
        ("title: [1", "config/bad-yaml"),
        ("lnit: {}\n", "did you mean `lint`?"),
        ("lint: {off: {runtt: why not}}\n", "did you mean `runt`?"),
        ("lint: {runt: short ends}\n", "write `lint: {off: {runt: a reason}}`"),
        ("lint: {off: {runt: }}\n", "expected a reason in words"),
        ("\udcff", "settings.yaml"),
    ],
)
def test_settings_that_cannot_hold_are_told(tmp_path: Path, settings: str, said: str) -> None:
    (tmp_path / "book.pdf").write_bytes(valley("pdf"))
    (tmp_path / "settings.yaml").write_bytes(settings.encode("utf-8", "surrogateescape"))
    code, output = run(str(tmp_path / "book.pdf"), "--config", str(tmp_path / "settings.yaml"))
    assert code == 2
    assert said in output


def test_settings_need_no_chapters(tmp_path: Path) -> None:
    (tmp_path / "book.pdf").write_bytes(valley("pdf"))
    (tmp_path / "lint.yaml").write_text("chapters: [gone.md]\nlint: {off: {figure-far: plates at the end}}\n")
    code, output = run(str(tmp_path / "book.pdf"), "--config", str(tmp_path / "lint.yaml"))
    assert code == 0
    assert "figure-far" not in output


def test_a_bug_of_ours_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr("publish.pipeline.lint.lint_file", fail)
    (tmp_path / "book.pdf").write_bytes(valley("pdf"))
    code, output = run(str(tmp_path / "book.pdf"))
    assert code == 2
    assert "publish failed while judging (RuntimeError)" in output


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    assert run(str(tmp_path / "none.pdf"))[0] == 2
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nonsense")
    code, output = run(str(tmp_path / "bad.pdf"))
    assert code == 2
    assert "bad.pdf: the file cannot be read" in output


def test_switches_hold_and_idle_ones_are_told(tmp_path: Path) -> None:
    folder = write_project(
        tmp_path,
        {
            "publish.yaml": "title: T\nlang: en\nlint: {off: {wrong-page-reference: old numbers are meant,"
            " figure-far: plates stand at the end, widow: it is a poem}}\n",
            "one.md": "# One\n",
            "book.pdf": pdf_edits.edited(valley("pdf"), pdf_edits.retarget("fords", "nights")),
        },
    )
    code, output = run(str(folder / "book.pdf"), "--config", str(folder / "publish.yaml"))
    assert code == 0
    assert "wrong-page-reference]" not in output
    assert "`lint.off.widow` has nothing to switch off" in output


def settings(more: str) -> str:
    return f"title: T\nlang: en\ncss: a.css\neditions: [{{to: pdf, page: A5}}]\n{more}"


CSS = "h2 { break-after: auto !important; break-after: page !important }\n"


def test_a_build_tells_what_is_wrong_with_its_pages(tmp_path: Path) -> None:
    folder = write_project(tmp_path, {"publish.yaml": settings(""), "a.css": CSS, "one.md": STRANDED})
    found = [d for d in publish.check(folder).diagnostics if d.code == "page/stranded-heading"]
    assert len(found) == 1
    assert "heading ‘Two’ is the last thing on the page" in found[0].message
    assert found[0].where is not None
    assert (found[0].where.file, found[0].where.line) == ("one.md", 5)


def test_a_build_keeps_quiet_about_what_is_switched_off(tmp_path: Path) -> None:
    more = "lint: {off: {stranded-heading: part openings stand alone}}\n"
    folder = write_project(tmp_path, {"publish.yaml": settings(more), "a.css": CSS, "one.md": STRANDED})
    assert [d.code for d in publish.check(folder).diagnostics if d.code.startswith("page/")] == []


def test_a_build_tells_a_switch_without_use(tmp_path: Path) -> None:
    more = "lint: {off: {stranded-heading: part openings stand alone}}\n"
    folder = write_project(tmp_path, {"publish.yaml": settings(more), "a.css": "", "one.md": STRANDED})
    found = [d for d in publish.check(folder).diagnostics if d.code == "page/unused-switch"]
    assert len(found) == 1
    assert found[0].where is not None
    assert found[0].where.line == 5


def test_a_switch_of_a_blemish_is_used_or_told_too(tmp_path: Path) -> None:
    more = "lint: {off: {runt: short ends are meant, ladder: so are ladders}}\n"
    runt = WORDS + "\n\nHere are words enough for lines and then some more to fill them, three times over " * 2
    css = "p { width: 60mm !important; text-align: left !important; hyphens: none !important }\n"
    text = f"# One\n\n{WORDS} {runt}<br />no.\n".replace("<br />", "\\\n")
    folder = write_project(tmp_path, {"publish.yaml": settings(more), "a.css": css, "one.md": text})
    told = [d.message for d in publish.check(folder).diagnostics if d.code.startswith("page/")]
    assert len(told) == 1
    assert "`lint.off.ladder` has nothing to switch off" in told[0]


def test_a_rule_that_is_none_is_told_with_the_nearest(tmp_path: Path) -> None:
    more = "lint: {off: {widows: a poem}}\n"
    folder = write_project(tmp_path, {"publish.yaml": settings(more), "a.css": "", "one.md": "# One\n"})
    found = [d for d in publish.check(folder).diagnostics if d.code == "config/unknown-key"]
    assert "did you mean `widow`?" in found[0].hints
