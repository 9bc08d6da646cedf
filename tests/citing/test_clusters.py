"""What stands in one citation: order, affixes, locators, names left out or alone, keys nobody has."""

from __future__ import annotations

from publish.citing import format_citations
from publish.model.citation import Cite, Cluster
from publish.model.document import Element
from publish.model.elements import text
from tests.citing.making import (
    AUTHOR_DATE,
    book,
    cite,
    in_layout,
    in_text,
    make_style,
    reference,
    shown,
    smith_and_jones,
    texts,
)

LAYOUT = in_layout(AUTHOR_DATE, 'prefix="(" suffix=")" delimiter="; "')
STYLE = make_style(LAYOUT)
SORTED = make_style('<sort><key variable="issued"/></sort>' + LAYOUT)


def one(*cites: Cite, style: object = STYLE) -> str:
    return texts(in_text(cites), smith_and_jones(), style)[0]  # type: ignore[arg-type]


def test_cites_keep_the_authors_order() -> None:
    assert one(cite("jones"), cite("smith")) == "(Jones 2004; Smith 1999)"


def test_a_style_that_sorts_sorts() -> None:
    assert one(cite("jones"), cite("smith"), style=SORTED) == "(Smith 1999; Jones 2004)"


def test_a_sorting_style_leaves_see_also_where_it_stands() -> None:
    assert (
        one(cite("jones"), cite("smith", prefix="see also"), style=SORTED)
        == "(Jones 2004; see also Smith 1999)"
    )


def test_locators_print_with_their_labels() -> None:
    assert one(cite("smith", "4")) == "(Smith 1999, p. 4)"
    assert one(cite("smith", "4-9")) == "(Smith 1999, pp. 4–9)"
    assert one(cite("smith", "2", "chapter")) == "(Smith 1999, chap. 2)"
    assert one(cite("smith", "gargoyle", "sub verbo")) == "(Smith 1999, s.v. gargoyle)"


def test_prefixes_and_suffixes_are_spaced() -> None:
    assert one(cite("smith", prefix="see", suffix=", passim")) == "(see Smith 1999, passim)"
    assert one(cite("smith", suffix="and elsewhere")) == "(Smith 1999 and elsewhere)"


def test_affixes_keep_their_formatting_and_what_we_do_not_know() -> None:
    prefix = (Element("Emph", text("pace")), Element("Space"), Element("Math", (Element("InlineMath"), "x")))
    clusters = (Cluster((Cite("smith", prefix=prefix),)),)
    inlines = format_citations(clusters, smith_and_jones(), STYLE, "en").value.clusters[0]
    assert [element.tag for element in inlines][:4] == ["Str", "Emph", "Space", "Math"]
    assert shown(inlines) == "(_pace_ {Math} Smith 1999)"


def test_the_author_can_be_left_out_or_stand_alone() -> None:
    assert one(cite("smith", "4", suppress_author=True)) == "(1999, p. 4)"
    assert one(cite("smith", author_only=True)) == "Smith"


def test_a_numeric_style_names_the_author_all_the_same() -> None:
    style = make_style(in_layout('<text variable="citation-number"/>', 'prefix="[" suffix="]"'))
    assert one(cite("smith", author_only=True), style=style) == "Smith"


def test_a_key_nobody_has_is_marked_and_told() -> None:
    clusters = in_text((cite("smith"), cite("smiht")))
    outcome = format_citations(clusters, smith_and_jones(), STYLE, "en")
    inlines = outcome.value.clusters[0]
    marks = [element for element in inlines if element.tag == "Span"]
    assert [element.content[0][1] for element in marks] == [("unresolved",)]
    assert shown(inlines) == "(Smith 1999; [@smiht?])"
    assert [(d.code, d.hints) for d in outcome.diagnostics] == [
        ("cite/unknown-key", ("did you mean `smith`?",))
    ]


def test_keys_that_differ_in_capitals_are_two_references() -> None:
    references = [book("AbC", "Upper", "U", 2001), book("abc", "Lower", "L", 2002)]
    assert texts(in_text((cite("AbC"), cite("abc"))), references, STYLE) == ["(Upper 2001; Lower 2002)"]


def test_a_prefix_with_a_comma_takes_the_delimiters_place() -> None:
    assert one(cite("smith"), cite("jones", prefix=", cited in")) == "(Smith 1999, cited in Jones 2004)"


def test_what_prints_nothing_is_marked_and_told() -> None:
    style = make_style(in_layout('<text variable="ISBN"/>'))
    outcome = format_citations(in_text(cite("smith")), smith_and_jones(), style, "en")
    assert outcome.value.clusters[0][0].content[0][1] == ("unresolved",)
    assert [d.code for d in outcome.diagnostics] == ["cite/failed"]


def test_a_broken_style_marks_every_cite() -> None:
    outcome = format_citations(in_text(cite("smith")), smith_and_jones(), make_style(""), "en")
    assert shown(outcome.value.clusters[0]) == "[@smith]"
    assert [d.code for d in outcome.diagnostics] == ["cite/bad-style"]


def test_markup_in_a_field_is_formatting_and_anything_else_is_text() -> None:
    style = make_style(in_layout('<text variable="title"/>'))
    strange = reference("x", title="On <i>Homo</i> & <script>alert(1)</script>")
    assert texts(in_text(cite("x")), [strange], style) == ["On _Homo_ & <script>alert(1)</script>"]


def test_addresses_are_links() -> None:
    style = make_style(in_layout('<text variable="DOI" prefix="https://doi.org/"/>'))
    inlines = format_citations(in_text(cite("x")), [reference("x", DOI="10.1/x")], style, "en").value.clusters[
        0
    ]
    links = [element for element in inlines if element.tag == "Link"]
    assert [element.content[2][0] for element in links] == ["https://doi.org/10.1/x"]
