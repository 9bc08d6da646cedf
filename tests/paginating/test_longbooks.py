"""What pages tell each other is the same when only those are asked that have anything to tell."""

from __future__ import annotations

import pytest
from weasyprint.layout import page as engine_page

from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating import longbooks
from publish.paginating.paginate import paginate
from tests.paginating.dense import document

CSS = """
@page { size: 200px 120px; margin: 20px; @top-center { content: counter(page) " of " counter(pages) } }
html { font: 10px/1 "DejaVu Sans" } body, p, h1 { margin: 0; font-size: 10px }
h1 { break-before: page } .stamp { position: fixed; top: 0; left: 0 }
a::after { content: " (" target-counter(attr(href), page) ")" }
"""
BODY = "".join(
    f"<h1 id='h{number}'>{number}</h1><p><a href='#h{number * 7 % 12}'>there</a>{'<br/>a line' * number}</p>"
    for number in range(12)
)


def printed(stamp: str) -> bytes:
    outcome = paginate(document(BODY + stamp), [StyleSheet("page.css", CSS)], {}, (), Metadata(title_text="T"))
    assert outcome.value is not None
    assert outcome.value.page_count >= 12
    return outcome.value.pdf


@pytest.mark.parametrize("stamp", ["", "<p class='stamp'>fixed</p>"])
def test_pages_are_the_engines(monkeypatch: pytest.MonkeyPatch, stamp: str) -> None:
    asked: list[str] = []
    told_before = longbooks.told_before

    def tell(page_maker: object, page_number: int, kind: str) -> list[object]:
        asked.append(kind)
        found = told_before(page_maker, page_number, kind)  # type: ignore[arg-type]
        plain: list[object] = []
        for *_, state in page_maker[: page_number - 1]:  # type: ignore[index]
            plain.extend(state.get(kind, []))
        assert found == plain
        if found:
            asked.append("told")
        return found

    monkeypatch.setattr(longbooks, "told_before", tell)
    quick = printed(stamp)
    assert {"anchors", "content_lookups", "told"} <= set(asked)
    assert engine_page.make_page is longbooks._ORIGINAL_PAGE
    asked.clear()
    monkeypatch.setattr(longbooks, "_DIGESTS", {told_before: "another release"})
    assert printed(stamp) == quick
    assert not asked
