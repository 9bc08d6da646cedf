"""Text outside a page's text: running heads and feet, folios.

In: a page's pieces that no block claims, and where its blocks are. Out: running text with its place on the
page and the folio among it. Margin boxes are artefacts and stand outside the structure tree (ISO 32000-1,
14.8.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from publish.model.pages import RunningText
from publish.structure.lines import TypeLine, gather_lines
from publish.structure.parts import Part, ReadPage
from publish.structure.pdf_pieces import Piece

_FOLIO = re.compile(
    r"^[\s–—\-\[(|·•]*(?:p(?:age|\.)?\s*)?"
    r"(\d{1,5}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|[A-Z]-?\d{1,4})"
    r"(?:\s*(?:/|of|von|sur|di)\s*\d+)?[\s–—\-\])|·•]*$"
)


def running_texts(page: ReadPage) -> tuple[RunningText, ...]:
    """Return a page's running texts from top to bottom, left to right."""
    ordered = sorted(page.running, key=lambda piece: (round(piece.baseline), piece.left))
    texts: dict[str, list[TypeLine]] = {}
    for line in _apart(gather_lines(ordered)):
        texts.setdefault(_place(line, page), []).append(line)
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
        for place, lines in texts.items()
    )


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


def _place(line: TypeLine, page: ReadPage) -> str:
    middle = (line.left + line.right) / 2
    edges = _edges(page)
    across = "center"
    width = edges[1] - edges[0]
    if abs(middle - (edges[0] + edges[1]) / 2) > 0.06 * width:
        across = "left" if middle < (edges[0] + edges[1]) / 2 else "right"
    height = (line.top + line.bottom) / 2
    if height < page.height * 0.25:
        return f"top-{across}"
    if height > page.height * 0.75:
        return f"bottom-{across}"
    return "left" if across == "left" else "right"


def _edges(page: ReadPage) -> tuple[float, float]:
    lines = [line for part in (*page.main, *page.notes) for line in part.lines]
    if not lines:
        return 0.0, page.width
    return min(line.left for line in lines), max(line.right for line in lines)


def _anchor(place: str, line: TypeLine) -> float:
    if place.endswith("right"):
        return line.right
    return (line.left + line.right) / 2 if place.endswith("center") else line.left


def split_margins(page: ReadPage, loose: Sequence[Piece]) -> list[Part]:
    """Put untagged pieces outside the text into the page's running ones; return the others as paragraphs."""
    claimed = [line for part in (*page.main, *page.notes) for line in part.lines]
    boxes = [part.box for part in page.main if part.box]
    tops = [line.top for line in claimed] + [box.top_pt for box in boxes]
    bottoms = [line.bottom for line in claimed] + [box.bottom_pt for box in boxes]
    lefts = [line.left for line in claimed] + [box.left_pt for box in boxes]
    rights = [line.right for line in claimed] + [box.right_pt for box in boxes]
    inside: list[Piece] = []
    for piece in loose:
        if not tops:
            is_margin = piece.bottom < page.height * 0.15 or piece.top > page.height * 0.85
        else:
            is_margin = (
                piece.bottom <= min(tops) + 1
                or piece.top >= max(bottoms) - 1
                or piece.right <= min(lefts) + 1
                or piece.left >= max(rights) - 1
            )
        (page.running if is_margin else inside).append(piece)
    return [Part("P", page.number, [line]) for line in gather_lines(inside)]
