"""What hangs into the margin by eye is no overflow; what sticks out further is one."""

from __future__ import annotations

import pytest

from publish.model.lines import LineSettings
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.inspecting import _TOLERANCE_PX
from publish.paginating.lines.building import Builder
from publish.paginating.paginate import paginate
from tests.paginating.dense import document

CSS = (
    "@page { size: 320px 500px; margin: 40px } body, p { margin: 0 }"
    'html { font: 16px/1.25 "DejaVu Serif"; text-align: justify; hyphens: auto }'
)
TEXT = "<p>“Quoted,” he said; – “and stopped, at once. Then, – unfortunately, again.” </p>" * 20
HANGS_MUCH = LineSettings(hanging=1.5)


def codes(body: str, lines: LineSettings) -> list[str]:
    done = paginate(document(body), [StyleSheet("x.css", CSS)], {}, (), Metadata(lang="en"), lines=lines)
    return [found.code for found in done.diagnostics]


def test_what_hangs_as_planned_is_no_overflow(monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = []
    build = Builder.build

    def recorded(self: Builder, line, slot):  # type: ignore[no-untyped-def]
        hangs.append(line.hangs_behind)
        return build(self, line, slot)

    monkeypatch.setattr(Builder, "build", recorded)
    assert codes(TEXT, HANGS_MUCH) == []
    assert max(hangs) > 2 * _TOLERANCE_PX


def test_a_line_that_reaches_beyond_what_it_may_hang_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    build = Builder.build

    def wider(self: Builder, line, slot):  # type: ignore[no-untyped-def]
        return build(self, line, slot._replace(width=slot.width + 2 * _TOLERANCE_PX))

    monkeypatch.setattr(Builder, "build", wider)
    assert set(codes(TEXT, HANGS_MUCH)) == {"layout/overflow"}


def test_a_word_too_long_for_the_measure_is_one() -> None:
    assert codes(f"{TEXT}<p>a {'W' * 60}</p>", HANGS_MUCH) == ["layout/overflow"]
