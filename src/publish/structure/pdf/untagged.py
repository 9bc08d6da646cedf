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
from itertools import islice, pairwise

from publish.model.looks import Box
from publish.structure.pdf.columns import find_rows
from publish.structure.pdf.lines import MONOSPACE, TypeLine, gather_lines
from publish.structure.pdf.painted import Graphic
from publish.structure.pdf.parts import Part, ReadPage

_BULLET = re.compile(r"^[•◦▪‣–·]\s|^\(?\d{1,3}[.)]\s")
_BOLD = re.compile(r"bold|black|heavy|semibold|-bx|medi", re.IGNORECASE)
_NOTE_LABEL = re.compile(r"^\W{0,2}(?:\d{1,4}|[*†‡§¶]{1,3})[\])]?[.:)]?(?:\s|(?=[A-Z‘“]))")
_LABEL_ALONE = re.compile(r"^(?:[•◦▪‣–·]|\(?\d{1,3}[.)])$")
_FOLIO = re.compile(r"^(?:\d+|[ivxlc]+)\b|\b(?:\d+|[ivxlc]+)$|\d+(?=\s*(?:/|of|von|sur|di)\s*\d+$)")
"""Numbers within running text that may be the page's: first, last, or `3 of 12`. Others tell notes apart."""
_FOLIO_GAP_EM, _FOLIO_APART, _CLOSE_EM = 3.0, 1.5, 1.6
_PICTURE_PT = 20.0
_BACKGROUND_SHARE = 0.9
_TEXT_LETTERS = 300
_ENTRY_GAP_EM = 1.5
_SMALLER_PT = 0.4
_HANGING_EM = 3.0
_LARGEST = 1.35
"""Times the size of the text: what is larger is a heading, no running head."""


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
    usual = _Usual(body, body_font, _repeated_lines(pages, body), _usual_leading(gathered, body))
    usual.heads = _heads(gathered, usual)
    for page in pages:
        _read_page(page, usual)


_Place = tuple[str, float, int]
"""A line's face, size and height."""


class _Usual:
    """What most of the edition looks like."""

    __slots__ = ("font", "heads", "leading", "repeated", "size", "tables")

    def __init__(self, size: float, font: str, repeated: set[tuple[str, int]], leading: float) -> None:
        self.size, self.font, self.repeated, self.leading = size, font, repeated, leading
        self.heads: set[_Place] = set()
        """Where running heads stand that may say something else on each page."""
        self.tables = 0
        """How many were found as yet."""


def _repeated_lines(pages: Sequence[ReadPage], body: float) -> set[tuple[str, int]]:
    """Return the first and last lines, numbers left out, that stand at one height on several pages."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        ordered = sorted(gather_lines(page.content.pieces), key=lambda line: line.baseline)
        outer = [line for line in (*ordered[:3], *ordered[-3:]) if line.size <= _LARGEST * body]
        seen.update({_key(line) for line in outer})
    return {key for key, count in seen.items() if count >= 2}


def _heads(pages: Sequence[Sequence[TypeLine]], usual: _Usual) -> set[_Place]:
    """Return where lines stand above all of the edition's text, in a look of their own, on several pages."""
    texts = [
        line.baseline
        for lines in pages
        for line in lines
        if line.pieces[0].font == usual.font and abs(line.size - usual.size) < 0.3
    ]
    limit = min(texts, default=0.0) - 0.8 * usual.leading
    seen = Counter(
        place for lines in pages for place in {_place(line) for line in lines if line.baseline < limit}
    )
    return {place for place, count in seen.items() if count >= 2}


def _place(line: TypeLine) -> _Place:
    return line.pieces[0].font, round(line.size, 1), round(line.baseline / 2)


def _key(line: TypeLine) -> tuple[str, int]:
    return _FOLIO.sub("#", line.text), round(line.baseline / 2)


def _read_page(page: ReadPage, usual: _Usual) -> None:
    area = Box(0.0, 0.0, page.width, page.height)
    lines = _with_labels(gather_lines(page.content.pieces))
    texts = [line for line in lines if not _is_running(line, lines, area, usual)]
    kept = {id(line) for line in texts}
    for line in lines:
        if id(line) not in kept:
            page.running.extend(line.pieces)
    groups: list[list[TypeLine]] = []
    rows = find_rows(texts, usual.tables)
    heads = {id(line) for line in texts if id(line) in rows and _is_table_head(line, texts, rows)}
    usual.tables = max([usual.tables, *(number for number, _ in rows.values())])
    for line, following in zip(texts, [*texts[1:], None], strict=False):  # the last has none
        is_alone = id(line) in rows or (bool(groups) and id(groups[-1][0]) in rows)
        is_entry = groups and (_is_entry(groups[-1][-1]) or _is_next_entry(groups, line, usual))
        if is_alone or is_entry or _begins_hanging(line, following, usual):
            groups.append([line])
        elif groups and _continues(groups[-1], line, usual):
            groups[-1].append(line)
        else:
            groups.append([line])
    lowest = max((line.baseline for line in texts if line.size > usual.size - 0.4), default=0.0)
    for group in groups:
        if id(group[0]) in rows:
            table, cells = rows[id(group[0])]
            role = "TH" if id(group[0]) in heads else "TR"
            page.main.append(Part(role, page.number, group, table=table, cells=cells))
            continue
        role = _role(group, usual, lowest, area)
        part = Part(role, page.number, group)
        (page.notes if role == "Note" else page.main).append(part)
    _lift_code(page.main)
    for part in loose_pictures(page, page.content.graphics):
        insert_by_height(page.main, part)


def _lift_code(parts: list[Part]) -> None:
    """Put code before what stands below it: engines paint blocks that scroll after all others of a page."""
    for part in [part for part in parts if part.role == "Code"]:
        at = next(index for index, other in enumerate(parts) if other is part)
        left, right = min(line.left for line in part.lines), max(line.right for line in part.lines)
        for index, other in enumerate(parts[:at]):
            is_across = any(line.left < right and line.right > left for line in other.lines)
            if is_across and other.lines[0].baseline > part.lines[0].baseline:
                parts.insert(index, parts.pop(at))
                break


def loose_pictures(page: ReadPage, graphics: Sequence[Graphic]) -> list[Part]:
    """Return the images among graphics that are large enough to be pictures and no background of a text."""
    is_text = sum(len(piece.text) for piece in page.content.pieces) > _TEXT_LETTERS
    found: list[Part] = []
    for graphic in graphics:
        width, height = graphic.right - graphic.left, graphic.bottom - graphic.top
        is_background = is_text and width * height > _BACKGROUND_SHARE * page.width * page.height
        if graphic.kind == "image" and min(width, height) >= _PICTURE_PT and not is_background:
            box = Box(round(graphic.left, 2), round(graphic.top, 2), round(width, 2), round(height, 2))
            found.append(Part("Figure", page.number, box=box, graphics=[graphic]))
    return found


def insert_by_height(parts: list[Part], figure: Part) -> None:
    """Put a picture before the first part of its page that begins below its upper edge."""
    top = figure.box.top_pt if figure.box else 0.0
    for index, part in enumerate(parts):
        if part.page == figure.page and part.lines and part.lines[0].baseline > top:
            parts.insert(index, figure)
            return
    parts.append(figure)


def _is_running(line: TypeLine, lines: Sequence[TypeLine], area: Box, usual: _Usual) -> bool:
    is_top = line.bottom < area.top_pt + 0.15 * area.height_pt
    is_foot = line.top > area.top_pt + 0.85 * area.height_pt
    if not (is_top or is_foot) or line.size > _LARGEST * usual.size:
        return False
    inwards = lines if is_top else reversed(lines)
    further = (
        other
        for other in inwards
        if (other.baseline < line.baseline) == is_top and abs(other.baseline - line.baseline) > 2
    )
    beyond = list(islice(further, 2))  # whether there are more is nothing to look at a whole page for
    if len(beyond) > 1:
        return False
    if is_top and line.size < 1.1 * usual.size and _place(line) in usual.heads:
        return True
    if (
        _key(line) in usual.repeated
        and len(line.text) < 100
        and not (is_foot and _ends_note(line, lines, usual))
    ):
        return True
    if not beyond and _has_folio_apart(line, lines, usual):
        return True
    return bool(re.fullmatch(r"\W*(?:\d{1,4}|[ivxlc]{1,7})\W*", line.text))


def _ends_note(line: TypeLine, lines: Sequence[TypeLine], usual: _Usual) -> bool:
    """Tell whether a line at the foot goes on from one close above it that is no running foot."""
    above = [other for other in lines if 0 < line.baseline - other.baseline <= _CLOSE_EM * line.size]
    return any(abs(other.size - line.size) < 0.3 and _key(other) not in usual.repeated for other in above)


def _has_folio_apart(line: TypeLine, lines: Sequence[TypeLine], usual: _Usual) -> bool:
    """Tell whether a line has a number at one end, far from its words, and stands far from the text."""
    gaps = [later.left - piece.right for piece, later in pairwise(line.pieces)]
    if not gaps or max(gaps) < _FOLIO_GAP_EM * line.size:
        return False
    ends = [line.pieces[at].text.strip() for at in (0, -1) if gaps[at] == max(gaps)]
    near = min((abs(other.baseline - line.baseline) for other in lines if other is not line), default=0.0)
    return (
        any(re.fullmatch(r"\d{1,4}|[ivxlc]{1,7}", end) for end in ends) and near > _FOLIO_APART * usual.leading
    )


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
    for line in lines:
        last = line.pieces[-1]
        if len(line.pieces) > 1 and _LABEL_ALONE.match(last.text) and last.right <= line.pieces[0].left:
            line.pieces = [last, *line.pieces[:-1]]
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


def _has_raised(line: TypeLine) -> bool:
    return any(
        piece.size < 0.85 * line.size or abs(piece.baseline - line.baseline) > 0.15 * line.size
        for piece in line.pieces
    )


def _is_table_head(
    line: TypeLine, lines: Sequence[TypeLine], rows: dict[int, tuple[int, list[list[TypeLine]]]]
) -> bool:
    """Tell whether a row is the first of its table and the only bold one."""
    others = [other for other in lines if id(other) in rows and rows[id(other)][0] == rows[id(line)][0]]
    return line is others[0] and _is_all_bold(line) and not any(_is_all_bold(other) for other in others[1:])


def _sole_link(line: TypeLine) -> int:
    """Return the number of the link that a whole line is; -1 if it is none."""
    links = {piece.link for piece in line.pieces}
    return links.pop() if len(links) == 1 else -1


def _is_call_alone(line: TypeLine, last: TypeLine) -> bool:
    """Tell whether a line has nothing on it but the call of a note, for which the last one had no room."""
    piece = line.pieces[0]
    return len(line.pieces) == 1 and piece.link >= 0 and piece.text.isdigit() and line.size < last.size


def _continues(group: list[TypeLine], line: TypeLine, usual: _Usual) -> bool:
    last = group[-1]
    step = line.baseline - last.baseline
    is_call = _is_call_alone(line, last)
    if line.pieces[0].is_sideways != last.pieces[0].is_sideways:
        return False
    if abs(line.size - last.size) > 0.3 and not is_call:
        return False
    expected = usual.leading if abs(line.size - usual.size) < 0.3 else 1.5 * line.size
    # Raised type pushes lines apart in many a layout.
    stretch = 1.4 if _has_raised(line) or _has_raised(last) else 1.15
    if not 0 < step <= stretch * expected:
        return False
    if is_call:
        return True
    if MONOSPACE.search(last.pieces[0].font) and MONOSPACE.search(line.pieces[0].font):
        return True
    if _BULLET.match(line.text) or (line.size < usual.size - 0.4 and _NOTE_LABEL.match(line.text)):
        return False
    if _is_bold(last) != _is_bold(line) and (_is_all_bold(last) or _is_all_bold(line)):
        return False
    if line.size < usual.size - _SMALLER_PT and _hangs(group, line):
        return True
    if -1 < _sole_link(last) != _sole_link(line) > -1:
        return False  # entries of contents, a line each
    edge = min(other.left for other in group)
    is_moved_in = line.left > edge + 0.6 * line.size
    hangs = _BULLET.match(last.text) or (line.size < usual.size - 0.4 and _NOTE_LABEL.match(last.text))
    if is_moved_in and not (len(group) == 1 and hangs):
        # A paragraph's first line is moved in, and so is all of a centred or ragged-left one.
        return abs((line.left + line.right) - (last.left + last.right)) < 4
    return not (len(group) > 1 and last.right < max(other.right for other in group) - 6 * line.size)


def _hangs(group: Sequence[TypeLine], line: TypeLine) -> bool:
    """Tell whether a line of a note or of a list of references goes on, however short the one before."""
    first, last = group[0], group[-1]
    shift = line.left - first.left
    if _NOTE_LABEL.match(first.text):
        return -1 < shift < _HANGING_EM * line.size
    if not 0.6 * line.size < shift < _HANGING_EM * line.size:
        return False
    return len(group) == 1 or abs(line.left - last.left) < 1


def _begins_hanging(line: TypeLine, following: TypeLine | None, usual: _Usual) -> bool:
    """Tell whether a line of small type is the first of an entry whose other lines are moved in."""
    if following is None or line.size > usual.size - _SMALLER_PT or abs(following.size - line.size) > 0.3:
        return False
    step, shift = following.baseline - line.baseline, following.left - line.left
    return 0 < step < 1.6 * line.size and 0.6 * line.size < shift < _HANGING_EM * line.size


def _is_next_entry(groups: Sequence[Sequence[TypeLine]], line: TypeLine, usual: _Usual) -> bool:
    """Tell whether a line follows an entry of one line in a list whose longer ones hang."""
    last = groups[-1][0]
    if len(groups[-1]) > 1 or line.size > usual.size - _SMALLER_PT or abs(line.left - last.left) > 1:
        return False
    for group in reversed(groups[:-1]):
        first, *rest = group
        if abs(first.left - last.left) > 1 or abs(first.size - line.size) > 0.3:
            return False
        if rest:
            word = len(line.text.split()[0]) * (line.right - line.left) / len(line.text) if line.text else 0.0
            is_short = last.right + word < max(other.right for other in group) - line.size
            return is_short and min(other.left for other in rest) > first.left + 0.6 * line.size
    return False


def _is_entry(line: TypeLine) -> bool:
    """Tell whether a line ends an entry of contents: a leader, or a gap in a link, before a number."""
    if len(line.pieces) < 2 or not line.text[-1:].isdigit():
        return False
    before, last = line.pieces[-2:]
    is_apart = last.left - before.right > _ENTRY_GAP_EM * last.size
    dots = sum(1 for piece in line.pieces if piece.has_leader or not piece.text.strip(". "))
    return bool(dots) or (is_apart and before.link >= 0)


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
