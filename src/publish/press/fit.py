"""Whether two pages fit side by side on a sheet, and what to say if they do not.

In: page and sheet sizes. Out: the sheet's size in points the way round it is used, or a diagnostic.
"""

from __future__ import annotations

from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.plan import PageSize

POINTS_PER_MM = 72 / 25.4

_TOLERANCE_PT = 0.75
"""A quarter of a millimetre: sizes are rounded, as A5 is to 148 mm of the 148.5 that half of A4 leaves."""

_SHEETS = (
    ("A5", 148.0, 210.0),
    ("A4", 210.0, 297.0),
    ("letter", 215.9, 279.4),
    ("legal", 215.9, 355.6),
    ("A3", 297.0, 420.0),
    ("tabloid", 279.4, 431.8),
    ("A2", 420.0, 594.0),
)
"""Sheets that printers of offices and shops take, by area."""


def fit_sheet(width: float, height: float, sheet: PageSize | None) -> tuple[float, float] | Diagnostic:
    """Return the sheet (width, height) in points that holds two pages of `width` × `height` side by side.

    Without a sheet it is exactly as large as the two pages. A sheet may be turned; lying is preferred.
    """
    if sheet is None:
        return (2 * width, height)
    sides = sorted((sheet.width_mm * POINTS_PER_MM, sheet.height_mm * POINTS_PER_MM))
    for across, up in ((sides[1], sides[0]), (sides[0], sides[1])):
        if 2 * width <= across + _TOLERANCE_PT and height <= up + _TOLERANCE_PT:
            return (across, up)
    return _does_not_fit(width, height, sheet)


def _does_not_fit(width: float, height: float, sheet: PageSize) -> Diagnostic:
    spread = f"{_mm(2 * width)} × {_mm(height)} mm"
    long, short = max(sheet.width_mm, sheet.height_mm), min(sheet.width_mm, sheet.height_mm)
    hints = [f"pages of at most {long / 2:g} × {short:g} mm fit on this sheet"]
    larger = next(
        (name for name, narrow, wide in _SHEETS if _holds(wide, narrow, width, height)),
        None,
    )
    if larger is not None:
        hints.append(f"the pages fit on `sheet: {larger}`")
    return diagnose(
        "booklet/does-not-fit",
        f"two pages of {_mm(width)} × {_mm(height)} mm side by side take {spread}; "
        f"the sheet {sheet.name} is {long:g} × {short:g} mm",
        hints=hints,
    )


def _holds(across_mm: float, up_mm: float, width: float, height: float) -> bool:
    room, high = across_mm * POINTS_PER_MM + _TOLERANCE_PT, up_mm * POINTS_PER_MM + _TOLERANCE_PT
    return 2 * width <= room and height <= high


def _mm(points: float) -> str:
    return f"{points / POINTS_PER_MM:.1f}".removesuffix(".0")
