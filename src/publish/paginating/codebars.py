"""The bar beside code that goes on over pages ends with the code, not with the page.

In: laid-out pages. Out: the same pages, on which a code block that is broken reaches no further than its
last line with words. The engine lets a broken box fill its page (CSS Fragmentation 3, section 5.1): a bar shows
it where the last lines had to go to the next page together, and where an empty line came last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weasyprint.formatting_structure import boxes

_CODE = "pre"


def end_code_bars(pages: Sequence[Any]) -> None:
    """Let each part of a broken code block end with its last words, in place."""
    former: dict[Any, Any] = {}
    for page in pages:
        parts = {
            box.element: box
            for box in page.descendants()
            if box.element_tag == _CODE and isinstance(box, boxes.BlockBox)
        }
        for element in former.keys() & parts.keys():
            _end_with_words(former[element])
        former = parts


def _end_with_words(box: Any) -> None:
    ends = [
        line.position_y + line.height
        for line in box.descendants()
        if isinstance(line, boxes.LineBox) and _has_words(line)
    ]
    if ends:
        box.height = min(box.height, max(ends) - box.content_box_y())


def _has_words(line: Any) -> bool:
    return any(isinstance(inner, boxes.TextBox) and inner.text.strip() for inner in line.descendants())
