"""Planned lines become the engine's line boxes.

In: a flattened paragraph in its containing block, a planned line. Out: a `LineBox` as the engine's own breaker
would have made it: boxes copied, widths and baselines set, the white between words shared out. Lengths are CSS
px.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline as engine_inline

from publish.paginating.lines.atoms import copy_atom, lay_out_atom
from publish.paginating.lines.costs import Costs
from publish.paginating.lines.drawing import LaterLayout
from publish.paginating.lines.paragraph import Paragraph
from publish.paginating.lines.planning import Line
from publish.paginating.lines.typeface import Typeface
from publish.paginating.percentages import resolve_lengths
from publish.text.scripts import IDEOGRAPHS, is_spaceless

_NO_BREAK_SPACE = "\u00a0"
_SPACES = re.compile("[ \u00a0]")
_UNSEEN = "\u200b\u2060"
_IDEOGRAPH, _FIRST_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]"), "\u3000"
_SIDES = ("margin_left", "margin_right")


class Slot(NamedTuple):
    """Where a line is set: its upper left corner, the measure from there, and how it is filled."""

    x: float
    y: float
    width: float
    indent: float
    align: str
    """justify, start, center or end."""


class Builder:
    """Makes the lines of one paragraph in one containing block."""

    __slots__ = ("_costs", "_is_justified", "_line", "_paragraph", "_templates")

    def __init__(self, paragraph: Paragraph, containing_block: Any, costs: Costs, context: Any) -> None:
        """Give every box its used values once; lines are made of copies."""
        self._paragraph = paragraph
        self._costs = costs
        self._is_justified = paragraph.box.style["text_align_all"] == "justify"
        self._templates: dict[int, Any] = {}
        for box in paragraph.inlines:
            resolve_lengths(box, containing_block)
            for side in _SIDES:
                if getattr(box, side) == "auto":
                    setattr(box, side, 0)
            template = box.copy()
            template.remove_decoration_sides = set()
            engine_inline._adjust_line_height(template)
            self._templates[id(box)] = template
        for leaf in paragraph.leaves:
            resolve_lengths(leaf.box, containing_block)
            if leaf.typeface is None:
                template = lay_out_atom(leaf.box, context, containing_block)
            else:
                template = leaf.box.copy()
                template.publish_keeps_spaces = leaf.keeps_spaces
                template.height = leaf.typeface.height
                template.margin_top = template.margin_bottom = leaf.typeface.half_leading
                template.baseline = leaf.typeface.baseline + leaf.typeface.half_leading
            self._templates[id(leaf.box)] = template
        self._line = paragraph.box.copy()
        self._line.remove_decoration_sides = set()
        engine_inline._adjust_line_height(self._line)

    def edges(self) -> dict[int, tuple[float, float]]:
        """Return what inline boxes add at their left and right, and the widths of pictures, by the box's id."""
        found = {}
        for box in self._paragraph.inlines:
            left = box.margin_left + box.border_left_width + box.padding_left
            right = box.margin_right + box.border_right_width + box.padding_right
            found[id(box)] = left, right
        for box in self._paragraph.atoms:
            found[id(box)] = self._templates[id(box)].margin_width(), 0.0
        return found

    def build(self, line: Line, slot: Slot) -> Any:
        """Return one line in its slot."""
        x, y, width, indent, align = slot
        paragraph = self._paragraph
        children = self._pieces(paragraph.box, line)
        _end_with_a_letter(children)
        amount = _Amount()
        amount.add(children)
        room = width - indent + line.hangs_before + line.hangs_behind
        natural = amount.width
        extra = widening = tracking = offset = 0.0
        if align == "justify" or (natural > room and self._is_justified):
            widening, tracking = self._given(room - natural, amount)
            left = room - natural - amount.letters * widening - amount.gaps * tracking
            if amount.gaps > 0 and amount.ideographs > (amount.gaps // 2 if amount.spaces else 0):
                # In Chinese and Japanese all of the white is between characters (CSS Text 3, section 6.4.1;
                # JLREQ, 3.8.4), whichever words of other scripts stand among them.
                tracking += left / amount.gaps
            elif amount.spaces:
                extra = left / amount.spaces
            elif left < 0 and amount.letters:
                # No space, and glyphs that no white is set between (missing ones): they give what was planned.
                widening += max(left / amount.letters, -self._costs.tracking)
        elif natural > room:
            extra = (room - natural) / amount.spaces if amount.spaces else 0.0
        elif align == "center":
            offset = (room - natural) / 2
        elif align == "end":
            offset = room - natural
        begin = x + indent - line.hangs_before
        filling = _Filling(y, extra, widening, tracking, width - indent)
        end = _place(children, begin + offset, filling)
        box = self._line.copy()
        box.remove_decoration_sides = set()
        box.children = children
        box.text_indent = indent
        box.position_x, box.width = x + offset, end - x - offset
        box.publish_hangs = line.hangs_before, line.hangs_behind
        box.publish_start = line.start
        _set_upright(box, y)
        return box

    def _given(self, short: float, amount: _Amount) -> tuple[float, float]:
        """Return what letters give of what a line is short of: how much wider they are set, as a share, and the
        white between two of them. They give as much of what they may as spaces do of theirs.
        """
        costs = self._costs
        spaces = amount.spaces * self._paragraph.typeface.space
        letters = amount.letters - spaces
        give = letters * costs.letters
        total = give + spaces * (costs.stretch if short > 0 else costs.shrink)
        if total <= 0 or give <= 0:
            return 0.0, 0.0
        ratio = max(-1.0, min(1.0, short / total))
        # The white on both sides of a space is the space's own: it gives by its own measure. Text that takes no
        # white between its letters leaves its share to the spaces, not to the few letters beside it.
        between = amount.gaps - 2 * amount.tracked_spaces
        tracked = amount.tracked - amount.tracked_spaces * self._paragraph.typeface.space
        tracking = ratio * costs.tracking * tracked / between if between > 0 else 0.0
        return ratio * costs.expansion, tracking

    def _pieces(self, parent: Any, line: Line) -> list[Any]:
        """Return copies of the children of a box that stand on a line, their natural widths set."""
        paragraph = self._paragraph
        starts, ends = paragraph.spans_of(parent)
        last = line.next >= len(paragraph.text)
        found = []
        for number in range(bisect_left(ends, line.start), len(starts)):
            start, end, child = starts[number], ends[number], parent.children[number]
            if start >= line.next and not last:
                break
            is_empty_here = start == end and line.start in {start, 0}
            if end <= line.start and not is_empty_here:
                continue
            template = self._templates[id(child)]
            if isinstance(child, boxes.TextBox):
                piece = self._text_piece(child, template, start, end, line)
                if piece is not None:
                    found.append(piece)
            elif isinstance(child, boxes.InlineBox):
                box = template.copy()
                box.remove_decoration_sides = set()
                box.children = self._pieces(child, line)
                if start < line.start or end > line.next:
                    box.remove_decoration(start=start < line.start, end=end > line.next)
                found.append(box)
            else:
                found.append(copy_atom(template))
        return found

    def _text_piece(self, box: Any, template: Any, start: int, end: int, line: Line) -> Any:
        """Return what stands of a text box on a line; None if nothing does."""
        begin, stop = max(start, line.start), min(end, line.end)
        text = box.text[begin - start : stop - start]
        if begin == line.start and not template.publish_keeps_spaces:
            text = text.lstrip(" ")
        ends = stop == line.end and start < line.end
        if ends:
            text += line.adds
        if not text:
            return None
        piece = template.copy()
        piece.text = text
        if ends and line.adds:
            piece.publish_division = line.adds, self._paragraph.text[line.end : line.next]
        words = text.split(" ") if _NO_BREAK_SPACE not in text else _SPACES.split(text)
        face = box.style._publish_typeface
        if ends and not line.adds:
            joined = _joined_end(words[-1], self._paragraph.text[line.end : line.next + 2], face)
            if joined:
                piece.publish_division = joined, joined.rstrip(_UNSEEN)
        spaces = len(words) - 1
        total = spaces * face.space
        fixed = text.count(_NO_BREAK_SPACE)
        if fixed:
            total += fixed * (face.no_break_space - face.space)
        counts = face.glyph_counts
        for word in words:
            if word not in counts:
                face.glyph_count(word)
        # One by one, as `sum` does not add floats in every release of Python.
        total = reduce(add, map(face.widths.__getitem__, words), total)
        glyphs = sum(map(counts.__getitem__, words))
        piece.width = total
        if face.odd_words:
            piece.height, baseline = face.extents(words)
            half = (face.height + 2 * face.half_leading - piece.height) / 2
            piece.margin_top = piece.margin_bottom = half
            piece.baseline = baseline + half
        piece.publish_spaces = spaces
        piece.publish_ideographs = len(_IDEOGRAPH.findall(text)) if max(text) >= _FIRST_IDEOGRAPH else 0
        # A piece with a glyph of another font is left as it is.
        piece.publish_gaps = max(0, glyphs + spaces)
        return piece


def _joined_end(word: str, behind: str, face: Typeface) -> str:
    """Return the last sign of a line that ends amid a word without a hyphen of ours, such as an address, and
    what is not seen behind it; nothing at a space or between signs of scripts that have none. `behind` is what
    follows in the paragraph.
    """
    seen, follows = word.rstrip(_UNSEEN), behind.lstrip(_UNSEEN)
    if not seen or not follows or follows[0] in " \n" or is_spaceless(seen[-1]) or is_spaceless(follows[0]):
        return ""
    face.width(word)
    return word[face.last_cluster(word, len(seen)) :]


def _end_with_a_letter(children: list[Any]) -> None:
    """Leave out the gap and the letter spacing behind a line's last glyph, which would stand in the margin."""
    for child in reversed(children):
        if isinstance(child, boxes.TextBox):
            child.publish_gaps = max(0, child.publish_gaps - 1)
            child.width -= child.style._publish_typeface.letter_spacing
        elif isinstance(child, boxes.InlineBox) and child.children:
            _end_with_a_letter(child.children)
        elif isinstance(child, boxes.InlineBox):
            continue
        return


@dataclass(slots=True)
class _Amount:
    """What stands on a line: its natural width, that of its text, its spaces, the gaps between its glyphs, how
    many characters are ideographs; width and spaces of the text that has gaps (`tracked`).
    """

    width: float = 0.0
    letters: float = 0.0
    spaces: int = 0
    gaps: int = 0
    ideographs: int = 0
    tracked: float = 0.0
    tracked_spaces: int = 0

    def add(self, children: list[Any]) -> None:
        """Add boxes."""
        for child in children:
            if isinstance(child, boxes.TextBox):
                self.width += child.width
                self.letters += child.width
                self.spaces += child.publish_spaces
                self.gaps += child.publish_gaps
                self.ideographs += child.publish_ideographs
                if child.publish_gaps:
                    self.tracked += child.width
                    self.tracked_spaces += child.publish_spaces
            elif isinstance(child, boxes.InlineBox):
                self.width += _left_edge(child) + _right_edge(child)
                self.add(child.children)
            else:
                self.width += child.margin_width()


class _Filling(NamedTuple):
    """How a line is filled: letters wider by a share, every space by `extra`, `tracking` behind every glyph."""

    y: float
    extra: float
    widening: float
    tracking: float
    measure: float


def _place(children: list[Any], x: float, filling: _Filling) -> float:
    """Set boxes side by side from x on; return where they end."""
    y, extra, widening, tracking, measure = filling
    for child in children:
        if isinstance(child, boxes.InlineBlockBox):
            child.translate(x - child.position_x, y - child.position_y)
            x += child.margin_width()
            continue
        child.position_x, child.position_y = x, y
        if isinstance(child, boxes.TextBox):
            child.justification_spacing = extra
            own = tracking if child.publish_gaps else 0.0
            child.width = child.width * (1 + widening) + child.publish_spaces * extra + child.publish_gaps * own
            child.pango_layout = LaterLayout(child.text, child.style, extra, widening, own, measure)
            x += child.width
        elif isinstance(child, boxes.InlineBox):
            inner = x + _left_edge(child)
            end = _place(child.children, inner, filling)
            child.width = end - inner
            x = end + _right_edge(child)
        else:
            x += child.margin_width()
    return x


def _left_edge(box: Any) -> float:
    return float(box.margin_left + box.border_left_width + box.padding_left)


def _right_edge(box: Any) -> float:
    return float(box.margin_right + box.border_right_width + box.padding_right)


def _set_upright(line: Any, y: float) -> None:
    """Set the baselines of a line's boxes, and its height (CSS 2.2, 10.8, as the engine does it)."""
    line.position_y = 0
    bottom, top = engine_inline.line_box_verticality(line)
    line.baseline = -top
    line.position_y = top
    line.height = bottom - top
    line.margin_top = line.margin_bottom = 0
    line.translate(0, y - top)
    line.position_y = y
