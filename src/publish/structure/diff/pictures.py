"""Pictures of two editions → which show something else, changed places, changed size, came or went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Picture
from publish.model.wording import squash
from publish.structure.diff.align import match_keys
from publish.structure.diff.comparing import Comparison
from publish.structure.diff.faces import Measure
from publish.structure.sentences import count, length, quote

_SIZE_PT = 0.4
_TOLD_ALONE = 3
_ALIKE = 0.015
"""Ratios that differ by less are the same; lines are measured to a point."""
Pairs = list[tuple[Picture, Picture]]


def picture_changes(comparison: Comparison, measure: Measure | None = None) -> list[Change]:
    """Return the changes of pictures; alternative texts of figures are told with the words.

    `measure` is another length of lines: what grew or shrank with it is told once.
    """
    pairs, removed, added = _pair(comparison.old.pictures, comparison.new.pictures)
    told = {
        squash(b.text)
        for b in (*comparison.main.old, *comparison.main.new)
        if b.role in {"Figure", "Formula"} and b.text
    }
    return [
        *_contents(comparison, pairs),
        *_sizes(comparison, pairs, measure),
        *(
            _alt(comparison, old, new)
            for old, new in pairs
            if old.alt != new.alt and not {squash(old.alt), squash(new.alt)} & told
        ),
        *_missing(comparison, removed, added, told),
    ]


def _pair(old: Sequence[Picture], new: Sequence[Picture]) -> tuple[Pairs, list[Picture], list[Picture]]:
    """Pair pictures in order: by text and content, then in each gap by text, by content, by place."""
    same = match_keys([(p.alt, p.digest, p.name) for p in old], [(p.alt, p.digest, p.name) for p in new])
    pairs = [(old[i], new[j]) for i, j in same]
    removed: list[Picture] = []
    added: list[Picture] = []
    edges = [(-1, -1), *same, (len(old), len(new))]
    for (i, j), (k, m) in pairwise(edges):
        left, right = list(old[i + 1 : k]), list(new[j + 1 : m])
        for one, two in _gap(left, right):
            pairs.append((one, two))
            left.remove(one)
            right.remove(two)
        removed += left
        added += right
    return pairs, removed, added


def _gap(left: list[Picture], right: list[Picture]) -> Pairs:
    found: Pairs = []
    free = list(right)
    rest = []
    for one in left:
        two = next((p for p in free if p.alt and p.alt == one.alt), None) or next(
            (p for p in free if not one.alt and p.digest == one.digest), None
        )
        if two is None:
            rest.append(one)
        else:
            found.append((one, two))
            free.remove(two)
    for one in list(rest):
        two = next((p for p in free if p.digest and p.digest == one.digest), None) or next(
            (p for p in free if p.name and p.name == one.name), None
        )
        if two is not None:
            found.append((one, two))
            free.remove(two)
            rest.remove(one)
    if len(rest) == len(free):
        found.extend(
            (one, two)
            for one, two in zip(rest, free, strict=True)
            if not one.alt or not two.alt or one.box == two.box
        )
    return found


def _name(picture: Picture) -> str:
    if picture.alt:
        return f"the picture {quote(picture.alt, 40)}"
    return f"the picture {quote(picture.name, 40)}" if picture.name else "a picture without alternative text"


def _spot(picture: Picture) -> Spot:
    return Spot(picture.page, picture.box if picture.box.width_pt else None)


def _contents(comparison: Comparison, pairs: Pairs) -> Iterator[Change]:
    if comparison.old.kind != comparison.new.kind:
        return  # digests of a PDF's pictures and of an e-book's are made otherwise
    changed = [(one, two) for one, two in pairs if one.digest and two.digest and one.digest != two.digest]
    done: set[int] = set()
    for n, (one, two) in enumerate(changed):
        if n in done:
            continue
        other = next(
            (
                m
                for m in range(n + 1, len(changed))
                if m not in done and changed[m][0].digest == two.digest and changed[m][1].digest == one.digest
            ),
            None,
        )
        at = comparison.new_paging.at(two.page)
        if other is not None:
            done.add(other)
            second = changed[other]
            there = comparison.new_paging.at(second[1].page)
            sentence = f"{at}: the pictures of {_name(two).removeprefix('the picture ')} and "
            sentence += f"{_name(second[1]).removeprefix('the picture ')} ({there}) were swapped"
            spots = (_spot(one), _spot(second[0])), (_spot(two), _spot(second[1]))
            yield Change(Level.CONTENT, "picture/swapped", sentence, *spots)
            continue
        pixels = (one.width_px, one.height_px), (two.width_px, two.height_px)
        detail = (
            f" ({pixels[1][0]} × {pixels[1][1]} pixels instead of {pixels[0][0]} × {pixels[0][1]})"
            if pixels[0] != pixels[1] and all(pixels[0]) and all(pixels[1])
            else ""
        )
        yield Change(
            Level.CONTENT,
            "picture/content",
            f"{at}: {_name(two)} shows something else{detail}",
            (_spot(one),),
            (_spot(two),),
        )


def _sizes(comparison: Comparison, pairs: Pairs, measure: Measure | None) -> Iterator[Change]:
    groups: dict[tuple[str, str], Pairs] = defaultdict(list)
    following = [pair for pair in pairs if measure and _follows(*pair, measure)]
    if following:
        where = comparison.new_paging.several(two.page for _, two in following)
        number = count(len(following), "picture")
        yield Change(
            Level.REFLOW,
            "picture/scaled",
            f"{where}: {number} followed the length of lines, {_size(following[0][0])} → "
            f"{_size(following[0][1])} pt{' and so on' if len(following) > 1 else ''}",
            tuple(_spot(one) for one, _ in following),
            tuple(_spot(two) for _, two in following),
        )
    for one, two in pairs:
        if (one, two) in following:
            continue
        if not one.box.width_pt or not two.box.width_pt:
            continue
        if max(abs(one.box.width_pt - two.box.width_pt), abs(one.box.height_pt - two.box.height_pt)) > _SIZE_PT:
            groups[_size(one), _size(two)].append((one, two))
    for (old, new), group in groups.items():
        sets = [group] if len(group) > _TOLD_ALONE else [[pair] for pair in group]
        for told in sets:
            pages = comparison.new_paging.several(two.page for _, two in told)
            what = _name(told[0][1]) if len(told) == 1 else count(len(told), "picture")
            verb = "was" if len(told) == 1 else "were"
            yield Change(
                Level.LAYOUT,
                "picture/size",
                f"{pages}: {what} {verb} resized, {old} → {new} pt",
                tuple(_spot(one) for one, _ in told),
                tuple(_spot(two) for _, two in told),
            )


def _follows(old: Picture, new: Picture, measure: Measure) -> bool:
    """Tell whether a picture grew or shrank as the lines did."""
    if not old.box.width_pt or not old.box.height_pt or abs(old.box.width_pt - new.box.width_pt) <= _SIZE_PT:
        return False
    ratio = measure.new_pt / measure.old_pt
    sides = new.box.width_pt / old.box.width_pt, new.box.height_pt / old.box.height_pt
    return all(abs(side / ratio - 1) < _ALIKE for side in sides)


def _size(picture: Picture) -> str:
    return f"{length(round(picture.box.width_pt, 1))} × {length(round(picture.box.height_pt, 1))}"


def _alt(comparison: Comparison, old: Picture, new: Picture) -> Change:
    at = comparison.new_paging.at(new.page)
    if old.alt and new.alt:
        told = f"the alternative text {quote(old.alt)} of a picture became {quote(new.alt)}"
    elif old.alt:
        told = f"a picture lost its alternative text {quote(old.alt)}"
    else:
        told = f"a picture now has the alternative text {quote(new.alt)}"
    return Change(Level.CONTENT, "picture/alt", f"{at}: {told}", (_spot(old),), (_spot(new),))


def _missing(
    comparison: Comparison, removed: list[Picture], added: list[Picture], told: set[str]
) -> Iterator[Change]:
    """Tell pictures that moved, came or went, unless their block tells it."""
    left = list(added)
    for one in removed:
        two = next((p for p in left if p.digest and p.digest == one.digest), None)
        old_at = comparison.old_paging.at(one.page)
        if two is not None:
            left.remove(two)
            if squash(one.alt) not in told:
                to = comparison.new_paging.at(two.page)
                sentence = (
                    f"{old_at}: {_name(one)} moved to {to}" if to != old_at else f"{old_at}: {_name(one)} moved"
                )
                yield Change(Level.CONTENT, "picture/moved", sentence, (_spot(one),), (_spot(two),))
        elif squash(one.alt) not in told or _still_there(comparison, one, old=True):
            yield Change(Level.CONTENT, "picture/removed", f"{old_at}: {_name(one)} is gone", (_spot(one),))
    for two in left:
        if squash(two.alt) not in told or _still_there(comparison, two, old=False):
            at = comparison.new_paging.at(two.page)
            yield Change(Level.CONTENT, "picture/added", f"{at}: {_name(two)} is new", (), (_spot(two),))


def _still_there(comparison: Comparison, picture: Picture, *, old: bool) -> bool:
    """Tell whether the figure of a picture that is gone still stands on the other side, without its picture."""
    other = comparison.main.new if old else comparison.main.old
    return bool(picture.alt) and any(
        b.role == "Figure" and squash(b.text) == squash(picture.alt) for b in other
    )
