"""What the mutation study is made of: a fault, its maker, what sentences say of it.

A fault has a maker and what a sentence must say of it, as patterns: one sentence must match each. The maker
gives the former edition and the later one. Acts that have nothing to do with each other are made in one build,
so that the study shows that each is told by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.structure import pdf_edits as pe
from tests.structure.valley import Edit, Edition, valley

Pair = tuple[bytes, bytes]


@dataclass(frozen=True)
class Mutation:
    """One change of a finished edition, what sentences say of it, and how many there are at most."""

    name: str
    make: Callable[[], Pair]
    says: tuple[str, ...] = ()
    most: int = 12
    never: tuple[str, ...] = ()


def rebuilt(name: str, says: str | tuple[str, ...], *edits: Edit, most: int = 12) -> Mutation:
    """Return a fault made by building the book from changed files."""
    return Mutation(name, lambda: (valley("pdf"), valley("pdf", edits)), _many(says), most)


def together(edits: tuple[Edit, ...], most: int, **faults: str) -> tuple[Mutation, ...]:
    """Return faults made in one build; names have spaces for underscores."""
    return tuple(
        Mutation(name.replace("_", " "), lambda: (valley("pdf"), valley("pdf", edits)), (says,), most)
        for name, says in faults.items()
    )


def pdf(name: str, says: str | tuple[str, ...], edit: pe.PdfEdit, edition: Edition = "pdf") -> Mutation:
    """Return a fault made in a finished PDF."""
    return Mutation(name, lambda: (valley(edition), _edited(edition, edit)), _many(says))


_EDITED: dict[tuple[Edition, pe.PdfEdit], bytes] = {}


def _edited(edition: Edition, edit: pe.PdfEdit) -> bytes:
    if (edition, edit) not in _EDITED:
        _EDITED[edition, edit] = pe.edited(valley(edition), edit)
    return _EDITED[edition, edit]


def _many(says: str | tuple[str, ...]) -> tuple[str, ...]:
    return (says,) if isinstance(says, str) else says


def css(rules: str) -> Edit:
    """Return the edit that adds rules to the author's style sheet."""
    return ("extra.css", "/* nothing */", rules)
