"""Citations alone: `publish cite run` beside `pandoc --citeproc` on the same references and the same cites.

Both get CSL-JSON, the same style and the same clusters, and write HTML with the bibliography: our job is a line
of JSON, pandoc's a Markdown document with one paragraph a cluster (or one note, in a note style). References
are made here, from a fixed seed: journal articles, books, chapters, reports, theses, news and web pages, with
one to five authors out of few families, so that names and years must be told apart.
"""

from __future__ import annotations

import json
import random
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.contest import Contender, Contest
from publish.world.assets import csl_text
from publish.world.pandoc import pandoc_program

STYLES = {"author-date": "chicago-author-date", "full notes": "chicago-notes-bibliography"}
SIZES = ((200, 500), (2000, 5000))

_FAMILIES = [
    f"{first}{last}" for first in ("Al", "Bren", "Cor", "Dal", "Es") for last in ("ford", "ley", "man")
]
_GIVENS = ("Anna B.", "John", "Mary Jane", "Jean-Luc", "Ö.", "Ilse", "Kwame", "Li")
_SUBJECTS = ("states", "<i>Homo</i> thought", "trade", "“small” wars", "river traffic", "H<sub>2</sub>O")


def make_references(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return CSL-JSON records of all common kinds."""
    chance = random.Random(seed)
    makers = (_article, _article, _book, _chapter, _report, _news, _page, _thesis)
    return [_record(number, chance, chance.choice(makers)) for number in range(count)]


def _record(
    number: int, chance: random.Random, make: Callable[[int, random.Random], dict[str, Any]]
) -> dict[str, Any]:
    people = [
        {"family": chance.choice(_FAMILIES), "given": chance.choice(_GIVENS)}
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5)))
    ]
    issued = [chance.randint(1970, 2020), chance.randint(1, 12), chance.randint(1, 28)]
    kind, subject = chance.choice(("history", "politics", "theory")), chance.choice(_SUBJECTS)
    title = f"The {kind} of {subject}, part {number}: a study"
    parts = {"id": f"r{number}", "author": people, "title": title, "issued": {"date-parts": [issued]}}
    return parts | make(number, chance)


def _article(number: int, chance: random.Random) -> dict[str, Any]:
    return {
        "type": "article-journal",
        "container-title": f"Journal of Things {chance.randint(1, 30)}",
        "volume": str(chance.randint(1, 90)),
        "issue": str(chance.randint(1, 12)),
        "page": f"{number + 1}-{number + chance.randint(2, 40)}",
        "DOI": f"10.1000/{number}",
    }


def _book(_: int, chance: random.Random) -> dict[str, Any]:
    place = chance.choice(("London", "Berlin", "New York"))
    return {
        "type": "book",
        "publisher": "A Press",
        "publisher-place": place,
        "edition": str(chance.randint(1, 4)),
    }


def _chapter(_: int, chance: random.Random) -> dict[str, Any]:
    editor = {"family": chance.choice(_FAMILIES), "given": "Ed"}
    facts = {"type": "chapter", "container-title": "A Big Book", "editor": [editor], "page": "10-20"}
    return {**facts, "publisher": "A Press", "publisher-place": "London"}


def _report(number: int, _: random.Random) -> dict[str, Any]:
    return {"type": "report", "publisher": "An Institute", "number": str(number), "genre": "Working Paper"}


def _news(_: int, __: random.Random) -> dict[str, Any]:
    return {"type": "article-newspaper", "container-title": "The Paper", "page": "A1"}


def _page(number: int, _: random.Random) -> dict[str, Any]:
    accessed = {"date-parts": [[2021, 5, 6]]}
    return {
        "type": "webpage",
        "container-title": "A Site",
        "URL": f"https://example.org/{number}",
        "accessed": accessed,
    }


def _thesis(_: int, __: random.Random) -> dict[str, Any]:
    return {"type": "thesis", "publisher": "A University", "genre": "PhD diss."}


def make_clusters(references: int, cites: int, seed: int = 2) -> list[list[tuple[str, str]]]:
    """Return clusters of (key, page) with so many cites in all; every fourth cluster has two."""
    chance = random.Random(seed)
    clusters: list[list[tuple[str, str]]] = []
    made = 0
    while made < cites:
        size = min(2 if len(clusters) % 4 == 3 else 1, cites - made)
        pages = [str(chance.randint(1, 300)) if chance.random() < 0.5 else "" for _ in range(size)]
        clusters.append([(f"r{chance.randrange(references)}", page) for page in pages])
        made += size
    return clusters


def write_job(folder: Path, style: str, references: int, cites: int) -> None:
    """Write the same work in both forms: `job.json`, and `document.md` with `references.json`."""
    records = make_references(references)
    clusters = make_clusters(references, cites)
    xml = csl_text(style) or ""
    in_notes = 'class="note"' in xml
    job = {
        "style": xml,
        "locale": "en-US",
        "references": records,
        "clusters": [
            {"cites": [{"id": key, "locator": page} for key, page in cluster], "note": n if in_notes else None}
            for n, cluster in enumerate(clusters, start=1)
        ],
    }
    cited = [
        "; ".join([f"@{key}, {page}" if page else f"@{key}" for key, page in cluster]) for cluster in clusters
    ]
    folder.mkdir()
    (folder / "job.json").write_text(json.dumps(job), "utf-8")
    (folder / "style.csl").write_text(xml, "utf-8")
    (folder / "references.json").write_text(json.dumps(records), "utf-8")
    text = "\n\n".join([f"Words [{words}]." for words in cited])
    (folder / "document.md").write_text(f"---\nlang: en-US\n---\n\n{text}\n", "utf-8")


def citation_contests(folder: Path) -> list[Contest]:
    """Prepare a contest for each style and size."""
    ours = f"{shlex.quote(str(Path(sys.executable).parent / 'publish'))} cite run < job.json > ours.json"
    theirs = (
        f"{shlex.quote(pandoc_program())} document.md --citeproc --bibliography=references.json"
        " --csl=style.csl --wrap=none -t html -o theirs.html"
    )
    contests = []
    for references, cites in SIZES:
        for kind, style in STYLES.items():
            place = folder / f"{kind.replace(' ', '-')}-{references}"
            write_job(place, style, references, cites)
            contests.append(
                Contest(
                    f"Citations, {kind}: {references:,} references, {cites:,} cites",
                    place,
                    (
                        Contender("publish cite run", ("sh", "-c", ours)),
                        Contender("pandoc --citeproc", ("sh", "-c", theirs)),
                    ),
                    rounds=5 if references < 1000 else 1,
                    warms_up=references < 1000,
                )
            )
    return contests
