"""One page of an edition → the SVG that shows it: its picture, or a drawing from the structure, and the marks.

All lengths are points, so marks lie on the picture without any scaling of ours. E-books have no pages: their
changed blocks are shown as words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from publish.model.changes import Level
from publish.model.pages import Block, Box, Page, PageStructure
from publish.structure.sentences import name_of

_BADGE_PT = 6.5
_TOUCHING_PT = 13.5
_MOST_MARKS = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A changed place on a page, with the number of its sentence."""

    number: int
    level: Level
    box: Box
    sentence: str


def draw_page(
    page: Page, placed: Sequence[tuple[Block, int]], picture: str | None, marks: Sequence[Mark]
) -> str:
    """Return the SVG of a page. `placed` are blocks with the index of their fragment on it."""
    width, height = page.width_pt or 1.0, page.height_pt or 1.0
    inner = (
        f'<image href="{picture}" width="{width:g}" height="{height:g}" preserveAspectRatio="none"/>'
        if picture
        else "".join(_drawing(page, placed))
    )
    name = escape(page.label or str(page.number))
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="page {name}">'
        f"{inner}{''.join(_marks(page, marks))}</svg>"
    )


def _drawing(page: Page, placed: Sequence[tuple[Block, int]]) -> Iterator[str]:
    """Draw what the structure knows: words where it has them, bars for the other lines."""
    for text in page.running:
        anchor = {"center": "middle", "right": "end"}.get(text.place.rpartition("-")[2], "start")
        left = text.left_pt or (page.width_pt / 2 if anchor == "middle" else 40.0)
        at = text.baseline_pt or (30.0 if text.place.startswith("top") else page.height_pt - 25.0)
        yield _text(text.text, (left, at), text.size_pt or 8.0, anchor)
    for block, index in placed:
        fragment = block.fragments[index]
        box = fragment.box
        size = block.look.size_pt or 10.0
        if block.role == "Figure":
            yield (
                f'<rect class="drawn-picture" x="{box.left_pt:g}" y="{box.top_pt:g}" '
                f'width="{box.width_pt:g}" height="{box.height_pt:g}"/>'
            )
            yield _text(block.text, (box.left_pt + 6, box.top_pt + 14), 8.0)
            continue
        if fragment.lines:
            for line in fragment.lines:
                width = max(line.right_pt - line.left_pt, 1.0)
                yield _text(line.text, (line.left_pt, line.baseline_pt), size, "start", width)
            continue
        count = max(fragment.line_count, 1)
        leading = (box.height_pt - size) / (count - 1) if count > 1 else size
        for number in range(count):
            base = box.top_pt + 0.8 * size + number * leading
            width = fragment.last_line_pt or box.width_pt * 0.6 if number == count - 1 else box.width_pt
            if number == 0 and index == 0 and block.text:
                used = min(len(block.text) * size * 0.45, width)
                yield _text(block.text, (box.left_pt, base), size, "start", used)
                if width - used < size:
                    continue
                yield _bar(box.left_pt + used + size * 0.5, base, width - used - size * 0.5, size)
                continue
            yield _bar(box.left_pt, base, width, size)


def _bar(left: float, base: float, width: float, size: float) -> str:
    return (
        f'<rect class="stroke" x="{left:.1f}" y="{base - size * 0.45:.1f}" width="{max(width, 1):.1f}" '
        f'height="{size * 0.42:.1f}" rx="{size * 0.2:.1f}"/>'
    )


def _text(text: str, at: tuple[float, float], size: float, anchor: str = "start", width: float = 0.0) -> str:
    fit = f' textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs"' if width and len(text) > 3 else ""
    return (
        f'<text class="drawn" x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:g}" text-anchor="{anchor}"{fit}>'
        f"{escape(text)}</text>"
    )


def _marks(page: Page, marks: Sequence[Mark]) -> Iterator[str]:
    """Draw the marks, gravest on top, then their badges in the margin, side by side where they would touch."""
    drawn = sorted(marks, key=lambda m: (m.level, m.number))[-_MOST_MARKS:]
    for mark in drawn:
        box = mark.box
        left, top = box.left_pt - 3, box.top_pt - 2
        width, height = max(box.width_pt, 4) + 6, max(box.height_pt, 6) + 4
        shape = (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
            if mark.level >= Level.LAYOUT
            else f'<rect class="bar" x="{left - 2:.1f}" y="{top:.1f}" width="2.5" height="{height:.1f}"/>'
        )
        yield f"{_opening(mark)}<title>{mark.number}: {escape(mark.sentence)}</title>{shape}</g>"
    taken: list[tuple[float, float]] = []
    for mark in reversed(drawn):
        x = min(max(mark.box.left_pt - 5 - _BADGE_PT, _BADGE_PT + 1), page.width_pt - _BADGE_PT - 1)
        y = min(max(mark.box.top_pt + 4, _BADGE_PT + 1), page.height_pt - _BADGE_PT - 1)
        start = x
        while any(abs(x - a) < _TOUCHING_PT and abs(y - b) < _TOUCHING_PT for a, b in taken):
            x -= _TOUCHING_PT
            if x < _BADGE_PT + 1:
                x, y = start, y + _TOUCHING_PT
        taken.append((x, y))
        yield (
            f'{_opening(mark)}<circle cx="{x:.1f}" cy="{y:.1f}" r="{_BADGE_PT}"/>'
            f'<text x="{x:.1f}" y="{y + 2.4:.1f}">{mark.number}</text></g>'
        )


def _opening(mark: Mark) -> str:
    return f'<g class="mark {mark.level.word}" data-number="{mark.number}" data-level="{mark.level.word}">'


def show_words(structure: PageStructure, number: int, marked: dict[str, tuple[int, Level]]) -> str:
    """Return the changed blocks of an e-book's document, each between its neighbours, as HTML."""
    named = [(f"b{i}", b) for i, b in enumerate(structure.blocks) if b.page == number]
    named += [(f"n{i}", note.body) for i, note in enumerate(structure.notes) if note.body.page == number]
    near = {at + step for at, (name, _) in enumerate(named) if name in marked for step in (-1, 0, 1)}
    parts, last = [], -1
    for at, (name, block) in enumerate(named):
        if at not in near:
            continue
        if at != last + 1:
            parts.append("<p>⋯</p>")
        last = at
        found = marked.get(name)
        attributes = (
            f' class="mark {found[1].word}" data-number="{found[0]}" data-level="{found[1].word}"'
            if found
            else ""
        )
        badge = f'<span class="badge">{found[0]}</span> ' if found else ""
        role = f'<span class="role">{escape(name_of(block.role))}</span> '
        parts.append(f"<p{attributes}>{badge}{role}{escape(block.text)}{'…' if block.abridged else ''}</p>")
    return f'<div class="words">{"".join(parts)}</div>'
