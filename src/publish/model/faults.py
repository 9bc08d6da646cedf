"""The closed list of lint's rules: what is wrong in an edition whatever it was before.

An *error* misleads or loses something; a *warning* is bad setting that a printer would correct; a *note* is a
blemish that a good setting may not avoid everywhere. Notes never change an exit code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Weight: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of fault: its weight and what it means to an author."""

    weight: Weight
    meaning: str


RULES: dict[str, Rule] = {
    "lost-note": Rule("error", "A note is called and not printed, or printed and not called."),
    "doubled-note": Rule("error", "A note is printed twice."),
    "displaced-note": Rule("warning", "A footnote begins on another page than its call."),
    "dead-link": Rule("error", "A link or a bookmark into the edition leads nowhere."),
    "lost-file": Rule("error", "A picture, font, style sheet or document of an e-book is missing or damaged."),
    "wrong-page-reference": Rule("error", "A reference names another page than its target is on."),
    "overlap": Rule("error", "Two things are printed over each other, or words are covered."),
    "off-page": Rule("error", "Something runs off the edge of the page."),
    "outside-type-area": Rule("warning", "Something stands out of the type area into the margin."),
    "missing-glyph": Rule("error", "A character is shown as an empty box."),
    "stranded-heading": Rule("warning", "A heading, caption or table head is parted from what it belongs to."),
    "widow": Rule("warning", "The last line of a paragraph stands alone at the top of a page."),
    "orphan": Rule("warning", "The first line of a paragraph stands alone at the foot of a page."),
    "row-cut": Rule("warning", "A row of a table is cut by the end of a page."),
    "empty-page": Rule("warning", "A page is empty, or nearly so, where the text goes on."),
    "figure-far": Rule("note", "A figure or table stands more than two pages from where it is named."),
    "page-end-hyphen": Rule("note", "A word is divided by the end of a page."),
    "ladder": Rule("note", "More than two lines in a row end in hyphens."),
    "loose-line": Rule("note", "The words of a line stand far apart."),
    "runt": Rule("note", "The last line of a paragraph is only a few letters long."),
}
