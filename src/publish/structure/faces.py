"""The names of faces as readers call them, and what two names have in common. Pure text in, text out."""

from __future__ import annotations

import re

NOT_EMBEDDED = " (not embedded)"
_OURS = "publish-"
"""Our own builds call families so, lest one that is installed takes their place."""
_STYLE = re.compile(
    r"[-, ]?((?:Extra|Semi|Demi|Ultra)?-?(?:Thin|Light|Regular|Roman|Book|Medium|Bold|Black|Heavy|Italic"
    r"|Oblique|Ital|Bd|It|MT|PS))+$",
    re.IGNORECASE,
)


def called(face: str) -> str:
    """Return a face as a sentence calls it.

    >>> called("publish-EB-Garamond-Italic")
    'EB-Garamond-Italic'
    """
    return face.removeprefix(_OURS)


def family_of(face: str) -> str:
    """Return the family of a face.

    >>> family_of("publish-EB-Garamond-Italic"), family_of("Times-BoldItalic"), family_of("Arial,Bold")
    ('EB-Garamond', 'Times', 'Arial')
    """
    return _STYLE.sub("", called(face.removesuffix(NOT_EMBEDDED))) or called(face)


def style_of(face: str) -> str:
    """Return the cut of a face in lower case; empty for the upright one.

    >>> style_of("publish-EB-Garamond-Italic"), style_of("Literata-Regular"), style_of("Times-BoldItalic")
    ('italic', '', 'bolditalic')
    """
    cut = called(face.removesuffix(NOT_EMBEDDED)).removeprefix(family_of(face)).strip("-, ").lower()
    return "" if cut in {"regular", "roman", "book"} else cut
