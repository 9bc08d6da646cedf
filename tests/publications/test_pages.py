"""The essay's pages are those of the committed snapshots; `pytest --page-update` accepts new ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli.pytest_plugin import PageStructureCheck
from publish.pipeline.request import Result

PAGES = Path(__file__).parent / "pages"
EDITIONS = (
    "black-january-a4.pdf",
    "black-january-letter.pdf",
    "black-january-booklet.pdf",
    "black-january.epub",
)


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_are_as_committed(
    essay: tuple[Result, Path], page_structure: PageStructureCheck, edition: str
) -> None:
    page_structure.check(essay[1] / edition, edition, folder=PAGES)


def test_every_edition_has_its_snapshot_and_they_are_small() -> None:
    kept = sorted(PAGES.glob("*.pages"))
    assert [path.stem for path in kept] == sorted(EDITIONS)
    assert all(path.stat().st_size < 24_000 for path in kept)
