"""Two files (PDF, EPUB or snapshot, in any mixture) or manuscripts → what changed between them, and the report.

What kind a file is, its first bytes say. Of a manuscript the edition is built that fits the other side; nothing
of it is kept. Trouble with a side is a `Trouble`, as diff(1) has it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from publish.model.changes import Change, Level
from publish.model.pages import PageStructure

_SNAPSHOT = b"publish pages "


class Trouble(Exception):
    """A side that cannot be compared; the message says why."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One side of a comparison; `path` is what the person typed."""

    path: Path
    structure: PageStructure
    file: bytes | None = None
    """The file itself if it is no snapshot, to show its pages and pictures."""
    name: str = ""
    """The file name of an edition that was built for the comparison."""
    remark: str = ""
    """What a person should know of how this side was chosen."""
    prefix: str = ""
    """What stands before the places of its blocks to name them from here: the manuscript's folder."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed between two editions."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return what a person should know of how the sides were chosen."""
        return tuple(side.remark for side in (self.old, self.new) if side.remark)

    def place_of(self, change: Change) -> str:
        """Return where the manuscript has a change, as `folder/chapter.md:12`; empty if that is not known."""
        return f"{self.new.prefix}{change.source}" if change.source else ""

    def differs(self, level: Level) -> bool:
        """Tell whether anything changed at this level or above it."""
        return any(change.level >= level for change in self.changes)

    def report(self) -> str:
        """Return the report as one HTML page."""
        from publish.structure.report.report import write_report

        return write_report(
            (self.old.structure, self.new.structure),
            [replace(change, source=self.place_of(change)) for change in self.changes],
            _names(self.old, self.new),
            (self.old.file, self.new.file),
        )


def compare_files(old: Path, new: Path) -> Compared:
    """Return what changed from one side to the other; raises Trouble if one cannot be read or built."""
    from publish.structure.diff.diff import diff
    from publish.structure.lint.lint import lint
    from publish.structure.snapshot.condensing import equally_abridged, on_equal_terms

    found: dict[bool, Edition] = {}
    for is_new, path in sorted(((False, old), (True, new)), key=lambda side: _is_manuscript(side[1])):
        if _is_manuscript(path):
            from publish.pipeline.fitting import build_fitting

            found[is_new] = build_fitting(path, found.get(not is_new))
        else:
            found[is_new] = load_edition(path)
    before, after = found[False], found[True]
    one, two = on_equal_terms(before.structure, after.structure)
    judged = equally_abridged(one, two)
    return Compared(before, after, diff(one, two, (lint(judged[0]), lint(judged[1]))))


def _is_manuscript(path: Path) -> bool:
    """Tell whether a side is to be built; a snapshot may be called anything, also `pages.txt`."""
    from publish.pipeline.snapshot import is_manuscript

    if not is_manuscript(path) or path.is_dir():
        return path.is_dir()
    try:
        with path.open("rb") as file:
            return file.read(len(_SNAPSHOT)) != _SNAPSHOT
    except OSError:
        return False


def load_edition(path: Path) -> Edition:
    """Read one side of a comparison; raises Trouble."""
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise Trouble(f"{path} cannot be read: {trouble.strerror or trouble}") from None
    return edition_of(path, content)


def edition_of(path: Path, content: bytes, name: str = "") -> Edition:
    """Return one side of a comparison from its bytes; raises Trouble."""
    from publish.structure.reading import read_edition

    outcome = read_edition(content)
    if outcome.value is None:
        reasons = "; ".join(diagnostic.message for diagnostic in outcome.diagnostics)
        raise Trouble(f"{path}: {reasons or 'neither a PDF, an EPUB nor a snapshot'}")
    is_snapshot = content.startswith(_SNAPSHOT)
    return Edition(path, outcome.value, None if is_snapshot else content, name)


def _names(old: Edition, new: Edition) -> tuple[str, str]:
    """Return how both sides are called: by file name, with their folders where the names are equal."""
    one, two = old.name or old.path.name, new.name or new.path.name
    if one != two:
        return one, two
    return "/".join((*old.path.parts[-2:-1], one)), "/".join((*new.path.parts[-2:-1], two))
