"""The same page in two editions → how it is placed: at which size, and how far from where it stood.

In: what stands on both pages. Out: what leads from the places on one to those on the other, if it is the same
for all that stands there. It is measured, as no file says at which size a page was printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median

from publish.model.looks import Box
from publish.model.pages import Block, Fragment, Page, PageStructure, RunningText

_NEAR_PT = 0.35
_SAME_SCALE = 0.004
_SHARE = 0.9
_FEWEST_FOR_SCALE = 4
_WIDE_PT = 40.0
_STILL_PT = 0.16

Mark = tuple[float, float, float]
"""Where something begins (x, y), and how wide or large it is."""
Marks = dict[str, Mark]


@dataclass(frozen=True, slots=True)
class Fit:
    """What leads from an old page to the new one: `scale * old + (right, down)`."""

    scale: float = 1.0
    right_pt: float = 0.0
    down_pt: float = 0.0

    @property
    def is_still(self) -> bool:
        """Tell whether everything stands where it stood."""
        return self.scale == 1.0 and max(abs(self.right_pt), abs(self.down_pt)) <= _STILL_PT


STILL = Fit()


class Standing:
    """What stands on the pages of an edition."""

    def __init__(self, structure: PageStructure) -> None:
        self.fragments: dict[int, list[tuple[Block, int, Fragment]]] = {}
        for block in (*structure.blocks, *(note.body for note in structure.notes)):
            for at, fragment in enumerate(block.fragments):
                self.fragments.setdefault(fragment.page, []).append((block, at, fragment))

    def corners(self, page: int) -> list[tuple[float, float, int]]:
        """Return where fragments begin, as far as a look tells whether anything moved."""
        return [(f.box.left_pt, f.box.top_pt, f.line_count) for _, _, f in self.fragments.get(page, ())]

    def marks(self, page: Page, *, has_lines: bool) -> Marks:
        """Return what can be known again on a page; what stands there twice cannot."""
        found: Marks = {}
        twice: set[str] = set()

        def add(name: str, mark: Mark) -> None:
            if name in found:
                twice.add(name)
            found[name] = mark

        for block, at, fragment in self.fragments.get(page.number, ()):
            if has_lines:
                for line in fragment.lines:
                    add(line.text, (line.left_pt, line.baseline_pt, line.right_pt - line.left_pt))
            if not has_lines or not fragment.lines:
                # The digits of a size tell more than a width that a snapshot rounds.
                size = 100 * block.look.size_pt if fragment.line_count else fragment.box.width_pt
                mark = (fragment.box.left_pt, fragment.box.top_pt, size)
                add(f"{block.digest} {at} {fragment.line_count}", mark)
        for text in page.running:
            add(f"@{text.place} {text.text}", (text.left_pt, text.baseline_pt, 100 * text.size_pt))
        return {name: mark for name, mark in found.items() if name not in twice}


def fit(old: Marks, new: Marks) -> Fit | None:
    """Return what leads from the marks of one page to those of the other; None if not all agree on it."""
    pairs = [(mark, new[name]) for name, mark in old.items() if name in new]
    if len(pairs) < max(2, _SHARE * max(len(old), len(new))):
        return None
    ratios = [two[2] / one[2] for one, two in pairs if one[2] > _WIDE_PT]
    scale = median(ratios) if len(ratios) >= _FEWEST_FOR_SCALE else 1.0
    if abs(scale - 1) < _SAME_SCALE:
        scale = 1.0
    right = median(two[0] - scale * one[0] for one, two in pairs)
    down = median(two[1] - scale * one[1] for one, two in pairs)
    near = sum(
        abs(two[0] - scale * one[0] - right) <= _NEAR_PT and abs(two[1] - scale * one[1] - down) <= _NEAR_PT
        for one, two in pairs
    )
    return Fit(round(scale, 4), round(right, 2), round(down, 2)) if near >= _SHARE * len(pairs) else None


def put_back(structure: PageStructure, fits: dict[int, Fit]) -> PageStructure:
    """Return an edition with these pages at the size and the place they had."""
    return replace(
        structure,
        pages=tuple(
            replace(page, running=tuple(_text(text, fits[page.number]) for text in page.running))
            if page.number in fits
            else page
            for page in structure.pages
        ),
        blocks=tuple(_block(block, fits) for block in structure.blocks),
        notes=tuple(replace(note, body=_block(note.body, fits)) for note in structure.notes),
        pictures=tuple(
            replace(picture, box=_box(picture.box, fits[picture.page])) if picture.page in fits else picture
            for picture in structure.pictures
        ),
    )


def _block(block: Block, fits: dict[int, Fit]) -> Block:
    if not any(fragment.page in fits for fragment in block.fragments):
        return block
    fragments = tuple(
        _fragment(fragment, fits[fragment.page]) if fragment.page in fits else fragment
        for fragment in block.fragments
    )
    return replace(_unscaled(block, fits), fragments=fragments)


def _unscaled(block: Block, fits: dict[int, Fit]) -> Block:
    """Undo the size of type; a block that runs over a page end may stand in two sizes."""
    lines: dict[float, int] = {}
    for fragment in block.fragments:
        scale = fits.get(fragment.page, STILL).scale
        lines[scale] = lines.get(scale, 0) + max(1, fragment.line_count)
    scale = max(lines, key=lambda one: lines[one])
    if set(lines) == {1.0}:
        return block
    look = block.look
    if scale != 1.0:
        leading, indent = round(look.leading_pt / scale, 2), round(look.indent_pt / scale, 1)
        look = replace(look, size_pt=round(look.size_pt / scale, 2), leading_pt=leading, indent_pt=indent)
    emphases = []
    for emphasis in block.emphases:
        sizes = [round(emphasis.size_pt / one, 2) for one in lines]
        near = [size for size in sizes if abs(size - look.size_pt) < 0.05]
        size = near[0] if near else round(emphasis.size_pt / scale, 2)
        if not (near and emphasis.font == look.font and emphasis.colour == look.colour):
            emphases.append(replace(emphasis, size_pt=size))
    return replace(block, look=look, emphases=tuple(emphases))


def _fragment(fragment: Fragment, own: Fit) -> Fragment:
    lines = tuple(
        replace(
            line,
            baseline_pt=round((line.baseline_pt - own.down_pt) / own.scale, 2),
            left_pt=round((line.left_pt - own.right_pt) / own.scale, 2),
            right_pt=round((line.right_pt - own.right_pt) / own.scale, 2),
        )
        for line in fragment.lines
    )
    last = round(fragment.last_line_pt / own.scale, 1)
    return replace(fragment, box=_box(fragment.box, own), lines=lines, last_line_pt=last)


def _box(box: Box, own: Fit) -> Box:
    return Box(
        round((box.left_pt - own.right_pt) / own.scale, 2),
        round((box.top_pt - own.down_pt) / own.scale, 2),
        round(box.width_pt / own.scale, 2),
        round(box.height_pt / own.scale, 2),
    )


def _text(text: RunningText, own: Fit) -> RunningText:
    return replace(
        text,
        size_pt=round(text.size_pt / own.scale, 2),
        left_pt=round((text.left_pt - own.right_pt) / own.scale, 2),
        baseline_pt=round((text.baseline_pt - own.down_pt) / own.scale, 2),
    )
