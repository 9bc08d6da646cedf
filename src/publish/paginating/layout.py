"""One layout of a prepared tree: the engine called, mended where it can be.

In: an element tree, parsed style sheets, a fetcher. Out: the laid-out document with its notes and page
counters. The engine's objects stay inside paginating/; they neither pickle nor leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cssselect2
import weasyprint
from weasyprint import document as engine_document
from weasyprint.document import Document, DocumentMetadata, Page

from publish.paginating.addresses import BASE, MemoryFetcher
from publish.paginating.codebars import end_code_bars
from publish.paginating.columns import fitted_columns
from publish.paginating.lines.grid import current_grid
from publish.paginating.longbooks import quick_in_length
from publish.paginating.mending import can_mend, mend_context, mended_engine
from publish.paginating.pagestyles import shared_page_styles
from publish.paginating.percentages import kept_lengths
from publish.paginating.preparing import Element, notes_of
from publish.paginating.refilling import refilled
from publish.paginating.settling import MOST_ROUNDS, References
from publish.paginating.sheets import Styling


@dataclass(slots=True)
class LaidOut:
    """A finished layout. `page_numbers` are the values of the CSS counter `page`, one a page."""

    root: Element
    document: Any
    notes: tuple[Element, ...]
    page_numbers: tuple[int, ...]
    is_mended: bool
    counters: Any
    """The engine's counter styles, the author's among them."""


class TreeHTML(weasyprint.HTML):  # type: ignore[misc]
    """What the engine takes for a parsed HTML document, made from a tree we parsed as XML."""

    def __init__(self, root: Element, fetcher: MemoryFetcher) -> None:
        # The base class fetches and parses; both are done. These five names are all that rendering reads.
        self.base_url = BASE
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def lay_out(
    root: Element,
    styling: Styling,
    fetcher: MemoryFetcher,
    cache: dict[str, Any],
    references: References | None = None,
) -> LaidOut:
    """Break a tree into pages, and write the folios it refers to into it.

    `cache` keeps decoded images from one layout of a build to the next, `references` what they print.
    """
    references = References(root) if references is None else references
    references.spread()
    if not can_mend():
        return _lay_out_unmended(styling, fetcher, cache, references)
    html = TreeHTML(root, fetcher)
    options = weasyprint.DEFAULT_OPTIONS | {"stylesheets": styling.sheets, "cache": cache}
    context = Document._build_layout_context(html, styling.fonts, styling.counters, styling.colours, options)
    root_box = engine_document.build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        styling.counters,
        context.footnotes,
    )
    mend_context(context)
    grid = current_grid()
    if grid is not None:
        grid.begin(root_box)
    with (
        mended_engine(),
        fitted_columns(),
        shared_page_styles(),
        kept_lengths(),
        quick_in_length(),
        refilled(references, html, styling.counters) as refiller,
    ):
        page_boxes = list(engine_document.layout_document(html, root_box, context))
    if next(root.iter("pre"), None) is not None:
        end_code_bars(page_boxes)
    references.write()
    document = Document(
        [Page(box) for box in page_boxes], DocumentMetadata(), fetcher, styling.fonts, styling.colours, None
    )
    document._html = html
    numbers = refiller.page_numbers(len(page_boxes))
    return LaidOut(root, document, notes_of(root), numbers, is_mended=True, counters=styling.counters)


def _lay_out_unmended(
    styling: Styling, fetcher: MemoryFetcher, cache: dict[str, Any], references: References
) -> LaidOut:
    """Lay the whole out again while a folio changes: this engine's own way to make pages again loses notes."""
    for _ in range(MOST_ROUNDS):
        html = TreeHTML(references.root, fetcher)
        with refilled(references, html, styling.counters) as refiller:
            document = html.render(
                font_config=styling.fonts,
                counter_style=styling.counters,
                color_profiles=styling.colours,
                stylesheets=styling.sheets,
                cache=cache,
            )
        changed = refiller.judge_pages([page._page_box for page in document.pages])
        if not changed:
            break
        references.write()
    root = references.root
    numbers = refiller.page_numbers(len(document.pages))
    return LaidOut(root, document, notes_of(root), numbers, is_mended=False, counters=styling.counters)
