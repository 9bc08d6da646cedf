"""The handbook is a real book: nothing is wrong with it, and its contents and index name the right pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import publish
from publish.cli.pytest_plugin import PageStructureCheck
from publish.model.pages import PageStructure
from publish.pipeline.request import Result
from publish.structure.pdf.from_pdf import read_pdf
from tests.conftest import ROOT

PAGES = Path(__file__).parent / "handbook-pages"
EDITIONS = ("handbook-a5.pdf", "handbook-letter.pdf", "handbook.epub")
FOLIO = re.compile(r"[ivxlc]+|[0-9]+")


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    folder = tmp_path_factory.mktemp("handbook")
    return publish.build(ROOT / "manuscript" / "handbook", output=folder, jobs=2), folder


@pytest.fixture(scope="module", params=["handbook-a5.pdf", "handbook-letter.pdf"])
def pages(request: pytest.FixtureRequest, handbook: tuple[Result, Path]) -> PageStructure:
    structure = read_pdf((handbook[1] / request.param).read_bytes()).value
    assert structure is not None
    return structure


def test_nothing_is_found_fault_with(handbook: tuple[Result, Path]) -> None:
    assert handbook[0].diagnostics == ()


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_are_as_committed(
    handbook: tuple[Result, Path], page_structure: PageStructureCheck, edition: str
) -> None:
    page_structure.check(handbook[1] / edition, edition, folder=PAGES)


def printed_pages(structure: PageStructure, first: str) -> list[tuple[str, str]]:
    """Return what each link under a heading prints as a page number, and the folio of the page it leads to."""
    start = next(block.page for block in structure.blocks if block.role == "H1" and block.text == first)
    ends = [block.page for block in structure.blocks if block.role == "H1" and block.page > start]
    labels = {page.number: page.label for page in structure.pages}
    return [
        (numbers[-1] if first == "Contents" else numbers[0], labels[link.target_page])
        for link in structure.links
        if start <= link.page < min(ends, default=len(labels) + 1)
        and link.target_page is not None
        and (numbers := FOLIO.findall(link.text.split()[-1]))
    ]


@pytest.mark.parametrize("list_name", ["Contents", "Index"])
def test_every_number_printed_is_the_page_it_leads_to(pages: PageStructure, list_name: str) -> None:
    told = printed_pages(pages, list_name)
    assert len(told) > 30
    assert [pair for pair in told if pair[0] != pair[1]] == []


def test_the_contents_have_every_heading_to_the_depth_chosen(pages: PageStructure) -> None:
    listed = " ".join(block.text for block in pages.blocks if block.role == "TOCI")
    headings = [
        block.text
        for block in pages.blocks
        if block.role in ("H1", "H2") and block.text not in ("Contents", "Making Editions")
    ]
    bare = [re.sub(r"^(Part|Appendix)? ?[0-9A-ZIVX.]* ", "", heading) for heading in headings]
    assert len(bare) > 60
    assert [heading for heading in bare if heading not in listed] == []
