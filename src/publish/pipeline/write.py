"""Stage 7: resolved Documents → HTML chapters, once for pages and once for screens, with their pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.model.chapter import HtmlChapter
from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.document import walk
from publish.model.pieces import Piece, Role, name_of
from publish.model.plan import Plan
from publish.model.resource import FontFace, Formula, Resource
from publish.pipeline.compose import Composition
from publish.pipeline.editions import Medium, medium_of
from publish.writing.copyright import small_print
from publish.writing.endnotes import way_of, with_all_notes
from publish.writing.formulas import formula_resources, formulas_of, render_formulas
from publish.writing.html import write_chapter
from publish.writing.made import fill_pieces
from publish.writing.openers import Opening, opening_of
from publish.writing.tasks import task_resources
from publish.writing.words import word

Formulas = Mapping[tuple[str, bool], Formula]

_OPENED: frozenset[Role] = frozenset(
    ("foreword", "preface", "acknowledgments", "introduction", "prologue", "chapter", "epilogue", "afterword",
     "appendix", "text")
)  # fmt: skip
"""What begins with an opening, where the theme asks for one."""


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
        is_book, is_paged = plan.kind == "book", medium == "paged"
        heading = word("notes", composition.metadata.lang)
        openings = _openings(plan, composition, opening)
        for document, name, piece, one in zip(
            composition.documents, composition.names, composition.pieces, openings, strict=True
        ):
            outcome = write_chapter(
                document,
                medium,
                formulas,
                images,
                *name,
                one,
                notes=way_of(plan.notes, plan.kind, is_paged=is_paged),
                notes_heading=heading,
                lang=composition.metadata.lang,
            )
            found.extend(outcome.diagnostics)
            written.append(_as_piece(outcome.value, piece))
        drawn = {name for chapter in written for name in chapter.resources}
        pictures = (*formula_resources(formulas.values()), *task_resources(drawn)) if is_paged else ()
        filled = fill_pieces(
            with_all_notes(written, heading, is_paged=is_paged, is_book=is_book),
            composition.labels,
            composition.metadata,
            toc_depth=plan.toc_depth,
            with_folios=is_paged,
        )
        for chapter, piece in zip(filled, composition.pieces, strict=True):
            if not chapter.body and piece.is_asked_for:
                found.append(_nothing_in(piece, has_cites=composition.has_cites))
        chapters[medium] = tuple(chapter for chapter in filled if chapter.body)
        resources[medium] = (*composition.images, *pictures)
    return Outcome(Written(chapters, resources), tuple(dict.fromkeys(found)))


def _as_piece(chapter: HtmlChapter, piece: Piece) -> HtmlChapter:
    body = small_print(chapter.body) if piece.role == "copyright" and piece.path else chapter.body
    return replace(chapter, body=body, zone=piece.zone, role=piece.role, is_in_part=piece.is_in_part)


_WANTS: Mapping[Role, str] = {
    "copyright": "write `rights`, `isbn`, `publisher` or `edition` into the settings",
    "dedication": "write `dedication: For …` into the settings, or `{dedication: a-file.md}` here",
    "epigraph": "write `epigraph: {text: …, source: …}` into the settings, or `{epigraph: a-file.md}` here",
    "colophon": "write `colophon: …` into the settings, or `{colophon: a-file.md}` here",
    "figures": "give figures their labels: `![Caption](picture.png){#fig:name}`",
    "tables": "give tables their labels: `Table: Caption {#tbl:name}`",
    "contents": "give the chapters headings",
    "bibliography": "cite something, or write `nocite: '@*'`",
    "index": "mark words in the text: `[Baku]{.index}`",
    "notes": "write `notes: book` to gather the notes here",
}


def _nothing_in(piece: Piece, *, has_cites: bool) -> Diagnostic:
    """Say that a piece was asked for which nothing is there to make of."""
    hint = _WANTS.get(piece.role, "")
    if piece.role == "bibliography" and has_cites:
        hint = "the citation style makes no list of works: `publish cite styles` finds others"
    return diagnose(
        "book/empty-piece",
        f"`{name_of(piece.role)}` is left out: there is nothing to print in it",
        piece.at,
        hints=(hint,) if hint else (),
    )


def _openings(plan: Plan, composition: Composition, opening: Opening | None) -> list[Opening | None]:
    """Return how each chapter begins; a handout is one text, however many files it was written in."""
    begins = [piece.role in _OPENED for piece in composition.pieces]
    if plan.kind != "book":
        texts = zip(begins, composition.documents, strict=True)
        with_text = [is_one and any(block.tag == "Para" for block in walk(text)) for is_one, text in texts]
        first = with_text.index(True) if True in with_text else -1
        begins = [number == first for number in range(len(begins))]
    return [opening if is_one else None for is_one in begins]


def _without_small_capitals(plan: Plan, opening: Opening | None) -> Iterator[Diagnostic]:
    """Tell that first words cannot be set as the theme asks."""
    if opening is not None and opening.style == "small-caps" and not opening.has_small_capitals():
        yield diagnose(
            "font/no-small-capitals",
            f"the font `{plan.theme.font}` has no small capitals; on pages, chapters begin plainly",
            plan.origin("theme.openers"),
            hints=("choose a font that has them, such as eb-garamond, literata or source-serif-4",),
        )
