"""One page of an edition → how the report shows it: its picture, or a drawing of its structure, and the marks.

All lengths are points, so that marks lie on the page without any scaling of ours. Marks are for the eye: the
numbers beside the page's heading lead to the same sentences.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from publish.model.changes import Level
from publish.model.pages import Block, Page
from publish.structure.report.pairs import Mark
from publish.structure.report.words import text_of

_TAG_PT = 13.0
"""The height of a number beside a mark on a page 420 pt wide (a wide one: 840 pt); it grows with the page."""
_PAGE_PT = 420.0
_MOST_LETTERS = 400
_TURNS = {
    90: "translate({1:g} 0) rotate(90)",
    180: "translate({0:g} {1:g}) rotate(180)",
    270: "translate(0 {0:g}) rotate(270)",
}
"""From where things stand on a page read upright to where they are shown; width and height are upright ones."""


def show_page(
    page: Page, name: str, placed: Sequence[tuple[Block, int]], picture: str | None, marks: Sequence[Mark]
) -> str:
    """Return a page. `name` is for assistive technology; `placed` are blocks with their fragment on it."""
    width, height = _shown_size(page)
    view = f'viewBox="0 0 {width:g} {height:g}"'
    turned = _TURNS.get(page.turned, "").format(page.width_pt, page.height_pt)
    look = (
        f'<img src="{picture}" alt="{text_of(name)}">'
        if picture
        else f'<svg class="drawing" {view} role="img" aria-label="{text_of(name)}">'
        f"{_turn(_drawing(page, placed), turned)}</svg>"
    )
    return (
        f'<div class="leaf">{look}<svg class="marks" {view} preserveAspectRatio="none" aria-hidden="true">'
        f"{_turn(_marks(page, marks), turned)}</svg></div>"
    )


def is_wide(page: Page) -> bool:
    """Tell whether a page is shown above its partner, not beside it: sheets of booklets, slides."""
    width, height = _shown_size(page)
    return width > 1.15 * height


def _shown_size(page: Page) -> tuple[float, float]:
    """Return width and height as a page is shown; one whose type is turned was measured upright."""
    width, height = page.width_pt or 1.0, page.height_pt or 1.0
    return (height, width) if page.turned in (90, 270) else (width, height)


def _turn(parts: Iterator[str], turned: str) -> str:
    drawn = "".join(parts)
    return f'<g transform="{turned}">{drawn}</g>' if turned else drawn


# --- a page without a picture ----------------------------------------------------------------------------


def _drawing(page: Page, placed: Sequence[tuple[Block, int]]) -> Iterator[str]:
    """Draw what the structure knows: words where it has them, bars for the other lines."""
    for text in page.running:
        anchor = {"center": "middle", "right": "end"}.get(text.place.rpartition("-")[2], "start")
        left = text.left_pt or {"middle": page.width_pt / 2, "end": page.width_pt - 40.0}.get(anchor, 40.0)
        at = text.baseline_pt or (30.0 if text.place.startswith("top") else page.height_pt - 25.0)
        yield _text(text.text, (left, at), text.size_pt or 8.0, anchor)
    for block, index in placed:
        fragment = block.fragments[index]
        box, size = fragment.box, block.look.size_pt or 10.0
        if block.role == "Figure":
            yield (
                f'<rect class="picture" x="{box.left_pt:.1f}" y="{box.top_pt:.1f}" '
                f'width="{max(box.width_pt, 0):.1f}" height="{max(box.height_pt, 0):.1f}"/>'
            )
            yield _text(block.text, (box.left_pt + 6, box.top_pt + 14), 8.0)
        elif fragment.lines:
            for line in fragment.lines:
                width = max(line.right_pt - line.left_pt, 1.0)
                yield _text(line.text, (line.left_pt, line.baseline_pt), size, "start", width)
        else:
            yield from _outline(block, index)


def _outline(block: Block, index: int) -> Iterator[str]:
    """Draw a fragment of which only the number of lines is known: its first words, then bars."""
    fragment = block.fragments[index]
    box, size = fragment.box, block.look.size_pt or 10.0
    count = max(fragment.line_count, 1)
    leading = (box.height_pt - size) / (count - 1) if count > 1 else size
    from_right = _runs_left(block.text)
    for number in range(count):
        base = box.top_pt + 0.8 * size + number * leading
        is_last = number == count - 1
        width = (fragment.last_line_pt or box.width_pt * 0.6) if is_last and count > 1 else box.width_pt
        width = min(width, box.width_pt or width)
        used = 0.0
        if number == 0 and index == 0 and block.text:
            used = min(len(block.text) * size * 0.45, width)
            x = box.right_pt - used if from_right else box.left_pt
            yield _text(block.text, (x, base), size, "start", used)
            used += size * 0.5
        if width - used < size * 0.5:
            continue
        left = box.right_pt - width if from_right else box.left_pt + used
        yield (
            f'<rect x="{left:.1f}" y="{base - size * 0.45:.1f}" width="{width - used:.1f}" '
            f'height="{size * 0.42:.1f}" rx="{size * 0.2:.1f}"/>'
        )


def _runs_left(text: str) -> bool:
    """Tell whether a text runs from right to left, by its first strong letter (Unicode Annex 9, P2)."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind in {"R", "AL"} for kind in kinds if kind in {"L", "R", "AL"}), False)


def _text(text: str, at: tuple[float, float], size: float, anchor: str = "start", width: float = 0.0) -> str:
    shown = text[:_MOST_LETTERS]
    fit = f' textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs"' if width and len(shown) > 3 else ""
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:g}"{where}{fit}>{text_of(shown)}</text>'


# --- marks -----------------------------------------------------------------------------------------------


def _marks(page: Page, marks: Sequence[Mark]) -> Iterator[str]:
    """Draw the marks, the gravest on top, then their numbers in the margin, beside each other where crowded."""
    drawn = sorted(marks, key=lambda mark: (mark.level, mark.number))
    placed = [mark for mark in drawn if mark.box is not None]
    for mark in placed:
        yield f'<g class="mark {_names(mark)}>{_shape(mark)}</g>'
    stacked = is_wide(page) and not page.turned
    size = _TAG_PT * max(_shown_size(page)[0] / (2 * _PAGE_PT if stacked else _PAGE_PT), 0.4)
    taken: list[tuple[float, float, float]] = []
    for mark in reversed(_numbered(placed)):
        box = mark.box
        if box is None:
            continue
        width = _tag_width(mark.number, size)
        x, y = box.left_pt - 5 - width, box.top_pt - (size / 2 if mark.is_gap else 2)
        yield _tag(mark, _free(page, (x, y, width), size, taken), size)
    at = size * 0.5
    whole = {mark.number: mark for mark in drawn if mark.box is None and not mark.block}
    for _, mark in sorted(whole.items()):
        width = _tag_width(mark.number, size)
        yield f'<g class="mark page {_names(mark)}>{_tag(mark, (at, size * 0.4, width), size, bare=True)}</g>'
        at += width + size * 0.2


def _names(mark: Mark) -> str:
    return f'{mark.level.word}" data-number="{mark.number}" data-level="{mark.level.word}"'


def _shape(mark: Mark) -> str:
    """Return a frame for what changed, a bar beside what only looks or runs otherwise, a line for a gap."""
    box = mark.box
    if box is None:
        return ""
    left, top = box.left_pt - 3, box.top_pt - 2
    width, height = max(box.width_pt, 4) + 6, max(box.height_pt, 6) + 4
    if mark.is_gap:
        return (
            f'<path d="M{left:.1f} {box.top_pt + 1.5:.1f}h{width:.1f}"/>'
            f'<rect class="hit" x="{left:.1f}" y="{box.top_pt - 4:.1f}" width="{width:.1f}" height="11"/>'
        )
    if mark.level < Level.LAYOUT:
        return f'<rect class="bar" x="{left - 2:.1f}" y="{top:.1f}" width="2.5" height="{height:.1f}"/>'
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" rx="1.5"/>'


def _numbered(placed: Sequence[Mark]) -> list[Mark]:
    """Return the marks that get a number: of bars that go on below each other the first one only."""
    found: list[Mark] = []
    last: dict[int, Mark] = {}
    for mark in sorted(placed, key=lambda m: m.box.top_pt if m.box else 0.0):
        before = last.get(mark.number)
        last[mark.number] = mark
        is_below = before and before.box and mark.box and abs(before.box.left_pt - mark.box.left_pt) < 40
        if mark.level >= Level.LAYOUT or not is_below:
            found.append(mark)
    return sorted(found, key=lambda mark: (mark.level, mark.number))


def _tag_width(number: int, size: float) -> float:
    return size * (0.55 + 0.45 * len(str(number)))


def _free(
    page: Page, wanted: tuple[float, float, float], size: float, taken: list[tuple[float, float, float]]
) -> tuple[float, float, float]:
    """Return a place near the wanted one, on the page, that touches no other number."""
    x, y, width = wanted
    x = min(max(x, 1.0), max(page.width_pt - width - 1, 1.0))
    y = min(max(y, 1.0), max(page.height_pt - size - 1, 1.0))
    start = x
    for _ in range(200):
        hit = next((t for t in taken if x < t[0] + t[2] and t[0] < x + width and abs(y - t[1]) < size), None)
        if hit is None:
            break
        x = hit[0] - width - 1
        if x < 1:
            x, y = start, y + size + 1
    taken.append((x, y, width))
    return x, y, width


def _tag(mark: Mark, place: tuple[float, float, float], size: float, *, bare: bool = False) -> str:
    x, y, width = place
    middle, base = x + width / 2, y + size * 0.73
    inner = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{size:.1f}" rx="{size / 2:.1f}"/>'
        f'<text x="{middle:.1f}" y="{base:.1f}" font-size="{size * 0.66:.1f}">{mark.number}</text>'
    )
    return f'<g class="tag">{inner}</g>' if bare else f'<g class="tag {_names(mark)}>{inner}</g>'
