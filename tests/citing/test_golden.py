"""Seventeen cites and the list, in eleven styles: every line was read and decided by rule.

`golden/manuscript.md` has the cites; a file a style has what they print. Lines that begin with `%` say where
citeproc-js or pandoc differ and which rule decides. After a change of the engine `python -m
tests.citing.test_golden` rewrites the other lines; read each before committing it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.citing import format_citations, locator_terms, style_class
from publish.citing.loader import load_style
from publish.model.citation import Cluster, Style
from publish.reading.markdown import read_document
from publish.reading.references import read_references
from publish.transforms.citations import collect_clusters
from publish.world.assets import csl_text
from publish.world.text import decode_text
from tests.citing.printing import printed

GOLDEN = Path(__file__).parent / "golden"
SOURCES = Path(__file__).parents[1] / "publications" / "house-notes" / "sources.yaml"
STYLES = sorted(path.stem for path in GOLDEN.glob("*.md") if path.stem != "manuscript")


def lines_of(name: str) -> list[str]:
    """Return what a style prints: a line a cite, then a line an entry."""
    xml = csl_text(name)
    assert xml is not None
    style = Style(name, xml)
    lang = load_style(xml).get("default-locale") or "en-US"
    text = decode_text("manuscript.md", (GOLDEN / "manuscript.md").read_bytes()).value
    document = read_document(text).value
    clusters = collect_clusters(document, style_class(style) == "note", 1, locator_terms("en-US"))
    sources = decode_text(SOURCES.name, SOURCES.read_bytes()).value
    outcome = format_citations(clusters, read_references((sources,), ()).value, style, lang)
    assert outcome.diagnostics == ()
    cites = _rows(clusters, [printed(one) for one in outcome.value.clusters])
    entries = [
        (f"{printed(entry.label)} | " if entry.label else "") + printed(entry.inlines).rstrip()
        for entry in outcome.value.bibliography
    ]
    return [*[f"{number}. {cite}" for number, cite in enumerate(cites, start=1)], *[f"- {e}" for e in entries]]


def _rows(clusters: tuple[Cluster, ...], texts: list[str]) -> list[str]:
    """Join the author in the sentence and the rest of a narrative cite."""
    rows: list[str] = []
    author = ""
    for cluster, text in zip(clusters, texts, strict=True):
        if cluster.cites[0].author_only:
            author = text + " | "
            continue
        rows.append(author + text)
        author = ""
    return rows


def kept(name: str) -> list[str]:
    text = (GOLDEN / f"{name}.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if re.match(r"\d+\. |- ", line)]


def test_all_styles_are_there() -> None:
    assert len(STYLES) == 11


@pytest.mark.parametrize("name", STYLES)
def test_every_line_is_as_decided(name: str) -> None:
    assert lines_of(name) == kept(name)


@pytest.mark.parametrize("name", STYLES)
def test_nothing_is_missing_or_doubled(name: str) -> None:
    lines = kept(name)
    assert len(lines) == 17 + 11
    for line in lines:
        assert not re.search(r",,|;;|\(\)|\s,|None|@|“[^”]*“|(?<!\.)\.\.(?!\.)", line), line


def rewrite(name: str) -> None:
    """Put the lines as they are printed now into a golden file, comments kept where they stand."""
    path = GOLDEN / f"{name}.md"
    fresh = iter(lines_of(name))
    out = [
        next(fresh) if re.match(r"\d+\. |- ", line) else line
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for one in STYLES:
        rewrite(one)
