"""Every note stands once, on the page of its call, wherever it is called and however the page breaks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.model.artifact import Pagination
from publish.model.diagnostic import Outcome
from publish.model.lines import GREEDY, TOTAL_FIT, LineSettings
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.paginate import paginate
from tests.paginating.dense import document, note, write_dense
from tests.paginating.features import PAGE, feature_documents
from tests.paginating.sweeping import sweep_variants, try_layout

SPARSE = {"chapters": 1, "blocks": 24, "note_chance": 0.25}
DENSE = {"chapters": 2, "blocks": 30, "note_chance": 0.5}


def lay(body: str, css: str = "") -> Outcome[Pagination | None]:
    sheets = [StyleSheet("page.css", PAGE.format(lines=2)), StyleSheet("more.css", css)]
    return paginate(document(body), sheets, {}, (), Metadata())


WAYS = {
    "greedy": (GREEDY, False),
    "total-fit": (TOTAL_FIT, False),
    "not level": (replace(TOTAL_FIT, is_level=False), False),
    "on the grid": (TOTAL_FIT, True),
    "on the grid, not level": (replace(TOTAL_FIT, is_level=False), True),
}
"""Every way lines are set and pages filled."""


def check_sweep(
    seed: int,
    shape: dict[str, float],
    variants: list[str],
    lines: LineSettings = TOTAL_FIT,
    *,
    grid: bool = False,
) -> None:
    html, notes = write_dense(seed, **shape)  # type: ignore[arg-type]
    letters = set()
    for css in variants:
        trial = try_layout(html, css, lines, grid=grid)
        assert trial.notes == notes
        assert trial.faults == (), css
        letters.add("".join(sorted(trial.text)))
    assert len(letters) == 1, "text was lost or doubled between layouts"


@pytest.mark.parametrize("way", WAYS)
def test_a_handful_of_layouts(way: str) -> None:
    lines, grid = WAYS[way]
    check_sweep(1, SPARSE, list(sweep_variants())[::28], lines, grid=grid)
    check_sweep(
        2, {"chapters": 1, "blocks": 30, "note_chance": 0.6}, list(sweep_variants())[5::40], lines, grid=grid
    )


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("seed", "shape"), [(1, SPARSE), (2, DENSE)])
def test_all_830_layouts(seed: int, shape: dict[str, float], way: str) -> None:
    lines, grid = WAYS[way]
    check_sweep(seed, shape, list(sweep_variants()), lines, grid=grid)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 10_000),
    chance=st.sampled_from((0.3, 0.6, 0.9, 1.4)),
    leading=st.floats(1.15, 1.7),
    lines=st.integers(1, 4),
    size=st.sampled_from((8.5, 9.5, 11, 12)),
    width=st.integers(105, 180),
    height=st.integers(150, 260),
    extra=st.sampled_from(
        (
            "",
            "h1 { break-before: right }",
            "p, li { break-inside: avoid }",
            "p { margin: 4pt 0 }",
            "tr { break-inside: avoid }",
        )
    ),
)
def test_random_documents_on_random_pages(  # noqa: PLR0917 - one draw each
    seed: int, chance: float, leading: float, lines: int, size: float, width: int, height: int, extra: str
) -> None:
    css = (
        f"html {{ line-height: {leading:.3f}; orphans: {lines}; widows: {lines}; font-size: {size}pt }}"
        f"@page {{ size: {width}mm {height}mm }} {extra}"
    )
    html, _ = write_dense(seed, chapters=1, blocks=20, note_chance=chance)
    faults = [fault for fault in try_layout(html, css).faults if " notes " not in fault]
    assert faults == []


QUICK = ("paragraph", "heading", "table head", "float", "note in a note", "recto", "note taller than a page")


@pytest.mark.parametrize("name", QUICK)
def test_quick_features(name: str) -> None:
    for title, html, css in feature_documents():
        if title.startswith((f"{name}, 4 lines", f"{name}, 12 lines")):
            check_feature(title, html, css)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_place_a_note_can_be_called_from() -> None:
    for title, html, css in feature_documents():
        check_feature(title, html, css)


def check_feature(title: str, html: str, css: str) -> None:
    done = paginate(html, [StyleSheet("page.css", css)], {}, (), Metadata())
    assert done.diagnostics == (), title
    assert done.value is not None
    for place in done.value.notes:
        assert place.note_pages[0] == place.call_page, (title, place)
    assert len(done.value.notes) == html.count('class="note"'), title


def test_a_note_taller_than_the_page_goes_on_and_loses_no_word() -> None:
    words = " ".join(f"w{number}" for number in range(400))
    done = lay(f"<p>before{note(1, words)} after</p><p>next{note(2)}</p>")
    assert done.diagnostics == ()
    assert done.value is not None
    first, second = done.value.notes
    assert len(first.note_pages) > 2
    assert first.note_pages == tuple(range(first.note_pages[0], first.note_pages[-1] + 1))
    assert second.note_pages == (second.call_page,)
    printed = printed_words(done.value.pdf)
    for number in range(400):
        assert printed.count(f"w{number}") == 1


def test_a_continued_list_goes_on_counting() -> None:
    items = "".join(f"<li>item{number} {'word ' * 12}</li>" for number in range(20))
    done = lay(f"<p>before{note(1, f'<ol>{items}</ol>')}</p>")
    assert done.diagnostics == ()
    assert done.value is not None
    printed = printed_words(done.value.pdf)
    assert [word for word in printed if word.rstrip(".").isdecimal() and word.endswith(".")] == [
        f"{number}." for number in range(1, 21)
    ]
    assert [word for word in printed if word.startswith("item")] == [f"item{number}" for number in range(20)]


def test_a_table_in_a_tall_note_is_divided_between_rows() -> None:
    rows = "".join(f"<tr><td>cell{number}</td></tr>" for number in range(60))
    words = " ".join(f"w{number}" for number in range(120))
    done = lay(f"<p>x{note(1, f'<p>{words}</p><table>{rows}</table><p>{words}</p>')}</p>")
    assert done.value is not None
    assert done.diagnostics == ()
    assert len(done.value.notes[0].note_pages) >= 2
    printed = printed_words(done.value.pdf)
    assert [word for word in printed if word.startswith("cell")] == [f"cell{number}" for number in range(60)]


def test_what_cannot_be_continued_is_told() -> None:
    block = '<div style="height: 400px; break-inside: avoid">block</div>'
    done = lay(f"<p>x{note(1, f'before {block}')}</p><p>{'word ' * 90}</p>")
    assert done.value is not None
    assert "layout/overflow" in {d.code for d in done.diagnostics}


def test_notes_that_do_not_fit_together_are_told_not_lost() -> None:
    calls = " ".join(note(number, "note " * 30) for number in range(1, 13))
    done = lay(f"<p>x{calls}</p>")
    assert done.value is not None
    assert {d.code for d in done.diagnostics} == {"layout/displaced-note"}
    assert all(place.note_pages for place in done.value.notes)
    assert "is called on page 1 but printed on page" in done.diagnostics[0].message


@pytest.mark.parametrize("rule", ["position: absolute", "display: none"])
def test_a_note_the_engine_cannot_print_is_an_error(rule: str) -> None:
    done = lay(
        f'<div class="odd"><p>x{note(1, "Hidden words stand here.")}</p></div><p>y</p>', f".odd {{ {rule} }}"
    )
    assert done.value is not None
    lost = [d for d in done.diagnostics if d.code == "layout/lost-note"]
    assert len(lost) == 1
    assert lost[0].severity == "error"
    assert "note 1" in lost[0].message


def test_a_note_of_two_blocks_begins_on_the_line_of_its_number() -> None:
    from publish.paginating.preparing import prepare_tree

    root = prepare_tree(document(f"<p>x{note(1, '<p>one</p><p>two</p>')}</p>"))
    first = root.find(".//span[@id='note-1']")
    assert first is not None
    assert [child.tag for child in first] == ["p", "p"]
    assert "".join(first[0].itertext()) == "1 one"


def printed_words(pdf: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [word for page in document for word in page.get_textpage().get_text_range().split()]
    finally:
        document.close()
