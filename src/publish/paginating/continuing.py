"""Notes too tall for their page are continued on the next (WeasyPrint never splits one: its issue 1833).

In: the notes called in a line of text, or handed on to a page, and the room there is for them. Out: how much
of each stands on this page; the rest is handed on as a box of its own, which begins where the engine's
`skip_stack` says and may stand on a later page. A note is divided by the engine's own rules for text that goes
on over pages: orphans, widows, lists that go on counting, heads of tables that repeat.

Which notes are divided: one that takes more than its share of a page, those of one line that are too much for
any page, and those whose line would leave much of its page white. All others move to the next page with it.
How: earlier notes first, so that the last alone runs over where one is enough; short notes stay whole; of every
other at least two lines stand on each page until it ends, so that none begins late and none skips a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from weasyprint.css.units import LENGTHS_TO_PIXELS
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import LayoutContext
from weasyprint.layout.block import block_level_layout

SHARE = 0.6
"""The part of a page's text area that one divided note takes."""
_SHARE_OF_SEVERAL = 0.8
"""The part that several do."""
CARRIED_SHARES = (0.8, 0.5, 0.0)
"""The part of those handed on from the page before; less where a note called on the page has no room, but at
least the least of each."""
_SHORT = 0.25
"""A note that takes no more of the room than this is not divided."""
_MOST_WHITE = 0.3
"""The part of a page that may stay white where a line moves to the next for its notes to stay whole."""
_LEAST_LINES = 2
_MOST_TOGETHER = 12
"""So many lines are tried to find where a note may be divided first."""
_NEAR_PX = 0.01
_BEGINS, _PART = "publish_begins_at", "publish_part"


@dataclass(slots=True)
class NotePart:
    """What of a note stands on one page; places are the engine's `skip_stack`s, None its beginning or end."""

    begins_at: Any
    room_px: float
    goes_on_at: Any = None


@dataclass(frozen=True, slots=True)
class _Measured:
    """A note, or what stands of it in a room, laid out by itself."""

    height_px: float
    feet_px: tuple[float, ...]
    """Where its lines end, below its top."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text that calls notes."""

    notes: tuple[Any, ...]
    bottom_px: float
    bottom_space_px: float
    lines_to_come_px: float
    """Lines that have to stand on the same page, by its orphans."""
    may_move: bool
    """Whether it could stand on the next page."""


def part_of(box: Any) -> NotePart | None:
    """Return which part of its note a box of a finished layout is; None if it is the whole."""
    return box.__dict__.get(_PART)  # type: ignore[no-any-return]


def lay_out_part(lay_out: Callable[..., Any], context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
    """Lay a block out as the engine's `block_box_layout` does, which is `lay_out`; of a part, what is in it."""
    part = part_of(box)
    if part is None:
        return lay_out(context, box, *arguments, **named)
    bottom_space, _, containing_block, _, *rest = arguments
    outer, context.note_bottom = context.note_bottom, box.position_y + part.room_px
    try:
        # As on an empty page: something has to be placed, or the note would never end.
        result = lay_out(context, box, bottom_space, part.begins_at, containing_block, True, *rest, **named)
    finally:
        context.note_bottom = outer
    part.goes_on_at = result[1]
    return (result[0], None, *result[2:])


def _is_blank(box: Any) -> bool:
    """Tell whether a box prints nothing: the engine's own number of a note makes one before a first block."""
    return not any(isinstance(inner, boxes.TextBox | boxes.ReplacedBox) for inner in box.descendants())


def _draw_whole_rule(area: Any) -> None:
    """Let a rule as wide as the notes stand above the rest of a note, if the theme says how thick it is.

    `--continued-rule: 0.4pt` in `@footnote`, in place of the background that draws the short rule.
    """
    tokens = [token for token in area.style["__continued_rule"] or () if token.type == "dimension"]
    if len(tokens) == 1 and tokens[0].lower_unit in LENGTHS_TO_PIXELS:
        area.style = area.style.copy()
        area.style["background_image"] = (("none", None),)
        area.style["border_top_style"] = "solid"
        area.style["border_top_width"] = tokens[0].value * LENGTHS_TO_PIXELS[tokens[0].lower_unit]


class ContinuingContext(LayoutContext):  # type: ignore[misc]
    """The engine's state of one layout, with what stands of each note on the page that is being made."""

    received: tuple[Any, ...]
    """Notes, and rests of notes, whose call is on an earlier page than the one being made."""
    text_has_ended: bool
    note_bottom: float | None
    """Where the part of a note ends that is being laid out."""
    _carried_share: float
    _rooms: dict[Any, float]
    """How high what stands of a note on this page may be, of notes that are not whole; 0: none of it."""
    _parts: dict[Any, NotePart]
    _rests: dict[Any, Any]
    """Notes on this page → their rests."""
    _known_rests: dict[tuple[int, str], Any]
    _measured: dict[tuple[int, float, float], _Measured]
    _line: _Line | None

    def begin_notes(self, notes: Sequence[Any]) -> None:
        """Prepare a layout, and all the notes of its document."""
        self._known_rests = {}
        self.begin_page_notes(())
        for note in notes:
            while len(note.children) > 1 and _is_blank(note.children[0]):
                note.children = note.children[1:]

    def begin_page_notes(
        self, received: Sequence[Any], carried_share: float = 0.0, *, text_has_ended: bool = False
    ) -> None:
        """Prepare the making of a page."""
        self.received, self.text_has_ended = tuple(received), text_has_ended
        self._carried_share = carried_share
        self.note_bottom = self._line = None
        self._rooms, self._parts, self._rests = {}, {}, {}
        self._measured = {}  # the numbers in a note may have changed since the page was made last

    def is_starved(self) -> bool:
        """Tell whether notes called on this page wait for the next because of those handed on to it."""
        return bool(self.received) and any(
            _BEGINS not in note.__dict__ and note not in self.received for note in self.reported_footnotes
        )

    def calls_in(
        self, line: Any, bottom_px: float, bottom_space_px: float, lines_before: int, may_move: bool
    ) -> Iterator[Any]:
        """Yield the notes called in a line of text that are not placed yet."""
        notes = [box.footnote for box in line.descendants() if box.footnote in self.footnotes]
        if notes:  # not a line of a note
            to_come = max(0, line.style["orphans"] - lines_before - 1) * line.height
            self._line = _Line(tuple(notes), bottom_px, bottom_space_px, to_come, may_move)
        yield from notes

    def layout_footnote(self, footnote: Any) -> bool:
        """Place a note, or a part of it; tell whether it is too much for the page."""
        if self._is_received(footnote):
            return self._place_received(footnote)
        overflows = self._place(footnote)
        if footnote in self._rooms or self._line is None or footnote not in self._line.notes:
            return overflows
        line = self._line
        if not (overflows or self.overflows_page(line.bottom_space_px, line.bottom_px) or self.in_column):
            return False
        rooms = None if self.must_wait() else self._share_line(line)
        if rooms is not None:
            self._rooms.update(rooms)
            overflows = self._update_footnote_area()
        return overflows

    def must_wait(self) -> bool:
        """Tell whether a note has to stand behind one that already waits for the next page.

        The rest of a note begun earlier holds no other note up: that one would leave the page of its call.
        """
        return any(_BEGINS not in note.__dict__ for note in self.reported_footnotes)

    def make_whole(self, footnote: Any) -> None:
        """Forget that a note is divided."""
        self._rooms.pop(footnote, None)

    def report_footnote(self, footnote: Any) -> None:
        """Let a note wait for the next page."""
        self.make_whole(footnote)
        super().report_footnote(footnote)

    def as_parts(self, notes: Sequence[Any]) -> list[Any]:
        """Return what stands of notes on this page."""
        self._parts = {}
        return [self._as_part(note) for note in notes]

    def carry_rests(self) -> None:
        """Let the rests of this page's notes wait for the next, in the order of the notes."""
        rests = {
            note: self._rest(note, part.goes_on_at)
            for note, part in self._parts.items()
            if part.goes_on_at is not None
        }
        if rests == self._rests:
            return
        waiting = [note for note in self.reported_footnotes if note not in self._rests.values()]
        older = [note for note in waiting if note in self.received]
        newer = [note for note in waiting if note not in self.received]
        self.reported_footnotes[:] = [*older, *rests.values(), *newer]
        self._rests = rests

    def _is_received(self, footnote: Any) -> bool:
        return footnote in self.received

    def _place(self, footnote: Any) -> bool:
        return bool(super().layout_footnote(footnote))

    def _place_received(self, footnote: Any) -> bool:
        if footnote is self.received[0]:
            if _BEGINS in footnote.__dict__:
                _draw_whole_rule(self.current_footnote_area)
            self._rooms.update(self._share_received())
        if self._rooms.get(footnote) == 0.0:
            self.footnotes.remove(footnote)
            self.reported_footnotes.append(footnote)
        else:
            self._place(footnote)
        return False

    def _as_part(self, note: Any) -> Any:
        begins_at = note.__dict__.get(_BEGINS)
        room = self._rooms.get(note, inf)
        if begins_at is None and room == inf:
            return note
        copy = note.copy()
        part = self._parts[note] = NotePart(begins_at, room)
        setattr(copy, _PART, part)
        return copy

    def _rest(self, note: Any, begins_at: Any) -> Any:
        """Return the rest of a note; the same box for the same place, so that pages are compared rightly."""
        key = id(note.children), repr(begins_at)
        if key not in self._known_rests:
            rest = self._known_rests[key] = note.copy()
            setattr(rest, _BEGINS, begins_at)
        return self._known_rests[key]

    def _share_line(self, line: _Line) -> dict[Any, float] | None:
        """Return the rooms of the notes of a line that are to be divided; None if it should move instead."""
        page_px = self.current_footnote_area.page.height
        heights = [self._measure(note).height_px for note in line.notes]
        others = [note for note in self.current_page_footnotes if note not in line.notes]
        # What the area takes besides the notes of this line.
        taken = self._area_height([*others, *line.notes]) - sum(heights)
        page_bottom = self.page_bottom + self._current_height() - self.shortened_px - line.bottom_space_px
        room = page_bottom - taken - line.bottom_px
        is_tall = max(heights) > SHARE * page_px or sum(heights) > _SHARE_OF_SEVERAL * page_px
        leaves_white = room > _MOST_WHITE * page_px and not self.in_column
        if line.may_move and not is_tall and not leaves_white:
            return None
        share = (SHARE if len(line.notes) == 1 else _SHARE_OF_SEVERAL) * page_px - taken
        if self.in_column:
            # Where columns end is found out by trying, with the notes as they are.
            return self._share(line.notes, share)
        least = sum(map(self._least_height, line.notes))
        found = self._share(line.notes, min(room - line.lines_to_come_px, max(share, least)))
        if found is None and not line.may_move:
            found = self._share(line.notes, room)
        return found

    def _share_received(self) -> dict[Any, float]:
        """Return the rooms of the notes handed on to this page."""
        page_px = self.current_footnote_area.page.height
        heights = [self._measure(note).height_px for note in self.received]
        whole = 1.0 if self.text_has_ended else self._carried_share
        if not self.text_has_ended and len(self.received) == 1:
            whole = min(whole, SHARE)
        whole = whole * page_px - self._area_height(self.received) + sum(heights)
        if not self.text_has_ended:
            least = sum(map(self._least_height, self.received))
            whole = max(whole, min(least, _SHARE_OF_SEVERAL * page_px))
        for count in range(len(self.received), 0, -1):
            rooms = self._share(self.received[:count], whole)
            if rooms is not None:
                break
        else:
            count, rooms = 1, {self.received[0]: whole}
        return rooms | dict.fromkeys(self.received[count:], 0.0)

    def _share(self, notes: Sequence[Any], room_px: float) -> dict[Any, float] | None:
        """Share room among notes, earlier ones first; return the rooms of those that are not whole.

        None if not even the least of each has room.
        """
        heights = [self._measure(note).height_px for note in notes]
        for shortest in (_SHORT * room_px, 0.0):
            least = [
                height if height <= shortest else self._least_height(note)
                for note, height in zip(notes, heights, strict=True)
            ]
            if sum(least) <= room_px + _NEAR_PX:
                break
        else:
            return None
        rooms: dict[Any, float] = {}
        spare = room_px - sum(least)
        for note, height, smallest in zip(notes, heights, least, strict=True):
            if height <= smallest + spare + _NEAR_PX:
                spare -= height - smallest
            else:
                rooms[note] = smallest + spare + _NEAR_PX
                spare -= max(0.0, self._measure(note, rooms[note]).height_px - smallest)
        return rooms

    def _least_height(self, note: Any) -> float:
        """Return the height of the least of a note that may stand alone: two lines, or what keeps together."""
        whole = self._measure(note)
        for foot in whole.feet_px[_LEAST_LINES - 1 : _MOST_TOGETHER]:
            part = self._measure(note, foot + _NEAR_PX)
            if len(part.feet_px) >= _LEAST_LINES and part.height_px <= foot + _NEAR_PX:
                return foot
        return whole.height_px

    def _measure(self, note: Any, room_px: float = inf) -> _Measured:
        """Lay a note, or what stands of it in a room, out by itself."""
        key = id(note), room_px, self.current_footnote_area.page.width
        if key not in self._measured:
            box = note.copy()
            setattr(box, _PART, NotePart(note.__dict__.get(_BEGINS), room_px))
            (laid_out,) = self._lay_out_area([box]).children
            feet = {
                round(line.position_y + line.height - laid_out.position_y, 3)
                for line in laid_out.descendants()
                if isinstance(line, boxes.LineBox) and line.children and line.height
            }
            self._measured[key] = _Measured(laid_out.margin_height(), tuple(sorted(feet)))
        return self._measured[key]

    def _area_height(self, notes: Sequence[Any]) -> float:
        """Return how high the note area is with all of these notes whole."""
        copies = []
        for note in notes:
            copy = note.copy()
            room = inf if self._line is None or note in self._line.notes else self._rooms.get(note, inf)
            setattr(copy, _PART, NotePart(note.__dict__.get(_BEGINS), room))
            copies.append(copy)
        return float(self._lay_out_area(copies).margin_height())

    def _current_height(self) -> float:
        """Return by how much the notes placed so far shorten the page."""
        area = self.current_footnote_area
        return 0.0 if area.height == "auto" or self.in_column else float(area.margin_height())

    def _lay_out_area(self, notes: Sequence[Any]) -> Any:
        area = self.current_footnote_area.copy()
        area.children = list(notes)
        area = build.create_anonymous_boxes(area.deepcopy())
        return block_level_layout(self, area, -inf, None, self.current_footnote_area.page)[0]
