"""How far the signs at a line's ends hang into the margin, so that the edge looks straight.

In: a sign and its typeface. Out: a length in CSS px. The shares are our own, set by eye on EB Garamond and Noto
Serif at 10.5 pt; the idea is Gutenberg's, its revival Hàn Thế Thành, Micro-typographic Extensions to the TeX
Typesetting System (2000), chapter 3, where shares of a sign's width are used, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from publish.paginating.lines.typeface import Typeface

_SHARES = (
    # sign, at the end of a line, at its beginning
    ("-\u2010", 0.7, 0.0),
    (".,", 0.7, 0.0),
    (":;", 0.5, 0.0),
    ("!?", 0.2, 0.0),
    ("\u2013", 0.3, 0.3),
    ("\u2014", 0.2, 0.2),
    ("\u2018\u2019'", 0.7, 0.7),
    ("\u201a", 0.0, 0.6),
    ("\u201c\u201d", 0.6, 0.6),
    ('"\u201e', 0.5, 0.5),
    ("\u00ab\u2039\u00bb\u203a", 0.4, 0.4),
    ("()", 0.1, 0.1),
)
_AT_END = {sign: end for signs, end, _ in _SHARES for sign in signs}
_AT_START = {sign: start for signs, _, start in _SHARES for sign in signs}


@dataclass(frozen=True, slots=True)
class Protrusion:
    """How much of each sign's share hangs: 0 is nothing, 1 all of it."""

    amount: float = 1.0

    def at_end(self, sign: str, typeface: Typeface | None) -> float:
        """Return how far a line's last sign reaches into the margin."""
        share = _AT_END.get(sign)
        return share * self.amount * typeface.width(sign) if share and typeface else 0.0

    def at_start(self, sign: str, typeface: Typeface | None) -> float:
        """Return how far a line's first sign reaches into the margin."""
        share = _AT_START.get(sign)
        return share * self.amount * typeface.width(sign) if share and typeface else 0.0
