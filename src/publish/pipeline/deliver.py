"""Stage 11, delivery: artifacts → the output folder, all or nothing, with manifest.json.

The manifest tells nothing that changes from run to run: no times, no paths of the machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from publish.model.artifact import Artifact
from publish.model.plan import EditionPlan, Plan
from publish.pipeline.request import Delivered
from publish.world.deliver import deliver

MANIFEST = "manifest.json"
MANIFEST_FORMAT = 1


def name_editions(plan: Plan) -> tuple[str, ...]:
    """Return the file name of each planned edition, in the plan's order; no two are equal.

    One pdf edition is `NAME.pdf`, several are `NAME-a4.pdf`, `NAME-letter.pdf` …
    """
    counts: dict[str, int] = {}
    for edition in plan.editions:
        counts[edition.to] = counts.get(edition.to, 0) + 1
    names: list[str] = []
    for edition in plan.editions:
        stem, suffix = _stem(plan.name, edition, counts[edition.to] > 1)
        name, number = f"{stem}{suffix}", 2
        while name in names:
            name, number = f"{stem}-{number}{suffix}", number + 1
        names.append(name)
    return tuple(names)


def _stem(name: str, edition: EditionPlan, several: bool) -> tuple[str, str]:
    page = "-" + edition.page.name.lower().replace(" ", "") if several and edition.page else ""
    if edition.to == "booklet":
        return f"{name}-booklet{page}", ".pdf"
    return f"{name}{page}", f".{edition.to}"


def write_manifest(
    name: str,
    artifacts: Sequence[Artifact],
    inputs: Mapping[str, str],
    tools: Mapping[str, str],
) -> bytes:
    """Return manifest.json: every file's SHA-256, size and pages; the inputs' digests; the tools' versions."""
    manifest = {
        "format": MANIFEST_FORMAT,
        "name": name,
        "files": [
            {
                "file": artifact.file_name,
                "to": artifact.to,
                "media_type": artifact.media_type,
                "sha256": hashlib.sha256(artifact.content).hexdigest(),
                "bytes": len(artifact.content),
                "pages": artifact.pages,
            }
            for artifact in artifacts
        ],
        "inputs": dict(sorted(inputs.items())),
        "tools": dict(sorted(tools.items())),
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()


def deliver_editions(folder: Path, artifacts: Sequence[Artifact], manifest: bytes) -> tuple[Delivered, ...]:
    """Put all artifacts and the manifest into the folder at once; raise Unwritable if that cannot be done."""
    files = {artifact.file_name: artifact.content for artifact in artifacts}
    deliver(folder, {**files, MANIFEST: manifest})
    return tuple(Delivered(a.to, folder / a.file_name, a.pages, len(a.content), a.seconds) for a in artifacts)
