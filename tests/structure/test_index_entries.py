"""Entries of an index are blocks of their own, also where a page ends between two of them."""

from __future__ import annotations

from pathlib import Path

import publish
from publish.structure.reading import read_edition
from tests.conftest import write_project

ENTRIES = [
    f"a{first}{second}" for first in "bcdfghklmnop" for second in ("ale", "eam", "ind", "oot", "une", "yxt")
]


def test_an_entry_is_not_continued_by_the_next(tmp_path: Path) -> None:
    marks = " ".join(f"[{entry}]{{.index}}" for entry in ENTRIES)
    write_project(
        tmp_path,
        {
            "one.md": f"# One\n\n{marks}\n",
            "publish.yaml": "title: Entries\nlang: en\nkind: book\nfront-matter: []\nchapters: [one.md]\n"
            "back-matter: [index]\neditions: [{to: pdf, page: A5}]\n",
        },
    )
    result = publish.build(tmp_path, output=tmp_path / "out", cache=False)
    assert [d.code for d in result.diagnostics] == []
    structure = read_edition(next((tmp_path / "out").rglob("*.pdf")).read_bytes()).value
    assert structure is not None
    items = [block for block in structure.blocks if block.role == "LI"]
    assert [block.text for block in items] == [f"{entry}, 1" for entry in ENTRIES]
    assert len({block.page for block in items}) > 1
