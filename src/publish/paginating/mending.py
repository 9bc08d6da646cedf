"""WeasyPrint 70.0's footnotes mended: every note once, on the page of its call.

In: a layout to run. Out: the same layout with seven faults of 70.0 kept out, for our own documents only and
only while it runs. This is the one file that leans on the engine's private parts; it knows the version and the
source it mends, and where either differs it mends nothing (`can_mend` is false, the caller repairs by page
breaks).

The faults (WeasyPrint 70.0, `layout/`):
1. `page.make_all_pages` re-makes single pages when counters change, but what one page hands to the next (notes
   that did not fit, broken floats) is kept in the context and not by page: a re-made page loses it, a skipped
   one leaves it for later. Here it is remembered by page, and a page is made again when what it receives has
   changed.
2. `block._linebox_layout`: when a later line overflows, notes already placed are evicted whatever
   `footnote-policy` says, and the notes of the line that is kept are never laid out. Here nothing is evicted.
3. The same function aborts a block with `footnote-policy: block` even on an empty page (an assertion fails
   later).
4. `LayoutContext.unlayout_footnote` can take out a note whose call is on an earlier page.
5. Notes handed on to a page are all put on it, though they be higher than the page, and none is ever divided.
   Here they leave the text its share, and what is too tall goes on to the page after (continuing.py).
6. `LayoutContext._update_footnote_area` compares heights without tolerance: at some sizes the rounding of
   floats makes a note that fits overflow (7 of 96 fonts, sizes and pages). Here the engine's own tolerance
   is used.
7. `page.remake_page` takes the name of a page for a break that was asked for: on named pages, margins at the
   head of a page are never dropped (CSS Fragmentation 3, section 5.2).
"""

from __future__ import annotations

import hashlib
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import weasyprint
from weasyprint import layout as engine_layout
from weasyprint.layout import LayoutContext
from weasyprint.layout import block as engine_block
from weasyprint.layout import page as engine_page

from publish.paginating.continuing import CARRIED_SHARES, ContinuingContext, lay_out_part
from publish.paginating.lines.engine import ENGINE_LOCK
from publish.paginating.lines.evening import MadePage, fill_last, is_filled, level_with, make_even

MENDED_VERSION = "70.0"
_DIGESTS = {
    "make_all_pages": "b5e4034894841caa",
    "remake_page": "1ff09b2dffa17839",
    "unlayout_footnote": "c7c223cf4a0fda54",
    "_linebox_layout": "e07bbe000974787e",
    "_update_footnote_area": "2e317e4b066fb80c",
}
_STUCK_AFTER_PAGES = 50


class LayoutStuck(RuntimeError):
    """The engine makes page after page and gets no further."""


def can_mend() -> bool:
    """Tell whether the installed engine is the very one this file mends."""
    return weasyprint.__version__ == MENDED_VERSION and all(
        _digest(function) == _DIGESTS[function.__name__]
        for function in (
            _ORIGINAL_PAGES,
            engine_page.remake_page,
            LayoutContext.unlayout_footnote,
            LayoutContext._update_footnote_area,
            _ORIGINAL_LINES,
        )
    )


@contextmanager
def mended_engine() -> Iterator[None]:
    """Keep the mends in place inside the `with` block; other threads' own documents are laid out as ever."""
    lines = _mended_lines()

    def linebox_layout(context: Any, *arguments: Any, **named: Any) -> Any:
        layout = lines if isinstance(context, MendedContext) else _ORIGINAL_LINES
        return layout(context, *arguments, **named)

    def make_all_pages(context: Any, root_box: Any, html: Any, pages: Any) -> Iterator[Any]:
        make = _make_all_pages if isinstance(context, MendedContext) else _ORIGINAL_PAGES
        yield from make(context, root_box, html, pages)

    def block_layout(context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
        return lay_out_part(_ORIGINAL_BLOCK, context, box, *arguments, **named)

    def lay_out_flow(context: Any, box: Any, bottom_space: float, *arguments: Any, **named: Any) -> Any:
        # As space below the root it is known to all that is fitted into a page, boxes that are broken, too.
        below = context.shortened_px if isinstance(context, MendedContext) else 0.0
        return _ORIGINAL_FLOW(context, box, bottom_space + below, *arguments, **named)

    with ENGINE_LOCK:
        engine_block._linebox_layout = linebox_layout
        engine_block.block_box_layout = block_layout
        engine_layout.make_all_pages = make_all_pages
        engine_page.block_level_layout = lay_out_flow
        try:
            yield
        finally:
            engine_block._linebox_layout = _ORIGINAL_LINES
            engine_block.block_box_layout = _ORIGINAL_BLOCK
            engine_layout.make_all_pages = _ORIGINAL_PAGES
            engine_page.block_level_layout = _ORIGINAL_FLOW


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


class MendedContext(ContinuingContext):
    """The engine's state of one layout, with what each page hands to the next kept by page."""

    all_notes: list[Any]
    made_with: dict[int, Any]
    """Page index → key of what it received when it was last made."""
    left_behind: dict[int, tuple[list[Any], dict[Any, Any], list[Any]]]
    """Page index → notes carried on, floats carried on, notes printed."""
    begins_as_asked: bool
    white_lines: dict[int, int]
    """Page index → 1 if it ends one line short."""
    shortened_px: float
    """How much higher than the type area, or the notes, the text of the page ends that is being made."""

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        """Tell whether the text's end on this page, or that of the note being laid out, is above a place."""
        if self.note_bottom is not None:
            return bool(self.overflows(self.note_bottom, position_y))
        return bool(super().overflows_page(bottom_space, position_y))

    @property
    def forced_break(self) -> bool:
        """Tell whether a break was asked for before this page."""
        return self.begins_as_asked

    @forced_break.setter
    def forced_break(self, value: bool | str | None) -> None:
        """Take what the engine finds: whether there was a break, or if not, the page's name (fault 7)."""
        self.begins_as_asked = value is True

    def _update_footnote_area(self) -> bool:
        """Make room for this page's notes; tell whether they are too much for it (fault 6)."""
        overflows = bool(_mended_area()(self))
        self.carry_rests()
        return overflows

    def unlayout_footnote(self, footnote: Any) -> None:
        """Take a note out of this page again, unless it was called on an earlier one (fault 4)."""
        if footnote in self.received:
            return
        self.make_whole(footnote)
        if footnote in self.current_page_footnotes:
            self.current_page_footnotes.remove(footnote)
        elif footnote in self.reported_footnotes:
            self.reported_footnotes.remove(footnote)
        else:
            return
        self.footnotes.append(footnote)
        self._update_footnote_area()


def mend_context(context: Any) -> None:
    """Turn a context the engine built into one of ours, before anything is laid out."""
    context.__class__ = MendedContext
    context.all_notes = list(context.footnotes)
    context.made_with, context.left_behind = {}, {}
    context.begin_notes(context.all_notes)
    context.begins_as_asked = False
    context.white_lines, context.shortened_px = {}, 0.0


def _make_all_pages(context: MendedContext, root_box: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
    """Yield every page, made again only where something it depends on has changed (fault 1)."""
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


def _digest(function: Callable[..., Any]) -> str:
    try:
        return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16]
    except OSError:
        return "no source"


def _changed(
    function: Callable[..., Any], changes: tuple[tuple[str, str], ...], home: dict[str, Any]
) -> Callable[..., Any]:
    """Return a function of the engine compiled anew with a few words of its source changed."""
    source = textwrap.dedent(inspect.getsource(function))
    for old, new in changes:
        if source.count(old) != 1:
            raise RuntimeError(f"mending: expected code not found: {old!r}")
        source = source.replace(old, new)
    namespace: dict[str, Any] = {}
    code = compile(source, f"<mended {function.__name__}>", "exec")
    exec(code, home, namespace)  # noqa: S102 - the engine's own source, digest checked
    return cast(Callable[..., Any], namespace[function.__name__])


@cache
def _mended_lines() -> Callable[..., Any]:
    """Return `_linebox_layout` without eviction (fault 2) and without the abort on an empty page (fault 3)."""
    return _changed(_ORIGINAL_LINES, _LINE_CHANGES, engine_block.__dict__)


@cache
def _mended_area() -> Callable[..., Any]:
    """Return `_update_footnote_area` that compares heights with the engine's own tolerance (fault 6)."""
    return _changed(LayoutContext._update_footnote_area, _AREA_CHANGES, engine_layout.__dict__)


_LINE_CHANGES = (
    (
        """            footnotes = (
                descendant.footnote for descendant in line.descendants()
                if descendant.footnote in context.footnotes)
""",
        """            footnotes = context.calls_in(
                line, new_position_y + offset_y, bottom_space, len(new_children),
                bool(new_children) or not page_is_empty)
""",
    ),
    ("context.reported_footnotes or\n", "context.must_wait() or\n"),
    ("report = not context.in_column and can_break_now and not could_break_before", "report = False"),
    (
        "elif footnote.style['footnote_policy'] == 'block':",
        "elif footnote.style['footnote_policy'] == 'block' and not page_is_empty:",
    ),
)
_AREA_CHANGES = (
    (
        "self.current_footnote_area.children = self.current_page_footnotes",
        "self.current_footnote_area.children = self.as_parts(self.current_page_footnotes)",
    ),
    (
        "overflow = last_child_bottom > footnote_area_bottom",
        "overflow = self.overflows(footnote_area_bottom, last_child_bottom)",
    ),
)
_ORIGINAL_PAGES: Callable[..., Any] = engine_page.make_all_pages
_ORIGINAL_LINES: Callable[..., Any] = engine_block._linebox_layout
_ORIGINAL_BLOCK: Callable[..., Any] = engine_block.block_box_layout
_ORIGINAL_FLOW: Callable[..., Any] = engine_page.block_level_layout
