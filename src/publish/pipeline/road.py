"""Stages 1 to 10 of a build: a place and flags → finished editions, what was found, and the manifest.

Each stage is a function over values; this file only puts them in order and gathers their diagnostics.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeVar

from publish.model.artifact import Artifact
from publish.model.chapter import HtmlChapter
from publish.model.diagnostic import Diagnostic, Outcome, has_errors
from publish.model.passages import Passage
from publish.model.plan import Plan, To
from publish.model.resource import FontFace, Resource, StyleSheet
from publish.pipeline.compose import Composition, Manuscript, compose, read_manuscript
from publish.pipeline.deliver import name_editions, write_manifest
from publish.pipeline.editions import EditionJob, medium_of
from publish.pipeline.executor import edition_workers
from publish.pipeline.gather import gather_faces, gather_sheets
from publish.pipeline.judging import apply_switches
from publish.pipeline.passages import passages_of
from publish.pipeline.project import Place, load_plan
from publish.pipeline.reads import TrackedFiles
from publish.pipeline.request import Made, Request
from publish.pipeline.versions import tool_versions
from publish.pipeline.write import Written, write_chapters
from publish.transforms.conditions import asks_for_editions
from publish.world.clock import source_date_epoch
from publish.writing.stylesheets import stylesheets_for

T = TypeVar("T")


@dataclass(slots=True)
class _Findings:
    """Diagnostics in the order of the road."""

    found: list[Diagnostic] = field(default_factory=list)

    def take(self, outcome: Outcome[T]) -> T:
        self.found.extend(outcome.diagnostics)
        return outcome.value

    @property
    def fatal(self) -> bool:
        return has_errors(self.found)


def travel(place: Place, files: TrackedFiles, request: Request) -> tuple[Made, bytes]:
    """Go the road to the end, or to the first stage after which nothing good can be delivered."""
    findings = _Findings()
    request.progress("reading")
    loaded = findings.take(load_plan(place, files, request))
    if loaded is None or findings.fatal:
        return Made((), tuple(findings.found)), b""
    plan, settings = loaded
    with edition_workers(request.jobs, len(plan.editions)) as make:
        faces = findings.take(gather_faces(plan, files))
        author_sheets = findings.take(gather_sheets(plan, files))
        manuscript = findings.take(read_manuscript(plan, settings, files))
        if manuscript is None or findings.fatal:
            return Made((), tuple(findings.found)), b""
        jobs: list[EditionJob] = []
        for edition, variant in variants_of(plan, manuscript):
            composition = findings.take(compose(variant, manuscript, files, request, edition))
            if composition is None or findings.fatal:
                return Made((), tuple(dict.fromkeys(findings.found))), b""
            request.progress("writing")
            written = findings.take(write_chapters(variant, composition, faces))
            passages = passages_of(composition.documents, composition.sources)
            jobs += plan_jobs(variant, composition, written, (faces, author_sheets), passages)
        jobs.sort(key=lambda job: plan.editions.index(job.edition))
        artifacts: list[Artifact] = []
        results = make(jobs)
        for number, job in enumerate(jobs, 1):
            request.progress(f"setting {number} of {len(jobs)}: {job.file_name}")
            artifact = findings.take(next(results))
            if artifact is not None:
                artifacts.append(artifact)
    found = apply_switches(plan, list(dict.fromkeys(findings.found)), whole=not request.to and bool(artifacts))
    manifest = write_manifest(plan.name, artifacts, files.inputs, tool_versions())
    return Made(tuple(artifacts), found, passages), manifest


def variants_of(plan: Plan, manuscript: Manuscript) -> list[tuple[To | None, Plan]]:
    """Return what is composed apart: each kind of edition if a passage is for some of them only, else all."""
    if not asks_for_editions(manuscript.documents):
        return [(None, plan)]
    kinds = dict.fromkeys(edition.to for edition in plan.editions)
    return [
        (to, replace(plan, editions=tuple(edition for edition in plan.editions if edition.to == to)))
        for to in kinds
    ]


def plan_jobs(
    plan: Plan,
    composition: Composition,
    written: Written,
    looks: tuple[tuple[FontFace, ...], tuple[StyleSheet, ...]],
    passages: tuple[Passage, ...],
) -> list[EditionJob]:
    """Give every edition of the plan what it needs, by value."""
    metadata = composition.metadata
    faces, author_sheets = looks
    jobs = []
    for edition, file_name in zip(plan.editions, name_editions(plan), strict=True):
        medium = medium_of(edition.to)
        chapters: tuple[HtmlChapter, ...] = written.chapters[medium]
        resources: tuple[Resource, ...] = written.resources[medium]
        jobs.append(
            EditionJob(
                edition,
                file_name,
                plan.kind,
                metadata,
                chapters,
                resources,
                stylesheets_for(edition, plan.kind, plan.theme, metadata.lang, faces, author_sheets),
                faces,
                composition.sources,
                source_date_epoch(),
                plan.cover_image,
                passages,
                tuple(rule for rule, _ in plan.lint_off),
                plan.theme.lines,
                plan.kind == "book" if plan.theme.grid is None else plan.theme.grid,
                plan.chapters_open,
                plan.toc_depth,
            )
        )
    return jobs
