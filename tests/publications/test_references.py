"""References with pages through a whole book: right on paper, links without a word of pages on screens."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

import publish
from publish.structure.reading import read_edition

PROJECT = Path(__file__).parent / "references"
_PAGE = re.compile(r"\bpage ([ivxlc]+|\d+)\)?$")
_LAST = re.compile(r" ([ivxlc]+|\d+)$")
_LISTS = (3, 5, 7)
"""The pages of contents, figures and tables."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("references")
    result = publish.build(PROJECT, output=folder, cache=False)
    assert [str(d) for d in result.diagnostics] == []
    return folder


def test_every_page_that_is_named_is_that_of_the_place(built: Path) -> None:
    structure = read_edition((built / "references.pdf").read_bytes()).value
    assert structure is not None
    named: list[str] = []
    for link in structure.links:
        words = " ".join(link.text.split())
        found = (_LAST if link.page in _LISTS else _PAGE).search(words)
        if found is None or not link.target_page:
            assert "page" not in words, link
            continue
        page = structure.pages[link.target_page - 1]
        assert found[1] == (page.folio or page.label), link
        named.append(words)
    assert {
        "Chapter one (page 3)",
        "page 5",
        "Figure 1.1 on page 3",
        "the preface (page ix)",
        "page ix",
    } <= set(named)
    assert len(named) >= 35


def test_contents_go_to_the_depth_that_was_asked_for(built: Path) -> None:
    structure = read_edition((built / "references.pdf").read_bytes()).value
    assert structure is not None
    entries = [" ".join(block.text.split()) for block in structure.blocks if block.role == "TOCI"]
    assert "1.2 As Chapter 2 shows 3" in entries, "without the page in the heading"


def test_on_screens_links_lead_to_the_place_and_no_page_is_named(built: Path) -> None:
    identifiers: dict[str, set[str]] = {}
    links: list[tuple[str, str, str]] = []
    with zipfile.ZipFile(built / "references.epub") as package:
        for name in package.namelist():
            if not name.endswith(".xhtml"):
                continue
            tree = etree.fromstring(package.read(name))
            identifiers[name] = {str(one) for one in tree.xpath("//@id")}
            _says_nothing_of_pages(tree)
            for link in tree.iter("{http://www.w3.org/1999/xhtml}a"):
                address = link.get("href") or ""
                if "nav" not in name and ":" not in address:
                    links.append((name, address, " ".join("".join(link.itertext()).split())))
    for name, address, _ in links:
        file, _, fragment = address.partition("#")
        target = f"{name.rpartition('/')[0]}/{file}" if file else name
        assert not fragment or fragment in identifiers[target], (name, address)
    words = {words for _, _, words in links}
    assert {"Chapter one", "Chapter 2", "Figure 1.1", "the sea", "“Preface”", "Table A.1"} <= words
    assert "" not in words
    _says_nothing_of_pages(etree.HTML((built / "references.html").read_bytes()))


def _says_nothing_of_pages(tree: etree._Element) -> None:
    words = [
        str(one)
        for one in tree.xpath("//*[local-name()='body']//text()[not(ancestor::*[local-name()='style'])]")
    ]
    assert not re.search(r"\bpage [ivxlc\d]", " ".join(words))
    assert not tree.xpath("//*[@data-target or @data-targets]")
    assert not tree.xpath("//*[contains(@class, 'folio-of') or contains(@class, 'on-page')]")
