"""`publish diff`: exit codes as diff(1) has them, and each form of the output."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli.columns import columns
from publish.cli.diff_formats import as_annotations, as_json, as_text
from publish.cli.main import commands
from publish.model.changes import Change, Level, Spot
from publish.model.pages import PageStructure
from publish.pipeline.compare import Compared, Edition, compare_files
from publish.structure.snapshot.snapshot import write_snapshot
from tests.conftest import write_project
from tests.structure.typesetter import story, typeset

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("editions")
    text = story(1, 4)
    other = [*text[:2], ("P", text[2][1].replace("near", "beside", 1)), *text[3:]]
    new = typeset(other)
    old_path, new_path = folder / "old.pages", folder / "new.pages"
    old_path.write_text(write_snapshot(typeset(text)), "utf-8")
    new_path.write_text(write_snapshot(new), "utf-8")
    return old_path, new_path


def run(*words: object) -> Result:
    return CliRunner().invoke(commands, ["diff", *map(str, words)])


def compared(*sentences: tuple[Level, str, str]) -> Compared:
    empty = PageStructure("pdf")
    changes = tuple(
        Change(level, "text/edited", sentence, (), (Spot(1),), source) for level, sentence, source in sentences
    )
    return Compared(Edition(Path("a.pdf"), empty), Edition(Path("out/b,1.pdf"), empty), changes)


def test_the_same_is_silence_and_zero(files: tuple[Path, Path]) -> None:
    for form in ("text", "github"):
        result = run(files[0], files[0], "--format", form)
        assert (result.exit_code, result.output) == (0, "")


def test_different_is_one_and_sentences(files: tuple[Path, Path]) -> None:
    result = run(*files)
    assert result.exit_code == 1
    assert "content  p. 1: " in result.output
    assert re.fullmatch(r"\d+ changes?: .*1 content.*", result.output.splitlines()[-1])


def test_a_level_decides_what_fails(files: tuple[Path, Path]) -> None:
    assert run(*files, "--fail-on", "content").exit_code == 1
    assert run(*files, "--fail-on", "fault").exit_code == 0
    assert run(*files, "--fail-on", "grave").exit_code == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read: No such file"),
        (b"%PDF-1.7 nothing", "cannot be read"),
        (b"PK\x03\x04 nothing", "cannot be read"),
        (b"\xff\xfe\x00nothing", "cannot be read"),
        (b"", "neither a PDF nor an EPUB"),
    ],
)
def test_trouble_is_one_sentence_and_two(
    files: tuple[Path, Path], tmp_path: Path, content: bytes | None, told: str
) -> None:
    odd = tmp_path / "odd.pdf"
    if content is not None:
        odd.write_bytes(content)
    for sides in ((files[0], odd), (odd, files[0])):
        result = run(*sides)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("publish diff: ")
        assert told in result.stderr
        assert result.stderr.count("\n") == 1


def test_what_cannot_be_written_is_two(files: tuple[Path, Path], tmp_path: Path) -> None:
    result = run(*files, "--output", tmp_path / "no" / "folder.txt")
    assert result.exit_code == 2
    assert "cannot be written: No such file" in result.stderr


def test_help_names_levels_and_an_example() -> None:
    told = run("--help").output
    for level in Level:
        assert re.search(rf"^    {level.word} +\w", told, re.MULTILINE)
    assert "publish diff old.pdf new.pdf --format html --output report.html" in told
    assert max(map(len, told.splitlines())) <= 80


# --- text ------------------------------------------------------------------------------------------------

LONG = "p. 7: ‘one’ became ‘two’ in the paragraph ‘" + "很长的段落" * 9 + "’ " + "x" * 90


@pytest.mark.parametrize("width", [40, 80, 300])
def test_a_terminal_gets_lines_that_fit_and_line_up(width: int) -> None:
    told = COLOUR.sub("", as_text(compared((Level.CONTENT, LONG, ""), (Level.FAULT, "p. 1: off", "")), width))
    lines = told.splitlines()
    assert all(columns(line) <= width for line in lines)
    assert lines[0].startswith("content  p. 7: ")
    assert all(line.startswith(" " * 9) for line in lines[1 : lines.index("fault    p. 1: off")])
    joined = "".join(line.strip() for line in lines)
    assert re.sub(r"\s", "", LONG) in re.sub(r"\s", "", joined)
    assert lines[-1] == "2 changes: 1 fault, 1 content"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("plain", [False, True])
def test_a_real_terminal_gets_colours_unless_told_not_to(files: tuple[Path, Path], plain: bool) -> None:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 44, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"}
    command = [sys.executable, "-m", "publish.cli.main", "diff", *map(str, files)]
    done = subprocess.Popen(command, stdout=theirs, env=environment | ({"NO_COLOR": "1"} if plain else {}))
    os.close(theirs)
    told = b""
    with contextlib.suppress(OSError):  # Linux says EIO where the other end is closed
        while chunk := os.read(ours, 4096):
            told += chunk
    os.close(ours)
    assert done.wait(60) == 1
    assert (b"\x1b[33m" in told) is not plain
    lines = COLOUR.sub("", told.decode()).splitlines()
    assert max(map(len, lines)) <= 44
    assert any(line.startswith("content  p. 1: ") for line in lines)


def test_a_pipe_gets_a_line_for_each_change(files: tuple[Path, Path]) -> None:
    lines = as_text(compared((Level.CONTENT, LONG, "a.md:3"))).splitlines()
    assert COLOUR.sub("", lines[0]) == f"content  {LONG} [a.md:3]"
    assert "\x1b" not in run(*files).output


def test_what_would_steer_a_terminal_is_shown() -> None:
    made = compared((Level.CONTENT, "p. 1: ‘a\x1b[2J\nb\u202e’ was added", ""))
    assert "\x1b[2J" not in as_text(made)
    assert "‘a\ufffd[2J b\ufffd’" in as_text(made)
    assert as_annotations(made).count("\n") == 1
    assert "\x1b" not in as_annotations(made)
    odd = "p. 1: ‘\x07\x9b31m\ud800\u202e’"
    told = as_json(compared((Level.CONTENT, odd, "")))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800\u202e]", told)
    assert json.loads(told.splitlines()[0])["sentence"] == odd


# --- JSON, GitHub, HTML ----------------------------------------------------------------------------------


def test_json_lines(files: tuple[Path, Path]) -> None:
    records = [json.loads(line) for line in run(*files, "--format", "json").output.splitlines()]
    assert [record["type"] for record in records[:-1]] == ["change"] * (len(records) - 1)
    assert records[-1]["type"] == "result"
    assert records[-1]["changes"] == len(records) - 1
    assert records[-1]["level"] == "content"
    change = next(record for record in records if record["level"] == "content")
    assert list(change) == [
        "type",
        "level",
        "kind",
        "sentence",
        "old_pages",
        "new_pages",
        "old_blocks",
        "new_blocks",
        "source",
    ]
    assert (change["kind"], change["new_blocks"]) == ("text/edited", ["b2"])
    sourced = json.loads(as_json(compared((Level.CONTENT, "p. 1: a", "chapter, one.md:12"))).splitlines()[0])
    assert (change["source"], sourced["source"]) == (None, "chapter, one.md:12")


def test_json_of_no_change_is_the_result() -> None:
    assert json.loads(as_json(compared())) == {
        "type": "result",
        "old": "a.pdf",
        "new": "out/b,1.pdf",
        "changes": 0,
        "level": None,
    }


def test_annotations_for_github() -> None:
    made = compared(
        (Level.STYLE, "size", ""),
        (Level.CONTENT, "p. 1: 50 % of\r\n‘a: b, c’", "a: b, 1%.md:12"),
        (Level.FAULT, "p. 1: ::error::", ""),
    )
    fault, content, style = as_annotations(made).splitlines()
    assert fault == "::error file=out/b%2C1.pdf,title=fault%3A text/edited::p. 1: ::error::"
    assert content == (
        "::warning file=a%3A b%2C 1%25.md,line=12,title=content%3A text/edited::p. 1: 50 %25 of  ‘a: b, c’"
    )
    assert style.startswith("::notice file=out/b%2C1.pdf,title=style%3A text/edited::size")


def test_the_report_goes_to_a_file(files: tuple[Path, Path], tmp_path: Path) -> None:
    result = run(*files, "--format", "html", "--output", tmp_path / "report.html")
    assert (result.exit_code, result.output) == (1, "")
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")


# --- manuscripts -----------------------------------------------------------------------------------------

TEXT = "---\ntitle: Two words\nlang: en\neditions:\n  - {to: pdf, page: A5}\n  - {to: pdf, page: A6}\n---\n\n"


@pytest.fixture(scope="module")
def manuscript(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A manuscript, and a snapshot of the second of its editions before a word of it was changed."""
    folder = write_project(tmp_path_factory.mktemp("manuscript"), {"two.md": f"{TEXT}Some words stay.\n"})
    taken = run_other("snapshot", folder / "two.md", "--output", folder / "pages")
    assert taken.exit_code == 0, taken.output
    (folder / "two.md").write_text(f"{TEXT}Some words go.\n", "utf-8")
    return folder / "two.md", folder / "pages" / "two-a6.pdf.pages"


def run_other(*words: object) -> Result:
    return CliRunner().invoke(commands, list(map(str, words)))


def test_a_manuscript_is_built_to_be_compared(manuscript: tuple[Path, Path]) -> None:
    path, snapshot = manuscript
    made = compare_files(snapshot, path)
    assert made.new.name == "two-a6.pdf"
    assert made.remarks == ()
    assert [change.kind for change in made.changes] == ["text/edited"]
    assert made.place_of(made.changes[0]) == f"{path.parent.as_posix()}/two.md:9"
    assert "‘stay’ became ‘go’" in made.changes[0].sentence
    assert not (path.parent / "output").exists()


def test_the_edition_of_the_same_page_size_fits(manuscript: tuple[Path, Path], tmp_path: Path) -> None:
    path, snapshot = manuscript
    other = tmp_path / "other.pages"
    other.write_bytes(snapshot.read_bytes())
    made = compare_files(path, other)
    assert made.old.name == "two-a6.pdf"
    assert made.remarks == (f"of the 2 editions that {path} makes, two-a6.pdf was compared",)


def test_a_manuscript_that_cannot_be_built_is_two(files: tuple[Path, Path], tmp_path: Path) -> None:
    result = run(files[0], tmp_path)
    assert result.exit_code == 2
    assert "has no publish.yaml" in result.stderr
    assert result.stderr.count("\n") == 1
