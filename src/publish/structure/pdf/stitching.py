"""Parts of pages → whole blocks.

In: the parts of all pages in order, main flow or notes. Out: groups of parts that are one block, as a block
that runs over a page's end has a part on each. A divided word, a sentence without an end or a line that is
full tells that it goes on; an indented line, another depth or another look that it does not. Of
notes, and in our own editions of paragraphs and list items, tags may tell it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from publish.structure.pdf.lines import LAYOUT_HYPHENS, TypeLine, letters_by_style
from publish.structure.pdf.parts import Part

_ENDS = re.compile(r"[.!?:…。！？؟][”’\"'»)\]›\d*†‡]*$")
_BULLET = re.compile(r"^(?:[•◦▪–‣·*]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_LOCATOR = re.compile(r",\s(?:\d+|[ivxlc]+)(?:–\d+|nn?\d+(?:–\d+)?)?$")
"""The end of an index entry: its last page number."""
_RUNNING_ON = frozenset(("P", "LI", "BlockQuote", "Code", "Note", "TOCI"))
_FLOATING = frozenset(("Figure", "Caption"))
_TELLING_LINES = 3
"""The edges of fewer lines than these say nothing of the column they stand in."""

Columns = dict[int, tuple[float, float]]
"""The left and right edge of the paragraphs of each page, where they are known."""


def stitch(parts: Sequence[Part]) -> list[list[Part]]:
    """Return the parts of each block; most have one."""
    columns = _columns(parts)
    tells = any(part.goes_on_from and part.role != "Note" for part in parts)
    groups: list[list[Part]] = []
    waiting: list[Part] | None = None
    """The block that was the last on the page before, while nothing else has begun on this one."""
    page = 0
    tables: dict[int, int] = {}
    for part in parts:
        if part.page != page:
            waiting = groups[-1] if groups and groups[-1][-1].page == part.page - 1 else None
            page = part.page
        if waiting is not None and part.table and part.table not in tables:
            table = waiting[-1].table
            if table and len(part.cells) == len(waiting[-1].cells):
                tables[part.table] = table
        if part.goes_on_from and (begun := _begun(groups, part)) is not None:
            begun.append(part)
            waiting = None
            continue
        is_told = tells and part.is_element
        part.table = tables.get(part.table, part.table)
        if waiting is not None and part.role == "TH" and (header := _header_of(groups, part)) is not None:
            header.append(part)
            continue
        if waiting is not None and not is_told and goes_on(waiting[-1], part, columns):
            waiting.append(part)
            waiting = None
            continue
        groups.append([part])
        if part.role not in _FLOATING:
            waiting = None
    return groups


def _begun(groups: Sequence[list[Part]], part: Part) -> list[Part] | None:
    """Return the block that tags say a part goes on from: a note, or the last text of an earlier page."""
    for group in reversed(groups):
        if group[0].identifier == part.goes_on_from and (part.role == "Note" or group[-1].page < part.page):
            return group
        if part.role != "Note" and group[0].role not in _FLOATING:
            return None
    return None


def _header_of(groups: Sequence[list[Part]], part: Part) -> list[Part] | None:
    """Return the header row that is printed again at the top of a page."""
    for group in reversed(groups):
        if group[0].table != part.table:
            return None
        if group[0].role == "TH" and _text(group[0]) == _text(part):
            return group
    return None


def goes_on(before: Part, part: Part, columns: Columns) -> bool:
    """Tell whether a part at the top of a page continues the last one of the page before."""
    if before.role == "TR" == part.role and before.table == part.table:
        return _row_goes_on(before, part)
    if before.role != part.role or part.role not in _RUNNING_ON or not before.lines or not part.lines:
        return False
    if before.depth != part.depth or part.label:
        return False
    last, first = before.lines[-1], part.lines[0]
    ends, begins = last.text, first.text
    if part.role == "LI" and _BULLET.match(f"{begins} "):
        return False
    if ends.endswith(LAYOUT_HYPHENS) or part.role == "Note":
        return True
    if _usual_look(before) != _usual_look(part):
        return False
    if part.role == "Code":
        return True
    if part.role == "TOCI":
        return not ends[-1:].isdigit()
    if _is_moved_in(before, part, columns) or _is_next_hanging(before, part, columns):
        return False
    is_entry = part.role == "LI" and _LOCATOR.search(ends) is not None
    if is_entry and _LOCATOR.search(part.lines[-1].text):
        return False
    if _is_full(before, part, columns):
        return True
    if is_entry:
        return False
    return not _ENDS.search(last.reading_text or ends) and begins[:1].islower()


def _is_moved_in(before: Part, part: Part, columns: Columns) -> bool:
    """Tell whether a part begins as paragraphs do, with a line moved in."""
    first = part.lines[0]
    if len(part.lines) > 1:
        edge = min(line.left for line in part.lines[1:])
    elif part.role == "LI" and len(before.lines) > 1:
        # A single line is held against the item's other lines, at the same distance from the column's edge.
        shift = columns.get(part.page, (0.0, 0.0))[0] - columns.get(before.page, (0.0, 0.0))[0]
        edge = min(line.left for line in before.lines[1:])
        return abs(first.left - edge) > 1 and abs(first.left - edge - shift) > 1
    else:
        edge = columns.get(part.page, (first.left, 0.0))[0]
    return first.left > edge + 0.3 * first.size


def _is_next_hanging(before: Part, part: Part, columns: Columns) -> bool:
    """Tell whether a part begins as hanging entries do, such as those of a list of sources."""
    if _hang(part) > 0:
        return True
    hang = _hang(before)
    shift = columns.get(part.page, (0.0, 0.0))[0] - columns.get(before.page, (0.0, 0.0))[0]
    return hang > 0 and abs(part.lines[0].left - before.lines[0].left - shift) < 0.3 * hang


def _hang(part: Part) -> float:
    """Return how far all lines but the first are moved in; 0 if they are not, or not alike."""
    first = part.lines[0]
    lefts = [line.left for line in part.lines[1:]]
    if not lefts or max(lefts) - min(lefts) > 1:
        return 0.0
    shift = lefts[0] - first.left
    return shift if shift > 0.6 * first.size else 0.0


def _is_full(before: Part, part: Part, columns: Columns) -> bool:
    """Tell whether the next word would not have fitted on the last line."""
    last, first = before.lines[-1], part.lines[0]
    edge = max(line.right for line in before.lines)
    if len(before.lines) == 1:
        if before.page not in columns:
            return False  # nothing tells how long a full line is
        edge = columns[before.page][1]
    words = first.text.split()
    letters = max(1, len(first.text))
    width = len(words[0]) * (first.right - first.left) / letters if words else 0.0
    return edge - last.right < 0.22 * last.size + 0.9 * width


def _row_goes_on(before: Part, part: Part) -> bool:
    """Tell whether a row was cut: the rest of one has an empty cell, or begins in the middle of a sentence."""
    if len(before.cells) != len(part.cells) or not part.cells:
        return False
    texts = [" ".join(line.text for line in cell) for cell in part.cells]
    former = [" ".join(line.text for line in cell) for cell in before.cells]
    filled = [(old, new) for old, new in zip(former, texts, strict=True) if new]
    if not filled or any(not old for old, _ in filled):
        return False
    if any(old.endswith(LAYOUT_HYPHENS) for old, _ in filled):
        return True
    return all(not _ENDS.search(old) and new[:1].islower() for old, new in filled)


def _columns(parts: Sequence[Part]) -> Columns:
    """Return the edges of paragraphs: those of a page, or where it has few lines, those usual on its side."""
    lines: dict[int, list[TypeLine]] = {part.page: [] for part in parts}
    for part in parts:
        if part.role in _RUNNING_ON and part.role != "Code":  # code may stand moved in, and end anywhere
            lines[part.page].extend(part.lines)
    own = {
        page: (min(line.left for line in found), max(line.right for line in found))
        for page, found in lines.items()
        if found
    }
    told = {page for page, found in lines.items() if len(found) >= _TELLING_LINES}
    usual: Columns = {}
    for side in (0, 1):
        if edges := [own[page] for page in told if page % 2 == side]:
            usual[side] = median(left for left, _ in edges), median(right for _, right in edges)
    return {
        page: own[page] if page in told else usual[page % 2]
        for page in lines
        if page in told or page % 2 in usual
    }


def _usual_look(part: Part) -> tuple[str, float]:
    counted = letters_by_style(part.lines)
    if not counted:
        return "", 0.0
    font, size, _ = max(counted, key=lambda style: counted[style])
    return font, size


def _text(part: Part) -> str:
    return "".join(line.text for line in part.lines)
