"""Style sheets as the layout engine takes them: order, safety, and no rule it would not use."""

from __future__ import annotations

import itertools
import logging
import re

import pytest

from publish.model.lines import LineSettings
from publish.model.plan import EditionPlan, PageSize, Theme
from publish.model.resource import FontFace, Resource, StyleSheet
from publish.world.assets import style_sheet, style_sheets
from publish.world.fonts import code_faces, font_faces
from publish.writing.stylesheets import LAYERS, stylesheets_for

A4, A5 = PageSize("A4", 210, 297), PageSize("A5", 148, 210)
FACES = (*(font_faces("eb-garamond") or ()), *code_faces())
PDF, BOOKLET = EditionPlan("pdf", A4), EditionPlan("booklet", A5, A4)
SCREEN = {"epub.css", "screen.css"}


def sheets(**changes: object) -> tuple[StyleSheet, ...]:
    given = {"edition": PDF, "kind": "handout", "theme": Theme(), "lang": "en", "faces": FACES, "author": ()}
    return stylesheets_for(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [name for name in style_sheets() if name not in SCREEN])
def test_every_sheet_says_the_order_of_layers_first(name: str) -> None:
    assert style_sheet(name).text.startswith(LAYERS + "\n")


@pytest.mark.parametrize(
    ("edition", "kind", "lang"),
    list(itertools.product([PDF, BOOKLET], ["handout", "book"], ["en", "de-CH", "fa", "zh-CN"])),
)
def test_the_engine_has_nothing_to_complain_of(
    edition: EditionPlan, kind: str, lang: str, caplog: pytest.LogCaptureFixture
) -> None:
    weasyprint = pytest.importorskip("weasyprint")
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        for sheet in sheets(edition=edition, kind=kind, lang=lang):
            weasyprint.CSS(string=sheet.text)
    assert [record.getMessage() for record in caplog.records] == []


def test_the_authors_sheets_come_last_and_unchanged() -> None:
    mine = StyleSheet("my.css", "p { color: green }")
    assert sheets(author=(mine,))[-1] is mine


def test_paper_and_screen_differ_in_links() -> None:
    assert "var(--accent)" in sheets()[-2].text
    booklet = sheets(edition=BOOKLET)
    assert [sheet.name for sheet in booklet][-2] == "styles/edition-booklet.css"
    assert "accent" not in booklet[-2].text


def test_knobs_reach_the_style_sheets() -> None:
    made = "".join(sheet.text for sheet in sheets(theme=Theme(size_pt=12, accent="rebeccapurple")))
    assert "--accent: rebeccapurple" in made
    assert "font-size: 12pt" in made and "line-height: 16pt" in made
    assert '--text-font: "publish EB Garamond", serif' in made
    assert '--code-font: "publish Source Code Pro", "publish EB Garamond", monospace' in made


def test_a_theme_may_be_set_in_the_code_font() -> None:
    made = sheets(faces=(*code_faces(), *code_faces()), theme=Theme(font="source-code-pro"))[0].text
    assert '--text-font: "publish Source Code Pro", serif' in made
    assert '--code-font: "publish Source Code Pro", monospace' in made


def test_bound_pages_are_mirrored_and_handouts_are_not() -> None:
    def sides(made: tuple[StyleSheet, ...]) -> list[tuple[str, str]]:
        pages = made[-1].text
        return re.findall(r"@page :(?:left|right) \{ margin: \S+ (\S+) \S+ (\S+) \}", pages)

    (left, right) = sides(sheets(edition=BOOKLET))
    assert left == right[::-1] and left[0] != left[1]
    (left, right) = sides(sheets())
    assert left == right and left[0] == left[1]


def test_a_font_or_colour_cannot_end_its_declaration() -> None:
    face = FontFace('Evil"; } @import "x"; a{', Resource("fonts/x.ttf", "font/ttf", b"x"))
    made = sheets(faces=(face,), theme=Theme(font="x", accent="red; } body { display: none"))
    text = "".join(sheet.text for sheet in made if sheet.name.startswith("theme"))
    assert '"Evil  @import x a"' in text
    assert text.count("@import") == text.count('"Evil  @import x a"')
    assert "display: none" not in text


def test_sheets_are_the_same_every_time() -> None:
    assert sheets(lang="fa") == sheets(lang="fa")


@pytest.mark.parametrize("name", ["fa", "ar-EG", "he", "az-Arab"])
def test_books_read_from_the_right_get_their_furniture(name: str) -> None:
    assert "styles/page-rtl.css" in [sheet.name for sheet in sheets(lang=name)]


def contrast(colour: str) -> float:
    """Contrast with white, WCAG 2.2, "relative luminance"."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_colours_of_text_can_be_read() -> None:
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", style_sheet("tokens.css").text))
    for name in ("quiet", "trouble", *(name for name in tokens if name.startswith("code-"))):
        assert contrast(tokens[name]) >= 4.5, name
    assert contrast(Theme().accent) >= 4.5


@pytest.mark.parametrize(
    ("lang", "lines", "limits"),
    [
        ("en", LineSettings(), "5 2 3"),
        ("de-CH", LineSettings(), "5 2 3"),
        ("de", LineSettings(word_letters=9), "9 2 3"),
        ("en", LineSettings(breaker="greedy"), None),
        ("de-CH", LineSettings(breaker="greedy"), "6 2 3"),
        ("en", LineSettings(breaker="greedy", letters_before=2, letters_after=5), "6 2 5"),
        ("fi", LineSettings(breaker="greedy", letters_before=3), None),
    ],
)
def test_limits_of_hyphens_are_the_theme_s_else_the_language_s(
    lang: str, lines: LineSettings, limits: str | None
) -> None:
    made = sheets(lang=lang, theme=Theme(lines=lines))
    told = [rule for sheet in made for rule in re.findall(r"hyphenate-limit-chars: ([0-9 ]*[0-9])", sheet.text)]
    assert told == ["6 3 3", *([limits] if limits else [])]
