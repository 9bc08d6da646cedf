"""The faults of the mutation study in e-books, as data."""

from __future__ import annotations

from tests.structure.epub_edits import EpubEdit, find, repacked, replace
from tests.structure.mutations import Mutation
from tests.structure.valley import valley


def epub(name: str, says: str, edit: EpubEdit) -> Mutation:
    """Return a fault made in a finished EPUB."""
    return Mutation(name, lambda: (valley("epub"), repacked(valley("epub"), edit)), (says,))


EPUB = (
    epub(
        "epub: order of the spine",
        r"order|moved|spine|changed places",
        replace(".opf", r'(<itemref idref="chapter-1"/>)(\s*)(<itemref idref="chapter-2"/>)', r"\3\2\1"),
    ),
    epub("epub: a chapter out of the spine", r"Markets", replace(".opf", r'<itemref idref="chapter-2"/>', "")),
    epub(
        "epub: an entry of the contents lost",
        r"contents|navigation.*Long nights",
        replace("nav.xhtml", r'<ol>\s*<li><a href="ch03.xhtml#nights">Long nights</a></li>\s*</ol>', ""),
    ),
    epub(
        "epub: an entry that leads elsewhere",
        r"(contents|navigation).*|The Winters",
        replace("nav.xhtml", r"ch03.xhtml#winters", "ch02.xhtml#markets"),
    ),
    epub("epub: an entry reworded", r"Short nights", replace("nav.xhtml", r">Long nights<", ">Short nights<")),
    epub(
        "epub: a landmark lost",
        r"landmark",
        replace("nav.xhtml", r'<li><a epub:type="bodymatter"[^>]*>[^<]*</a></li>', ""),
    ),
    epub(
        "epub: alternative text",
        r"A brook",
        replace(".xhtml", r'alt="The river in flood"', 'alt="A brook"', holding='The river in flood"'),
    ),
    epub(
        "epub: another picture",
        r"picture|image",
        lambda f: {**f, find(f, "river.png"): f[find(f, "bridge.png")]},
    ),
    epub(
        "epub: a picture lost",
        r"picture|image",
        lambda f: {n: c for n, c in f.items() if not n.endswith("river.png")},
    ),
    epub(
        "epub: a backlink lost",
        r"note 1|back",
        replace("ch01.xhtml", r'<a class="note-number" href="#note-call-1" role="doc-backlink">1</a>', "1"),
    ),
    epub(
        "epub: a note lost", r"note 1", replace("ch01.xhtml", r'<aside class="note" id="note-1".*?</aside>', "")
    ),
    epub(
        "epub: a note reworded",
        r"‘1804’ became ‘1899’ in note 2",
        replace("ch01.xhtml", "register of 1804", "register of 1899"),
    ),
    epub("epub: a word", r"‘?castle", replace("ch01.xhtml", "In 1704 the tower", "In 1704 the castle")),
    epub("epub: a paragraph lost", r"paragraph", replace("ch01.xhtml", r"<p>In 1718.*?</p>", "")),
    epub(
        "epub: a heading demoted",
        r"heading",
        replace("ch03.xhtml", r"<h2([^>]*)>Long nights</h2>", r"<h3\1>Long nights</h3>"),
    ),
    epub("epub: emphasis lost", r"customs", replace("ch02.xhtml", r"<em>customs</em>", "customs")),
    epub(
        "epub: a link to another place",
        r"link|fords",
        replace("ch02.xhtml", r'href="ch01.xhtml#fords"', 'href="ch03.xhtml#nights"'),
    ),
    epub(
        "epub: a dead link",
        r"nowhere|dead",
        replace("ch02.xhtml", r'href="ch01.xhtml#fords"', 'href="ch01.xhtml#bridges"'),
    ),
    epub("epub: a table cell", r"153", replace("ch02.xhtml", r">135<", ">153<")),
    epub(
        "epub: title",
        r"title.*The Gorge",
        replace(".opf", r"<dc:title id=\"title\">The Valley", '<dc:title id="title">The Gorge'),
    ),
    epub("epub: language", r"language.*de", replace(".opf", r"<dc:language>en-GB", "<dc:language>de")),
    epub("epub: author", r"author.*Bob", replace(".opf", r">Ann Author<", ">Bob Writer<")),
    epub(
        "epub: direction of pages",
        r"direction|right to left|rtl",
        replace(".opf", r'page-progression-direction="ltr"', 'page-progression-direction="rtl"'),
    ),
    epub(
        "epub: a style rule",
        r"line height .* → 2.2",
        replace(".css", r"line-height:\s*[\d.]+", "line-height: 2.2", holding="line-height"),
    ),
)
