"""A small project with a bit of everything, built once, for the tests of page structure."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import publish
from tests.conftest import write_project

WORDS = (  # noqa: SIM905
    "the lantern of a harbour at dusk and its keeper who counted every vessel that came home before "
    "the tide had turned against the mole where fishermen mended brown nets under a low and patient sky"
).split()


def prose(start: int, count: int) -> str:
    """Return a sentence of so many words that differ by where it starts."""
    words = [WORDS[(start * 7 + step * (1 + start % 3)) % len(WORDS)] for step in range(count)]
    return " ".join(words).capitalize() + "."


BOOK = "\n\n".join(
    [
        "---\ntitle: Small things\nauthor: [Ann Author, Bob Büchner]\nlang: en-GB\nkeywords: [harbour, dusk]\n"
        "toc: true\neditions:\n  - {to: pdf, page: A5}\n  - {to: epub}\n---",
        "# Beginnings",
        "A first paragraph with a note[^one] and *stressed words* in it; see [the end](#endings) and "
        "[a site](https://example.org/a).",
        *(
            f"{prose(n, 60 + 7 * (n % 5))}" + (f"[^n{n}]\n\n[^n{n}]: {prose(n + 40, 14)}" if n % 4 == 0 else "")
            for n in range(24)
        ),
        "## Lists",
        "- one item\n- another item\n\n    Its second paragraph.\n\n    - a nested item",
        "1. first\n2. second",
        "> A quotation of some words.",
        "```python\ndef add(x):\n    return x + 1\n```",
        "A formula $a^2+b^2=c^2$ in its line.",
        "$$\\int_0^1 x\\,dx$$",
        "| Name | Count |\n|------|-------|\n| alpha | 17 |\n| beta | 23 |\n\n: A table of things",
        "![A red square](square.png){width=2cm}",
        "# Endings",
        *(prose(n, 80) for n in range(50, 62)),
        "[^one]: The note’s own text.\n\n    Its second paragraph.",
    ]
)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the PDF and the EPUB of the small book."""
    folder = tmp_path_factory.mktemp("small")
    square = BytesIO()
    Image.new("RGB", (40, 40), (200, 0, 0)).save(square, "PNG")
    project = write_project(folder / "project", {"small.md": BOOK, "square.png": square.getvalue()})
    result = publish.build(project / "small.md", output=folder / "out")
    assert not result.failed, result.diagnostics
    return folder / "out"


@pytest.fixture(scope="session")
def small_pdf(small: Path) -> bytes:
    return (small / "small.pdf").read_bytes()


@pytest.fixture(scope="session")
def small_epub(small: Path) -> bytes:
    return (small / "small.epub").read_bytes()
