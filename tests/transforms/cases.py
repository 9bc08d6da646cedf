"""The form of the case files, and the road they go: read by Pandoc, prepared, counted, resolved, written.

A case: YAML options between `---`, the manuscript, a line `=====`, the expected output, and after another
`=====` the expected diagnostics (`code: message (hint)`). A line `%% two.md` begins another chapter.
Options: `lang`, `pages` (references have them), `notes` (a note style), `keys` (of references; absent: all
known), `sections` (number them), `kind`, `images` (addresses that exist; absent: all), `bibliography` (keys),
`title` (of the references), `pieces` (path: zone and role), `lists` (book, chapter, both), `to` (Pandoc's
format). Citations are formatted as `key page 3`, with what comes before and after.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from publish.model.citation import BibliographyEntry, Cluster
from publish.model.diagnostic import Diagnostic
from publish.model.document import Document, Inlines, from_pandoc, to_pandoc
from publish.model.elements import SPACE, text
from publish.model.facts import BookFacts
from publish.model.pieces import Piece
from publish.model.resource import Resource
from publish.transforms.chain import Context, prepare, resolve
from publish.transforms.citations import collect_clusters
from publish.transforms.citelinks import print_lists
from publish.transforms.facts import collect_facts, merge_facts
from publish.transforms.glossary import settle_glossary
from publish.transforms.images import image_targets
from publish.transforms.reflists import ListPlace, PrintedList, added_places, list_places, without_repeats
from publish.world.pandoc import run_pandoc

TERMS = (
    ("p.", "page"),
    ("pp.", "page"),
    ("page", "page"),
    ("chap.", "chapter"),
    ("ch.", "chapter"),
    ("chapter", "chapter"),
    ("vol.", "volume"),
    ("§", "section"),
    ("s.v.", "sub-verbo"),
)


@dataclass(frozen=True)
class Case:
    """One case file."""

    path: Path
    options: dict[str, Any]
    chapters: tuple[tuple[str, str], ...]
    expected: str
    diagnostics: str


@dataclass
class Made:
    """What became of a manuscript."""

    documents: list[Document]
    prepared: list[Document]
    diagnostics: list[Diagnostic]
    book: BookFacts
    clusters: list[tuple[Cluster, ...]] = field(default_factory=list)


def load_case(path: Path) -> Case:
    """Read a case file."""
    _, options, rest = path.read_text(encoding="utf-8").split("---\n", 2)
    parts = [part.strip("\n") for part in f"\n{rest}\n".split("\n=====\n")] + ["", ""]
    chapters: list[tuple[str, str]] = []
    name, lines = "main.md", []
    for line in parts[0].split("\n"):
        if line.startswith("%% "):
            if "".join(lines).strip():
                chapters.append((name, "\n".join(lines)))
            name, lines = line[3:].strip(), []
        else:
            lines.append(line)
    chapters.append((name, "\n".join(lines)))
    return Case(path, yaml.safe_load(options) or {}, tuple(chapters), parts[1], parts[2])


def read(path: str, words: str) -> Document:
    """Read Markdown with Pandoc, without places."""
    result = run_pandoc(words, from_="markdown", to="json")
    assert not result.failed, result.messages
    return from_pandoc(path, json.loads(result.text))


def write(document: Document, to: str = "markdown") -> str:
    """Write a Document with Pandoc."""
    result = run_pandoc(json.dumps(to_pandoc(document)), from_="json", to=to, options=["--wrap=none"])
    assert not result.failed, result.messages
    return result.text.strip("\n")


def shown(cluster: Cluster) -> Inlines:
    """Format a cluster so that everything in it can be seen."""
    out: list[Any] = []
    for cite in cluster.cites:
        if out:
            out += text("; ")
        if cite.prefix:
            out += [*cite.prefix, SPACE]
        words = f"{'-' if cite.suppress_author else ''}{cite.key}{' alone' if cite.author_only else ''}"
        out += [*text(f"{words} {cite.label} {cite.locator}".strip()), *cite.suffix]
    return tuple(out)


def travel(chapters: tuple[tuple[str, str], ...], options: dict[str, Any]) -> Made:
    """Take chapters the whole way."""
    documents = [read(name, words) for name, words in chapters]
    lang = options.get("lang", "en")
    return travel_documents(
        [settle_glossary(one, lang) if one.path == "glossary.md" else one for one in documents], options
    )


def travel_documents(documents: list[Document], options: dict[str, Any]) -> Made:
    """Take Documents the whole way, as the pipeline does."""
    note_style, kind = bool(options.get("notes")), options.get("kind", "handout")
    prepared = [prepare(document, options.get("keys")) for document in documents]
    found = [d for outcome in prepared for d in outcome.diagnostics]
    facts = [
        collect_facts(outcome.value, note_style=note_style, piece=_piece(outcome.value.path, options))
        for outcome in prepared
    ]
    merged = merge_facts(
        facts, bool(options.get("sections")), per_chapter=kind == "book", lang=options.get("lang", "en")
    )
    several = [
        list_places(outcome.value, 0, n, options.get("lists", "book")) for n, outcome in enumerate(prepared)
    ]
    lists_of, added = _lists([outcome.value for outcome in several], options)
    found += [d for outcome in several for d in outcome.diagnostics]
    made = Made([], [outcome.value for outcome in prepared], [*found, *merged.diagnostics], merged.value)
    for position, document in enumerate(made.prepared):
        clusters = collect_clusters(document, note_style, merged.value.first_note[position][1], TERMS)
        made.clusters.append(clusters)
        existing = options.get("images")
        images = {
            address: _image(address) if existing is None or address in existing else None
            for address, _ in image_targets(document)
        }
        context = Context(
            merged.value,
            position,
            lang=options.get("lang", "en"),
            kind=kind,
            note_style=note_style,
            formatted=tuple(shown(cluster) for cluster in clusters),
            lists=lists_of[position],
            added_lists=tuple(one for one in added if one.place.chapter == position),
            first_chapter=position,
            reference_section_title=options.get("title", ""),
            page_references=bool(options.get("pages")),
            images=images,
        )
        outcome = resolve(document, context)
        made.documents.append(outcome.value)
        made.diagnostics.extend(outcome.diagnostics)
    return made


def _piece(path: str, options: dict[str, Any]) -> Piece:
    zone, role = options.get("pieces", {}).get(path, "main chapter").split()
    return Piece(zone, role, path)


def _lists(
    places: list[tuple[ListPlace, ...]], options: dict[str, Any]
) -> tuple[list[tuple[PrintedList | None, ...]], tuple[PrintedList, ...]]:
    """Fill every list with all entries, as if everything were cited in every chapter."""
    entries = tuple(BibliographyEntry(k, text(f"Entry {k}.")) for k in options.get("bibliography", ()))
    placed = [place for several in places for place in several]
    every = [*placed, *added_places(placed, len(places), options.get("lists", "book"))]
    repeats = without_repeats(every)
    printed = print_lists(every, [entries if first else () for first in repeats])
    waiting = iter(printed)
    own = [tuple(one if one.entries else None for one in islice(waiting, len(several))) for several in places]
    return own, tuple(waiting)


def told(diagnostic: Diagnostic) -> str:
    """Write a diagnostic as case files have it."""
    hints = f" ({'; '.join(diagnostic.hints)})" if diagnostic.hints else ""
    return f"{diagnostic.code}: {diagnostic.message}{hints}"


def _image(address: str) -> Resource:
    return Resource(f"images/{address}", "image/png", b"")
