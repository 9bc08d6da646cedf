"""Stage 7: resolved Documents → HTML chapters, once for pages and once for screens, with their pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish.model.chapter import HtmlChapter
from publish.model.diagnostic import Diagnostic, Outcome
from publish.model.plan import Plan
from publish.model.resource import Formula, Resource
from publish.pipeline.compose import Composition
from publish.pipeline.editions import Medium, medium_of
from publish.writing.formulas import formula_resources, formulas_of, render_formulas
from publish.writing.html import write_chapter

Formulas = Mapping[tuple[str, bool], Formula]


@dataclass(frozen=True, slots=True)
class Written:
    """Chapters and pictures by medium; a medium that no edition needs is absent."""

    chapters: Mapping[Medium, tuple[HtmlChapter, ...]]
    resources: Mapping[Medium, tuple[Resource, ...]]


def write_chapters(plan: Plan, composition: Composition) -> Outcome[Written]:
    """Write every chapter for each medium that the planned editions need."""
    found: list[Diagnostic] = []
    formulas: Formulas = {}
    wanted = [formula for document in composition.documents for formula in formulas_of(document)]
    if wanted:
        rendered = render_formulas(wanted)
        formulas = rendered.value
        found.extend(rendered.diagnostics)
    chapters: dict[Medium, tuple[HtmlChapter, ...]] = {}
    resources: dict[Medium, tuple[Resource, ...]] = {}
    images = {resource.name: resource for resource in composition.images}
    for medium in dict.fromkeys(medium_of(edition.to) for edition in plan.editions):
        written: list[HtmlChapter] = []
        for document, name in zip(composition.documents, composition.names, strict=True):
            outcome = write_chapter(document, medium, formulas, images, *name)
            found.extend(outcome.diagnostics)
            written.append(outcome.value)
        pictures = formula_resources(formulas.values()) if medium == "paged" else ()
        chapters[medium] = tuple(written)
        resources[medium] = (*composition.images, *pictures)
    return Outcome(Written(chapters, resources), tuple(found))
