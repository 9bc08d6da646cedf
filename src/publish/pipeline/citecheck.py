"""`publish cite check`: a manuscript's bibliography looked through, without formatting anything.

Texts and references are read as a build reads them; then what is cited is compared with what is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from publish.checking.references import check_references
from publish.model.citation import Reference
from publish.model.diagnostic import Diagnostic, Severity, has_errors, in_order
from publish.model.document import Document, walk
from publish.model.metadata import Metadata
from publish.model.plan import Plan
from publish.model.source import Source
from publish.pipeline.build import texts_of
from publish.pipeline.compose import read_documents
from publish.pipeline.gather import gather_references, read_chapters
from publish.pipeline.project import find_place, load_plan
from publish.pipeline.reads import TrackedFiles
from publish.pipeline.request import Request, Result
from publish.reading.metadata import read_metadata
from publish.transforms.chain import prepare
from publish.transforms.citations import nocite_keys
from publish.world.disk import Project


@dataclass(frozen=True, slots=True)
class Tally:
    """How many references there are, are cited, and have which fault."""

    references: int = 0
    cited: int = 0
    unused: int = 0
    incomplete: int = 0
    duplicate: int = 0

    def to_json(self) -> dict[str, object]:
        """Return the object that ends the output of `--format json`."""
        return {"type": "result", **{one.name: getattr(self, one.name) for one in fields(self)}}


def check_citations(
    path: Path, strict: bool = False, allow_read: tuple[Path, ...] = ()
) -> tuple[Tally, Result]:
    """Find references that are unused, incomplete or there twice, and keys that no reference has."""
    found = find_place(path)
    if found.value is None:
        return Tally(), Result(path.name, path.parent, diagnostics=found.diagnostics)
    place = found.value
    project = Project(place.root, allow_read)
    files = TrackedFiles(project)
    loaded = load_plan(place, files, Request(path, allow_read=allow_read, deliver=False))
    told: tuple[Diagnostic, ...] = loaded.diagnostics
    tally = Tally()
    if loaded.value is not None and not has_errors(told):
        tally, more = _look_through(*loaded.value, files)
        told += more
    told = in_order([one for one in told if one.severity is Severity.ERROR or one.code.startswith("cite/")])
    if strict:
        told = tuple([one.as_error() for one in told])
    return tally, Result(place.name, place.root, diagnostics=told, texts=texts_of(told, project))


def _look_through(plan: Plan, settings: Source, files: TrackedFiles) -> tuple[Tally, tuple[Diagnostic, ...]]:
    chapters = read_chapters(plan, files)
    gathered = gather_references(plan, tuple(dict.fromkeys((settings, *chapters.value))), files)
    told = (*chapters.diagnostics, *gathered.diagnostics)
    if has_errors(told):
        return Tally(), told
    read = read_documents(chapters.value)
    told += read.diagnostics
    if has_errors(told):
        return Tally(), told
    references = gathered.value
    keys = frozenset([reference.key for reference in references])
    for document in read.value:
        told += prepare(document, keys).diagnostics
    only = read.value[0] if len(read.value) == 1 else None
    written = Source(plan.metadata_source, plan.metadata_yaml) if plan.metadata_yaml else None
    metadata = read_metadata(written, only, plan.lang, plan.name).value
    named = set(_cited(read.value, metadata))
    wanted = {*plan.citations.nocite, *(key for document in read.value for key in nocite_keys(document))}
    found = check_references(references, named | wanted, all_listed="*" in wanted)
    return _tally(references, named, found), (*told, *found)


def _cited(documents: Sequence[Document], metadata: Metadata) -> Iterator[str]:
    values = [getattr(metadata, one.name) for one in fields(metadata)]
    for value in (*documents, *[document.meta for document in documents], *values):
        for element in walk(value):
            if element.tag == "Cite":
                for citation in element.content[0]:
                    yield citation.key


def _tally(references: Sequence[Reference], cited: set[str], found: Sequence[Diagnostic]) -> Tally:
    counts = Counter([one.code for one in found])
    return Tally(
        len(references),
        sum(reference.key in cited for reference in references),
        counts["cite/unused"],
        counts["cite/incomplete"],
        counts["cite/duplicate"],
    )
