"""Pages without tags → parts of blocks, guessed from the looks and places of lines.

In: pages as painted, in the order they are painted. Out: the same parts that tags would give, as well as
geometry can tell: headings are larger or bold and short, notes are small, low and begin with a label, items
begin with a bullet, paragraphs end where the leading widens or a line is moved in. Imposed pages (form
XObjects side by side, ISO 32000-1, 8.10) are read one after the other, from left to right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from publish.model.pages import Box
from publish.structure.lines import MONOSPACE, TypeLine, gather_lines
from publish.structure.parts import Part, ReadPage
from publish.structure.pdf_pieces import Form, Graphic, Piece

_BULLET = re.compile(r"^[•◦▪‣–·]\s|^\(?\d{1,3}[.)]\s")
_BOLD = re.compile(r"bold|black|heavy|semibold|-bx|medi", re.IGNORECASE)
_NOTE_LABEL = re.compile(r"^\W{0,2}(?:\d{1,4}|[*†‡§¶]{1,3})[\])]?[.:)]?(?:\s|(?=[A-Z‘“]))")
_LABEL_ALONE = re.compile(r"^(?:[•◦▪‣–·]|\(?\d{1,3}[.)])$")
_PICTURE_PT = 20.0


def read_untagged(pages: Sequence[ReadPage]) -> None:
    """Fill in the parts, notes and running text of pages without a structure tree."""
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    for page in pages:
        for piece in page.content.pieces:
            sizes[round(piece.size, 1)] += len(piece.text)
            fonts[piece.font] += len(piece.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    body_font = fonts.most_common(1)[0][0] if fonts else ""
    gathered = [gather_lines(page.content.pieces) for page in pages]
    usual = _Usual(body, body_font, _repeated_lines(pages), _usual_leading(gathered, body))
    for page in pages:
        for pieces, graphics, area in regions(page):
            _read_region(page, pieces, graphics, area, usual)


class _Usual:
    """What most of the edition looks like."""

    __slots__ = ("font", "leading", "repeated", "size")

    def __init__(self, size: float, font: str, repeated: set[tuple[str, int]], leading: float) -> None:
        self.size, self.font, self.repeated, self.leading = size, font, repeated, leading


def leaves_of(page: ReadPage) -> list[tuple[int, Form]]:
    """Return the forms that are pages placed on a sheet, left to right; none if the page is not imposed."""
    letters: Counter[int] = Counter()
    for piece in page.content.pieces:
        letters[piece.form] += len(piece.text)
    forms = [
        (index, form)
        for index, form in enumerate(page.content.forms)
        if letters[index] and form.right - form.left < 0.55 * page.width
    ]
    if not forms or letters[-1] > sum(letters[index] for index, _ in forms):
        return []
    if len(forms) == 1 and forms[0][1].right - forms[0][1].left < 0.2 * page.width:
        return []
    return sorted(forms, key=lambda item: (item[1].left + item[1].right) / 2)


def regions(page: ReadPage) -> list[tuple[list[Piece], list[Graphic], Box]]:
    """Return what is read by itself: each leaf of a sheet, or else the whole page."""
    leaves = leaves_of(page)
    whole = Box(0.0, 0.0, page.width, page.height)
    if not leaves:
        return [(page.content.pieces, page.content.graphics, whole)]
    half = page.width / 2
    found: list[tuple[list[Piece], list[Graphic], Box]] = []
    for index, form in leaves:
        pieces = [piece for piece in page.content.pieces if piece.form == index]
        graphics = [graphic for graphic in page.content.graphics if graphic.form == index]
        left = 0.0 if (form.left + form.right) / 2 < half else half
        found.append((pieces, graphics, Box(left, 0.0, half, page.height)))
    taken = {index for index, _ in leaves}
    others = [piece for piece in page.content.pieces if piece.form not in taken]
    if others:
        found.append((others, [], whole))
    return found


def _repeated_lines(pages: Sequence[ReadPage]) -> set[tuple[str, int]]:
    """Return the first and last lines, numbers left out, that stand at one height on several pages."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        keys = set()
        for pieces, _, _ in regions(page):
            ordered = sorted(gather_lines(pieces), key=lambda line: line.baseline)
            for line in (*ordered[:3], *ordered[-3:]):
                keys.add(_key(line))
        seen.update(keys)
    return {key for key, count in seen.items() if count >= 2}


def _key(line: TypeLine) -> tuple[str, int]:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text), round(line.baseline / 2)


def _read_region(
    page: ReadPage, pieces: list[Piece], graphics: list[Graphic], area: Box, usual: _Usual
) -> None:
    lines = _with_labels(gather_lines(pieces))
    texts = [line for line in lines if not _is_running(line, lines, area, usual)]
    kept = {id(line) for line in texts}
    for line in lines:
        if id(line) not in kept:
            page.running.extend(line.pieces)
    groups: list[list[TypeLine]] = []
    for line in texts:
        if groups and _continues(groups[-1], line, usual):
            groups[-1].append(line)
        else:
            groups.append([line])
    lowest = max((line.baseline for line in texts if line.size > usual.size - 0.4), default=0.0)
    for group in groups:
        role = _role(group, usual, lowest, area)
        part = Part(role, page.number, group)
        (page.notes if role == "Note" else page.main).append(part)
    for graphic in graphics:
        width, height = graphic.right - graphic.left, graphic.bottom - graphic.top
        if graphic.kind == "image" and width >= _PICTURE_PT and height >= _PICTURE_PT:
            box = Box(round(graphic.left, 2), round(graphic.top, 2), round(width, 2), round(height, 2))
            part = Part("Figure", page.number, box=box, graphics=[graphic])
            _insert_by_height(page.main, part)


def _insert_by_height(parts: list[Part], figure: Part) -> None:
    top = figure.box.top_pt if figure.box else 0.0
    for index, part in enumerate(parts):
        if part.page == figure.page and part.lines and part.lines[0].baseline > top:
            parts.insert(index, figure)
            return
    parts.append(figure)


def _is_running(line: TypeLine, lines: Sequence[TypeLine], area: Box, usual: _Usual) -> bool:
    is_top = line.bottom < area.top_pt + 0.15 * area.height_pt
    is_foot = line.top > area.top_pt + 0.85 * area.height_pt
    if not (is_top or is_foot) or line.size > 1.35 * usual.size:
        return False
    beyond = [
        other
        for other in lines
        if (other.baseline < line.baseline) == is_top and abs(other.baseline - line.baseline) > 2
    ]
    if len(beyond) > 1:
        return False
    if _key(line) in usual.repeated and len(line.text) < 100:
        return True
    return bool(re.fullmatch(r"\W*(?:\d{1,4}|[ivxlc]{1,7})\W*", line.text))


def _usual_leading(pages: Sequence[Sequence[TypeLine]], size: float) -> float:
    steps = Counter(
        round(later.baseline - line.baseline, 1)
        for lines in pages
        for line, later in pairwise(lines)
        if 0.8 * size < later.baseline - line.baseline < 2.2 * size and abs(line.size - later.size) < 0.3
    )
    return steps.most_common(1)[0][0] if steps else 1.3 * size


def _with_labels(lines: Sequence[TypeLine]) -> list[TypeLine]:
    """Put bullets and numbers that were painted by themselves before the lines they stand at."""
    labels = [line for line in lines if _LABEL_ALONE.match(line.text)]
    taken: set[int] = set()
    for label in labels:
        near = [
            line
            for line in lines
            if line not in labels
            and abs(line.baseline - label.baseline) < 1
            and 0 <= line.left - label.right < 30
        ]
        if near:
            line = min(near, key=lambda line: line.left)
            line.pieces[:0] = label.pieces
            line.left = label.left
            taken.add(id(label))
    return [line for line in lines if id(line) not in taken]


def _has_small(line: TypeLine) -> bool:
    return any(piece.size < 0.85 * line.size for piece in line.pieces)


def _continues(group: list[TypeLine], line: TypeLine, usual: _Usual) -> bool:
    last = group[-1]
    step = line.baseline - last.baseline
    if line.pieces[0].is_sideways != last.pieces[0].is_sideways or abs(line.size - last.size) > 0.3:
        return False
    expected = usual.leading if abs(line.size - usual.size) < 0.3 else 1.5 * line.size
    # Raised type pushes lines apart in many a layout.
    stretch = 1.4 if _has_small(line) or _has_small(last) else 1.15
    if not 0 < step <= stretch * expected:
        return False
    if MONOSPACE.search(last.pieces[0].font) and MONOSPACE.search(line.pieces[0].font):
        return True
    if _BULLET.match(line.text) or (line.size < usual.size - 0.4 and _NOTE_LABEL.match(line.text)):
        return False
    if _is_bold(last) != _is_bold(line) and (_is_all_bold(last) or _is_all_bold(line)):
        return False
    edge = min(other.left for other in group)
    is_moved_in = line.left > edge + 0.6 * line.size
    hangs = _BULLET.match(last.text) or (line.size < usual.size - 0.4 and _NOTE_LABEL.match(last.text))
    if is_moved_in and not (len(group) == 1 and hangs):
        # A paragraph's first line is moved in, and so is all of a centred or ragged-left one.
        return abs((line.left + line.right) - (last.left + last.right)) < 4
    return not (len(group) > 1 and last.right < max(other.right for other in group) - 6 * line.size)


def _is_bold(line: TypeLine) -> bool:
    return bool(_BOLD.search(line.pieces[0].font))


def _is_all_bold(line: TypeLine) -> bool:
    return all(_BOLD.search(piece.font) for piece in line.pieces)


def _role(group: Sequence[TypeLine], usual: _Usual, lowest: float, area: Box) -> str:
    first = group[0]
    size = first.size
    if all(MONOSPACE.search(piece.font) for line in group for piece in line.pieces):
        return "Code"
    if size < usual.size - 0.4 and first.baseline > lowest and _NOTE_LABEL.match(first.text):
        return "Note"
    is_short = len(group) <= 3 and sum(len(line.text) for line in group) < 160
    if is_short and size > 1.45 * usual.size:
        return "H1"
    if is_short and size > 1.12 * usual.size:
        return "H2"
    if is_short and len(group) == 1 and _is_all_bold(first) and not _BOLD.search(usual.font):
        return "H3"
    return "LI" if _BULLET.match(first.text) else "P"
