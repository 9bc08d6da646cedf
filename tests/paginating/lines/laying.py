"""Small documents laid out by our setter or by the engine, looked at in the boxes on their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from publish.model.lines import TOTAL_FIT, LineSettings
from publish.model.resource import Resource, StyleSheet
from publish.paginating.addresses import MemoryFetcher
from publish.paginating.layout import lay_out
from publish.paginating.lines.record import LEFT_BECAUSE, Record
from publish.paginating.lines.setting import set_lines
from publish.paginating.preparing import prepare_tree
from publish.paginating.sheets import parse_sheets
from tests.paginating.dense import document

PAGE = """
@page { size: 300px 600px; margin: 20px }
html { font: 12px/16px "DejaVu Serif"; text-align: justify; hyphens: auto; hyphenate-limit-chars: 5 2 2 }
body, p { margin: 0 }
"""


def lay(
    body: str, css: str = "", settings: LineSettings = TOTAL_FIT, images: tuple[Resource, ...] = ()
) -> tuple[list[Any], Record]:
    """Return the pages of a document as the engine's boxes, and who set its lines."""
    fetcher = MemoryFetcher({image.name: image for image in images}, ())
    styling = parse_sheets([StyleSheet("page.css", PAGE), StyleSheet("test.css", css)], (), fetcher)
    record = Record()
    with set_lines(settings, record=record):
        laid_out = lay_out(prepare_tree(document(body)), styling, fetcher, {})
        pages = [page._page_box for page in laid_out.document.pages]
        record.count(pages)
    return pages, record


def lines_of(pages: list[Any]) -> list[Any]:
    """Return all lines that hold text or a picture: those of the pages in order, then those of notes."""
    parts = [child for page in pages for child in page.children]
    parts.sort(key=lambda part: isinstance(part, boxes.FootnoteAreaBox))
    found = [line for part in parts for line in _lines_in(part)]
    printed = (boxes.TextBox, boxes.ReplacedBox)
    return [line for line in found if any(isinstance(box, printed) for box in line.descendants())]


def _lines_in(box: Any) -> Iterator[Any]:
    """Yield the lines of a box, but for those of blocks that stand on a line themselves."""
    if isinstance(box, boxes.LineBox):
        yield box
        return
    for child in box.children:
        yield from _lines_in(child)


def is_ours(line: Any) -> bool:
    """Tell whether we set a line."""
    return getattr(line, LEFT_BECAUSE) == ""


def text_of(box: Any) -> str:
    """Return the text of a box as it is printed."""
    return "".join(piece.text for piece in texts_of(box))


def texts_of(box: Any) -> Iterator[Any]:
    """Yield the pieces of text in a box, in order."""
    return (piece for piece in box.descendants() if isinstance(piece, boxes.TextBox))


def words_of(pages: list[Any]) -> list[str]:
    """Return the words of a document, divided ones put together again, in order."""
    joined = ""
    for line in lines_of(pages):
        text = text_of(line)
        joined = joined[:-1] + text if joined.endswith("\u2010") else f"{joined} {text}"
    return re.sub("[\u00ad\u200b\u2060]", "", joined).split()


def letters_of(pages: list[Any]) -> str:
    """Return all that a document prints but for white and the hyphens of divided words."""
    return "".join(words_of(pages))
