"""Whatever goes wrong in a paragraph, the engine sets the rest of it: no line is lost, none doubled, and it
is told.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.model.lines import GREEDY, TOTAL_FIT
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.lines import (
    building,
    drawing,
    measuring,
    paragraph,
    planning,
    setter,
    typeface,
)
from publish.paginating.lines.grid import current_grid
from publish.paginating.lines.record import Record
from publish.paginating.lines.setter import LineSetter
from publish.paginating.lines.setting import current_setter, set_lines
from publish.paginating.mending import mended_engine
from publish.paginating.paginate import paginate
from publish.world.limit import TimeLimitExceeded
from tests.paginating.dense import WORDS, document, note
from tests.paginating.lines.laying import PAGE, is_ours, lay, lines_of, text_of, words_of

TEXT = " ".join(WORDS * 4)
BODY = "".join(
    f"<p>{TEXT[start : start + 700]} <em>{TEXT[:90]}</em>{note(start + 1)} end</p>" for start in range(5)
)
STAGES: dict[str, tuple[Any, str]] = {
    "flattening": (paragraph.Paragraph, "_flatten"),
    "asking where lines may end": (paragraph.Paragraph, "opportunities"),
    "finding the place": (paragraph.Paragraph, "place_of"),
    "looking whether it is fresh": (paragraph.Paragraph, "is_fresh"),
    "measuring": (setter, "measure"),
    "measuring a word": (typeface.Typeface, "width"),
    "a word's head": (typeface.Typeface, "width_of_head"),
    "planning": (setter, "plan_lines"),
    "fitting": (planning, "fit"),
    "preparing to build": (building.Builder, "__init__"),
    "building": (building.Builder, "build"),
    "a piece of text": (building.Builder, "_text_piece"),
    "setting upright": (building, "_set_upright"),
    "leading on": (paragraph.Paragraph, "skip_stack_of"),
    "protruding": (measuring._Measurer, "_add"),
}


class Fault:
    """A function that fails when it is called for the n-th time, and once only."""

    def __init__(self, function: Callable[..., Any], at: int, error: type[BaseException]) -> None:
        self.function, self.left, self.error = function, at, error

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise self.error("a fault put in on purpose")
        return self.function(*arguments, **named)


def put_in(stage: str, at: int, error: type[BaseException], patch: pytest.MonkeyPatch) -> Fault:
    home, name = STAGES[stage]
    fault = Fault(getattr(home, name), at, error)
    # A plain function, so that it is bound to the object it is called on.
    patch.setattr(home, name, lambda *arguments, **named: fault(*arguments, **named))  # noqa: PLW0108
    return fault


@pytest.fixture(scope="module")
def expected() -> list[str]:
    return words_of(lay(BODY, settings=GREEDY)[0])


def test_without_a_fault_all_is_ours(expected: list[str]) -> None:
    pages, record = lay(BODY)
    assert words_of(pages) == expected
    assert record.engine_lines == 0
    assert record.own_lines == len(lines_of(pages)) > 60


@given(stage=st.sampled_from(sorted(STAGES)), at=st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_fault_anywhere_costs_no_word(stage: str, at: int, expected: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fault = put_in(stage, at, ZeroDivisionError, patch)
        pages, record = lay(BODY)
    assert words_of(pages) == expected
    if fault.left > 0:
        assert record.engine_lines == 0
    else:
        assert set(record.reasons) <= {"ZeroDivisionError"}


def test_after_a_fault_amid_a_paragraph_the_engine_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = words_of(lay(f"<p>{TEXT}</p>", settings=GREEDY)[0])
    put_in("building", 4, IndexError, monkeypatch)
    pages, record = lay(f"<p>{TEXT}</p>")
    lines = lines_of(pages)
    assert [is_ours(line) for line in lines[:5]] == [True, True, True, False, False]
    assert words_of(pages) == expected
    assert record.own_lines == 3
    assert record.reasons == {"IndexError": len(lines) - 3}
    steps = {round(two.position_y - one.position_y, 3) for one, two in pairwise(lines)}
    assert steps == {16.0}


@pytest.mark.parametrize("error", [RecursionError, MemoryError, TimeLimitExceeded, KeyboardInterrupt])
@pytest.mark.parametrize("stage", ["flattening", "planning", "building"])
def test_what_no_paragraph_is_to_blame_for_passes(
    stage: str, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in(stage, 2, error, monkeypatch)
    with pytest.raises(error):
        lay(BODY)


@pytest.mark.parametrize("at", [1, 2, 7])
def test_what_cannot_be_painted_the_engine_paints(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [StyleSheet("page.css", PAGE)]
    expected = paginate(document(BODY), sheets, {}, (), Metadata())
    assert expected.value is not None
    record = Record()
    fault = Fault(drawing._parts_of, at, KeyError)
    monkeypatch.setattr(drawing, "_parts_of", fault)
    done = paginate(document(BODY), sheets, {}, (), Metadata(), record=record)
    assert done.value is not None
    assert record.repainted == {"KeyError": 1}
    assert record.engine_lines == 0
    assert text_of_pdf(done.value.pdf) == text_of_pdf(expected.value.pdf)


@pytest.mark.parametrize("error", [RecursionError, MemoryError, TimeLimitExceeded, KeyboardInterrupt])
def test_painting_passes_on_what_no_box_is_to_blame_for(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "_parts_of", Fault(drawing._parts_of, 2, error))
    if error is RecursionError:
        done = paginate(document(BODY), [], {}, (), Metadata())
        assert [d.code for d in done.diagnostics] == ["layout/failed"]
    else:
        with pytest.raises(error):
            paginate(document(BODY), [], {}, (), Metadata())


def text_of_pdf(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_other_threads_are_laid_out_as_ever() -> None:
    found: list[Any] = []
    with set_lines(TOTAL_FIT, grid=True) as setter:
        assert current_setter() is setter
        assert current_grid() is not None
        thread = threading.Thread(target=lambda: found.extend((current_setter(), current_grid())))
        thread.start()
        thread.join()
    assert found == [None, None]
    assert current_setter() is None


@pytest.mark.parametrize("busy", [partial(set_lines, TOTAL_FIT), mended_engine], ids=["lines", "pages"])
def test_a_thread_that_has_to_wait_for_another_finds_the_engine_it_knows(
    busy: Callable[[], AbstractContextManager[Any]],
) -> None:
    found: list[Any] = []

    def lay_lines() -> None:
        with set_lines(TOTAL_FIT) as setter:
            found.append(setter)

    with busy():
        thread = threading.Thread(target=lay_lines)
        thread.start()
        # Long enough to find functions exchanged, if it looks at them now.
        thread.join(0.2)
        assert found == []
    thread.join()
    assert [type(setter) for setter in found] == [LineSetter]


def test_the_innermost_settings_hold_and_the_outer_ones_come_back() -> None:
    with set_lines(TOTAL_FIT) as outer:
        with set_lines(replace(TOTAL_FIT, stretch=0.7)) as inner:
            assert inner is current_setter()
            assert inner is not None
            assert inner.costs.stretch == 0.7
        assert current_setter() is outer


def test_what_is_planned_holds_on_both_sides_of_a_leaf() -> None:
    # Taken from 215.9 in one order, 55.2 and 69.43 leave more than in the other: floats are rounded.
    body = "".join(f"<p>{TEXT[start : start + 600]}</p>" for start in range(0, 800, 20))
    page = "@page { size: 215.9mm 50mm; margin: 5mm 69.43mm 5mm 55.2mm }"
    one_sided, _ = lay(body, page)
    two_sided, _ = lay(body, f"{page} @page :left {{ margin: 5mm 55.2mm 5mm 69.43mm }}")
    assert len({page.width for page in two_sided}) == 2
    assert list(map(text_of, lines_of(two_sided))) == list(map(text_of, lines_of(one_sided)))
