"""The whole document for pages and the web page: complete, safe, nothing fetched."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

from publish.model.chapter import HtmlChapter
from publish.model.elements import text
from publish.model.metadata import Metadata, Person
from publish.model.pieces import Role
from publish.model.resource import StyleSheet
from publish.writing.anchors import identifiers, ncname, without_dead_links
from publish.writing.front import title_block
from publish.writing.made import fill_pieces
from publish.writing.page import write_web_page
from publish.writing.paged import write_paged_html
from tests.writing.material import HARD, IMAGES, PIXEL, write

METADATA = Metadata(
    title=text("A <title>"),
    title_text="A <title>",
    authors=(Person("A", affiliation="B & C"),),
    lang="fa",
    dir="rtl",
    rights_text="© me",
)
XHTML = "{http://www.w3.org/1999/xhtml}"


def paged(*markdown: str, front: tuple[Role, ...] = ("title-page", "contents")) -> ElementTree.Element:
    made = [write(words, "paged", f"c{n}").value for n, words in enumerate(markdown)]
    pieces = fill_pieces([*(_front(role) for role in front), *made], (), METADATA, toc_depth=3)
    return ElementTree.fromstring(write_paged_html(pieces, METADATA, kind="book"))


def _front(role: Role) -> HtmlChapter:
    body = f'<h1>{role}</h1>\n<div class="made made-{role}">\n\n</div>'
    return HtmlChapter(f"({role})", f"ch-{role}", role, body, zone="front", role=role)


def web(*markdown: str, css: str = "", toc_depth: int = 3) -> str:
    made = [write(words, "reflowable", f"c{n}").value for n, words in enumerate(markdown)]
    sheets = (StyleSheet("a.css", css),)
    page = write_web_page(made, METADATA, IMAGES, sheets, file_name="a.html", toc_depth=toc_depth)
    return page.value.content.decode()


def test_paged_document_has_title_contents_and_chapters_in_order() -> None:
    root = paged("# One {#one}\n\n## Sub {#sub}\n", "# Two {#two}\n")
    body = root.find(f"{XHTML}body")
    assert body is not None
    assert (root.get("lang"), root.get("dir"), body.get("class")) == (
        "fa",
        "rtl",
        "kind-book chapters-open-recto",
    )
    assert [child.tag.removeprefix(XHTML) for child in body] == ["section", "section", "main"]
    assert [child.get("class") for child in body[:2]] == [
        "chapter zone-front role-title-page",
        "chapter zone-front role-contents",
    ]
    assert [a.get("href") for a in body[1].iter(f"{XHTML}a")] == ["#one", "#sub", "#two"]
    assert [section.get("id") for section in body[2]] == ["c0", "c1"]


def test_identifiers_are_unique_and_dead_links_are_words_in_the_whole_document() -> None:
    root = paged(HARD, HARD, "# X {#c0}\n")
    found = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(found) == len(set(found))
    targets = [a.get("href", "")[1:] for a in root.iter(f"{XHTML}a") if a.get("href", "").startswith("#")]
    assert set(targets) <= set(found)


def test_title_block_escapes_and_is_empty_for_nothing() -> None:
    assert "A &lt;title&gt;" in title_block(METADATA)
    assert '<span class="affiliation">B &amp; C</span>' in title_block(METADATA)
    assert title_block(Metadata()) == ""


def test_web_page_holds_everything_and_fetches_nothing() -> None:
    page = web(HARD, css="p { color: red } /* </style><script>alert(1)</script> */")
    assert base64.b64encode(PIXEL).decode() in page
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=\"(?!data:|#|https?:|mailto:)", page)
    assert not re.search(r"<(?:link|iframe|object|form|input)\b", page)
    assert page.count("<style>") == page.count("</style>")


def test_web_page_is_html_not_xhtml() -> None:
    page = web("a\\\nb $x$ []{#empty}\n\n***\n")
    assert "<br>" in page
    assert "<hr>" in page
    assert "/>" not in page
    assert "xmlns" not in page


def test_contents_appear_when_there_is_more_than_one_heading() -> None:
    assert '<nav class="toc"' not in web("# One\n")
    assert '<nav class="toc"' in web("# One\n\n# Two\n")


def test_contents_of_a_web_page_are_as_deep_as_asked_for() -> None:
    text = "# One {#one}\n\n## Sub {#sub}\n\n### Deep {#deep}\n\n# Two\n"
    listed = [re.findall(r'<a href="#(\w+)"', web(text, toc_depth=depth)) for depth in (1, 2, 3)]
    assert listed == [["one", "two"], ["one", "sub", "two"], ["one", "sub", "deep", "two"]]


def test_long_contents_are_folded() -> None:
    assert "<details open>" in web("# One\n\n# Two\n")
    assert "<details>" in web("# One\n\n" * 40)


def test_text_that_looks_like_a_link_is_left_alone() -> None:
    body = '<p>text id="a" href="#b" <a href="#gone" id="c">x</a></p>'
    assert identifiers(body) == ["c"]
    assert without_dead_links(body, {"c"}) == '<p>text id="a" href="#b" <a id="c">x</a></p>'


def test_names_of_xml() -> None:
    for identifier in ("fig:a", "1", "a b", "§", "é", "-x", ".x", "٣x"):
        assert re.fullmatch(r"[^\W\d][\w.\-·]*", ncname(identifier))
