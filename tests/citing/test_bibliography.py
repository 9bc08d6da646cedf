"""The list: its order, its repeated names, its shape, and what never gets into it."""

from __future__ import annotations

import pytest

from publish.citing import format_citations
from publish.model.citation import BibliographyShape
from tests.citing.making import (
    AUTHOR_DATE,
    book,
    cite,
    entries,
    formatted,
    in_layout,
    in_text,
    make_style,
    reference,
    shown,
    smith_and_jones,
)

CITATION = in_layout(AUTHOR_DATE, 'prefix="(" suffix=")"')
ENTRY = """<group delimiter=". "><names variable="author"><name name-as-sort-order="first" and="text"/>
<label form="short" prefix=", "/></names><text variable="title" font-style="italic"/>
<date variable="issued"><date-part name="year"/></date></group>"""
BY_AUTHOR = '<sort><key variable="author"/><key variable="title"/></sort>'
SORTED = make_style(CITATION, bibliography=BY_AUTHOR + in_layout(ENTRY, 'suffix="."'))


def test_entries_come_in_the_styles_order() -> None:
    assert entries(smith_and_jones(), SORTED) == [
        "Jones, Ann. _A Short Way_. 2004.",
        "Smith, Ann. _The Long Road Home_. 1999.",
    ]


def test_without_sort_keys_entries_come_as_cited() -> None:
    style = make_style(CITATION, bibliography=in_layout(ENTRY))
    result = formatted(in_text(cite("jones"), cite("smith")), smith_and_jones(), style)
    assert [entry.key for entry in result.bibliography] == ["jones", "smith"]


def test_only_what_is_cited_or_asked_for_is_listed() -> None:
    clusters = in_text(cite("jones"))
    assert [e.key for e in formatted(clusters, smith_and_jones(), SORTED).bibliography] == ["jones"]
    listed = formatted(clusters, smith_and_jones(), SORTED, nocite=("smith",)).bibliography
    assert [entry.key for entry in listed] == ["jones", "smith"]


def test_cited_pages_never_get_into_the_list() -> None:
    layout = '<text variable="title"/><text variable="locator" prefix=", "/>'
    style = make_style(CITATION, bibliography=in_layout(layout))
    result = formatted(in_text(cite("jones", "77")), smith_and_jones(), style)
    assert shown(result.bibliography[0].inlines) == "A Short Way"


def test_accents_and_case_do_not_scatter_names() -> None:
    names = ["Zola", "Ékwall", "ekwall", "Eklund", "de Beer", "Ångström"]
    references = [book(f"k{number}", name, "T", 2000) for number, name in enumerate(names)]
    order = [line.split(",")[0].split(".")[0] for line in entries(references, SORTED)]
    assert order == ["Ångström", "Beer", "Eklund", "ekwall", "Ékwall", "Zola"]


def test_repeated_authors_are_replaced() -> None:
    references = [book("a", "Doe", "One", 2000), book("b", "Doe", "Two", 2001), book("c", "Roe", "Three", 2002)]
    style = make_style(CITATION, bibliography=BY_AUTHOR + in_layout(ENTRY)).xml
    replaced = style.replace("<bibliography>", '<bibliography subsequent-author-substitute="———">')
    assert entries(references, type(SORTED)("test", replaced)) == [
        "Doe, Ann. _One_. 2000",
        "———. _Two_. 2001",
        "Roe, Ann. _Three_. 2002",
    ]


def test_the_shape_and_the_first_field_come_apart() -> None:
    layout = in_layout('<text variable="citation-number" suffix="."/><text variable="title" prefix=" "/>')
    xml = make_style(CITATION, bibliography=layout).xml.replace(
        "<bibliography>", '<bibliography second-field-align="flush" hanging-indent="true" entry-spacing="0">'
    )
    result = formatted(in_text(cite("jones")), smith_and_jones(), type(SORTED)("test", xml))
    assert result.shape == BibliographyShape(True, "flush", 1, 0)
    assert shown(result.bibliography[0].label) == "1."


def test_a_reference_without_author_sorts_by_what_stands_for_it() -> None:
    entry = ENTRY.replace("</names>", '<substitute><text variable="title"/></substitute></names>', 1)
    macro = f'<macro name="author">{entry}</macro>'
    style = make_style(
        CITATION,
        bibliography='<sort><key macro="author"/></sort>' + in_layout('<text macro="author"/>'),
        more=macro,
    )
    references = [book("z", "Zed", "A", 2000), reference("t", title="Middle", issued={"date-parts": [[1990]]})]
    assert entries(references, style) == ["Middle. 1990", "Zed, Ann. _A_. 2000"]


def test_dates_in_words_come_after_dates_and_print_once() -> None:
    entry = (
        '<group delimiter=", "><text variable="title"/><date variable="issued"><date-part name="year"/></date>'
        '<date variable="issued"><date-part name="month"/></date></group>'
    )
    style = make_style(CITATION, bibliography='<sort><key variable="issued"/></sort>' + in_layout(entry))
    references = [
        reference("c", title="C"),
        reference("b", title="B", issued={"literal": "in press"}),
        reference("a", title="A", issued={"date-parts": [[1999, 5]]}),
    ]
    assert entries(references, style) == ["A, 1999, May", "B, in press", "C"]


def test_a_style_without_bibliography_has_none() -> None:
    assert (
        format_citations((), smith_and_jones(), make_style(CITATION), "en", nocite=("*",)).value.bibliography
        == ()
    )


NAMESAKES = [
    book("jane", "Doe", "A", 2001, "Jane"),
    book("john", "Doe", "B", 2001, "John"),
    reference(
        "two",
        author=[{"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "R."}],
        title="C",
        issued={"date-parts": [[2005]]},
    ),
]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("by-cite", ["Doe, Jane 2001", "Doe, John 2001", "Doe, J., Roe, R. 2005"]),
        ("primary-name", ["Doe, Jane 2001", "Doe, Jane, Roe, R. 2005", "Doe, John 2001"]),
    ],
)
def test_namesakes_stand_in_the_order_in_which_a_reader_looks_for_them(rule: str, expected: list[str]) -> None:
    name = '<names variable="author"><name name-as-sort-order="all" initialize-with=". " {}/></names>'
    short = name.format('form="short"')
    year = '<date variable="issued"><date-part name="year"/></date>'
    style = make_style(
        in_layout(f'<group delimiter=" ">{short}{year}</group>'),
        citation=f'disambiguate-add-givenname="true" givenname-disambiguation-rule="{rule}"',
        bibliography='<sort><key macro="author"/><key variable="issued"/></sort>'
        + in_layout(f'<group delimiter=" "><text macro="author"/>{year}</group>'),
        more=f'<macro name="author">{name.format("")}</macro>',
    )
    cited = in_text(*[cite(one.key) for one in NAMESAKES])
    made = formatted(cited, NAMESAKES, style).bibliography
    assert [shown(one.inlines) for one in made] == expected
