"""The wheel works without the checkout: installed into an empty environment it builds a document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

DOCUMENT = """---
title: Away from home
lang: en
author: A. Nonymous
references:
  - {id: roe1990, type: book, title: Roads, author: [{family: Roe}], issued: {date-parts: [[1990]]}}
---

# One

A claim.[^1] And *another* [@roe1990, p. 3].

[^1]: A note.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, timeout=120)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_styles_and_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        names = set(package.namelist())
    for path in (ROOT / "styles").rglob("*.css"):
        assert f"publish/assets/styles/{path.relative_to(ROOT / 'styles').as_posix()}" in names
    for path in (ROOT / "csl").rglob("*.csl"):
        assert f"publish/assets/csl/{path.relative_to(ROOT / 'csl').as_posix()}" in names
    assert any(name.endswith("/LICENSE") for name in names)
    assert "publish/py.typed" in names
    assert not any(name.startswith(("tests/", "tools/", "benchmarks/", "manuscript/")) for name in names)


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel alone; its dependencies are lent from the one the tests run in."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env", with_pip=False, symlinks=True)
    python = folder / "env" / "bin" / "python"
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "-qq",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*install, str(wheel)], check=True, timeout=120)
    (site,) = (folder / "env" / "lib").glob("python*/site-packages")
    # A folder lent by a .pth file comes after the wheel, and its own .pth files are not heeded.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    environment["PUBLISH_CACHE"] = "off"
    return subprocess.run(
        [str(folder / "env" / "bin" / command[0]), *command[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_it_is_the_wheel_that_runs(elsewhere: Path) -> None:
    script = (
        "import publish; from publish.world.assets import style_sheets; "
        "from publish.world.fonts import font_faces; "
        "print(publish.__file__); print(len(style_sheets())); print(len(font_faces('eb-garamond')))"
    )
    done = run(elsewhere, "python", "-c", script)
    assert done.returncode == 0, done.stderr
    place, sheets, faces = done.stdout.split()
    assert place.startswith(str(elsewhere))
    assert int(sheets) == len(list((ROOT / "styles").rglob("*.css")))
    assert faces == "2"


def test_it_builds_a_document(elsewhere: Path) -> None:
    (elsewhere / "away.md").write_text(DOCUMENT, "utf-8")
    done = run(elsewhere, "publish", "build", "away.md", "--to", "pdf,epub,booklet,html", "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["type"] == "result"
    assert sorted(edition["to"] for edition in result["editions"]) == ["booklet", "epub", "html", "pdf"]
    output = elsewhere / "output" / "away"
    assert (output / "away.pdf").read_bytes().startswith(b"%PDF-")
    assert zipfile.is_zipfile(output / "away.epub")
    assert (output / "manifest.json").is_file()
