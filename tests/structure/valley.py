"""A book of three chapters that has one of everything, and ways to build it with something changed.

In: replacements in its files. Out: the bytes of an edition. Editions are kept, as many tests ask for the same.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image, ImageDraw

import publish
from tests.conftest import write_project

Edition = Literal["pdf", "booklet", "epub"]
Edit = tuple[str, str, str]
"""A file, what stands in it, what is to stand there instead."""

# Tables of words are easier to read and to edit without quotation marks.
# ruff: noqa: SIM905
_NOUNS = (
    "river winter council letter harbour bridge market tower garden forest mill road army field archive ledger"
).split()
_VERBS = "crossed guarded praised rebuilt counted followed painted abandoned measured described".split()

SETTINGS = """\
title: The Valley
subtitle: A study of tolls
author: Ann Author
lang: en-GB
keywords: [tolls, rivers]
kind: book
css: extra.css
chapters: [1.md, 2.md, 3.md]
editions:
  - {to: pdf, page: A5}
  - {to: booklet, page: A6, sheet: A5}
  - epub
"""


def paragraph(number: int, sentences: int) -> str:
    """Return a paragraph that no other number gives."""
    return " ".join(
        f"In {1700 + number * sentences + i} the {_NOUNS[(number * 7 + i * 3) % 16]} near the "
        f"{_NOUNS[(number * 5 + i) % 16]} was {_VERBS[(number + i) % 10]} by the people of the "
        f"{_NOUNS[(number * 3 + i * 5 + 1) % 16]}, who {_VERBS[(number * 3 + i) % 10]} it "
        f"{number + i + 2} times "
        f"before the {_NOUNS[(number + i * 7) % 16]} came."
        for i in range(sentences)
    )


def _chapter(title: str, start: int, extras: dict[int, str]) -> str:
    parts = [f"# {title} {{#{title.rsplit(maxsplit=1)[-1].lower()}}}"]
    for index in range(7):
        call = f"[^n{start + index}]" if index in (1, 3, 5) else ""
        parts.append(paragraph(start + index, 4 + index % 3) + call)
        if index in extras:
            parts.append(extras[index])
    for index in (1, 3, 5):
        parts.append(
            f"[^n{start + index}]: See the {_NOUNS[start % 16]} register of {1800 + start + index}, folio "
            f"{start + index}, where the clerk gives another date."
        )
    return "\n\n".join(parts) + "\n"


def _picture(colour: str) -> bytes:
    image = Image.new("RGB", (300, 180), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 20, 260, 160), fill=colour)
    draw.line((0, 0, 300, 180), fill="black", width=4)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


FILES: dict[str, str | bytes] = {
    "publish.yaml": SETTINGS,
    "extra.css": "/* nothing */\n",
    "river.png": _picture("#336699"),
    "bridge.png": _picture("#993333"),
    "1.md": _chapter(
        "The Rivers",
        1,
        {
            2: "![The river in flood](river.png){#fig:river width=60%}",
            4: "## Bridges and fords {#fords}",
        },
    ),
    "2.md": _chapter(
        "The Markets",
        20,
        {
            1: "| Year | Grain | Salt |\n|------|------:|-----:|\n| 1801 | 120 | 14 |\n| 1802 | 135 | 17 |\n"
            "| 1803 | 99 | 21 |\n\n: Tolls by year {#tbl:tolls}",
            3: "- wheat from the north\n- salt from the coast\n- timber from the hills",
            5: "As @fig:river shows and [the fords](#fords) confirm, @tbl:tolls is right. The *customs* house "
            "keeps [the archive](https://example.org/archive).",
        },
    ),
    "3.md": _chapter(
        "The Winters",
        40,
        {
            2: "> Nothing moved on the frozen river but the carts of the salt men.",
            3: "## Long nights {#nights}",
            4: "![The bridge in winter](bridge.png){#fig:bridge width=50%}",
        },
    ),
}


@cache
def valley(edition: Edition, edits: tuple[Edit, ...] = ()) -> bytes:
    """Build an edition of the book with these edits in its files; each must apply exactly once."""
    files = dict(FILES)
    for name, old, new in edits:
        if name.endswith(".png"):
            files[name] = files[old]
            continue
        text = files[name]
        assert isinstance(text, str)
        assert text.count(old) == 1, (name, old, text.count(old))
        files[name] = text.replace(old, new)
    with TemporaryDirectory() as folder:
        root = write_project(Path(folder) / "valley", files)
        result = publish.build(root, to=(edition,), output=Path(folder) / "out", jobs=1)
        assert not result.failed, result.diagnostics
        return result.editions[0].path.read_bytes()
