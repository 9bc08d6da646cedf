"""Repeated authors in a bibliography.

In: entries in order. Out: the entries, names that repeat those of the entry before replaced by the style's
substitute. CSL 1.0.2, "Reference Grouping": `subsequent-author-substitute` and its rules `complete-all`,
`complete-each`, `partial-each`, `partial-first`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from publish.citing.marked import Mark, Tree, find_role, find_roles, replace_marks, words_of
from publish.citing.person import Person
from publish.citing.sheet import Section

if TYPE_CHECKING:
    from publish.citing.engine import Entry

Name: TypeAlias = "tuple[str, str]"


def substitute_authors(entries: list[Entry], section: Section) -> list[Entry]:
    """Return the entries with repeated names replaced where the style says so."""
    substitute = section.options.get("subsequent-author-substitute")
    if substitute is None:
        return entries
    rule = section.options.get("subsequent-author-substitute-rule", "complete-all")
    out: list[Entry] = []
    before: list[Name] | None = None
    for entry in entries:
        names = _names(entry)
        here = _people(names, entry.people) if names is not None else None
        changed = entry
        if names is not None and here is not None and before is not None:
            changed = _substituted(entry, names, _count(here, before, rule), substitute, rule)
        before = here
        out.append(changed)
    return out


def _names(entry: Entry) -> Mark | None:
    return (find_role(entry.label, "names") if entry.label is not None else None) or find_role(
        entry.tree, "names"
    )


def _people(names: Mark, people: Sequence[Person]) -> list[Name]:
    """Return each name as printed and who it names: two authors may print alike."""
    printed = [words_of(person) for person in find_roles(names, "person")]
    if printed and len(printed) == len(people):
        return [(one, _identity(person)) for one, person in zip(printed, people, strict=True)]
    return [(one, "") for one in printed] or [(words_of(names), "")]


def _identity(person: Person) -> str:
    return person.literal or " ".join(
        [part for part in (person.given, person.non_dropping, person.family) if part]
    )


def _count(here: list[Name], before: list[Name], rule: str) -> int:
    """Return how many names from the first on repeat those of the entry before, as the rule counts them."""
    same = 0
    for one, other in zip(here, before, strict=False):
        if one != other:
            break
        same += 1
    if rule.startswith("complete"):
        return len(here) if same == len(here) == len(before) else 0
    return min(same, 1) if rule == "partial-first" else same


def _substituted(entry: Entry, names: Mark, count: int, substitute: str, rule: str) -> Entry:
    if not count:
        return entry
    if rule == "complete-all" or find_role(names, "person") is None:
        new = _replace_lists(names, substitute)
    else:
        new = _replace_people(names, substitute, count)

    def change(mark: Mark) -> Tree | None:
        return new if mark is names else mark

    label = replace_marks(entry.label, change) if entry.label is not None else None
    return replace(entry, tree=replace_marks(entry.tree, change) or "", label=label)


def _replace_lists(names: Mark, substitute: str) -> Tree | None:
    """Put the substitute in place of the name lists; labels stay."""
    lists = list(find_roles(names, "name-list"))
    if not lists:
        return substitute or None

    def change(mark: Mark) -> Tree | None:
        if mark is lists[0]:
            return substitute or None
        return None if mark in lists else mark

    return replace_marks(names, change)


def _replace_people(names: Mark, substitute: str, count: int) -> Tree | None:
    people = list(find_roles(names, "person"))[:count]

    def change(mark: Mark) -> Tree | None:
        return (substitute or None) if any(mark is person for person in people) else mark

    return replace_marks(names, change)
