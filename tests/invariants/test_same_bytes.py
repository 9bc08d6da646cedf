"""Same input, same bytes: in another folder, time zone, language, umask and hash seed; with any jobs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from publish.pipeline.request import Result
from tests.conftest import ROOT


def digests(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_builds_from_scratch_are_byte_identical(tmp_path: Path, essay: tuple[Result, Path]) -> None:
    elsewhere = tmp_path / "another place"
    shutil.copytree(ROOT / "manuscript" / "black-january", elsewhere / "black-january")
    environment = {
        **os.environ,
        "TZ": "Pacific/Auckland",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "4711",
        "PUBLISH_CACHE": "off",
        "HOME": str(tmp_path),
    }
    command = [sys.executable, "-m", "publish.cli.main", "build", "black-january", "--jobs", "1"]
    former = os.umask(0o077)
    try:
        done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True)
    finally:
        os.umask(former)
    assert done.returncode == 0, done.stderr
    first, second = digests(essay[1]), digests(elsewhere / "output" / "black-january")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
