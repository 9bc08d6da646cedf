"""Marked text: markup, quotes, case and punctuation, as they are settled."""

from __future__ import annotations

import pytest

from publish.citing.htmltext import to_html, to_text
from publish.citing.marked import Mark
from publish.citing.richtext import parse_rich_text
from publish.citing.settle import QuoteRules, settle
from publish.citing.textcase import change_case

AMERICAN = QuoteRules(punctuation_inside=True)
BRITISH = QuoteRules(("‘", "’"), ("“", "”"))


def html(text: str, rules: QuoteRules = AMERICAN) -> str:
    return to_html(settle(parse_rich_text(text), rules))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("A <i>b</i> c", "A <i>b</i> c"),
        ("A <i>b", "A &#60;i&#62;b"),
        ("A b</i>", "A b&#60;/i&#62;"),
        ("<i>a <i>b</i></i>", '<i>a <span style="font-style:normal;">b</span></i>'),
        ("<sc>a</sc><sup>2</sup>", '<span style="font-variant:small-caps;">a</span><sup>2</sup>'),
        ("5 < 6 & 7 > 2", "5 &#60; 6 &#38; 7 &#62; 2"),
        ("<script>x</script>", "&#60;script&#62;x&#60;/script&#62;"),
        ('He said "no" twice', "He said “no” twice"),
        ("it's the dogs' day", "it’s the dogs’ day"),
        ("\"a 'b' c\"", "“a ‘b’ c”"),
        ("the '90s", "the ’90s"),
        ("“Black January”", "“Black January”"),
        ('a lone " quote', 'a lone " quote'),
        ("<i>l'</i>état", "<i>l’</i>état"),
        ("„Wort“ und ‚Wort‘", "“Wort” und ‘Wort’"),
        ('a "b <i>c" d</i>', 'a "b <i>c" d</i>'),
    ],
)
def test_fields_may_carry_markup_and_quotes(field: str, expected: str) -> None:
    assert html(field) == expected


def test_inner_quotes_take_turns() -> None:
    inner = Mark((parse_rich_text("On “Black January”"),), quotes=True)
    assert to_text(settle(inner, AMERICAN)) == "“On ‘Black January’”"
    assert to_text(settle(inner, BRITISH)) == "‘On “Black January”’"


@pytest.mark.parametrize(
    ("title", "suffix", "rules", "expected"),
    [
        ("Title", ",", AMERICAN, "“Title,”"),
        ("Title", ",", BRITISH, "‘Title’,"),
        ("Title?", ".", AMERICAN, "“Title?”"),
        ("Title.", ".", AMERICAN, "“Title.”"),
        ("Title", ";", AMERICAN, "“Title”;"),
        ("On “War”", ".", AMERICAN, "“On ‘War.’”"),
        ("Title?", ",", AMERICAN, "“Title?,”"),
    ],
)
def test_punctuation_meets_a_quotation(title: str, suffix: str, rules: QuoteRules, expected: str) -> None:
    tree = Mark((parse_rich_text(title),), quotes=True, suffix=suffix)
    assert to_text(settle(tree, rules)) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("A.", ". B", "A. B"),
        ("A?", ". B", "A? B"),
        ("A,", ". B", "A,. B"),
        ("A", "  B", "A  B"),
        ("A ", " B", "A B"),
    ],
)
def test_an_affix_never_doubles_a_mark(first: str, second: str, expected: str) -> None:
    assert to_text(settle(Mark((first,), suffix=second), AMERICAN)) == expected


def test_what_an_author_wrote_is_left_alone() -> None:
    assert html("Wait... what?! No.. way") == "Wait... what?! No.. way"


def test_french_spacing_does_not_break() -> None:
    assert html("Quoi ? « Rien »") == "Quoi\u202f? «\u202fRien\u202f»"


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    [
        ("title", "the lion in winter", "The Lion in Winter"),
        ("title", "a life: of sorts", "A Life: Of Sorts"),
        ("title", "what to look for", "What to Look For"),
        ("title", "iPhone and the NATO plan", "iPhone and the NATO Plan"),
        ("title", "self-made out-of-date men", "Self-Made Out-of-Date Men"),
        ("title", "<i>homo sapiens</i> now", "<i>Homo Sapiens</i> Now"),
        ("title", 'the <span class="nocase">pH</span> of it', "The pH of It"),
        ("title", "the p value of vitamin C", "The p Value of Vitamin C"),
        ("title", "azerbaijan since independence", "Azerbaijan since Independence"),
        ("capitalize-first", "“the” end", "“The” end"),
        ("capitalize-all", "the lion", "The Lion"),
        ("sentence", "THE LION IN WINTER", "The lion in winter"),
        ("uppercase", "straße", "STRASSE"),
        ("lowercase", "THE Lion", "the lion"),
    ],
)
def test_text_case(case: str, text: str, expected: str) -> None:
    assert to_html(settle(change_case(parse_rich_text(text), case, "en"), AMERICAN)) == expected


def test_title_case_is_english() -> None:
    assert change_case("der himmel über berlin", "title", "de") == "der himmel über berlin"


def test_letters_are_raised_as_the_language_raises_them() -> None:
    assert change_case("istanbul", "capitalize-first", "tr") == "İstanbul"
    assert change_case("istanbul", "capitalize-first", "en") == "Istanbul"


def test_case_reaches_across_formatting() -> None:
    tree = Mark(("the ", Mark(("lion",), prefix="("), " in"), suffix=" winter")
    assert to_text(settle(change_case(tree, "title", "en"), AMERICAN)) == "The (Lion in Winter"
