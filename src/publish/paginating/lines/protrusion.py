"""How far the signs at a line's ends hang into the margin, so that the edge looks straight.

In: a sign and its typeface. Out: a length in CSS px. The shares are our own, set by eye on EB Garamond and Noto
Serif at 10.5 pt; the idea is Gutenberg's, its revival Hàn Thế Thành, Micro-typographic Extensions to the TeX
Typesetting System (2000), chapter 3, where shares of a sign's width are used, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from publish.paginating.lines.typeface import Typeface

_AT_END = {
    "-": 0.7, "\u2010": 0.7, ".": 0.7, ",": 0.7, ":": 0.5, ";": 0.5, "!": 0.2, "?": 0.2,
    "\u2019": 0.7, "\u201d": 0.6, "\u00bb": 0.4, "\u203a": 0.4, "'": 0.7, '"': 0.5, ")": 0.1, "\u2013": 0.3, "\u2014": 0.2,
    "\u201c": 0.6, "\u2018": 0.7,
}  # fmt: skip
_AT_START = {
    "\u2018": 0.7, "\u201c": 0.6, "\u201a": 0.6, "\u201e": 0.5, "\u00ab": 0.4, "\u2039": 0.4, "'": 0.7, '"': 0.5, "(": 0.1,
    "\u2019": 0.7, "\u201d": 0.5, "\u2013": 0.3, "\u2014": 0.2,
}  # fmt: skip


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
