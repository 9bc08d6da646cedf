"""Styles of pages worked out once for all pages that the same rules are for.

In: a layout to run. Out: the same layout, in which two pages that the same `@page` rules match (CSS Paged Media
3, section 4) have the same style objects, and so have their margin boxes. The engine works all of them out anew
for each page, and looks for a page's margin boxes among those of all pages before: 5 % of the time that a novel
of 230 pages takes (our own measurement), and quadratic in a book.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.css import StyleFor
from weasyprint.layout import page as engine_page

from publish.paginating.lines.engine import digest_of

_LOCK = threading.RLock()
_ORIGINAL: Callable[..., None] = engine_page.set_page_type_computed_styles
_DIGESTS = {
    _ORIGINAL: "aed6c0aac2b45f5b",
    StyleFor.add_page_declarations: "3126a5b360ef9306",
    StyleFor.set_computed_styles: "5cb8f2bf7461c1ec",
}


@contextmanager
def shared_page_styles() -> Iterator[None]:
    """Let pages share their styles in the `with` block, where the engine is the one this was written for."""
    if any(digest_of(function) != digest for function, digest in _DIGESTS.items()):
        yield
        return
    with _LOCK:
        engine_page.set_page_type_computed_styles = _set_styles
        try:
            yield
        finally:
            engine_page.set_page_type_computed_styles = _ORIGINAL


def _set_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """Give a page type its styles, and those of its margin boxes, as the engine's own function does."""
    computed = style_for.get_computed_styles()
    known = style_for.__dict__.setdefault("_publish_page_styles", {})
    key = tuple(
        style_for._page_type_match(selector, page_type)
        for sheet, *_ in style_for._sheets
        for _, selectors, _ in sheet.page_rules
        for *_, selector in selectors
    )
    if key in known:
        for margin, style in known[key]:
            computed[page_type, margin] = style
        return
    _ORIGINAL(page_type, html, style_for)
    # Lengths in shares of the first page's size are not known before it is made.
    if style_for.initial_page_sizes["box"] is not None:
        known[key] = [(margin, style) for (of, margin), style in computed.items() if of == page_type]
