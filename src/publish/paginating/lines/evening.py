"""Pages filled by setting a paragraph one line longer or shorter, before white space is opened.

In: a way to make one page again and again. Out: the page that leaves least white below. White comes where a
widow, an orphan or a stranded heading would come otherwise; a paragraph on the page that can be set in one line
more at a bounded cost (TeX's looseness, The TeXbook, p. 103) fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from publish.paginating.lines.setting import SetParagraph, current_setter

_MOST_LINES = 3
"""White of more lines has another cause, such as a figure that goes to the next page."""
_MOST_TRIES = 4
_FULL = 0.6
"""White of less than so many lines is none."""


def make_even(make: Callable[[], tuple[Any, Any]], next_page: Callable[[], Any]) -> tuple[Any, Any]:
    """Return a page and where the next begins, the page filled if a paragraph on it can be set otherwise.

    `make` makes the page anew, `next_page` tells what break ended it.
    """
    page, resume_at = make()
    setter = current_setter()
    if setter is None or not setter.costs.is_level or resume_at is None or next_page()["break"] != "any":
        return page, resume_at
    best = white = _white_lines(page)
    if not _FULL <= white <= _MOST_LINES:
        return page, resume_at
    tries = 0
    is_current = True
    for paragraph, change in setter.alternatives(list(_paragraphs(page))):
        if best < _FULL or tries == _MOST_TRIES:
            break
        if change > 0 and change > best + 0.4:
            continue
        tries += 1
        before = paragraph.line_change
        paragraph.line_change = change
        page, resume_at = make()
        white = _white_lines(page)
        is_current = white < best - 0.4 and white >= 0 and resume_at is not None
        if is_current:
            best = white
        else:
            paragraph.line_change = before
    if not is_current:
        page, resume_at = make()
    return page, resume_at


def _paragraphs(page: Any) -> Iterator[SetParagraph]:
    """Yield the paragraphs of a page that we set, in order, each once."""
    seen = set()
    for box in page.children[0].descendants():
        if isinstance(box, boxes.LineBox):
            known = box.__dict__.get("_publish_set")
            if isinstance(known, SetParagraph) and id(known) not in seen:
                seen.add(id(known))
                yield known


def _white_lines(page: Any) -> float:
    """Return how many lines of text would still fit below the last one."""
    bottom = page.content_box_y() + page.height
    last, step = 0.0, 0.0
    for child in page.children:
        if isinstance(child, boxes.FootnoteAreaBox):
            if child.children:
                bottom = min(bottom, child.position_y)
            continue
        if isinstance(child, boxes.MarginBox):
            continue
        for box in _in_flow(child):
            last = max(last, box.position_y + box.margin_height())
            if isinstance(box, boxes.LineBox) and box.height > step / 2:
                step = box.height
    return (bottom - last) / step if step else 0.0


def _in_flow(box: Any) -> Iterator[Any]:
    """Yield the lines and pictures of a box that stand in the flow."""
    if isinstance(box, (boxes.LineBox, boxes.ReplacedBox)):
        yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _in_flow(child)
