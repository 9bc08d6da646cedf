"""Two e-books → what their style sheets make look otherwise, told at the blocks and words it shows on.

Looks belong to the words they are on: only blocks that stand in both editions count, and those whose neighbours
changed count only if the same shows elsewhere, as rules such as `p + p` look at neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Block
from publish.structure.diff.align import Fate, Pair
from publish.structure.diff.comparing import Comparison, Stream
from publish.structure.diff.epub_emphases import emphasis_changes
from publish.structure.epub.traits import Difference, differences, tell
from publish.structure.sentences import count, count_roles, describe, join_and, quote

_MOST_TOGETHER = 4
_OF_CONTENT = frozenset(("before", "part"))
_SCALES = ("font-size", "line-height")
_SIDEWAYS = ("-left", "-right")
Groups = dict[Difference, list["_Seen"]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A block that looks otherwise; `is_sure` if its neighbours are the same."""

    stream: Stream
    pair: Pair
    is_sure: bool

    @property
    def name(self) -> str:
        return f"{self.stream.letter}{self.pair.new}"

    @property
    def block(self) -> Block:
        return self.stream.new[self.pair.new]


def look_changes(comparison: Comparison) -> list[Change]:
    """Return the changes of how blocks and words in them look."""
    groups: Groups = defaultdict(list)
    for stream in comparison.streams:
        steady = _steady(stream)
        for pair in stream.alignment.pairs:
            old, new = stream.blocks(pair)
            if old.look == new.look or old.role != new.role or old.cells != new.cells:
                continue
            for found in _of_block(comparison, old, new):
                groups[found].append(_Seen(stream, pair, pair.new in steady))
    sure = {found: seen for found, seen in groups.items() if any(each.is_sure for each in seen)}
    bare, told = _without_sheets(comparison, sure)
    rest = {
        found: left
        for found, seen in sure.items()
        if (left := [each for each in seen if each.block.page not in bare])
    }
    emphases = emphasis_changes(comparison)
    kept = [change for change in emphases if not change.new_pages or not set(change.new_pages) <= bare]
    return [*told, *_tell(comparison, rest), *kept]


def _without_sheets(
    comparison: Comparison, groups: Mapping[Difference, list[_Seen]]
) -> tuple[set[int], list[Change]]:
    """Tell documents that no longer ask for a style sheet they had, where most of their blocks show it."""
    before = {item.number: item.sheets for item in comparison.old.spine}
    found: set[int] = set()
    changes: list[Change] = []
    for item in comparison.new.spine:
        old = comparison.old_page_of(item.number)
        if not old or item.sheets >= before.get(old, 0):
            continue
        seen = {
            each.name: each for blocks in groups.values() for each in blocks if each.block.page == item.number
        }
        total = sum(1 for block in comparison.new.blocks if block.page == item.number)
        if 2 * len(seen) > total:
            found.add(item.number)
            number = f"{item.sheets} instead of {count(before[old], 'style sheet')}"
            told = f"the document asks for {number}: {count(len(seen), 'block')} look otherwise"
            at = comparison.new_paging.at(item.number)
            changes.append(_made(Level.STYLE, "style/sheets", f"{at}: {told}", list(seen.values())))
    return found, changes


def _of_block(comparison: Comparison, old: Block, new: Block) -> list[Difference]:
    """Return how a block looks otherwise, without what follows from another change of it."""
    found = differences(dict(old.look.traits), dict(new.look.traits))
    part = [each for each in found if each[0] == "part"]
    if part:
        return part
    markers = [block.text.split(" ", 1)[0] for block in (old, new)]
    renumbered = old.role == "LI" and markers[0] != markers[1]
    languages = comparison.old.metadata.language.lower(), comparison.new.metadata.language.lower()
    turned = any(name == "direction" for name, _, _ in found)
    return [
        (name, one, two)
        for name, one, two in found
        if not (name == "language" and (one, two) == languages)
        and not (renumbered and name == "list-style-type")
        and not (turned and (name.endswith(_SIDEWAYS) or name == "text-align"))
    ]


def _steady(stream: Stream) -> set[int]:
    """Return the blocks of the new edition whose neighbours are those they had, of the same kinds."""
    partner = {pair.new: pair.old for pair in stream.alignment.pairs}
    roles = {
        pair.new: stream.old[pair.old].role == stream.new[pair.new].role for pair in stream.alignment.pairs
    }
    last = len(stream.old) - 1
    found = set()
    for pair in stream.alignment.pairs:
        if pair.fate in (Fate.MOVED, Fate.MOVED_EDITED):
            continue
        before = partner.get(pair.new - 1, -1) == pair.old - 1 if pair.new else pair.old == 0
        after = partner.get(pair.new + 1, last + 1) == pair.old + 1
        if before and after and roles.get(pair.new - 1, True) and roles.get(pair.new + 1, True):
            found.add(pair.new)
    return found


def _tell(comparison: Comparison, groups: Mapping[Difference, list[_Seen]]) -> Iterator[Change]:
    """Tell what changed on the same blocks in one sentence, and one act of scaling as one."""
    rest = dict(groups)
    for name in _SCALES:
        yield from _scaled(comparison, name, rest)
    together: dict[tuple[str, ...], list[Difference]] = defaultdict(list)
    seen: dict[tuple[str, ...], list[_Seen]] = {}
    for found, blocks in rest.items():
        key = ("content" if found[0] in _OF_CONTENT else "", *(each.name for each in blocks))
        together[key].append(found)
        seen[key] = blocks
    for key, found_there in together.items():
        blocks = seen[key]
        if key[0]:
            for found in found_there:
                yield from _of_content(comparison, found, blocks)
            continue
        parts = [tell(name, one, two) for name, one, two in _merged(found_there)]
        more = f" and {count(len(parts) - _MOST_TOGETHER, 'property').replace('propertys', 'properties')} more"
        told = join_and(parts[:_MOST_TOGETHER]) + (more if len(parts) > _MOST_TOGETHER else "")
        yield _change(comparison, found_there, told, blocks)


def _merged(found: Sequence[Difference]) -> list[Difference]:
    """Tell four sides that changed alike as one property."""
    merged: list[Difference] = []
    rest = list(found)
    for stem in ("margin", "padding", "border"):
        sides = [
            each for each in rest if each[0] in {f"{stem}-{s}" for s in ("top", "right", "bottom", "left")}
        ]
        if len(sides) > 1 and len({each[1:] for each in sides}) == 1:
            rest = [each for each in rest if each not in sides]
            name = stem if len(sides) == 4 else join_and([each[0] for each in sides])
            merged.append((name, *sides[0][1:]))
    return [*rest, *merged]


def _scaled(comparison: Comparison, name: str, groups: dict[Difference, list[_Seen]]) -> Iterator[Change]:
    """Tell sizes that all changed by one factor as one."""
    ratios: dict[float, list[Difference]] = defaultdict(list)
    for found in groups:
        if found[0] == name and (ratio := _ratio(found[1] or _USUAL[name], found[2] or _USUAL[name])):
            ratios[ratio].append(found)
    for alike in ratios.values():
        if len(alike) < 2:
            continue
        blocks = [each for found in alike for each in groups[found]]
        first = max(alike, key=lambda found: len(groups[found]))
        for found in alike:
            del groups[found]
        told = f"{tell(*first)}, and others in proportion,"
        yield _change(comparison, [first], told, sorted(blocks, key=lambda each: each.name))


_USUAL = {"font-size": "100%", "line-height": ""}


def _ratio(old: str, new: str) -> float:
    try:
        return round(float(new.removesuffix("%")) / float(old.removesuffix("%")), 2)
    except (ValueError, ZeroDivisionError):
        return 0.0


def _change(comparison: Comparison, found: Sequence[Difference], told: str, blocks: Sequence[_Seen]) -> Change:
    where = comparison.new_paging.several(each.block.page for each in blocks)
    if len(blocks) == 1:
        block = blocks[0].block
        width = next((each for each in found if each[0] == "width"), None)
        if block.role == "Figure" and width is not None and len(found) == 1:
            now, was = width[2] or "of its own", width[1] or "its own"
            told = f"the {describe(block)} has the width {now} instead of {was}"
            return _made(Level.LAYOUT, "picture/size", f"{where}: {told}", blocks)
        what = f"the {describe(block)}"
    else:
        what = count_roles(each.block.role for each in blocks)
    names = {name for name, _, _ in found}
    level = Level.CONTENT if names & {"language"} else Level.LAYOUT if names & {"direction"} else Level.STYLE
    only_pictures = all(each.block.role == "Figure" for each in blocks)
    kind = "picture/size" if only_pictures and names <= {"width", "height"} else f"style/{found[0][0]}"
    return _made(level, kind, f"{where}: {told} in {what}", blocks)


def _of_content(comparison: Comparison, found: Difference, blocks: Sequence[_Seen]) -> Iterator[Change]:
    name, one, two = found
    for each in blocks[:_MOST_TOGETHER]:
        at = comparison.new_paging.at(each.block.page)
        if name == "part":
            told = f"{describe(each.block)} is now a {two} (was a {one})"
        elif one and two:
            told = f"before the {describe(each.block)} stands an {two} instead of a {one}".replace(
                "an rule", "a rule"
            )
            told = told.replace("a empty", "an empty")
        else:
            told = f"the {one or two} before the {describe(each.block)} is {'gone' if one else 'new'}"
        yield _made(Level.CONTENT, "block/part" if name == "part" else "block/break", f"{at}: {told}", [each])
    if len(blocks) > _MOST_TOGETHER:
        rest = blocks[_MOST_TOGETHER:]
        where = comparison.new_paging.several(each.block.page for each in rest)
        told = (
            f"{where}: the same in {count(len(rest), 'further place')}, from {quote(rest[0].block.text, 30)} on"
        )
        yield _made(Level.CONTENT, "block/break", told, rest)


def _made(level: Level, kind: str, told: str, blocks: Sequence[_Seen]) -> Change:
    old: list[Spot] = []
    new: list[Spot] = []
    for each in blocks:
        old += each.stream.old_spots(each.pair.old)
        new += each.stream.new_spots(each.pair.new)
    return Change(level, kind, told, tuple(old), tuple(new))
