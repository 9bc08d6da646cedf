"""Faults of an e-book's files: what it names and has not, or what nothing can be made of.

In: a page structure. Out: faults. PDFs hold everything in themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.model.changes import Fault, Spot
from publish.model.pages import PageStructure
from publish.structure.sentences import paging_of, quote

_STATES = {"missing": "is missing", "broken": "is damaged"}


def file_faults(structure: PageStructure) -> Iterator[Fault]:
    """Yield each picture, font, style sheet and document that is missing or damaged."""
    paging = paging_of(structure)
    for picture in structure.pictures:
        if picture.digest in _STATES:
            at = f"{paging.at(picture.page)}: " if picture.page else ""
            named = quote(picture.name or picture.alt) if picture.name or picture.alt else "without a name"
            told = f"{at}the picture {named} {_STATES[picture.digest]} and cannot be shown"
            yield Fault("lost-file", picture.page, told, picture.name or picture.alt, (Spot(picture.page),))
    for file in structure.lost:
        at = f"{paging.at(file.page)}: " if file.page else ""
        state = _STATES["broken" if file.is_damaged else "missing"]
        yield Fault("lost-file", file.page, f"{at}the {file.kind} {quote(file.name)} {state}", file.name)
