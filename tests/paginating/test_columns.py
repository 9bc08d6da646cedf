"""Tables fit where they stand; what is cut is what is widest."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.columns import cut_widest, raise_least, share_room
from publish.paginating.paginate import paginate
from tests.paginating.dense import document

CSS = (
    "@page { size: 300px 400px; margin: 20px } html { font: 10px 'DejaVu Serif'; overflow-wrap: break-word }"
    "table { border-collapse: collapse } td, th { padding: 0 4px; text-align: left; font-weight: 400 }"
)
WIDTHS = st.lists(st.floats(1, 500), min_size=1, max_size=12)


@given(WIDTHS, st.floats(1, 3000))
def test_cutting_keeps_order_and_fills_the_room(widths: list[float], room: float) -> None:
    cut = cut_widest(widths, room)
    assert sum(cut) <= room * (1 + 1e-9)
    assert sum(cut) == pytest.approx(min(room, sum(widths)))
    assert all(new <= old for new, old in zip(cut, widths, strict=True))


@given(
    st.lists(st.tuples(st.floats(1, 50), st.floats(0, 500), st.floats(0.1, 100)), min_size=1),
    st.floats(1, 5000),
)
def test_sharing_holds_its_limits(columns: list[tuple[float, float, float]], spare: float) -> None:
    least = [low for low, _, _ in columns]
    most = [low + more for low, more, _ in columns]
    room = sum(least) + spare
    widths = share_room(least, most, [weight for _, _, weight in columns], room)
    for low, width, high in zip(least, widths, most, strict=True):
        assert low - 1e-6 <= width <= high + 1e-6
    assert sum(widths) == pytest.approx(min(room, sum(most)))


@given(WIDTHS, st.floats(0, 300))
def test_raising_never_passes_the_room(least: list[float], more: float) -> None:
    whole = [width + more for width in least]
    room = sum(least) + more
    raised = raise_least(least, whole, room)
    assert sum(raised) <= room + 0.01 * len(least)
    assert all(a - 1e-9 <= new <= b + 1e-3 for a, new, b in zip(least, raised, whole, strict=True))


def words(table: str) -> tuple[str, tuple[str, ...]]:
    outcome = paginate(document(table), [StyleSheet("t.css", CSS)], {}, (), Metadata(title_text="T"))
    assert outcome.value is not None
    pages = pypdfium2.PdfDocument(io.BytesIO(outcome.value.pdf))
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    return text.replace("\r", ""), tuple(d.code for d in outcome.diagnostics)


def table(*rows: tuple[str, ...], columns: str = "") -> str:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{columns}<tbody>{lines}</tbody></table>"


def test_a_table_of_unbreakable_words_does_not_run_off_the_page() -> None:
    text, codes = words(table(("x" * 40, "short", "y" * 60), ("a", "b", "c")))
    assert "layout/overflow" not in codes
    assert "short" in text
    assert text.replace("\n", "").count("x") == 40
    assert text.replace("\n", "").count("y") == 60


def test_short_words_stay_whole_beside_a_long_cell() -> None:
    text, codes = words(table(("Recommended", "Presence", "word " * 200)))
    assert not codes
    assert "Recommended" in text
    assert "Presence" in text


def test_shares_of_the_author_hold() -> None:
    columns = '<colgroup><col style="width: 75%"/><col style="width: 25%"/></colgroup>'
    long = "word " * 60
    outcome = paginate(
        document(table((long, long), columns=columns)),
        [StyleSheet("t.css", CSS)],
        {},
        (),
        Metadata(title_text="T"),
    )
    assert outcome.value is not None
    page = pypdfium2.PdfDocument(io.BytesIO(outcome.value.pdf))[0].get_textpage()
    lefts = sorted({round(page.get_rect(n)[0]) for n in range(page.count_rects())})
    # 260 px between the margins, 0.75 pt a px: the second column begins at three quarters.
    assert any(abs(left - (20 + 195 + 4) * 0.75) < 4 for left in lefts)
