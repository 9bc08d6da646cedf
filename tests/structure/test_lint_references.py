"""A page reference is what says that it names a page; a citation's locator names a page of another work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from publish.model.pages import Block, EditionMetadata, Link, PageStructure
from publish.structure.lint import lint
from tests.structure.test_lint import block, edition, good

WORKS = [
    block("P", "Miller, Ann. Roads of Salt. Oxford, 1987.", (3, 32, 1)),
    block("P", "Moore, Bob. Bridges. London, 2003.", (3, 34, 1)),
]
HEADING = block("H2", "Bridges and fords", (3, 32, 1))
REST = block("P", "The text of the last section.", (3, 34, 1))


def references(*links: Link, blocks: Sequence[Block] = (), language: str = "en", pages: int = 3) -> list[str]:
    made: PageStructure = edition([*good(), *blocks], pages, links=links)
    made = replace(made, metadata=EditionMetadata(language=language))
    return [fault.sentence for fault in lint(made) if fault.rule == "wrong-page-reference"]


@pytest.mark.parametrize(
    "text",
    [
        "Miller, Roads of Salt, 37",
        "Miller, Roads of Salt, p. 37",
        "Miller 1987, pp. 37–39",
        "(1987, p. 37)",
        "p. 37",
        "ibid., p. 12",
        "[1, p. 37]",
    ],
)
def test_a_locator_is_no_page_reference(text: str) -> None:
    assert references(Link(1, text, "", 3, "Miller, Ann. Roads"), blocks=WORKS) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "see page 2"),
        ("en", "Bridges and fords, p. 2"),
        ("en", "Section 3 on page 2"),
        ("en", "(p. 2)"),
        ("de", "S. 2"),
        ("de", "siehe Seite 2"),
        ("de", "Abschnitt 3 auf S. 2"),
        ("sv", "se s. 2"),
        ("es", "en la página 2"),
        ("it", "pag. 2"),
        ("nl", "blz. 2"),
        ("ru", "на с. 2"),
        ("fa", "صفحهٔ ۲"),
        ("tr", "sayfa 2"),
        ("ja", "第2ページ"),
        ("hu", "lásd 2. oldal"),
    ],
)
def test_what_says_page_is_judged_in_the_language_of_the_book(language: str, text: str) -> None:
    wrong = Link(1, text, "", 3, "Bridges and fords")
    assert len(references(wrong, blocks=[HEADING, REST], language=language)) == 1
    right = replace(wrong, text=text.replace("2", "3").replace("۲", "۳"))
    assert references(right, blocks=[HEADING, REST], language=language) == []


def test_a_reference_to_a_place_in_running_text_is_judged() -> None:
    told = references(Link(1, "on page 2", "", 3, "Page 3 paragraph 1"))
    assert told == ["p. 1: ‘on page 2’ says page 2, but what it leads to is on page 3"]


def test_numbers_of_other_things_are_no_pages() -> None:
    links = [
        Link(1, text, "", 3, "Bridges and fords") for text in ("s. 2", "Section 2", "Figure 2", "2", "(2)")
    ]
    assert references(*links, blocks=[HEADING, REST]) == []


def test_one_wrong_number_of_an_index_is_told() -> None:
    links = [Link(4, str(page), "", page, "Page") for page in (1, 2, 3, 1, 2)] + [Link(4, "2", "", 3, "Page")]
    told = references(*links, pages=4)
    assert told == ["p. 4: the number ‘2’ says page 2, but what it leads to is on page 3"]


def test_contents_entries_are_told_by_what_they_lead_to_by_leaders_and_by_columns() -> None:
    wrong = block("TOCI", "Bridges and fords 2", (1, 33, 1))
    by_heading = references(
        Link(1, "Bridges and fords 2", "", 3, "Bridges and fords"), blocks=[HEADING, REST, wrong]
    )
    assert len(by_heading) == 1
    dotted = block("TOCI", "Bridges . . . . . 2", (1, 33, 1))
    for text in ("Bridges . . . . . 2", "Bridges", "2"):
        assert len(references(Link(1, text, "", 3, "Page 3"), blocks=[dotted])) == 1
    column = [block("TOCI", f"{name} {page}", (1, 32 + page, 1)) for page, name in enumerate("xyz", 1)]
    links = [Link(1, f"{name} {page}", "", 3, "") for page, name in enumerate("xyz", 1)]
    assert len(references(*links, blocks=column)) == 2
