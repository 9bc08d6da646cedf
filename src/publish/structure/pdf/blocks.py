"""Groups of parts → blocks with text, fragments and looks.

In: the parts of one block over its pages. Out: a `Block` of the page structure, and what its text held
besides words: calls of notes, links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from statistics import fmean, median

from publish.model.looks import Alignment, Box, Look
from publish.model.pages import Block, Fragment, Line
from publish.structure.pdf.lines import (
    Reading,
    TypeLine,
    emphases_of,
    gather_lines,
    join_texts,
    letters_by_style,
    read_lines,
    to_line,
)
from publish.structure.pdf.painted import is_right_to_left
from publish.structure.pdf.parts import Part

_ASCENT_EM, _DESCENT_EM = 0.8, 0.2
_LABEL = re.compile(r"^\W{0,2}(\d{1,5}|[*†‡§¶‖#]{1,4}|[a-z]{1,2})[\])]?[.:)]?\s+(?=\S)")
_FLUSH_PT = 1.5
_FLUSH_EM = 0.15
_PIXEL_PT = 0.8
_EVEN_PT = 2.0
_TELLING_LINES = 3
_MOST, _HALF = 0.75, 0.5
_HANGING = frozenset("-\u2010.,:;!?\u2013\u2014'\"\u2018\u2019\u201a\u201c\u201d\u201e«»‹›()")
"""Signs that may hang into a margin (optical margins); letters never do."""
_HANGING_EM, _HANGING_PT = 0.5, 0.2
_FEWEST_LINES = 3
"""So many lines tell where a column begins and ends."""


def make_block(parts: Sequence[Part], vocabulary: Collection[str]) -> tuple[Block, Reading]:
    """Return the block that parts are, and the calls and links in its text."""
    role = parts[0].role
    if role in ("Figure", "Formula"):
        return _make_picture(parts), Reading()
    lines = [line for part in parts for line in part.lines]
    is_repeated = role == "TH"
    reading = read_lines(parts[0].lines if is_repeated else lines, vocabulary, keep_lines=role == "Code")
    if role in ("TH", "TR"):
        reading.text = _row_text(parts[:1] if is_repeated else parts, vocabulary)
    counted = letters_by_style(lines)
    usual = max(counted, key=lambda style: counted[style]) if counted else ("", 0.0, "")
    fragments = tuple(_make_fragment(part, is_last=part is parts[-1]) for part in parts)
    alignment, indent = _shape(parts)
    block = Block(
        role,
        reading.text,
        fragments,
        Look(*usual[:2], _leading(parts), usual[2], alignment, indent),
        emphases_of(lines, usual, parts[0].label, vocabulary),
        depth=parts[0].depth,
        table=parts[0].table,
    )
    return block, reading


def _make_picture(parts: Sequence[Part]) -> Block:
    part = parts[0]
    text = part.alt or " ".join(line.text for line in part.lines)
    return Block(part.role, text, (Fragment(part.page, part.box or Box(0, 0, 0, 0)),), table=part.table)


def _row_text(parts: Sequence[Part], vocabulary: Collection[str]) -> str:
    cells: list[str] = []
    for part in parts:
        for index, lines in enumerate(part.cells or [part.lines]):
            text = read_lines(lines, vocabulary).text
            if index < len(cells):
                cells[index] = join_texts(cells[index], text, vocabulary)
            else:
                cells.append(text)
    return "\t".join(cells)


def _make_fragment(part: Part, *, is_last: bool) -> Fragment:
    lines = part.lines
    if part.cells:
        tallest = max(part.cells, key=len)
        rows = gather_lines(piece for line in tallest for piece in line.pieces)
    else:
        rows = lines
    told = tuple(to_line(line) for line in rows)
    size_first, size_last = _size(lines[0]), _size(lines[-1])
    top = min(line.baseline for line in lines[:1]) - _ASCENT_EM * size_first
    bottom = max(line.baseline for line in lines) + _DESCENT_EM * size_last
    left, right = _edges(lines)
    box = Box(round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))
    hyphens = [line.is_hyphenated for line in told]
    return Fragment(
        part.page,
        box,
        told,
        len(told),
        sum(hyphens),
        bool(hyphens) and hyphens[-1],
        _longest_run(hyphens),
        round(told[-1].right_pt - told[-1].left_pt, 1) if told else 0.0,
        _widest_space(told, right, is_last=is_last),
        _uneven(rows),
        _aside(rows),
    )


def _edges(lines: Sequence[TypeLine]) -> tuple[float, float]:
    """Return where lines begin and end; signs that hang into the margins make no column wider."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    if len(lines) < _FEWEST_LINES:
        return left, right
    furthest = _HANGING_EM * lines[0].size
    begin, end = median(line.left for line in lines[1:]), median(line.right for line in lines[:-1])
    if begin - left <= furthest and all(
        line.text.lstrip()[:1] in _HANGING for line in lines if line.left < begin - _HANGING_PT
    ):
        left = min(begin, lines[0].left)
    if right - end <= furthest and all(
        line.text.rstrip()[-1:] in _HANGING for line in lines if line.right > end + _HANGING_PT
    ):
        right = end
    return left, right


def _unhung(lines: Sequence[TypeLine]) -> list[tuple[float, float]]:
    """Return where lines begin and end; those whose first or last sign hangs into a margin, as without it.

    A sign hangs where it stands out, by less than half an em, of all lines that begin or end in a letter.
    """
    spans = [(line.left, line.right) for line in lines]
    signs = [_outer_signs(line) for line in lines]
    lefts = [left for (left, _), (first, _) in zip(spans, signs, strict=True) if first not in _HANGING]
    rights = [right for (_, right), (_, last) in zip(spans, signs, strict=True) if last not in _HANGING]
    least, most = min(lefts, default=0.0), max(rights, default=0.0)
    furthest = _HANGING_EM * lines[0].size if lines else 0.0
    return [
        (
            least if first in _HANGING and 0 < least - left <= furthest else left,
            most if last in _HANGING and 0 < right - most <= furthest else right,
        )
        for (left, right), (first, last) in zip(spans, signs, strict=True)
    ]


def _outer_signs(line: TypeLine) -> tuple[str, str]:
    """Return the characters furthest left and furthest right on a line."""
    text = line.text.strip()
    return (text[-1:], text[:1]) if is_right_to_left(text) else (text[:1], text[-1:])


def _uneven(lines: Sequence[TypeLine]) -> float:
    """Return the greatest distance of a baseline from where the middle distance of all puts it, in points."""
    if len(lines) < 3:
        return 0.0
    step = median(after.baseline - before.baseline for before, after in pairwise(lines))
    starts = [line.baseline - index * step for index, line in enumerate(lines)]
    off = max(abs(start - median(starts)) for start in starts)
    return round(off, 1) if off > _EVEN_PT else 0.0


def _aside(lines: Sequence[TypeLine]) -> float:
    """Return how far an inner line begins from where most do, in points."""
    inner = [left for left, _ in _unhung(lines)[1:-1]]
    if len(inner) < 3:
        return 0.0
    off = max(abs(left - median(inner)) for left in inner)
    return round(off, 1) if off > _EVEN_PT else 0.0


def _size(line: TypeLine) -> float:
    return max(line.pieces, key=lambda piece: len(piece.text)).size if line.pieces else line.size


def _longest_run(flags: Sequence[bool]) -> int:
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def _widest_space(lines: Sequence[Line], right: float, *, is_last: bool) -> float:
    body = lines[:-1] if is_last else lines
    full = [line.word_space_em for line in body if abs(line.right_pt - right) <= _FLUSH_PT]
    return round(max(full, default=0.0), 2)


def _leading(parts: Sequence[Part]) -> float:
    """Return the mean distance of baselines that are about as far apart as most, in points to two places."""
    steps: list[float] = []
    for part in parts:
        rows = max(part.cells, key=len) if part.cells else part.lines
        steps.extend(
            later.baseline - line.baseline
            for line, later in pairwise(rows)
            if later.baseline - line.baseline > 1
        )
    if not steps:
        return 0.0
    middle = median(steps)
    # A formula or raised type pushes single lines apart; engines that set on pixels push them all a little.
    usual = [step for step in steps if abs(step - middle) <= _PIXEL_PT]
    return round(fmean(usual) if usual else middle, 2)


def _shape(parts: Sequence[Part]) -> tuple[Alignment, float]:
    """Return how lines are aligned, if enough of them tell, and how far the first is moved in.

    Each page has its own edges, as margins differ on recto and verso. An edge is where most lines end, so that
    one that ends in a thin letter decides nothing; nor do signs that hang out.
    """
    lines = [line for part in parts for line in part.lines]
    spans = [_unhung(part.lines) for part in parts]
    if len(lines) < _FEWEST_LINES or parts[0].cells:
        return "", 0.0
    loose = max(_FLUSH_PT, _FLUSH_EM * lines[0].size)
    edges = [_edge([left for left, _ in span], loose, min) for span in spans]
    lefts = [left - edge for edge, span in zip(edges, spans, strict=True) for left, _ in span][1:]
    ends = [_edge([right for _, right in span], loose, max) for span in spans]
    rights = [edge - right for edge, span in zip(ends, spans, strict=True) for _, right in span]
    is_left = _share(lefts, loose) >= _MOST
    alignment: Alignment = ""
    if is_left and len(lines) > _TELLING_LINES:
        full = _share(rights[:-1], loose)
        alignment = "justify" if full >= _MOST else "left" if full <= _HALF else ""
    elif not is_left and _share(rights, loose) >= _MOST:
        alignment = "right"
    elif not is_left:
        middles = [(line.left + line.right) / 2 for line in lines]
        alignment = "center" if max(middles) - min(middles) <= 2 * _FLUSH_PT else ""
    is_known = is_left and len(parts) == 1
    return alignment, round(spans[0][0][0] - edges[0], 1) if is_known else 0.0


def _edge(values: Sequence[float], loose: float, outer: Callable[[list[float]], float]) -> float:
    """Return the place about which most values stand; the outer one of several."""
    counts = {value: sum(1 for other in values if abs(other - value) <= loose) for value in values}
    most = max(counts.values())
    return outer([value for value, count in counts.items() if count == most])


def _share(distances: Sequence[float], loose: float) -> float:
    return sum(1 for distance in distances if abs(distance) <= loose) / len(distances)


def split_label(text: str, label: str) -> tuple[str, str]:
    """Return a note's label and its text without it; `label` is what tags told, or empty.

    >>> split_label("12. See there.", ""), split_label("* See there.", ""), split_label("12See there.", "12")
    (('12', 'See there.'), ('*', 'See there.'), ('12', 'See there.'))
    >>> split_label("See there.", "")
    ('', 'See there.')
    """
    if label:
        found = re.match(rf"^\W{{0,2}}{re.escape(label)}[\])]?[.:)]?\s*", text)
        if found:
            return label, text[found.end() :]
    match = _LABEL.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)
