"""Style sheets and citation styles are found by name, and by nothing else."""

from __future__ import annotations

import pytest

from publish.world.assets import catalogue_names, csl_text, house_styles, style_sheet, style_sheets


def test_our_style_sheets_are_named_as_they_lie() -> None:
    for name in style_sheets():
        sheet = style_sheet(name)
        assert sheet.name == f"styles/{name}"
        assert sheet.text.strip()
    for name in ("none.css", "../pyproject.toml", "/etc/passwd", ""):
        with pytest.raises(KeyError):
            style_sheet(name)


def test_the_catalogue_has_independent_and_dependent_styles() -> None:
    names = catalogue_names()
    assert len(names) > 10_000
    assert list(names) == sorted(set(names))
    assert {"apa", "chicago-author-date", "nature", "nature-digest"} <= set(names)
    assert set(house_styles()) <= set(names)


@pytest.mark.parametrize(
    "name", ["apa", "apa.csl", "http://www.zotero.org/styles/apa", "https://zotero.org/styles/apa"]
)
def test_a_style_has_many_names(name: str) -> None:
    text = csl_text(name)
    assert text is not None
    assert text == csl_text("apa")
    assert "<style" in text


def test_a_dependent_style_comes_as_it_is() -> None:
    assert "independent-parent" in (csl_text("nature-digest") or "")


@pytest.mark.parametrize(
    "name", ["", "no-such-style", "../apa", "dependent/nature-digest", "/etc/passwd", ".", "a\0b", "x" * 999]
)
def test_only_plain_names_are_looked_up(name: str) -> None:
    assert csl_text(name) is None


def test_house_styles_come_first() -> None:
    for name in house_styles():
        assert csl_text(name)
