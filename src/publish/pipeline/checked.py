"""What a page-structure test checks: an edition as bytes or by its path, or all that a manuscript makes.

In: what a test names. Out: editions with their structures, with places where we built them; how they differ
from a reference. Trouble is a `Trouble` with a sentence for the test's author.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.model.changes import Change
from publish.model.pages import PageStructure
from publish.pipeline.compare import Trouble


@dataclass(frozen=True, slots=True)
class CheckedEdition:
    """One edition under test. `sourced` knows where the manuscript has its blocks, if we built it."""

    name: str
    structure: PageStructure
    sourced: PageStructure
    content: bytes


def read_checked(edition: Path | bytes) -> tuple[CheckedEdition, ...]:
    """Return the edition, or those of a manuscript; raises Trouble."""
    from publish.pipeline.snapshot import is_manuscript

    if isinstance(edition, bytes):
        structure = structure_of(edition, "the edition under test")
        return (CheckedEdition("", structure, structure, edition),)
    if not edition.exists():
        raise Trouble(f"there is no file {edition}; build it before the tests, or check the manuscript itself")
    if is_manuscript(edition):
        return _build(edition)
    try:
        content = edition.read_bytes()
    except OSError as reason:
        raise Trouble(f"{edition} cannot be read: {reason.strerror or reason}") from None
    structure = structure_of(content, f"the edition under test, {edition.name},")
    return (CheckedEdition(edition.name, structure, structure, content),)


def _build(path: Path) -> tuple[CheckedEdition, ...]:
    from publish.pipeline.build import build
    from publish.pipeline.request import Request
    from publish.structure.sources import with_sources

    with TemporaryDirectory(prefix="publish-") as folder:
        result = build(Request(path, output=Path(folder)))
        if result.failed:
            errors = [found.message for found in result.diagnostics if found.severity.value == "error"]
            raise Trouble(f"{path} cannot be built: {errors[0]}")
        made = []
        for edition in result.editions:
            if edition.to in ("pdf", "booklet", "epub"):
                content = edition.path.read_bytes()
                structure = structure_of(content, edition.path.name)
                sourced = with_sources(structure, result.passages)
                made.append(CheckedEdition(edition.path.name, structure, sourced, content))
    if not made:
        raise Trouble(f"{path} makes no edition that has pages or a spine")
    return tuple(made)


def structure_of(content: bytes, what: str) -> PageStructure:
    """Return the structure of an edition or of a snapshot; raises Trouble."""
    from publish.structure.reading import read_edition

    outcome = read_edition(content)
    if outcome.value is None:
        raise Trouble(f"{what} cannot be read: {outcome.diagnostics[0].message}")
    return outcome.value


def differences(old: PageStructure, new: PageStructure) -> tuple[Change, ...]:
    """Return what changed from a reference to an edition."""
    from publish.structure.diff.diff import diff
    from publish.structure.lint.lint import lint
    from publish.structure.snapshot.condensing import equally_abridged, on_equal_terms

    one, two = on_equal_terms(old, new)
    judged = equally_abridged(one, two)
    return diff(one, two, (lint(judged[0]), lint(judged[1])))
