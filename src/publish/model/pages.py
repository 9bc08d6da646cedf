"""The structure of a finished edition, as a reader meets it: pages, blocks, notes, links and their looks.

In: nothing but what stands in the file (`structure/` reads it). Out: frozen values that diff, lint, report and
snapshots share. Lengths are PDF points (1/72 inch). Positions count from the upper left corner of the visible
page, x to the right, y down. Pages count from 1; in an e-book, which has none, the items of the spine stand in
for them. Empty strings, zeros and None mean "not known" or "does not apply".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from publish.model.books import Landmark, PageListEntry, SpineItem, StyleRule
from publish.model.looks import UNKNOWN, Abridged, Box, Emphasis, Formula, Look
from publish.model.wording import digest_of, marks_of

Kind = Literal["pdf", "epub"]
Side = Literal["recto", "verso"]

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6", "H")
ROLES = (
    *HEADINGS,
    "P",
    "LI",
    "TOCI",
    "BlockQuote",
    "Code",
    "Caption",
    "Figure",
    "Formula",
    "TH",
    "TR",
    "Note",
)
"""The roles of blocks: PDF structure types (ISO 32000-1, 14.8.4).

TH is the header row of a table and TR any other row; their cells stand in `text` with a tab between them. LI
begins with its label ("• ", "2. "). A Figure's or Formula's `text` is its alternative text. Untagged text that
looks like nothing in particular is P.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type. `word_space_em` is its mean space between words in ems (0: unknown or one word)."""

    text: str
    baseline_pt: float
    left_pt: float
    right_pt: float
    word_space_em: float = 0.0
    is_hyphenated: bool = False


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a block on one page.

    `box` reaches from 0.8 em above the first baseline to 0.2 em below the last one, so that it does not depend
    on the letters of a line; a figure's is its picture. `lines` is empty in snapshots, where the figures below
    it stand for it, and in e-books.
    """

    page: int
    box: Box
    lines: tuple[Line, ...] = ()
    line_count: int = 0
    hyphen_count: int = 0
    """How many of its lines end in a hyphen that the layout put there (or, untagged, in any hyphen)."""
    ends_hyphenated: bool = False
    """Its last line ends so; before another fragment that is a word divided by a page end."""
    ladder: int = 0
    """The most hyphenated lines in a row."""
    last_line_pt: float = 0.0
    """The width of its last line."""
    widest_space_em: float = 0.0
    """The widest mean word space of its lines (justified ones, the last line of a block not counted)."""
    uneven_pt: float = 0.0
    """How far a line is from where even leading would put it, at most; 0 if it is next to nothing."""
    aside_pt: float = 0.0
    """How far a line that is neither first nor last begins from where the others do, at most; 0 likewise."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item, row, picture …, whole, over all the pages it runs on.

    `text` has single spaces, no hyphens of the layout, and no calls of notes (`NoteCall` has these). Where
    `abridged` is set it has only the first words.
    """

    role: str
    text: str
    fragments: tuple[Fragment, ...] = ()
    look: Look = UNKNOWN
    emphases: tuple[Emphasis, ...] = ()
    abridged: Abridged | None = None
    depth: int = 0
    """How deep a list item is nested (1 is the outermost list), or a quotation; 0 elsewhere."""
    table: int = 0
    """Which table a row or a table's caption belongs to (from 1, over the whole edition); 0 elsewhere."""
    source: str = ""
    """Where the manuscript has it, as `chapter.md:12`, if the build told."""
    gaps: tuple[tuple[int, str], ...] = ()
    """E-books: white space that is more than a space, behind so many words: line ends of verse, code."""
    cells: tuple[str, ...] = ()
    """E-books: the cells of a row as `td`, `th`, `td 2×1` (columns × rows), if any is out of the ordinary."""
    formulas: tuple[Formula, ...] = ()
    """E-books: formulas in it."""

    @property
    def page(self) -> int:
        """Return the page it begins on; 0 if it is nowhere."""
        return self.fragments[0].page if self.fragments else 0

    @property
    def last_page(self) -> int:
        """Return the page it ends on; 0 if it is nowhere."""
        return self.fragments[-1].page if self.fragments else 0

    @property
    def line_count(self) -> int:
        """Return its number of lines on all pages."""
        return sum(fragment.line_count for fragment in self.fragments)

    @property
    def digest(self) -> str:
        """Return the digest of all its words; equal for equal wording, abridged or not."""
        return self.abridged.digest if self.abridged else digest_of(self.text)

    @property
    def marks(self) -> str:
        """Return one character for each of its words; equal words have equal marks."""
        return self.abridged.marks if self.abridged else marks_of(self.text)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote as printed. `label` is its number or sign, which `body` is without."""

    label: str
    body: Block
    back: str | None = None
    """E-books: the label of the call its link back leads to, empty if it leads nowhere, `-` without one."""

    @property
    def pages(self) -> tuple[int, ...]:
        """Return the pages it is printed on."""
        return tuple(fragment.page for fragment in self.body.fragments)


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A raised number or sign in the text that calls a note."""

    label: str
    page: int
    block: int | None = None
    """Index into `blocks` of the block it stands in; None if it stands in none (a note, say)."""
    note: int | None = None
    """Index into `notes` of the note it calls; None: the note is lost."""
    word: int = 0
    """How many words of the block stand before it."""
    is_marked: bool = True
    """E-books: it is marked as a call, so that readers can show its note in place."""
    traits: tuple[tuple[str, str], ...] = ()
    """E-books: how it differs from its block, as CSS properties and computed values."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page, whole even where it is broken over lines.

    `target` is an address for a link out of the edition, empty for one inside it, and `#name` for one whose
    target does not exist. `leads_to` is the beginning of the text it leads to, where that can be known.
    """

    page: int
    text: str
    target: str = ""
    target_page: int | None = None
    leads_to: str = ""
    boxes: tuple[Box, ...] = ()
    block: str = ""
    """E-books: the block it stands in, `b12` (main flow) or `n3` (notes)."""

    @property
    def is_dead(self) -> bool:
        """Tell whether it should lead somewhere inside the edition and does not."""
        return self.target_page is None and (not self.target or self.target.startswith("#"))


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark of the PDF, or an entry of an e-book's table of contents. Level 1 is the outermost."""

    level: int
    title: str
    page: int | None
    leads_to: str = ""
    """E-books: the first words of the block it leads to."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image or a drawing as placed. `digest` is of what it shows, not of how it is compressed.

    It is `missing` or `broken` where an e-book lacks the file, or where nothing can be made of it.
    """

    page: int
    box: Box
    alt: str = ""
    digest: str = ""
    width_px: int = 0
    height_px: int = 0
    name: str = ""
    """E-books: its file name."""


@dataclass(frozen=True, slots=True)
class RunningText:
    """Text in a page's margin. `place` is `top-left`, `top-center`, … `bottom-right` (or `left`, `right`).

    `left_pt` is the x of the edge or of the middle its place names, so that it does not depend on the text.
    """

    place: str
    text: str
    font: str = ""
    size_pt: float = 0.0
    colour: str = ""
    left_pt: float = 0.0
    baseline_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class PageBox:
    """One of the boxes of a page that differs from what is visible: media, bleed, trim or art (14.11.2)."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page placed on a side of a sheet of an imposed edition, from left to right and from top to bottom.

    What stands on it is read upright and unscaled, from the upper left corner of `box`.
    """

    box: Box
    """Its place on the side."""
    folio: str
    opening: str
    """The first words on it; empty if it is blank."""
    number: int = 0
    """Which page it is in the order readers turn them, from 1."""
    turned: int = 0
    """By how many degrees it is turned clockwise on the side."""
    is_mirrored: bool = False
    scale: float = 1.0
    """Its size against most other pages of the edition."""


@dataclass(frozen=True, slots=True)
class Paint:
    """Rules, borders and backgrounds of one colour on a page."""

    colour: str
    count: int


@dataclass(frozen=True, slots=True)
class Remark:
    """An annotation that is printed: a comment, a stamp, a marking, a field of a form (12.5.6)."""

    kind: str
    """Its subtype, as `FreeText`."""
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Cover:
    """A filled shape painted over type; `words` are the first that it hides."""

    colour: str
    words: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `label` is what a reader's page box shows ("iv"); `folio` is what is printed."""

    number: int
    label: str
    width_pt: float
    height_pt: float
    side: Side
    is_blank: bool = False
    folio: str = ""
    running: tuple[RunningText, ...] = ()
    boxes: tuple[PageBox, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    paints: tuple[Paint, ...] = ()
    turned: int = 0
    """By how many degrees its type is turned clockwise as shown (0, 90, 180, 270).

    It is read upright; width and height are those of the page so turned back.
    """
    is_mirrored: bool = False
    """Its type is printed in mirror image; it is read as in a mirror."""
    remarks: tuple[Remark, ...] = ()
    covers: tuple[Cover, ...] = ()


@dataclass(frozen=True, slots=True)
class LostFile:
    """A file of an e-book that it names and has not, or that nothing can be made of."""

    kind: str
    """`style sheet`, `font`, `document`, `navigation`."""
    name: str
    is_damaged: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class EditionMetadata:
    """What the edition says of itself to a reader."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """Further properties that readers show, as (name, value), sorted: e-book series, accessibility …"""


@dataclass(frozen=True, slots=True)
class PageStructure:
    """Everything diff, lint and report know of one edition."""

    kind: Kind
    metadata: EditionMetadata = EditionMetadata()
    is_tagged: bool = False
    """PDF with a structure tree: roles are told, not guessed."""
    is_abridged: bool = False
    """Read from a snapshot that keeps marks of words instead of the words, and no lines."""
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    """The main flow in reading order; notes are not in it."""
    notes: tuple[Note, ...] = ()
    calls: tuple[NoteCall, ...] = ()
    links: tuple[Link, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    fonts: tuple[str, ...] = ()
    """The faces used, sorted, without subset prefixes; one that is not embedded has ` (not embedded)`."""
    pictures: tuple[Picture, ...] = ()
    missing_glyphs: tuple[tuple[int, str], ...] = ()
    """(page, words around) of characters shown as .notdef."""
    spine: tuple[SpineItem, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    page_list: tuple[PageListEntry, ...] = ()
    rules: tuple[StyleRule, ...] = ()
    hidden: tuple[str, ...] = ()
    """E-books: digests of the blocks that are not shown, sorted."""
    lost: tuple[LostFile, ...] = ()
