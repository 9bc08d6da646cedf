"""WeasyPrint 70.0's footnotes mended: every note once, on the page of its call.

In: a layout to run. Out: the same layout with seven faults of 70.0 kept out, for our own documents only and
only while it runs. This is the one file that exchanges the engine's private parts; it knows the version and the
source it mends, and where either differs it mends nothing (`can_mend` is false, the caller repairs by page
breaks).

The faults (WeasyPrint 70.0, `layout/`):
1. `page.make_all_pages` re-makes single pages when counters change, but what one page hands to the next (notes
   that did not fit, broken floats) is kept in the context and not by page: a re-made page loses it, a skipped
   one leaves it for later. Here it is remembered by page, and a page is made again when what it receives has
   changed (pagemaking.py).
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

import weasyprint
from weasyprint import layout as engine_layout
from weasyprint.layout import LayoutContext
from weasyprint.layout import block as engine_block
from weasyprint.layout import page as engine_page

from publish.paginating.continuing import ContinuingContext, lay_out_part
from publish.paginating.lines.engine import ENGINE_LOCK
from publish.paginating.pagemaking import make_every_page

MENDED_VERSION = "70.0"
_DIGESTS = {
    "make_all_pages": "b5e4034894841caa",
    "remake_page": "1ff09b2dffa17839",
    "unlayout_footnote": "c7c223cf4a0fda54",
    "_linebox_layout": "e07bbe000974787e",
    "_update_footnote_area": "2e317e4b066fb80c",
}


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
        make = make_every_page if isinstance(context, MendedContext) else _ORIGINAL_PAGES
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
