"""Two page structures → what changed, in sentences with pages and causes; the worst first, then by page.

Every comparison is a file of its own (`diff_*.py`) over one `Comparison`; this file is their order. Faults come
from lint as values: only those that the old edition did not have are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from publish.model.changes import Change, Fault, Level
from publish.model.faults import RULES
from publish.model.pages import PageStructure
from publish.structure.comparing import Comparison
from publish.structure.condensing import on_equal_terms
from publish.structure.diff_acts import Acts, page_acts
from publish.structure.diff_blocks import Cause
from publish.structure.diff_book import book_changes, metadata_changes
from publish.structure.diff_emphasis import emphasis_changes
from publish.structure.diff_faces import face_changes, measure_changes
from publish.structure.diff_flow import flow_changes
from publish.structure.diff_furniture import furniture_changes
from publish.structure.diff_links import Targets, link_changes, outline_changes
from publish.structure.diff_notes import note_changes
from publish.structure.diff_pages import page_changes
from publish.structure.diff_pictures import picture_changes
from publish.structure.diff_sheets import leaves_are_permuted, sheet_changes
from publish.structure.diff_style import style_changes
from publish.structure.diff_text import text_changes
from publish.structure.following import changed_headings
from publish.structure.regrouping import agree_on_paragraphs
from publish.structure.repaging import View, as_read, view_of
from publish.structure.sentences import Paging, count, paging_of, quote

_TOLD_ALONE = 3
_PUSHING = {
    "style/typeface": "the change of typeface",
    "style/size": "the change of size",
    "style/leading": "the change of leading",
    "style/indent": "the change of indent",
    "style/alignment": "the change of alignment",
    "style/emphasis": "the change of words set off",
}
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
    acts = page_acts(view_of(old), view_of(new))
    views = (acts.old, acts.new) if acts else (view_of(old), view_of(new))
    names = paging_of(old), paging_of(new)
    pagings = views[0].paging(names[0]), views[1].paging(names[1])
    comparison, before, after = agree_on_paragraphs(*views, pagings)
    known = faults is not None
    permuted = leaves_are_permuted(comparison)
    text, causes = text_changes(comparison, permuted)
    pages, shifts = page_changes(comparison)
    looks = [*style_changes(comparison), *emphasis_changes(comparison), *measure_changes(comparison)]
    styles = [*looks, *face_changes(comparison, " ".join(change.sentence for change in looks))]
    pictures = picture_changes(comparison)
    causes = [*causes, *_causes_of(comparison, styles), *_causes_of_pictures(comparison, pictures)]
    geometry = any(change.kind in _GEOMETRY for change in (*pages, *styles))
    flow = [] if permuted else flow_changes(comparison, shifts, causes, geometry)
    headings, targets = changed_headings(comparison), Targets(comparison)
    found = [
        *text,
        *pages,
        *styles,
        *pictures,
        *flow,
        *furniture_changes(comparison, bool(text or flow)),
        *link_changes(comparison, targets, known),
        *outline_changes(comparison, targets, headings),
        *note_changes(comparison, known),
        *metadata_changes(comparison),
        *book_changes(comparison),
        *sheet_changes(comparison),
        *_tagging(comparison),
        *_missing_glyphs(comparison, known),
    ]
    told = [as_read(change, before, after) for change in (_besides(acts, found) if acts else found)]
    told += acts.changes if acts else ()
    if faults is not None:
        told += new_faults(names[1], *_unlike_before(comparison, faults, (before, after)))
    total = len(new.pages)
    return tuple(sorted(dict.fromkeys(told), key=lambda change: _order(change, total)))


def _besides(acts: Acts, changes: Sequence[Change]) -> Iterator[Change]:
    """Leave out what follows from what happened to whole pages: their number and labels, paragraphs cut off."""
    old, new = acts.seams
    for change in changes:
        before = {spot.block for spot in change.old if spot.block}
        after = {spot.block for spot in change.new if spot.block}
        cut_old, cut_new = before <= {f"b{n}" for n in old}, after <= {f"b{n}" for n in new}
        is_cut = cut_old or cut_new if before and after else bool(before | after) and cut_old and cut_new
        if not is_cut and change.kind not in {"page/label", "page/count", "page/depth"}:
            yield change


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


def _tagging(comparison: Comparison) -> Iterator[Change]:
    if comparison.has_pages and comparison.old.is_tagged != comparison.new.is_tagged:
        if comparison.new.is_tagged:
            yield Change(Level.LAYOUT, "tags/added", "the PDF is now tagged")
        else:
            told = "the PDF is no longer tagged: screen readers lose headings, lists and the reading order"
            yield Change(Level.FAULT, "tags/lost", told)


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
