"""The engine's complaints about a style sheet carry its name, line and column; ours cause none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.model.metadata import Metadata
from publish.model.resource import FontFace, Resource, StyleSheet
from publish.paginating.addresses import MemoryFetcher
from publish.paginating.mechanics import GROUNDWORK, MECHANICS
from publish.paginating.paginate import paginate
from publish.paginating.sheets import font_rules, parse_sheets
from tests.paginating.dense import document

ROOT = Path(__file__).parents[2]
STYLES = sorted((ROOT / "styles").rglob("*.css"))


def complaints(*sheets: StyleSheet) -> list[tuple[str, str, tuple[str, ...]]]:
    styling = parse_sheets(sheets, (), MemoryFetcher({}, ()))
    assert {d.code for d in styling.diagnostics} <= {"style/css"}
    return [(str(d.where), d.message, d.hints) for d in styling.diagnostics]


def test_an_unknown_property_is_told_with_place_and_suggestion() -> None:
    css = "p { color: red }\nh1 {\n  colour: red;\n}\n"
    assert complaints(StyleSheet("my/own.css", css)) == [
        ("my/own.css:3:3", "`colour: red` was ignored: unknown property", ("did you mean `color`?",))
    ]


def test_each_sheet_answers_for_itself() -> None:
    found = complaints(StyleSheet("a.css", "p { a: b }"), StyleSheet("b.css", "\n\n p { margin: blue }"))
    assert [place for place, _, _ in found] == ["a.css:1:5", "b.css:3:6"]


@pytest.mark.parametrize(
    ("css", "place"),
    [
        ("p {}\np:hover-ish { color: red }", "x.css:2:1"),
        ("p {}\n  p::nonsense { color: red }", "x.css:2:3"),
        ("p { color: red } }", "x.css:1:18"),
        ("@nonsense x { y: z }", "x.css:1:1"),
        ("\n@page :nonsense { margin: 0 }", "x.css:2:1"),
        ("\n @media print and (min-width: 2cm) { p { color: red } }", "x.css:2:2"),
    ],
)
def test_bad_rules_are_placed(css: str, place: str) -> None:
    assert place in [found for found, _, _ in complaints(StyleSheet("x.css", css))]


def test_what_is_right_is_not_complained_of() -> None:
    assert complaints(StyleSheet("x.css", "@layer a, b; @layer a { p { color: red } }")) == []


@pytest.mark.parametrize("sheet", [GROUNDWORK, MECHANICS], ids=lambda sheet: sheet.name)
def test_our_own_mechanics_are_clean(sheet: StyleSheet) -> None:
    assert complaints(sheet) == []


PAGED_STYLES = [path for path in STYLES if not {"epub", "screen"} & set(re.split(r"[-/.]", path.as_posix()))]


@pytest.mark.parametrize("path", PAGED_STYLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_our_own_sheets_for_paper_are_clean(path: Path) -> None:
    assert complaints(StyleSheet(path.name, path.read_text(encoding="utf-8"))) == []


def test_cascade_layers_have_one_order_over_all_sheets() -> None:
    from publish.paginating.layout import lay_out
    from publish.paginating.preparing import prepare_tree

    sheets = (
        StyleSheet("order.css", "@layer low, high;"),
        StyleSheet("high.css", "@layer high { p { text-indent: 7px } }"),
        StyleSheet("low.css", "@layer low { p.x { text-indent: 3px } }"),
    )
    fetcher = MemoryFetcher({}, ())
    styling = parse_sheets(sheets, (), fetcher)
    page = lay_out(prepare_tree(document('<p class="x">y</p>')), styling, fetcher, {}).document.pages[0]
    paragraph = next(box for box in page._page_box.descendants() if box.element_tag == "p")
    assert paragraph.style["text_indent"].value == 7


def test_font_rules_name_private_families_and_addresses() -> None:
    file = Resource("fonts/A B[wght].ttf", "font/ttf", b"")
    faces = (FontFace("publish A", file), FontFace("publish A", file, "400 800", "italic"))
    assert font_rules(faces).splitlines() == [
        '@font-face { font-family: "publish A"; font-style: normal; font-weight: 400; '
        'src: url("https://publication.invalid/fonts/A%20B%5Bwght%5D.ttf"); }',
        '@font-face { font-family: "publish A"; font-style: italic; '
        'src: url("https://publication.invalid/fonts/A%20B%5Bwght%5D.ttf"); }',
    ]


def test_faces_in_memory_are_printed_with() -> None:
    from importlib.resources import files

    import fontpkg

    assert fontpkg is not None
    path = next(
        p for p in (Path(str(files("fontpkg_eb_garamond"))) / "files").iterdir() if "Italic" not in p.name
    )
    face = FontFace("publish Test", Resource(f"fonts/{path.name}", "font/ttf", path.read_bytes()), "400 800")
    css = 'html { font-family: "publish Test" } b { font-weight: 700 }'
    done = paginate(document("<p>Roman <b>bold</b></p>"), [StyleSheet("x.css", css)], {}, (face,), Metadata())
    assert done.diagnostics == ()
    assert done.value is not None
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(done.value.pdf)) as pdf:
        names = {
            str(item.FontName)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/FontName" in item
        }
    assert len(names) == 2
    assert all("Test" in name for name in names)
