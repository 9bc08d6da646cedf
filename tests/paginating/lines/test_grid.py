"""Lines of text stand on the lines of the page, whatever stands between them."""
# ruff: noqa: E501 - HTML and CSS read better unbroken

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from publish.model.lines import GREEDY, TOTAL_FIT, LineSettings
from publish.model.metadata import Metadata
from publish.model.resource import Resource, StyleSheet
from publish.paginating.lines.setting import set_lines
from publish.paginating.paginate import paginate
from tests.paginating.dense import document, note, write_dense
from tests.paginating.lines.printed import baselines_of, printed_letters
from tests.paginating.sweeping import sweep_variants, try_layout

STEP, TEXT, TOP = 13.0, 10.0, 30.0
NEAR = 0.05
UNSHRUNK = (Phase.explicit, Phase.generate)
"""Each trial lays pages out: to shrink one that failed takes an hour."""
PAGE = f"""
@page {{ size: 300pt 421pt; margin: {TOP}pt 40pt; @footnote {{ margin-top: 5pt; border-top: 1pt solid }} }}
html {{ font: {TEXT}pt/{STEP}pt "DejaVu Serif"; text-align: justify; hyphens: auto; orphans: 2; widows: 2 }}
body, p, figure, blockquote, ul, ol, dl, dd, pre {{ margin: 0 }}
h1 {{ font-size: 15pt; line-height: 19pt; margin: 11pt 0 4pt }} h2 {{ font-size: 12pt; margin: 13pt 0 2pt }}
h1, h2 {{ break-after: avoid }}
figure {{ margin: 9pt 0 }} figcaption, table {{ font-size: 8pt; line-height: 10.4pt }} figure, tr {{ break-inside: avoid }}
blockquote {{ margin: 5pt 15pt }} ul {{ margin: 6pt 0; padding-left: 15pt }} li p {{ margin: 3pt 0 }}
pre {{ margin: 4pt 0; border-left: 2pt solid; font-family: "DejaVu Sans Mono"; white-space: pre-wrap }}
.equation {{ display: block; margin: 5pt 0; text-align: center }} .equation img {{ height: 23pt }}
.numbered {{ display: flex }}
.small {{ font-size: 8pt; line-height: 9.7pt }} ul, blockquote, pre {{ font-size: 9pt }}
.note {{ font-size: 8pt; line-height: 9.3pt }} .note-call {{ font-size: 70%; line-height: 0; vertical-align: super }}
td {{ padding: 1.3pt }}
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" viewBox="0 0 60 20"><path d="M0 0h50v10z"/></svg>'
PROSE = "unfinished handwriting between the northern margins of a quiet archive and so many lanterns "
WORDS = f"<p>{PROSE * 4}</p>"


def things(height: float) -> dict[str, str]:
    """Return everything that may stand between lines of text, some of it as high as is asked."""
    picture = f'<img src="f.svg" alt="x" style="width: 30pt; height: {height}pt"/>'
    return {
        "figure": f'<figure><div style="height: {height}pt"></div><figcaption>A caption</figcaption></figure>',
        "table": f'<table><tbody><tr style="height: {height}pt"><td>cell</td></tr><tr><td>cell</td></tr></tbody></table>',
        "formula": f'<p>before <span class="equation"><img src="f.svg" alt="x" style="width: 30pt; height: {height}pt"/></span> and behind</p>',
        "numbered formula": f'<p>before <span class="equation numbered">{picture}<b class="small">(1)</b></span> behind</p>',
        "picture in a line": f"<p>{PROSE} {picture} {PROSE}</p>",
        "picture by itself": f"<p>{picture}</p>",
        "heading": f'<h1 style="padding-top: {height}pt">One</h1>',
        "headings": f'<h1 style="margin-top: {height}pt">One</h1><h2>Two</h2>',
        "quote": f'<blockquote style="margin-top: {height}pt"><p>{PROSE}</p><p>{PROSE}</p></blockquote>',
        "list": f"<ul><li>{PROSE}</li><li><p>{PROSE}</p><p>{PROSE}</p></li><li>x<ul><li>y</li></ul></li></ul>",
        "code": '<pre>one\ntwo three\n\nfour</pre><div style="height: 3pt"></div>',
        "small matter": f'<div class="small">{WORDS}</div>',
        "rule": f'<hr style="width: 30pt; height: {height}pt"/>',
        "box": f'<div style="border: 1pt solid; padding: {height}pt 3pt">{WORDS}</div>',
        "nothing": f'<div style="height: {height}pt"></div>',
    }


def lay(body: str, *, lines: LineSettings = TOTAL_FIT, grid: bool = True, css: str = "") -> bytes:
    sheets = [StyleSheet("page.css", PAGE), StyleSheet("more.css", css)]
    images = {"f.svg": Resource("f.svg", "image/svg+xml", SVG, 60, 20)}
    done = paginate(document(body), sheets, images, (), Metadata(lang="en"), lines=lines, grid=grid)
    assert done.value is not None
    assert [found.message for found in done.diagnostics] == []
    return done.value.pdf


@cache
def first_baseline() -> float:
    """Return where the first line of a page stands."""
    return baselines_of(lay("<p>x</p>", grid=False), TEXT)[0][1]


def off_grid(pdf: bytes, size_pt: float = TEXT) -> list[tuple[int, float]]:
    """Return the baselines of a size that are not where a page full of plain text has them."""
    first = first_baseline()
    found = baselines_of(pdf, size_pt)
    assert len(found) > 10
    return [(page, at) for page, at in found if abs((at - first + STEP / 2) % STEP - STEP / 2) > NEAR]


@pytest.mark.parametrize("lines", [TOTAL_FIT, GREEDY], ids=["total-fit", "greedy"])
def test_every_line_of_a_document_with_everything_is_on_the_grid(lines: LineSettings) -> None:
    body = "".join(
        f"{WORDS}{thing}<p>{PROSE}{note(100 * round(height) + number, PROSE)} {PROSE}</p>"
        for height in (7.3, 31.9)
        for number, thing in enumerate(things(height).values())
    )
    pdf = lay(body, lines=lines)
    assert off_grid(pdf) == []
    assert off_grid(lay(body, lines=lines, grid=False)), "the document shows nothing"


@pytest.mark.parametrize("name", things(1))
def test_text_comes_back_to_the_grid_behind(name: str) -> None:
    for height in (0.4, 6.5, 19.6):
        assert off_grid(lay(WORDS + things(height)[name] + WORDS * 9)) == []


@settings(
    max_examples=12, deadline=None, derandomize=True, phases=UNSHRUNK, suppress_health_check=list(HealthCheck)
)
@given(
    parts=st.lists(st.tuples(st.sampled_from(sorted(things(1))), st.floats(0.1, 90)), min_size=3, max_size=12),
    lines=st.sampled_from((TOTAL_FIT, GREEDY)),
    size=st.sampled_from(("", "p { widows: 3; orphans: 3 }", "@page { size: 250pt 333pt }")),
)
def test_random_heights(parts: list[tuple[str, float]], lines: LineSettings, size: str) -> None:
    body = "".join(things(height)[name] + WORDS for name, height in parts)
    pdf = lay(WORDS + body, lines=lines, css=size)
    assert off_grid(pdf) == []
    assert letters(pdf) == letters(lay(WORDS + body, lines=lines, css=size, grid=False))


@settings(
    max_examples=10, deadline=None, derandomize=True, phases=UNSHRUNK, suppress_health_check=list(HealthCheck)
)
@given(
    parts=st.lists(
        # Two headings in a row are two places.
        st.tuples(st.sampled_from(sorted(things(1).keys() - {"headings"})), st.floats(0.1, 90)),
        min_size=2,
        max_size=8,
    )
)
def test_less_than_a_line_of_white_is_added_in_any_place(parts: list[tuple[str, float]]) -> None:
    body = WORDS + "".join(things(height)[name] + WORDS for name, height in parts)
    tall = f"@page {{ size: 300pt 9000pt }} ul, blockquote, pre {{ font-size: {TEXT}pt }}"
    kept = baselines_of(lay(body, css=tall), TEXT)
    free = baselines_of(lay(body, css=tall, grid=False), TEXT)
    assert len(kept) == len(free)
    for (before, after), (was_before, was_after) in zip(pairwise(kept), pairwise(free), strict=True):
        assert after[1] - before[1] - (was_after[1] - was_before[1]) < STEP


def test_full_pages_end_on_the_same_line() -> None:
    thing = things(17.7)
    pdf = lay("".join(WORDS * 5 + thing[name] for name in ("list", "quote", "code", "small matter")) * 3)
    ends: dict[int, float] = {}
    for page, at in baselines_of(pdf, TEXT):
        ends[page] = max(at, ends.get(page, 0.0))
    last = max(ends.values())
    assert 421 - TOP - 2 * STEP < last < 421 - TOP
    full = [at for at in ends.values() if last - at < STEP - NEAR]
    assert len(full) > len(ends) / 3
    assert last - min(full) < NEAR


def test_a_thing_of_odd_height_stands_in_the_middle_of_its_lines() -> None:
    free = off_lines(lay(WORDS + "<hr/>" + WORDS, css="hr { height: 20pt; margin: 0; border: 0 }", grid=False))
    assert free == pytest.approx([STEP + 20])
    marks = "hr { height: 0; margin: 0; border: 0; padding: 10pt 0 } hr::before { content: 'x'; font-size: 8pt; line-height: 0 }"
    body = WORDS + "<hr/>" + WORDS
    kept = list(printed_letters(lay(body, css=marks)))
    mark = next(letter.baseline_pt for letter in kept if letter.size_pt == pytest.approx(8, abs=NEAR))
    lines = baselines_of(lay(body, css=marks), TEXT)
    before = max(at for _, at in lines if at < mark)
    after = min(at for _, at in lines if at > mark)
    free_kept = list(printed_letters(lay(body, css=marks, grid=False)))
    free_mark = next(letter.baseline_pt for letter in free_kept if letter.size_pt == pytest.approx(8, abs=NEAR))
    assert after - before == pytest.approx(3 * STEP)
    assert mark - free_mark == pytest.approx(3)


HALVES = f"ul, blockquote, pre {{ font: {TEXT}pt/{STEP}pt 'DejaVu Serif'; margin: {STEP / 2}pt 0 }}"
BLOCKS = {
    "list": f"<ul><li>{PROSE}</li><li>two</li></ul>",
    "quotation": f"<blockquote><p>{PROSE * 2}</p></blockquote>",
    "code": "<pre>one\ntwo</pre>",
    "list in a quotation": f"<blockquote><p>{PROSE}</p><ul><li>{PROSE}</li><li>two</li></ul></blockquote>",
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_on_one_page_has_half_a_line_of_white_above_and_below(name: str) -> None:
    pdf = lay(WORDS + BLOCKS[name] + WORDS, css=HALVES + "blockquote ul { margin: 0 }")
    assert off_lines(pdf) == pytest.approx([1.5 * STEP, 1.5 * STEP])


def test_what_is_left_over_is_shared() -> None:
    pdf = lay(WORDS + BLOCKS["code"] + WORDS, css=HALVES + "pre { margin: 0 0 9pt }")
    assert off_lines(pdf) == pytest.approx([STEP + 2, STEP + 11])


@pytest.mark.parametrize(
    "block",
    ["<ul>" + f"<li>{PROSE}</li>" * 30 + "</ul>", f"<blockquote><p>{PROSE * 20}</p></blockquote>"],
    ids=["list", "quotation"],
)
def test_a_block_that_goes_on_over_pages_stands_on_the_grid(block: str) -> None:
    pdf = lay(WORDS + block + WORDS, css=HALVES)
    assert off_grid(pdf) == []
    assert letters(pdf) == letters(lay(WORDS + block + WORDS, css=HALVES, grid=False))


def test_a_block_at_the_foot_ends_on_the_last_line_of_the_page() -> None:
    pdf = lay("<p>x</p>" * 24 + "<ul><li>one</li><li>two</li></ul>" + WORDS, css=HALVES)
    last = max(at for page, at in baselines_of(pdf, TEXT) if page == 1)
    assert last == pytest.approx(first_baseline() + 26 * STEP, abs=NEAR)


def off_lines(pdf: bytes) -> list[float]:
    """Return the distances of neighbouring baselines that are not one line."""
    steps = [after - before for (_, before), (_, after) in pairwise(baselines_of(pdf, TEXT))]
    return [step for step in steps if abs(step - STEP) > NEAR]


def test_the_white_made_up_for_a_heading_stands_above_it() -> None:
    body = f'{WORDS}<div style="height: 4pt"></div><h2>Two</h2>{WORDS}'
    pdf = lay(body)
    heading = next(
        letter.baseline_pt for letter in printed_letters(pdf) if letter.size_pt == pytest.approx(12, abs=NEAR)
    )
    below = min(at for _, at in baselines_of(pdf, TEXT) if at > heading)
    free = lay(body, grid=False)
    was = next(
        letter.baseline_pt for letter in printed_letters(free) if letter.size_pt == pytest.approx(12, abs=NEAR)
    )
    was_below = min(at for _, at in baselines_of(free, TEXT) if at > was)
    assert below - heading == pytest.approx(was_below - was, abs=NEAR)


def test_marks_of_a_list_stand_beside_their_lines() -> None:
    pdf = lay(
        f"{WORDS}<ol><li>{PROSE}</li><li><p>{PROSE}</p></li></ol>",
        css="ol { margin: 6pt 0 } li p { margin: 3pt 0 }",
    )
    marks = [letter for letter in printed_letters(pdf) if letter.letter in "12"]
    assert len(marks) == 2
    lines = {at for _, at in baselines_of(pdf, TEXT)}
    assert {round(mark.baseline_pt, 3) for mark in marks} <= lines
    first = [letter.baseline_pt for letter in printed_letters(pdf) if letter.letter == "u"]
    for mark in marks:
        assert min(abs(mark.baseline_pt - at) for at in first) < NEAR


def test_the_edge_of_code_begins_with_its_first_line() -> None:
    from publish.paginating.addresses import MemoryFetcher
    from publish.paginating.layout import lay_out
    from publish.paginating.preparing import prepare_tree
    from publish.paginating.sheets import parse_sheets

    fetcher = MemoryFetcher({}, ())
    styling = parse_sheets([StyleSheet("page.css", PAGE)], (), fetcher)
    with set_lines(TOTAL_FIT, grid=True):
        done = lay_out(prepare_tree(document(f"{WORDS}<pre>a\nb</pre>{WORDS}")), styling, fetcher, {})
    (pre,) = [
        box
        for box in done.document.pages[0]._page_box.descendants()
        if box.element_tag == "pre" and box.border_left_width
    ]
    lines = list(pre.children)
    assert pre.position_y + pre.margin_top == pytest.approx(lines[0].position_y)
    assert pre.height == pytest.approx(sum(line.height for line in lines))
    assert sum(line.height for line in lines) == pytest.approx(2 * STEP * 96 / 72)


def test_a_theme_may_take_things_off_the_grid_and_put_them_on() -> None:
    body = f'{WORDS}<blockquote style="margin-top: 5pt"><p>{PROSE}</p></blockquote>{WORDS}<h2>Two</h2>'
    whole = f"blockquote, h2 {{ font-size: {TEXT}pt; --line-snap: baseline; --block-step-align: none }}"
    assert off_grid(lay(body, css=f"blockquote {{ font-size: {TEXT}pt }}"))
    on = lay(body + WORDS * 5, css=whole)
    assert off_grid(on) == []


def test_columns_floats_and_cells_are_left_as_they_are() -> None:
    column = f'<div style="columns: 2; margin: 5pt 0">{WORDS}</div>'
    floating = f'<div style="float: left; width: 90pt; height: 30pt; margin-top: 4pt">{PROSE}</div>'
    cell = f"<table><tr><td style='font-size: {TEXT}pt; line-height: {STEP}pt; padding-top: 5pt'>{PROSE}</td></tr></table>"
    css = f".again {{ font-size: 9pt; line-height: {STEP}pt }}"
    for thing in (column, floating, cell):
        body = f'{WORDS}{thing}<div class="again">{WORDS * 6}</div>'
        assert off_grid(lay(body, css=css), 9.0) == []


def letters(pdf: bytes) -> Counter[str]:
    """Count all letters; marks of lists are painted in another order on another page."""
    return Counter(letter.letter for letter in printed_letters(pdf) if letter.letter.isalnum())


def test_notes_stand_with_their_calls_on_the_grid_too() -> None:
    html, notes = write_dense(3, chapters=1, blocks=24, note_chance=0.4)
    for css in list(sweep_variants())[4::20]:
        trial = try_layout(html, css, grid=True)
        assert trial.notes == notes
        assert trial.faults == (), css


def test_the_engine_is_as_it_was_afterwards() -> None:
    from weasyprint.layout import block

    with set_lines(TOTAL_FIT, grid=True):
        assert block.iter_line_boxes.__module__ != "weasyprint.layout.inline"
    assert block.iter_line_boxes.__module__ == "weasyprint.layout.inline"
    assert block.block_level_layout.__module__ == "weasyprint.layout.block"


def test_same_bytes_every_time() -> None:
    body = "".join(WORDS + thing for thing in things(7.7).values())
    assert lay(body) == lay(body)
