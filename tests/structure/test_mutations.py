"""The mutation study: every fault is flagged by a sentence that says what was done, and nothing else is.

Each change is judged twice: file against file, and file against the committed form, a snapshot. A snapshot does
not hold every word, so there only the flag is asked for.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from publish.model.changes import Change
from publish.model.pages import PageStructure
from publish.structure.diff.diff import diff
from publish.structure.lint.lint import lint
from publish.structure.reading import read_edition
from publish.structure.snapshot.condensing import equally_abridged, on_equal_terms
from publish.structure.snapshot.snapshot import write_snapshot
from tests.structure.epub_faults import EPUB
from tests.structure.invisible import INVISIBLE
from tests.structure.mutations import Mutation
from tests.structure.page_faults import FAULTS as PAGES
from tests.structure.text_faults import TEXT

FAULTS = (*TEXT, *PAGES, *EPUB)


@cache
def structure_of(content: bytes) -> PageStructure:
    outcome = read_edition(content)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@cache
def kept_of(content: bytes) -> PageStructure:
    """Return an edition as its snapshot keeps it."""
    return structure_of(write_snapshot(structure_of(content)).encode())


@cache
def compared(old: bytes, new: bytes, form: str = "files") -> tuple[Change, ...]:
    """Compare two editions: as files, the former as a snapshot, or both as snapshots."""
    before = structure_of(old) if form == "files" else kept_of(old)
    after = kept_of(new) if form == "snapshots" else structure_of(new)
    before, after = on_equal_terms(before, after)
    judged = equally_abridged(before, after)
    return diff(before, after, (lint(judged[0]), lint(judged[1])))


def told(changes: tuple[Change, ...]) -> str:
    return "\n".join(f"{change.level.word} {change.kind}: {change.sentence}" for change in changes)


def test_the_study_is_large_enough() -> None:
    assert len(FAULTS) >= 40
    assert len(INVISIBLE) >= 25
    names = [mutation.name for mutation in (*FAULTS, *INVISIBLE)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_flagged_and_named(fault: Mutation) -> None:
    changes = compared(*fault.make())
    for pattern in fault.says:
        assert any(re.search(pattern, change.sentence) for change in changes), told(changes)
    for pattern in fault.never:
        assert not any(re.search(pattern, change.sentence) for change in changes), told(changes)
    assert len(changes) <= fault.most, told(changes)
    assert compared(*fault.make(), "snapshot"), "the snapshot does not show it"


@pytest.mark.parametrize("change", INVISIBLE, ids=lambda change: change.name)
@pytest.mark.parametrize("form", ["files", "snapshot", "snapshots"])
def test_what_no_reader_sees_is_not_told(change: Mutation, form: str) -> None:
    changes = compared(*change.make(), form)
    assert changes == (), told(changes)
