"""Two files (PDF, EPUB or snapshot, in any mixture) → what changed between them, and the report.

What kind a file is, its first bytes say. Trouble with a file is a `Trouble`, as diff(1) has it; nothing is
written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from publish.model.changes import Change, Level
from publish.model.pages import PageStructure


class Trouble(Exception):
    """A file that cannot be compared; the message says why."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One side of a comparison."""

    path: Path
    structure: PageStructure
    pdf: bytes | None = None
    """The file itself if it is a PDF, to show its pages."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed between two editions."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...]

    def differs(self, level: Level) -> bool:
        """Tell whether anything changed at this level or above it."""
        return any(change.level >= level for change in self.changes)

    def report(self) -> str:
        """Return the report as one HTML page."""
        from publish.structure.report import write_report

        names = _names(self.old.path, self.new.path)
        return write_report(
            (self.old.structure, self.new.structure), self.changes, names, (self.old.pdf, self.new.pdf)
        )


def compare_files(old: Path, new: Path) -> Compared:
    """Return what changed from one file to another; raises Trouble if a file cannot be read."""
    from publish.structure.condensing import equally_abridged, on_equal_terms
    from publish.structure.diff import diff
    from publish.structure.lint import lint

    before, after = load_edition(old), load_edition(new)
    one, two = on_equal_terms(before.structure, after.structure)
    judged = equally_abridged(one, two)
    return Compared(before, after, diff(one, two, (lint(judged[0]), lint(judged[1]))))


def load_edition(path: Path) -> Edition:
    """Read one side of a comparison; raises Trouble."""
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise Trouble(f"{path}: {trouble.strerror or trouble}") from None
    return Edition(
        path, _structure(path, content), content if content[:1024].lstrip().startswith(b"%PDF") else None
    )


def _structure(path: Path, content: bytes) -> PageStructure:
    from publish.structure.reading import read_edition

    outcome = read_edition(content)
    if outcome.value is None:
        reasons = "; ".join(diagnostic.message for diagnostic in outcome.diagnostics)
        raise Trouble(f"{path}: {reasons or 'neither a PDF, an EPUB nor a snapshot'}")
    return outcome.value


def _names(old: Path, new: Path) -> tuple[str, str]:
    """Return how both files are called: by name, with their folders where the names are equal."""
    if old.name != new.name:
        return old.name, new.name
    return "/".join(old.parts[-2:]), "/".join(new.parts[-2:])
