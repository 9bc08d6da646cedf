"""Marks for two indexes: what is marked, in which of the ways to write it, and what must come of it."""

from __future__ import annotations

import random

from benchmarks.wholebook.promise import Entry, Marked, Promise

THINGS, NAMES = "Index", "Index of names"
_THINGS = (
    *("aqueducts", "boats", "boats!horse-drawn", "boats!of ice breakers", "bridges", "bridges!swing", "clay"),
    *(
        "company, the",
        "company, the!accounts of",
        "company, the!shares of",
        "culverts",
        "drought",
        "embankments",
    ),
    *("floods", "frost", "gates", "gates!balance beams of", "gates!paint on", "gates!paint on!green", "horses"),
    *("inspections", "keepers", "keepers!cottages of", "keepers!wages of", "*Kestrel* (boat)", "lime", "locks"),
    *("locks!double", "locks!flight of seven", "*Long Water, The*", "maps", "mills", "navvies", "puddling"),
    *("railway", "reservoirs", "reservoirs!leaks of", "sluices", "steam", "strike of the boatmen", "tolls"),
    *(
        "tolls!in kind",
        "towpath",
        "tunnel",
        "warehouses",
        "water!rights to",
        "water!level of",
        "weirs",
        "Äsche",
    ),
)
_NAMES = (
    *("Aldern, Ruth", "Ashby, Tobias", "Brandt, Käthe", "Çelik, Orhan", "Dunmore, Isaac", "Élie, Marguerite"),
    *(
        "Farrow, Susan",
        "Gill, Edmund",
        "Hathersage, the widow",
        "Ibbotson, Jane",
        "Marchetti, Paolo",
        "Ødegård, Nils",
    ),
    *("Quill, Abel", "Rowe, Thomas", "Šimek, Jan", "Tarrant, Lucy", "Underhill, Mark", "Wren, Josephine"),
)
_SEE = (("water level", "water"), ("sluice gates", "gates"), ("bargees", "boats"))
_SEE_ALSO = (("locks", "gates; sluices"), ("tolls", "company, the"))
SHELF_MARK = "K{}"


class Marker:
    """Makes marks one after the other, and writes down what they promise."""

    def __init__(self, chance: random.Random, promise: Promise) -> None:
        self.chance = chance
        self.promise = promise
        self._number = 100
        self._open: dict[str, str] = {}
        self._is_closed = False
        self._see = list(_SEE)

    def mark(self, *, is_in_note: bool = False) -> str:
        """Return a shelf mark that stands in an index."""
        if self.chance.random() < 0.3:
            return self._name(is_in_note)
        entry = self.chance.choice(_THINGS)
        shelf = self._shelf_mark()
        may_reach = not (self._is_closed or is_in_note or "!" in entry)
        if may_reach and self.chance.random() < 0.25:
            return self._range(entry, shelf)
        self._promise(THINGS, entry, Marked(shelf, shelf, is_in_note))
        aside = "" if is_in_note else self._aside()
        also = next((f' see-also="{to}"' for of, to in _SEE_ALSO if of == entry and self._has(to)), "")
        way = self.chance.randrange(4)
        if way == 0:
            return f'{aside}[]{{.index entry="{entry}"{also}}}{shelf}'
        if way == 1:
            return f'{aside}{shelf}[]{{.index entry="{entry}"{also}}}'
        main = " .main" if way == 2 and self.chance.random() < 0.5 else ""
        return f'{aside}[{shelf}]{{.index entry="{entry}"{also}{main}}}'

    def close(self) -> list[str]:
        """Return the ends of the ranges that are open still; no others will begin."""
        ends = []
        for entry, begun in self._open.items():
            shelf = self._shelf_mark()
            self._promise(THINGS, entry, Marked(begun, shelf))
            ends.append(f'[{shelf}]{{.index entry="{entry}" range=end}}')
        self._open.clear()
        self._is_closed = True
        return ends

    def _aside(self) -> str:
        """Return the mark of an entry that only leads to another, once there is that other."""
        for of, to in self._see:
            if self._has(to):
                self._see.remove((of, to))
                return f'[]{{.index entry="{of}" see="{to}"}}'
        return ""

    def _has(self, entries: str) -> bool:
        known = {entry.levels[0] for entry in self.promise.entries if entry.list_title == THINGS}
        return known.issuperset(entries.split("; "))

    def _name(self, is_in_note: bool) -> str:
        entry, shelf = self.chance.choice(_NAMES), self._shelf_mark()
        self._promise(NAMES, entry, Marked(shelf, shelf, is_in_note))
        return f'[{shelf}]{{.index index=names entry="{entry}"}}'

    def _range(self, entry: str, shelf: str) -> str:
        begun = self._open.pop(entry, None)
        if begun is None:
            self._open[entry] = shelf
            return f'[{shelf}]{{.index entry="{entry}" range=start}}'
        self._promise(THINGS, entry, Marked(begun, shelf))
        return f'[{shelf}]{{.index entry="{entry}" range=end}}'

    def _shelf_mark(self) -> str:
        self._number += 1
        return SHELF_MARK.format(self._number)

    def _promise(self, index: str, entry: str, marked: Marked) -> None:
        levels = tuple(level.replace("*", "") for level in entry.split("!"))
        self.promise.entries[Entry(index, levels)].append(marked)
