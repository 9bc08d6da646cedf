"""What is left of a graphic inside its clipping path (ISO 32000-1, 8.5.4).

In: an object of pdfium, whose clipping paths have the same space as its bounds. Out: boxes from the upper left
corner of the page. A path of any form counts by the box around it, so that what is left is never too small.
"""

from __future__ import annotations

import ctypes
import math
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

from publish.structure.pdf.painted import Matrix

Edges: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""
EVERYWHERE: Edges = (-math.inf, -math.inf, math.inf, math.inf)


def clip_of(item: Any, matrix: Matrix) -> Edges:
    """Return the box that an object is painted within, in points; everywhere where nothing clips it."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    left, top, right, bottom = EVERYWHERE
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for number in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        across, down = [], []
        for index in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, number))):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, number, index), x, y)
            across.append(a * x.value + c * y.value + e)
            down.append(b * x.value + d * y.value + f)
        if across:
            left, right = max(left, min(across)), min(right, max(across))
            top, bottom = max(top, min(down)), min(bottom, max(down))
    return left, top, right, bottom


def within(one: Edges, other: Edges) -> Edges:
    """Return what two boxes have in common; where they have nothing, its right edge is left of its left."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def is_empty(box: Edges) -> bool:
    """Tell whether nothing can be seen in a box; a line has no width and is seen."""
    return box[2] < box[0] or box[3] < box[1]
