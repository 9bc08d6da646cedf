"""Lengths kept on styles are the engine's own, in every kind of box, and nothing on any page is otherwise."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from weasyprint.css.properties import Dimension
from weasyprint.layout import block as engine_block
from weasyprint.layout import percent as engine_percent

from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating import percentages
from publish.paginating.lines import building, setter
from publish.paginating.paginate import paginate
from tests.paginating.dense import document, note

CSS = """
@page { size: 300px 200px; margin: 20px; @top-center { content: counter(page); padding: 1px 10% } }
html { font: 10px/1 "DejaVu Sans" } body, p, h1 { margin: 0; font-size: 10px }
.shares { width: 60%; margin: 2% 5% 3px; padding: 1%; border-radius: 10% 2px; background: silver }
.sized { width: calc(50% - 10px); min-width: 40px; max-width: 90%; height: 14px; min-height: 5% }
.border-box { box-sizing: border-box; padding: 4px; border: 1px solid; width: 120px; height: 30px }
b { border-radius: 3px }
.flex { display: flex } .flex > p { flex: 1; min-width: 10px; padding: 2px }
.grid { display: grid; grid-template-columns: 1fr 2fr } .grid > p { width: 90%; margin: 1px }
.columns { columns: 2; column-gap: 5% } .float { float: left; width: 20%; margin: 2px }
table { border-collapse: collapse } td { border: 1px solid; padding: 1px 2% }
.apart { border-collapse: separate; width: 80% } .out { position: absolute; left: 10%; width: 30% }
.relative { position: relative; top: 2px }
"""
BODY = (
    "<h1>One</h1><p class='shares'>shares of the measure <b class='border-box'>within</b></p>"
    f"<p class='sized'>sized</p><p class='border-box'>boxed{note(1)}</p>"
    "<div class='flex'><p>one</p><p>two and more</p><p class='border-box'>three</p></div>"
    "<div class='grid'><p>one</p><p>two</p></div><div class='columns'><p>one</p><p>two</p><p>three</p></div>"
    "<p class='float'>float</p><p class='relative'>beside <span class='out'>out</span></p>"
    "<table><tr><td>one</td><td>two</td></tr></table><table class='apart'><tr><td>a</td><td>b</td></tr></table>"
) * 4


def printed() -> bytes:
    outcome = paginate(document(BODY), [StyleSheet("page.css", CSS)], {}, (), Metadata(title_text="T"))
    assert outcome.value is not None
    assert outcome.value.page_count >= 4
    return outcome.value.pdf


def test_kept_lengths_are_the_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    quick = percentages.resolve_lengths

    def compare(box: Any, containing_block: Any) -> None:
        other = box.copy()
        percentages._LENGTHS(other, containing_block)
        quick(box, containing_block)
        assert box.__dict__ == other.__dict__
        asked["kept" if box.style._publish_lengths[1] is not None else "asked"] += 1

    monkeypatch.setattr(percentages, "resolve_lengths", compare)
    kept = printed()
    assert asked["kept"] > 100
    assert asked["asked"] > 50
    assert engine_block.resolve_percentages is engine_percent.resolve_percentages
    monkeypatch.setattr(percentages, "_DIGESTS", {quick: "another release"})
    monkeypatch.setattr(building, "resolve_lengths", percentages._LENGTHS)
    monkeypatch.setattr(setter, "resolve_lengths", percentages._LENGTHS)
    calls = asked.total()
    assert printed() == kept
    assert asked.total() == calls


class Styled:
    """What a box is to those who resolve its lengths."""

    def __init__(self) -> None:
        self.style = Style(dict.fromkeys((*percentages._NAMES, *percentages._BORDERS), Dimension(0, "px")))
        self.style.update(border_collapse="separate", box_sizing="content-box")


class Style(dict[str, Any]):
    """A style, as the engine has it: a dictionary with attributes."""


def test_lengths_that_the_engine_changes_on_a_style_are_taken() -> None:
    box: Any = Styled()
    for value, used in ((0, 0), (7, 7)):
        box.style["width"] = Dimension(value, "px")
        percentages.resolve_lengths(box, (100, 100))
        assert box.width == used
    box.style["width"] = Dimension(50, "%")
    percentages.resolve_lengths(box, (90, 100))
    assert box.width == 45
