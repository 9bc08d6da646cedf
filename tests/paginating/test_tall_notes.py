"""Notes too tall for their pages begin on the page of their call and go on, page by page, to their last word."""
# ruff: noqa: E501 - HTML and CSS read better unbroken

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from publish.model.artifact import Pagination
from publish.model.lines import GREEDY, TOTAL_FIT
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.addresses import MemoryFetcher
from publish.paginating.inspecting import inspect_pages
from publish.paginating.layout import lay_out
from publish.paginating.paginate import paginate
from publish.paginating.preparing import prepare_tree
from publish.paginating.sheets import parse_sheets
from tests.paginating.dense import document, note
from tests.paginating.tall import PAGE, TallWriter, printed_faults


def pages_of(
    body: str, *, height: int = 220, lines: int = 2, breaker: str = "total-fit", grid: bool = False
) -> Pagination:
    done = paginate(
        document(body),
        [StyleSheet("page.css", PAGE.format(height=height, lines=lines))],
        {},
        (),
        Metadata(),
        lines=GREEDY if breaker == "greedy" else TOTAL_FIT,
        grid=grid,
    )
    assert done.diagnostics == ()
    assert done.value is not None
    return done.value


def printed_pages(pdf: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in opened]
    finally:
        opened.close()


def call(number: int, words: int) -> str:
    text = " ".join(f"n{number}w{index}" for index in range(words))
    return f"c{number}call{note(number, text)}"


@pytest.mark.parametrize(
    "words",
    [(200, 200), (200, 200, 200), (75, 75, 75), (250, 8), (250, 8, 8, 8), (8, 250), (60, 60), (8, 250, 8, 250)],
    ids=str,
)
def test_notes_of_one_line_all_begin_on_its_page(words: tuple[int, ...]) -> None:
    notes = dict(enumerate(words, 1))
    calls = " ".join(call(number, count) for number, count in notes.items())
    made = pages_of(f"<p>{'text ' * 30}</p><p>{calls} {'text ' * 40}</p><p>{call(9, 3)}</p>")
    pages = printed_pages(made.pdf)
    assert printed_faults(pages, notes | {9: 3}) == []
    called = next(number for number, page in enumerate(pages, 1) if "c1call" in page)
    assert [place.note_pages[0] for place in made.notes[:-1]] == [called] * len(words)
    # Notes of a few words are never divided; of every other at least two lines stand there.
    for number, count in notes.items():
        here = pages[called - 1].count(f"n{number}w")
        assert here == count if count < 10 else here > 10


def test_the_last_of_a_line_alone_goes_on_where_that_is_enough() -> None:
    made = pages_of(f"<p>{call(1, 80)} {call(2, 80)}</p>")
    first, second = made.notes
    assert first.note_pages == (1,)
    assert second.note_pages == (1, 2)


def test_a_tall_note_begins_where_its_call_is_and_leaves_the_text_its_share() -> None:
    made = pages_of(f"<p>{'text ' * 20}{call(1, 400)}</p><p>{'text ' * 400}</p>")
    pages = printed_pages(made.pdf)
    assert made.notes[0].note_pages[:2] == (1, 2)
    for number in made.notes[0].note_pages:
        assert pages[number - 1].count("text") > 20


def test_a_note_no_taller_than_its_share_moves_with_its_line() -> None:
    made = pages_of(f"<p>{'text ' * 110}</p><p>{call(1, 60)}</p>")
    assert made.notes[0].call_page == 2
    assert made.notes[0].note_pages == (2,)


def test_no_line_leaves_most_of_its_page_white_for_a_note_that_fits_on_the_next() -> None:
    """Were the line moved, more than a third of the page would be empty: the note goes on instead."""
    made = pages_of(f"<p>{'text ' * 70}</p><p>{call(1, 90)}</p>")
    assert (made.notes[0].call_page, made.notes[0].note_pages) == (1, (1, 2))


def test_what_goes_on_is_tagged_as_a_note_on_every_page() -> None:
    made = pages_of(f"<p>{call(1, 300)}</p>")
    pages = len(made.notes[0].note_pages)
    assert pages > 1
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        tags = [
            item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Note"
        ]
        assert len(tags) == pages
        assert len({str(tag["/ID"]) for tag in tags}) == pages


def test_a_whole_rule_stands_above_what_goes_on() -> None:
    """A short rule is a theme's background; above the rest of a note it is a border, as wide as the notes."""
    css = (
        "@page { @footnote { border: none; --continued-rule: 3px;"
        "background-image: linear-gradient(to right, #000 5em, transparent 5em) } }"
    )
    fetcher = MemoryFetcher({}, ())
    sheets = [StyleSheet("page.css", PAGE.format(height=220, lines=2)), StyleSheet("rule.css", css)]
    body = f"<p>{call(1, 200)}</p><p>{'text ' * 300}</p><p>{call(2, 4)}</p>"
    laid_out = lay_out(prepare_tree(document(body)), parse_sheets(sheets, (), fetcher), fetcher, {})
    rules = {}
    for number, page in enumerate(laid_out.document.pages, 1):
        (area,) = (box for box in page._page_box.children if isinstance(box, boxes.FootnoteAreaBox))
        rules[number] = area.border_top_width if area.children else None
    goes_on = inspect_pages(laid_out).note_pages[laid_out.notes[0]]
    last = inspect_pages(laid_out).note_pages[laid_out.notes[1]][0]
    assert [rules[number] for number in goes_on] == [0, *[3] * (len(goes_on) - 1)]
    assert (len(goes_on) > 1, last > goes_on[-1], rules[last]) == (True, True, 0)


def check_random(seed: int, tallest: int, height: int, lines: int, breaker: str, *, grid: bool) -> None:
    writer = TallWriter(seed, tallest)
    body = "".join(writer.block() for _ in range(8))
    made = pages_of(body, height=height, lines=lines, breaker=breaker, grid=grid)
    assert printed_faults(printed_pages(made.pdf), writer.notes) == []
    assert len(made.notes) == len(writer.notes)


_DRAWN = {
    "seed": st.integers(0, 100_000),
    "tallest": st.sampled_from((40, 120, 300)),
    "height": st.sampled_from((200, 240, 320, 420)),
    "lines": st.integers(1, 3),
    "breaker": st.sampled_from(("greedy", "total-fit")),
    "grid": st.booleans(),
}


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(**_DRAWN)
def test_random_tall_notes(
    seed: int, tallest: int, height: int, lines: int, breaker: str, *, grid: bool
) -> None:
    check_random(seed, tallest, height, lines, breaker, grid=grid)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(**_DRAWN)
def test_many_random_tall_notes(
    seed: int, tallest: int, height: int, lines: int, breaker: str, *, grid: bool
) -> None:
    check_random(seed, tallest, height, lines, breaker, grid=grid)


def test_faults_are_seen() -> None:
    """The judge of printed pages says what is wrong where something is."""
    notes = {1: 2, 2: 1}
    assert printed_faults(["c1call c2call n1w0 n1w1 n2w0"], notes) == []
    assert printed_faults(["c1call c2call n1w0", "n2w0"], notes) != []
    assert printed_faults(["c1call c2call n1w0 n1w1", "n2w0"], notes) == [
        "note 2: called on page 1, begun on 2"
    ]
    assert printed_faults(["c1call n1w0", "", "n1w1"], {1: 2}) == ["note 1: skips a page of [1, 3]"]
    assert printed_faults(["c1call c2call n2w0 n1w0 n1w1"], notes) == ["page 1: notes out of order"]
