"""Any two editions → what they say of themselves, their metadata; two e-books → files, fonts and rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from publish.model.changes import Change, Level, Spot
from publish.model.pages import LostFile, PageStructure
from publish.structure.diff.comparing import Comparison
from publish.structure.faces import called
from publish.structure.sentences import count, join_and, quote

_TOLD_ALONE = 4
_DIRECTIONS = {
    "ltr": "left to right",
    "rtl": "right to left",
    "default": "as the system has it",
    "": "not said",
}
_READ_OTHERWISE = frozenset(("page-progression-direction", "cover", "Duplex"))
_DUPLEX = {
    "DuplexFlipShortEdge": "turned on the short edge",
    "DuplexFlipLongEdge": "turned on the long edge",
    "Simplex": "printed on one side only",
}
"""How a file asks to be printed (ISO 32000-1, 12.2)."""


def metadata_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell what the editions say of themselves: title, authors, language, and what readers show besides."""
    old, new = comparison.old.metadata, comparison.new.metadata
    fields: list[tuple[str, str, str]] = [
        ("title", old.title, new.title),
        ("language", old.language, new.language),
        ("subject", old.subject, new.subject),
        ("keywords", ", ".join(old.keywords), ", ".join(new.keywords)),
        ("publisher", old.publisher, new.publisher),
        ("rights", old.rights, new.rights),
    ]
    same_kind = comparison.old.kind == comparison.new.kind
    if same_kind:
        before, after = _properties(comparison.old), _properties(comparison.new)
        fields += [
            (name, before.get(name, ""), after.get(name, ""))
            for name in sorted((before.keys() | after.keys()) - _READ_OTHERWISE)
        ]
        yield from _cover_and_direction(before, after)
        yield from _duplex(before.get("Duplex", ""), after.get("Duplex", ""))
    for name, one, two in fields:
        if " ".join(one.split()) == " ".join(two.split()) or (not same_kind and not (one and two)):
            continue
        if one and two:
            told = f"metadata: the {name} {quote(one, 90)} became {quote(two, 90)}"
        else:
            told = f"metadata: the {name} {quote(one or two, 90)} is {'new' if two else 'gone'}"
        yield Change(Level.CONTENT, f"metadata/{name.split(':')[-1]}", told)
    if old.authors != new.authors and (same_kind or (old.authors and new.authors)):
        was = join_and(old.authors) or "nobody"
        noun = "author" if len(new.authors) == 1 else "authors"
        now = join_and(new.authors) or "nobody"
        told = f"metadata: the {noun} became {quote(now, 90)} (was {quote(was, 90)})"
        if sorted(old.authors) == sorted(new.authors):
            told = f"metadata: the authors stand in another order, {quote(join_and(new.authors), 90)}"
        yield Change(Level.CONTENT, "metadata/authors", told)


def _cover_and_direction(before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    one, two = (side.get("cover", "") for side in (before, after))
    if one != two:
        words = {"": "the cover is gone", "missing": "the file of the cover is missing"}
        told = words.get(two, "the cover shows something else" if one else "the book has a cover now")
        told = "the cover cannot be shown: its file is damaged" if two == "broken" else told
        level = Level.FAULT if two in ("missing", "broken") else Level.CONTENT
        yield Change(level, "metadata/cover", told)
    ways = [_DIRECTIONS.get(side.get("page-progression-direction", ""), "") for side in (before, after)]
    if ways[0] != ways[1]:
        told = f"pages turn in another direction: {ways[0]} → {ways[1]}"
        yield Change(Level.LAYOUT, "metadata/page-progression-direction", told)


def _duplex(one: str, two: str) -> Iterator[Change]:
    """Tell how sheets are to be turned in a printer: the other way, every back comes out upside down."""
    was, now = (_DUPLEX.get(way, way) for way in (one, two))
    if one == two:
        return
    if was and now:
        told = f"the sheets are to be {now} when they are printed (was: {was})"
    else:
        told = f"that the sheets are to be {now or was} is {'new' if now else 'no longer said'}"
    yield Change(Level.LAYOUT, "metadata/Duplex", told)


def _properties(structure: PageStructure) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in structure.metadata.others:
        found[name].append(value)
    return {name: ", ".join(values) for name, values in found.items()}


def file_changes(comparison: Comparison) -> list[Change]:
    """Return the files that are missing or damaged now and were not before."""
    had = {(lost.kind, lost.name) for lost in comparison.old.lost}
    kinds = {lost.kind for lost in comparison.old.lost}
    changes = []
    for lost in comparison.new.lost:
        if (lost.kind, lost.name) in had or (lost.kind in kinds and lost.kind == "navigation"):
            continue
        told = _tell_lost(comparison, lost)
        old = comparison.old_page_of(lost.page)
        spots = ((Spot(old),) if old else (), (Spot(lost.page),) if lost.page else ())
        changes.append(Change(Level.FAULT, f"file/{lost.kind}", told, *spots))
    return changes


def _tell_lost(comparison: Comparison, lost: LostFile) -> str:
    state = "cannot be read" if lost.is_damaged else "is missing"
    if lost.kind == "document":
        old = comparison.old_page_of(lost.page)
        title = next((item.title for item in comparison.old.spine if item.number == old), "")
        name = f"{quote(title, 50)}, " if title else ""
        return f"spine: the file of the document {name}{lost.name}, {state}"
    if lost.kind == "style sheet":
        return f"the style sheet {lost.name} {state}: what it asks for is lost"
    if lost.kind == "font":
        return f"the font file of the typeface {quote(called(lost.name))} {state}"
    return "the navigation document is missing: readers have no table of contents"


def font_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell faces that a book brings along: new, gone, or with another font in their file."""
    old, new = (dict(_face(font) for font in side.fonts) for side in (comparison.old, comparison.new))
    lost = {lost.name for side in (comparison.old, comparison.new) for lost in side.lost}
    for face in sorted(old.keys() & new.keys()):
        if old[face] != new[face] and face not in lost:
            now, was = (quote(name) if name else "unknown" for name in (new[face], old[face]))
            told = f"the typeface {quote(called(face))} is now shown by the font {now} instead of {was}"
            yield Change(Level.STYLE, "font/file", told)
    for faces, others, state in ((old, new, "no longer in the book"), (new, old, "now in the book")):
        names = [quote(called(face)) for face in sorted(faces.keys() - others.keys())]
        if names:
            noun, verb = ("typeface", "is") if len(names) == 1 else ("typefaces", "are")
            yield Change(Level.STYLE, "font/list", f"the {noun} {join_and(names)} {verb} {state}")


def _face(font: str) -> tuple[str, str]:
    face, _, shown = font.partition(" = ")
    return face, shown


def rule_changes(comparison: Comparison) -> Iterator[Change]:
    """Tell rules that hold under conditions; all others show in how blocks look."""
    old: dict[str, dict[str, str]] = defaultdict(dict)
    new: dict[str, dict[str, str]] = defaultdict(dict)
    for side, found in ((comparison.old, old), (comparison.new, new)):
        for rule in side.rules:
            for declaration in rule.declarations.split(";"):
                name, colon, value = declaration.partition(":")
                if colon:
                    found[rule.selector][name.strip()] = value.strip()
    differences: dict[str, list[str]] = defaultdict(list)
    for selector in [*old, *(s for s in new if s not in old)]:
        one, two = old.get(selector, {}), new.get(selector, {})
        for name in [*one, *(n for n in two if n not in one)]:
            if one.get(name) != two.get(name):
                told = f"{name} {one.get(name, 'not set')} → {two.get(name, 'not set')}"
                differences[told].append(selector)
    for told, selectors in differences.items():
        shown = (
            join_and(selectors[:3])
            if len(selectors) <= 3
            else f"{', '.join(selectors[:3])} and {count(len(selectors) - 3, 'other')}"
        )
        yield Change(Level.STYLE, "style/rule", f"style sheet: {told} for {shown}")
