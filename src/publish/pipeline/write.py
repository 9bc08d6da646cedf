"""Stage 7: resolved Documents → HTML chapters, once for pages and once for screens, with their pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.model.chapter import HtmlChapter
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import walk
from publish.model.plan import Plan
from publish.model.resource import FontFace, Formula, Resource
from publish.pipeline.compose import Composition
from publish.pipeline.editions import Medium, medium_of
from publish.writing.formulas import formula_resources, formulas_of, render_formulas
from publish.writing.html import write_chapter
from publish.writing.openers import Opening, opening_of

Formulas = Mapping[tuple[str, bool], Formula]


@dataclass(frozen=True, slots=True)
class Written:
    """Chapters and pictures by medium; a medium that no edition needs is absent."""

    chapters: Mapping[Medium, tuple[HtmlChapter, ...]]
    resources: Mapping[Medium, tuple[Resource, ...]]


def write_chapters(plan: Plan, composition: Composition, faces: Sequence[FontFace]) -> Outcome[Written]:
    """Write every chapter for each medium that the planned editions need; `faces` begin with the text's."""
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
        opening = opening_of(plan.theme, composition.metadata, faces if medium == "paged" else ())
        found.extend(_without_small_capitals(plan, opening))
        openings = _openings(plan, composition, opening)
        for document, name, one in zip(composition.documents, composition.names, openings, strict=True):
            outcome = write_chapter(document, medium, formulas, images, *name, one)
            found.extend(outcome.diagnostics)
            written.append(outcome.value)
        pictures = formula_resources(formulas.values()) if medium == "paged" else ()
        chapters[medium] = tuple(written)
        resources[medium] = (*composition.images, *pictures)
    return Outcome(Written(chapters, resources), tuple(found))


def _openings(plan: Plan, composition: Composition, opening: Opening | None) -> list[Opening | None]:
    """Return how each chapter begins; a handout is one text, however many files it was written in."""
    documents = composition.documents
    if plan.kind == "book":
        return [opening] * len(documents)
    with_text = (at for at, one in enumerate(documents) if any(block.tag == "Para" for block in walk(one)))
    first = next(with_text, 0)
    return [opening if number == first else None for number in range(len(documents))]


def _without_small_capitals(plan: Plan, opening: Opening | None) -> Iterator[Diagnostic]:
    """Tell that first words cannot be set as the theme asks."""
    if opening is not None and opening.style == "small-caps" and not opening.has_small_capitals():
        yield diagnose(
            "font/no-small-capitals",
            f"the font `{plan.theme.font}` has no small capitals; on pages, chapters begin plainly",
            plan.origin("theme.openers"),
            hints=("choose a font that has them, such as eb-garamond, literata or source-serif-4",),
        )
