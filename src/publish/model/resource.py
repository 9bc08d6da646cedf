"""Files that travel with a publication: images, fonts, formulas as pictures. Bytes in hand, never paths."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Resource:
    """One file: `name` is its address inside the publication (`images/map.png`), unique and URL-safe.

    Sizes are CSS pixels (1/96 inch), 0 where unknown or not an image.
    """

    name: str
    media_type: str
    content: bytes
    width_px: float = 0.0
    height_px: float = 0.0


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula in both its forms: MathML for reflowable editions, SVG for pages.

    `svg` is empty where the formula could not be drawn; `descent_em` is how far it hangs below the baseline.
    """

    tex: str
    display: bool
    mathml: str
    svg: str
    width_em: float = 0.0
    height_em: float = 0.0
    descent_em: float = 0.0
    problem: str = ""
    """Why a form is missing, empty where none is."""


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file with the CSS descriptors it is offered under."""

    family: str
    """The private family name used in style sheets."""
    resource: Resource
    weight: str = "400"
    """A number, or a range such as `400 800` for a variable font."""
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """One style sheet: `name` is what diagnostics call it (`styles/page.css`, or the author's own path)."""

    name: str
    text: str
