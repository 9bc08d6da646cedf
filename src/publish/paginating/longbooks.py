"""What the engine does once a page for all other pages, done for those pages only that have any of it.

In: a layout to run. Out: the same layout. For each page the engine goes through all others twice: for boxes
with `position: fixed`, which stand on every page (CSS 2.2, section 9.6.1), and for the targets that the pages
before it tell of. Both grow with the square of a book's length: 2 % of the time for a novel of 230 pages, and
more for a longer one (our own measurement).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from typing import Any

from weasyprint import layout as engine_layout
from weasyprint.layout import page as engine_page

from publish.paginating.lines.engine import digest_of, source_of

_LOCK = threading.RLock()
_ORIGINAL_PAGE: Callable[..., Any] = engine_page.make_page
_ORIGINAL_FIXED: Callable[..., Iterator[Any]] = engine_layout.layout_fixed_boxes
_DIGESTS = {_ORIGINAL_PAGE: "956a4c5f9b42bac8", _ORIGINAL_FIXED: "958695acb097f897"}
_TELLING = """    cached_anchors = []
    cached_lookups = []
    for (_, _, _, _, x_remake_state) in page_maker[:page_number - 1]:
        cached_anchors.extend(x_remake_state.get('anchors', []))
        cached_lookups.extend(x_remake_state.get('content_lookups', []))
"""
_TOLD = """    from publish.paginating.longbooks import told_before
    cached_anchors = told_before(page_maker, page_number, 'anchors')
    cached_lookups = told_before(page_maker, page_number, 'content_lookups')
"""


@contextmanager
def quick_in_length() -> Iterator[None]:
    """Let pages be made without going through all others in the `with` block, where the engine is the one this
    was written for.
    """
    if any(digest_of(function) != digest for function, digest in _DIGESTS.items()):
        yield
        return
    with _LOCK:
        engine_page.make_page = _made_anew()
        engine_layout.layout_fixed_boxes = _lay_out_fixed
        try:
            yield
        finally:
            engine_page.make_page = _ORIGINAL_PAGE
            engine_layout.layout_fixed_boxes = _ORIGINAL_FIXED


def _lay_out_fixed(context: Any, pages: Sequence[Any], containing_page: Any) -> Iterator[Any]:
    """Yield the fixed boxes of some pages, laid out on another, as the engine's own function does."""
    return _ORIGINAL_FIXED(context, [page for page in pages if page.fixed_boxes], containing_page)


def told_before(page_maker: Sequence[Any], page_number: int, kind: str) -> list[Any]:
    """Return what the pages before one (from 1) tell of: the engine's `anchors` or `content_lookups`."""
    return list(chain.from_iterable([made[-1].get(kind, ()) for made in page_maker[: page_number - 1]]))


@cache
def _made_anew() -> Callable[..., Any]:
    """Return the engine's `make_page` that asks `told_before`."""
    source = source_of(_ORIGINAL_PAGE)
    if source.count(_TELLING) != 1:
        raise RuntimeError("longbooks: expected code not found")
    namespace: dict[str, Any] = {}
    code = compile(source.replace(_TELLING, _TOLD), "<make_page, quick in length>", "exec")
    # Its names are looked up in the engine's module, where others of ours are exchanged.
    exec(code, engine_page.__dict__, namespace)  # noqa: S102 - the engine's own source, digest checked
    made: Callable[..., Any] = namespace["make_page"]
    return made
