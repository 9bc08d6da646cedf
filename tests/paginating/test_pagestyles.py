"""Pages that the same rules are for share their styles, and nothing on any page is otherwise for it."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint.css import StyleFor
from weasyprint.layout import page as engine_page

from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating import pagestyles
from publish.paginating.paginate import paginate
from tests.paginating.dense import document, note

CSS = """
@page { size: 200px 120px; margin: 20px;
  @top-center { content: string(head) " " counter(page) counter(pages) } }
@page :first { margin-top: 30px; @bottom-left { content: "first" } }
@page :left { margin-left: 8vw; @bottom-right-corner { content: "verso"; font-size: 6px } }
@page :right { @bottom-left-corner { content: "recto"; font-size: 6px } }
@page :blank { @top-center { content: "blank" } }
@page :nth(3n) { @left-middle { content: "3"; font-size: 6px } }
@page wide { size: 260px 120px; counter-increment: page 2; @top-center { content: "wide " counter(page) } }
@page :nth(2 of wide) { @right-middle { content: "w"; font-size: 6px } }
html { font: 10px/1 "DejaVu Sans" } body, p, h1 { margin: 0; font-size: 10px }
h1 { string-set: head content(); break-before: recto }
.wide { page: wide }
"""
CHAPTER = "<p>" + "<br/>".join(["a line"] * 40) + "</p>"
BODY = (
    f"<h1>One</h1>{CHAPTER}<h1>Two{note(1)}</h1>{CHAPTER}<div class='wide'><h1>Three</h1>{CHAPTER}</div>"
    f"{CHAPTER}<h1>Four</h1>{CHAPTER}"
)


def printed() -> bytes:
    sheets = [StyleSheet("page.css", CSS)]
    outcome = paginate(document(BODY), sheets, {}, (), Metadata(title_text="T"))
    assert outcome.value is not None
    assert outcome.value.page_count >= 30
    return outcome.value.pdf


def test_shared_styles_print_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out: list[Any] = []
    original = StyleFor.add_page_declarations

    def work_out(style_for: Any, page_type: Any) -> None:
        worked_out.append(page_type)
        original(style_for, page_type)

    monkeypatch.setattr(StyleFor, "add_page_declarations", work_out)
    shared = printed()
    # First, blank, left and right, each third of these, and those named, the second of them apart.
    assert len(worked_out) <= 13
    monkeypatch.setattr(pagestyles, "_DIGESTS", {original: "another release"})
    assert printed() == shared
    assert len(worked_out) >= 40
    assert engine_page.set_page_type_computed_styles is pagestyles._ORIGINAL
