"""The folder of a whole book: settings, front and back matter, chapters, pictures, sources.

`python -m benchmarks.wholebook.project FOLDER [CHAPTERS [WORDS]]` writes it for looking at.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from benchmarks.citations import make_references
from benchmarks.wholebook.chapters import TERMS, ChapterWriter, chapter_file, count_words, plan_names
from benchmarks.wholebook.marks import NAMES, THINGS, Marker
from benchmarks.wholebook.pictures import draw_plan, draw_section, paint_view
from benchmarks.wholebook.promise import Promise
from benchmarks.wholebook.prose import Prose

CHAPTERS, WORDS = 24, 45_000
_PARTS = ("Digging", "Keeping", "Losing", "Remembering")
_SETTINGS = f"""title: The Long Water
subtitle: A History of the Aldern Canal and Its *Keepers*
author: [{{name: Ruth Aldern-Quill, affiliation: The Canal Archive}}, Tobias Ashby]
lang: en-GB
date: 2026-11-23
publisher: The Benchmark Press
place: Aldern
edition: 2
isbn: {{print: 9780306406157, epub: 9783161484100}}
rights: © 2026 the authors of this program. Nothing in it is true.
printers-note: Printed on paper that will outlast the canal.
dedication: For those who waited at the *upper* gate
epigraph: {{text: Water has no opinion of its keeper., source: A saying of the boatmen}}
colophon: Put together from a seed, a vocabulary and patience.
kind: book
number-sections: true
toc-depth: 2
bibliography: sources.json
csl: chicago-notes-bibliography
citations: {{restart: chapter}}
front-matter:
  - half-title
  - title-page
  - copyright
  - dedication
  - epigraph
  - contents
  - list-of-figures
  - list-of-tables
  - {{preface: preface.md}}
appendices: [rolls.md, measures.md]
back-matter:
  - {{glossary: glossary.md}}
  - bibliography
  - {{index: {{name: names, title: {NAMES}}}}}
  - {{index: {{title: {THINGS}}}}}
  - colophon
"""
EDITIONS = "[{to: pdf, page: A5}, {to: booklet, page: A5, sheet: A4}, {to: epub}]"


def write_book(
    folder: Path, chapters: int = CHAPTERS, words: int = WORDS, *, editions: str = EDITIONS, more: str = ""
) -> Promise:
    """Write a book of about so many words in all; `more` are further settings. Return what it promises."""
    promise = Promise()
    chance = random.Random(45)
    prose = Prose(chance)
    marker = Marker(chance, promise)
    names = plan_names(chapters)
    writer = ChapterWriter(chance, prose, marker, promise, names)
    files: dict[str, str | bytes] = {"preface.md": _preface(writer)}
    sources = max(chapters * 4, 8)
    writer.references = sources
    rest = words - promise.words
    for number in range(1, chapters + 1):
        share = rest // (chapters + 1)
        files[chapter_file(number)] = writer.chapter(number, share, is_last=number == chapters)
    files["rolls.md"] = _appendix(writer, "rolls", 38 + 3 * chapters)
    files["measures.md"] = _appendix(writer, "measures", 6)
    files["glossary.md"] = _glossary(prose)
    files["part.md"] = f"{prose.passage(3)}\n"
    files["sources.json"] = json.dumps(make_references(sources), ensure_ascii=False, indent=1)
    files |= _pictures(random.Random(46))
    files["publish.yaml"] = f"{_SETTINGS}chapters:\n{_parts(chapters)}editions: {editions}\n{more}"
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return promise


def _parts(chapters: int) -> str:
    """Return the chapters under their parts, as YAML; the second part has words of its own."""
    parts = _PARTS[: max(2, min(4, chapters // 2))]
    lines = []
    for number, title in enumerate(parts):
        first, last = (chapters * at // len(parts) for at in (number, number + 1))
        lines.append(f"  - part: {title} {{#part-{number}}}")
        lines += ["    file: part.md"] if number == 1 else []
        lines.append(f"    chapters: [{', '.join(chapter_file(at + 1) for at in range(first, last))}]")
    return "\n".join(lines) + "\n"


def _preface(writer: ChapterWriter) -> str:
    writer.references = 0
    blocks = [f"# Preface {{#preface}}\n\nThis book is read best from {writer.reference()} on."]
    blocks += [writer.paragraph() for _ in range(3)]
    writer.promise.words += count_words(blocks)
    return "\n\n".join([*blocks, *writer.take_late()]) + "\n"


def _appendix(writer: ChapterWriter, name: str, rows: int) -> str:
    writer.promise.tables += 1
    title = writer.title()
    table = writer.things.rows(rows, 1760)
    blocks = [
        f"# {title} {{#sec:{name}}}",
        f"{writer.paragraph()} Back to {writer.reference()}.",
        f"{table}\n\n: {writer.caption()} {{#tbl:{name}}}",
        writer.paragraph(),
    ]
    writer.promise.words += count_words(blocks)
    return "\n\n".join([*blocks, *writer.take_late()]) + "\n"


def _glossary(prose: Prose) -> str:
    return "\n\n".join(f"{term.capitalize()}\n:   {prose.passage(2)}" for term in TERMS) + "\n"


def _pictures(chance: random.Random) -> dict[str, str | bytes]:
    made: dict[str, str | bytes] = {"pictures/view.png": paint_view(chance)}
    for number in range(6):
        made[f"pictures/section-{number}.svg"] = draw_section(chance)
        made[f"pictures/plan-{number}.svg"] = draw_plan(chance)
    return made


if __name__ == "__main__":
    told = write_book(Path(sys.argv[1]), *map(int, sys.argv[2:4]))
    print(
        told.words,
        "words,",
        told.own_notes,
        "notes,",
        told.cites,
        "cites,",
        told.paged_references,
        "references",
    )
