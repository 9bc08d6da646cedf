"""How far the signs at a line's ends hang into the margin, so that the edge looks straight.

In: a sign and its typeface. Out: a length in CSS px. Every font gets a table of its own, worked out from its
outlines: the white that a sign has beside it hangs whole, of its ink a share, so that as much is seen in the
margin whether a font sets its signs narrow or wide. The shares of ink are our own, set by eye on EB Garamond
and looked at in Noto Serif, Literata, Source Serif 4 and Noto Sans, the program's own, at 200 dpi; the idea is
Gutenberg's, its revival Hàn Thế Thành, Micro-typographic Extensions to the TeX Typesetting System (2000),
chapter 3, where shares of a sign's width are used and every font needs a table made by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from publish.paginating.lines.typeface import Typeface

_SHARES = (
    # sign, share of its ink that hangs at the end of a line, at its beginning; None: nothing hangs
    ("-\u2010", 0.75, None),
    (".", 0.9, None),
    (",", 0.7, None),
    (":;", 0.45, None),
    ("!?", 0.0, None),
    ("\u2013", 0.25, 0.25),
    ("\u2014", 0.16, 0.16),
    ("\u2018\u2019'", 0.8, 0.8),
    ("\u201a", None, 0.65),
    ("\u201c\u201d", 0.62, 0.62),
    ('"\u201e', 0.5, 0.5),
    ("\u00ab\u2039\u00bb\u203a", 0.38, 0.38),
    ("()", 0.0, 0.0),
)
_AT_END = {sign: end for signs, end, _ in _SHARES for sign in signs if end is not None}
_AT_START = {sign: start for signs, _, start in _SHARES for sign in signs if start is not None}


@dataclass(frozen=True, slots=True)
class Protrusion:
    """How much of what each sign's table says hangs: 0 is nothing, 1 all of it."""

    amount: float = 1.0

    def at_end(self, sign: str, typeface: Typeface | None) -> float:
        """Return how far a line's last sign reaches into the margin."""
        share = _AT_END.get(sign)
        if share is None or typeface is None:
            return 0.0
        _, ink, white = typeface.bearings(sign)
        return self.amount * max(0.0, white + share * ink)

    def at_start(self, sign: str, typeface: Typeface | None) -> float:
        """Return how far a line's first sign reaches into the margin."""
        share = _AT_START.get(sign)
        if share is None or typeface is None:
            return 0.0
        white, ink, _ = typeface.bearings(sign)
        return self.amount * max(0.0, white + share * ink)
