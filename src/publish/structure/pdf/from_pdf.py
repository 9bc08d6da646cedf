"""Any PDF → its page structure.

In: the bytes of a PDF, tagged or not, of any maker. Out: a `PageStructure`, read from nothing but the file; a
file that cannot be read gives a diagnostic. Tags tell roles where there are any (ISO 32000-1, 14.8), geometry
does where there are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from publish.model.diagnostic import Outcome, diagnose
from publish.model.pages import PageStructure
from publish.structure.pdf.aiming import mend_targets
from publish.structure.pdf.assembling import assemble
from publish.structure.pdf.folding import fold
from publish.structure.pdf.glyphs import find_without_glyphs
from publish.structure.pdf.imposed import find_sheets
from publish.structure.pdf.lines import MONOSPACE, TypeLine
from publish.structure.pdf.links import Links, read_metadata, read_outline
from publish.structure.pdf.notes import drop_ways_back, find_endnotes, find_small_notes, label_notes, mark_calls
from publish.structure.pdf.objects import Objects
from publish.structure.pdf.pages import read_again, read_pages
from publish.structure.pdf.painted import Piece
from publish.structure.pdf.parts import Part, ReadPage, Targets
from publish.structure.pdf.running import split_margins
from publish.structure.pdf.tagged import TaggedPage
from publish.structure.pdf.untagged import insert_by_height, loose_pictures, read_untagged
from publish.structure.pdf.vocabulary import read_vocabulary

_NEAR_EM, _NEXT_LINE_EM = 2.0, 1.6
_ENTRY_ROLES = ("LI", "P", "H1", "H2", "H3")
_ENTRY_LINES = 4
_ROMAN = re.compile(r"[ivxlc]+")


def read_pdf(content: bytes) -> Outcome[PageStructure | None]:
    """Return the structure of a PDF; None with `pdf/unreadable` if it is damaged or asks for a password."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as trouble:
        if "password" in str(trouble).lower():
            return _unreadable("it asks for a password", "save a copy without a password")
        return _unreadable("it is damaged or no PDF at all", "check that the file opens in a viewer")
    try:
        if len(document) == 0:
            return _unreadable("it has no pages", "check that the file opens in a viewer")
        objects = Objects(content)
        bomb = objects.bomb()
        if bomb is not None:
            return _unreadable(
                f"page {bomb} draws more than any page needs", "do not open files you do not trust"
            )
        return Outcome(_read(document.raw, objects))
    finally:
        document.close()


def _unreadable(why: str, act: str) -> Outcome[None]:
    message = f"the file cannot be read: {why}; expected a readable PDF"
    return Outcome(None, (diagnose("pdf/unreadable", message, hints=(act,)),))


def _read(document: Any, objects: Objects) -> PageStructure:
    targets = Targets()
    pages = read_pages(document, Links(targets, objects))
    is_tagged = _is_tagged(pages)
    sheets = None if is_tagged else find_sheets(pages, partial(read_again, document))
    if sheets is not None:
        read_untagged(sheets.pages)
        sheets.put_in_order(targets)
        pages = sheets.pages
    elif is_tagged:
        _read_tagged(pages)
    else:
        read_untagged(pages)
    mend_targets(pages, targets)
    if not any(page.notes for page in pages):
        find_endnotes(pages, targets)
    if not any(page.notes for page in pages):
        find_small_notes(pages, _body_size(pages))
    _name_contents(pages, targets)
    label_notes(pages)
    mark_calls(pages, targets)
    drop_ways_back(pages, targets)
    structure = assemble(
        pages,
        targets,
        metadata=read_metadata(document, objects),
        outline=read_outline(document, len(sheets.sides if sheets else pages)),
        vocabulary=read_vocabulary(pages),
        is_tagged=is_tagged,
    )
    without_glyphs = find_without_glyphs(pages, objects.missing_characters())
    if without_glyphs:
        structure = replace(structure, missing_glyphs=(*structure.missing_glyphs, *without_glyphs))
    return fold(structure, sheets) if sheets else structure


def _is_tagged(pages: Sequence[ReadPage]) -> bool:
    """Tell whether tags name most of the text: some tools tag nothing but pictures."""
    letters: Counter[bool] = Counter()
    for page in pages:
        named = {mark for node in page.tree for mark in node.marks()}
        for piece in page.content.pieces:
            letters[piece.mark in named] += len(piece.text)
    return any(page.tree for page in pages) and letters[True] >= letters[False]


def _read_tagged(pages: Sequence[ReadPage]) -> None:
    tables = 0
    loose: list[list[Piece]] = []
    is_set_in_code = bool(MONOSPACE.search(_body_font(pages)))
    for page in pages:
        reader = TaggedPage(page, tables, tells_code=not is_set_in_code)
        used = reader.read()
        tables = reader.tables
        loose.append([piece for piece in page.content.pieces if piece.mark not in used])
        page.loose = [graphic for graphic in page.content.graphics if graphic.mark not in used]
    for page, parts in zip(pages, split_margins(pages, loose), strict=True):
        for part in parts:
            _insert(page.main, part)
        for part in loose_pictures(page, page.loose):
            insert_by_height(page.main, part)
            page.loose = [graphic for graphic in page.loose if graphic is not part.graphics[0]]


def _name_contents(pages: Sequence[ReadPage], targets: Targets) -> None:
    """Take list items that are one link into the edition and end in a number for entries of its contents."""
    for page in pages:
        entries = [part for part in page.main if part.role in _ENTRY_ROLES and _ends_in_number(part)]
        for part in entries:
            pieces = [piece for line in part.lines for piece in line.pieces]
            # Where no tag tells, the number may stand outside of the link.
            pieces = pieces if part.role == "LI" or pieces[-1].link >= 0 else pieces[:-1]
            links = {piece.link for piece in pieces}
            target = targets.all[min(links)] if links and min(links) >= 0 else None
            if target and len(links) == 1 and (not target.address or target.address.startswith("#")):
                part.role = "TOCI"
        # An entry that lost its link stands among others.
        roles = ["", *(part.role for part in page.main), ""]
        for index, part in enumerate(page.main):
            is_among = "TOCI" in (roles[index], roles[index + 2])
            if part.role == "LI" and is_among and any(part is entry for entry in entries):
                part.role = "TOCI"


def _ends_in_number(part: Part) -> bool:
    if not part.lines or len(part.lines) > _ENTRY_LINES:
        return False
    last = part.lines[-1].pieces
    is_apart = len(last) > 1 and (last[-2].has_leader or last[-1].left - last[-2].right > last[-1].size)
    # Words end in roman numerals by chance ("civil"), so these must stand apart even in lists.
    is_roman = is_apart and _ROMAN.fullmatch(last[-1].text.strip()) is not None
    return is_roman or (part.lines[-1].text[-1:].isdigit() and (is_apart or part.role == "LI"))


def _insert(parts: list[Part], part: Part) -> None:
    """Put an untagged part where its height says; what stands right below a picture is its caption."""
    first = part.lines[0]
    at = len(parts)
    for index, other in enumerate(parts):
        top = other.lines[0].baseline if other.lines else other.box.bottom_pt if other.box else 0.0
        if top > first.baseline:
            at = index
            break
    before = parts[at - 1] if at else None
    if before is not None and before.page == part.page and not before.cells:
        if before.role == "Figure" and before.box and first.top - before.box.bottom_pt < _NEAR_EM * first.size:
            part.role = "Caption"
        elif before.is_loose and before.role in ("P", "Caption") and _is_next_line(before.lines[-1], first):
            before.lines.extend(part.lines)
            return
    part.is_loose = True
    parts.insert(at, part)


def _is_next_line(last: TypeLine, line: TypeLine) -> bool:
    return 0 < line.baseline - last.baseline < _NEXT_LINE_EM * line.size and abs(last.size - line.size) < 0.3


def _body_font(pages: Sequence[ReadPage]) -> str:
    fonts: Counter[str] = Counter()
    for page in pages:
        for piece in page.content.pieces:
            fonts[piece.font] += len(piece.text)
    return fonts.most_common(1)[0][0] if fonts else ""


def _body_size(pages: Sequence[ReadPage]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for piece in page.content.pieces:
            sizes[round(piece.size, 1)] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0
