"""Two editions → other looks of running heads, another length of lines, faces that came or went."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from publish.model.changes import Change, Level, Spot
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.flow_causes import hyphenation
from publish.structure.diff.pairing import pair_running
from publish.structure.faces import NOT_EMBEDDED, called, family_of
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


@dataclass(frozen=True, slots=True)
class Measure:
    """The length of lines of paragraphs in both editions, in points, and of how many."""

    old_pt: float
    new_pt: float
    paragraphs: int


def measure_of(comparison: Comparison) -> Measure | None:
    """Return another length of lines, from paragraphs of three lines and more; None if it is the same."""
    if not comparison.has_pages:
        return None
    widths: tuple[Counter[float], Counter[float]] = (Counter(), Counter())
    for pair in comparison.main.alignment.pairs:
        for width, block in zip(widths, comparison.main.blocks(pair), strict=True):
            if block.role == "P":
                width.update(round(f.box.width_pt) for f in block.fragments if f.line_count >= 3)
    if min(widths[0].total(), widths[1].total()) < 2:
        return None
    (old, old_number), (new, new_number) = (width.most_common(1)[0] for width in widths)
    common = old_number > widths[0].total() * 0.3 and new_number > widths[1].total() * 0.3
    if common and abs(old - new) > _MEASURE_PT and widths[1][old] * 4 < old_number:
        return Measure(old, new, new_number)
    return None


def measure_changes(comparison: Comparison, measure: Measure | None) -> Iterator[Change]:
    """Tell another length of lines."""
    if measure is None:
        return
    pages = comparison.new_paging.several(page.number for page in comparison.new.pages)
    number = count(measure.paragraphs, "paragraph")
    told = f"{pages}: length of lines {measure.old_pt:g} → {measure.new_pt:g} pt in {number}"
    yield Change(Level.STYLE, "style/measure", told)


def hyphenation_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell that words are divided at line ends, or no longer."""
    numbers = hyphenation(comparison) if comparison.has_pages else None
    if numbers:
        state = "are now divided at line ends" if numbers[1] > numbers[0] else "are hardly divided any more"
        told = f"all pages: words {state}, hyphenated line ends {numbers[0]} → {numbers[1]}"
        yield Change(Level.STYLE, "style/hyphens", told)


def _faces_of_others(comparison: Comparison) -> tuple[set[str], set[str]]:
    """Return the faces that only stand in blocks that are gone, new, or of another kind now."""
    found: list[set[str]] = []
    for side in (0, 1):
        inside: set[str] = set()
        outside: set[str] = set()
        for stream in comparison.streams:
            stays = {
                (pair.old, pair.new)[side]
                for pair in stream.alignment.pairs
                if stream.old[pair.old].role == stream.new[pair.new].role
            }
            for index, block in enumerate((stream.old, stream.new)[side]):
                faces = {called(face) for face in (block.look.font, *(e.font for e in block.emphases)) if face}
                if index in stays:
                    outside |= faces
                else:
                    inside |= faces
        found.append(inside - outside)
    return found[0], found[1]


def face_changes(comparison: Comparison, told: str) -> Iterator[Change]:
    """Tell faces that came or went, where no other sentence names them."""
    if not comparison.has_pages:
        return
    old, new = set(comparison.old.fonts), set(comparison.new.fonts)
    plain_old = {face.removesuffix(NOT_EMBEDDED) for face in old}
    plain_new = {face.removesuffix(NOT_EMBEDDED) for face in new}
    both = sorted(plain_old & plain_new)
    unembedded = [called(face) for face in both if face in old and face not in new]
    embedded = [called(face) for face in both if face in new and face not in old]
    foreign = [
        called(face.removesuffix(NOT_EMBEDDED))
        for face in sorted(new - old)
        if face.endswith(NOT_EMBEDDED) and face.removesuffix(NOT_EMBEDDED) not in plain_old
    ]
    for faces, kind, state in (
        (unembedded, "font/not-embedded", "no longer embedded"),
        (foreign, "font/not-embedded", "new and not embedded"),
        (embedded, "font/embedded", "now embedded"),
    ):
        if faces:
            noun, verb = ("typeface", "is") if len(faces) == 1 else ("typefaces", "are")
            level = Level.STYLE if kind == "font/embedded" else Level.FAULT
            yield Change(level, kind, f"the {noun} {join_and(faces)} {verb} {state}")
    lost = [called(f) for f in sorted(plain_old - plain_new) if family_of(f) not in told]
    come = [called(f) for f in sorted(plain_new - plain_old) if family_of(f) not in told]
    come = [face for face in come if face not in foreign]
    gone_with, come_with = _faces_of_others(comparison)
    lost = [face for face in lost if face not in gone_with]
    come = [face for face in come if face not in come_with]
    parts = []
    if lost:
        parts.append(f"{join_and(lost)} {'is' if len(lost) == 1 else 'are'} no longer used")
    if come:
        parts.append(f"{join_and(come)} {'is' if len(come) == 1 else 'are'} new")
    if parts:
        yield Change(Level.STYLE, "font/list", f"typefaces: {'; '.join(parts)}")
