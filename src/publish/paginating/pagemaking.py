"""Pages made one after the other, and again where what they depend on has changed (fault 1 of mending.py).

In: the root of a layout, its state, the pages of the round before. Out: its pages in order, each as full as
it can be and level with the one beside it (lines/evening.py). What one page hands to the next, notes and broken
floats, is remembered by page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weasyprint.layout import page as engine_page

from publish.paginating.continuing import CARRIED_SHARES
from publish.paginating.lines.evening import MadePage, fill_last, is_filled, level_with, make_even

if TYPE_CHECKING:
    from publish.paginating.mending import MendedContext

_STUCK_AFTER_PAGES = 50


class LayoutStuck(RuntimeError):
    """The engine makes page after page and gets no further."""


class WaitingNotes:
    """The notes no page has placed yet, in order; the engine asks for membership once a box, so it must be
    quick.
    """

    def __init__(self, notes: Iterable[Any]) -> None:
        self._notes = dict.fromkeys(notes)

    def __contains__(self, note: object) -> bool:
        return note in self._notes

    def __iter__(self) -> Iterator[Any]:
        return iter(self._notes)

    def __len__(self) -> int:
        return len(self._notes)

    def append(self, note: Any) -> None:
        """Put a note back."""
        self._notes[note] = None

    def remove(self, note: Any) -> None:
        """Take a note out; raise KeyError if it does not wait."""
        del self._notes[note]

    def copy(self) -> WaitingNotes:
        """Return another list of the same notes."""
        return WaitingNotes(self._notes)


def make_every_page(context: MendedContext, root_box: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
    """Yield every page, made again only where something it depends on has changed.

    Raises LayoutStuck.
    """
    index = 0
    context.rendered_notes = []
    carried: list[Any] = []
    broken: dict[Any, Any] = {}
    printed: set[Any] = set()
    last_state: Any = None
    standstill = 0
    held: MadePage | None = None
    """The page before the one being made: it may have to be made again for that."""
    former: tuple[_Making, MadePage] | None = None
    while True:
        state = context.page_maker[index][-1]
        side = context.page_maker[index][2]
        is_recto = bool(side) == (root_box.style["direction"] == "ltr")
        goal = context.white_lines.get(index - 1, 0) if is_recto else 0
        key = (tuple(map(id, carried)), _broken_key(broken), goal)
        if (
            index >= len(pages)
            or state["content_changed"]
            or state["pages_wanted"]
            or context.made_with.get(index) != key
            or not printed.isdisjoint(context.left_behind[index][2])
        ):
            making = _Making(context, root_box, html, index, carried, broken, printed, is_recto)
            made = make_even(making, goal)
            if former is not None and making.is_plain():
                made = (
                    level_with(*former, making, made, goal)
                    if is_filled(making, made)
                    else fill_last(*former, making, made)
                ) or made
                context.white_lines[index - 1] = int(former[1].white == 1)
                goal = context.white_lines[index - 1] if is_recto else 0
            # A page that is one line short, and no more, is matched by the one beside it.
            context.white_lines[index] = int(made.white == 1 and is_filled(making, made))
            context.made_with[index] = (*key[:2], goal)
            context.left_behind[index] = (
                list(context.reported_footnotes),
                dict(context.broken_out_of_flow),
                list(context.current_page_footnotes),
            )
            resume_at = made.resume_at
        else:
            making = None
            resume_at = context.page_maker[index + 1][0]
            made = MadePage(pages[index], resume_at, 0, 0.0)
        if held is not None:
            yield held.page
        held = made
        former = (making, made) if making and making.is_plain() and is_filled(making, made) else None
        carried, broken, placed = context.left_behind[index]
        printed.update(placed)
        index += 1
        if resume_at is None and not carried:
            context.page_maker = context.page_maker[: index + 1]
            context.broken_out_of_flow.clear()
            context.reported_footnotes.clear()
            for memory in (context.made_with, context.left_behind, context.white_lines):
                for obsolete in [page for page in memory if page >= index]:
                    del memory[obsolete]
            yield held.page
            return
        state_now = (repr(resume_at), len(printed), _broken_key(broken))
        standstill = standstill + 1 if state_now == last_state else 0
        last_state = state_now
        if standstill > _STUCK_AFTER_PAGES:
            raise LayoutStuck(f"no progress after page {index}")


@dataclass(slots=True)
class _Making:
    """One page to be made, as often as need be, from the same beginning."""

    context: MendedContext
    root_box: Any
    html: Any
    index: int
    carried: list[Any]
    broken: dict[Any, Any]
    printed: set[Any]
    is_recto: bool
    shortened_px: float = 0.0
    """How much higher than it could the text shall end."""
    changed: set[str] = field(default_factory=set)
    """What any of the makings found changed: the engine tells it in the first only."""

    def make(self) -> tuple[Any, Any]:
        """Make the page; return it and where the next begins."""
        for share in CARRIED_SHARES:
            page, resume_at = self._make(share)
            if not self.context.is_starved():
                break
        return page, resume_at

    def _make(self, carried_share: float) -> tuple[Any, Any]:
        context = self.context
        state = context.page_maker[self.index][-1]
        state.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
        context.reported_footnotes = list(self.carried)
        context.broken_out_of_flow = dict(self.broken)
        text_has_ended = self.index > 0 and context.page_maker[self.index][0] is None
        context.begin_page_notes(self.carried, carried_share, text_has_ended=text_has_ended)
        context.footnotes = WaitingNotes(
            note for note in context.all_notes if note not in context.received and note not in self.printed
        )
        context.shortened_px = self.shortened_px
        page, resume_at = engine_page.remake_page(self.index, context, self.root_box, self.html)
        self.changed.update(name for name in ("content_changed", "pages_wanted") if state[name])
        state.update(dict.fromkeys(self.changed, True))
        return page, resume_at

    def is_plain(self) -> bool:
        """Tell whether no note and nothing broken is on the page, or goes from it to the next."""
        context = self.context
        carries = self.carried or self.broken or context.broken_out_of_flow
        return not (carries or context.reported_footnotes or context.current_page_footnotes)

    def next_page(self) -> Any:
        """Return what break ended the page, as the engine has it."""
        return self.context.page_maker[self.index + 1][1]


def _broken_key(broken: dict[Any, Any]) -> tuple[Any, ...]:
    return tuple((id(box), id(container), repr(resume)) for box, container, _, resume in broken.values())
