"""Two editions → other looks of running heads, another length of lines, faces that came or went."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from publish.model.changes import Change, Level, Spot
from publish.structure.comparing import Comparison
from publish.structure.faces import NOT_EMBEDDED, called, family_of
from publish.structure.pairing import pair_running
from publish.structure.sentences import count, join_and, length

_SEEN_PT = 0.045
_MEASURE_PT = 1.0


@dataclass(frozen=True, slots=True)
class Looked:
    """Running heads that look otherwise: in what, how before and after, in which places of which pages."""

    what: str
    old: str
    new: str
    places: tuple[str, ...]
    pages: tuple[int, ...]

    def tell(self, comparison: Comparison) -> Change:
        """Return the sentence."""
        old, new = (called(self.old), called(self.new)) if self.what == "typeface" else (self.old, self.new)
        unit = " pt" if self.what == "size" else ""
        where = join_and([place.replace("-", " ") for place in self.places])
        told = f"{self.what} {old} → {new}{unit} in running heads and folios ({where})"
        return Change(
            Level.STYLE,
            f"style/{self.what}",
            f"{comparison.new_paging.several(self.pages)}: {told}",
            (),
            tuple(Spot(page) for page in self.pages),
        )


def running_looks(comparison: Comparison) -> list[Looked]:
    """Return how running heads and folios look otherwise, on pages of the same side."""
    if not comparison.has_pages:
        return []
    found: dict[tuple[str, str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for page in comparison.new.pages:
        number = comparison.old_page_of(page.number)
        if not number or comparison.old.pages[number - 1].side != page.side:
            continue
        for old, new in pair_running(comparison.old.pages[number - 1], page):
            if old is None or new is None:
                continue
            if old.font and new.font and old.font != new.font:
                found["typeface", old.font, new.font][new.place].append(page.number)
            if old.size_pt and new.size_pt and abs(old.size_pt - new.size_pt) > _SEEN_PT:
                sizes = length(old.size_pt), length(new.size_pt)
                found["size", *sizes][new.place].append(page.number)
            if old.colour and new.colour and old.colour != new.colour:
                found["colour", old.colour, new.colour][new.place].append(page.number)
    return [
        Looked(
            *key, tuple(sorted(places)), tuple(sorted({page for pages in places.values() for page in pages}))
        )
        for key, places in found.items()
    ]


def measure_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell a change of the length of lines, from paragraphs of three lines and more."""
    if not comparison.has_pages:
        return
    widths: tuple[Counter[float], Counter[float]] = (Counter(), Counter())
    for pair in comparison.main.alignment.pairs:
        for width, block in zip(widths, comparison.main.blocks(pair), strict=True):
            if block.role == "P":
                width.update(round(f.box.width_pt) for f in block.fragments if f.line_count >= 3)
    if min(widths[0].total(), widths[1].total()) < 2:
        return
    (old, old_number), (new, new_number) = (width.most_common(1)[0] for width in widths)
    common = old_number > widths[0].total() * 0.3 and new_number > widths[1].total() * 0.3
    if common and abs(old - new) > _MEASURE_PT and widths[1][old] * 4 < old_number:
        pages = comparison.new_paging.several(page.number for page in comparison.new.pages)
        number = count(new_number, "paragraph")
        yield Change(Level.STYLE, "style/measure", f"{pages}: length of lines {old:g} → {new:g} pt in {number}")


def face_changes(comparison: Comparison, told: str) -> Iterator[Change]:
    """Tell faces that came or went, where no other sentence names them."""
    if not comparison.has_pages:
        return
    old, new = set(comparison.old.fonts), set(comparison.new.fonts)
    plain_old = {face.removesuffix(NOT_EMBEDDED) for face in old}
    plain_new = {face.removesuffix(NOT_EMBEDDED) for face in new}
    for face in sorted(plain_old & plain_new):
        if face in old and face not in new:
            told_of = f"the typeface {called(face)} is no longer embedded"
            yield Change(Level.FAULT, "font/not-embedded", told_of)
        elif face in new and face not in old:
            yield Change(Level.STYLE, "font/embedded", f"the typeface {called(face)} is now embedded")
    for face in sorted(new - old):
        if face.endswith(NOT_EMBEDDED) and face.removesuffix(NOT_EMBEDDED) not in plain_old:
            name = called(face.removesuffix(NOT_EMBEDDED))
            yield Change(Level.FAULT, "font/not-embedded", f"the typeface {name} is new and not embedded")
    lost = [called(f) for f in sorted(plain_old - plain_new) if family_of(f) not in told]
    come = [called(f) for f in sorted(plain_new - plain_old) if family_of(f) not in told]
    parts = []
    if lost:
        parts.append(f"{join_and(lost)} {'is' if len(lost) == 1 else 'are'} no longer used")
    if come:
        parts.append(f"{join_and(come)} {'is' if len(come) == 1 else 'are'} new")
    if parts:
        yield Change(Level.STYLE, "font/list", f"typefaces: {'; '.join(parts)}")
