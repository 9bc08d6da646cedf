"""Formatted citations as a line of Markdown that a copy editor can read."""

from __future__ import annotations

from publish.model.document import Inlines

_MARKS = {"Emph": "_", "Strong": "**", "Superscript": "^", "Subscript": "~"}


def printed(inlines: Inlines) -> str:
    """Return inlines with marks for emphasis and without marks of links and spans."""
    out = ""
    for element in inlines:
        if element.tag == "Str":
            out += element.content
        elif element.tag in ("Space", "LineBreak", "SoftBreak"):
            out += " "
        elif element.tag in ("Span", "Link"):
            out += printed(element.content[1])
        else:
            mark = _MARKS.get(element.tag, "")
            out += mark + printed(element.content) + mark
    return out
