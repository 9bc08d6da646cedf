"""Which pieces call a note, and which note they call.

In: pages with their parts and links. Out: calls marked on the pieces, notes found among small type at a
page's foot where no tag names them. A call is a number or sign that leads to a note; without links, a raised
one whose note stands on the same page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from publish.structure.pdf.blocks import split_label
from publish.structure.pdf.lines import TypeLine
from publish.structure.pdf.painted import Piece
from publish.structure.pdf.parts import Part, ReadPage, Target, Targets

_CALL = re.compile(r"[\[(]?(\d{1,5}|[*†‡§¶‖#]{1,4}|[a-z]{1,2}|[ivxlc]{1,6})[\])]?")
_BACK_SIGNS = "↩↑⤴⇧⏎^\ufe0e\ufe0f ]["
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def find_small_notes(pages: Sequence[ReadPage], body_size: float) -> None:
    """Take labelled small type at the foot of a page for notes, where an edition tags none."""
    for page in pages:
        if not page.main:
            continue
        large = [part for part in page.main if part.lines and _size(part) > body_size - 0.4]
        called = {_shown(piece) for line, piece in _pieces(large) if _is_raised(piece, line)}
        lowest = max((part.lines[-1].baseline for part in large), default=0.0)
        first = len(page.main)
        while first > 0:
            part = page.main[first - 1]
            if part.role not in ("P", "LI") or not part.lines or part.depth > 0:
                break
            if _size(part) > body_size - 0.4 or part.lines[0].baseline < lowest:
                break
            first -= 1
        small = page.main[first:]
        while small and split_label(small[0].lines[0].text, "")[0] not in called - {""}:
            small = small[1:]
            first += 1
        if small:
            page.main = page.main[:first]
            for part in small:
                part.role = "Note"
            page.notes.extend(small)


def _shown(piece: Piece) -> str:
    """Return the label a piece shows if it can be a call; empty if it cannot."""
    found = _CALL.fullmatch(piece.text.strip().translate(_RAISED))
    return found[1] if found else ""


def _size(part: Part) -> float:
    return max(line.size for line in part.lines)


def label_notes(pages: Sequence[ReadPage]) -> None:
    """Give notes that no tag labels the label they begin with; without one they go on from the page before.

    Where tags label most notes, the first one of a page without a label goes on, whatever it begins with; where
    they tell what a part goes on from, it has none.
    """
    everything = [part for page in pages for part in page.notes]
    is_told = 2 * sum(bool(part.label) for part in everything) > len(everything)
    goes_on = {id(page.notes[0]) for before, page in pairwise(pages) if is_told and before.notes and page.notes}
    for page in pages:
        for part in page.notes:
            if part.label or part.goes_on_from or not part.lines or id(part) in goes_on:
                continue
            line = part.lines[0]
            first = line.pieces[0]
            is_set_apart = len(line.pieces) > 1 and (first.size < 0.85 * line.size or _is_raised(first, line))
            part.label = (_shown(first) if is_set_apart else "") or split_label(line.text, "")[0]


def drop_ways_back(pages: Sequence[ReadPage], targets: Targets) -> None:
    """Take signs that lead from a note back to its call out of the note: they are no words of it."""
    for page in pages:
        for part in page.notes:
            for line in part.lines:
                kept = [piece for piece in line.pieces if not _is_way_back(piece, targets)]
                if kept and len(kept) < len(line.pieces):
                    line.pieces = kept
                    line.right = max(piece.right for piece in kept)
            part.lines = [
                line
                for line in part.lines
                if line is part.lines[0] or not all(_is_way_back(piece, targets) for piece in line.pieces)
            ]


def _is_way_back(piece: Piece, targets: Targets) -> bool:
    return piece.link >= 0 and not targets.all[piece.link].address and not piece.text.strip(_BACK_SIGNS)


def mark_calls(pages: Sequence[ReadPage], targets: Targets) -> None:
    """Mark the pieces that call notes with the label they show."""
    places = {page.number: page.notes for page in pages}
    for page in pages:
        unlinked: list[tuple[TypeLine, Piece, str]] = []
        # A raised figure calls no note that a link leads to: it is the 3 of m³.
        labels = {part.label for part in page.notes if part.label}
        for line, piece in _pieces(page.main):
            shown = _CALL.fullmatch(piece.text.strip().translate(_RAISED))
            if shown is None:
                continue
            if piece.link < 0:
                unlinked.append((line, piece, shown[1]))
                continue
            target = targets.all[piece.link]
            if target.address and not target.address.startswith("#"):
                continue
            is_lost = target.page is None and _is_raised(piece, line)
            if is_lost or _leads_to_note(target, shown[1], places):
                piece.call = shown[1]
                labels.discard(shown[1])
        for line, piece, label in unlinked:
            if label in labels and _is_raised(piece, line):
                piece.call = label
    _mark_lost(pages)


def _mark_lost(pages: Sequence[ReadPage]) -> None:
    """Mark raised numbers whose note is gone: those that fill a gap in the row of calls."""
    raised = [
        (piece, _shown(piece))
        for page in pages
        for line, piece in _pieces(page.main)
        if piece.call or (piece.link < 0 and piece.text.isdigit() and _is_behind_word(piece, line))
    ]
    known = {piece.call for piece, _ in raised if piece.call}
    for index, (piece, label) in enumerate(raised):
        if piece.call or label in known:
            continue
        before = raised[index - 1][0].call if index else "0"
        after = next((call.call for call, _ in raised[index + 1 :] if call.call), "")
        follows = before.isdigit() and int(before) + 1 == int(label)
        if follows and (not after or (after.isdigit() and int(after) == int(label) + 1)):
            piece.call = label


def _is_behind_word(piece: Piece, line: TypeLine) -> bool:
    """Tell whether a piece is raised behind a word, where an exponent stands behind a figure or a unit."""
    if not _is_raised(piece, line):
        return False
    at = next(index for index, other in enumerate(line.pieces) if other is piece)
    before = line.pieces[at - 1].text.rstrip(".,;:!?…’”»)") if at else ""
    return len(before) > 2 and before[-3:].isalpha()


def _pieces(parts: Sequence[Part]) -> Iterator[tuple[TypeLine, Piece]]:
    for part in parts:
        for line in part.lines:
            for piece in line.pieces:
                yield line, piece


def _leads_to_note(target: Target, label: str, places: dict[int, list[Part]]) -> bool:
    """Tell whether a target is a note."""
    if target.page is None:
        return False
    return any(_is_at(target, part, label) for part in places.get(target.page, ()))


def _is_at(target: Target, part: Part, label: str) -> bool:
    """Tell whether a target lies in a note, or near one with the label asked for: makers aim above the type."""
    if not part.lines:
        return False
    if target.top is None:
        return part.label == label
    size = part.lines[0].size
    room = 3 * size if part.label == label else size
    return part.lines[0].top - room <= target.top <= part.lines[-1].bottom + (size if room > size else 0)


def _is_raised(piece: Piece, line: TypeLine) -> bool:
    if piece.text.strip() != piece.text.strip().translate(_RAISED):
        return True
    if piece.size < 0.85 * line.size and piece.baseline < line.baseline - 0.15 * line.size:
        return True
    # Faces with figures made for it raise the letters and leave the baseline: then their foot tells.
    return piece.bottom < line.baseline - 0.15 * line.size


def note_at(target: Target, groups: Sequence[Sequence[Part]], label: str) -> int | None:
    """Return which note a target is: the one it lies in, rather one with the label."""
    best: int | None = None
    for index, parts in enumerate(groups):
        part = parts[0]
        if part.page != target.page or not _is_at(target, part, label):
            continue
        if part.label == label:
            return index
        best = index if best is None else best
    return best


def find_endnotes(pages: Sequence[ReadPage], targets: Targets) -> None:
    """Take list items for notes that a number leads to and that lead back to its page."""
    called: dict[int, list[tuple[str, Target, int]]] = {}
    for page in pages:
        for _, piece in _pieces(page.main):
            shown = _CALL.fullmatch(piece.text.strip().translate(_RAISED)) if piece.link >= 0 else None
            target = targets.all[piece.link] if shown else Target()
            if shown and target.page is not None:
                called.setdefault(target.page, []).append((shown[1], target, page.number))
    for page in pages:
        kept: list[Part] = []
        last: Part | None = None
        for part in page.main:
            if part.role == "LI" and _is_endnote(part, called.get(page.number, []), targets):
                part.role, part.depth, last = "Note", 0, part
                page.notes.append(part)
            elif last is not None and part.role == "P" and part.depth > 0:
                last.lines.extend(part.lines)  # the next paragraph of the same note
            else:
                kept.append(part)
                last = None
        page.main = kept


def _is_endnote(part: Part, called: Sequence[tuple[str, Target, int]], targets: Targets) -> bool:
    label, _ = split_label(part.lines[0].text, "") if part.lines else ("", "")
    origins = [page for asked, target, page in called if asked == label and _is_near(target, part)]
    back = {targets.all[piece.link].page for line in part.lines for piece in line.pieces if piece.link >= 0}
    return bool(label) and any(page in back for page in origins)


def _is_near(target: Target, part: Part) -> bool:
    first = part.lines[0]
    return target.top is None or first.top - 2 * first.size <= target.top <= part.lines[-1].bottom
