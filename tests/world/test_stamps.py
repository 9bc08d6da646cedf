"""Stamps stay while nothing changes, and change with what they stand for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from publish.world import stamps
from publish.world.stamps import program_stamp, system_fonts_stamp


def test_stamps_stay() -> None:
    assert program_stamp() == program_stamp()
    assert system_fonts_stamp() == system_fonts_stamp()
    assert len(program_stamp()) == 64


def test_another_version_of_a_package_is_another_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = program_stamp()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert program_stamp() == before
    (tmp_path / "thing-2.0.dist-info").mkdir()
    assert program_stamp() != before


def test_another_style_sheet_is_another_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sheet = tmp_path / "page.css"
    sheet.write_text("a{}")
    monkeypatch.setattr(stamps, "asset_folders", lambda: (tmp_path,))
    before = program_stamp()
    os.utime(sheet, (1, 1))
    assert program_stamp() != before


def test_a_new_font_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    monkeypatch.setattr(stamps, "_FONT_FOLDERS", (str(tmp_path), str(tmp_path / "none")))
    os.utime(tmp_path / "deep", (1, 1))
    before = system_fonts_stamp()
    (tmp_path / "deep" / "new.ttf").write_bytes(b"")
    assert system_fonts_stamp() != before
