"""The official CSL test suite: run a file of its fixtures through the engine.

`python -m tests.csl_suite FIXTURES.json OUT.json` writes `{name: {"out": …} | {"err": …}}`. Fixtures are
those of github.com/citation-style-language/test-suite as JSON: name → its sections. Exact equality with
`RESULT` is a pass, after line ends and one final newline are made equal and the `>>[n] ` and `..[n] ` marks
are stripped.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from publish.citing.compiling import compile_style
from publish.citing.context import Position
from publish.citing.engine import Engine, JobCite, JobCluster
from publish.citing.htmltext import bibliography_html, to_html
from publish.citing.item import read_item
from publish.citing.loader import load_style
from publish.citing.richtext import parse_rich_text
from publish.citing.settle import settle

_MARK = re.compile(r"^(?:>>|\.\.)\[\d+\] ", re.MULTILINE)


def normal(text: str, *, marked: bool) -> str:
    """Return an output or a RESULT in the form in which they are compared."""
    text = text.replace("\r\n", "\n")
    text = text[:-1] if text.endswith("\n") else text
    return _MARK.sub("", text) if marked else text


def run_fixture(fixture: Mapping[str, Any]) -> str:
    """Return what the engine makes of a fixture."""
    style = load_style(fixture["CSL"])
    sheet = compile_style(style, _language(style), _abbreviations(fixture))
    records = [{"id": f"item-{number}", **record} for number, record in enumerate(fixture["INPUT"])]
    items = {str(record["id"]): read_item(str(record["id"]), record)[0] for record in records}
    registered = list(items)
    if fixture.get("BIBENTRIES"):
        registered = [str(key) for key in fixture["BIBENTRIES"][-1]]
    if fixture.get("CITATIONS"):
        clusters = _replayed(fixture["CITATIONS"])
        registered = []
    elif fixture.get("CITATION-ITEMS"):
        clusters = [JobCluster(tuple([_cite(one) for one in row])) for row in fixture["CITATION-ITEMS"]]
    else:
        clusters = [JobCluster(tuple([JobCite(key) for key in registered]))]
    unplaced = not fixture.get("CITATIONS")
    if unplaced:
        clusters = [JobCluster(tuple([_unplaced(cite) for cite in cluster.cites])) for cluster in clusters]
    engine = Engine(sheet, items, clusters, listed=registered, listed_first=True)
    quotes = sheet.terms.quotes
    if fixture["MODE"].startswith("bibliography"):
        keep = _chosen(fixture.get("BIBSECTION"), {str(record["id"]): record for record in records})
        entries = [entry for entry in engine.bibliography() if keep(entry.key)]
        return bibliography_html(entries, quotes, sheet.bibliography)
    return "\n".join([to_html(settle(tree, quotes)) for tree in engine.citations()])


def _language(style: Any) -> str:
    return str(style.get("default-locale") or "en-US")


def _abbreviations(fixture: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    given = fixture.get("ABBREVIATIONS")
    return dict(given.get("default", {})) if isinstance(given, dict) else {}


_POSITIONS = {
    0: Position.FIRST,
    1: Position.SUBSEQUENT,
    2: Position.IBID,
    3: Position.IBID_WITH_LOCATOR,
}


def _cite(record: Mapping[str, Any]) -> JobCite:
    position = record.get("position")
    return JobCite(
        str(record["id"]),
        str(record.get("locator", "") or ""),
        str(record.get("label", "") or ""),
        parse_rich_text(str(record.get("prefix", "") or "")),
        parse_rich_text(str(record.get("suffix", "") or "")),
        bool(record.get("suppress-author")),
        bool(record.get("author-only")),
        _POSITIONS.get(position) if isinstance(position, int) else None,
        bool(record["near-note"]) if "near-note" in record else None,
    )


def _unplaced(cite: JobCite) -> JobCite:
    """A cite outside a document: it stands where the fixture says, or nowhere, which is first."""
    return JobCite(
        cite.key,
        cite.locator,
        cite.label,
        cite.prefix,
        cite.suffix,
        cite.suppress_author,
        cite.author_only,
        cite.position or Position.FIRST,
        bool(cite.near_note),
    )


def _replayed(edits: list[Any]) -> list[JobCluster]:
    """Return the clusters of the document after the last edit, in its order."""
    known: dict[str, Any] = {}
    order: list[tuple[str, int]] = []
    for edit in edits:
        citation, before, after = edit[0], edit[1], edit[2]
        key = str(citation.get("citationID", f"anonymous-{len(known)}"))
        known[key] = citation
        note = citation.get("properties", {}).get("noteIndex", 0)
        order = [
            *[(str(one[0]), int(one[1])) for one in before],
            (key, int(note)),
            *[(str(one[0]), int(one[1])) for one in after],
        ]
    return [
        JobCluster(tuple([_cite(one) for one in known[key]["citationItems"]]), note)
        for key, note in order
        if key in known
    ]


def _chosen(rules: Any, records: Mapping[str, Mapping[str, Any]]) -> Any:
    """Return the test of a BIBSECTION: which entries are printed."""
    if not isinstance(rules, dict):
        return lambda key: True

    def matches(rule: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
        value = record.get(rule["field"], "")
        wanted = rule["value"]
        if isinstance(value, list):
            return wanted in value
        return str(value) == str(wanted) if wanted else not value

    def keep(key: str) -> bool:
        record = records[key]
        if any(not matches(rule, record) for rule in rules.get("quash", [])) is False and rules.get("quash"):
            return False
        include, select, exclude = rules.get("include"), rules.get("select"), rules.get("exclude")
        if include and not any(matches(rule, record) for rule in include):
            return False
        if select and not all(matches(rule, record) for rule in select):
            return False
        return not (exclude and any(matches(rule, record) for rule in exclude))

    return keep


def run(fixtures: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Run fixtures; what an engine raises is its answer "err"."""
    out: dict[str, dict[str, str]] = {}
    for name, fixture in fixtures.items():
        try:
            out[name] = {"out": run_fixture(fixture)}
        except Exception as error:
            out[name] = {"err": f"{type(error).__name__}: {error}"}
    return out


def passes(fixture: Mapping[str, Any], answer: Mapping[str, str]) -> bool:
    """Tell whether an answer is what the fixture expects."""
    marked = bool(fixture.get("CITATIONS"))
    return "out" in answer and normal(answer["out"], marked=marked) == normal(fixture["RESULT"], marked=marked)


def main(arguments: list[str]) -> int:
    """Run the fixtures of one file and write the answers to another."""
    source, target = arguments
    fixtures = json.loads(Path(source).read_text(encoding="utf-8"))
    answers = run(fixtures)
    Path(target).write_text(json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8")
    good = sum([passes(fixtures[name], answer) for name, answer in answers.items()])
    print(f"{good} of {len(fixtures)} pass")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
