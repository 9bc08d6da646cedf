"""A job of plain records and strings → its answer as strings: the engine without a document around it.

In: a `CiteJob`. Out: a `CiteAnswer` in HTML, plain text or Pandoc's Markdown, and what was wrong: a style that
is none, keys that no record has, references for which the style prints nothing. A style is compiled once for
all jobs of a process that use it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from publish.citing.compiling import compile_style
from publish.citing.engine import Engine, Entry, JobCite, JobCluster
from publish.citing.htmltext import to_html
from publish.citing.item import read_item
from publish.citing.loader import BadStyle, load_style
from publish.citing.marked import Tree
from publish.citing.richtext import parse_rich_text
from publish.citing.settle import QuoteRules, Token, Words, settle
from publish.citing.sheet import Sheet
from publish.model.citejob import AnswerForm, CiteAnswer, CiteJob, PlainCite, PlainCluster
from publish.model.diagnostic import Diagnostic, Outcome, diagnose


def answer_job(job: CiteJob) -> Outcome[CiteAnswer]:
    """Format a job's clusters and bibliography; a style that cannot be used is an error and an empty answer.

    The bibliography lists what is cited; where nothing is, all records.
    """
    try:
        sheet = _sheet(job.style.xml, job.locale)
    except BadStyle as error:
        message = f"the citation style `{job.style.name}` cannot be used: {error}"
        hint = "give the name of a style of the CSL catalogue, a path, or the XML of a style of CSL 1.0"
        return Outcome(CiteAnswer(), (diagnose("cite/bad-style", message, hints=[hint]),))
    cited = dict.fromkeys([cite.key for cluster in job.clusters for cite in cluster.cites])
    items = {key: read_item(key, record)[0] for key, record in job.records if not cited or key in cited}
    listed = () if cited else tuple(items)
    engine = Engine(sheet, items, [_engine_cluster(cluster) for cluster in job.clusters], listed=listed)
    writer = _Writer(job.form, sheet.terms.quotes)
    texts = zip(job.clusters, engine.citations(), strict=True)
    clusters = tuple([writer.text(tree) if cluster.cites else "" for cluster, tree in texts])
    found = _unknown_keys(job, set(items))
    found += _nothing_printed(engine, job.style.name)
    entries = engine.bibliography() if job.bibliography else []
    return Outcome(CiteAnswer(clusters, tuple([(e.key, writer.entry(e)) for e in entries])), tuple(found))


@lru_cache(maxsize=32)
def _sheet(xml: str, locale: str) -> Sheet:
    style = load_style(xml)
    return compile_style(style, locale or style.get("default-locale") or "en-US")


def default_locale(xml: str) -> str:
    """Return the language a style insists on, "" where it does not; a dependent style may name its own."""
    try:
        return load_style(xml).get("default-locale") or ""
    except BadStyle:
        return ""


def _engine_cluster(cluster: PlainCluster) -> JobCluster:
    return JobCluster(tuple([_engine_cite(cite) for cite in cluster.cites]), cluster.note)


def _engine_cite(cite: PlainCite) -> JobCite:
    return JobCite(
        cite.key,
        cite.locator,
        cite.label,
        parse_rich_text(cite.prefix),
        parse_rich_text(cite.suffix),
        cite.suppress_author,
        cite.author_only,
    )


# --- what was wrong ---------------------------------------------------------------------------------------


def _unknown_keys(job: CiteJob, known: set[str]) -> list[Diagnostic]:
    first: dict[str, int] = {}
    for number, cluster in enumerate(job.clusters):
        for cite in cluster.cites:
            if cite.key not in known:
                first.setdefault(cite.key, number)
    keys = [key for key, _ in job.records]
    return [
        diagnose(
            "cite/unknown-key",
            f"no reference has the key `{key}`, which clusters[{number}] cites",
            hints=_near(key, keys),
        )
        for key, number in first.items()
    ]


def _near(key: str, keys: Sequence[str]) -> tuple[str, ...]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    best = process.extractOne(key, keys, scorer=OSA.distance, score_cutoff=max(1, len(key) // 3))
    return (f"did you mean `{best[0]}`?",) if best else ("add it to the references, or correct the key",)


def _nothing_printed(engine: Engine, style: str) -> list[Diagnostic]:
    hints = ("complete the reference, or take another style",)
    return [
        diagnose("cite/failed", f"the style `{style}` prints nothing for the reference `{key}`", hints=hints)
        for key in dict.fromkeys([key for _, key in engine.empty])
    ]


# --- writing ----------------------------------------------------------------------------------------------


class _Writer:
    """Trees → strings of one form."""

    __slots__ = ("form", "quotes")

    def __init__(self, form: AnswerForm, quotes: QuoteRules) -> None:
        self.form = form
        self.quotes = quotes

    def text(self, tree: Tree | None) -> str:
        """Return a citation, or an entry without a label."""
        return _FORBIDDEN.sub("\ufffd", self._written(settle(tree, self.quotes)))

    def _written(self, tokens: Sequence[Token]) -> str:
        if self.form == "html":
            return to_html(tokens).strip()
        if self.form == "text":
            return to_lines(tokens)
        from publish.citing.inlines import to_inlines
        from publish.citing.markdowntext import to_markdown

        return to_markdown(to_inlines(tokens))

    def entry(self, entry: Entry) -> str:
        """Return an entry; in HTML its label stands in a box of its own, as the official suite has it."""
        body = self.text(entry.tree)
        if entry.label is None:
            return body
        label = self.text(entry.label)
        if self.form == "html":
            return f'<div class="csl-left-margin">{label}</div><div class="csl-right-inline">{body}</div>'
        return f"{label} {body}".strip()


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML 1.0 (section 2.2) and UTF-8 forbid."""
_BLANKS = re.compile(" {2,}")


def to_lines(tokens: Sequence[Token]) -> str:
    """Return tokens as plain text; what the style displays as a block stands on a line of its own."""
    out: list[str] = []
    for token in tokens:
        if isinstance(token, Words):
            out.append(token.text)
        elif token.kind == "quote":
            out.append(token.value)
        elif token.kind == "display":
            out.append(" " if token.value in ("left-margin", "right-inline") else "\n")
    lines = [_BLANKS.sub(" ", line).strip(" ") for line in "".join(out).split("\n")]
    return "\n".join([line for line in lines if line])
