"""Lines of text stand on the lines of the page, so that both sides of a leaf and facing pages register.

In: a function that breaks blocks into lines, the engine's or ours. Out: the same lines, each in a slot of the
page: slots are as high as the root's line-height, the first begins at the top of the type area, and baselines
stand in all of them where the root's own would. Only lines as high as a slot are text that registers; small
matter (notes, captions, tables) stands as it will, and the text behind it comes back to the grid. White
added in one place is less than a slot.

Style sheets say what takes part, by custom properties named as in two drafts of the W3C, which no engine has:
`--line-snap: baseline | none` (CSS Line Grid 1, section 3.1; inherited) for lines, and
`--block-step-align: center | end` (CSS Rhythmic Sizing 1, section 2.3; not inherited) for a figure, table or
heading whose height with its margins is made up to whole slots: the white goes on both sides, or above. Lines
of a list, quotation or code so marked leave the grid, with half a line of white above and below, if all of it
stands on one page; where it goes on over pages, its lines stand on the grid.
`--box-snap: first-baseline` (CSS Line Grid 1, section 3.2) lets the edge of a box follow its first line.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block as engine_block
from weasyprint.text import line_break as engine_lines

from publish.paginating.lines.engine import digest_of

_ENGINE_BLOCKS: Callable[..., Any] = engine_block.block_level_layout
_ENGINE_BLOCKS_DIGEST = "6b8ad2cbf57702fa"
_NEAR_PX = 0.01
"""Off by less is on the grid: what adding up lengths leaves."""
_MARGINS = 7
"""So many arguments of the engine's `block_level_layout` are behind the box, up to the margins adjoining it."""
_LEANS = 0.2
"""The share of a slot that a formula or letter may reach into its neighbour: at 10.5 on 14 points, the ink of
lines is 0.28 slots apart (our own measurement, EB Garamond), so that nothing touches."""


class Grid:
    """The lines of the pages of one layout."""

    def __init__(self, breaker: Callable[..., Iterator[tuple[Any, Any]]]) -> None:
        self.breaker = breaker
        self.owner = threading.get_ident()
        self.step = 0.0
        self.base = 0.0
        """How far below a slot's top its baseline is."""
        self._is_free = False
        """Whether lines are in a block that is made up as a whole."""

    def begin(self, root_box: Any) -> None:
        """Take the height of slots from a document's root, and mark what stands on the grid."""
        self.step, self.base = engine_lines.strut(root_box.style)
        if self.step > 0:
            _mark(root_box)

    def lines(self, *arguments: Any) -> Iterator[tuple[Any, Any]]:
        """Yield lines as the engine's `iter_line_boxes` does, with the same arguments, each in its slot."""
        context, box, y, *rest = arguments
        if self._is_free or not getattr(box, "publish_on_grid", False) or not self._is_text(box.style):
            yield from self.breaker(*arguments)
            return
        top = self._slot(context, y)
        shift = top - y
        leaning = 0.0
        while True:
            for line, resume_at in self.breaker(context, box, top, *rest):
                wanted = line.position_y + line.height
                if line.height < _NEAR_PX:
                    # What the engine makes of white space between blocks takes no place.
                    line.translate(0, y - line.position_y)
                    yield line, resume_at
                    return
                leaning = self._set(line, top, leaning)
                line.publish_shift, shift = shift, 0.0
                top = line.position_y + line.height
                yield line, resume_at
                if resume_at is None:
                    return
                if abs(wanted - top) > _NEAR_PX:
                    # The breaker would go on where it thinks the line ends.
                    rest[1] = resume_at
                    rest[-2:] = None, None
                    break
            else:
                return

    def lay_out_block(
        self, context: Any, box: Any, bottom_space: Any, skip_stack: Any, *rest: Any, **named: Any
    ) -> Any:
        """Lay a block out as the engine's `block_level_layout` does, made up to whole slots if it is marked.

        The engine's grids name the last arguments.
        """
        arguments = (bottom_space, skip_stack, *rest)
        align = "" if self._is_free else getattr(box, "publish_step", "")
        if align == "center" and getattr(box, "publish_keeps_lines", False):
            is_begun = skip_stack is not None or len(arguments) < _MARGINS
            found = None if is_begun else self._lay_out_free(context, box, arguments, named)
            # Marks are laid out later, each where its line begins.
            for line in box.publish_marks:
                line.publish_on_grid = found is None
            if found is not None:
                return found
            align = ""
        result = _ENGINE_BLOCKS(context, box, *arguments, **named)
        if result[0] is not None:
            if align and skip_stack is None and result[1] is None:
                self._make_up(context, result[0], bottom_space, align)
            if getattr(box, "publish_follows", False) and not self._is_free:
                _follow_first_line(result[0])
        return result

    def _lay_out_free(self, context: Any, box: Any, arguments: Any, named: Any) -> Any:
        """Lay a block out off the grid, made up to whole slots; None if it does not end on this page."""
        place = box.position_x, box.position_y
        bottom_space, _, _, _, absolute_boxes, fixed_boxes, margins, *others = arguments
        self._is_free = True
        try:
            # The engine adds the box's own margin to those that adjoin it.
            result = _ENGINE_BLOCKS(context, box, *arguments[:6], [*margins], *others, **named)
        finally:
            self._is_free = False
        if result[0] is not None and result[1] is None:
            self._make_up(context, result[0], bottom_space, "center")
            return result
        # As the engine does with a block that it lays out a second time (`layout/block.py`, `_in_flow_layout`).
        if result[0] is not None:
            engine_block.remove_placeholders(context, [result[0]], absolute_boxes, fixed_boxes)
        box.position_x, box.position_y = place
        return None

    def _make_up(self, context: Any, box: Any, bottom_space: float, align: str) -> None:
        """Move a block down so that its lower margin ends with a slot, or half the way."""
        top = box.border_box_y()
        bottom = top + box.border_height()
        if bottom - top < _NEAR_PX:
            return
        white = self._slot(context, bottom + box.margin_bottom) - bottom - box.margin_bottom
        if align == "center":
            white /= 2
            if top - self._origin(context) < self.step / 2:
                # At the head of a page it stands as high as the text of the facing page.
                return
            below = bottom + box.margin_bottom + 2 * white
            if context.overflows_page(bottom_space, below + self.step):
                # At the foot, too: nothing comes below it.
                white = self._slot(context, bottom) - bottom
        if white > _NEAR_PX and not context.overflows_page(bottom_space, bottom + white):
            box.translate(0, white)

    def _is_text(self, style: Any) -> bool:
        leading = style["line_height"]
        if isinstance(leading, float):
            height = leading * style["font_size"]
        else:
            height = getattr(leading, "value", None)
            if height is None:
                height = engine_lines.strut(style)[0]
        return bool(abs(height - self.step) < _NEAR_PX)

    @staticmethod
    def _origin(context: Any) -> float:
        return float(context.current_footnote_area.page.content_box_y())

    def _slot(self, context: Any, y: float) -> float:
        """Return where the first slot begins that is not above y."""
        origin = self._origin(context)
        return origin + math.ceil((y - origin - _NEAR_PX) / self.step) * self.step

    def _set(self, line: Any, top: float, leaning: float) -> float:
        """Put a line into as many slots as it needs; return what share of one it reaches beyond the last."""
        step = self.step
        above = (line.baseline - self.base) / step
        below = (line.height - line.baseline) / step - (1 - self.base / step)
        near = _NEAR_PX / step
        if not _has_text(line):
            # A picture by itself stands in the middle of what it takes.
            slots = max(1, math.ceil(line.height / step - near))
            moved = top + (slots * step - line.height) / 2 - line.position_y
            leans = 0.0
        else:
            down = max(0, math.ceil(above - max(0.0, _LEANS - leaning) - near))
            more = max(0, math.ceil(below - _LEANS - near))
            slots = 1 + down + more
            leans = max(0.0, below - more)
            moved = top + (down - above) * step - line.position_y
        if abs(moved) > 1e-9:
            line.translate(0, moved, ignore_floats=True)
        line.baseline += line.position_y - top
        line.position_y, line.height = top, slots * step
        return leans


def _has_text(box: Any) -> bool:
    return any(isinstance(inner, boxes.TextBox) and inner.text.strip() for inner in box.descendants())


def _mark(box: Any) -> None:
    """Mark the lines of the flow below a box that stand on the grid, and the blocks that are made up."""
    for child in box.children:
        if isinstance(child, boxes.LineBox):
            child.publish_on_grid = _word(child.style["__line_snap"]) != "none"
            continue
        if not child.is_in_normal_flow():
            if child.is_outside_marker:
                # It stands beside a line of text, and is moved by as much.
                _mark(child)
            continue
        align = _own_word(child, box, "__block_step_align")
        if align in ("center", "end"):
            child.publish_step = align
            child.publish_keeps_lines = _word(child.style["__line_snap"]) != "none"
        if type(child) is not boxes.BlockBox or child.is_table_wrapper or _has_columns(child.style):
            continue
        if align not in ("center", "end") or child.publish_keeps_lines:
            child.publish_follows = _own_word(child, box, "__box_snap") == "first-baseline"
            _mark(child)
            if align == "center":
                child.publish_marks = [inner for inner in child.descendants() if _is_marks_line(inner)]


def _is_marks_line(box: Any) -> bool:
    """Tell whether a box is a line of a mark that stands on the grid."""
    return "::marker" in (box.element_tag or "") and box.__dict__.get("publish_on_grid", False)


def _has_columns(style: Any) -> bool:
    return bool(style["column_width"] != "auto" or style["column_count"] != "auto")


def _word(tokens: Any) -> str:
    """Return a custom property's value if it is one word."""
    return str(getattr(tokens[0], "lower_value", "")) if len(tokens) == 1 else ""


def _own_word(box: Any, parent: Any, name: str) -> str:
    """Return the value of a custom property that is not to be inherited, which all are by themselves."""
    tokens = box.style[name]
    return "" if tokens is parent.style[name] else _word(tokens)


def _follow_first_line(box: Any) -> None:
    """Let a box begin where its first line does, which was moved down to its slot."""
    chain = []
    while not isinstance(box, boxes.LineBox):
        chain.append(box)
        inner = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
        if not inner:
            return
        box = inner[0]
    shift = getattr(box, "publish_shift", 0.0)
    for outer in chain:
        outer.position_y += shift
        outer.height -= shift


@contextmanager
def keep_grid(breaker: Callable[..., Iterator[tuple[Any, Any]]]) -> Iterator[Grid]:
    """Put the lines a function breaks on a grid inside the `with` block; gives the grid.

    Nothing is done where the engine lays blocks out otherwise than the release this was written for.
    """
    grid = Grid(breaker)
    if digest_of(_ENGINE_BLOCKS) != _ENGINE_BLOCKS_DIGEST:
        yield grid
        return
    former = engine_block.iter_line_boxes
    engine_block.iter_line_boxes = grid.lines
    engine_block.block_level_layout = grid.lay_out_block
    try:
        yield grid
    finally:
        engine_block.iter_line_boxes = former
        engine_block.block_level_layout = _ENGINE_BLOCKS


def current_grid() -> Grid | None:
    """Return the grid that this thread's lines are set on now; None if they are set on none."""
    grid = getattr(engine_block.iter_line_boxes, "__self__", None)
    return grid if isinstance(grid, Grid) and grid.owner == threading.get_ident() else None
