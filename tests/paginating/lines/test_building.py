"""What may stand on a line is set by us, with every word of it, and justified lines end where the measure
does.
"""
# ruff: noqa: E501 - HTML reads better unbroken

from __future__ import annotations

from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from publish.model.lines import GREEDY, TOTAL_FIT
from publish.model.resource import Resource
from tests.paginating.dense import WORDS, note
from tests.paginating.lines.laying import (
    is_ours,
    lay,
    letters_of,
    lines_of,
    text_of,
    texts_of,
    words_of,
)
from tests.paginating.rich import PNG, SVG

TEXT = " ".join(WORDS * 2)
IMAGES = (Resource("a.png", "image/png", PNG, 8, 8), Resource("f.svg", "image/svg+xml", SVG, 60, 20))


def around(middle: str) -> str:
    return f"{TEXT[:90]} {middle} {TEXT}"


FEATURES = {
    "plain": TEXT,
    "emphasis": f"{TEXT[:90]} <em>{TEXT[:80]} <b>{TEXT[:70]}</b> {TEXT[:50]}</em> {TEXT}",
    "emphasis within a word": f"{TEXT[:90]} an<em>ti</em>qua<b>ri</b>an {TEXT} un<i>believable</i> {TEXT}",
    "link": f'{TEXT[:90]} <a href="https://example.org/">{TEXT[:120]}</a>, {TEXT}',
    "note": f"{TEXT[:90]}{note(1)}, {TEXT}{note(2, TEXT[:200])}.",
    "number as a block": f'<b style="display: inline-block; min-width: 20px">1</b> {TEXT}',
    "block of two lines": f'{TEXT[:60]} <b style="display: inline-block; width: 60px">one two three four</b> {TEXT}',
    "table amid a line": f'{TEXT[:60]} <span style="display: inline-table"><span style="display: table-row"><span style="display: table-cell">cell</span></span></span> {TEXT}',
    "picture": f'{TEXT[:60]} <img src="a.png" alt="" style="vertical-align: middle"/> {TEXT}',
    "formula": f'{TEXT[:60]} <img src="f.svg" alt="" style="vertical-align: -0.2em; height: 1em"/>, {TEXT}',
    "line break": f"{TEXT[:100]}<br/>{TEXT}<br/>{TEXT[:50]}",
    "line break at the end": f"{TEXT}<br/>",
    "nowrap": f'{TEXT[:90]} <span style="white-space: nowrap">harbour ledger winter</span> {TEXT}',
    "relative": f'{TEXT[:90]} <span style="position: relative; top: -2px">{TEXT[:60]}</span> {TEXT}',
    "decoration": f"{TEXT[:90]} <u>{TEXT[:90]}</u> <s>{TEXT[:60]}</s> {TEXT}",
    "background": f'{TEXT[:90]} <mark style="background: #ff0; padding: 0 3px; border: 1px solid">{TEXT[:90]}</mark> {TEXT}',
    "small capitals": f'{TEXT[:90]} <span style="font-variant-caps: small-caps; letter-spacing: 0.5px">{TEXT[:90]}</span> {TEXT}',
    "capitals": f'{TEXT[:90]} <span style="text-transform: uppercase">{TEXT[:60]}</span> {TEXT}',
    "soft hyphens": around("extra\u00adordi\u00adnary " * 12),
    "no-break spaces": around("M.\u00a0Valjean " * 8),
    "narrow no-break spaces": around("«\u202fvoilà\u202f!\u202f» " * 8),
    "zero-width spaces": around("https://\u200bexample.org/\u200bsome/\u200bplace " * 4),
    "word joiners": around("and\u2060/\u2060or " * 6),
    "ligatures": f"{TEXT[:90]} {'office affliction fiancé ' * 8} {TEXT}",
    "combining marks": around("re\u0301sume\u0301 nai\u0308ve " * 8),
    "dashes": around("winter\u2014signal, 1914\u201318 " * 8),
    "code": f'{TEXT[:90]} <code style="font-family: DejaVu Sans Mono">{TEXT[:60]}</code> {TEXT}',
    "other size": f'{TEXT[:90]} <span style="font-size: 15px; line-height: 20px">{TEXT[:60]}</span> {TEXT}',
    "raised": f"{TEXT[:90]} 10<sup>th</sup> H<sub>2</sub>O {TEXT}",
    "preserved": f'<span style="white-space: pre-wrap">{TEXT[:60]}   {TEXT}</span>',
    "long word": f"{TEXT[:90]} {'0123456789abcdef' * 6} {TEXT}",
    "anchors": f'<span id="a"></span>{TEXT[:90]}<span id="b"></span> <a id="c"></a>{TEXT}<span id="d"></span>',
}


@pytest.mark.parametrize("indent", ["0", "20px", "-15px; padding-left: 15px"])
@pytest.mark.parametrize("name", FEATURES)
def test_all_of_it_is_ours_and_complete(name: str, indent: str) -> None:
    body = f'<p style="text-indent: {indent}">{FEATURES[name]}</p><p>after</p>'
    css = "p { overflow-wrap: break-word }"
    pages, record = lay(body, css, images=IMAGES)
    greedy, _ = lay(body, css, settings=GREEDY, images=IMAGES)
    assert record.reasons == {}
    assert not any("\n" in text_of(line) for line in lines_of(pages))
    assert letters_of(pages) == letters_of(greedy)
    assert atoms_of(pages) == atoms_of(greedy)
    assert_edges(pages)


def atoms_of(pages: list[Any]) -> int:
    kinds = (boxes.InlineReplacedBox, boxes.InlineBlockBox)
    return sum(isinstance(box, kinds) for line in lines_of(pages) for box in line.children)


def assert_edges(pages: list[Any]) -> None:
    """Every line that is not the last of its paragraph, or of a part the author ended, ends at the measure."""
    seen = 0
    for page in pages:
        for block in page.descendants():
            lines = [child for child in block.children if isinstance(child, boxes.LineBox)]
            if block.style["text_align_all"] != "justify":
                continue
            for line in lines:
                before, behind = getattr(line, "publish_hangs", (0.0, 0.0))
                text = text_of(line)
                if line.resume_at is None or text == "" or not is_ours(line) or " " not in text:
                    continue
                end = block.content_box_x() + block.width + behind
                if line.position_x + line.width > end - 40:
                    seen += 1
                    assert line.position_x + line.width == pytest.approx(end, abs=0.001), text
                assert before >= 0
    assert seen


def test_a_block_within_a_line_moves_with_it() -> None:
    (page,), _ = lay(f'<p style="margin-top: 50px">x <b style="display: inline-block">block</b> {TEXT}</p>')
    line = lines_of([page])[0]
    block = next(box for box in line.children if isinstance(box, boxes.InlineBlockBox))
    inner = block.children[0]
    assert text_of(inner) == "block"
    assert inner.position_x == pytest.approx(block.content_box_x())
    assert inner.position_y == pytest.approx(block.content_box_y())
    assert line.position_y <= block.position_y < line.position_y + line.height


def test_what_stands_in_blocks_within_a_line_is_fresh() -> None:
    css = 'b::before { display: inline-block; content: counter(page) "/" counter(pages) }'
    filler = "<p>x</p>" * 60
    pages, record = lay(f"{filler}<p>see <b></b> {TEXT}</p>{filler}", css)
    assert record.reasons == {}
    printed = " ".join(words_of(pages))
    assert f"2/{len(pages)}" in printed


FLOATS = (
    '<div style="float: right; width: 90px; height: 70px; margin: 0 0 4px 6px"></div>'
    f"<p>{TEXT}</p><p>{TEXT[:120]}</p>"
    '<div style="float: left; width: 60px; height: 37px"></div>'
    f'<p style="text-indent: 1em">{TEXT[:200]} <b style="font-size: 20px; line-height: 30px">BIG</b> {TEXT}</p>'
)


@pytest.mark.parametrize("page_height", range(150, 330, 20))
def test_lines_beside_floats_keep_clear_of_them(page_height: int) -> None:
    css = f"@page {{ size: 300px {page_height}px }}"
    pages, record = lay(FLOATS, css)
    greedy, _ = lay(FLOATS, css, settings=GREEDY)
    assert record.reasons == {}
    assert letters_of(pages) == letters_of(greedy)
    for page in pages:
        floats = [box for box in page.descendants() if box.is_floated()]
        for line in lines_of([page]):
            left, right = page.content_box_x(), page.content_box_x() + page.width
            for box in floats:
                if box.position_y < line.position_y + line.height and line.position_y < (
                    box.position_y + box.margin_height()
                ):
                    if box.style["float"] == "left":
                        left = box.position_x + box.margin_width()
                    else:
                        right = box.position_x
            before, behind = line.publish_hangs
            assert line.position_x == pytest.approx(left)
            end = line.position_x + line.width
            if line.resume_at is None:
                assert end <= right + behind + 0.001
            else:
                assert end == pytest.approx(right + behind, abs=0.001)
            assert before >= 0


def test_contents_with_leaders_are_ours() -> None:
    css = "a { display: block; text-align: start } a::after { content: leader('. ') ' 12' }"
    entries = f'<nav><a href="#x">Short</a><a href="#x">{TEXT[:110]}</a></nav><p id="x">text</p>'
    pages, record = lay(entries, css)
    greedy, _ = lay(entries, css, settings=GREEDY)
    assert record.reasons == {}
    assert [text_of(line)[-3:] for line in lines_of(pages)] == [text_of(line)[-3:] for line in lines_of(greedy)]
    for line in lines_of(pages)[:1]:
        last = list(line.descendants())[-1]
        assert last.position_x + last.width == pytest.approx(280, abs=0.01)


CODE = """def first(one, two):
    if one:
        return   two  # a remark that is so long that it goes on in another line of the page

    return None
"""


@pytest.mark.parametrize("white_space", ["pre-wrap", "pre", "pre-line"])
def test_lines_of_code_are_the_authors(white_space: str) -> None:
    code = (
        CODE if white_space == "pre-wrap" else CODE.replace(" that it goes on in another line of the page", "")
    )
    css = (
        f"pre {{ white-space: {white_space}; font: 8px/12px DejaVu Sans Mono; margin: 0; text-align: justify }}"
    )
    body = f"<pre><b>{code[:20]}</b>{code[20:]}</pre><p>after</p>"
    pages, record = lay(body, css)
    greedy, _ = lay(body, css, settings=GREEDY)
    assert record.reasons == {}
    assert [text_of(line).rstrip() for line in lines_of(pages)] == [
        text_of(line).rstrip() for line in lines_of(greedy)
    ]
    ours, theirs = (
        [(box.position_x, box.position_y) for box in page.descendants() if isinstance(box, boxes.TextBox)]
        for (page,) in (pages, greedy)
    )
    assert ours == [pytest.approx(place) for place in theirs]


def test_a_running_head_with_an_ellipsis_is_ours_while_it_fits() -> None:
    css = '@page { @top-left { content: "A head"; text-overflow: ellipsis; overflow: hidden; white-space: nowrap } }'
    _, record = lay("<p>text</p>", css)
    assert (record.own_lines, record.reasons) == (2, {})


@pytest.mark.parametrize(("first", "expected"), [("A", (120, 0)), ("Broad", (0, 120))])
def test_large_type_stands_beside_a_float_if_its_first_word_does(first: str, expected: tuple[int, int]) -> None:
    body = (
        '<div style="float: left; width: 120px; height: 80px"></div>'
        '<div style="float: left; width: 100%; height: 40px"></div>'
        f'<p style="font-size: 50px; line-height: 40px; hyphens: none">{first} Broad</p>'
    )
    pages, record = lay(body, "@page { size: 200px 400px; margin: 0 }")
    line, *others = lines_of(pages)
    assert record.reasons == {}
    assert (line.position_x, line.position_y) == expected
    assert [other.position_y for other in others] == [line.position_y + max(40, 120 - line.position_y)]


def test_spaces_that_an_author_keeps_stand_at_the_end() -> None:
    pages, _ = lay(
        '<p style="white-space: pre; text-align: right">end  </p><p style="text-align: right">end  </p>'
    )
    kept, dropped = lines_of(pages)
    assert (text_of(kept), text_of(dropped)) == ("end  ", "end")
    assert kept.position_x < dropped.position_x


def test_a_long_word_is_broken_anywhere_only_if_its_hyphens_do_not_suffice() -> None:
    pages, record = lay(
        "<p>unbelievable 0123456789012345</p>", "@page { size: 104px 600px } p { overflow-wrap: anywhere }"
    )
    assert record.reasons == {}
    assert words_of(pages)[0] == "unbelievable"
    assert text_of(lines_of(pages)[0]).endswith("\u2010")
    assert letters_of(pages) == "unbelievable0123456789012345"


@pytest.mark.parametrize("width", [264, 336, 366])
def test_code_without_white_between_its_letters_leaves_none_to_the_few_beside_it(width: int) -> None:
    code = "<code>_\u200bvalidation-\u200bpersist.\u200b[Authorization Domain Name]</code>"
    css = "p { text-align: justify; hyphens: auto; font: 14px 'DejaVu Serif' } code { font: 12px 'DejaVu Sans Mono' }"
    pages, _ = lay(
        f"<p>The record MUST be placed (i.e., “{code}”). For this method, the CA MUST NOT use the FQDN returned.</p>",
        f"@page {{ size: {width}px 600px; margin: 10px }} {css}",
    )
    tracked = [abs(piece.pango_layout.tracking) for line in lines_of(pages) for piece in texts_of(line)]
    assert max(tracked) < 2 * TOTAL_FIT.tracking * 14
