"""A style compiled once: its options, sections and macros.

In: citeproc-py's tree of a style and an output language. Out: `Sheet` with up to two `Section`s.
CSL 1.0.2, "Style Structure", "Options".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from citeproc.source import LiteralDate

from publish.citing.dates import ends
from publish.citing.nameoptions import NameOptions, resolve_options
from publish.citing.terms import Terms
from publish.citing.textcase import is_small_word

if TYPE_CHECKING:
    from publish.citing.item import Item
    from publish.citing.nodes import Dress, Node


@dataclass(frozen=True, slots=True)
class SortKey:
    """One cs:key: a variable or a macro's nodes, the direction, and names options as attributes."""

    variable: str
    macro: str
    descending: bool
    names_min: int = 0
    names_use_first: int = 0
    names_use_last: bool | None = None


@dataclass(frozen=True, eq=False)
class Section:
    """cs:citation or cs:bibliography: `kind` says which."""

    kind: str
    options: Mapping[str, str]
    style_options: Mapping[str, str]
    nodes: tuple[Node, ...]
    dress: Dress
    delimiter: str
    keys: tuple[SortKey, ...]
    variables: frozenset[str] = frozenset()
    """Variables that cs:text of this section may print, macros followed."""
    has_conditions: bool = False
    """Whether any condition of this section tests `disambiguate`."""

    def name_options(self, own: Mapping[str, str]) -> NameOptions:
        """Return the names options of a cs:name in this section."""
        return resolve_options((self.options, self.style_options), own)

    @property
    def names_delimiter(self) -> str:
        """What stands between the lists of names of a cs:names without a delimiter."""
        return self.options.get("names-delimiter", self.style_options.get("names-delimiter", ""))

    def flag(self, name: str) -> bool:
        """Tell whether an option of the section is "true"."""
        return self.options.get(name) == "true"


@dataclass(eq=False)
class Sheet:
    """A compiled style in one output language."""

    terms: Terms
    options: Mapping[str, str]
    is_note: bool
    abbreviations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    citation: Section | None = None
    bibliography: Section | None = None
    compile_macro: Any = None
    _macros: dict[str, tuple[Node, ...]] = field(default_factory=dict)

    @property
    def page_range_format(self) -> str:
        """The page-range-format, "" for ranges as they stand."""
        return self.options.get("page-range-format", "")

    def macro(self, name: str) -> tuple[Node, ...]:
        """Return the compiled children of a macro; an unknown one has none, one in itself prints nothing."""
        nodes = self._macros.get(name)
        if nodes is None:
            self._macros[name] = ()
            nodes = self._macros[name] = self.compile_macro(name)
        return nodes

    def abbreviation(self, variable: str, text: str) -> str:
        """Return the abbreviation of a text where the list given with the job has one."""
        return self.abbreviations.get(variable, {}).get(text, text) if self.abbreviations else text

    def places_year_suffix(self, section: Section) -> bool:
        """Tell whether the style itself says where the year suffix stands."""
        return "year-suffix" in section.variables

    def trigraph(self, item: Item) -> str:
        """Return the label of an item that has none: letters of the authors, or of the title, and the year."""
        people = next((item.names[name] for name in _MAKERS if name in item.names), ())
        shares = _LETTERS[min(len(people), len(_LETTERS)) - 1]
        letters = "".join(
            [_capped(one.family or one.literal, share) for one, share in zip(people, shares, strict=False)]
        )
        if not letters:
            words = [word for word in item.fields.get("title", "").split() if not is_small_word(word.lower())]
            letters = _capped("".join(words), _LETTERS[0][0])
        date = item.dates.get("issued")
        year = ends(date)[0].year if date is not None and not isinstance(date, LiteralDate) else None
        return f"{letters}{int(year or 0) % 100:02}"


_MAKERS = ("author", "editor", "translator", "director", "composer", "interviewer", "recipient")
_LETTERS = ((4,), (2, 2), (2, 1, 1), (1, 1, 1, 1))
"""How many letters of each name a label has, by the number of names."""


def _capped(text: str, count: int) -> str:
    """Return the first letters of a text, the first of them a capital."""
    return "".join([char for char in text if char.isalnum()])[:count].capitalize()
