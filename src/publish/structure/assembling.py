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

from publish.model.pages import (
    Block,
    Box,
    EditionMetadata,
    Leaf,
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
from publish.structure.blocks import make_block, split_label
from publish.structure.lines import Reading, gather_lines
from publish.structure.notes import note_at
from publish.structure.parts import Part, ReadPage, Target, Targets
from publish.structure.pdf_pieces import Form, Graphic
from publish.structure.running import find_folio, running_texts
from publish.structure.stitching import stitch
from publish.structure.untagged import leaves_of

_OPENING_WORDS = 6


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
    places = _Places([block for block, _ in blocks], [block for block, _ in bodies])
    leading = _Leading(targets, places, pages)
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
        pages=tuple(_page(page) for page in pages),
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
        page_of = {id(piece): part.page for part in parts for line in part.lines for piece in line.pieces}
        for piece, words in reading.calls:
            page = page_of[id(piece)]
            target = targets.all[piece.link] if piece.link >= 0 else Target("", page)
            calls.append(NoteCall(piece.call, page, index, note_at(target, notes, piece.call), words))
    return tuple(calls)


class _Places:
    """What stands where: to say what a link leads to."""

    def __init__(self, blocks: Sequence[Block], notes: Sequence[Block]) -> None:
        self.at: dict[int, list[tuple[float, str]]] = {}
        for block in (*blocks, *notes):
            for fragment in block.fragments:
                text = (
                    fragment.lines[0].text
                    if fragment.lines and fragment is not block.fragments[0]
                    else block.text
                )
                self.at.setdefault(fragment.page, []).append((fragment.box.bottom_pt, text))
        for found in self.at.values():
            found.sort()

    def opening(self, target: Target) -> str:
        """Return the first words of what a target shows."""
        found = self.at.get(target.page or 0, [])
        if not found or target.top is None:
            return ""
        index = bisect_left(found, (target.top + 2.0, ""))
        return " ".join(found[index][1].split()[:_OPENING_WORDS]) if index < len(found) else ""


@dataclass(frozen=True, slots=True)
class _Leading:
    """What is needed to say where links lead."""

    targets: Targets
    places: _Places
    pages: Sequence[ReadPage]

    def link(self, page: int, text: str, number: int) -> Link:
        """Return a link on a page, by its target's number."""
        target = self.targets.all[number]
        boxes = tuple(
            _box(annotation.box)
            for annotation in self.pages[page - 1].annotations
            if annotation.target == number
        )
        return Link(page, text, target.address, target.page, self.places.opening(target), boxes)


def _links_of(parts: Sequence[Part], reading: Reading, leading: _Leading) -> list[Link]:
    lines = [(part, line) for part in parts for line in part.lines]
    links: list[Link] = []
    for number, text, index in reading.links:
        part = lines[index][0]
        is_label = part.role == "Note" and index == 0 and text.strip("[]().: ") == parts[0].label
        if is_label and leading.targets.all[number].page is not None:
            continue  # the way back to the call, which `calls` tells
        links.append(leading.link(part.page, text, number))
    return links


def _other_links(leading: _Leading) -> list[Link]:
    """Return links over pictures or parts of strings; those of running text count among them."""
    links: list[Link] = []
    for page in leading.pages:
        last = -1
        for annotation, text in page.unlinked:
            if annotation.target == last:
                links[-1] = replace(links[-1], text=f"{links[-1].text} {text}".strip())
            else:
                links.append(leading.link(page.number, text, annotation.target))
            last = annotation.target
    return links


def _box(edges: tuple[float, float, float, float]) -> Box:
    left, top, right, bottom = edges
    return Box(round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))


def _page(page: ReadPage) -> Page:
    leaves = tuple((form, _alone(page, index)) for index, form in leaves_of(page))
    running = tuple(text for _, leaf in leaves for text in running_texts(leaf)) or running_texts(page)
    has_graphics = any(graphic.kind == "image" for graphic in page.content.graphics)
    return Page(
        page.number,
        page.label,
        round(page.width, 2),
        round(page.height, 2),
        "recto" if page.number % 2 else "verso",
        not page.main and not page.notes and not has_graphics,
        "" if leaves else find_folio(running),
        running,
        tuple(PageBox(name, box) for name, box in page.boxes),
        tuple(_leaf(form, leaf) for form, leaf in leaves),
        _paints(page),
    )


def _alone(page: ReadPage, form: int) -> ReadPage:
    """Return one leaf of a sheet as if it were the page."""

    def own(parts: Sequence[Part]) -> list[Part]:
        return [part for part in parts if part.lines and part.lines[0].pieces[0].form == form]

    furniture = [piece for piece in page.running if piece.form == form]
    alone = ReadPage(page.number, "", page.width, page.height, (), page.content, [])
    alone.main, alone.notes, alone.running = own(page.main), own(page.notes), furniture
    return alone


def _leaf(form: Form, leaf: ReadPage) -> Leaf:
    """Return a leaf with its folio and first words."""
    texts = [line.text for part in leaf.main for line in part.lines]
    words = " ".join(texts[:2]).split() or " ".join(line.text for line in gather_lines(leaf.running)).split()
    box = _box((form.left, form.top, form.right, form.bottom))
    return Leaf(box, find_folio(running_texts(leaf)), " ".join(words[:_OPENING_WORDS]))


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
