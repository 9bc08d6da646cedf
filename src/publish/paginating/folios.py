"""Folios as they are printed: which number each page shows, in which figures, and what stands before it.

In: what a page's margin boxes are told to show, and the values of the CSS counter `page`. Out: a text a page,
such as `xii`, `7` or `A-3`. A page that shows no folio (a blank, a chapter's opener) is called as its
neighbours are: that is its page label, too (ISO 32000-1, 12.4.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from publish.pdf.labels import FolioForm, fill_forms

MARGINS = (
    *(f"@top-{place}" for place in ("left-corner", "left", "center", "right", "right-corner")),
    *(f"@bottom-{place}" for place in ("left-corner", "left", "center", "right", "right-corner")),
    *(f"@{side}-{place}" for side in ("left", "right") for place in ("top", "middle", "bottom")),
)
"""The margin boxes of a page (CSS Paged Media 3, section 4.2)."""


def folio_form(contents: Iterable[Any]) -> FolioForm:
    """Return how a page's margin boxes print `page`, given the computed `content` of each."""
    for content in contents:
        items = content if isinstance(content, tuple) else ()
        before = ""
        for item in items:
            if not isinstance(item, tuple):
                continue
            if item[0] == "counter()" and item[1][0] == "page":
                style = item[1][-1]
                return FolioForm(style if isinstance(style, str) else "decimal", _prefix(before))
            before = item[1] if item[0] == "string" else ""
    return FolioForm()


def _prefix(before: str) -> str:
    """Return what belongs to the number of the words before it: `A-`, but neither `Page ` nor a dash.

    >>> _prefix("Page A-"), _prefix("Page "), _prefix("– "), _prefix("[")
    ('A-', '', '', '')
    """
    if not before or before[-1].isspace():
        return ""
    last = before.rsplit(maxsplit=1)[-1]
    return last if any(character.isalnum() for character in last) else ""


def printed_folios(numbers: Sequence[int], forms: Sequence[FolioForm], counters: Any) -> tuple[str, ...]:
    """Return each page's folio; `counters` are the engine's counter styles, the author's among them."""
    return tuple(
        form.prefix + counters.render_value(number, form.style or "decimal")
        for number, form in zip(numbers, fill_forms(numbers, forms), strict=True)
    )
