"""An imposed edition → the pages placed on its sheets, in the order in which they are read.

Each leaf of a side becomes a page. What is told of it points to its place on the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from publish.model.looks import Box
from publish.model.pages import Block, Fragment, Leaf, Page, PageStructure
from publish.structure.diff.repaging import Origin, View, select_pages
from publish.structure.pdf.folding import move_fragment, move_text, moved
from publish.structure.sentences import Paging


def unfold(old: View, new: View) -> tuple[View, View] | None:
    """Return both editions page by page, or None if they are not sheets with several pages on a side."""
    if not (_is_imposed(old.structure) and _is_imposed(new.structure)):
        return None
    numbers = [leaf.number for page in old.structure.pages for leaf in page.leaves]
    others = [leaf.number for page in new.structure.pages for leaf in page.leaves]
    if len(numbers) == len(others):
        # A page on another place is told as such: places are compared, not what numbers say.
        others = numbers
    return _unfolded(old, numbers), _unfolded(new, others)


def _is_imposed(structure: PageStructure) -> bool:
    return any(len(page.leaves) > 1 for page in structure.pages)


def _unfolded(view: View, numbers: list[int]) -> View:
    places = _Places(view.structure)
    sides = [(number, leaf) for number, page in enumerate(view.structure.pages, 1) for leaf in page.leaves]
    split = replace(
        view,
        structure=places.split(),
        pages=tuple(
            Origin(
                view.pages[side - 1].page,
                view.pages[side - 1].left_pt + leaf.box.left_pt,
                view.pages[side - 1].top_pt + leaf.box.top_pt,
                leaf.scale,
                leaf.number,
            )
            for side, leaf in sides
        ),
        paging=Paging(
            tuple(f"{view.paging.at(side)}, {places.name(side, leaf)}" for side, leaf in sides), "", ""
        ),
    )
    order = sorted(range(len(sides)), key=lambda at: (numbers[at], at))
    return select_pages(split, [at + 1 for at in order])


@dataclass(frozen=True, slots=True)
class _Places:
    """The leaves of an imposed edition, numbered as they stand on the sides."""

    structure: PageStructure

    def name(self, side: int, leaf: Leaf) -> str:
        """Return how a leaf is called beside its side's name: `p. 7`, or where it stands."""
        if leaf.folio:
            return f"p. {leaf.folio}"
        leaves = self.structure.pages[side - 1].leaves
        at = leaves.index(leaf)
        return ("left", "right")[at] if len(leaves) == 2 else f"place {at + 1}"

    def first(self, side: int) -> int:
        """Return the number of a side's first leaf."""
        return 1 + sum(len(page.leaves) for page in self.structure.pages[: side - 1])

    def at(self, side: int, box: Box | None) -> tuple[int, Leaf | None]:
        """Return the leaf a box on a side stands on, with its number."""
        if not 0 < side <= len(self.structure.pages):
            return 0, None
        leaves = self.structure.pages[side - 1].leaves
        if not leaves:
            return self.first(side), None
        best = 0 if box is None else min(range(len(leaves)), key=lambda n: _distance(leaves[n].box, box))
        return self.first(side) + best, leaves[best]

    def split(self) -> PageStructure:
        """Return the edition with a page for each leaf."""
        structure = self.structure
        blocks = tuple(self._block(block) for block in structure.blocks)

        def page_of(side: int, block: int | None) -> int:
            number, leaf = self.at(side, None)
            own = [f.page for f in blocks[block].fragments] if block is not None else []
            count = len(structure.pages[side - 1].leaves) if leaf else 0
            return next((page for page in own if number <= page < number + count), number)

        return replace(
            structure,
            pages=tuple(self._page(page, leaf) for page in structure.pages for leaf in page.leaves),
            blocks=blocks,
            notes=tuple(replace(note, body=self._block(note.body)) for note in structure.notes),
            calls=tuple(replace(call, page=page_of(call.page, call.block)) for call in structure.calls),
            links=tuple(
                replace(
                    link,
                    page=self.at(link.page, link.boxes[0] if link.boxes else None)[0],
                    target_page=self.at(link.target_page, None)[0] if link.target_page else link.target_page,
                    boxes=(),
                )
                for link in structure.links
            ),
            pictures=tuple(
                replace(picture, page=number, box=moved(picture.box, leaf.box, -1) if leaf else picture.box)
                for picture in structure.pictures
                for number, leaf in (self.at(picture.page, picture.box),)
            ),
            outline=tuple(
                replace(entry, page=self.at(entry.page, None)[0] if entry.page else entry.page)
                for entry in structure.outline
            ),
            missing_glyphs=tuple((self.at(page, None)[0], words) for page, words in structure.missing_glyphs),
        )

    def _block(self, block: Block) -> Block:
        return replace(block, fragments=tuple(self._fragment(fragment) for fragment in block.fragments))

    def _fragment(self, fragment: Fragment) -> Fragment:
        number, leaf = self.at(fragment.page, fragment.box)
        return move_fragment(fragment, number, leaf.box, -1) if leaf else replace(fragment, page=number)

    def _page(self, side: Page, leaf: Leaf) -> Page:
        number = self.first(side.number) + side.leaves.index(leaf)
        running = tuple(
            move_text(text, leaf.box, -1)
            for text in side.running
            if self.at(side.number, Box(text.left_pt, text.baseline_pt, 0, 0))[0] == number
        )
        return Page(
            number,
            "",
            leaf.box.width_pt,
            leaf.box.height_pt,
            "recto" if leaf.number % 2 else "verso",
            is_blank=not leaf.opening,
            folio=leaf.folio,
            running=running,
            turned=leaf.turned,
            is_mirrored=leaf.is_mirrored,
        )


def _distance(area: Box, box: Box) -> float:
    x, y = box.left_pt + box.width_pt / 2, box.top_pt + box.height_pt / 2
    across = max(area.left_pt - x, 0.0, x - area.right_pt)
    return across + max(area.top_pt - y, 0.0, y - area.bottom_pt)
