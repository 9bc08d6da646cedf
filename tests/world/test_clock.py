"""Time is told by the environment or measured, never guessed."""

from __future__ import annotations

import pytest

from publish.world.clock import source_date_epoch, stopwatch


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("1700000000", 1_700_000_000),
        ("", None),
        ("-1", None),
        ("now", None),
        ("1.5", None),
        ("٣", None),
        ("9" * 30, None),
    ],
)
def test_source_date_epoch(monkeypatch: pytest.MonkeyPatch, text: str, expected: int | None) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    assert source_date_epoch() == expected


def test_a_stopwatch_runs() -> None:
    watch = stopwatch()
    first, second = watch(), watch()
    assert 0 <= first <= second
