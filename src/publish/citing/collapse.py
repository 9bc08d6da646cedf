"""The cites of one cluster, joined: grouping, collapsing and delimiters.

In: rendered cites in order. Out: one tree, without the layout's affixes. CSL 1.0.2, "Cite Grouping", "Cite
Collapsing" (`citation-number`, `year`, `year-suffix`, `year-suffix-ranged`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.citing.context import CiteFacts
from publish.citing.item import Item
from publish.citing.marked import Mark, Tree

if TYPE_CHECKING:
    from publish.citing.engine import Engine, JobCite


@dataclass(frozen=True, slots=True)
class CiteTree:
    """A cite and what it prints without its affixes; `item` is None for an unknown key."""

    item: Item | None
    cite: JobCite
    facts: CiteFacts
    tree: Tree | None


def join_cites(cites: list[CiteTree], engine: Engine) -> Tree | None:
    """Return the cites of a cluster as one text."""
    from publish.citing.engine import with_affixes

    parts = [with_affixes(one.cite, one.tree) for one in cites if one.tree is not None]
    if not parts:
        return None
    return Mark(tuple(parts), delimiter=engine.section.delimiter)
