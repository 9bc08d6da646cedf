"""Given names added to tell persons apart wherever they are named.

In: all names that a document's cites print. Out: settled given-name levels. CSL 1.0.2, "Disambiguation",
`givenname-disambiguation-rule`: `all-names`, `primary-name` and their `-with-initials` forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from publish.citing.context import Settled
from publish.citing.person import Person
from publish.citing.persons import FAMILY_ONLY, FULL, INITIALS, initials_of, respace_initials

if TYPE_CHECKING:
    from publish.citing.engine import Engine


def given_levels(engine: Engine, keys: Sequence[str], rule: str) -> dict[str, Settled]:
    """Return the levels under which no two persons print alike, as far as the rule allows."""
    reports = {key: engine.comparable(key, Settled(), bool(engine.first_notes)).reports for key in keys}
    primary = rule.startswith("primary")
    people = {
        person
        for row in reports.values()
        for report in row
        for person in (report.people[:1] if primary else report.people)
        if not person.literal
    }
    families: dict[str, set[Person]] = {}
    for person in people:
        families.setdefault(_family(person), set()).add(person)
    with_initials = rule.endswith("-with-initials")
    out: dict[str, Settled] = {}
    for key, row in reports.items():
        levels = []
        for report in row:
            wanted = [
                _level(person, families, low, with_initials, report.has_initials)
                if number == 0 or not primary
                else FAMILY_ONLY
                for number, (person, (low, _)) in enumerate(zip(report.people, report.levels, strict=True))
            ]
            levels.append(tuple(wanted))
        if any(level for one in levels for level in one):
            out[key] = Settled(givens=tuple(levels))
    return out


def _family(person: Person) -> str:
    return f"{person.non_dropping} {person.family}".strip().lower()


def _level(
    person: Person, families: dict[str, set[Person]], low: int, with_initials: bool, has_initials: bool
) -> int:
    if person.literal or low == FULL:
        return FAMILY_ONLY
    namesakes = families.get(_family(person), set())
    initials = {initials_of(one.given, ".") for one in namesakes}
    same = {
        respace_initials(one.given, ".")
        for one in namesakes
        if initials_of(one.given, ".") == initials_of(person.given, ".")
    }
    if len(same) > 1 and not with_initials:
        return FULL
    if len(initials) < 2:
        return FAMILY_ONLY
    return INITIALS if has_initials or with_initials else FULL
