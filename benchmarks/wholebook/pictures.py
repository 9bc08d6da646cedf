"""Pictures from a seed: drawings as SVG, photographs (of a sort) as PNG."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageDraw

_INK, _WATER, _EARTH = "#333333", "#9db8c9", "#d8cdb8"


def draw_section(chance: random.Random) -> str:
    """Return a canal's long section, rising by locks, as SVG."""
    locks = chance.randint(4, 8)
    step = 560 / locks
    heights = [150 - 12 * lock + chance.randint(-3, 3) for lock in range(locks)]
    pounds = "".join(
        f'<rect x="{20 + lock * step:.0f}" y="{top}" width="{step:.0f}" height="12" fill="{_WATER}"/>'
        f'<path d="M{20 + (lock + 1) * step:.0f} {top - 14} v40" stroke="{_INK}" stroke-width="3"/>'
        f'<text x="{24 + lock * step:.0f}" y="{top - 6}" font-size="13" fill="{_INK}">{lock + 1}</text>'
        for lock, top in enumerate(heights)
    )
    ground = " ".join(f"L{20 + lock * step:.0f} {top + 12}" for lock, top in enumerate(heights))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" width="600" height="200">'
        f'<path d="M20 190 {ground} L580 {heights[-1] + 12} L580 190 Z" fill="{_EARTH}"/>{pounds}</svg>\n'
    )


def draw_plan(chance: random.Random) -> str:
    """Return a plan of a basin and its buildings as SVG."""
    houses = "".join(
        f'<rect x="{chance.randint(20, 360)}" y="{chance.choice((20, 60, 230, 262))}" '
        f'width="{chance.randint(20, 50)}" height="22" fill="none" stroke="{_INK}" stroke-width="2"/>'
        for _ in range(9)
    )
    bend = chance.randint(90, 200)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 300" width="420" height="300">'
        '<path fill="none" stroke-linecap="round" '
        f'd="M24 150 C 120 {bend}, 260 {300 - bend}, 396 150" stroke="{_WATER}" stroke-width="34" '
        f'/>{houses}<text x="8" y="292" font-size="14" fill="{_INK}">1 : 2500</text></svg>\n'
    )


def paint_view(chance: random.Random) -> bytes:
    """Return a grey view over water, 900 × 600 pixels, as PNG."""
    image = Image.new("L", (900, 600))
    brush = ImageDraw.Draw(image)
    for row in range(600):
        brush.line([(0, row), (900, row)], fill=225 - row // 6 if row < 260 else 90 + row // 6)
    ridge = [(column, 250 - chance.randint(0, 40)) for column in range(0, 901, 60)]
    brush.polygon([(0, 270), *ridge, (900, 270)], fill=110)
    for _ in range(14):
        left, top = chance.randint(0, 820), chance.randint(300, 570)
        brush.line([(left, top), (left + chance.randint(30, 80), top)], fill=205, width=2)
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()
