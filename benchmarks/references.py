"""References with pages: what a book costs with them, without them, and with the engine's own counting.

A book made here from a fixed seed, with two links in five pages that lead to any place of it, back or ahead.
The same links stand in all three: bare; with the pages we settle; and with `target-counter`, the CSS way. Set
`PUBLISH_BENCH_PAGES=970` for the length at which the engine's way took 3.8 times the time and was wrong.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from benchmarks.contest import Contender, Contest

_PAGES = int(os.environ.get("PUBLISH_BENCH_PAGES", "200"))
_LETTERS_A_PAGE = 2_150
_REFERENCES_A_PAGE = 395 / 970
_CHAPTERS = 20
_COUNTED = 'p a[href^="#"]::after { content: " (page " target-counter(attr(href), page) ")" }'
_WORDS_TEXT = (
    "harbour ledger winter signal orchard printer copper margin river thesis lantern archive garden column "
    "the of and to in a with under between after before without several quiet narrow northern unfinished"
)
_WORDS = _WORDS_TEXT.split()


def references_contest(folder: Path) -> Contest:
    """Write the three books and return the contest that builds them."""
    contenders = []
    program = Path(sys.executable).parent / "publish"
    for name, form, css in (
        ("links alone", "", ""),
        ("pages settled by publish", "{.page}", ""),
        ("pages counted by target-counter", "", _COUNTED),
    ):
        place = folder / name.replace(" ", "-")
        _write_book(place, form, css)
        command = (str(program), "build", str(place), "--no-cache", "--output", str(place / "out"))
        contenders.append(Contender(name, command))
    count = round(_PAGES * _REFERENCES_A_PAGE)
    title = f"A book of about {_PAGES} pages with {count} references"
    return Contest(title, folder, tuple(contenders), rounds=1, warms_up=False)


def _write_book(place: Path, form: str, css: str) -> None:
    place.mkdir(parents=True)
    chooser = random.Random(6)
    paragraphs = _PAGES * _LETTERS_A_PAGE // 650
    referring = frozenset(chooser.sample(range(paragraphs), round(_PAGES * _REFERENCES_A_PAGE)))
    per_chapter = -(-paragraphs // _CHAPTERS)
    names = []
    for chapter in range(_CHAPTERS):
        blocks = [f"# {_sentence(chooser, 3)} {{#chapter-{chapter}}}"]
        for number in range(chapter * per_chapter, min((chapter + 1) * per_chapter, paragraphs)):
            link = f" See [there](#place-{chooser.randrange(paragraphs)}){form}." if number in referring else ""
            text = f"{_sentence(chooser, 50)}.{link} {_sentence(chooser, 50)}."
            blocks.append(f"[{_sentence(chooser, 1)}]{{#place-{number}}} {text}")
        names.append(f"{chapter:02}.md")
        (place / names[-1]).write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    settings = f"title: A long book\nlang: en\nkind: book\nchapters: [{', '.join(names)}]\n"
    settings += "editions: [{to: pdf, page: A5}]\n"
    if css:
        (place / "own.css").write_text(css + "\n", encoding="utf-8")
        settings += "css: own.css\n"
    (place / "publish.yaml").write_text(settings, encoding="utf-8")


def _sentence(chooser: random.Random, words: int) -> str:
    return " ".join(chooser.choices(_WORDS, k=words)).capitalize()
