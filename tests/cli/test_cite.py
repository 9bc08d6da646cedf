"""`publish cite`, as people and programs call it: a real process each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import write_project

MANUSCRIPT = """---
title: A short paper
lang: en
bibliography: refs.json
csl: chicago-notes-bibliography
---

# One

Words [@doe, p. 3]. More.[^1] Again [@doe, p. 4].

[^1]: As in [@roe].
"""
DOE = {"id": "doe", "type": "book", "title": "A Book", "author": [{"family": "Doe", "given": "Jane"}]}
ROE = {"id": "roe", "type": "article-journal", "title": "A Paper", "author": [{"family": "Roe", "given": "R."}]}
REFS = [
    {**DOE, "publisher": "Press", "issued": {"date-parts": [[1999]]}},
    {**ROE, "container-title": "Journal", "volume": 2, "issued": {"date-parts": [[2001]]}},
]


def project(folder: Path, references: list[dict[str, object]] | None = None) -> Path:
    records = ",\n".join(json.dumps(record) for record in references or REFS)
    return write_project(folder, {"paper.md": MANUSCRIPT, "refs.json": f"[\n{records}\n]\n"})


def run(
    *arguments: str | Path, cwd: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "publish.cli.main", "cite", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PUBLISH_CACHE": "off", **environment},
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_show_prints_the_notes_and_the_list_in_order(tmp_path: Path) -> None:
    done = run("show", project(tmp_path) / "paper.md", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "paper in the style chicago-notes-bibliography",
        "",
        "Notes",
        "  1  Jane Doe, _A Book_ (Press, 1999), 3.",
        "  2  As in R. Roe, “A Paper,” _Journal_ 2 (2001).",
        "  3  Doe, _A Book_, 4.",
        "",
        "Bibliography",
        "  Doe, Jane. _A Book_. Press, 1999.",
        "  Roe, R. “A Paper.” _Journal_ 2 (2001).",
    ]


def test_show_takes_another_style_by_name_or_path(tmp_path: Path) -> None:
    from publish.world.assets import csl_text

    write_project(tmp_path / "styles", {"mine.csl": csl_text("apa") or ""})
    project(tmp_path / "text")
    for style in ("apa", "styles/mine.csl"):
        done = run("show", "text/paper.md", "--style", style, "--format", "json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        (result,) = [json.loads(line) for line in done.stdout.splitlines()]
        assert [one["text"] for one in result["citations"]] == ["(Doe, 1999, p. 3)", "(Doe, 1999, p. 4)"]
        assert [(one["file"], one["line"]) for one in result["citations"]] == [("text/paper.md", 10)] * 2
        assert [one["number"] for one in result["notes"]] == ["1"]
        assert result["style"] == style
        assert [one["id"] for one in result["bibliography"]] == ["doe", "roe"]
        assert result["bibliography"][0]["html"] == "Doe, J. (1999). <em>A Book</em>. Press."
    assert not (tmp_path / "output").exists()


def test_show_tells_an_unknown_style_and_an_unknown_path(tmp_path: Path) -> None:
    done = run("show", project(tmp_path) / "paper.md", "--style", "chicago-notez", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cite/unknown-style" in done.stderr
    assert "did you mean" in done.stderr
    assert run("show", "nothing.md", cwd=tmp_path).returncode == 1
    assert run("show", cwd=tmp_path).returncode == 2


def test_check_finds_unused_incomplete_and_duplicate_references(tmp_path: Path) -> None:
    twin = {**REFS[0], "id": "doe1999", "title": "A book"}
    alone = {**REFS[1], "id": "Roe", "title": "Another", "container-title": ""}
    project(tmp_path, [*REFS, twin, alone])
    done = run("check", "paper.md", "--format", "json", cwd=tmp_path)
    *found, result = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [(one["code"], one["file"], one["line"]) for one in found] == [
        ("cite/similar-keys", "refs.json", 5),
        ("cite/unused", "refs.json", 4),
        ("cite/duplicate", "refs.json", 4),
        ("cite/unused", "refs.json", 5),
        ("cite/incomplete", "refs.json", 5),
    ]
    assert result == {
        "type": "result",
        "references": 4,
        "cited": 2,
        "unused": 2,
        "incomplete": 1,
        "duplicate": 1,
    }
    assert run("check", "paper.md", "--strict", cwd=tmp_path).returncode == 1


def test_check_is_silent_about_what_a_build_lists_anyway(tmp_path: Path) -> None:
    project(tmp_path, [*REFS, {**REFS[0], "id": "x", "title": "Only listed"}])
    text = MANUSCRIPT.replace("lang: en\n", "lang: en\nnocite: '@*'\n")
    write_project(tmp_path, {"paper.md": text})
    done = run("check", "paper.md", cwd=tmp_path)
    assert done.stdout.splitlines() == ["3 references: 2 cited, 0 unused, 0 incomplete, 0 there twice"]
    assert done.stderr == ""


def test_check_codes_never_come_from_a_build(tmp_path: Path) -> None:
    import publish

    project(tmp_path, [*REFS, {"id": "x", "type": "book", "title": "A Book"}])
    told = {found.code for found in publish.check(tmp_path / "paper.md").diagnostics}
    assert not told & {"cite/unused", "cite/incomplete", "cite/duplicate"}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["apa"], "apa"),
        (["house", "notes"], "house-notes"),
        (["Chicago", "notes", "bibliography"], "chicago-notes-bibliography"),
        (["0028-0836"], "nature"),
        (["modern", "LANGUAGE"], "modern-language-association"),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(value),
)
def test_styles_prints_the_best_first(words: list[str], first: str, tmp_path: Path) -> None:
    done = run("styles", *words, cwd=tmp_path, PUBLISH_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 0
    assert done.stdout.split()[0] == first
    again = run("styles", *words, cwd=tmp_path, PUBLISH_CACHE=str(tmp_path / "cache"))
    assert again.stdout == done.stdout


def test_styles_names_parents_kinds_and_what_was_meant(tmp_path: Path) -> None:
    done = run("styles", "nature", "medicine", "--format", "json", cwd=tmp_path)
    found = {entry["name"]: entry for entry in map(json.loads, done.stdout.splitlines())}
    assert found["nature-medicine"]["parent"] == "nature"
    assert found["nature-medicine"]["form"] == "numeric"
    assert all("parent" in entry for entry in found.values())
    nothing = run("styles", "chicagoo", cwd=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "did you mean" in nothing.stderr


def test_run_answers_every_line_in_order(tmp_path: Path) -> None:
    job = {"style": "apa", "references": REFS, "to": "text"}
    lines = [
        json.dumps({**job, "clusters": [{"cites": [{"id": "doe"}]}]}).encode(),
        b"",
        b"no json",
        b"\xff\xfe",
        json.dumps({**job, "clusters": [{"cites": [{"id": "roe"}]}]}, ensure_ascii=False).encode(),
    ]
    done = run("run", cwd=tmp_path, stdin=b"\n".join(lines))
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["clusters"] for answer in answers] == [["(Doe, 1999)"], [], [], [], ["(Roe, 2001)"]]
    assert all(set(answer) == {"clusters", "bibliography", "diagnostics"} for answer in answers)
    assert run("run", cwd=tmp_path).stdout == ""


def test_run_answers_before_the_next_line_is_written(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "publish.cli.main", "cite", "run"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for style in ("apa", "nonsense", "ieee"):
            process.stdin.write(json.dumps({"style": style, "references": REFS}).encode() + b"\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert len(answer["bibliography"]) == (0 if style == "nonsense" else 2)
        process.stdin.close()
        assert process.wait(timeout=30) == 0
