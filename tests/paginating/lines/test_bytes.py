"""What was set before leaves no trace: same bytes in any order, place, time zone, language and hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.paginating.lines.bytes_probe import NAMES, digest


def made_elsewhere(names: tuple[str, ...], folder: Path, **environment: str) -> dict[str, str]:
    """Make the documents in this order in a process of its own; return their digests by name."""
    paths = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    done = subprocess.run(
        [sys.executable, "-m", "tests.paginating.lines.bytes_probe", *names],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(names, done.stdout.split(), strict=True))


def test_documents_of_one_process_leave_no_trace_in_each_other(tmp_path: Path) -> None:
    here = {name: digest(name) for name in NAMES}
    again = {name: digest(name) for name in reversed(NAMES)}
    assert here == again
    assert len(set(here.values())) == len(NAMES), "the documents are to differ"
    elsewhere = made_elsewhere(
        NAMES[::-1], tmp_path, TZ="Pacific/Auckland", LANG="tr_TR.UTF-8", LC_ALL="C", PYTHONHASHSEED="4711"
    )
    assert elsewhere == here


def test_a_document_alone_has_the_bytes_it_has_among_others(tmp_path: Path) -> None:
    among = {name: digest(name) for name in NAMES}
    for name in ("font two", "plain"):
        assert made_elsewhere((name,), tmp_path) == {name: among[name]}
