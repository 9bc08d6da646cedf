"""The mutation study: every fault is flagged by a sentence that says what was done, and nothing else is.

Each change is judged twice: file against file, and file against the committed form, a snapshot. A snapshot does
not hold every word, so there only the flag is asked for.
"""

from __future__ import annotations

import re

import pytest

from publish.model.changes import Change
from publish.model.pages import PageStructure
from publish.structure.diff import diff
from publish.structure.lint import lint
from publish.structure.reading import read_edition
from publish.structure.snapshot import write_snapshot
from tests.structure.epub_faults import EPUB
from tests.structure.invisible import INVISIBLE
from tests.structure.mutations import FAULTS as PDF_FAULTS
from tests.structure.mutations import Mutation

FAULTS = (*PDF_FAULTS, *EPUB)


def structure_of(content: bytes) -> PageStructure:
    outcome = read_edition(content)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def compared(old: PageStructure, new: PageStructure) -> tuple[Change, ...]:
    return diff(old, new, (lint(old), lint(new)))


def told(changes: tuple[Change, ...]) -> str:
    return "\n".join(f"{change.level.word} {change.kind}: {change.sentence}" for change in changes)


def test_the_study_is_large_enough() -> None:
    assert len(FAULTS) >= 40
    assert len(INVISIBLE) >= 25
    names = [mutation.name for mutation in (*FAULTS, *INVISIBLE)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_flagged_and_named(fault: Mutation) -> None:
    before, after = map(structure_of, fault.make())
    changes = compared(before, after)
    for pattern in fault.says:
        assert any(re.search(pattern, change.sentence, re.IGNORECASE) for change in changes), told(changes)
    kept = structure_of(write_snapshot(before).encode())
    assert compared(kept, after) or fault.name in SEEN_IN_LINES_ONLY, "the snapshot does not show it"


@pytest.mark.parametrize("change", INVISIBLE, ids=lambda change: change.name)
def test_what_no_reader_sees_is_not_told(change: Mutation) -> None:
    before, after = map(structure_of, change.make())
    changes = compared(before, after)
    assert changes == (), told(changes)
    kept = structure_of(write_snapshot(before).encode())
    changes = compared(kept, after)
    assert changes == (), told(changes)
    again = structure_of(write_snapshot(after).encode())
    changes = compared(kept, again)
    assert changes == (), told(changes)


SEEN_IN_LINES_ONLY: frozenset[str] = frozenset()
