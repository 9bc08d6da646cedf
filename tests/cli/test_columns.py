"""What reaches a terminal fits, lines up, and cannot steer it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.cli.columns import columns, cut, cut_middle, pad, printable
from publish.cli.excerpt import render_diagnostic
from publish.cli.table import render_table
from publish.model.diagnostic import diagnose
from publish.model.source import Span
from publish.pipeline.request import Delivered, Result

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXTS, st.integers(1, 40))
def test_what_is_cut_fits(text: str, width: int) -> None:
    assert columns(cut(text, width)) <= max(width, 1)
    assert columns(cut_middle(text, width)) <= max(width, 1)
    assert columns(pad(cut(text, width), width)) == width


@given(st.text(max_size=80))
def test_nothing_steers_the_terminal(text: str) -> None:
    shown = printable(text)
    assert not {c for c in shown if ord(c) < 32 or 0x7F <= ord(c) < 0xA0}
    shown.encode()


def test_a_hostile_name_is_shown_and_does_nothing() -> None:
    found = diagnose("image/missing", "no \x1b]0;owned\x07 \x9b2J \u202egnp.exe", Span("a\x1b[2J.md", 1, 1))
    assert "\x1b" not in render_diagnostic(found, {}).replace("\x1b[31m", "").replace("\x1b[33m", "").replace(
        "\x1b[1m", ""
    ).replace("\x1b[0m", "")
    assert "\u202e" not in render_diagnostic(found, {})


@pytest.mark.parametrize("width", [20, 40, 80, 160])
@pytest.mark.parametrize("start", [0, 30, 500, 990])
@pytest.mark.parametrize("letter", ["x", "日", "e\u0301"])
def test_the_caret_stands_below_the_fault_at_any_width(width: int, start: int, letter: str) -> None:
    line = letter * start + "FAULT" + letter * (1000 - start)
    where = Span("a.md", 1, start * len(letter) + 1, 1, start * len(letter) + 6)
    lines = render_diagnostic(diagnose("xref/unknown", "m", where), {"a.md": line}, width=width).splitlines()
    shown, caret = lines[2], lines[3].replace("\x1b[33m", "").replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert columns(shown) <= max(width, 27)
    assert caret.count("^") == 5
    assert columns(shown[: shown.index("FAULT")]) == caret.index("^")


def test_the_table_keeps_within_the_terminal_and_in_line() -> None:
    editions = tuple(
        Delivered(
            "pdf", Path(f"output/{'日本' * 20}/{n}-a-rather-long-name-of-a-publication.pdf"), n, 10**n, 1.0
        )
        for n in (1, 7)
    )
    result = Result("x", Path(), editions, (diagnose("image/no-alt", "m"),))
    table = render_table([result], 80)
    assert all(columns(line) <= 80 for line in table.splitlines())
    assert "publication.pdf" in table
    second = table.splitlines()[-1]
    assert "10.0 MB" in second
    assert str(editions[0].path) in render_table([result])  # in a pipe nothing is cut
    render_table([result], plain=True).replace("日本", "").encode("ascii")
