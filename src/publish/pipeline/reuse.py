"""A second build in a blink: a finished build is kept with all it asked, and replayed if the answers hold.

Key: program, tools, flags and project. Value: the editions' bytes, the diagnostics, and the digest of every
file read (or found absent). Warm = cold is proved in tests/invariants.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from publish.model.artifact import Artifact
from publish.model.diagnostic import Diagnostic, Related, Severity
from publish.model.passages import Passage
from publish.model.source import Span
from publish.pipeline.reads import still_true
from publish.pipeline.request import Made, Request
from publish.world.cache import Cache
from publish.world.clock import source_date_epoch
from publish.world.disk import Files
from publish.world.stamps import program_stamp, system_fonts_stamp

_RECORD = "record.json"


def key_of(request: Request) -> str:
    """Return the key of a request: everything but the manuscript that decides its result."""
    parts = {
        "program": program_stamp(),
        "system fonts": system_fonts_stamp(),
        "path": str(request.path.resolve()),
        "to": request.to,
        "profile": request.profile,
        "strict": request.strict,
        "allow": [str(path.resolve()) for path in request.allow_read],
        "network": request.allow_network,
        "epoch": source_date_epoch(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def recall(cache: Cache, key: str, files: Files) -> tuple[Made, bytes] | None:
    """Return a kept build and its manifest if the project still answers every question as it did."""
    kept = cache.get(key)
    if kept is None or _RECORD not in kept:
        return None
    record = json.loads(kept[_RECORD])
    if not still_true(files, record["answers"]):
        return None
    artifacts = tuple(
        Artifact(a["to"], a["file_name"], a["media_type"], kept[a["file_name"]], a["pages"], a["seconds"])
        for a in record["artifacts"]
    )
    found = tuple(_diagnostic(d) for d in record["diagnostics"])
    passages = tuple(Passage(*passage) for passage in record["passages"])
    return Made(artifacts, found, passages), kept["manifest.json"]


def keep(cache: Cache, key: str, answers: Mapping[str, str], made: Made, manifest: bytes) -> None:
    """Keep a finished build; a build with errors is never kept."""
    record = {
        "answers": dict(answers),
        "artifacts": [
            {
                "to": a.to,
                "file_name": a.file_name,
                "media_type": a.media_type,
                "pages": a.pages,
                "seconds": a.seconds,
            }
            for a in made.artifacts
        ],
        "diagnostics": [d.to_json() for d in made.diagnostics],
        "passages": [[p.file, p.line, p.letters, p.is_note] for p in made.passages],
    }
    contents = {a.file_name: a.content for a in made.artifacts}
    cache.put(key, {**contents, "manifest.json": manifest, _RECORD: json.dumps(record).encode()})


def _diagnostic(record: Mapping[str, Any]) -> Diagnostic:
    return Diagnostic(
        Severity(record["severity"]),
        record["code"],
        record["message"],
        _span(record),
        tuple(record["hints"]),
        tuple(Related(r["message"], cast(Span, _span(r))) for r in record["related"]),
    )


def _span(record: Mapping[str, Any]) -> Span | None:
    if record["file"] is None:
        return None
    if "end_line" not in record:
        return Span(record["file"], record["line"], record["column"])
    return Span(record["file"], record["line"], record["column"], record["end_line"], record["end_column"])
