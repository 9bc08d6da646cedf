"""The cites of one cluster, joined: collapsing and delimiters.

In: rendered cites in order. Out: one tree, without the layout's affixes. CSL 1.0.2, "Cite Collapsing"
(`citation-number`, `year`, `year-suffix`, `year-suffix-ranged`), `cite-group-delimiter`, `after-collapse-
delimiter`, `year-suffix-delimiter`. A cite with words of the author before it is never collapsed into the one
before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from publish.citing.context import CiteFacts
from publish.citing.item import Item
from publish.citing.marked import Mark, Tree, find_role, find_roles, is_empty, replace_marks, words_of

if TYPE_CHECKING:
    from publish.citing.engine import Engine, JobCite


@dataclass(frozen=True, slots=True)
class CiteTree:
    """A cite and what it prints without its affixes; `item` is None for an unknown key."""

    item: Item | None
    cite: JobCite
    facts: CiteFacts
    tree: Tree | None

    @property
    def is_bare(self) -> bool:
        """Tell whether the cite has neither locator nor words of the author around it."""
        return not (self.facts.locator or words_of(self.cite.prefix) or words_of(self.cite.suffix))


@dataclass(frozen=True, slots=True)
class _Part:
    tree: Tree
    first: CiteTree
    last: CiteTree
    collapsed: bool = False
    """The part goes on with the names of the part before."""


def join_cites(cites: list[CiteTree], engine: Engine) -> Tree | None:
    """Return the cites of a cluster as one text."""
    shown = [one for one in cites if one.tree is not None and not is_empty(one.tree)]
    mode = engine.section.options.get("collapse", "")
    if engine.section.keys and (mode.startswith("year") or "cite-group-delimiter" in engine.section.options):
        shown = _grouped(shown)
    if mode == "citation-number":
        parts = _number_parts(shown, engine)
    elif mode.startswith("year") or "cite-group-delimiter" in engine.section.options:
        parts = _year_parts(shown, mode, engine)
    else:
        parts = [_part(one, engine) for one in shown]
    if not parts:
        return None
    pieces: list[Tree] = [parts[0].tree]
    for before, part in pairwise(parts):
        delimiter = _delimiter(before, part, mode, engine)
        pieces.append(Mark((Mark((), role="joint"), part.tree), delimiter=delimiter))
    return Mark(tuple(pieces)) if len(pieces) > 1 else pieces[0]


def _grouped(cites: list[CiteTree]) -> list[CiteTree]:
    """Bring sorted cites with the same names together, behind the first of them."""
    groups: dict[str, list[CiteTree]] = {}
    for number, one in enumerate(cites):
        if words_of(one.cite.prefix):
            return cites
        names = find_role(one.tree, "names")
        groups.setdefault(words_of(names) if names is not None else f"\0{number}", []).append(one)
    return [one for group in groups.values() for one in group]


def _part(one: CiteTree, engine: Engine, collapsed: bool = False) -> _Part:
    from publish.citing.engine import with_affixes

    return _Part(with_affixes(one.cite, engine.marked(one.cite.key, one.tree or "")), one, one, collapsed)


# --- numbers ----------------------------------------------------------------------------------------------


def _number_parts(cites: list[CiteTree], engine: Engine) -> list[_Part]:
    parts: list[_Part] = []
    index = 0
    while index < len(cites):
        end = index
        while end + 1 < len(cites) and _follows(cites[end], cites[end + 1]):
            end += 1
        if end - index >= 2:
            first, last = cites[index], cites[end]
            ends = [engine.marked(one.cite.key, one.tree or "") for one in (first, last)]
            tree = Mark(tuple(ends), delimiter="–")
            parts.append(_Part(tree, first, last))
        else:
            parts += [_part(one, engine) for one in cites[index : end + 1]]
        index = end + 1
    return parts


def _follows(one: CiteTree, other: CiteTree) -> bool:
    return (
        one.is_bare
        and other.is_bare
        and one.item is not None
        and other.item is not None
        and other.item.number == one.item.number + 1
        and find_role(one.tree, "citation-number") is not None
    )


# --- years ------------------------------------------------------------------------------------------------


def _year_parts(cites: list[CiteTree], mode: str, engine: Engine) -> list[_Part]:
    parts: list[_Part] = []
    index = 0
    while index < len(cites):
        end = _end_of_year(cites, index, engine) if mode.startswith("year-suffix") else index
        first = cites[index]
        grouped = index > 0 and _same_names(cites[index - 1], first)
        collapsed = grouped and mode.startswith("year")
        tree = first.tree
        if collapsed:
            tree = engine.body(first.cite, first.facts.without_author())
            if is_empty(tree):  # nothing but the names: they stand there already
                index = end + 1
                continue
        if end > index:
            tree = _with_suffixes(tree or "", cites[index : end + 1], mode, engine)
        one = replace(first, tree=tree)
        part = _part(one, engine, grouped)
        parts.append(_Part(part.tree, first, cites[end], grouped))
        index = end + 1
    return parts


def _same_names(one: CiteTree, other: CiteTree) -> bool:
    if words_of(other.cite.prefix) or one.item is None or other.item is None or other.facts.suppress_author:
        return False
    left, right = find_role(one.tree, "names"), find_role(other.tree, "names")
    return left is not None and right is not None and words_of(left) == words_of(right)


def _end_of_year(cites: list[CiteTree], index: int, engine: Engine) -> int:
    """Return the last of the cites from `index` on that differ in nothing but the year suffix."""
    end = index
    text = _without_suffix(cites[index], engine)
    if text is None:
        return index
    while end + 1 < len(cites) and cites[end].is_bare and cites[end + 1].is_bare:
        if _without_suffix(cites[end + 1], engine) != text:
            break
        end += 1
    return end


def _without_suffix(one: CiteTree, engine: Engine) -> str | None:
    if one.item is None or find_role(one.tree, "year-suffix") is None:
        return None
    settled = replace(engine.settled_for(one.item.key), year_suffix=0)
    return words_of(engine.render_cite(one.item.key, one.facts, settled).tree)


def _with_suffixes(tree: Tree, cites: list[CiteTree], mode: str, engine: Engine) -> Tree:
    """Return the first cite's tree with the suffixes of all the cites where its own stands."""
    first, *others = [find_role(one.tree, "year-suffix") or "" for one in cites]
    marks = [first, *[engine.marked(one.cite.key, mark) for one, mark in zip(cites[1:], others, strict=True)]]
    numbers = [engine.settled_for(one.item.key).year_suffix if one.item else 0 for one in cites]
    options = engine.section.options
    layout = engine.section.delimiter
    delimiter = options.get("year-suffix-delimiter", options.get("cite-group-delimiter", layout))
    pieces: list[Tree] = []
    index = 0
    while index < len(cites):
        end = index
        while end + 1 < len(cites) and numbers[end + 1] == numbers[end] + 1:
            end += 1
        if mode == "year-suffix-ranged" and end - index >= 2:
            pieces.append(Mark((marks[index], marks[end]), delimiter="–"))
        else:
            pieces += marks[index : end + 1]
        index = end + 1
    joined = Mark(tuple(pieces), delimiter=delimiter)
    own = next(find_roles(tree, "year-suffix"), None)

    def change(mark: Mark) -> Tree | None:
        return joined if mark is own else mark

    return replace_marks(tree, change) or ""


# --- delimiters -------------------------------------------------------------------------------------------


def _delimiter(before: _Part, part: _Part, mode: str, engine: Engine) -> str:
    """Return what stands between two cites; words of the author stand apart from it."""
    delimiter = _bare_delimiter(before, part, mode, engine)
    spaced = not delimiter or delimiter[-1].isspace() or not words_of(part.first.cite.prefix)[:1].isalpha()
    return delimiter if spaced else f"{delimiter} "


def _bare_delimiter(before: _Part, part: _Part, mode: str, engine: Engine) -> str:
    section = engine.section
    options = section.options
    prefix, suffix = words_of(part.first.cite.prefix), words_of(before.last.cite.suffix)
    if prefix[:1] in (",", ";", ".", ":") and prefix:
        return ""
    if suffix[-1:] in (",", ";", ".", ":") and suffix:
        return " " if section.delimiter else ""
    if engine.sheet.is_note and section.dress.suffix[:1] == "." and prefix[:1].isupper():
        return ". "  # the author's words begin a new sentence: the one before ends as the note itself would
    after = options.get("after-collapse-delimiter")
    if after is not None and mode.startswith("year"):
        if before.last.facts.locator:
            return after
        if not part.collapsed and (
            before.collapsed or before.first is not before.last or mode != "year-suffix"
        ):
            return after
        return options.get("cite-group-delimiter", section.delimiter) if part.collapsed else section.delimiter
    if part.collapsed:
        default = section.delimiter if engine.sheet.is_note or not mode else ", "
        return options.get("cite-group-delimiter", default)
    ended = bool(before.last.facts.locator) or before.first is not before.last
    if after is not None and mode == "citation-number" and ended:
        return after
    return section.delimiter
