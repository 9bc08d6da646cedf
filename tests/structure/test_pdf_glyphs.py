"""A character that no font has is shown as an empty box, though the text layer spells it rightly."""

from __future__ import annotations

from pathlib import Path

import publish
from publish.structure.lint.lint import lint
from publish.structure.pdf.from_pdf import read_pdf
from tests.conftest import write_project
from tests.structure.valley import valley

TEXT = """---
title: T
lang: en
editions: [{to: pdf, page: A5}]
---

Here stands \U000f0123 that no font has.
"""


def test_a_character_without_a_glyph_is_told_with_its_words(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {"one.md": TEXT})
    publish.build(project / "one.md", output=tmp_path / "out", cache=False)
    structure = read_pdf((tmp_path / "out" / "one.pdf").read_bytes()).value
    assert structure is not None
    (page, words), *others = structure.missing_glyphs
    assert page == 1
    assert "\U000f0123 that no font" in words
    assert others == []
    assert [fault.rule for fault in lint(structure)] == ["missing-glyph"]


def test_a_book_whose_fonts_have_all_glyphs_lacks_none() -> None:
    structure = read_pdf(valley("pdf")).value
    assert structure is not None
    assert structure.missing_glyphs == ()
