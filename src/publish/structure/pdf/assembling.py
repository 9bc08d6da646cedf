"""Pages with their parts → the page structure.

In: what was read of each page, the targets of links, what the document says of itself. Out: whole blocks and
notes in order, calls joined to notes, links with what they lead to, the pages' furniture, pictures and fonts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from publish.model.looks import Box
from publish.model.pages import (
    Block,
    EditionMetadata,
    Link,
    Note,
    NoteCall,
    OutlineEntry,
    Page,
    PageBox,
    PageStructure,
    Paint,
    Picture,
)
from publish.structure.pdf.blocks import make_block, split_label
from publish.structure.pdf.leading import settle_leadings
from publish.structure.pdf.lines import LinkRun, Reading
from publish.structure.pdf.notes import note_at
from publish.structure.pdf.painted import Graphic
from publish.structure.pdf.parts import Part, ReadPage, Target, Targets
from publish.structure.pdf.running import (
    Frame,
    agreed_folio,
    find_folio,
    folio_places,
    frames_of,
    running_texts,
)
from publish.structure.pdf.stitching import stitch

_OPENING_WORDS = 6
_LAST_LINE_EM = 0.9
_NEXT_BLOCK_EM = 2.5
_SLACK_PT = 3.0


def assemble(
    pages: Sequence[ReadPage],
    targets: Targets,
    *,
    metadata: EditionMetadata,
    outline: tuple[OutlineEntry, ...],
    vocabulary: Collection[str],
    is_tagged: bool,
) -> PageStructure:
    """Return the page structure of what was read."""
    main = stitch([part for page in pages for part in page.main])
    note_groups = stitch([part for page in pages for part in page.notes])
    blocks = [make_block(parts, vocabulary) for parts in main]
    bodies = [make_block(parts, vocabulary) for parts in note_groups]
    settled = settle_leadings([block for block, _ in (*blocks, *bodies)])
    blocks = [(block, reading) for block, (_, reading) in zip(settled, blocks, strict=False)]
    bodies = [(body, reading) for body, (_, reading) in zip(settled[len(blocks) :], bodies, strict=True)]
    places = _Places([block for block, _ in blocks], [block for block, _ in bodies])
    leading = _Leading(targets, places, pages)
    frames = frames_of(pages)
    notes = tuple(_note(block, parts[0].label) for (block, _), parts in zip(bodies, note_groups, strict=True))
    links: list[Link] = []
    for groups, made in ((main, blocks), (note_groups, bodies)):
        for parts, (_, reading) in zip(groups, made, strict=True):
            links.extend(_links_of(parts, reading, leading))
    links.extend(_other_links(leading))
    links.sort(key=lambda link: link.page)
    unembedded = {name for page in pages for name in page.content.unembedded}
    used = {piece.font for page in pages for piece in page.content.pieces}
    return PageStructure(
        "pdf",
        metadata,
        is_tagged,
        pages=_with_folios([_page(page, frames[page.number]) for page in pages]),
        blocks=tuple(block for block, _ in blocks),
        notes=notes,
        calls=_calls(main, [reading for _, reading in blocks], note_groups, targets),
        links=tuple(links),
        outline=outline,
        fonts=tuple(sorted(f"{name} (not embedded)" if name in unembedded else name for name in used)),
        pictures=tuple(_picture(part, pages) for parts in main for part in parts[:1] if part.role == "Figure"),
        missing_glyphs=_missing_glyphs(pages),
    )


def _note(block: Block, told: str) -> Note:
    label, text = split_label(block.text, told)
    return Note(label or told, replace(block, text=text))


def _calls(
    groups: Sequence[Sequence[Part]],
    readings: Sequence[Reading],
    notes: Sequence[Sequence[Part]],
    targets: Targets,
) -> tuple[NoteCall, ...]:
    calls: list[NoteCall] = []
    for index, (parts, reading) in enumerate(zip(groups, readings, strict=True)):
        if not reading.calls:
            continue
        page_of = {id(piece): part.page for part in parts for line in part.lines for piece in line.pieces}
        for piece, words in reading.calls:
            page = page_of[id(piece)]
            target = targets.all[piece.link] if piece.link >= 0 else Target("", page)
            calls.append(NoteCall(piece.call, page, index, note_at(target, notes, piece.call), words))
    return tuple(calls)


class _Places:
    """What stands where: to say what a link leads to."""

    def __init__(self, blocks: Sequence[Block], notes: Sequence[Block]) -> None:
        self.at: dict[int, list[tuple[float, float, float, str]]] = {}
        """By page: lower edge, upper edge, type size, first words."""
        for block in (*blocks, *notes):
            words = " ".join(block.text.split(maxsplit=_OPENING_WORDS)[:_OPENING_WORDS])
            for fragment in block.fragments:
                box = fragment.box
                place = (box.bottom_pt, box.top_pt, block.look.size_pt, words)
                self.at.setdefault(fragment.page, []).append(place)
        for found in self.at.values():
            found.sort()

    def opening(self, target: Target) -> str:
        """Return the first words of the block a target shows.

        Makers aim at the upper edge of a block with its leading, or above it: where that is still in the last
        line of the block before, the one that begins next is meant.
        """
        found = self.at.get(target.page or 0, [])
        if not found or target.top is None:
            return ""
        index = bisect_left(found, (target.top + 2.0,))
        if index >= len(found):
            return ""
        bottom, top, size, words = found[index]
        if top < target.top - size and bottom - target.top < _LAST_LINE_EM * size:
            later = [place for place in found[index + 1 :] if place[1] >= target.top - 0.5 * place[2]]
            nearest = min(later, key=lambda place: place[1], default=None)
            if nearest is not None and nearest[1] - target.top < _NEXT_BLOCK_EM * max(size, nearest[2]):
                return nearest[3]
        return words


@dataclass(frozen=True, slots=True)
class _Leading:
    """What is needed to say where links lead."""

    targets: Targets
    places: _Places
    pages: Sequence[ReadPage]

    def link(self, page: int, text: str, number: int, boxes: tuple[Box, ...]) -> Link:
        """Return a link on a page, by its target's number."""
        target = self.targets.all[number]
        return Link(page, text, target.address, target.page, self.places.opening(target), boxes)

    def boxes(self, page: int, run: LinkRun) -> tuple[Box, ...]:
        """Return the areas of a link on a page: those its words stand in."""
        return tuple(
            _box(annotation.box)
            for annotation in self.pages[page - 1].annotations
            if annotation.target == run.target
            and any(
                _is_over(annotation.box, (p.left + p.right) / 2, p.baseline - p.size / 4) for p in run.pieces
            )
        )


def _links_of(parts: Sequence[Part], reading: Reading, leading: _Leading) -> list[Link]:
    lines = [(part, line) for part in parts for line in part.lines]
    links: list[Link] = []
    for run in reading.links:
        part = lines[run.line][0]
        is_label = part.role == "Note" and run.line == 0 and run.text.strip("[]().: ") == parts[0].label
        if is_label and leading.targets.all[run.target].page is not None:
            continue  # the way back to the call, which `calls` tells
        links.append(leading.link(part.page, run.text, run.target, leading.boxes(part.page, run)))
    return links


def _is_over(edges: tuple[float, float, float, float], x: float, y: float) -> bool:
    left, top, right, bottom = edges
    return left - 1 <= x <= right + 1 and top - _SLACK_PT <= y <= bottom + _SLACK_PT


def _other_links(leading: _Leading) -> list[Link]:
    """Return links over pictures or parts of strings; those of running text count among them."""
    links: list[Link] = []
    for page in leading.pages:
        last = -1
        ordered = sorted(page.unlinked, key=lambda found: (round(found[0].box[3] / 4), found[0].box[0]))
        for annotation, text in ordered:
            if annotation.target == last and links:
                before = links[-1]
                boxes = (*before.boxes, _box(annotation.box))
                links[-1] = replace(before, text=f"{before.text} {text}".strip(), boxes=boxes)
            else:
                links.append(leading.link(page.number, text, annotation.target, (_box(annotation.box),)))
            last = annotation.target
    return links


def _box(edges: tuple[float, float, float, float]) -> Box:
    left, top, right, bottom = edges
    return Box(round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))


def _with_folios(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return pages with the folio that agrees with the others' where several numbers stand on one."""
    usual = folio_places(pages)
    folios = [agreed_folio(page, usual) for page in pages]
    return tuple(
        page if page.folio == folio else replace(page, folio=folio)
        for page, folio in zip(pages, folios, strict=True)
    )


def _page(page: ReadPage, frame: Frame) -> Page:
    running = running_texts(page, frame)
    has_graphics = any(graphic.kind == "image" for graphic in page.content.graphics)
    return Page(
        page.number,
        page.label,
        round(page.width, 2),
        round(page.height, 2),
        "recto" if page.number % 2 else "verso",
        not page.main and not page.notes and not has_graphics,
        find_folio(running),
        running,
        tuple(PageBox(name, box) for name, box in page.boxes),
        paints=_paints(page),
        turned=page.turned,
        is_mirrored=page.is_mirrored,
        remarks=page.remarks,
        covers=page.content.covers,
    )


def _paints(page: ReadPage) -> tuple[Paint, ...]:
    counted: Counter[str] = Counter()
    for graphic in page.loose:
        if graphic.kind != "image" and graphic.right > graphic.left and graphic.bottom > graphic.top:
            counted[graphic.colour] += 1
    return tuple(Paint(colour, count) for colour, count in sorted(counted.items()))


def _picture(part: Part, pages: Sequence[ReadPage]) -> Picture:
    images = [graphic for graphic in part.graphics if graphic.kind == "image"]
    return Picture(
        part.page,
        part.box or Box(0, 0, 0, 0),
        part.alt,
        _picture_digest(part.graphics),
        images[0].width_px if images else 0,
        images[0].height_px if images else 0,
    )


def _picture_digest(graphics: Sequence[Graphic]) -> str:
    if len(graphics) == 1 and graphics[0].kind == "image":
        return graphics[0].digest
    return sha256(" ".join(graphic.digest for graphic in graphics).encode()).hexdigest()[:8]


def _missing_glyphs(pages: Sequence[ReadPage]) -> tuple[tuple[int, str], ...]:
    return tuple(
        (page.number, " ".join(piece.text.split()[:_OPENING_WORDS]))
        for page in pages
        for piece in page.content.pieces
        if "\ufffd" in piece.text or "\0" in piece.text
    )
