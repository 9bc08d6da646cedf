"""The last net: no exception of ours reaches a user as a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli.guard import DEBUG, guarded
from publish.pipeline.request import Result


def broken() -> Result:
    raise RuntimeError("a bug")


def test_a_bug_is_a_diagnostic_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    result = guarded(broken, Path("essay.md"))
    (found,) = result.diagnostics
    assert (found.code, result.failed) == ("internal/bug", True)
    assert "RuntimeError" in found.message
    assert "report" in found.hints[0]
    assert capsys.readouterr() == ("", "")


def test_the_traceback_is_there_for_those_who_ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(DEBUG, "1")
    guarded(broken, Path("essay.md"))
    assert "Traceback" in capsys.readouterr().err
