"""What one rendering knows: the item, the cite, where it stands, and what disambiguation has settled.

A `Context` lives for the rendering of one cite or entry. Its flags `called` and `printed` carry CSL's rule
for groups (CSL 1.0.2, "Group": a group whose variables are all empty is not printed) from the variables up to
the groups.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from publish.citing.marked import Tree

if TYPE_CHECKING:
    from publish.citing.item import Item
    from publish.citing.person import Person
    from publish.citing.sheet import Section, Sheet
    from publish.citing.terms import Terms


class Position(IntEnum):
    """Where a cite stands among the cites of its item; each is also all that come before it."""

    FIRST = 0
    SUBSEQUENT = 1
    IBID_WITH_LOCATOR = 2
    IBID = 3


@dataclass(frozen=True, slots=True)
class Settled:
    """What disambiguation has settled for an item: names shown and given-name levels, a names list each."""

    names: tuple[int, ...] = ()
    givens: tuple[tuple[int, ...], ...] = ()
    conditions: int = 0
    year_suffix: int = 0

    def names_shown(self, index: int) -> int:
        """Return how many names of a list are to be shown, 0 for what the style says."""
        return self.names[index] if index < len(self.names) else 0

    def given_level(self, index: int, number: int) -> int:
        """Return how much of a given name is shown: 0 what the style says, 1 initials, 2 the whole name."""
        if index < len(self.givens) and number < len(self.givens[index]):
            return self.givens[index][number]
        return 0


NOTHING_SETTLED = Settled()


@dataclass(frozen=True, slots=True)
class CiteFacts:
    """One cite as it is to be rendered."""

    locator: str = ""
    label: str = "page"
    position: Position = Position.FIRST
    near_note: bool = False
    first_note: int = 0
    suppress_author: bool = False
    author_only: bool = False
    comparing: bool = False
    """The cite is rendered to be compared with others, not to be printed."""

    def without_author(self) -> CiteFacts:
        """Return the same cite with its author left out."""
        return replace(self, suppress_author=True)


NO_CITE = CiteFacts()


@dataclass(frozen=True, slots=True)
class NamesReport:
    """What a rendered names list could still do: names in all, names shown, and each name's lowest and
    highest level.
    """

    total: int
    shown: int
    levels: tuple[tuple[int, int], ...]
    people: tuple[Person, ...] = ()
    has_initials: bool = True
    """Whether the style sets initials, so that there is a level between none and the whole given name."""


@dataclass(frozen=True, slots=True)
class KeyOptions:
    """Names options of a cs:key that override the style while a sort key is made; 0 or None leave them."""

    names_min: int = 0
    names_use_first: int = 0
    names_use_last: bool | None = None


class Context:
    """The state of one rendering."""

    __slots__ = (
        "called",
        "cite",
        "conditions_met",
        "displays",
        "item",
        "key_options",
        "language",
        "names_index",
        "names_seen",
        "open_macros",
        "people",
        "printed",
        "reports",
        "section",
        "settled",
        "sheet",
        "substituting",
        "suffix_done",
        "suppressed",
        "terms",
        "used",
    )

    def __init__(
        self,
        sheet: Sheet,
        section: Section,
        item: Item,
        cite: CiteFacts = NO_CITE,
        settled: Settled = NOTHING_SETTLED,
        *,
        key_options: KeyOptions | None = None,
    ) -> None:
        self.sheet = sheet
        self.terms: Terms = sheet.terms
        self.section = section
        self.item = item
        self.cite = cite
        self.settled = settled
        self.key_options = key_options
        self.displays = section.kind == "bibliography"
        self.language = item.language or sheet.terms.language
        self.called = False
        self.printed = False
        self.open_macros: set[str] = set()
        self.substituting = False
        self.suppressed: set[str] = set()
        self.names_index = 0
        self.names_seen = False
        self.people: tuple[Person, ...] = ()
        """Those whom the first names printed name."""
        self.conditions_met = 0
        self.suffix_done = False
        self.reports: list[NamesReport] = []
        self.used: set[str] = set()
        """Variables that printed something, for cs:substitute."""

    def field(self, variable: str) -> str:
        """Return the text of a standard variable, "" where the item lacks it or it was used as a substitute."""
        if variable in self.suppressed:
            return ""
        return self.item.fields.get(variable, "")

    def saw(self, printed: bool, variable: str = "") -> None:
        """Note that a variable was called, and whether it had something to print."""
        self.called = True
        if printed:
            self.printed = True
            if variable:
                self.used.add(variable)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendering and what its names lists reported."""

    tree: Tree | None
    reports: tuple[NamesReport, ...] = ()
    conditions_met: int = 0
