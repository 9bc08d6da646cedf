"""Chapters as XHTML: safe, well-formed, complete, in the vocabulary the style sheets know."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from publish.model.document import Document, Element
from publish.writing.conform import conform
from publish.writing.html import Medium
from publish.writing.safety import ELEMENTS, clean_markup
from publish.writing.tasks import task_resources
from publish.writing.tree import parse_body, parse_markup, write_children
from tests.writing.material import HARD, body, read, write

_BOX = re.compile(r"<svg [^<>]*aria-label=\"(?:not )?done\"[^<>]*>.*?</svg>")
"""Drawings of our own: boxes of tasks."""
ACTIVE = re.compile(
    r"<(script|style|iframe|form|input|button|object|svg|link|meta|base)\b| on[a-z]+=|javascript:"
)


@pytest.mark.parametrize("medium", ["paged", "reflowable"])
def test_hard_chapter_is_well_formed_and_safe(medium: str) -> None:
    written = body(HARD, medium)  # type: ignore[arg-type]
    tree = parse_body(written)
    assert not ACTIVE.search(_BOX.sub("", written))
    assert "the rest must survive" in written
    assert "http://x" not in written
    identifiers = [e.get("id") for e in tree.iter(etree.Element) if e.get("id")]
    assert len(identifiers) == len(set(identifiers))


def test_removed_html_is_told_with_what_it_was() -> None:
    found = write("a <script>alert(1)</script> b\n\n<p onclick='x'>t</p>\n").diagnostics
    assert [d.code for d in found] == ["html/removed", "html/removed"]
    assert "`<script>`" in found[0].message
    assert "`onclick`" in found[1].message
    assert all(d.where is not None and d.where.file == "main.md" for d in found)


def test_script_is_removed_with_what_it_holds_and_unclosed_ones_hold_nothing() -> None:
    assert "alert" not in body("a <script>alert(1)</script> b\n")
    assert "survives" in body("a <script> b\n\nthis survives\n")
    assert "survives" in body("</svg> <svg> this survives\n")


def test_unknown_elements_leave_their_words_and_a_hint() -> None:
    outcome = write("Use <filename> here.\n")
    assert outcome.diagnostics[0].hints
    assert "Use" in outcome.value.body
    assert "<filename" not in outcome.value.body


def test_headings_carry_their_number_and_lines_for_contents() -> None:
    chapter = write('# One *two*[^1] {#a number="3"}\n\n[^1]: n\n').value
    assert '<span class="heading-number">3</span> One <em>two</em>' in chapter.body
    assert [(h.identifier, h.number) for h in chapter.headings] == [("a", "3")]
    assert chapter.contents == ('<span class="heading-number">3</span> One <em>two</em>',)


def test_tables_have_scopes_and_no_widths() -> None:
    written = body("| A | |\n|---:|---|\n| 1 | 2 |\n")
    assert '<th style="text-align: right" scope="col">A</th>' in written
    assert "<td></td>" in written
    assert "colgroup" not in written
    assert "width" not in written


def test_code_reads_from_left_to_right_and_loses_line_anchors() -> None:
    written = body("```python\nx = 1\n```\n")
    assert '<pre class="sourceCode python" dir="ltr">' in written
    assert "<a " not in written
    assert "cb1" not in written


def test_paragraphs_of_another_script_keep_their_own_direction() -> None:
    written = body("قرآن\n\nEnglish words.\n\n> ۱۲۳\n")
    assert "<p>قرآن</p>" in written
    assert '<p dir="ltr">English words.</p>' in written
    assert "<p>۱۲۳</p>" in written
    assert "<p>only</p>" in body("only\n")


def test_numbered_lines_are_marked() -> None:
    assert body("```{.python .numberLines #lst:x}\na\n\nb\n```\n").count('class="line"') == 3


def test_task_lists_show_boxes_and_hold_no_controls() -> None:
    for medium in get_args(Medium):
        chapter = write("- [ ] a\n- [x] b\n", medium).value
        assert re.findall(r'class="(task-box[^"]*)"', chapter.body) == ["task-box", "task-box done"]
        assert re.findall(r'(?:alt|aria-label)="([^"]*)"', chapter.body) == ["not done", "done"]
        assert not set("☐☒") & set(chapter.body)
        assert "input" not in chapter.body
        assert chapter.has_svg == (medium == "reflowable")
    drawn = task_resources(write("- [x] b\n", "paged").value.resources)
    assert [resource.name for resource in drawn] == ["task-boxes/done.svg"]


def test_missing_images_leave_a_visible_mark() -> None:
    assert '<span class="missing-image">words</span>' in body("x ![words](nowhere.png) y\n")


def test_links_that_lead_nowhere_once_published_become_words() -> None:
    written = body("[a](other.pdf) [b](https://a.org/x y) [c](#here)\n")
    assert "other.pdf" not in written
    assert 'href="#here"' in written


def test_chapter_of_nothing_is_empty() -> None:
    assert write("").value.body.strip() == ""
    assert write("<!-- only a comment -->\n").value.body.strip() == ""


def test_control_characters_are_removed() -> None:
    document = Document("main.md", (Element("Para", (Element("Str", "a\x01\x0b\ufffeb"),)),))
    from publish.writing.html import write_chapter

    assert "ab" in write_chapter(document, "paged", {}, {}, "one", "").value.body


def test_deep_nesting_is_flattened_and_its_words_kept() -> None:
    tree = parse_markup(clean_markup("<div>" * 3000 + "deep" + "</div>" * 3000))
    assert "deep" in write_children(tree)


def test_writing_twice_gives_the_same() -> None:
    assert write(HARD).value == write(HARD).value


TAGS = [*sorted(ELEMENTS), "script", "svg", "input", "unknown"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.sampled_from(TAGS).map(lambda t: f"<{t}>"),
            st.sampled_from(TAGS).map(lambda t: f"</{t}>"),
            st.sampled_from(["a", "&lt;", "<", '"', " id='x:y'", "<p id=a class='b c' style='x:y;color:red'>"]),
            st.sampled_from(['<a href="#x">', '<img src="a" alt="<b>">', "<td colspan=9 align=right>", "\x0c"]),
        ),
        max_size=25,
    )
)
def test_any_html_becomes_xhtml_with_words_where_words_belong(parts: list[str]) -> None:
    tree = parse_markup(clean_markup("".join(parts)))
    conform(tree)
    again = parse_body(write_children(tree))
    for element in again.iter(
        "p", "span", "em", "strong", "b", "h1", "h2", "h3", "dt", "summary", "code", "pre"
    ):
        assert not [e.tag for e in element.iter("div", "p", "ul", "ol", "table", "blockquote", "li", "td")][
            1 if element.tag == "p" else 0 :
        ]
    for element in again.iter("ul", "ol"):
        assert {child.tag for child in element} <= {"li"}
    for element in again.iter("li"):
        assert element.getparent().tag in ("ul", "ol")
    for element in again.iter("a"):
        assert element.find(".//a") is None


def test_reading_helper_keeps_notes() -> None:
    assert len(read("a^[b]\n").blocks) == 2
