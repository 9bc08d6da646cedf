"""Every printed page number is that of the page it leads to, read from the finished PDF."""
# ruff: noqa: E501 - HTML and CSS read better unbroken

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from weasyprint.layout import page as engine_page

from publish.model.lines import GREEDY, TOTAL_FIT
from publish.model.source import Source
from publish.paginating import mending, refilling
from tests.paginating.dense import WORDS, note
from tests.paginating.lines.printed import printed_letters
from tests.paginating.referring import lay, printed_links, reference, wrong_links

AS_THEY_COME = replace(TOTAL_FIT, is_level=False)
LINES = '@page { size: 100px; margin: 0; @bottom-center { content: counter(page, lower-roman) } } html { font: 10px/1 "DejaVu Sans" } p { margin: 0 }'
# A layout takes a second: a failing book is shown as it was drawn.
_LAYING = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


FACING = """
@page { margin: 10mm 8mm 10mm 12mm } @page :left { margin: 10mm 12mm 10mm 8mm }
main, .annex, h2 { break-before: right } p { orphans: 3; widows: 3 }
"""
WAYS: dict[str, dict[str, Any]] = {
    "paragraphs whole, pages level": {},
    "on the grid": {"grid": True},
    "line by line": {"lines": GREEDY},
    "facing pages, chapters on rectos, on the grid": {"css": FACING, "grid": True},
}
"""Ways to set the same random books."""


@st.composite
def books(draw: st.DrawFn, most: int = 26) -> str:
    """Draw a book of front matter, chapters and an annex, in which everything refers to everything."""
    count = draw(st.integers(4, most))
    seed = draw(st.integers(0, 10_000))
    chooser = random.Random(seed)

    def words(most: int) -> str:
        return " ".join(chooser.choices(WORDS, k=chooser.randint(1, most)))

    def refer() -> str:
        return reference(f"p{chooser.randrange(count)}", chooser.choice(("", "near")))

    def block(number: int) -> str:
        kind = draw(st.sampled_from(("p", "p", "p", "h2", "table", "figure", "note", "list")))
        place = f'id="p{number}"'
        if kind == "h2":
            return f"<h2 {place}>{words(5)} {refer()}</h2>"
        if kind == "table":
            rows = "".join(
                f"<tr><td>{words(3)}</td><td>{refer()}</td></tr>" for _ in range(chooser.randint(1, 9))
            )
            head = f"<thead><tr><th>{words(2)}</th><th>{refer()}</th></tr></thead>"
            return f"<table {place}><caption>{words(4)} {refer()}</caption>{head}<tbody>{rows}</tbody></table>"
        if kind == "figure":
            return f"<figure {place}><figcaption>{words(6)} {refer()}</figcaption></figure>"
        if kind == "note":
            body = note(number + 1, f"{words(30)} {refer()} {words(9)}")
            return f"<p {place}>{words(20)}{body} {refer()}.</p>"
        if kind == "list":
            return f"<ul {place}>{''.join(f'<li>{words(12)} {refer()}</li>' for _ in range(3))}</ul>"
        return f"<p {place}>{words(60)} {refer()} {words(40)} {refer()}.</p>"

    blocks = [block(number) for number in range(count)]
    first, last = draw(st.integers(0, count)), draw(st.integers(0, count))
    first, last = min(first, last), max(first, last)
    lines = "".join(
        f'<li><a href="#p{n}">Line {n}<span class="at-page"><span class="folio-of" data-target="p{n}"></span></span></a></li>'
        for n in range(count)
    )
    front = f'<section class="front"><nav><ol>{lines}</ol></nav>{"".join(blocks[:first])}</section>'
    annex = f'<section class="annex">{"".join(blocks[last:])}</section>' if blocks[last:] else ""
    return f"{front}<main>{''.join(blocks[first:last])}</main>{annex}"


@settings(_LAYING, max_examples=12)
@given(books())
def test_every_reference_is_right_in_random_books(body: str) -> None:
    _prove(body)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@settings(_LAYING, max_examples=120)
@given(books(most=60))
def test_every_reference_is_right_in_many_random_books(way: str, body: str) -> None:
    _prove(body, **WAYS[way])


def _prove(body: str, **ways: Any) -> None:
    done = lay(body, **ways)
    assert [d for d in done.diagnostics if not d.code.startswith("layout/overflow")] == []
    assert wrong_links(done) == []
    entries = [link for link in printed_links(done) if link.text.startswith("Line")]
    assert entries
    for entry in entries:
        assert entry.text.rstrip().endswith(entry.called), entry


def test_folios_are_called_as_they_are_printed() -> None:
    targets = ("f", "m", "a")
    body = (
        f'<section class="front"><p style="break-after: page">x</p><p id="f">{"".join(map(reference, targets))}</p></section>'
        f'<main><p id="m">{" ".join(map(reference, targets))}</p></main>'
        f'<section class="annex"><p>x</p><p id="a" style="break-before: page">{" ".join(map(reference, targets))}</p></section>'
    )
    done = lay(body)
    assert done.diagnostics == ()
    assert [link.called for link in printed_links(done)] == ["ii", "1", "A-2"] * 3
    assert wrong_links(done) == []


def _moved_by_its_own_width() -> Iterator[str]:
    """Yield documents in which `viii`, being wide, moves its target to page ix, and `ix` moves it back."""
    for width in (24, 26, 28):
        filler = "<br/>".join("x" * 77)
        folio = '<span class="folio-of" data-target="t"></span>'
        yield f'<p style="width: {width}px">aa <a href="#t">{folio}</a></p><p>{filler}</p><p id="t">t</p>'


def test_a_number_that_moves_its_own_target_gets_the_room_of_its_widest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents = list(_moved_by_its_own_width())
    for body in documents:
        done = lay(body, base=LINES)
        assert done.diagnostics == ()
        assert all(link.text == link.called for link in printed_links(done))
    monkeypatch.setattr(refilling, "FREE_ROUNDS", 99)
    told = [[d.code for d in lay(body, base=LINES).diagnostics] for body in documents]
    assert told == [["layout/unsettled-reference"]] * 3, "the documents show nothing"


def test_a_number_known_too_late_may_be_given_room_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refilling, "FREE_ROUNDS", 0)
    body = f'<p id="t">t</p><p style="break-before: page">{reference("t")}</p>'
    done = lay(body, base=LINES)
    assert done.diagnostics == ()
    assert [link.text for link in printed_links(done)] == ["Place on page i"]


def test_words_left_out_in_vain_are_put_back() -> None:
    filler = "<br/>".join("x" * 9)
    near = reference("t", "near")
    body = f'<p>{filler}</p><p style="orphans: 2; widows: 2">aa {near}</p><p id="t">t</p>'
    done = lay(body, base=LINES)
    assert done.diagnostics == ()
    assert [(link.page, link.leads_to) for link in printed_links(done)] in ([(2, 2)], [(1, 2)])
    assert wrong_links(done) == []


def test_a_repeated_head_names_the_page_on_each_of_its_own() -> None:
    rows = "<tr><td>row</td></tr>" * 14
    table = f"<table><thead><tr><th>{reference('t', 'near')}</th></tr></thead><tbody>{rows}</tbody></table>"
    done = lay(f'{table}<p id="t">t</p>', "@page { size: 200px 100px }", base=LINES)
    assert done.diagnostics == ()
    assert [(link.page, link.leads_to) for link in printed_links(done)] == [(1, 3)], (
        "the document shows nothing"
    )
    assert wrong_links(done) == []


def test_what_does_not_settle_is_named_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refilling, "MOST_ROUNDS", 1)
    body = f'<main><p>The lamp in the tower shines {reference("t")}.</p><p id="t" style="break-before: page">t</p></main>'
    sources = (Source("one.md", "# One\n\nThe lamp in the tower shines.\n"),)
    done = lay(body, base=LINES, sources=sources)
    (told,) = done.diagnostics
    assert told.code == "layout/unsettled-reference"
    assert told.message.startswith(
        "on page i, the reference to `#t` prints 1 as its page, but that stands on page ii"
    )
    assert told.where is not None
    assert (told.where.file, told.where.line) == ("one.md", 3)


def test_what_stands_on_no_page_is_told() -> None:
    body = f'<p>The lamp {reference("t")} and {reference("u")}</p><p id="t" style="display: none">t</p>'
    done = lay(body)
    assert {d.code for d in done.diagnostics} == {"xref/dead-link"}


def test_an_engine_that_is_not_mended_settles_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.paginating.layout.can_mend", lambda: False)
    filler = "".join(
        f'<p id="p{n}">{"word " * 60}{reference(f"p{(n * 7) % 12}", "near")}</p>' for n in range(12)
    )
    done = lay(f'<section class="front"><p>{reference("p9")}</p></section><main>{filler}</main>')
    assert {d.code for d in done.diagnostics} == {"layout/unmended-engine"}
    assert len(printed_links(done)) == 13
    assert wrong_links(done) == []


@pytest.fixture
def pages_made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    made: list[int] = []
    original = engine_page.remake_page
    monkeypatch.setitem(mending._DIGESTS, "remake_page", "")

    def remake(index: int, *arguments: object) -> object:
        made.append(index)
        return original(index, *arguments)

    monkeypatch.setattr(engine_page, "remake_page", remake)
    monkeypatch.setattr("publish.paginating.layout.can_mend", lambda: True)
    return made


def test_without_references_no_page_is_made_twice(pages_made: list[int]) -> None:
    text = "<p>" + "<br/>".join("x" * 90) + "</p>"
    assert lay(text, base=LINES, lines=AS_THEY_COME).value
    assert pages_made == list(range(len(pages_made)))


def test_only_what_looks_ahead_is_made_again(pages_made: list[int]) -> None:
    chapters = "".join(f'<p id="p{n}" style="break-before: page">{n} {reference("p0")}</p>' for n in range(30))
    folio = '<span class="folio-of" data-target="p{0}"></span>'
    entries = "".join(f'<p><a href="#p{n}">{folio.format(n)}</a></p>' for n in range(30))
    assert lay(f"{entries}{chapters}", base=LINES, lines=AS_THEY_COME).diagnostics == ()
    whole = max(pages_made) + 1
    assert pages_made[:whole] == list(range(whole))
    assert pages_made[whole:] == list(range(whole - 28)), (
        "the contents, the page that names itself, the one beside"
    )


def test_references_in_the_parts_of_a_tall_note() -> None:
    long = " ".join(f"word {n} {reference(f'p{n % 5}')}" for n in range(90))
    places = "".join(f'<p id="p{n}" style="break-before: page">{n}</p>' for n in range(5))
    done = lay(f"<p>x{note(1, long)}</p>{places}")
    assert done.diagnostics == ()
    assert wrong_links(done) == []
    assert len(printed_links(done)) >= 90


def test_the_locators_of_an_index() -> None:
    places = "".join(f'<p id="p{n}" style="break-before: page">x</p>' for n in range(12))
    index = (
        '<p>harbour, <span class="locators" data-targets="p11 p0 p2 p3 p4 !p7 nowhere p9..p10 p0:3"></span></p>'
    )
    for body in (f"{places}{index}", f"{index}{places}"):
        done = lay(body, "@page { @bottom-center { content: counter(page) } } @page { margin: 0 }")
        assert done.diagnostics == ()
        links = [(link.text.strip(), link.called) for link in printed_links(done)]
        shift = 0 if body.startswith("<p id") else 1
        one, three, eight, ten = (str(n + shift) for n in (1, 3, 8, 10))
        assert links == [
            (one, one),
            (f"{one}n3", one),
            (f"{three}–{5 + shift}", three),
            (eight, eight),
            (f"{ten}–{12 + shift}", ten),
        ]


def test_locators_are_joined_as_their_language_has_it() -> None:
    places = "".join(f'<p id="p{n}" style="break-before: page">x</p>' for n in range(6))
    index = '<p lang="fa">x, <span class="locators" data-joint="، " data-targets="p0 p2 p4"></span> y</p>'
    done = lay(f"{places}{index}", "@page { margin: 0 }")
    assert done.diagnostics == ()
    assert done.value is not None
    text = "".join(letter.letter for letter in printed_letters(done.value.pdf))
    assert text.count("،") == 2
    assert text.count(",") == 1


def test_a_list_of_unknown_places_is_told() -> None:
    done = lay('<p>harbour, <span class="locators" data-targets="nowhere"></span></p>')
    assert [d.code for d in done.diagnostics] == ["xref/dead-link"]


def test_the_same_bytes_twice() -> None:
    body = "".join(
        f'<p id="p{n}">{"word " * 40}{reference(f"p{(n * 11) % 40}", "near")}</p>' for n in range(40)
    )
    first, second = lay(body), lay(body)
    assert first.value is not None and second.value is not None
    assert first.value.pdf == second.value.pdf


def test_what_the_engine_counts_for_an_author_is_judged_too() -> None:
    css = 'a::after { content: " (page " target-counter(attr(href), page) ")" }'
    body = '<p><a href="#t">there</a></p><p id="t" style="break-before: page">t</p>'
    assert lay(body, css).diagnostics == ()
