"""Lines of text: total-fit beside greedy, on four texts at three measures, in the same run.

The essay under manuscript/, twenty chapters of *The Count of Monte Cristo* where it lies beside the checkout, a
German and a French text of our own under `texts/`; as books in EB Garamond at 10.5 pt. A measure is so many
characters a full line, worked out from each text's own letters and printed as it came out. The line breakers
take turns; of several rounds the least CPU time counts, because another process can only add to it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import ImageFont

from benchmarks.line_figures import MARGIN_PT, LineFigures, figures_of
from benchmarks.measure import measure
from publish.world.fonts import font_faces

MEASURES = (45, 62, 75)
_ROOT = Path(__file__).resolve().parent.parent
_NOVEL = _ROOT.parent / "shared" / "manuscripts" / "montecristo" / "The Count of Monte Cristo.md"
_CHAPTERS = 20
_SIZE_PT = 10.5
_BREAKERS = ("greedy", "total-fit")
_ROUNDS = 2
_COLUMNS = (
    *("text", "aim", "lines", "characters", "hyphens %", "written %", "ladder", "loose %", "tight %"),
    *("space", "± ", "edge pt", "ours %", "pages", "CPU s", "layout", "writing", "CPU"),
)


@dataclass(frozen=True, slots=True)
class _Text:
    name: str
    lang: str
    markdown: str
    level: int = 1
    bibliography: Path | None = None


def lines_table(folder: Path) -> str:
    """Build every text at every measure with both breakers; return the table as Markdown."""
    told = ", ".join(("“ours”: lines set by us", "“CPU”: of the whole build against greedy"))
    rows = [
        "## Lines: greedy and total-fit",
        f"EB Garamond {_SIZE_PT} pt; the least CPU time of {_ROUNDS} rounds; {told}.",
        "" if _NOVEL.is_file() else "The novel is not beside the checkout: skipped.",
        "| " + " | ".join(_COLUMNS) + " |",
        "|---|" + "--:|" * (len(_COLUMNS) - 1),
    ]
    face = (font_faces("eb-garamond") or ())[0].resource.content
    font = ImageFont.truetype(BytesIO(face), 1000)
    for text in _texts():
        for characters in MEASURES:
            width = _width_pt(text, characters, font)
            try:
                rows += _compare(folder, text, characters, width, font.getlength(" ") / 1000)
            except subprocess.CalledProcessError as failed:
                rows.append(f"| {text.name} | {characters} | failed: {' '.join(failed.output.split())[:200]} |")
    return "\n".join(rows) + "\n"


def _texts() -> Iterator[_Text]:
    essay = _ROOT / "manuscript" / "black-january"
    words = (essay / "black-january.md").read_text("utf-8")
    yield _Text("essay", "en-GB", words, bibliography=essay / "sources.yaml")
    if _NOVEL.is_file():
        text = re.sub(r"\A.*?^-------$", "", _NOVEL.read_text("utf-8"), count=1, flags=re.MULTILINE | re.DOTALL)
        yield _Text("novel", "en-GB", "".join(re.split(r"(?m)^(?=## +Chapter )", text)[: _CHAPTERS + 1]), 2)
    for name, lang in (("german", "de"), ("french", "fr")):
        yield _Text(name, lang, (Path(__file__).parent / "texts" / f"{name}.md").read_text("utf-8"))


def _width_pt(text: _Text, characters: int, font: ImageFont.FreeTypeFont) -> float:
    """Return the width of so many characters of a text: the mean over its own letters, and a little more,
    because a full line is more often set a little loose than a little tight.
    """
    printed = text.markdown.replace("--", "–").replace('"', "“").replace("'", "’")
    letters = Counter(re.sub(r"\s+", " ", re.sub(r"[#*_@\[\]{}]", "", printed)))
    total = sum(font.getlength(letter) * count for letter, count in letters.items())
    return (characters + 0.6) * total / letters.total() / 1000 * _SIZE_PT


def _compare(folder: Path, text: _Text, characters: int, width: float, space_em: float) -> list[str]:
    """Build one text at one measure in turns; return a row for each breaker."""
    projects = {
        breaker: _write_project(folder / f"{text.name}-{characters}-{breaker}", text, width, breaker)
        for breaker in _BREAKERS
    }
    costs: dict[str, list[float]] = {breaker: [] for breaker in _BREAKERS}
    timed: dict[str, list[dict[str, float]]] = {breaker: [] for breaker in _BREAKERS}
    for _ in range(_ROUNDS):
        for breaker, project in projects.items():
            command = (sys.executable, "-m", "benchmarks.timed_build", str(project), str(project / "out"))
            costs[breaker].append(measure(command, _ROOT).cpu_s)
            timed[breaker].append(json.loads((project / "out" / "timed.json").read_text("utf-8")))
    print(".", end="", file=sys.stderr, flush=True)
    rows = []
    for breaker, project in projects.items():
        pdf = next((project / "out").rglob("*.pdf")).read_bytes()
        parts = [min(run[part] for run in timed[breaker]) for part in ("layout", "writing")]
        seconds = [min(costs[breaker]), *parts]
        change = f"{100 * (seconds[0] / min(costs['greedy']) - 1):+.0f} %" if breaker != "greedy" else ""
        lines = timed[breaker][0]["own_lines"], timed[breaker][0]["engine_lines"]
        cells = (
            *(f"{text.name}, {breaker}", str(characters)),
            *_cells(figures_of(pdf, space_em), lines[0] / max(1, sum(lines))),
            *(f"{value:.2f}" for value in seconds),
            change,
        )
        rows.append("| " + " | ".join(cells) + " |")
    return rows


def _write_project(project: Path, text: _Text, width: float, breaker: str) -> Path:
    project.mkdir(parents=True)
    settings = [
        *("title: Lines", f"lang: {text.lang}", "kind: book", f"chapter-level: {text.level}"),
        *("chapters: [text.md]", "css: measure.css", "editions: [{to: pdf, page: A5}]"),
        f"theme: {{lines: {breaker}, size: {_SIZE_PT}pt}}",
    ]
    if text.bibliography:
        (project / "sources.yaml").write_bytes(text.bibliography.read_bytes())
        settings.append("bibliography: sources.yaml")
    (project / "publish.yaml").write_text("\n".join(settings) + "\n", "utf-8")
    (project / "text.md").write_text(text.markdown, "utf-8")
    sides = f"margin-left: {MARGIN_PT}pt; margin-right: {MARGIN_PT}pt"
    page = f"{{ size: {width + 2 * MARGIN_PT:.3f}pt 595pt; {sides} }}"
    (project / "measure.css").write_text(f"@page {page}\n@page :left {page}\n@page :right {page}\n", "utf-8")
    return project


def _cells(found: LineFigures, ours: float) -> tuple[str, ...]:
    return (
        *(f"{found.lines:,}", f"{found.characters:.1f}"),
        *(f"{100 * found.hyphenated:.1f}", f"{100 * found.written_hyphens:.1f}", str(found.ladder)),
        *(f"{100 * found.loose:.1f}", f"{100 * found.tight:.1f}"),
        *(f"{found.space_mean:.2f}", f"{found.space_spread:.2f}", f"{found.edge_pt:.3f}"),
        *(f"{100 * ours:.1f}", str(found.pages)),
    )
