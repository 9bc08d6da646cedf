"""Two page structures → what changed, in sentences with pages and causes; the worst first, then by page.

Every comparison is a file of its own over one `Comparison`; this file is their order. Faults come
from lint as values: only those that the old edition did not have are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from publish.model.changes import Change, Fault, Level, Spot
from publish.model.faults import RULES
from publish.model.pages import PageStructure
from publish.structure.diff.acts import on_sides_of, page_acts, seams_of
from publish.structure.diff.blocks import Cause
from publish.structure.diff.book import metadata_changes
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.emphasis import emphasis_changes
from publish.structure.diff.epub import diff_books, faults_besides
from publish.structure.diff.faces import (
    face_changes,
    hyphenation_changes,
    measure_changes,
    measure_of,
)
from publish.structure.diff.flow import flow_changes
from publish.structure.diff.following import changed_headings
from publish.structure.diff.furniture import furniture_changes
from publish.structure.diff.known_pages import pair_pages
from publish.structure.diff.link_pairs import Targets
from publish.structure.diff.links import link_changes
from publish.structure.diff.notes import note_changes
from publish.structure.diff.outline import outline_changes
from publish.structure.diff.page_fit import Fit
from publish.structure.diff.pages import page_changes
from publish.structure.diff.pictures import picture_changes
from publish.structure.diff.placing import placing_changes
from publish.structure.diff.regrouping import agree_on_paragraphs
from publish.structure.diff.remarks import remark_changes
from publish.structure.diff.repaging import View, as_read, view_of
from publish.structure.diff.sheet_pages import unfold
from publish.structure.diff.sheets import leaf_acts, sheet_changes
from publish.structure.diff.style import style_changes
from publish.structure.diff.text import text_changes
from publish.structure.diff.untagged import counted_words, is_read_otherwise, tagging_changes
from publish.structure.lint.lint import lint
from publish.structure.sentences import Paging, count, paging_of, quote
from publish.structure.snapshot.condensing import equally_abridged, on_equal_terms

_TOLD_ALONE = 3
_PUSHING = {
    "style/typeface": "the change of typeface",
    "style/size": "the change of size",
    "style/leading": "the change of leading",
    "style/indent": "the change of indent",
    "style/alignment": "the change of alignment",
    "style/emphasis": "the change of words set off",
}
_OF_SHEETS = frozenset({"page/label", "page/count", "page/size", "page/blank"})
_OF_READING = frozenset({"page/depth", "page/shift", "page/blank"})
_GEOMETRY = {"page/size", "page/depth", "style/measure"}


def diff(
    old: PageStructure, new: PageStructure, faults: tuple[Sequence[Fault], Sequence[Fault]] | None = None
) -> tuple[Change, ...]:
    """Return what differs between two editions; nothing if a reader would see no difference.

    `faults` are lint's findings in the old and in the new edition; without them a few faults of notes and links
    are found here.
    """
    if old == new and (faults is None or faults[0] == faults[1]):
        return ()
    old, new = on_equal_terms(old, new)
    if old.kind == new.kind == "epub":
        return _books(old, new, faults)
    arranged = _arrange(view_of(old), view_of(new))
    comparison, before, after = agree_on_paragraphs(*arranged.views)
    if is_read_otherwise(comparison):
        found = [
            *tagging_changes(comparison),
            *counted_words(comparison),
            *page_changes(comparison, arranged.fits)[0],
            *metadata_changes(comparison),
        ]
        told = [as_read(change, before, after) for change in found if change.kind not in _OF_READING]
        return tuple(
            sorted(dict.fromkeys([*told, *arranged.changes]), key=lambda change: _order(change, len(new.pages)))
        )
    known = faults is not None
    text, causes = text_changes(comparison)
    pages, shifts = page_changes(comparison, arranged.fits)
    measure = measure_of(comparison)
    looks = [
        *style_changes(comparison),
        *emphasis_changes(comparison),
        *measure_changes(comparison, measure),
        *hyphenation_changes(comparison),
    ]
    styles = [*looks, *face_changes(comparison, " ".join(change.sentence for change in looks))]
    pictures = picture_changes(comparison, measure)
    causes = [*causes, *_causes_of(comparison, styles), *_causes_of_pictures(comparison, pictures)]
    moved = any(change.kind in {*_GEOMETRY, "page/shift"} for change in (*pages, *styles))
    flow = flow_changes(comparison, shifts, causes, [*pages, *styles])
    headings, targets = changed_headings(comparison), Targets(comparison)
    found = [
        *text,
        *pages,
        *styles,
        *pictures,
        *flow,
        *furniture_changes(comparison, bool(text or flow), moved),
        *link_changes(comparison, targets, known),
        *outline_changes(comparison, targets, headings),
        *note_changes(comparison, known),
        *metadata_changes(comparison),
        *tagging_changes(comparison),
        *_missing_glyphs(comparison, known),
    ]
    told = list(arranged.besides(as_read(change, before, after) for change in found))
    told += (change for change in arranged.changes if not known or change.kind != "page/covered")
    if faults is not None:
        if arranged.kept is not None:
            faults = _judged(*arranged.kept)
        told += new_faults(paging_of(new), *_unlike_before(comparison, faults, (before, after)))
    total = len(new.pages)
    return tuple(sorted(dict.fromkeys(told), key=lambda change: _order(change, total)))


def _books(
    old: PageStructure, new: PageStructure, faults: tuple[Sequence[Fault], Sequence[Fault]] | None
) -> tuple[Change, ...]:
    told, dead = diff_books(old, new, faults is not None)
    if faults is not None:
        judged = [faults_besides(side, subjects) for side, subjects in zip(faults, dead, strict=True)]
        told += new_faults(paging_of(new), *judged)
    return tuple(sorted(dict.fromkeys(told), key=lambda change: _order(change, len(new.pages))))


@dataclass(frozen=True, slots=True)
class _Arranged:
    """Both editions as they are compared, and what was told of their pages and sheets before."""

    views: tuple[View, View]
    changes: tuple[Change, ...] = ()
    seams: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
    silent: frozenset[str] = frozenset()
    """Kinds of changes that follow from it."""
    fits: Mapping[int, Fit] = field(default_factory=dict)
    """How new pages stand against the old ones, by their numbers."""
    kept: tuple[View, View] | None = None
    """The editions to judge instead of the files, where something happened to whole pages."""

    def besides(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Leave out what follows: numbers and labels of pages, paragraphs that were cut off."""
        old, new = ({f"b{n}" for n in side} for side in self.seams)
        for change in changes:
            before = {spot.block for spot in change.old if spot.block}
            after = {spot.block for spot in change.new if spot.block}
            cut_old, cut_new = before <= old, after <= new
            is_cut = cut_old or cut_new if before and after else bool(before | after) and cut_old and cut_new
            if not is_cut and change.kind not in self.silent:
                yield change


def _arrange(old: View, new: View) -> _Arranged:
    """Tell what happened to whole pages and sides, and bring both editions into one order."""
    if old.structure.kind != "pdf" or new.structure.kind != "pdf":
        return _Arranged((old, new))
    changes: list[Change] = []
    silent: frozenset[str] = frozenset()
    totals = _page_count(old), _page_count(new)
    acts = page_acts(old, new)
    if acts:
        old, new = acts.old, acts.new
        changes += acts.changes
        silent = frozenset({"page/label", "page/count", "page/depth", "running/place", "running/shift"})
    unfolded = unfold(old, new)
    if unfolded:
        changes += sheet_changes(old, new)
        old, new = unfolded
        silent = _OF_SHEETS
        leaves = leaf_acts(old, new)
        if leaves:
            old, new = leaves.old, leaves.new
            changes += leaves.changes
        new = on_sides_of(old, new)
    pairs = pair_pages(old, new)
    placed = placing_changes(old, new, pairs)
    changes += (as_read(change, old, placed.new) for change in placed.changes)
    changes += (as_read(change, old, new) for change in remark_changes(pairs, new.paging))
    views = old, placed.new
    judged = (acts.old, acts.new) if acts and not unfolded else None
    return _Arranged(views, tuple(changes), seams_of(*views, totals), silent, placed.fits, judged)


def _as_called(structure: PageStructure, view: View) -> PageStructure:
    """Return an edition whose pages are called as in the file."""
    pages = tuple(replace(page, label=view.paging.name(page.number)) for page in structure.pages)
    return replace(structure, pages=pages)


def _page_count(view: View) -> int:
    """Return how many pages an edition was read as."""
    leaves = sum(len(page.leaves) for page in view.structure.pages)
    return leaves or len(view.pages)


def _judged(old: View, new: View) -> tuple[Sequence[Fault], Sequence[Fault]]:
    """Judge both editions as if nothing had happened to whole pages; faults point into the files."""
    sides = zip((old, new), equally_abridged(old.structure, new.structure), strict=True)
    one, two = (
        [
            replace(
                fault,
                page=view.spot(Spot(fault.page)).page if fault.page else 0,
                spots=tuple(view.spot(spot) for spot in fault.spots),
            )
            for fault in lint(_as_called(structure, view))
        ]
        for view, structure in sides
    )
    # What led to a page that is missing leads nowhere in both.
    lost = {quote(link.text) for link in old.structure.links if link.is_dead and not link.target}
    two = [
        fault for fault in two if fault.rule != "dead-link" or not any(text in fault.sentence for text in lost)
    ]
    return one, two


def _unlike_before(
    comparison: Comparison, faults: tuple[Sequence[Fault], Sequence[Fault]], views: tuple[View, View]
) -> tuple[Sequence[Fault], Sequence[Fault]]:
    """Leave out pages that were empty before and only count otherwise now."""
    blank = {
        views[1].pages[page.number - 1].page
        for page in comparison.new.pages
        if page.is_blank
        and (number := comparison.old_page_of(page.number))
        and comparison.old.pages[number - 1].is_blank
    }
    return faults[0], [fault for fault in faults[1] if fault.rule != "empty-page" or fault.page not in blank]


def _order(change: Change, total: int) -> tuple[int, int, int]:
    """Return faults first, then what concerns the whole edition, then by page; the graver first."""
    pages = change.new_pages
    first = min((*pages[:1], *change.old_pages[:1]), default=0)
    whole = len(pages) >= total > 1 and change.kind not in {"flow/region", "flow/carried"}
    return (-1 if change.level is Level.FAULT else 0, 0 if whole else first, -change.level)


def worst_level(changes: Sequence[Change]) -> Level | None:
    """Return the highest level among changes, or None."""
    return max((change.level for change in changes), default=None)


def new_faults(paging: Paging, old: Sequence[Fault], new: Sequence[Fault]) -> Iterator[Change]:
    """Tell the faults that the old edition did not have; many of one rule as one."""
    had = Counter((fault.rule, fault.subject) for fault in old)
    fresh: dict[str, list[Fault]] = {}
    for fault in new:
        if had[fault.rule, fault.subject]:
            had[fault.rule, fault.subject] -= 1
        else:
            fresh.setdefault(fault.rule, []).append(fault)
    for rule, found in fresh.items():
        level = Level.REFLOW if rule in RULES and RULES[rule].weight == "note" else Level.FAULT
        if len(found) <= _TOLD_ALONE:
            for fault in found:
                yield Change(level, rule, _placed(paging, fault), (), fault.spots)
            continue
        where = paging.several(fault.page for fault in found)
        spots = tuple(spot for fault in found for spot in fault.spots)
        words = rule.rsplit("/", 1)[-1].replace("-", " ")
        yield Change(
            level,
            rule,
            f"{where}: {len(found)} new faults “{words}”; first, {_placed(paging, found[0])}",
            (),
            spots,
        )


def _placed(paging: Paging, fault: Fault) -> str:
    at = paging.at(fault.page) if fault.page else ""
    return fault.sentence if not at or fault.sentence.startswith(at) else f"{at}: {fault.sentence}"


def _causes_of(comparison: Comparison, styles: Sequence[Change]) -> Iterator[Cause]:
    """Return the style changes that can push what follows, one for each block they are on."""
    for change in styles:
        phrase = _PUSHING.get(change.kind)
        if phrase is None:
            continue
        for name in dict.fromkeys(spot.block for spot in change.new if spot.block):
            stream = comparison.main if name[0] == "b" else comparison.notes
            index = int(name[1:])
            yield Cause(stream.letter, index, stream.new[index].page, phrase)


def _causes_of_pictures(comparison: Comparison, pictures: Sequence[Change]) -> Iterator[Cause]:
    for change in pictures:
        for spot in change.new[:1]:
            if change.kind in {"picture/size", "picture/content"}:
                indexes = [
                    i for i, b in enumerate(comparison.main.new) if b.role == "Figure" and b.page == spot.page
                ]
                index = indexes[0] if indexes else next(
                    (i for i, b in enumerate(comparison.main.new) if b.last_page >= spot.page), 0
                )  # fmt: skip
                phrase = "the resized picture" if change.kind == "picture/size" else "the other picture"
                yield Cause("b", index, spot.page, phrase)


def _missing_glyphs(comparison: Comparison, known: bool) -> Iterator[Change]:
    if known:
        return
    had = Counter(words for _, words in comparison.old.missing_glyphs)
    for page, words in comparison.new.missing_glyphs:
        if had[words]:
            had[words] -= 1
            continue
        told = f"{comparison.new_paging.at(page)}: a character is shown as an empty box near {quote(words)}"
        yield Change(Level.FAULT, "glyph/missing", told)


def summary(changes: Sequence[Change]) -> str:
    """Return one line on how many changes there are of each level."""
    if not changes:
        return "no difference a reader would see"
    levels = Counter(change.level for change in changes)
    parts = [f"{levels[level]} {level.word}" for level in sorted(levels, reverse=True)]
    return f"{count(len(changes), 'change')}: {', '.join(parts)}"
