"""Layouts tried one by one, as the engine with its mends makes them: nothing repaired afterwards."""
# ruff: noqa: E501 - HTML and CSS read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publish.model.lines import TOTAL_FIT, LineSettings
from publish.model.resource import StyleSheet
from publish.paginating.addresses import MemoryFetcher
from publish.paginating.inspecting import inspect_pages
from publish.paginating.judging import judge_notes
from publish.paginating.layout import lay_out
from publish.paginating.lines.setting import set_lines
from publish.paginating.preparing import prepare_tree
from publish.paginating.proving import reference_diagnostics
from publish.paginating.sheets import parse_sheets
from tests.paginating.dense import CSS


@dataclass(frozen=True)
class Trial:
    """What one layout came to."""

    pages: int
    notes: int
    faults: tuple[str, ...]
    text: str
    """All letters of text and notes in page order, without hyphens, spaces and table heads (those repeat)."""


def try_layout(html: str, css: str, lines: LineSettings = TOTAL_FIT, *, grid: bool = False) -> Trial:
    """Lay out once and judge; `lines` and `grid` as in `paginate`."""
    fetcher = MemoryFetcher({}, ())
    styling = parse_sheets([StyleSheet("dense.css", CSS), StyleSheet("variant.css", css)], (), fetcher)
    with set_lines(lines, grid=grid):
        laid_out = lay_out(prepare_tree(html), styling, fetcher, {})
    found = inspect_pages(laid_out)
    judged = judge_notes(laid_out, found)
    faults = [f"{note.place.identifier} {note.fault}" for note in judged if note.fault]
    faults += [
        f"page {p.page}: {p.element.tag} {p.side} {p.by_px:.1f}" for p in found.protrusions if p.side != "right"
    ]
    faults += [diagnostic.message for diagnostic in reference_diagnostics(laid_out, found)]
    order = [
        note
        for page in range(1, found.page_count + 1)
        for note in laid_out.notes
        if page in found.note_pages[note]
    ]
    if order != list(laid_out.notes):
        faults.append("notes out of order")
    return Trial(found.page_count, len(laid_out.notes), tuple(faults), _letters(laid_out.document))


def sweep_variants() -> Iterator[str]:
    """The 83 variations of one style sheet: leading, hyphenation, width, orphans and widows."""
    for step in range(41):
        yield f"html {{ line-height: {1.2 + step * 0.01:.2f} }}"
    for step in range(0, 41, 3):
        yield f"html {{ line-height: {1.2 + step * 0.01:.2f} }} body {{ hyphens: manual }}"
    for width in range(124, 172, 4):
        yield f"@page {{ size: {width}mm 210mm }}"
    for lines in (1, 2, 3, 4):
        for index, leading in enumerate((1.3, 1.36, 1.42, 1.48)):
            hyphens = "auto" if index % 2 else "manual"
            yield (
                f"html {{ orphans: {lines}; widows: {lines}; line-height: {leading} }} body {{ hyphens: {hyphens} }}"
            )


def _letters(document: object) -> str:
    from weasyprint.formatting_structure import boxes

    pieces = []
    for page in document.pages:  # type: ignore[attr-defined]
        flow = [child for child in page._page_box.children if not isinstance(child, boxes.MarginBox)]
        for part in sorted(flow, key=lambda box: isinstance(box, boxes.FootnoteAreaBox)):
            pieces += [
                b.text
                for b in part.descendants()
                if isinstance(b, boxes.TextBox) and "::" not in b.element_tag and b.element_tag != "th"
            ]
    return re.sub(r"[\s\u2010\u00ad-]", "", "".join(pieces))
