"""Disambiguation: what tells cites of different items apart.

In: an engine whose items are numbered and whose cites have positions. Out: `engine.settled`, an item's names
shown, given-name levels, `disambiguate` conditions and year suffix. CSL 1.0.2, "Disambiguation": its four
methods in order, each applied to what the ones before left ambiguous; an expansion that tells nothing apart
is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from publish.citing.context import NamesReport, Rendered, Settled
from publish.citing.globalnames import given_levels
from publish.citing.marked import words_of
from publish.citing.persons import INITIALS

if TYPE_CHECKING:
    from publish.citing.engine import Engine


def disambiguate(engine: Engine) -> None:
    """Settle what tells the cites of a document apart."""
    section = engine.section
    add_names = section.flag("disambiguate-add-names")
    add_given = section.flag("disambiguate-add-givenname")
    add_suffix = section.flag("disambiguate-add-year-suffix")
    if not (add_names or add_given or add_suffix or section.has_conditions):
        return
    rule = section.options.get("givenname-disambiguation-rule", "by-cite")
    keys = engine.order
    if add_given and rule != "by-cite":
        engine.settled.update(given_levels(engine, keys, rule))
        engine.renumber()  # the list shows given names, so that it is in another order now
    # Later cites first: they say less. First cites may then still need something of their own.
    for later in (True, False) if engine.first_notes else (False,):
        comparison = Comparison(engine, later)
        if add_names or (add_given and rule == "by-cite"):
            for group in comparison.ambiguous(keys):
                _expand_names(comparison, group, add_names, add_given and rule == "by-cite")
        if section.has_conditions:
            for group in comparison.ambiguous(keys):
                _try_conditions(comparison, group)
        if add_suffix:
            for group in comparison.ambiguous(keys):
                for number, key in enumerate(sorted(group, key=lambda one: engine.items[one].number), start=1):
                    engine.settled[key] = replace(engine.settled_for(key), year_suffix=number)


class Comparison:
    """Cites side by side, as first or as later ones."""

    __slots__ = ("engine", "later")

    def __init__(self, engine: Engine, later: bool) -> None:
        self.engine = engine
        self.later = later

    def rendered(self, key: str, settled: Settled | None = None) -> Rendered:
        """Return a cite as it stands, or as it would be under other settings."""
        return self.engine.comparable(
            key, self.engine.settled_for(key) if settled is None else settled, self.later
        )

    def text(self, key: str, settled: Settled | None = None) -> str:
        """Return the words of a cite."""
        return words_of(self.rendered(key, settled).tree)

    def ambiguous(self, keys: Sequence[str]) -> list[list[str]]:
        """Return the keys whose cites print the same, in groups of two and more."""
        groups: dict[str, list[str]] = {}
        for key in keys:
            text = self.text(key)
            if text:
                groups.setdefault(text, []).append(key)
        return [group for group in groups.values() if len(group) > 1]


# --- names and given names ------------------------------------------------------------------------------


def _expand_names(comparison: Comparison, group: list[str], add_names: bool, add_given: bool) -> None:
    settled = comparison.engine.settled
    pending = [(group, comparison.engine.settled_for(group[0]))]
    while pending:
        keys, state = pending.pop()
        split = _first_split(comparison, keys, state, add_names, add_given)
        if split is None:
            for key in keys:
                settled[key] = state
            continue
        state, classes = split
        for one in classes:
            if len(one) > 1:
                pending.append((one, state))
            else:
                settled[one[0]] = state


def _first_split(
    comparison: Comparison, keys: list[str], state: Settled, add_names: bool, add_given: bool
) -> tuple[Settled, list[list[str]]] | None:
    """Return the first expansion that tells some of the keys apart, and the classes it makes."""
    for trial in _expansions(comparison, keys, state, add_names, add_given):
        classes: dict[str, list[str]] = {}
        for key in keys:
            classes.setdefault(comparison.text(key, trial), []).append(key)
        if len(classes) > 1:
            return trial, list(classes.values())
    return None


def _expansions(
    comparison: Comparison, keys: list[str], state: Settled, add_names: bool, add_given: bool
) -> Iterator[Settled]:
    """Yield ever wider expansions: of each list the next name, and of each name the next form of given name."""
    reports = [comparison.rendered(key, state).reports for key in keys]
    lists = max([len(row) for row in reports], default=0)
    for index in range(lists):
        here = [row[index] for row in reports if index < len(row)]
        shown, total = min([one.shown for one in here]), max([one.total for one in here])
        for number in range(total):
            if number >= shown:
                if not add_names:
                    break
                state = _with_names(state, index, number + 1)
                yield state
            if add_given:
                for level in _levels(here, number):
                    if level > state.given_level(index, number):
                        yield _with_level(state, index, number, level)


def _levels(reports: Sequence[NamesReport], number: int) -> list[int]:
    """Return the levels of given name above the style's own that the names at a place have."""
    here = [report.levels[number] for report in reports if number < len(report.levels)]
    if not here:
        return []
    levels = range(min(low for low, _ in here) + 1, max(high for _, high in here) + 1)
    initials = any(report.has_initials for report in reports)
    return [level for level in levels if level != INITIALS or initials]


def _with_names(state: Settled, index: int, count: int) -> Settled:
    names = list(state.names) + [0] * (index + 1 - len(state.names))
    names[index] = count
    return replace(state, names=tuple(names))


def _with_level(state: Settled, index: int, number: int, level: int) -> Settled:
    givens = [list(row) for row in state.givens] + [[] for _ in range(index + 1 - len(state.givens))]
    row = givens[index]
    row += [0] * (number + 1 - len(row))
    row[number] = level
    return replace(state, givens=tuple([tuple(one) for one in givens]))


# --- conditions -----------------------------------------------------------------------------------------


def _try_conditions(comparison: Comparison, group: list[str]) -> None:
    """Let `disambiguate` conditions hold, one more at a time, until all cites differ or none is left."""
    engine = comparison.engine
    pending = group
    count = 0
    while len(pending) > 1:
        count += 1
        met = max([comparison.rendered(key).conditions_met for key in pending])
        if count > met:
            return
        for key in pending:
            engine.settled[key] = replace(engine.settled_for(key), conditions=count)
        again = comparison.ambiguous(pending)
        pending = [key for one in again for key in one]
