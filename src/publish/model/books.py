"""What an e-book has beyond pages: the order of its documents, ways into it, rules of its sheets.

In: nothing but what stands in the file. Out: frozen values that a `PageStructure` holds (EPUB 3.3, sections 5
and 7).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpineItem:
    """A document of an e-book in its reading order. `types` are its epub:type and role words."""

    number: int
    name: str
    title: str = ""
    is_linear: bool = True
    types: tuple[str, ...] = ()
    sheets: int = 0
    """How many style sheets it asks for."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """An entry of an e-book's landmarks."""

    type: str
    title: str
    page: int | None
    leads_to: str = ""
    """The first words of the block it leads to."""


@dataclass(frozen=True, slots=True)
class PageListEntry:
    """An entry of an e-book's page list: where a page of the printed edition begins."""

    label: str
    page: int | None
    leads_to: str = ""
    """The first words after the place it leads to."""


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A rule of an e-book's style sheets that holds under conditions; declarations `name: value; …`."""

    selector: str
    declarations: str
