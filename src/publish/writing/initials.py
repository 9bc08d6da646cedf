"""An initial over several lines, drawn, with all measures of the room it takes.

In: the letter, a quotation mark before it, the font, size and leading of the text. Out: an `Initial`: an SVG
picture and lengths in points. The initial's baseline is that of its last line, and its capitals' height reaches
that of the first line's capitals (CSS Inline Layout 3, section 3, "Initial Letters", alphabetic alignment). A
quotation mark keeps the size of the text and hangs before the letter, those of the baseline (`„`) at the
letter's foot; both practices are of the trade, the shares are our own measurement.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from publish.writing.letterforms import Letterforms, Outline

LOW_MARKS = frozenset("„‚,")
_AIR = 0.26
"""White between an initial and the text beside it, as a share of the text's size."""
_MARK_AIR = 0.1
"""White between a quotation mark and the initial, likewise."""
_TUCK = 0.6
"""How much of the white over a letter that narrows upwards (A) the first line takes."""
_PAD = 0.5
"""Points around the drawing, so that no edge is cut off."""


@dataclass(frozen=True, slots=True)
class Initial:
    """A drawn initial. Lengths are points; x counts from the text's edge, y from the initial's baseline."""

    picture: bytes
    """SVG as large as the next four say."""
    left: float
    right: float
    below: float
    """How far the picture reaches under the initial's baseline."""
    height: float
    room: float
    """How far text beside the initial is moved."""
    lines: int
    """How many lines are moved: those the initial stands over, and one more for a tail that hangs low."""
    tuck: float
    """How much less the first line is moved than the others."""
    drop: float
    """From the first line's baseline to the initial's."""
    letter_width: float
    mark_width: float
    """Advances of letter and mark in the size of the text."""

    @property
    def width(self) -> float:
        """Return the picture's width."""
        return self.right - self.left

    @property
    def address(self) -> str:
        """Return the picture as a `data:` address (RFC 2397)."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.picture).decode()


def draw_initial(  # noqa: PLR0917 - letter and font, then three measures of the text
    letter: str, mark: str, forms: Letterforms, size_pt: float, leading_pt: float, lines: int
) -> Initial | None:
    """Draw an initial over some lines; `mark` stands before it. None if the font lacks one of them."""
    visible = mark.strip()
    if not forms.has(letter + mark + "H"):
        return None
    drop = (lines - 1) * leading_pt
    capital = forms.outline("H", size_pt).top
    large = size_pt * (drop + capital) / capital
    # Another optical size has capitals of another height: once more with those of the large letter.
    large *= (drop + capital) / forms.outline("H", large).top
    body = forms.outline(letter, large)
    parts = [(body, -body.left, 0.0)]
    if visible:
        sign = forms.outline(visible, size_pt)
        foot = 0.0 if set(visible) <= LOW_MARKS else drop
        parts.append((sign, -_MARK_AIR * size_pt - sign.right, foot))
    left = min(part.left + x for part, x, _ in parts) - _PAD
    right = max(part.right + x for part, x, _ in parts) + _PAD
    below = max(-part.bottom - y for part, _, y in parts) + _PAD
    top = max(part.top + y for part, _, y in parts) + _PAD
    hangs_low = -body.bottom > leading_pt - capital
    return Initial(
        picture=_picture(parts, (left, top, right - left, top + below)),
        left=left,
        right=right,
        below=below,
        height=top + below,
        room=body.right - body.left + _AIR * size_pt,
        lines=lines + 1 if hangs_low else lines,
        tuck=_tuck_of(letter, large, drop - 0.25 * size_pt, forms),
        drop=drop,
        letter_width=forms.outline(letter, size_pt).width,
        mark_width=forms.outline(mark, size_pt).width if visible else 0.0,
    )


def _tuck_of(letter: str, large: float, foot_of_line: float, forms: Letterforms) -> float:
    """Return how far the first line may enter a letter that grows narrower all the way up."""
    low, middle, high = forms.right_edges(letter, large, (large * 0.02, foot_of_line / 2, foot_of_line))
    clearly = large / 25
    return _TUCK * (low - high) if low - middle > clearly and middle - high > clearly else 0.0


def _picture(parts: list[tuple[Outline, float, float]], frame: tuple[float, float, float, float]) -> bytes:
    """Write an SVG; `frame` is its left and upper edge as the parts' places count, its width and height."""
    left, top, width, height = frame
    paths = "".join(
        f'<path transform="translate({x - left:.3f} {top - y:.3f})" d="{part.path}"/>' for part, x, y in parts
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.3f}pt" height="{height:.3f}pt" '
        f'viewBox="0 0 {width:.3f} {height:.3f}">{paths}</svg>'
    ).encode()
