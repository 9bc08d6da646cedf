"""Page structure: what reading, comparing and reporting pages costs beside making them.

On about 100 and about 1,000 pages of prose: *The Count of Monte Cristo* where it lies beside the checkout,
else a text made here from a fixed seed. Each PDF is built once, in a process of its own; the rest is
measured in this process, CPU seconds, the faster of two rounds. A build reads and judges its pages, too:
what that costs is taken off to have the rendering. The second edition is the first one with a word more in
every tenth paragraph; for the report it is in every paragraph, so that every page is shown.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from benchmarks.measure import measure
from publish.model.pages import PageStructure
from publish.structure.diff.diff import diff
from publish.structure.lint.lint import lint
from publish.structure.pdf.from_pdf import read_pdf
from publish.structure.reading import read_edition
from publish.structure.report.report import write_report
from publish.structure.snapshot.snapshot import write_snapshot

T = TypeVar("T")
_NOVEL = Path("manuscripts") / "montecristo" / "The Count of Monte Cristo.md"
_LETTERS_A_PAGE = 2_150
_HEAD = "---\ntitle: A long story\nlang: en-GB\neditions: [{to: pdf, page: A5}]\n---\n\n"
_SIZES = (100, 1000)
_AIMS = {
    "building": "",
    "extraction": "",
    "extraction / rendering": "≤ 0.125",
    "lint": "",
    "snapshot, writing": "",
    "snapshot, reading": "",
    "snapshot, KB per 100 pages": "≤ 60",
    "diff": "≤ 1 at 1,000 pages",
    "report, per 100 changed pages": "≤ 5",
    "report, MB per 100 changed pages": "",
}


@dataclass(frozen=True, slots=True)
class _Figures:
    """What was measured at one size: CPU seconds unless the name says otherwise."""

    pages: int
    values: dict[str, float]


def pages_table(folder: Path) -> str:
    """Build, read, compare and report at each size; return the table as Markdown."""
    text, name = _story()
    try:
        measured = [_measure(folder, text, size) for size in _SIZES]
    except subprocess.CalledProcessError as failed:
        return f"## Page structure\nThe build failed: {' '.join(failed.output.split())[:300]}\n"
    heads = " | ".join(f"{figures.pages:,} pages" for figures in measured)
    lines = [
        f"## Page structure, CPU seconds ({name}, A5)",
        "One build of each; of the rest the faster of two rounds.",
        "",
        f"| | {heads} | aim |",
        f"|---|{'--:|' * len(measured)}---|",
    ]
    for row, aim in _AIMS.items():
        cells = " | ".join(f"{figures.values[row]:.2f}" for figures in measured)
        lines.append(f"| {row} | {cells} | {aim} |")
    return "\n".join(lines) + "\n"


def _measure(folder: Path, text: str, size: int) -> _Figures:
    pdf, building = _build(folder, text[: size * _LETTERS_A_PAGE], size)
    reading, structure = _cost(lambda: _read(pdf))
    pages = len(structure.pages)
    writing, snapshot = _cost(lambda: write_snapshot(structure).encode())
    again, _ = _cost(lambda: read_edition(snapshot))
    judging, faults = _cost(lambda: lint(structure))
    edited = _edit(structure, every=10)
    comparing, _ = _cost(lambda: diff(structure, edited, (faults, faults)))
    changed = min(pages, 100)
    first = _first_pages(structure, changed)
    other = _edit(first, every=1)
    changes = diff(first, other)
    reporting, report = _cost(lambda: write_report((first, other), changes, ("old", "new"), (pdf, pdf)))
    values = (
        building,
        reading,
        reading / (building - reading - judging),
        judging,
        writing,
        again,
        len(snapshot) / 1024 / pages * 100,
        comparing,
        reporting / changed * 100,
        len(report.encode()) / 1024 / 1024 / changed * 100,
    )
    print(".", end="", file=sys.stderr, flush=True)
    return _Figures(pages, dict(zip(_AIMS, values, strict=True)))


def _cost(work: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU seconds of the faster of two runs, and what the last one came to."""
    costs = []
    for _ in range(2):
        start = time.process_time()
        came = work()
        costs.append(time.process_time() - start)
    return min(costs), came


def _build(folder: Path, text: str, size: int) -> tuple[bytes, float]:
    """Return the PDF of a text and what the whole build cost."""
    (folder / f"story-{size}.md").write_text(_HEAD + text, "utf-8")
    output = folder / f"out-{size}"
    publish = str(Path(sys.executable).parent / "publish")
    command = (publish, "build", f"story-{size}.md", "--output", str(output), "--quiet")
    cost = measure(command, folder, {"PUBLISH_CACHE": "off"})
    return next(output.glob("*.pdf")).read_bytes(), cost.cpu_s


def _read(pdf: bytes) -> PageStructure:
    structure = read_pdf(pdf).value
    if structure is None:
        raise ValueError("the PDF built just now cannot be read")
    return structure


def _edit(structure: PageStructure, every: int) -> PageStructure:
    """Return the edition with a word more in each of so many paragraphs."""
    blocks = list(structure.blocks)
    prose = [at for at, block in enumerate(blocks) if block.role == "P" and " " in block.text]
    for number, at in enumerate(prose[::every]):
        words = blocks[at].text.split(" ")
        words.insert(1, f"changed{number}")
        blocks[at] = replace(blocks[at], text=" ".join(words))
    return replace(structure, blocks=tuple(blocks))


def _first_pages(structure: PageStructure, pages: int) -> PageStructure:
    return replace(
        structure,
        pages=structure.pages[:pages],
        blocks=tuple(block for block in structure.blocks if block.last_page <= pages),
        notes=(),
        calls=(),
        links=(),
        outline=(),
        pictures=(),
    )


# --- the text --------------------------------------------------------------------------------------------


def _story() -> tuple[str, str]:
    """Return a text of 1,000 pages and more, and its name."""
    novel = Path(__file__).resolve().parents[2] / "shared" / _NOVEL
    if novel.is_file():
        text = novel.read_text("utf-8")
        return re.sub(r"\A.*?^-------$", "", text, count=1, flags=re.MULTILINE | re.DOTALL), novel.stem
    return make_story(_SIZES[-1]), "a generated text"


def make_story(pages: int, seed: int = 1) -> str:
    """Return chapters of paragraphs of made words, of about so many A5 pages."""
    chance = random.Random(seed)
    syllables = ["ta", "ri", "mon", "de", "la", "ver", "so", "quin", "bel", "thor", "ne", "ster"]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 3))) for _ in range(3000)]
    parts: list[str] = []
    letters = 0
    while letters < pages * _LETTERS_A_PAGE:
        if letters // (15 * _LETTERS_A_PAGE) >= sum(part.startswith("# ") for part in parts):
            parts.append(f"# {' '.join(chance.choices(words, k=3)).capitalize()}")
        sentences = (
            " ".join(chance.choices(words, k=chance.randint(6, 24))).capitalize() + "."
            for _ in range(chance.randint(1, 8))
        )
        parts.append(" ".join(sentences))
        letters += len(parts[-1])
    return "\n\n".join(parts) + "\n"
