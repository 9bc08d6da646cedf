"""One text set twice, greedy and total-fit, and what readers get of either."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import publish
from publish.model.pages import PageStructure
from publish.structure.reading import read_edition

_HYPHENS = "\u2010\u00ad"
_TOC_PAGE = re.compile(r"[\s.·…]*\b[0-9ivxlc]+$")


def set_twice(project: Path, folder: Path, *, file: str = "") -> dict[str, tuple[Path, Path]]:
    """Build all editions of a project twice; return the greedy and the total-fit file of each by name.

    The project is copied and must not have a `theme` of its own.
    """
    made = {}
    for breaker in ("greedy", "total-fit"):
        copy = folder / breaker / project.name
        shutil.copytree(project, copy)
        settings = copy / "publish.yaml"
        if settings.is_file():
            with settings.open("a", encoding="utf-8") as stream:
                stream.write(f"\ntheme: {{lines: {breaker}}}\n")
        result = publish.build(copy / file if file else copy, output=folder / f"{breaker}-out", cache=False)
        assert not result.failed, result.diagnostics
        made[breaker] = folder / f"{breaker}-out"
    names = sorted(path.name for path in made["greedy"].iterdir() if path.name != "manifest.json")
    return {name: (made["greedy"] / name, made["total-fit"] / name) for name in names}


def flow_of(content: bytes) -> str:
    """Return the words of an edition in reading order, notes behind the text, by our own reader.

    Hyphens of the layout are gone; page numbers of a list of contents are left out.
    """
    structure = read_edition(content).value
    assert structure is not None
    return " ".join(_joined(_texts(structure)))


def letters_of(text: str) -> str:
    """Return a text without white space and hyphens: whose a hyphen at a line's end is, no reader can tell."""
    return re.sub(rf"[\s{_HYPHENS}\u200b-]", "", text)


def words_of(text: str) -> Counter[str]:
    """Return how often each plain word stands in a text.

    What holds other signs than letters is left out: addresses, and words joined by dashes, may be divided
    without a hyphen.
    """
    stripped = (word.lstrip('(“‘"').rstrip('.,;:!?)”’"') for word in text.split())
    return Counter(word for word in stripped if word.isalpha())


def poppler_letters(content: bytes) -> Counter[str]:
    """Return how often each letter stands in a PDF as Poppler reads it."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return Counter(letters_of(done.stdout.decode()))


def _texts(structure: PageStructure) -> list[str]:
    found = []
    for block in structure.blocks:
        if block.role in ("Figure", "Formula"):
            continue  # their text is no type, and where in a paragraph they stand is the page's affair
        found.append(_TOC_PAGE.sub("", block.text) if block.role == "TOCI" else block.text)
    for note in structure.notes:
        found += [note.label, note.body.text]
    return found


def _joined(texts: list[str]) -> list[str]:
    """Return words, those joined that a column or page divides."""
    words: list[str] = []
    for word in " ".join(texts).split():
        if words and len(words[-1]) > 1 and words[-1][-1] in _HYPHENS:
            words[-1] = words[-1][:-1] + word
        else:
            words.append(word)
    return words
