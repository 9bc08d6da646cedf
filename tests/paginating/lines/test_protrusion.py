"""As much of a sign's ink hangs into the margin whatever the font, and nothing of what code begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pytest

from publish.paginating.lines.protrusion import Protrusion
from publish.paginating.lines.typeface import Typeface, typeface_of
from tests.paginating.lines.laying import lay, lines_of, text_of, texts_of

SIGNS = "-\u2010.,:;!?\u2013\u2014\u2018\u2019'\u201a\u201c\u201d\"\u201e\u00ab\u00bb()"


@dataclass(frozen=True)
class Outlines:
    """A font in which every sign has the same ink and white."""

    before: float
    ink: float
    behind: float

    def bearings(self, sign: str) -> tuple[float, float, float]:
        assert sign
        return self.before, self.ink, self.behind


def hangs(sign: str, before: float, behind: float, amount: float = 1.0) -> tuple[float, float]:
    face = cast(Typeface, Outlines(before, 2.0, behind))
    protrusion = Protrusion(amount)
    return protrusion.at_start(sign, face), protrusion.at_end(sign, face)


@pytest.mark.parametrize("sign", SIGNS)
def test_as_much_ink_hangs_in_narrow_and_wide_fonts(sign: str) -> None:
    narrow, wide = hangs(sign, 0.5, 0.25), hangs(sign, 3.0, 4.0)
    for side, (one, other, difference) in enumerate(zip(narrow, wide, (2.5, 3.75), strict=True)):
        assert other - one == pytest.approx(difference if one else 0.0), side
        assert one <= 2.5
    assert hangs(sign, 0.5, 0.25, amount=0.5) == pytest.approx(tuple(value / 2 for value in narrow))
    assert hangs(sign, -9.0, -9.0) == (0.0, 0.0)


@pytest.mark.parametrize("family", ["DejaVu Serif", "DejaVu Sans Mono"])
def test_bearings_and_ink_are_the_width_of_a_sign(family: str) -> None:
    (page,), _ = lay("<p>text</p>", f"p {{ font-family: {family}; letter-spacing: 1px }}")
    face = typeface_of(next(texts_of(page)).style)
    for sign in SIGNS:
        before, ink, behind = face.bearings(sign)
        assert ink > 0
        assert before + ink + behind == pytest.approx(face.width(sign) - 1)
    assert face.bearings(".")[0] > 0 < face.bearings(".")[2]


def starts_of(pages: list[Any]) -> set[float]:
    return {next(texts_of(line)).position_x for line in lines_of(pages)}


@pytest.mark.parametrize("white_space", ["pre", "pre-wrap"])
def test_code_begins_where_its_author_put_it(white_space: str) -> None:
    css = f"pre {{ white-space: {white_space}; text-align: start; margin: 0 }}"
    pages, record = lay("<pre>one\n\"two\"\n'three'\n- four\n(five)</pre>", css)
    assert record.reasons == {}
    assert len(lines_of(pages)) == 5
    assert len(starts_of(pages)) == 1


def test_lines_of_verse_hang_their_quotation_marks() -> None:
    pages, _ = lay("<p>one<br/>\u201ctwo\u201d<br/>three</p>", "p { text-align: start }")
    assert [text_of(line)[0] for line in lines_of(pages)] == ["o", "\u201c", "t"]
    assert len(starts_of(pages)) == 2
