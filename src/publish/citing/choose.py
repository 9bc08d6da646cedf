"""cs:choose: tests and branches.

In: the item and the cite of a `Context`. Out: what the first true branch prints, spread into the element
around it. CSL 1.0.2, "Choose". `match` holds for every single test value; `disambiguate` tests turn true one
after the other, in the order in which they are met, as many as the item needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from publish.citing.context import Context, Position
from publish.citing.nodes import Node, Spread, render_all
from publish.citing.ranges import counts_as_number

Test = Callable[[Context], bool]

_POSITIONS: dict[str, Test] = {
    "first": lambda context: context.cite.position == Position.FIRST,
    "subsequent": lambda context: context.cite.position >= Position.SUBSEQUENT,
    "ibid": lambda context: context.cite.position >= Position.IBID_WITH_LOCATOR,
    "ibid-with-locator": lambda context: context.cite.position == Position.IBID_WITH_LOCATOR,
    "near-note": lambda context: context.cite.near_note,
}


class Branch:
    """A cs:if, cs:else-if or cs:else (without tests) and its children."""

    __slots__ = ("children", "match", "tests")

    def __init__(self, tests: tuple[Test, ...], match: str, children: tuple[Node, ...]) -> None:
        self.tests = tests
        self.match = match
        self.children = children

    def holds(self, context: Context) -> bool:
        """Tell whether the branch is the one to print."""
        if self.match == "all":  # loops, because this is what is called most
            for test in self.tests:  # noqa: SIM110
                if not test(context):
                    return False
            return True
        found = False
        for test in self.tests:
            if test(context):
                found = True
                break
        return found == (self.match == "any")


class Choose:
    """A cs:choose."""

    __slots__ = ("branches",)

    def __init__(self, branches: tuple[Branch, ...]) -> None:
        self.branches = branches

    def render(self, context: Context) -> Spread | None:
        """Print the first branch whose tests hold."""
        for branch in self.branches:
            if branch.holds(context):
                out = render_all(branch.children, context)
                return Spread(tuple(out)) if out else None
        return None


def tests_of(attributes: dict[str, str]) -> tuple[Test, ...]:
    """Compile the tests of a branch: one for every value, but one for all types and one for all locators.

    An item has one type and a cite one locator, so that a list of them can only mean any of them.
    """
    tests: list[Test] = []
    if attributes.get("type"):
        tests.append(_type_is(frozenset(attributes["type"].split())))
    if attributes.get("locator"):
        tests.append(_locator_is(frozenset(attributes["locator"].split())))
    for name, make in _MAKERS.items():
        tests += [make(value) for value in attributes.get(name, "").split()]
    return tuple(tests)


def _type_is(values: frozenset[str]) -> Test:
    return lambda context: context.item.type in values


def _variable_is_there(value: str) -> Test:
    if value == "locator":
        return lambda context: bool(context.cite.locator)
    if value == "first-reference-note-number":
        return lambda context: bool(context.cite.first_note)
    if value == "year-suffix":
        return lambda context: bool(context.settled.year_suffix)
    if value == "citation-number":
        return lambda context: bool(context.item.number)
    return lambda context: context.item.has(value)


def _is_numeric(value: str) -> Test:
    if value == "locator":
        return lambda context: counts_as_number(context.cite.locator)
    if value == "citation-number":
        return lambda context: bool(context.item.number)
    if value == "first-reference-note-number":
        return lambda context: bool(context.cite.first_note)
    return lambda context: counts_as_number(context.item.fields.get(value, ""))


def _is_uncertain(value: str) -> Test:
    def test(context: Context) -> bool:
        date: Any = context.item.dates.get(value)
        return bool(date is not None and date.get("circa"))

    return test


def _locator_is(values: frozenset[str]) -> Test:
    return lambda context: bool(context.cite.locator) and context.cite.label.replace(" ", "-") in values


def _position_is(value: str) -> Test:
    test = _POSITIONS.get(value)
    return lambda context: context.section.kind == "citation" and test is not None and test(context)


def _disambiguates(value: str) -> Test:
    def test(context: Context) -> bool:
        if value != "true" or context.section.kind != "citation":
            return False
        context.conditions_met += 1
        return context.conditions_met <= context.settled.conditions

    return test


_MAKERS: dict[str, Callable[[str], Test]] = {
    "variable": _variable_is_there,
    "is-numeric": _is_numeric,
    "is-uncertain-date": _is_uncertain,
    "position": _position_is,
    "disambiguate": _disambiguates,
}
