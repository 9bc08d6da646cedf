"""The plan of a build: everything decided, nothing optional. Made by config/, read by the pipeline.

Lengths are millimetres or points, as their names say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from publish.model.lines import TOTAL_FIT, LineSettings
from publish.model.pieces import Piece
from publish.model.source import Span

To: TypeAlias = Literal["pdf", "epub", "booklet", "html"]
Kind: TypeAlias = Literal["handout", "book"]
Unit: TypeAlias = Literal["book", "chapter"]
Openers: TypeAlias = Literal["plain", "small-caps", "drop-cap"]
Opening: TypeAlias = Literal["recto", "any"]
NotePlacing: TypeAlias = Literal["foot", "chapter", "book"]


@dataclass(frozen=True, slots=True)
class PageSize:
    """A named page: A4, letter, A5 … or `148mm x 210mm` as the author wrote it."""

    name: str
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """One edition to build. `page` is the trim size (None for epub and html); `sheet` is for booklets only."""

    to: To
    page: PageSize | None = None
    sheet: PageSize | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """How the pages look. `font` is a catalogue name (`eb-garamond`) or a family of the project's own fonts."""

    font: str = "eb-garamond"
    size_pt: float = 10.5
    margins: Literal["narrow", "normal", "wide"] = "normal"
    accent: str = "#7a1f1f"
    lines: LineSettings = TOTAL_FIT
    grid: bool | None = None
    """Whether lines of text stand on the lines of the page throughout; None: in books, not in handouts."""
    openers: Openers = "plain"
    digits: str = ""
    """The CSS counter style that numbers pages; empty: the digits of the language."""
    """How the first paragraph of a chapter begins."""


@dataclass(frozen=True, slots=True)
class CitationPlan:
    """Where references come from and how they are cited; paths are relative to the project."""

    bibliography: tuple[str, ...] = ()
    csl: str = "chicago-notes-bibliography"
    nocite: tuple[str, ...] = ()
    """Keys cited nowhere yet listed; `*` means all."""
    cited_earlier: tuple[str, ...] = ()
    link_citations: bool = True
    suppress_bibliography: bool = False
    reference_section_title: str = ""
    restart: Unit = "book"
    """Where the numbers of notes begin again at 1, and first cites are first again."""
    lists: Literal["book", "chapter", "both"] = "book"
    """What lists of references are added where the author places none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole decision for one publication."""

    name: str
    """Folder's or file's name; names the output."""
    kind: Kind
    chapters: tuple[str, ...]
    """Paths of the Markdown files of all pieces relative to the project, in reading order."""
    chapter_level: int
    editions: tuple[EditionPlan, ...]
    theme: Theme
    citations: CitationPlan
    lang: str
    toc: bool
    number_sections: bool
    cover_image: str
    """Path of the e-book's cover in the project, or empty."""
    css: tuple[str, ...]
    """The author's own style sheets, relative to the project."""
    fonts: tuple[str, ...]
    """The author's own font files, relative to the project."""
    metadata_source: str
    """Path of the file the metadata stand in: publish.yaml or the first chapter."""
    metadata_yaml: str
    """The metadata fields as YAML text for Pandoc, empty when the first chapter's front matter has them."""
    pieces: tuple[Piece, ...] = ()
    """What the publication is bound from, in reading order; its files are `chapters`."""
    toc_depth: int = 3
    """How many levels of headings contents show, from 1."""
    chapters_open: Opening = "recto"
    """The side on which the chapters of a book begin."""
    notes: NotePlacing = "foot"
    """Where notes are printed: at the foot of their page, behind their chapter, or in a piece of their own."""
    page_references: bool = False
    """Every cross-reference in print also says on which page its target stands."""
    profile: str = ""
    """The profile that was asked for, laid over the settings already; empty: none."""
    profiles: tuple[str, ...] = ()
    """The profiles that publish.yaml names."""
    lint_off: tuple[tuple[str, str], ...] = ()
    """Rules of lint that are switched off, each with the author's reason."""
    origins: tuple[tuple[str, Span], ...] = field(default=(), compare=False)
    """Where each value came from: dotted key (`theme.font`) to its place."""

    def origin(self, key: str) -> Span | None:
        """Return where a setting was written, or None if it is a default or a flag."""
        return dict(self.origins).get(key)
