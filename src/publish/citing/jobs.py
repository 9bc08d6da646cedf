"""The model's clusters and references → the engine's job, and its trees → inlines.

In: `Cluster`, `Reference`, `Style` of the model. Out: `FormattedCitations` and diagnostics: unknown keys,
fields of the wrong form. Nothing an author writes can raise: what cannot be formatted is marked and reported.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from publish.citing.compiling import compile_style
from publish.citing.engine import Engine, Entry, JobCite, JobCluster
from publish.citing.inlines import from_inlines, to_inlines
from publish.citing.item import Item, read_item
from publish.citing.loader import BadStyle, load_style
from publish.citing.settle import settle
from publish.citing.sheet import Section, Sheet
from publish.model.citation import (
    BibliographyEntry,
    BibliographyShape,
    Cite,
    Cluster,
    FormattedCitations,
    Reference,
    Style,
)
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import Inlines
from publish.model.elements import make_attr, span, text

Label = str


def format_job(
    clusters: Sequence[Cluster],
    references: Sequence[Reference],
    style: Style,
    lang: str,
    *,
    nocite: Sequence[str],
    cited_earlier: Sequence[str],
    lists: Sequence[Collection[str]] = (),
    mark_cites: bool = False,
) -> Outcome[FormattedCitations]:
    """Format a document's clusters and bibliography; see `publish.citing.format_citations`."""
    try:
        tree = load_style(style.xml)
        sheet = compile_style(tree, _output_language(tree, lang))
    except BadStyle as error:
        finding = diagnose("cite/bad-style", f"the citation style `{style.name}` cannot be used: {error}")
        marked = tuple([_marked(cluster) for cluster in clusters])
        return Outcome(FormattedCitations(marked, lists=((),) * len(lists)), (finding,))
    findings: list[Diagnostic] = []
    items = _read_items(clusters, references, nocite, findings)
    known = set(items)
    findings += _unknown_keys(clusters, known, references)
    listed = list(references_named(nocite, [reference.key for reference in references]))
    jobs = [_job_cluster(cluster) for cluster in clusters]
    engine = Engine(sheet, items, jobs, listed=listed, cited_earlier=cited_earlier, mark_cites=mark_cites)
    quotes = sheet.terms.quotes
    formatted = tuple([to_inlines(settle(one, quotes)) for one in engine.citations()])
    findings += _nothing_printed(engine, clusters, style)
    entries = tuple([_entry(one, sheet) for one in engine.bibliography()])
    shape = shape_of(sheet.bibliography)
    selected = tuple([_selected(frozenset(keys), entries, engine, sheet) for keys in lists])
    return Outcome(FormattedCitations(formatted, entries, selected, shape), tuple(findings))


def _selected(
    keys: frozenset[str], entries: tuple[BibliographyEntry, ...], engine: Engine, sheet: Sheet
) -> tuple[BibliographyEntry, ...]:
    """Return a list of some keys: repeated authors are replaced within it, so that it stands for itself."""
    section = sheet.bibliography
    if section is None or "subsequent-author-substitute" not in section.options:
        return tuple([entry for entry in entries if entry.key in keys])
    if keys >= {entry.key for entry in entries}:
        return entries
    return tuple([_entry(one, sheet) for one in engine.bibliography(keys)])


def _output_language(style: Any, lang: str) -> str:
    """Return the language to write in: the document's, or the one the style insists on."""
    return lang or style.get("default-locale") or "en-US"


def references_named(nocite: Sequence[str], keys: Sequence[str]) -> Sequence[str]:
    """Return the keys that `nocite` adds to the bibliography; `*` stands for all."""
    return keys if "*" in nocite else nocite


def _read_items(
    clusters: Sequence[Cluster],
    references: Sequence[Reference],
    nocite: Sequence[str],
    findings: list[Diagnostic],
) -> dict[str, Item]:
    wanted = {cite.key for cluster in clusters for cite in cluster.cites} | set(nocite)
    items: dict[str, Item] = {}
    for reference in references:
        if reference.key in items or not (reference.key in wanted or "*" in wanted):
            continue
        try:
            record = json.loads(reference.csl_json)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            findings.append(
                diagnose(
                    "cite/bad-reference",
                    f"the reference `{reference.key}` is not a CSL-JSON record",
                    reference.at,
                )
            )
            continue
        item, wrong = read_item(reference.key, record)
        items[reference.key] = item
        for name in wrong:
            what = f"in the reference `{reference.key}`, `{name}` has the wrong form"
            message = f"{what}; what cannot be read is left out"
            findings.append(diagnose("cite/bad-reference", message, reference.at, hints=_form_hint(name)))
    return items


def _form_hint(name: str) -> tuple[str, ...]:
    from publish.citing.item import DATE_VARIABLES, NAME_VARIABLES

    if name in NAME_VARIABLES:
        return (f'write names as a list: "{name}": [{{"family": …, "given": …}}]',)
    if name in DATE_VARIABLES:
        return (f'write dates as "{name}": {{"date-parts": [[1990, 1, 20]]}}',)
    return (f"write `{name}` as text or as a number",)


def _unknown_keys(
    clusters: Sequence[Cluster], known: set[str], references: Sequence[Reference]
) -> list[Diagnostic]:
    findings = []
    keys = [reference.key for reference in references]
    for cluster in clusters:
        for cite in cluster.cites:
            if cite.key in known:
                continue
            message = f"no reference has the key `{cite.key}`"
            findings.append(
                diagnose("cite/unknown-key", message, cite.at or cluster.at, hints=_near(cite.key, keys))
            )
    return findings


def _nothing_printed(engine: Engine, clusters: Sequence[Cluster], style: Style) -> list[Diagnostic]:
    found: dict[str, Diagnostic] = {}
    for number, key in engine.empty:
        cluster = clusters[number]
        where = next((cite.at for cite in cluster.cites if cite.key == key and cite.at), cluster.at)
        message = f"the style `{style.name}` prints nothing for the reference `{key}`"
        hints = ("complete the reference, or take another style",)
        found.setdefault(key, diagnose("cite/failed", message, where, hints=hints))
    return list(found.values())


def _near(key: str, keys: Sequence[str]) -> tuple[str, ...]:
    from rapidfuzz.distance import OSA

    close = sorted((OSA.distance(key.lower(), other.lower()), other) for other in keys)
    limit = max(2, len(key) // 4)
    hints = [f"did you mean `{other}`?" for distance, other in close[:1] if distance <= limit]
    return tuple(hints) or ("add it to the bibliography, or correct the key",)


def _job_cluster(cluster: Cluster) -> JobCluster:
    return JobCluster(tuple([_job_cite(cite) for cite in cluster.cites]), cluster.note_number, cluster.chapter)


def _job_cite(cite: Cite) -> JobCite:
    return JobCite(
        cite.key,
        cite.locator,
        cite.label,
        from_inlines(cite.prefix),
        from_inlines(cite.suffix),
        cite.suppress_author,
        cite.author_only,
    )


def _entry(entry: Entry, sheet: Sheet) -> BibliographyEntry:
    quotes = sheet.terms.quotes
    label = to_inlines(settle(entry.label, quotes)) if entry.label is not None else ()
    return BibliographyEntry(entry.key, to_inlines(settle(entry.tree, quotes)), label)


def _marked(cluster: Cluster) -> Inlines:
    mark = "; ".join([f"@{cite.key}" for cite in cluster.cites])
    return (span(make_attr("", ("unresolved",)), text(mark)),)


def shape_of(section: Section | None) -> BibliographyShape:
    """Return how a style wants its list set (CSL 1.0.2, "Bibliography-specific Options", "Whitespace")."""
    if section is None:
        return BibliographyShape()
    options = section.options
    align = options.get("second-field-align", "")

    def number(name: str) -> int:
        value = options.get(name, "1")
        return int(value) if value.isdigit() else 1

    return BibliographyShape(
        options.get("hanging-indent") == "true",
        "flush" if align == "flush" else "margin" if align == "margin" else "",
        number("line-spacing"),
        number("entry-spacing"),
    )
