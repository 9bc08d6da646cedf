"""What is known of a style and a language before anything is formatted."""

from __future__ import annotations

from publish.citing import check_style, format_citations, locator_terms, parent_of, style_class
from publish.model.citation import Style
from tests.citing.making import cite, in_layout, in_text, make_style, smith_and_jones

GOOD = make_style(in_layout('<text variable="title"/>'))
DEPENDENT = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="en-GB"><info>
<link href="http://www.zotero.org/styles/nature" rel="independent-parent"/></info></style>"""


def test_the_class_of_a_style() -> None:
    assert style_class(GOOD) == "in-text"
    assert style_class(make_style(in_layout('<text variable="title"/>'), kind="note")) == "note"
    assert style_class(Style("x", "no style")) == "in-text"


def test_the_parent_of_a_dependent_style() -> None:
    assert parent_of(DEPENDENT) == "nature"
    assert parent_of(GOOD.xml) is None
    assert parent_of("<") is None


def test_a_good_style_is_good() -> None:
    outcome = check_style("good", GOOD.xml)
    assert outcome.value == Style("good", GOOD.xml)
    assert outcome.diagnostics == ()
    assert check_style("dependent", DEPENDENT).value is not None


def test_what_is_no_style_is_told() -> None:
    for xml in (
        "",
        "<style/>",
        "<locale xmlns='http://purl.org/net/xbiblio/csl'/>",
        "<style",
        make_style("").xml,
    ):
        outcome = check_style("bad", xml)
        assert outcome.value is None
        assert [diagnostic.code for diagnostic in outcome.diagnostics] == ["cite/bad-style"]


def test_macros_that_call_each_other_in_a_circle_are_told() -> None:
    macros = "".join(f'<macro name="{a}"><text macro="{b}"/></macro>' for a, b in ("ab", "bc", "cb"))
    style = make_style(in_layout('<text macro="a"/>'), more=macros)
    (diagnostic,) = check_style("round", style.xml).diagnostics
    assert diagnostic.code == "cite/style"
    assert "`b` → `c` → `b`" in diagnostic.message
    outcome = format_citations(in_text(cite("jones")), smith_and_jones(), style, "en")
    assert {told.code for told in outcome.diagnostics} == {"cite/failed"}


def test_a_missing_macro_is_told() -> None:
    outcome = check_style("lame", make_style(in_layout('<text macro="nowhere"/>')).xml)
    assert outcome.value is not None
    assert [diagnostic.code for diagnostic in outcome.diagnostics] == ["cite/style"]


def test_a_macro_that_calls_itself_prints_nothing() -> None:
    style = make_style(
        in_layout('<text macro="a"/>'), more='<macro name="a"><text macro="a"/><text macro="a"/></macro>'
    )
    assert check_style("loop", style.xml).value is not None
    outcome = format_citations(in_text(cite("jones")), smith_and_jones(), style, "en")
    assert [diagnostic.code for diagnostic in outcome.diagnostics] == ["cite/failed"]


def test_external_entities_are_not_read() -> None:
    xml = '<!DOCTYPE style [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + make_style(
        in_layout('<text value="&x;"/>')
    ).xml.replace("&amp;", "&")
    assert "hostname" not in repr(check_style("evil", xml))


def test_locators_are_typed_in_the_documents_language_or_in_english() -> None:
    german = dict(locator_terms("de"))
    assert german["Kapitel"] == german["Kap."] == german["chap."] == "chapter"
    assert german["S."] == german["pp."] == "page"
    assert german["§"] == "section"


def test_longer_words_come_first() -> None:
    words = [word for word, _ in locator_terms("en-US")]
    assert words == sorted(words, key=lambda word: (-len(word), word))
    assert words.index("pages") < words.index("page") < words.index("p.")


def test_an_unknown_language_falls_back() -> None:
    assert dict(locator_terms("tlh"))["page"] == "page"
