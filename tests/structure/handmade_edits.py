"""What goes wrong in e-books, and what nobody sees, as data: edits of the books in `handmade.py`."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.structure.handmade import picture

Files = dict[str, bytes]
Edit = Callable[[Files], Files]


def swap(ending: str, old: str, new: str, count: int = 1) -> Edit:
    """Replace what a pattern matches in the file with this ending."""

    def edit(files: Files) -> Files:
        name = next(name for name in files if name.endswith(ending))
        text, found = re.subn(old, new, files[name].decode(), count=count, flags=re.DOTALL)
        assert found, (name, old)
        return {**files, name: text.encode()}

    return edit


def without(ending: str) -> Edit:
    return lambda files: {name: content for name, content in files.items() if not name.endswith(ending)}


def each(*edits: Edit) -> Edit:
    def edit(files: Files) -> Files:
        for one in edits:
            files = one(files)
        return files

    return edit


def everywhere(old: str, new: str) -> Edit:
    """Replace a text in all files and their names."""
    return lambda files: {
        name.replace(old, new): content
        if name.endswith(".png")
        else content.decode().replace(old, new).encode()
        for name, content in files.items()
    }


ONE, TWO, THREE, NAV, OPF, CSS = "one.xhtml", "two.xhtml", "three.xhtml", "nav.xhtml", ".opf", ".css"
_SPINE = '<itemref idref="{}"/>'

FAULTS: list[tuple[Edit, tuple[str, ...]]] = [
    # words and blocks
    (
        swap(ONE, "boiled the sea", "burned the sea"),
        ("content: ‘Salt’: ‘boiled’ became ‘burned’ in the paragraph",),
    ),
    (swap(TWO, r"(<p id=.forge.>.*?</p>)", r"\1\1"), ("‘The forge stood by…’ is printed twice",)),
    (
        swap(TWO, "<p id=.forge.>", '<p id="forge" hidden="">'),
        ("content: .*‘The forge stood by…’ is hidden now",),
    ),
    (swap(CSS, r"\.warn {", ".warn { display: none;"), ("content: .*‘Do not touch the…’ is hidden now",)),
    (swap(CSS, r"\.warn {", ".warn { visibility: hidden;"), ("content: .*‘Do not touch the…’ is hidden now",)),
    (swap(ONE, "<hr/>", ""), ("content: .*the rule before the paragraph ‘After the frost the…’ is gone",)),
    (swap(ONE, "pan,<br/>", "pan, "), ("content: .*the line no longer ends after ‘pan,’",)),
    (swap(ONE, "<br/><br/>", "<br/>"), ("content: .*the empty line after ‘fire,’ is gone",)),
    (swap(ONE, "        sea -= 1", "    sea -= 1"), ("content: .*‘sea’ is indented by 4 spaces instead of 8",)),
    (swap(ONE, "<dt>Bittern</dt>", "<dd>Bittern</dd>"), ("content: .*‘Bittern’ is now a definition",)),
    (swap(ONE, "<mn>2</mn>", "<mn>3</mn>"), (r"content: .*‘r\^.2.h’ became ‘r\^.3.h’",)),
    (swap(TWO, "<li>coal(.*?)</li>", r""), ("content: .*‘2. coal from the…’ was removed",)),
    (swap(TWO, "<(/?)ol>", r"<\1ul>", 2), ("content: .*3 list items.* marked ‘•’ instead of numbered",)),
    (swap(TWO, "<ol>", '<ol start="4">'), ("content: .*3 list items.* numbered 4. to 6.",)),
    (
        swap(TWO, "<h1>Iron</h1>", "<h2>Iron</h2>"),
        ("content: .*‘Iron’ is now a heading of level 2 .was level 1.",),
    ),
    (swap(TWO, "<(/?)blockquote>", r"<\1div>", 2), ("content: .*is now a paragraph .was a quotation.",)),
    # tables
    (swap(TWO, ">44<", ">45<"), ("content: .*‘44’ became ‘45’ in column 2 of the table row ‘1623’",)),
    (swap(TWO, "<th>Salt</th>", "<td>Salt</td>"), ("content: .*the cell ‘Salt’ is no longer a head",)),
    (swap(TWO, "<td>40</td><td>12</td>", "<td>12</td><td>40</td>"), ("content: .*cells changed places",)),
    # words set off
    (swap(ONE, "<em>Nobody</em>", "Nobody"), ("style: .*‘Nobody’ is no longer italic in the paragraph",)),
    (swap(ONE, "the coast", "<b>the coast</b>"), ("style: .*‘the coast’ is now bold in the paragraph",)),
    (swap(ONE, "<strong>never</strong>", "<em>never</em>"), ("style: .*of ‘never’",)),
    (swap(CSS, r"\.sc {[^}]*}", ""), ("style: .*‘winter’ is no longer in small capitals",)),
    (
        swap(ONE, "master", '<span style="text-decoration:underline">master</span>'),
        ("style: .*‘master’ is now underlined",),
    ),
    (swap(ONE, "chose", '<span lang="fr">chose</span>'), ("‘chose’",)),
    # looks of blocks
    (
        swap(CSS, "#a00000", "#00a000"),
        ("style: .*colour #a00000 → #00a000 in the paragraph ‘Do not touch the…’",),
    ),
    (swap(CSS, "#444", "navy"), ("style: .*colour #444444 → #000080 in 3 headings",)),
    (swap(CSS, "font-size: 1.5em", "font-size: 2em"), ("style: .*font size 150% → 200% in 3 headings",)),
    (swap(CSS, "text-indent: 1em", "text-indent: 2em"), ("style: .*indent 1em → 2em in",)),
    (
        swap(CSS, "Georgia, serif", "Arial, sans-serif"),
        ("style: .*typeface Georgia, serif → Arial, sans-serif",),
    ),
    (
        swap(CSS, "text-align: right", "text-align: center"),
        ("style: .*alignment flush right → centred in the paragraph",),
    ),
    (swap(CSS, "margin: 5%", "margin: 9%"), ("style: .*margin 5% → 9%",)),
    (
        swap(TWO, '<p class="warn">', '<p class="warn" style="background:#ff0">'),
        ("style: .*background none → #ffff00",),
    ),
    (
        swap(THREE, 'lang="la"', 'lang="it"'),
        ("content: .*language la → it in the paragraph ‘Sic transit gloria ferri.’",),
    ),
    (
        swap(THREE, "<body>", '<body dir="rtl">'),
        ("layout: .*direction of reading left to right → right to left",),
    ),
    (
        swap(CSS, "@media print { p { text-indent: 0", "@media print { p { text-indent: 3em"),
        ("style: .*@media print p",),
    ),
    (without("book.css"), ("fault: the style sheet book.css is missing",)),
    # pictures
    (without("map.png"), ("fault: .*the picture ‘Map of the valley’ .*file is missing",)),
    (lambda f: {**f, "OPS/map.png": b"\x89PNG\r\n\x1a\nnothing"}, ("fault: .*file is damaged",)),
    (
        lambda f: {**f, "OPS/map.png": picture(colour="blue")},
        ("content: .*the picture ‘Map of the valley’ shows something else",),
    ),
    (
        swap(TWO, 'alt="Map of the valley"', 'alt="A map"'),
        ("content: .*the alternative text of the picture became ‘A map’",),
    ),
    (swap(TWO, 'width="300"', 'width="90"'), ("layout: .*the picture .* the width 90px instead of 300px",)),
    (swap(TWO, "<p><img.*?/></p>", ""), ("content: .*the picture ‘Map of the valley’ was removed",)),
    # links and notes
    (
        swap(ONE, "two.xhtml#forge", "three.xhtml"),
        ("content: .*the link ‘forge’ leads to ‘Rust’.* instead of",),
    ),
    (swap(ONE, "two.xhtml#forge", "two.xhtml#smithy"), ("fault: .*‘forge’.* leads nowhere",)),
    (
        swap(ONE, "example.org/annals", "example.org/other"),
        ("content: .*‘Annals’ leads to ‘https://example.org/other’",),
    ),
    (swap(ONE, '<a href="two.xhtml#forge">forge</a>', "forge"), ("content: .*‘forge’ is no longer a link",)),
    (swap(ONE, '<a href="#r2">2</a>', "2"), ("content: .*note 2 lost its link back",)),
    (swap(ONE, '<a href="#r2">2', '<a href="#r1">2'), ("content: .*note 2 leads back to the call of note 1",)),
    (swap(ONE, '<a epub:type="noteref" href="#n2"', '<a epub:type="noteref" href="#n1"'), ("content: .*call",)),
    (swap(ONE, '<aside epub:type="footnote" id="n2">.*?</aside>', ""), ("fault: .*note 2 is called, but",)),
    (swap(ONE, '<a epub:type="noteref" href="#n2" id="r2">2</a>', ""), ("fault: .*note 2.* has no call",)),
    (
        swap(ONE, 'epub:type="noteref" href="#n2"', 'href="#n2"'),
        ("content: .*note 2 is no longer marked as a call",),
    ),
    (swap(ONE, "Saint Lucy", "Saint Anne"), ("content: .*‘Lucy’s’ became ‘Anne’s’ in note 2",)),
    # the book as a whole
    (swap(OPF, _SPINE.format("two"), ""), ("content: spine: the document ‘Iron’ is gone",)),
    (swap(OPF, _SPINE.format("two"), _SPINE.format("two") * 2), ("fault: spine: ‘Iron’ stands twice",)),
    (
        swap(OPF, "(<itemref[^>]*two[^>]*>)(<itemref[^>]*three[^>]*>)", r"\2\1"),
        ("content: spine: .*‘Iron’ and ‘Rust’ changed places",),
    ),
    (
        swap(OPF, '"three"/></spine>', '"three" linear="no"/></spine>'),
        ("spine: ‘Rust’ is no longer part of the reading order",),
    ),
    (without("two.xhtml"), ("fault: spine: the file of the document ‘Iron’, two.xhtml, is missing",)),
    (swap(NAV, "<li><a[^>]*>Iron</a></li>", ""), ("content: contents: the entry ‘Iron’ is gone",)),
    (swap(NAV, ">Iron<", ">Irons<"), ("content: contents: the entry ‘Iron’ became ‘Irons’",)),
    (
        swap(NAV, "two.xhtml", "three.xhtml"),
        ("content: contents: the entry ‘Iron’ leads to ‘Rust’ instead of ‘Iron’",),
    ),
    (
        swap(NAV, "#pans", "#salt"),
        ("content: contents: the entry ‘The pans’ leads to ‘Salt’ instead of ‘The pans’",),
    ),
    (swap(NAV, "#pans", "#none"), ("fault: contents: the entry ‘The pans’ leads nowhere",)),
    (
        swap(NAV, "(<li><a[^>]*>Iron</a></li>)(\n)(<li>[^\n]*Rust[^\n]*)", r"\3\2\1"),
        ("contents: the entries ‘Iron’ and ‘Rust’ changed places",),
    ),
    (
        swap(NAV, "<ol>(<li><a[^>]*>The pans</a></li>)</ol></li>", r"</li>\1"),
        ("contents: the entry ‘The pans’ stands at level 1 instead of 2",),
    ),
    (
        swap(NAV, '<nav epub:type="landmarks".*?</nav>', ""),
        ("content: landmarks: ‘Begin’ .bodymatter. is gone",),
    ),
    (
        swap(NAV, 'one.xhtml">Begin', 'two.xhtml">Begin'),
        ("landmarks: ‘Begin’ .bodymatter. leads to ‘Iron’ instead of ‘Salt’",),
    ),
    (swap(NAV, '<nav epub:type="page-list".*?</nav>', ""), ("content: page list: it is gone, with 2 pages",)),
    (swap(NAV, "#p2", "#pans"), ("page list: page 2 begins at ‘The pans’ instead of ‘the ice and chose",)),
    (swap(NAV, ">2<", ">3<"), ("page list: page 2 is now called 3",)),
    (without("nav.xhtml"), ("fault: the navigation document is missing",)),
    (
        swap(OPF, "<dc:title>Salt", "<dc:title>Gold"),
        ("metadata: the title ‘Salt and Iron’ became ‘Gold and Iron’",),
    ),
    (
        swap(OPF, "</dc:title>", "</dc:title><dc:title>A history</dc:title>"),
        ("metadata: .*‘A history’ is new",),
    ),
    (swap(OPF, ">en<", ">de<"), ("metadata: the language ‘en’ became ‘de’",)),
    (
        swap(OPF, "<spine>", '<spine page-progression-direction="rtl">'),
        ("layout: pages turn in another direction",),
    ),
]


INVISIBLE: dict[str, Edit] = {
    "other names of files": each(everywhere("two.xhtml", "chapter-2.xhtml"), everywhere("map.png", "img7.png")),
    "another folder": everywhere("OPS/", "EPUB/"),
    "other identifiers": each(everywhere('"n2"', '"fn-2"'), everywhere("#n2", "#fn-2")),
    "white space": swap(TWO, "><", ">\n   <", 99),
    "lines of text": swap(TWO, r" (?=[a-z]+ [a-z])", "\n", 99),
    "no line ends": swap(ONE, "\npans of lead", " pans of lead"),
    "characters by number": swap(ONE, "’", "&#x2019;", 9),
    "i and b": each(swap(ONE, "em>", "i>", 9), swap(ONE, "strong>", "b>", 9)),
    "a style instead of a tag": swap(ONE, "<em>(.*?)</em>", r'<span style="font-style:italic">\1</span>'),
    "spans without a style": swap(ONE, "salt came", "<span>salt</span> c<span>ame</span>"),
    "a wrapper around the whole": swap(TWO, "<section>(.*)</section>", r"<section><div>\1</div></section>"),
    "style sheet without spaces": swap(CSS, r"\s*([{};:,])\s*", r"\1", 999),
    "colours in another form": swap(CSS, "#a00000", "rgb(160, 0, 0)"),
    "sizes in another form": swap(CSS, "font-size: 80%", "font-size: 0.80em"),
    "shorthand": swap(CSS, "margin: 5%", "margin: 5% 5% 5% 5%"),
    "an unused rule": swap(CSS, r"\.never.*?}", ".never { color: green }"),
    "rules in another order": swap(CSS, r"(\.sc {[^}]*})(\s*)(\.warn {[^}]*})", r"\3\2\1"),
    "style in the document": each(
        swap(THREE, "<link[^>]*>", "<style>@import url(../book.css);</style>"),
    ),
    "manifest in another order": swap(OPF, "(<manifest>)(.*?)(<item id=.one.*?/>)", r"\1\3\2"),
    "dates and identifier": each(swap(OPF, "2020-", "2031-"), swap(OPF, "uuid:1", "uuid:2")),
    "a generator": swap(OPF, "</metadata>", '<meta name="generator" content="x"/></metadata>'),
    "picture packed again": lambda files: {**files, "OPS/map.png": picture(level=1)},
    "picture with a palette": lambda files: {**files, "OPS/map.png": picture(mode="P")},
    "picture with alpha": lambda files: {**files, "OPS/map.png": picture(mode="RGBA")},
    "prefix of a namespace": each(swap(ONE, "xmlns:epub", "xmlns:e"), swap(ONE, "epub:type", "e:type", 99)),
    "order of attributes": swap(TWO, 'src="([^"]*)" alt="([^"]*)"', r'alt="\2" src="\1"'),
    "soft hyphens": swap(TWO, "hammer", "ham&#xad;mer", 9),
    "a file nobody uses": lambda files: {**files, "OPS/extra.txt": b"x"},
    "rows in a body of their own": swap(TWO, "</caption>(.*?)</table>", r"</caption><tbody>\1</tbody></table>"),
    "wrapped MathML": swap(ONE, "<msup>(.*?)</math>", r"<mrow><msup>\1</mrow></math>"),
    "hidden words": swap(ONE, "<hr/>", '<hr/><p hidden="">Not for you.</p>'),
}


FAULTS_OF_OLD_BOOKS: list[tuple[Edit, str]] = [
    (swap("a.html", "<i>Sundays</i>", "Sundays"), "style: .*‘Sundays’ is no longer italic"),
    (
        swap("a.html", 'align="center"', ""),
        "style: .*alignment centred → at the start of lines in the paragraph",
    ),
    (swap("a.html", "#800000", "#008000"), "style: .*colour #800000 → #008000"),
    (
        swap("a.html", "<p>&#160;</p>", ""),
        "content: .*the empty line before the paragraph ‘She never spoke of…’ is gone",
    ),
    (swap("b.html", "<p id=.f2.>.*?</p>", ""), "note 2|‘.2.’"),
    (swap("b.html", "A grey one", "A white one"), "‘grey’ became ‘white’ in note 1"),
    (swap("toc.ncx", "The Well", "The Spring"), "contents: the entry ‘The Well’ became ‘The Spring’"),
    (
        swap("toc.ncx", "b.html#well", "a.html"),
        "contents: the entry ‘The Well’ leads to ‘The Goose’ instead of ‘The Well’",
    ),
    (swap(".opf", "<guide>.*</guide>", ""), "landmarks: ‘Start’ .text. is gone"),
    (swap(".opf", "Otto Grau", "Otto Braun"), "metadata: the author became ‘Otto Braun’"),
]
