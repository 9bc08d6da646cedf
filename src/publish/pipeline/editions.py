"""Stages 8 to 10: written chapters → one finished edition.

`make_edition` is a top-level function over frozen, picklable values, so the same code runs here or in a
worker process; engines are imported where an edition first needs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from publish.model.artifact import Artifact
from publish.model.chapter import HtmlChapter
from publish.model.diagnostic import Diagnostic, Outcome, diagnose, has_errors
from publish.model.lines import TOTAL_FIT, LineSettings
from publish.model.metadata import Metadata
from publish.model.passages import Passage
from publish.model.plan import EditionPlan, Kind, Opening, To
from publish.model.resource import FontFace, Resource, StyleSheet
from publish.model.source import Source
from publish.pipeline.collector import resting_collector
from publish.pipeline.judging import judge_edition
from publish.world.clock import stopwatch
from publish.world.limit import TimeLimitExceeded, time_limit

Medium: TypeAlias = Literal["paged", "reflowable"]

_SECONDS_PER_EDITION = 1800.0
"""Layout engines have endless loops on record (WeasyPrint #660, #2815): a book of 5,000 pages takes a sixth."""


@dataclass(frozen=True, slots=True)
class EditionJob:
    """All that one edition needs, by value."""

    edition: EditionPlan
    file_name: str
    kind: Kind
    metadata: Metadata
    chapters: tuple[HtmlChapter, ...]
    resources: tuple[Resource, ...]
    sheets: tuple[StyleSheet, ...]
    faces: tuple[FontFace, ...]
    sources: tuple[Source, ...]
    modified_epoch: int | None
    cover: str
    passages: tuple[Passage, ...] = ()
    switched_off: tuple[str, ...] = ()
    lines: LineSettings = TOTAL_FIT
    grid: bool = False
    chapters_open: Opening = "recto"
    toc_depth: int = 3


def medium_of(to: To) -> Medium:
    """Return whether an edition is set on pages or flows on a screen."""
    return "paged" if to in ("pdf", "booklet") else "reflowable"


def make_edition(job: EditionJob) -> Outcome[Artifact | None]:
    """Make one edition; None where an error forbids it. A time limit ends endless layouts."""
    watch = stopwatch()
    try:
        with resting_collector(), time_limit(_SECONDS_PER_EDITION):
            outcome = _MAKERS[job.edition.to](job)
    except TimeLimitExceeded:
        return Outcome(
            None, (gave_up(job, f"did not finish within {_SECONDS_PER_EDITION / 60:.0f} minutes of computing"),)
        )
    except OSError as trouble:
        if "cannot load library" not in str(trouble):
            raise
        return Outcome(None, (_library_missing(trouble),))
    except RecursionError:
        return Outcome(None, (gave_up(job, "is nested too deeply to be laid out"),))
    except MemoryError:
        return Outcome(None, (gave_up(job, "needs more memory than this machine has"),))
    if outcome.value is None:
        return outcome
    return Outcome(replace(outcome.value, seconds=watch()), outcome.diagnostics)


def gave_up(job: EditionJob, why: str) -> Diagnostic:
    """Return the error of an edition that could not be finished; `why` completes "the pdf edition …"."""
    return diagnose(
        "layout/failed",
        f"the {job.edition.to} edition {why}; expected a document that can be laid out",
        hints=["build one chapter at a time to find the one that is at fault"],
    )


def _library_missing(trouble: OSError) -> Diagnostic:
    library = str(trouble).partition("cannot load library")[2].split(":")[0].strip(" '\"")
    return diagnose(
        "world/missing-tool",
        f"the layout engine needs the system library {library}, which is not installed",
        hints=["run `make build` in the checkout, or install Pango: see the README"],
    )


def _resources(job: EditionJob) -> Mapping[str, Resource]:
    return {resource.name: resource for resource in job.resources}


def _make_pdf(job: EditionJob) -> Outcome[Artifact | None]:
    from publish.paginating.paginate import paginate
    from publish.writing.paged import write_paged_html

    html = write_paged_html(job.chapters, job.metadata, kind=job.kind, chapters_open=job.chapters_open)
    outcome = paginate(
        html,
        job.sheets,
        _resources(job),
        job.faces,
        job.metadata,
        sources=job.sources,
        lines=job.lines,
        grid=job.grid,
    )
    pages = outcome.value
    if pages is None or has_errors(outcome.diagnostics):
        return Outcome(None, outcome.diagnostics)
    artifact = Artifact(job.edition.to, job.file_name, "application/pdf", pages.pdf, pages.page_count)
    return Outcome(artifact, outcome.diagnostics + _judge(job, artifact, outcome.diagnostics))


def _judge(job: EditionJob, artifact: Artifact, known: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return judge_edition(artifact, job.passages, known, job.switched_off)


def _make_booklet(job: EditionJob) -> Outcome[Artifact | None]:
    from publish.press.impose import impose_booklet

    pages = _make_pdf(job)
    if pages.value is None:
        return pages
    imposed = impose_booklet(pages.value.content, job.edition.sheet)
    found = pages.diagnostics + imposed.diagnostics
    if has_errors(imposed.diagnostics):
        return Outcome(None, found)
    content, sides = imposed.value
    return Outcome(replace(pages.value, content=content, pages=sides), found)


def _make_epub(job: EditionJob) -> Outcome[Artifact | None]:
    from publish.checking.epub import check_epub
    from publish.writing.epub import pack_epub

    packed = pack_epub(
        job.chapters,
        job.metadata,
        _resources(job),
        job.sheets,
        job.faces,
        file_name=job.file_name,
        modified_epoch=job.modified_epoch,
        cover=job.cover or None,
        toc_depth=job.toc_depth,
    )
    found = packed.diagnostics + check_epub(packed.value.content)
    if has_errors(found):
        return Outcome(None, found)
    return Outcome(packed.value, found + _judge(job, packed.value, found))


def _make_html(job: EditionJob) -> Outcome[Artifact | None]:
    from publish.writing.page import write_web_page

    return write_web_page(
        job.chapters,
        job.metadata,
        _resources(job),
        job.sheets,
        file_name=job.file_name,
        toc_depth=job.toc_depth,
    )


_MAKERS = {"pdf": _make_pdf, "booklet": _make_booklet, "epub": _make_epub, "html": _make_html}
