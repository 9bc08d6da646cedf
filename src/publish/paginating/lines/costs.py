"""What blemishes of a paragraph cost, in TeX's demerits.

In: the theme's settings for lines. Out: prices the fitter adds up. The names are TeX's where TeX has them; the
figures are our own measurement, with TeX's beside them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices of blemishes; spaces in shares of the natural space, penalties and demerits in TeX's units."""

    stretch: float = 0.5
    """How much a space may grow for a ratio of 1 (Computer Modern: 0.5)."""
    shrink: float = 0.28
    """How much a space may give way at most (Computer Modern: 0.33, which looks tight in other faces)."""
    expansion: float = 0.0
    """How much letters may be widened or narrowed for a ratio of 1 (microtype's font expansion: 0.02)."""
    edge_stretch: float = 0.0
    """Ragged setting: the white at a line's end for a ratio of 1, as a length (`\\raggedright`: 2 em)."""
    line_penalty: float = 10.0
    """Added to the badness of every line, so that fewer lines are better (plain TeX: 10)."""
    hyphen_penalty: float = 500.0
    """A hyphen of ours at the end of a line (plain TeX: 50)."""
    written_hyphen_penalty: float = 100.0
    """A line end after a hyphen or dash that is written (plain TeX: 50)."""
    double_hyphen_demerits: float = 30_000.0
    """Two hyphens in a row (plain TeX: 10000)."""
    ladder_demerits: float = 1_000_000.0
    """Three hyphens in a row, or more."""
    last_hyphen_demerits: float = 5_000.0
    """A hyphen before the last line (plain TeX: 5000)."""
    colour_demerits: float = 10_000.0
    """Neighbours of which one is tight and the other loose (plain TeX: 10000)."""
    runt: float = 0.12
    """A last line shorter than this share of the measure is a runt."""
    runt_demerits: float = 8_000.0

    def of_line(self, ratio: float, ending: int) -> float:
        """Return the demerits of one line by itself (TeX: The Program, section 859)."""
        badness = 100 * abs(ratio) ** 3
        demerits = (self.line_penalty + badness) ** 2
        if ending:
            penalty = self.hyphen_penalty if ending == 2 else self.written_hyphen_penalty
            demerits += penalty * penalty
        return demerits

    def of_hyphens_in_a_row(self, hyphens: int) -> float:
        """Return what the last of so many hyphenated line ends in a row adds."""
        if hyphens < 2:
            return 0.0
        return self.double_hyphen_demerits if hyphens == 2 else self.ladder_demerits
