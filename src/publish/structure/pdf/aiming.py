"""Where links aim → where they mean to.

In: pages with their parts, targets as the file has them. Out: the targets mended, in place, where a whole
edition aims beside its marks by one and the same distance, as Chromium does that forgets the page's margins
(12.3.2.2 of ISO 32000-1 counts from the page's corner). Links that repeat the words they lead to tell it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from publish.model.wording import squash
from publish.structure.pdf.parts import Part, ReadPage, Targets

_LEAST_PT, _SAME_PT, _SAME_LEFT_PT = 12.0, 5.0, 2.0
_LEAST_WITNESSES, _LEAST_WRONG = 3, 2
_AGREEING = 0.7
_SHORTEST = 4
_TAIL = re.compile(r"[\d.·…]+$")


def mend_targets(pages: Sequence[ReadPage], targets: Targets) -> None:
    """Move all targets by the distance at which links miss the words they repeat, if they agree on one."""
    tops = _tops(pages)
    missed: list[float] = []
    aside: list[float] = []
    wrong = 0
    for number, words in _texts(pages).items():
        target = targets.all[number]
        found = tops.get((target.page or 0, _TAIL.sub("", words)), [])
        if target.top is not None and len(found) == 1:
            top, left = found[0]
            missed.append(top - target.top)
            page = pages[(target.page or 1) - 1]
            if target.left is not None:
                aside.append(0.0 if _begins_there(page, target.left) else left - target.left)
            wrong += _is_between(page, target.top, top)
    # A heading may have much room above it that belongs to it: only other words in between tell a miss, or
    # that all aim beside the type as well.
    if len(missed) < _LEAST_WITNESSES or (wrong < _LEAST_WRONG and not _is_aside(aside)):
        return
    distance = median(missed)
    agreeing = sum(1 for other in missed if abs(other - distance) <= _SAME_PT)
    if abs(distance) < _LEAST_PT or agreeing < _AGREEING * len(missed):
        return
    for number, target in enumerate(targets.all):
        if target.top is not None:
            targets.all[number] = replace(target, top=round(target.top + distance, 1))


def _is_aside(distances: Sequence[float]) -> bool:
    """Tell whether all links aim as far to the left of what they lead to."""
    if len(distances) < _LEAST_WITNESSES or min(distances) < _LEAST_PT:
        return False
    return max(distances) - min(distances) <= _SAME_LEFT_PT


def _begins_there(page: ReadPage, left: float) -> bool:
    """Tell whether lines begin where a link aims: the edge of the column, in which headings may be centred."""
    return any(abs(line.left - left) <= _SAME_LEFT_PT for part in page.main for line in part.lines)


def _is_between(page: ReadPage, top: float, mark: float) -> bool:
    """Tell whether a line stands below the place aimed at and above the mark."""
    return any(top < line.baseline < mark for part in page.main for line in part.lines)


def _texts(pages: Sequence[ReadPage]) -> dict[int, str]:
    """Return the words of links that are long enough to be known again."""
    texts: dict[int, str] = defaultdict(str)
    for page in pages:
        for piece in page.content.pieces:
            if piece.link >= 0:
                texts[piece.link] += squash(piece.text)
    return {number: text for number, text in texts.items() if len(text) >= _SHORTEST}


def _tops(pages: Sequence[ReadPage]) -> dict[tuple[int, str], list[tuple[float, float]]]:
    """Return the upper and left edges of what has these words, by page and words."""
    tops: dict[tuple[int, str], list[tuple[float, float]]] = defaultdict(list)
    for page in pages:
        for part in page.main:
            if part.lines and _is_short(part):
                words = squash("".join(line.text for line in part.lines))
                first = part.lines[0]
                tops[page.number, words].append((first.baseline - 0.8 * first.size, first.left))
    return tops


def _is_short(part: Part) -> bool:
    return len(part.lines) <= 3 and part.role not in ("TOCI", "LI")
