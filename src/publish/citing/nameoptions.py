"""The names options of CSL, as an element, its section and the style together set them.

In: attributes of cs:name, cs:citation or cs:bibliography, and cs:style. Out: frozen `NameOptions`.
CSL 1.0.2, "Inheritable Name Options", "Name", "Et-al Abbreviation".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from publish.citing.context import KeyOptions

FIELD_END = "\x1f"
"""Ends a part of a name in a sort key; sorts before everything."""

LIST_END = "\x1e"
"""Ends a list of names in a sort key; sorts before the end of a part, so that shorter lists come first."""


@dataclass(frozen=True, slots=True)
class NameOptions:
    """Everything cs:name may say."""

    and_: str = ""
    delimiter: str = ", "
    delimiter_precedes_et_al: str = "contextual"
    delimiter_precedes_last: str = "contextual"
    et_al_min: int = 0
    et_al_use_first: int = 1
    et_al_subsequent_min: int = 0
    et_al_subsequent_use_first: int = 0
    et_al_use_last: bool = False
    form: str = "long"
    initialize: bool = True
    initialize_with: str | None = None
    initialize_with_hyphen: bool = True
    name_as_sort_order: str = ""
    sort_separator: str = ", "
    demote: str = "display-and-sort"

    def for_key(self, key: KeyOptions) -> NameOptions:
        """Return the options under which names of a sort key are made: inverted, as many as the key says."""
        return replace(
            self,
            name_as_sort_order="all",
            sort_separator=FIELD_END,
            delimiter=FIELD_END * 2,
            et_al_min=key.names_min or self.et_al_min,
            et_al_use_first=key.names_use_first or self.et_al_use_first,
            et_al_use_last=self.et_al_use_last if key.names_use_last is None else key.names_use_last,
        )

    def for_subsequent(self) -> NameOptions:
        """Return the options for cites after the first."""
        if not (self.et_al_subsequent_min or self.et_al_subsequent_use_first):
            return self
        return replace(
            self,
            et_al_min=self.et_al_subsequent_min or self.et_al_min,
            et_al_use_first=self.et_al_subsequent_use_first or self.et_al_use_first,
        )


def resolve_options(layers: Sequence[Mapping[str, str]], own: Mapping[str, str]) -> NameOptions:
    """Return the options where `own` (cs:name) goes before the layers in order (section, then style)."""

    def find(name: str, inherited: str = "") -> str | None:
        if name in own:
            return own[name]
        return next((layer[inherited or name] for layer in layers if (inherited or name) in layer), None)

    def number(name: str, default: int) -> int:
        value = find(name)
        return int(value) if value is not None and value.strip().isdigit() else default

    delimiter, form = find("delimiter", "name-delimiter"), find("form", "name-form")
    separator = find("sort-separator")
    return NameOptions(
        and_=find("and") or "",
        delimiter=", " if delimiter is None else delimiter,
        delimiter_precedes_et_al=find("delimiter-precedes-et-al") or "contextual",
        delimiter_precedes_last=find("delimiter-precedes-last") or "contextual",
        et_al_min=number("et-al-min", 0),
        et_al_use_first=number("et-al-use-first", 1),
        et_al_subsequent_min=number("et-al-subsequent-min", 0),
        et_al_subsequent_use_first=number("et-al-subsequent-use-first", 0),
        et_al_use_last=find("et-al-use-last") == "true",
        form=form or "long",
        initialize=find("initialize") != "false",
        initialize_with=find("initialize-with"),
        initialize_with_hyphen=find("initialize-with-hyphen") != "false",
        name_as_sort_order=find("name-as-sort-order") or "",
        sort_separator=", " if separator is None else separator,
        demote=next(
            (
                layer["demote-non-dropping-particle"]
                for layer in layers
                if "demote-non-dropping-particle" in layer
            ),
            "display-and-sort",
        ),
    )
