"""Code and verse that go on over pages: what the bar beside code reaches, and which lines stand alone."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

import publish
from tests.conftest import write_project

_GROUPS = 9
_LINES_BEFORE = range(12, 30)
_SETTINGS = """title: T
lang: en
kind: book
front-matter: []
chapters-open: any
editions: [{to: pdf, page: A5}]
"""
_LINE_PT = 10.5 * 1.34


class Page:
    """What is printed on a page, in points from its foot: words of lines, top and bottom of bars."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        text = page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        lines = [(bottom, text.get_text_bounded(*box)) for box in boxes for bottom in [box[1]]]
        words_of_lines = [words.strip() for _, words in sorted(lines, reverse=True)]
        self.lines = [words for words in words_of_lines if words.split(" ")[0] in ("Prose.", "code", "verse")]
        self.code = [bottom for bottom, words in lines if words.startswith("code ")]
        self.bars = [
            (bottom, top)
            for _, bottom, _, top in (
                item.get_bounds() for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
            )
            if top - bottom > _LINE_PT / 2
        ]


def lay(folder: Path, text: str) -> list[Page]:
    """Set a text at the end of chapters of many lengths; return all pages."""
    texts = {f"{n:02}.md": "# C\n\n" + "Prose.\n\n" * n + text for n in _LINES_BEFORE}
    write_project(folder, {**texts, "publish.yaml": _SETTINGS})
    publish.build(folder, output=folder / "out", cache=False)
    document = pypdfium2.PdfDocument(next((folder / "out").glob("*.pdf")))
    try:
        return [Page(page) for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("length", [1, 2, 3])
def test_the_bar_beside_code_ends_with_its_last_words(tmp_path: Path, length: int) -> None:
    groups = "\n\n".join("\n".join(f"code {n}.{m}" for m in range(length)) for n in range(_GROUPS))
    pages = lay(tmp_path, f"~~~\n{groups}\n~~~\n")
    broken = [page for page in pages if page.bars and page.lines[0].startswith("code")]
    assert len(broken) > len(_LINES_BEFORE) / 2
    for page in pages:
        for bottom, top in page.bars:
            assert min(page.code) - bottom < _LINE_PT
            assert top - max(page.code) < 1.5 * _LINE_PT


def test_no_line_of_a_stanza_stands_alone(tmp_path: Path) -> None:
    stanzas = "\n|\n".join("\n".join(f"| verse {n}.{m}" for m in range(4)) for n in range(4))
    pages = lay(tmp_path, stanzas + "\n")
    ends = [page.lines[-1] for page in pages] + [page.lines[0] for page in pages]
    assert sum(words.startswith("verse") for words in ends) > len(_LINES_BEFORE)
    for page in pages:
        verse = [words for words in page.lines if words.startswith("verse")]
        if verse:
            assert not verse[-1].endswith(".0")
            assert not verse[0].endswith(".3")
