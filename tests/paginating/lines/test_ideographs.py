"""Justified Chinese and Japanese end at the measure, and no line begins or ends with a sign that may not; Thai
stands whole on the grid.
"""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from benchmarks.pens import Pen, pens_of
from publish.model.lines import TOTAL_FIT
from publish.model.metadata import Metadata
from publish.model.resource import FontFace, Resource, StyleSheet
from publish.paginating.lines.record import Record
from publish.paginating.paginate import paginate
from publish.structure.reading import read_edition
from tests.paginating.dense import document

CHINESE = (
    "人类社会的发展,离不开语言和文字。「排版」是一门古老的艺术,它要求每一行都整齐地排列;标点符号不得出现在行首,(括号)也"
    "不得悬在行末。一九九〇年一月二十日,苏联军队进入巴库,造成了许多平民的死亡。"
).translate(str.maketrans(",;()", "\uff0c\uff1b\uff08\uff09"))
JAPANESE = (
    "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所でニャーニャー泣いていた事だけ"
    "は記憶している。吾輩はここで始めて人間というものを見た。「しかもあとで聞くと」それは書生という人間中で獰悪な種族であった。"
)
TEXTS = {
    "zh": CHINESE,
    "ja": JAPANESE,
    "zh-Hans": CHINESE.replace("一九九〇年一月二十日", "1990年1月20日").replace("苏联", "苏联 (the Soviet) "),
}
NOT_FIRST, NOT_LAST = "。\uff0c\uff1b\uff09」", "「\uff08"
EDGE_PT = 300 * 0.75
CSS = """
@page { size: 340px 600px; margin: 20px } body { margin: 0 } p { margin: 0; text-indent: 1em }
html { font: %s; text-align: justify }
"""


@pytest.fixture(scope="module")
def faces() -> tuple[FontFace, ...]:
    """A font in which every ideograph of the texts is a box of an em, as they are in all fonts."""
    signs = sorted({ord(sign) for text in (CHINESE, JAPANESE) for sign in text})
    names = {sign: f"u{sign:04X}" for sign in signs}
    pen = TTGlyphPen(None)
    pen.moveTo((60, 0))
    for point in ((60, 800), (940, 800), (940, 0)):
        pen.lineTo(point)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys((".notdef", *names.values()), box))
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", *names.values()), (1000, 60)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "publish Ideographs", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return (FontFace("publish Ideographs", Resource("ideographs.ttf", "font/ttf", file.getvalue())),)


@pytest.mark.parametrize(
    "families", ['"publish Ideographs", "DejaVu Serif"', '"DejaVu Serif", "publish Ideographs"']
)
@pytest.mark.parametrize("size", ["14px/24px", "26px/40px"])
@pytest.mark.parametrize("lang", TEXTS)
def test_ideographs_end_at_the_measure(
    lang: str, size: str, families: str, faces: tuple[FontFace, ...]
) -> None:
    text = TEXTS[lang]
    record = Record()
    done = paginate(
        document(f'<p lang="{lang}">{text}</p>'),
        [StyleSheet("a.css", CSS % f"{size} {families}")],
        {},
        faces,
        Metadata(title_text="x", lang=lang),
        lines=TOTAL_FIT,
        record=record,
    )
    assert done.value is not None
    assert (record.reasons, record.repainted) == ({}, {})
    structure = read_edition(done.value.pdf).value
    assert structure is not None
    (block,) = structure.blocks
    assert "".join(block.text.split()) == "".join(text.split())
    *lines, last = block.fragments[0].lines
    assert len(lines) >= 4
    assert not any(line.text[0] in NOT_FIRST or line.text[-1] in NOT_LAST for line in (*lines, last))
    with pikepdf.open(io.BytesIO(done.value.pdf)) as pdf:
        page = pdf.pages[0]
        pens = list(pens_of(page))
        ends = [_end(pens, float(page.mediabox[3]) - line.baseline_pt) for line in lines]
    # A word of two fonts is painted by the engine, whose operands are whole thousandths of an em.
    size_pt = 0.75 * int(size.partition("px")[0])
    assert ends == pytest.approx([15 + EDGE_PT] * len(lines), abs=0.002 * size_pt)


def _end(pens: list[Pen], y: float) -> Any:
    return max(pen.x for pen in pens if abs(pen.y - y) < 0.5)


@pytest.mark.parametrize("grid", [False, True])
def test_thai_without_a_font_keeps_its_letters_and_the_grid(grid: bool) -> None:
    thai = "ภาษาไทยเป็นภาษาที่มีระดับเสียงแน่นอนหรือวรรณยุกต์"
    record = Record()
    done = paginate(
        document(f'<p lang="th">{thai} {thai} and {thai}</p><p>after</p>'),
        [StyleSheet("a.css", CSS % '14px/24px "DejaVu Serif"')],
        {},
        (),
        Metadata(title_text="x", lang="th"),
        grid=grid,
        record=record,
    )
    assert done.value is not None
    assert {one.code for one in done.diagnostics} == {"font/missing-glyph"}
    assert (record.reasons, record.repainted) == ({}, {})
    structure = read_edition(done.value.pdf).value
    assert structure is not None
    text, _ = structure.blocks
    assert "".join(text.text.split()) == f"{thai}{thai}and{thai}"
    lines = text.fragments[0].lines
    assert len(lines) >= 4
    assert all(line.right_pt - line.left_pt > EDGE_PT / 2 for line in lines[:-1])
    steps = [two.baseline_pt - one.baseline_pt for one, two in pairwise(lines)]
    assert steps == pytest.approx([18] * len(steps), abs=0.02)
