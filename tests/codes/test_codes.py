"""Every diagnostic code is provoked by a tiny project, and says exactly what its `expected.txt` says.

A code that no project can provoke is named in `elsewhere.txt` with the test that does.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import publish
from publish.model.codes import CODES
from publish.model.diagnostic import Diagnostic

HERE = Path(__file__).parent
CASES = sorted(folder for folder in HERE.iterdir() if (folder / "expected.txt").exists())


def told(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.where} " if diagnostic.where else ""
    lines = [f"{diagnostic.severity.value} {diagnostic.code} {place}{diagnostic.message}"]
    lines += [f"  note: {related.where} {related.message}" for related in diagnostic.related]
    lines += [f"  hint: {hint}" for hint in diagnostic.hints]
    return "\n".join(lines)


def elsewhere() -> dict[str, str]:
    lines = (HERE / "elsewhere.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return {pair[0]: pair[1] for pair in pairs}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_code_is_told_as_expected(folder: Path) -> None:
    settings = folder / "publish.yaml"
    result = publish.check(folder if settings.exists() else folder / "main.md")
    expected = (folder / "expected.txt").read_text(encoding="utf-8").strip()
    assert "\n".join(told(d) for d in result.diagnostics) == expected
    assert folder.name.replace("-", "/", 1).split("--")[0] in {d.code for d in result.diagnostics}


def test_every_code_has_a_case() -> None:
    shown = {folder.name.replace("-", "/", 1).split("--")[0] for folder in CASES}
    assert shown | set(elsewhere()) >= set(CODES), sorted(set(CODES) - shown - set(elsewhere()))


def test_every_case_is_of_a_listed_code() -> None:
    for folder in CASES:
        assert folder.name.replace("-", "/", 1).split("--")[0] in CODES


def test_tests_named_elsewhere_exist() -> None:
    root = HERE.parent.parent
    for code, test in elsewhere().items():
        path, _, name = test.partition("::")
        assert code in CODES
        assert f"def {name.split('[')[0]}(" in (root / path).read_text(encoding="utf-8"), test
