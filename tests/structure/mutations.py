"""The faults of the mutation study, as data.

A fault has a maker and what a sentence must say of it, as patterns: one sentence must match each.
The maker gives the former edition and the later one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.structure import pdf_edits as pe
from tests.structure import pdf_resaving as resaving
from tests.structure.valley import Edit, Edition, paragraph, valley

Pair = tuple[bytes, bytes]


@dataclass(frozen=True)
class Mutation:
    """One change of a finished edition."""

    name: str
    make: Callable[[], Pair]
    says: tuple[str, ...] = ()


def rebuilt(name: str, says: str | tuple[str, ...], *edits: Edit, edition: Edition = "pdf") -> Mutation:
    """Return a fault made by building the book from changed files."""
    return Mutation(name, lambda: (valley(edition), valley(edition, edits)), _many(says))


def pdf(name: str, says: str | tuple[str, ...], edit: pe.PdfEdit, edition: Edition = "pdf") -> Mutation:
    """Return a fault made in a finished PDF."""
    return Mutation(name, lambda: (valley(edition), pe.edited(valley(edition), edit)), _many(says))


def _many(says: str | tuple[str, ...]) -> tuple[str, ...]:
    return (says,) if isinstance(says, str) else says


def css(rules: str) -> Edit:
    """Return the edit that adds rules to the author's style sheet."""
    return ("extra.css", "/* nothing */", rules)


PLACES = ("bottom-center", "top-left", "top-right")
_P2 = paragraph(3, 6)
_P3 = paragraph(5, 5)
_HARD = paragraph(22, 6)
_TABLE = "| 1802 | 135 | 17 |\n"

TEXT = (
    rebuilt("a word", r"p\. 1\b.*‘castle’", ("1.md", "In 1704 the tower", "In 1704 the castle")),
    rebuilt("a number", r"1704’ became ‘1899", ("1.md", "In 1704 the tower", "In 1899 the tower")),
    rebuilt(
        "a comma",
        r"bridge,?’ became ‘bridge,|‘bridge,’|comma",
        ("1.md", "bridge was guarded by", "bridge, was guarded by"),
    ),
    rebuilt("a paragraph removed", r"paragraph.*(removed|gone|missing|left out)", ("2.md", _HARD + "\n\n", "")),
    rebuilt(
        "a paragraph doubled",
        r"paragraph.*(twice|doubled|repeat|added)",
        ("2.md", _HARD, f"{_HARD}\n\n{_HARD}"),
    ),
    rebuilt(
        "a paragraph added",
        r"paragraph.*(added|new)",
        ("2.md", _HARD, f"{_HARD}\n\nHere stands a new thought."),
    ),
    rebuilt(
        "two paragraphs swapped",
        r"moved|swapped|order",
        ("1.md", _P2, "@@"),
        ("1.md", _P3, _P2),
        ("1.md", "@@", _P3),
    ),
    rebuilt("a paragraph split", r"paragraph.*divided in two", ("2.md", "house keeps", "house\n\nkeeps")),
    rebuilt(
        "a heading reworded",
        r"heading.*‘Bridges and ferries’",
        ("1.md", "## Bridges and fords", "## Bridges and ferries"),
    ),
    rebuilt("a heading demoted", r"heading.*level", ("3.md", "## Long nights", "### Long nights")),
    rebuilt(
        "a heading turned to text",
        r"Long nights.*paragraph \(was a heading",
        ("3.md", "## Long nights {#nights}", "Long nights"),
    ),
    rebuilt("emphasis lost", r"no longer set in .*Italic", ("2.md", "*customs*", "customs")),
    rebuilt("a quotation turned to text", r"quotation", ("3.md", "> Nothing", "Nothing")),
    rebuilt("a list item removed", r"list item.*salt.*removed", ("2.md", "- salt from the coast\n", "")),
    rebuilt(
        "list items swapped",
        r"list item.*(moved|order|swapped)",
        (
            "2.md",
            "- wheat from the north\n- salt from the coast",
            "- salt from the coast\n- wheat from the north",
        ),
    ),
    rebuilt(
        "a list renumbered",
        r"list item",
        (
            "2.md",
            "- wheat from the north\n- salt from the coast\n- timber",
            "1. wheat from the north\n2. salt from the coast\n3. timber",
        ),
    ),
)

NOTES = (
    rebuilt(
        "a note reworded",
        r"‘date’ became ‘year’ in note 4",
        (
            "2.md",
            "folio 21, where the clerk gives another date",
            "folio 21, where the clerk gives another year",
        ),
    ),
    rebuilt(
        "a note removed",
        r"note .*(removed|gone)",
        ("1.md", "[^n4]\n\n", "\n\n"),
    ),
    rebuilt(
        "a note called elsewhere",
        r"call of note 4",
        ("2.md", "came.[^n21]", "came."),
        ("2.md", "In 1805 the letter", "In 1805 the letter[^n21]"),
    ),
    rebuilt(
        "two notes swapped",
        r"note .*(moved|numbered)|call of note",
        ("2.md", "came.[^n21]", "came.[^n@]"),
        ("2.md", "came.[^n23]", "came.[^n21]"),
        ("2.md", "[^n@]", "[^n23]"),
    ),
    rebuilt(
        "notes at the end of a new one",
        r"note .*added|note .*new",
        ("3.md", "carts of the salt men.", "carts of the salt men.[^x]\n\n[^x]: A new note."),
    ),
    pdf("a note lost on its page", r"note 1.*(lost|removed|gone|not printed|missing)", pe.drop_note(4)),
    pdf("a call lost", r"note 1.*(lost its call|no call|call)", pe.drop_call(4)),
)

FURNITURE = (
    rebuilt(
        "a running head reworded",
        r"running head.*Vale",
        ("publish.yaml", "title: The Valley", "title: The Vale"),
    ),
    rebuilt(
        "folios gone",
        r"(folio|running (head|foot)).*gone",
        css("@page { " + " ".join(f"@{place} {{ content: none !important }}" for place in PLACES) + " }"),
    ),
    rebuilt(
        "the wrong folio", r"folio.*became ‘15’", css("@page { @bottom-center { content: counter(pages) } }")
    ),
    pdf("page labels lost", r"label", pe.drop_labels),
    rebuilt(
        "table of contents gone",
        r"contents entr.*removed|contents.*(gone|removed)",
        ("publish.yaml", "kind: book", "kind: book\ntoc: false"),
    ),
)

TABLES = (
    rebuilt("a cell", r"‘135’ became ‘153’.*table row", ("2.md", "| 1802 | 135 | 17 |", "| 1802 | 153 | 17 |")),
    rebuilt(
        "a row removed",
        r"table row.*1802.*(removed|gone)|(removed|gone).*table row.*1802",
        ("2.md", _TABLE, ""),
    ),
    rebuilt(
        "rows swapped",
        r"table row.*(moved|order|swapped)",
        ("2.md", "| 1802 | 135 | 17 |\n| 1803 | 99 | 21 |", "| 1803 | 99 | 21 |\n| 1802 | 135 | 17 |"),
    ),
    rebuilt(
        "a column head",
        r"‘Grain’ became ‘Barley’.*table head",
        ("2.md", "| Year | Grain | Salt |", "| Year | Barley | Salt |"),
    ),
    rebuilt(
        "the header row lost",
        r"table (head|row)",
        (
            "2.md",
            "| Year | Grain | Salt |\n|------|------:|-----:|\n",
            "|      |      |      |\n|------|------:|-----:|\n| Year | Grain | Salt |\n",
        ),
    ),
    rebuilt("columns swapped", r"table", ("2.md", "| 1801 | 120 | 14 |", "| 1801 | 14 | 120 |")),
    rebuilt("a caption", r"caption.*‘duties’|caption.*Duties", ("2.md", ": Tolls by year", ": Duties by year")),
)

FIGURES = (
    rebuilt(
        "a figure removed",
        r"(picture|figure).*(removed|gone|lost)",
        ("3.md", "![The bridge in winter](bridge.png){#fig:bridge width=50%}\n\n", ""),
    ),
    rebuilt("another picture", r"picture.*shows something else", ("river.png", "bridge.png", "")),
    rebuilt(
        "a picture resized", r"picture.*(size|wide|larger|smaller|mm|pt)", ("1.md", "width=60%", "width=45%")
    ),
    rebuilt(
        "alternative text",
        r"(alt|description|alternative).*",
        ("1.md", "{#fig:river width=60%}", '{#fig:river width=60% alt="A brook"}'),
    ),
    pdf(
        "alternative text in the PDF", r"alternative text.*A brook|A brook", pe.set_alt("Figure", 0, "A brook")
    ),
    pdf(
        "pixels of a picture", r"picture.*(other|another|differ|changed|replaced|shows)", pe.repaint_picture(0)
    ),
)

LINKS = (
    pdf("a link to another place", r"link.*‘?(the )?[Ff]ords|link.*leads", pe.retarget("fords", "nights")),
    pdf("a dead link", r"(leads nowhere|dead)", pe.retarget("markets", "nowhere")),
    pdf("a link removed", r"no longer a link", pe.drop_link("tbl-tolls")),
    pdf(
        "an address",
        r"link.*example\.org/other|example\.org/other",
        pe.rewrite_uri("https://example.org/other"),
    ),
    rebuilt("a link's words", r"link|archive", ("2.md", "[the archive](https", "[the records](https")),
    pdf("a bookmark reworded", r"bookmark.*Creeks", pe.retitle_bookmark(0, "Creeks")),
    pdf("a bookmark removed", r"bookmark.*(removed|gone)", pe.drop_bookmark(1)),
)

LOOKS = (
    rebuilt(
        "another typeface",
        r"typeface|font",
        css("p { font-family: 'publish Source Serif 4' }"),
        ("publish.yaml", "kind: book", "kind: book\ntheme: {font: source-serif-4}"),
    ),
    rebuilt(
        "another size", r"size.*11|11.*pt", ("publish.yaml", "kind: book", "kind: book\ntheme: {size: 11pt}")
    ),
    rebuilt("another leading", r"leading", css("section p { line-height: 1.6 }")),
    rebuilt("text in red", r"colour", css("h2 { color: #c00000 }")),
    rebuilt("ragged text", r"justified|ragged|alignment|aligned", css("p { text-align: left !important }")),
    rebuilt("wider indents", r"indent", css("p + p { text-indent: 3em !important }")),
    rebuilt(
        "headings centred",
        r"heading.*(moved|centred|reflow)|reflow.*heading",
        css("h1, h2 { text-align: center }"),
    ),
    rebuilt("more room under headings", r"empty|reflow|below|space", css("h2 { margin-bottom: 12mm }")),
    pdf("a page's ink", r"colour #000000 → #cc0000", pe.recolour(5, 0.8, 0.0, 0.0)),
    pdf("one line larger", r"set in 11\.34 pt", pe.scale_text(5, 6, 1.08)),
    pdf("one line moved", r"moved|over each other", pe.move_text(6, 8, 0, 14)),
    pdf("a word out of the page", r"off the page|into the right margin", pe.move_text(6, 8, 330, 0)),
)

GEOMETRY = (
    rebuilt("another page size", r"page.*size|B5|format", ("publish.yaml", "page: A5", "page: B5")),
    rebuilt(
        "wider margins",
        r"text block stands|measure|length of lines",
        css("@page { margin-left: 30mm !important }"),
    ),
    pdf("one page wider", r"p\. 3\b.*(size|wide)", pe.set_box("MediaBox", 12, 6)),
    pdf("a trim box", r"trim", pe.set_box("TrimBox", -9)),
    pdf("a turned page", r"p\. 3\b.*|turned|rotat|landscape", pe.rotate(6)),
    pdf("everything shifted", r"moved|shift", pe.shift_all(6)),
    pdf("a page lost", r"page.*(lost|removed|gone|missing)|p\. 6", pe.delete_page(9)),
    pdf("a page twice", r"twice|doubled|repeated|added", pe.double_page(9)),
    pdf("two pages swapped", r"moved|order|swapped", pe.move_page(9, 10)),
    pdf("tags lost", r"tag", pe.drop_tags),
    pdf("a heading's tag", r"paragraph \(was a heading", pe.set_role("H2", 1, "P")),
)

SHEETS = (
    pdf(
        "booklet: two sides swapped",
        r"side.*(changed places|swapped|order|now stands)|running.*side|side 3",
        pe.move_page(2, 3),
        "booklet",
    ),
    pdf("booklet: a side turned", r"side", pe.rotate(2), "booklet"),
    pdf("booklet: two pages swapped on a side", r"side|order|swapped", pe.swap_leaves(4), "booklet"),
    pdf("booklet: a side lost", r"side", pe.delete_page(3), "booklet"),
)

BOOK = (
    pdf("title", r"title.*The Gorge", resaving.set_info("/Title", "The Gorge")),
    pdf("author", r"author.*Bob Writer", resaving.set_info("/Author", "Bob Writer")),
    pdf("language", r"language.*de", pe.set_language("de")),
    rebuilt("keywords", r"keyword.*salt|salt", ("publish.yaml", "[tolls, rivers]", "[tolls, salt]")),
)

FAULTS = (*TEXT, *NOTES, *FURNITURE, *TABLES, *FIGURES, *LINKS, *LOOKS, *GEOMETRY, *SHEETS, *BOOK)
