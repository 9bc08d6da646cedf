"""The faults of the mutation study that a style sheet or a tool makes: looks, geometry, pages, links, tags."""

from __future__ import annotations

from tests.structure import pdf_edits as pe
from tests.structure import pdf_resaving as resaving
from tests.structure.mutations import css, pdf, rebuilt

PLACES = ("bottom-center", "top-left", "top-right")
NOTES = (
    pdf(
        "a note lost on its page", r"^p\. 1: note 1 ‘See the winter register of…’ was removed$", pe.drop_note(4)
    ),
    pdf("a call lost", r"^p\. 1: note 1 .*has no call in the text$", pe.drop_call(4)),
)

FURNITURE = (
    rebuilt(
        "folios gone",
        (r"running (foot|head).*gone$", r"‘The Valley’.* (is|are) gone$"),
        css("@page { " + " ".join(f"@{place} {{ content: none !important }}" for place in PLACES) + " }"),
    ),
    rebuilt(
        "the wrong folio",
        r"running foot \(bottom center\) ‘15’.* new$",
        css("@page { @bottom-center { content: counter(pages) } }"),
    ),
    pdf("page labels lost", r"^page labels changed, ‘i’ → ‘none’ and on \(15 pages", pe.drop_labels),
    rebuilt(
        "table of contents gone",
        r"^p\. iii: 5 contents entries and 1 heading, from heading ‘Contents’ on, were removed$",
        ("publish.yaml", "kind: book", "kind: book\ntoc: false"),
    ),
)

FIGURES = (
    pdf(
        "alternative text in the PDF",
        r"^p\. 2: the alternative text of the picture became ‘A brook’ \(it was ‘The river in flood’\)$",
        pe.set_alt("Figure", 0, "A brook"),
    ),
    pdf(
        "pixels of a picture",
        r"^p\. 2: the picture ‘The river in flood’ shows something else$",
        pe.repaint_picture(0),
    ),
)

LINKS = (
    pdf(
        "a link to another place",
        r"^p\. iii: the link ‘Bridges and fords 3’ leads to ‘Long nights’ \(p\. 10\) instead of ‘Br",
        pe.retarget("fords", "nights"),
    ),
    pdf("a dead link", r"^p\. iii: the link ‘The Markets.*leads nowhere$", pe.retarget("markets", "nowhere")),
    pdf("a link removed", r"^p\. 7: ‘Table 1’ is no longer a link to ", pe.drop_link("tbl-tolls")),
    pdf(
        "an address",
        r"^p\. 7: the link ‘the archive’ leads to ‘https://example\.org/other’ instead of ‘https://e",
        pe.rewrite_uri("https://example.org/other"),
    ),
    pdf(
        "a bookmark reworded", r"^the bookmark ‘The Rivers’ became ‘Creeks’$", pe.retitle_bookmark(1, "Creeks")
    ),
    pdf("a bookmark removed", r"^the bookmark ‘The Markets’ is gone$", pe.drop_bookmark(2)),
)

LOOKS = (
    rebuilt(
        "another typeface",
        (
            r"typeface EB-Garamond → Source-Serif-4 in all \d+ paragraphs",
            r"reflow of .* after the change of typeface",
        ),
        css("p { font-family: 'publish Source Serif 4' }"),
        ("publish.yaml", "kind: book", "kind: book\ntheme: {font: source-serif-4}"),
        most=22,
    ),
    rebuilt(
        "another size",
        (
            r"size 10\.5 → 11 pt in 22 paragraphs.*; 4\.8 % larger in .*notes",
            r"after the change of size and leading",
        ),
        ("publish.yaml", "kind: book", "kind: book\ntheme: {size: 11pt}"),
        most=18,
    ),
    rebuilt(
        "another leading",
        (r"leading 14 → 16\.8 pt in 22 paragraphs", r"after the change of leading"),
        css("section p { line-height: 1.6 }"),
    ),
    rebuilt(
        "headings in green, centred",
        (
            r"colour #000000 → #006633 in all 2 headings$",
            r"all 2 headings \(H2\) are centred instead of flush left$",
        ),
        css("h2 { color: #006633 } h1, h2 { text-align: center }"),
        most=2,
    ),
    rebuilt(
        "ragged text",
        r"paragraphs are ragged right instead of justified$",
        css("p { text-align: left !important }"),
    ),
    rebuilt(
        "wider indents",
        r"first-line indent 10\.5 → 31\.5 pt in \d+ paragraphs$",
        css("p + p { text-indent: 3em !important }"),
    ),
    rebuilt(
        "more room under headings",
        r"34 pt more space below 2 headings of level 2$",
        css("h2 { margin-bottom: 12mm }"),
    ),
    pdf(
        "a page's ink",
        r"^pp\. 2–3: colour #000000 → #cc0000 in 2 paragraphs, 1 caption and 1 note, and in running heads$",
        pe.recolour(5, 0.8, 0.0, 0.0),
    ),
    pdf(
        "one line larger",
        r"^p\. 2: ‘by the people’ is now set in 11\.34 pt in the paragraph",
        pe.scale_text(5, 14, 1.08),
    ),
    pdf(
        "one line moved",
        r"^p\. 3: the 5th line of the paragraph ‘In 1736 the mill…’ stands 10\.5 pt lower$",
        pe.move_text(6, 8, 0, 14),
    ),
    pdf("a line out of the page", r"runs 166\.\d pt off the page", pe.move_text(6, 8, 330, 0)),
)

GEOMETRY = (
    rebuilt(
        "another page size",
        (r"^all pages: page size 148 × 210 mm → 176 × 250 mm$", r"reflow of .* from the new page geometry"),
        ("publish.yaml", "page: A5", "page: B5"),
        most=16,
    ),
    rebuilt(
        "wider margins",
        (r"^the text block stands 21\.7 pt to the right on recto pages", r"length of lines 275 → 255 pt"),
        css("@page { margin-left: 30mm !important }"),
        most=18,
    ),
    pdf("one page wider", r"^p\. 3: page size 148 × 210 mm → 152\.\d × 210 mm$", pe.set_box("MediaBox", 12, 6)),
    pdf("a trim box", r"^all pages: .*trim.* 410\.53 × 595\.28 pt", pe.set_box("TrimBox", -9)),
    pdf("a turned page", r"^p\. 3 is turned by 90°", pe.rotate(6)),
    pdf(
        "everything shifted",
        r" stands? 6 pt (further|to the) right and 6 pt (higher|up)",
        pe.shift_all(6),
    ),
    pdf("a page lost", r"^p\. 6 is missing with ", pe.delete_page(9)),
    pdf("a page twice", r"^p\. 6 is printed twice, as pages 10 and 11 of the file$", pe.double_page(9)),
    pdf("a picture’s page twice", r"^p\. 2 is printed twice, as pages 6 and 7 of the file$", pe.double_page(5)),
    pdf("two pages swapped", r"^pp\. 6 and 7 changed places$", pe.move_page(9, 10)),
    pdf("tags lost", r"^the PDF is no longer tagged", pe.drop_tags),
    pdf(
        "a heading's tag",
        r"^p\. 3: ‘Bridges and fords’ is now a paragraph \(was a heading of level 2\)$",
        pe.set_role("H2", 0, "P"),
    ),
)

SHEETS = (
    pdf("booklet: two sides swapped", r"^sides 3 and 4 changed places$", pe.move_page(2, 3), "booklet"),
    pdf("booklet: a side turned", r"^side 3 is turned by 90°", pe.rotate(2), "booklet"),
    pdf(
        "booklet: two pages swapped on a side",
        r"^side 5: pages 1 and 16 stand in each other’s place$",
        pe.swap_leaves(4),
        "booklet",
    ),
    pdf("booklet: a side lost", r"^side 4 is missing with ", pe.delete_page(3), "booklet"),
)

BOOK = (
    pdf(
        "title",
        r"^metadata: the title ‘The Valley’ became ‘The Gorge’$",
        resaving.set_info("/Title", "The Gorge"),
    ),
    pdf(
        "author",
        r"^metadata: the author became ‘Bob Writer’ \(was ‘Ann Author’\)$",
        resaving.set_info("/Author", "Bob Writer"),
    ),
    pdf("language", r"^metadata: the language ‘en-GB’ became ‘de’$", pe.set_language("de")),
)

FAULTS = (*NOTES, *FURNITURE, *FIGURES, *LINKS, *LOOKS, *GEOMETRY, *SHEETS, *BOOK)
