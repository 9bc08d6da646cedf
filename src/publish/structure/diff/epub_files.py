"""Two e-books → pictures whose files are missing or damaged now, and were not before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from publish.model.changes import Change, Level, Spot
from publish.model.pages import Picture
from publish.structure.diff.comparing import Comparison
from publish.structure.epub.pictures import BROKEN, MISSING
from publish.structure.sentences import quote

_TROUBLE = {MISSING: "its file is missing", BROKEN: "its file is damaged"}
_TOLD_ALONE = 4


def lost_pictures(comparison: Comparison) -> tuple[list[Change], Comparison]:
    """Tell pictures that cannot be shown; return what is left to compare, in which they show nothing known."""
    had = Counter(_key(picture) for picture in comparison.old.pictures if picture.digest in _TROUBLE)
    found: list[Picture] = []
    left: list[Picture] = []
    for picture in comparison.new.pictures:
        if picture.digest not in _TROUBLE:
            left.append(picture)
            continue
        left.append(replace(picture, digest=""))
        if had[_key(picture)]:
            had[_key(picture)] -= 1
        else:
            found.append(picture)
    changes = [_tell(comparison, picture) for picture in found[:_TOLD_ALONE]]
    if len(found) > _TOLD_ALONE:
        rest = found[_TOLD_ALONE:]
        where = comparison.new_paging.several(picture.page for picture in rest)
        told = f"{where}: {len(rest)} further pictures cannot be shown"
        spots = tuple(Spot(picture.page) for picture in rest)
        changes.append(Change(Level.FAULT, "picture/lost", told, (), spots))
    new = replace(comparison.new, pictures=tuple(left))
    return changes, replace(comparison, new=new)


def _key(picture: Picture) -> tuple[str, str]:
    return picture.alt, picture.digest


def _tell(comparison: Comparison, picture: Picture) -> Change:
    name = quote(picture.alt or picture.name, 40)
    file = f" ({picture.name})" if picture.name and picture.alt else ""
    at = comparison.new_paging.at(picture.page)
    told = f"{at}: the picture {name}{file} cannot be shown: {_TROUBLE[picture.digest]}"
    old = comparison.old_page_of(picture.page)
    return Change(Level.FAULT, "picture/lost", told, (Spot(old),) if old else (), (Spot(picture.page),))
