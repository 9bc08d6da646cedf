"""One paragraph after the other broken into planned lines, in the engine's words.

In: the arguments of the engine's `iter_line_boxes`, and costs. Out: lines of ours, each with the `skip_stack`
of its successor; what is kept of a paragraph stays on its line box from layout to layout, with the plans it can
be set by. A paragraph that cannot be planned, and the rest of one in which anything goes wrong, is left to the
engine with the reason on each of its lines.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from weasyprint.layout import block as engine_block
from weasyprint.layout.leader import handle_leader
from weasyprint.layout.percent import resolve_one_percentage
from weasyprint.text.line_break import strut

from publish.paginating.lines.beside import Room, is_beside, room_at, rooms_from
from publish.paginating.lines.building import Builder, Slot
from publish.paginating.lines.costs import Costs
from publish.paginating.lines.measured import Measured
from publish.paginating.lines.measuring import measure
from publish.paginating.lines.notours import NotOurs
from publish.paginating.lines.paragraph import Paragraph, keeps_spaces
from publish.paginating.lines.planning import Column, Line, Plan, plan_elsewhere, plan_lines, plan_with_lines
from publish.paginating.lines.protrusion import Protrusion
from publish.paginating.lines.record import LEFT_BECAUSE, Record
from publish.paginating.percentages import resolve_lengths

ENGINE_BREAKER = engine_block.iter_line_boxes
_ALIGNMENTS = {"left": "start", "right": "end"} | {one: one for one in ("justify", "start", "center", "end")}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PASSED_ON = (RecursionError, MemoryError)
"""What no paragraph is to blame for; interrupts and time limits are no `Exception` anyway."""
_MOST_MEASURED = 64
"""Paragraphs whose measures are kept: more than stand on two pages."""
_SAME = 0.01
"""Heights that differ by less are the same, in CSS px."""


@dataclass(slots=True)
class SetParagraph:
    """What is kept on a line box between its layouts."""

    paragraph: Paragraph
    containing_width: float = -1.0
    builder: Builder | None = None
    plain: Measured | None = None
    divided: Measured | None = None
    plans: dict[tuple[float, float, int], Plan | None] = field(default_factory=dict)
    indent: float = 0.0
    line_change: int = 0
    """So many lines more or fewer than is best, to fill a page."""
    changed: dict[tuple[float, float, int], Plan | None] = field(default_factory=dict)
    """Plans by width, indent and change."""

    @property
    def plan(self) -> Plan | None:
        """The plan of the whole paragraph that holds now; None if it is not planned from its beginning."""
        whole = self.plans.get((self.containing_width, self.indent, 0))
        if self.line_change:
            whole = self.changed.get((self.containing_width, self.indent, self.line_change)) or whole
        return whole


class LineSetter:
    """Breaks blocks into lines by one set of costs."""

    def __init__(self, costs: Costs, protrusion: Protrusion, record: Record) -> None:
        self.costs = costs
        self.protrusion = protrusion
        self.record = record
        self._measured_last: deque[SetParagraph] = deque(maxlen=_MOST_MEASURED)

    def lines(self, *arguments: Any) -> Iterator[tuple[Any, Any]]:
        """Yield lines as the engine's `iter_line_boxes` does: each with the `skip_stack` of its successor.

        The arguments are the engine's: context, line box, y, space below, skip stack, containing block,
        absolute and fixed boxes, styles of the first letter and line. Whatever goes wrong, the engine sets
        the rest.
        """
        context, box, y, space_below, skip_stack, *places, first_letter, first_line = arguments
        own = self._own_lines(context, box, y, skip_stack, places[0])
        if first_letter or first_line:
            reason = NotOurs("first letter or line")
        else:
            while True:
                try:
                    found = next(own, None)
                except NotOurs as left:
                    reason = left
                    break
                except _PASSED_ON:
                    raise
                except Exception as error:
                    reason = box._publish_set = NotOurs(type(error).__name__)
                    break
                if found is None:
                    return
                # Before it is given away: the engine may move a line that it is given.
                y = found[0].position_y + found[0].height
                yield found
                skip_stack = found[1]
        for line, resume_at in ENGINE_BREAKER(
            context, box, y, space_below, skip_stack, *places, first_letter, first_line
        ):
            setattr(line, LEFT_BECAUSE, str(reason))
            yield line, resume_at

    def _own_lines(
        self, context: Any, box: Any, y: float, skip_stack: Any, containing_block: Any
    ) -> Iterator[tuple[Any, Any]]:
        """Yield lines of ours, each with the `skip_stack` of its successor; raises NotOurs."""
        known, builder, start = self._prepared(context, box, skip_stack, containing_block)
        if is_beside(context, y):
            yield from self._lines_beside(context, known, builder, start, y, containing_block)
            return
        plan = self._plan_from(known, builder, start)
        x, width = containing_block.content_box_x(), containing_block.width
        for line in plan.lines[plan.number_at[start] :]:
            built = self._build(known, builder, line, Room(x, y, width))
            if known.paragraph.leaders:
                handle_leader(context, built, containing_block)
            y = built.position_y + built.height
            yield built, known.paragraph.skip_stack_of(line.next)

    def _lines_beside(  # noqa: PLR0917 - one call
        self, context: Any, known: SetParagraph, builder: Builder, start: int, y: float, containing_block: Any
    ) -> Iterator[tuple[Any, Any]]:
        """Yield lines beside a float and below it, planned anew wherever one is higher than was thought."""
        box, plain = known.paragraph.box, self._measured(known, builder)
        height, _ = strut(box.style)
        end: int | None = start
        while end is not None:
            rooms = rooms_from(context, box, containing_block, y, height, plain.first_width(end))
            widths = tuple(room.width for room in rooms)
            indent = known.indent if end == 0 else 0.0
            column = Column(containing_block.width, indent, *self._kind(box), beside=widths)
            plan = self._plan(known, builder, column, end)
            if plan is None:
                raise NotOurs("beside a float")
            for number, line in enumerate(plan.lines):
                room = Room(containing_block.content_box_x(), y, containing_block.width)
                if number < len(rooms):
                    room = rooms[number]
                built = self._build(known, builder, line, room)
                if known.paragraph.leaders:
                    handle_leader(context, built, containing_block)
                if built.height > height + _SAME and is_beside(context, room.y):
                    first = plain.first_width(line.start)
                    if room_at(context, box, containing_block, room.y, built.height, first) != room:
                        raise NotOurs("too high beside a float")
                y = built.position_y + built.height
                end = line.next if line.next < len(known.paragraph.text) else None
                yield built, known.paragraph.skip_stack_of(line.next)
                if end is not None and number + 1 < len(rooms):
                    room = room_at(context, box, containing_block, y, height, plain.first_width(end))
                    if any(
                        abs(is_at - was) > _SAME for is_at, was in zip(room, rooms[number + 1], strict=True)
                    ):
                        break

    def _build(self, known: SetParagraph, builder: Builder, line: Line, room: Room) -> Any:
        """Return a line in its room."""
        style = known.paragraph.box.style
        align = style["text_align_all"]
        if line.is_last and style["text_align_last"] != "auto":
            align = style["text_align_last"]
        if align == "justify" and keeps_spaces(style):
            align = "start"
        indent = known.indent if line.start == 0 else 0.0
        built = builder.build(line, Slot(*room, indent, _ALIGNMENTS[align]))
        setattr(built, LEFT_BECAUSE, "")
        return built

    def _prepared(
        self, context: Any, box: Any, skip_stack: Any, containing_block: Any
    ) -> tuple[SetParagraph, Builder, int]:
        """Return a paragraph flattened, who builds it, and the place the `skip_stack` leads to; raises
        NotOurs.
        """
        known = self._known(box, containing_block)
        width = containing_block.width
        builder = known.builder
        # The sides of a leaf are as wide but for what adding up lengths leaves: what is planned holds on both.
        if builder is None or abs(known.containing_width - width) > _SAME:
            known.containing_width = width
            resolve_lengths(box, containing_block)
            builder = known.builder = Builder(known.paragraph, containing_block, self.costs, context)
            known.plain = known.divided = None
            known.plans.clear()
            known.changed.clear()
            known.line_change = 0
        start = 0
        if skip_stack is None:
            resolve_one_percentage(box, "text_indent", width)
            known.indent = box.text_indent
        else:
            place = known.paragraph.place_of(skip_stack)
            if place is None:
                raise NotOurs("nothing left")
            start = place
        return known, builder, start

    def _plan_from(self, known: SetParagraph, builder: Builder, start: int) -> Plan:
        """Return the plan that holds a line which begins at a place, away from floats; raises NotOurs."""
        width = known.containing_width
        whole = known.plans.get((width, known.indent, 0))
        if known.line_change:
            whole = known.changed.get((width, known.indent, known.line_change)) or whole
        if whole is not None and start in whole.number_at:
            return whole
        key = (width, known.indent, start)
        if key not in known.plans:
            column = Column(width, known.indent, *self._kind(known.paragraph.box))
            known.plans[key] = self._plan(known, builder, column, start)
        plan = known.plans[key]
        if plan is None:
            raise NotOurs("no way to break it")
        return plan

    def _kind(self, box: Any) -> tuple[bool, float, bool]:
        align = box.style["text_align_all"]
        is_justified = align == "justify" and not keeps_spaces(box.style)
        is_balanced = not is_justified and (align == "center" or box.element_tag in _HEADINGS)
        return is_justified, float(box.style["font_size"]), is_balanced

    def _plan(self, known: SetParagraph, builder: Builder, column: Column, start: int) -> Plan | None:
        plain = self._measured(known, builder)
        plan, known.divided = plan_lines(plain, known.divided, column, self.costs, start)
        if plan is None and known.paragraph.opens_words:
            width = min(column.width, column.width - column.indent, *column.beside)
            opened = measure(known.paragraph, self.protrusion, builder.edges(), open_from=width)
            plan, _ = plan_lines(opened, None, column, self.costs, start)
        return plan

    def _measured(self, known: SetParagraph, builder: Builder) -> Measured:
        """Return a paragraph measured. Only those of the last pages are planned again: what others keep is
        freed, because it would cost memory.
        """
        if known.plain is None:
            known.plain = measure(known.paragraph, self.protrusion, builder.edges())
            if len(self._measured_last) == _MOST_MEASURED:
                oldest = self._measured_last[0]
                oldest.plain = oldest.divided = None
            self._measured_last.append(known)
        return known.plain

    def can_change(self, known: SetParagraph, change: int) -> bool:
        """Tell whether a paragraph can be set in so many lines more without a loose one; keep the plan."""
        whole = known.plans.get((known.containing_width, known.indent, 0))
        if whole is None:
            return False
        key = (known.containing_width, known.indent, change)
        if key not in known.changed:
            line_count = len(whole.lines) + change
            known.changed[key] = self._plan_otherwise(
                known, partial(plan_with_lines, line_count=line_count, instead_of=whole)
            )
        return known.changed[key] is not None

    def adds_hyphen(self, known: SetParagraph, change: int) -> bool:
        """Tell whether a change that can be made divides more words than there are."""
        plans = (
            known.plans.get((known.containing_width, known.indent, 0)),
            known.changed.get((known.containing_width, known.indent, change)),
        )
        was, becomes = (sum(bool(line.adds) for line in plan.lines) if plan else 0 for plan in plans)
        return becomes > was

    def break_elsewhere(self, known: SetParagraph, line_count: int) -> Plan | None:
        """Plan a paragraph so that its line of a number does not end in the word it divides.

        Returns the plan that held before; None if it does not, or there is no other way worth its price.
        """
        plan = known.plan
        if plan is None or len(plan.lines) < line_count or not plan.lines[line_count - 1].adds:
            return None
        not_at = plan.lines[line_count - 1].next
        other = self._plan_otherwise(known, partial(plan_elsewhere, instead_of=plan, not_at=not_at))
        if other is None:
            return None
        self.put_back(known, other)
        return plan

    @staticmethod
    def put_back(known: SetParagraph, plan: Plan) -> None:
        """Let a plan hold in the place of the one that does."""
        if known.line_change:
            known.changed[known.containing_width, known.indent, known.line_change] = plan
        else:
            known.plans[known.containing_width, known.indent, 0] = plan

    def _plan_otherwise(
        self, known: SetParagraph, plan: Callable[..., tuple[Plan | None, Measured | None]]
    ) -> Plan | None:
        """Return another plan of a whole paragraph; None if there is none."""
        if known.builder is None:
            return None
        try:
            plain = self._measured(known, known.builder)
            column = Column(known.containing_width, known.indent, *self._kind(known.paragraph.box))
            found, known.divided = plan(plain, known.divided, column, self.costs)
            return found
        except _PASSED_ON:
            raise
        except Exception:  # the paragraph stays as it is planned
            return None

    def _known(self, box: Any, containing_block: Any) -> SetParagraph:
        kept = box.__dict__.get("_publish_set")
        if isinstance(kept, NotOurs):
            raise kept
        if kept is not None and kept.paragraph.is_fresh():
            return kept  # type: ignore[no-any-return]
        try:
            style = box.style
            if style["direction"] != "ltr":
                raise NotOurs("right to left")
            if style["text_align_all"] not in _ALIGNMENTS or style["text_align_last"] not in (
                "auto",
                *_ALIGNMENTS,
            ):
                raise NotOurs("alignment")
            if containing_block.style["block_ellipsis"] != "none":
                raise NotOurs("ellipsis")
            kept = SetParagraph(Paragraph(box))
        except NotOurs as reason:
            box._publish_set = reason
            raise
        box._publish_set = kept
        return kept
