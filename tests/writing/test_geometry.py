"""The page's proportions, over all sizes, fonts and knobs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.model.plan import PageSize, Theme
from publish.world.fonts import font_faces
from publish.writing.geometry import POINTS_PER_MM, leading_of, page_geometry
from publish.writing.typeface import UNKNOWN, Typeface, measure_typeface

A4, A5, SIX_BY_NINE = PageSize("A4", 210, 297), PageSize("A5", 148, 210), PageSize("6x9in", 152.4, 228.6)

SIZES = st.builds(
    lambda width, height: PageSize("own", width, height),
    st.floats(min_value=70, max_value=600),
    st.floats(min_value=90, max_value=900),
)
THEMES = st.builds(
    lambda size, margins: Theme(size_pt=size, margins=margins),
    st.floats(min_value=6, max_value=20),
    st.sampled_from(["narrow", "normal", "wide"]),
)
FACES = st.builds(Typeface, st.floats(min_value=0.3, max_value=0.62), st.floats(min_value=0.35, max_value=0.56))


def face_of(name: str) -> Typeface:
    return measure_typeface((font_faces(name) or ())[0].resource.content)


@given(SIZES, THEMES, FACES, st.booleans(), st.sampled_from(["alphabetic", "tall", "ideographic"]))
def test_the_text_area_is_whole_lines_within_the_page(
    page: PageSize, theme: Theme, face: Typeface, mirrored: bool, script: str
) -> None:
    made = page_geometry(page, theme, face, mirrored=mirrored, script=script)  # type: ignore[arg-type]
    assert min(made.inner, made.outer, made.top, made.foot) > 0
    assert made.text_width > 0.5 * made.width or made.text_width == pytest.approx(
        face.character_em * theme.size_pt * {"narrow": 78, "normal": 70, "wide": 63}[theme.margins]
    )
    lines = made.text_height / made.leading
    assert lines >= 1
    assert lines == pytest.approx(round(lines), abs=1e-6)
    assert made.inner <= made.outer + 1e-9
    if not mirrored:
        assert made.inner == pytest.approx(made.outer)


@pytest.mark.parametrize("page", [A5, SIX_BY_NINE])
def test_a_bound_page_has_inner_below_outer_below_foot(page: PageSize) -> None:
    made = page_geometry(page, Theme(), face_of("eb-garamond"), mirrored=True)
    assert made.inner < made.outer < made.foot
    assert made.top < made.foot


@pytest.mark.parametrize("page", [A4, A5, SIX_BY_NINE])
def test_the_default_line_has_60_to_70_average_characters(page: PageSize) -> None:
    face = face_of("eb-garamond")
    made = page_geometry(page, Theme(), face, mirrored=page is not A4)
    assert 60 <= made.text_width / (face.character_em * made.size) <= 70.01


def test_the_default_is_ten_and_a_half_on_fourteen() -> None:
    assert leading_of(10.5, face_of("eb-garamond"), "alphabetic") == 14.0


def test_a_taller_x_gets_more_leading_and_scripts_that_reach_far_still_more() -> None:
    garamond, noto = face_of("eb-garamond"), face_of("noto-serif")
    assert leading_of(10.5, garamond, "alphabetic") < leading_of(10.5, noto, "alphabetic")
    assert leading_of(10.5, garamond, "ideographic") < leading_of(10.5, garamond, "tall")


def test_each_knob_of_margins_changes_the_measure() -> None:
    face = face_of("eb-garamond")
    widths = [
        page_geometry(A4, Theme(margins=margins), face, mirrored=False).text_width
        for margins in ("wide", "normal", "narrow")
    ]
    assert widths == sorted(set(widths))
    assert widths[2] - widths[0] > 10 * POINTS_PER_MM


def test_fonts_are_measured_and_their_features_known() -> None:
    face = face_of("eb-garamond")
    assert face.character_em == pytest.approx(0.37, abs=0.02)
    assert face.has("smcp") and face.has("onum") and face.has("sups")
    assert not face_of("amiri").has("onum")


def test_a_damaged_font_gets_average_values() -> None:
    assert measure_typeface(b"no font") is UNKNOWN


_FONT = (font_faces("eb-garamond") or ())[0].resource.content


@given(st.integers(min_value=0, max_value=3000))
def test_a_font_cut_short_never_raises(length: int) -> None:
    face = measure_typeface(_FONT[:length])
    assert 0.2 < face.character_em < 1.2
    assert 0.2 < face.x_height_em < 0.9
