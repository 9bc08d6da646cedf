"""Text outside a page's text: running heads and feet, folios.

In: a page's pieces that no block claims, and where its blocks are. Out: running text with its place on the
page and the folio among it. Margin boxes are artefacts and stand outside the structure tree (ISO 32000-1,
14.8.2.2).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from publish.model.pages import Page, RunningText
from publish.structure.pdf.lines import TypeLine, gather_lines, in_rows
from publish.structure.pdf.painted import Piece
from publish.structure.pdf.parts import Part, ReadPage

_FOLIO = re.compile(
    r"^[\s–—\-\[(|·•]*(?:p(?:age|\.)?\s*)?"
    r"(\d{1,5}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|[A-Z]-?\d{1,4})"
    r"(?:\s*(?:/|of|von|sur|di)\s*\d+)?[\s–—\-\])|·•]*$"
)


_NEXT_LINE_EM = 1.7
_SAME_SIZE_PT = 0.3
_AT_EDGE_PT = 8.0
_CENTRAL_SHARE = 0.06
_FULL_SHARE = 0.95
"""As many lines end before the right edge, or at it; others stick out."""

Frame = tuple[float, float]
"""The left and right edge of the type area."""


def frames_of(pages: Sequence[ReadPage]) -> dict[int, Frame]:
    """Return the edges of the type area for each page, as the pages of its side and width have them.

    What stands on one page does not tell: a narrow table alone on it would move its middle.
    """
    lefts: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    rights: dict[tuple[int, int], list[float]] = defaultdict(list)
    for page in pages:
        key = (_side(page), round(page.width))
        for part in page.main:
            for line in part.lines:
                lefts[key][round(line.left)] += 1
                rights[key].append(line.right)
    frames: dict[tuple[int, int], Frame] = {}
    for key, right in rights.items():
        ends = sorted(right)
        left = min(lefts[key].items(), key=lambda item: (-item[1], item[0]))[0]
        frames[key] = (float(left), ends[min(len(ends) - 1, int(_FULL_SHARE * len(ends)))])
    return {page.number: frames.get((_side(page), round(page.width)), (0.0, page.width)) for page in pages}


def _side(page: ReadPage) -> int:
    return page.number % 2 if page.half is None else page.half


def running_texts(page: ReadPage, frame: Frame) -> tuple[RunningText, ...]:
    """Return a page's running texts from top to bottom, left to right."""
    texts: list[tuple[str, list[TypeLine]]] = []
    for line in _apart(gather_lines(in_rows(page.running))):
        place = _place(line, page, frame)
        before = next((lines for at, lines in reversed(texts) if at == place), None)
        if before is not None and _goes_on(before[-1], line):
            before.append(line)
        else:
            texts.append((place, [line]))
    return tuple(
        RunningText(
            place,
            " ".join(line.text for line in lines),
            lines[0].pieces[0].font,
            round(lines[0].size, 2),
            lines[0].pieces[0].colour,
            round(_anchor(place, lines[0]), 2),
            round(lines[0].baseline, 2),
        )
        for place, lines in texts
    )


def _goes_on(before: TypeLine, line: TypeLine) -> bool:
    """Tell whether a line is the next of a running text of several lines."""
    is_alike = before.pieces[0].font == line.pieces[0].font and abs(before.size - line.size) < _SAME_SIZE_PT
    return is_alike and line.baseline - before.baseline < _NEXT_LINE_EM * line.size


def find_folio(texts: Iterable[RunningText]) -> str:
    """Return the page number printed among running texts, outer ones before inner ones; empty if none is.

    >>> find_folio([RunningText("top-left", "The Book"), RunningText("bottom-center", "– 12 –")])
    '12'
    """
    found = ""
    for text in texts:
        match = _FOLIO.match(text.text)
        if match and (not found or text.place.startswith("bottom")):
            found = match[1]
    return found


def agreed_folio(page: Page, usual: Counter[str]) -> str:
    """Return a page's folio where several numbers stand around: its label, or what is in the usual place.

    `usual` counts in which places the pages of the edition have their folios.
    """
    numbers = [(text.place, match[1]) for text in page.running if (match := _FOLIO.match(text.text))]
    if len(numbers) < 2:
        return page.folio
    ranked = sorted(numbers, key=lambda number: (number[1] != page.label, -usual[number[0]]))
    return ranked[0][1]


def folio_places(pages: Iterable[Page]) -> Counter[str]:
    """Count in which places of the margins the only number of a page stands."""
    found: Counter[str] = Counter()
    for page in pages:
        numbers = [text.place for text in page.running if _FOLIO.match(text.text)]
        found.update(numbers if len(numbers) == 1 else ())
    return found


def _apart(lines: Sequence[TypeLine]) -> list[TypeLine]:
    """Split lines where a gap shows that two texts stand at one height."""
    split: list[TypeLine] = []
    for line in lines:
        run: list[Piece] = []
        runs = [run]
        for piece in line.pieces:
            if run and piece.left - run[-1].right > 1.5 * piece.size:
                run = []
                runs.append(run)
            run.append(piece)
        split.extend(line for run in runs for line in gather_lines(run))
    return split


def _place(line: TypeLine, page: ReadPage, frame: Frame) -> str:
    left, right = frame
    shifts = {
        "left": abs(line.left - left),
        "center": abs(line.left + line.right - left - right) / 2,
        "right": abs(line.right - right),
    }
    across = min(shifts, key=lambda name: round(shifts[name]))
    if shifts[across] > _AT_EDGE_PT:
        middle = (line.left + line.right - left - right) / 2
        across = "left" if middle < 0 else "right"
        if abs(middle) <= _CENTRAL_SHARE * (right - left):
            across = "center"
    height = (line.top + line.bottom) / 2
    if height < page.height * 0.25:
        return f"top-{across}"
    if height > page.height * 0.75:
        return f"bottom-{across}"
    return "left" if across == "left" else "right"


def _anchor(place: str, line: TypeLine) -> float:
    if place.endswith("right"):
        return line.right
    return (line.left + line.right) / 2 if place.endswith("center") else line.left


def split_margins(pages: Sequence[ReadPage], loose: Sequence[Sequence[Piece]]) -> list[list[Part]]:
    """Put untagged pieces outside the text into the pages' running ones; return the others as paragraphs.

    What stands beyond the tagged text of its page, but where other pages have text, is a running head or foot
    only if it comes again: a caption may be no tagged content at all.
    """
    rows = [gather_lines(in_rows(pieces)) for pieces in loose]
    again = Counter(key for lines in rows for key in {_key(line) for line in lines})
    band = _band(pages)
    return [
        _split_page(page, lines, band, {key for key, count in again.items() if count > 1})
        for page, lines in zip(pages, rows, strict=True)
    ]


def _split_page(
    page: ReadPage, lines: Sequence[TypeLine], band: tuple[float, float], again: Collection[str]
) -> list[Part]:
    claimed = [line for part in (*page.main, *page.notes) for line in part.lines]
    boxes = [part.box for part in page.main if part.box]
    tops = [line.top for line in claimed] + [box.top_pt for box in boxes]
    bottoms = [line.bottom for line in claimed] + [box.bottom_pt for box in boxes]
    lefts = [line.left for line in claimed] + [box.left_pt for box in boxes]
    rights = [line.right for line in claimed] + [box.right_pt for box in boxes]
    inside: list[Part] = []
    for line in lines:
        if not tops and band[0] < band[1]:
            is_margin = not band[0] <= line.baseline <= band[1]
        elif not tops:
            is_margin = line.bottom < page.height * 0.15 or line.top > page.height * 0.85
        else:
            is_beyond = line.bottom <= min(tops) + 1 or line.top >= max(bottoms) - 1
            is_known = _key(line) in again or not band[0] < line.baseline < band[1]
            is_margin = (is_beyond and is_known) or line.right <= min(lefts) + 1 or line.left >= max(rights) - 1
        if is_margin:
            page.running.extend(line.pieces)
        else:
            inside.append(Part("P", page.number, [line]))
    return inside


def _band(pages: Sequence[ReadPage]) -> tuple[float, float]:
    """Return between which heights most pages have their text."""
    lines = [[line for part in page.main for line in part.lines] for page in pages]
    tops = sorted(min(line.top for line in found) for found in lines if found)
    bottoms = sorted(max(line.bottom for line in found) for found in lines if found)
    if not tops:
        return 0.0, 0.0
    return tops[len(tops) // 10], bottoms[-1 - len(bottoms) // 10]


def _key(line: TypeLine) -> str:
    """Return what comes again on other pages, though one may be printed smaller or stand elsewhere."""
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text)
