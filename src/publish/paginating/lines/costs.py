"""What a line may give and what blemishes cost: the prices the fitter adds up.

In: the theme's settings for lines. Out: costs of lines and line ends, with TeX's formulas.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from publish.model.lines import LineSettings


@dataclass(frozen=True, slots=True)
class Costs(LineSettings):
    """The settings, and what only ragged lines have."""

    edge_stretch: float = 0.0
    """Ragged setting: the white at a line's end for a ratio of 1, as a length (`\\raggedright`: 2 em)."""

    @property
    def letters(self) -> float:
        """Return how much letters give in all, as a share of their width: in themselves and between them."""
        return self.expansion + self.tracking

    def of_line(self, ratio: float, ending: int, blemish: float = 0.0) -> float:
        """Return the demerits of one line by itself (TeX: The Program, section 859).

        `blemish` is what is wrong with the place it ends at (see `blemishes`; our own).
        """
        badness = 100 * abs(ratio) ** 3
        demerits = (self.line_penalty + badness) ** 2
        if ending:
            penalty = self.hyphen_penalty if ending == 2 else self.written_hyphen_penalty
            demerits += penalty * penalty
        if blemish:
            demerits += blemish * self.blemish_demerits
        return demerits

    def of_hyphens_in_a_row(self, hyphens: int) -> float:
        """Return what the last of so many hyphenated line ends in a row adds."""
        if hyphens < 2:
            return 0.0
        return self.double_hyphen_demerits if hyphens == 2 else self.ladder_demerits


def costs_of(settings: LineSettings) -> Costs:
    """Return the costs of justified lines under a theme's settings."""
    return Costs(**{known.name: getattr(settings, known.name) for known in fields(settings)})
