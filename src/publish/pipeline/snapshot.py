"""`publish snapshot`: finished editions, or those a manuscript makes, as snapshots of their pages.

In: a path the person typed. Out: a snapshot for each edition by its file name, and what was wrong on the way. A
manuscript is built into a folder that is gone afterwards; nothing is delivered.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.model.diagnostic import Diagnostic, diagnose, has_errors
from publish.model.passages import Passage
from publish.pipeline.request import Request
from publish.structure.reading import read_edition
from publish.structure.snapshot.snapshot import write_snapshot
from publish.structure.sources import with_sources

_MANUSCRIPTS = (".md", ".markdown", ".txt")
_PAGED = ("pdf", "epub", "booklet")
SUFFIX = ".pages"


@dataclass(frozen=True, slots=True)
class Snapshots:
    """Snapshots by the name of the edition's file; none if an error stood in the way."""

    texts: tuple[tuple[str, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether there is nothing to show."""
        return has_errors(self.diagnostics)


def is_manuscript(path: Path) -> bool:
    """Tell whether a path is something to build rather than something built."""
    return path.is_dir() or path.suffix.lower() in _MANUSCRIPTS


def take_snapshots(path: Path, *, full: bool = False, allow_read: tuple[Path, ...] = ()) -> Snapshots:
    """Return the snapshots of an edition, or of all editions of a manuscript that have pages or a spine."""
    if not is_manuscript(path):
        return _snapshot_of(path, path.name, full=full)
    from publish.pipeline.build import build

    with TemporaryDirectory(prefix="publish-") as folder:
        result = build(Request(path, output=Path(folder), allow_read=allow_read, cache=False))
        if result.failed:
            return Snapshots((), result.diagnostics)
        taken = [
            _snapshot_of(edition.path, edition.path.name, full=full, passages=result.passages)
            for edition in result.editions
            if edition.to in _PAGED
        ]
    return Snapshots(
        tuple(text for each in taken for text in each.texts),
        (*result.diagnostics, *(found for each in taken for found in each.diagnostics)),
    )


def _snapshot_of(path: Path, name: str, *, full: bool, passages: tuple[Passage, ...] = ()) -> Snapshots:
    try:
        content = path.read_bytes()
    except OSError as reason:
        message = f"{path} cannot be read ({reason.strerror}); expected a PDF, an EPUB or a manuscript"
        return Snapshots((), (diagnose("config/missing-file", message, hints=["check the name"]),))
    outcome = read_edition(content)
    if outcome.value is None:
        return Snapshots((), outcome.diagnostics)
    structure = with_sources(outcome.value, passages) if passages else outcome.value
    return Snapshots(((name, write_snapshot(structure, full=full)),), outcome.diagnostics)
