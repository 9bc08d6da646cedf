"""Fonts fixed by HarfBuzz are the fonts fontTools would make, to a font unit or two."""

from __future__ import annotations

import io
from importlib.resources import files
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from publish.paginating.instancing import pin_axes

SAMPLE = "AÄÅgçéőşẃ½“fi0Ωж"


def variable_font(package: str, *, italic: bool) -> bytes:
    folder = Path(str(files(package))) / "files"
    return next(path for path in sorted(folder.iterdir()) if ("Italic" in path.name) is italic).read_bytes()


@pytest.mark.parametrize(
    ("package", "weight"),
    [
        ("fontpkg_eb_garamond", 700),
        pytest.param("fontpkg_eb_garamond", 400, marks=pytest.mark.slow),
        pytest.param("fontpkg_source_serif_4", 400, marks=pytest.mark.slow),
        pytest.param("fontpkg_source_serif_4", 700, marks=pytest.mark.slow),
    ],
)
def test_outlines_and_widths_agree(package: str, weight: int) -> None:
    content = variable_font(package, italic=False)
    axes = {axis.axisTag: axis.defaultValue for axis in TTFont(io.BytesIO(content))["fvar"].axes} | {
        "wght": weight
    }
    made = pin_axes(content, axes)
    if made is None:
        pytest.skip("this HarfBuzz cannot fix axes; fontTools does it")
    ours = TTFont(io.BytesIO(made))
    theirs = instantiateVariableFont(TTFont(io.BytesIO(content)), axes, static=True)
    assert "fvar" not in ours
    assert ours["maxp"].numGlyphs == theirs["maxp"].numGlyphs
    order = theirs.getGlyphOrder()
    for character in SAMPLE:
        name = theirs.getBestCmap().get(ord(character))
        if name is None:
            continue
        number = order.index(name)
        other = ours.getGlyphName(number)
        assert abs(ours["hmtx"][other][0] - theirs["hmtx"][name][0]) <= 1
        a, _, _ = ours["glyf"][other].getCoordinates(ours["glyf"])
        b, _, _ = theirs["glyf"][name].getCoordinates(theirs["glyf"])
        assert len(a) == len(b)
        assert all(abs(x - u) <= 2 and abs(y - v) <= 2 for (x, y), (u, v) in zip(a, b, strict=True)), character


def test_what_is_no_variable_font_is_left_to_the_engine() -> None:
    assert pin_axes(b"no font at all", {"wght": 400}) is None
