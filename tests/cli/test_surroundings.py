"""The command in odd surroundings: closed and full outputs, other encodings, no home, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import write_project

TEXT = "---\ntitle: Ü “T” 日本\nlang: en\n---\n\n# Ä — 日本\n\nText [@nobody] ünï.\n"
PUBLISH = [sys.executable, "-m", "publish.cli.main"]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return write_project(tmp_path, {"ä b.md": TEXT})


def shell(command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    publish = " ".join(PUBLISH)
    return subprocess.run(
        ["sh", "-c", command.replace("publish", publish, 1)],
        cwd=cwd,
        env={**os.environ, "PUBLISH_CACHE": "off", **environment},
        capture_output=True,
        timeout=120,
    )


@pytest.mark.parametrize("closing", [">&-", "2>&-", ">&- 2>&- <&-", "| head -c 1", "2>/dev/full"])
def test_nobody_listens(here: Path, closing: str) -> None:
    done = shell(f"publish build 'ä b.md' --to html {closing}", here)
    assert b"Traceback" not in done.stderr + done.stdout
    assert (here / "output/ä b/ä b.html").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_behind_the_output_is_told(here: Path) -> None:
    done = shell("publish build 'ä b.md' --to html > /dev/full", here)
    assert done.returncode == 1
    assert b"nothing more could be printed" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C"},
        {"TERM": "dumb"},
        {"NO_COLOR": "1"},
    ],
    ids=str,
)
def test_any_encoding_can_be_printed_in(here: Path, environment: dict[str, str]) -> None:
    done = shell("publish build 'ä b.md' --to html", here, **environment)
    assert done.returncode == 0, done.stderr
    assert b"cite/unknown-key" in done.stderr
    assert b"???" not in done.stdout.replace(b"????.html", b"")


def test_json_is_utf_8_everywhere(here: Path) -> None:
    done = shell("publish build 'ä b.md' --to html --format json", here, PYTHONIOENCODING="latin-1")
    first, last = (json.loads(line) for line in done.stdout.decode("utf-8").splitlines())
    assert first["file"] == "ä b.md"
    assert last["editions"][0]["path"] == "output/ä b/ä b.html"
    assert done.stderr == b""


@pytest.mark.parametrize(
    "home", [{"HOME": "/proc"}, {"HOME": "/dev/null"}, {"PUBLISH_CACHE": "ä b.md"}], ids=str
)
def test_without_a_place_for_the_cache(here: Path, home: dict[str, str]) -> None:
    done = shell(
        "publish build 'ä b.md' --to html", here, **{"PUBLISH_CACHE": "", "XDG_CACHE_HOME": "", **home}
    )
    assert done.returncode == 0, done.stderr
    assert (here / "ä b.md").read_text("utf-8") == TEXT


def hear_ctrl_c() -> None:
    """Undo what a shell does to a command it starts in the background (POSIX, XCU 2.11)."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def interrupted(arguments: Sequence[str], cwd: Path, number: int, after_s: float) -> tuple[int, bytes]:
    process = subprocess.Popen(
        [*PUBLISH, *arguments],
        cwd=cwd,
        env={**os.environ, "PUBLISH_CACHE": "off", "TMPDIR": str(cwd / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509 - there are no threads here
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(after_s)
    os.killpg(process.pid, number)
    said, _ = process.communicate(timeout=60)
    return process.returncode, first + said


@pytest.mark.parametrize("after_s", [0.0, 0.4, 2.5])
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_everything_as_it_was(
    tmp_path: Path, jobs: str, number: int, after_s: float
) -> None:
    chapters = "\n\n".join(f"# Part {n}\n\n{'word ' * 3000}[^{n}]\n\n[^{n}]: A note." for n in range(60))
    settings = "editions: [{to: pdf, page: A4}, {to: pdf, page: letter}, {to: epub}]"
    write_project(tmp_path, {"big.md": f"---\ntitle: Big\nlang: en\n{settings}\n---\n\n{chapters}\n"})
    write_project(tmp_path, {"output/big/big.epub": "the former edition", "tmp/.keep": ""})
    code, said = interrupted(["build", "big.md", "--jobs", jobs], tmp_path, number, after_s)
    assert code == 130, said
    assert b"publish: stopped" in said
    assert b"Traceback" not in said
    assert [p.name for p in (tmp_path / "output/big").iterdir()] == ["big.epub"]
    assert (tmp_path / "output/big/big.epub").read_text() == "the former edition"
    assert [p.name for p in (tmp_path / "tmp").iterdir() if not p.name.startswith("pymp-")] == [".keep"]


WHILE_TEXT_IS_RUN = """
import os, signal
from publish.cli import main as command
command.commands.main = lambda **_: exec("os.kill(os.getpid(), signal.SIGINT)\\nwhile True: pass")
command.main()
"""


def test_an_interrupt_while_a_class_is_made_ends_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "interrupted.py").write_text(WHILE_TEXT_IS_RUN)
    done = subprocess.run(
        [sys.executable, "-m", "interrupted"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=60,
        preexec_fn=hear_ctrl_c,
    )
    assert b"publish: stopped" in done.stderr
    assert done.returncode == 130
