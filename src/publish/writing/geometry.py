"""The arithmetic of the page: leading, measure and margins from a page size, a font and the theme.

In: the page (mm), the theme, what is known of the font. Out: lengths in points. The rules are the printer's
old ones: a line of 60 to 68 characters; inner margin smaller than the outer, the outer smaller than the foot;
a text area that is a whole number of lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from publish.model.plan import PageSize, Theme
from publish.writing.typeface import Typeface

POINTS_PER_MM = 72 / 25.4

_CHARACTERS = {"narrow": 78.0, "normal": 70.0, "wide": 63.0}
"""Average characters a line, by the theme's `margins`; capitals and figures of real text take three."""

_LEAST_SIDE = {"narrow": 0.075, "normal": 0.095, "wide": 0.13}
"""Least side margin as a share of the page's width, where the measure would leave less."""

_TOP = {"narrow": 0.07, "normal": 0.075, "wide": 0.105}
_FOOT = {"narrow": 0.085, "normal": 0.095, "wide": 0.135}
"""Head and foot as shares of the page's height."""


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """Lengths in points. Inner is at the fold; on symmetrical pages both sides are equal."""

    width: float
    height: float
    top: float
    foot: float
    inner: float
    outer: float
    size: float
    leading: float

    @property
    def text_width(self) -> float:
        """Return the width of the text area."""
        return self.width - self.inner - self.outer

    @property
    def text_height(self) -> float:
        """Return the height of the text area, a whole number of lines."""
        return self.height - self.top - self.foot


def leading_of(size_pt: float, face: Typeface, script: Literal["alphabetic", "tall", "ideographic"]) -> float:
    """Return the distance of baselines in points, to a quarter point.

    A font with a tall x needs more white between lines; Arabic and Indic letters reach further still.

    >>> leading_of(10.5, Typeface(0.38, 0.4), "alphabetic")
    14.0
    """
    if script == "tall":
        ratio = 1.75
    elif script == "ideographic":
        ratio = 1.65
    else:
        ratio = 1.335 + max(0.0, min(0.12, (face.x_height_em - 0.42) * 0.9))
    return round(size_pt * ratio * 4) / 4


def most_characters(theme: Theme) -> float:
    """Return how many average characters a line has at most, on the widest page."""
    return _CHARACTERS[theme.margins]


def page_geometry(
    page: PageSize,
    theme: Theme,
    face: Typeface,
    *,
    mirrored: bool,
    script: Literal["alphabetic", "tall", "ideographic"] = "alphabetic",
) -> PageGeometry:
    """Place the text area on the page. `mirrored` pages are bound: the fold takes less than the outer side."""
    width, height = page.width_mm * POINTS_PER_MM, page.height_mm * POINTS_PER_MM
    leading = leading_of(theme.size_pt, face, script)
    least = max(width * _LEAST_SIDE[theme.margins], 24.0)
    wanted = _CHARACTERS[theme.margins] * face.character_em * theme.size_pt
    measure = min(wanted, width - 2 * least)
    sides = width - measure
    inner = sides * 0.44 if mirrored else sides / 2
    outer = sides - inner
    top = max(height * _TOP[theme.margins], 2.5 * leading)
    foot = max(height * _FOOT[theme.margins], 3 * leading)
    if mirrored:
        # The foot grows to exceed the outer margin, as long as that leaves a page of good proportions.
        foot = max(foot, min(outer * 1.06, height * 0.155))
    lines = max(3, int((height - top - foot) / leading + 0.001))
    spare = height - top - foot - lines * leading
    return PageGeometry(
        width=width,
        height=height,
        top=top + spare * 0.4,
        foot=foot + spare * 0.6,
        inner=inner,
        outer=outer,
        size=theme.size_pt,
        leading=leading,
    )
