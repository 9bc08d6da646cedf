"""The fixed interface, as other programs and people call it: a real process each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import write_project

GOOD = "---\ntitle: A short paper\nlang: en\n---\n\n# One\n\nSome text.[^1]\n\n[^1]: A note.\n"


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "publish.cli.main", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PUBLISH_CACHE": "off", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def objects(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_lone_file_becomes_a_pdf_and_nothing_is_written_beside_it(tmp_path: Path) -> None:
    write_project(tmp_path / "texts", {"paper.md": GOOD})
    (tmp_path / "here").mkdir()
    done = run("build", "../texts/paper.md", "--to", "pdf", cwd=tmp_path / "here")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "here" / "output" / "paper" / "paper.pdf").read_bytes()[:5] == b"%PDF-"
    assert [path.name for path in (tmp_path / "texts").iterdir()] == ["paper.md"]
    assert "paper.pdf" in done.stdout


def test_editions_named_one_by_one_are_all_made(tmp_path: Path) -> None:
    write_project(tmp_path, {"paper.md": GOOD})
    done = run("build", "paper.md", "--to", "epub", "--to", "html,epub", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = {path.suffix for path in (tmp_path / "output" / "paper").iterdir()}
    assert made == {".epub", ".html", ".json"}


def test_json_gives_one_object_a_line_and_the_result_last(tmp_path: Path) -> None:
    write_project(tmp_path, {"paper.md": GOOD + "\nSee [@nobody].\n"})
    done = run("build", "paper.md", "--to", "epub,html", "--format", "json", cwd=tmp_path)
    *diagnostics, result = objects(done)
    assert done.returncode == 0
    keys = {"type", "severity", "code", "message", "file", "line", "column"}
    keys |= {"end_line", "end_column", "hints", "related"}
    assert all(set(d) == keys for d in diagnostics)
    unknown = next(d for d in diagnostics if d["code"] == "cite/unknown-key")
    assert (unknown["file"], unknown["line"], unknown["severity"]) == ("paper.md", 12, "warning")
    assert result["type"] == "result"
    editions = result["editions"]
    assert isinstance(editions, list)
    assert [set(e) for e in editions] == [{"to", "path", "pages", "bytes", "seconds"}] * 2
    assert [e["path"] for e in editions] == ["output/paper/paper.epub", "output/paper/paper.html"]


def test_strict_turns_a_warning_into_an_error_and_keeps_the_former_output(tmp_path: Path) -> None:
    write_project(tmp_path, {"paper.md": GOOD})
    assert run("build", "paper.md", "--to", "epub", cwd=tmp_path).returncode == 0
    former = (tmp_path / "output/paper/paper.epub").read_bytes()
    write_project(tmp_path, {"paper.md": GOOD + "\nSee [@nobody].\n"})
    done = run("build", "paper.md", "--to", "epub", "--strict", cwd=tmp_path)
    assert done.returncode == 1
    assert "error[cite/unknown-key]" in done.stderr
    assert (tmp_path / "output/paper/paper.epub").read_bytes() == former


def test_check_writes_nothing(tmp_path: Path) -> None:
    write_project(tmp_path, {"paper.md": GOOD})
    assert run("check", "paper.md", cwd=tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["paper.md"]


def test_a_fault_is_shown_with_its_line_and_a_caret(tmp_path: Path) -> None:
    write_project(tmp_path, {"paper.md": "---\ntitle: A\nlang: en\n---\n\nSee [@nobody].\n"})
    done = run("check", "paper.md", cwd=tmp_path)
    lines = done.stderr.splitlines()
    row = next(n for n, line in enumerate(lines) if line.startswith(" 6 | See [@nobody]."))
    assert lines[row + 1].index("^") == lines[row].index("@nobody")


def test_wrong_use_exits_with_2(tmp_path: Path) -> None:
    assert run("build", "--to", "docx", "x.md", cwd=tmp_path).returncode == 2
    assert run("build", cwd=tmp_path).returncode == 2
    assert run("nonsense", cwd=tmp_path).returncode == 2


def test_a_path_that_is_not_there_is_a_diagnostic(tmp_path: Path) -> None:
    write_project(tmp_path, {"paper.md": GOOD})
    done = run("build", "papre.md", cwd=tmp_path)
    assert done.returncode == 1
    assert "did you mean `paper.md`" in done.stderr
    assert "Traceback" not in done.stderr


def test_schema_is_json_and_version_names_the_tools(tmp_path: Path) -> None:
    schema = json.loads(run("schema", cwd=tmp_path).stdout)
    assert schema["additionalProperties"] is False
    assert {"title", "editions", "theme", "bibliography"} <= set(schema["properties"])
    told = run("--version", cwd=tmp_path).stdout
    assert all(tool in told for tool in ("publish ", "pandoc 3.", "weasyprint 70", "citeproc-py 0.11"))


def test_quiet_says_nothing_where_all_is_well(tmp_path: Path) -> None:
    write_project(tmp_path, {"paper.md": GOOD})
    done = run("build", "paper.md", "--to", "html", "--quiet", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_output_goes_where_it_is_told_to(tmp_path: Path) -> None:
    write_project(tmp_path, {"paper.md": GOOD})
    run("build", "paper.md", "--to", "html", "--output", "made/here", cwd=tmp_path)
    assert {p.name for p in (tmp_path / "made/here").iterdir()} == {"paper.html", "manifest.json"}


def test_impose_makes_a_booklet_of_any_pdf(tmp_path: Path) -> None:
    import pikepdf

    pdf = pikepdf.new()
    for _ in range(5):
        pdf.add_blank_page(page_size=(420, 595))
    pdf.save(tmp_path / "in.pdf")
    done = run("impose", "in.pdf", "--output", "out.pdf", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with pikepdf.open(tmp_path / "out.pdf") as out:
        assert len(out.pages) == 4
        assert [float(v) for v in out.pages[0].mediabox[2:]] == [840, 595]


def test_two_publications_of_one_name_overwrite_nothing(tmp_path: Path) -> None:
    write_project(tmp_path, {"one/e.md": GOOD, "two/e.md": GOOD})
    done = run("build", "one/e.md", "two/e.md", "--to", "html", cwd=tmp_path)
    assert done.returncode == 2
    assert not (tmp_path / "output").exists()


def test_impose_tells_what_is_wrong(tmp_path: Path) -> None:
    write_project(tmp_path, {"in.pdf": "no PDF"})
    done = run("impose", "in.pdf", "--output", "out.pdf", cwd=tmp_path)
    assert done.returncode == 1
    assert "error[pdf/unreadable]" in done.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_an_edition_must_be_named_and_a_folder_allowed_must_be_there(tmp_path: Path) -> None:
    write_project(tmp_path, {"paper.md": GOOD})
    assert run("build", "paper.md", "--to", ",", cwd=tmp_path).returncode == 2
    assert run("build", "paper.md", "--allow-read", "nowhere", cwd=tmp_path).returncode == 2
