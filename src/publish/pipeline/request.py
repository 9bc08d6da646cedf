"""What a build is asked for and what it answers: the values between the command line and the road."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from publish.model.artifact import Artifact
from publish.model.diagnostic import Diagnostic, has_errors
from publish.model.passages import Passage
from publish.model.plan import To

Progress: TypeAlias = Callable[[str], None]
"""Told in a few words what is being done now; called from the main thread only."""


def silent(_step: str) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True, slots=True)
class Request:
    """One publication to build: a Markdown file or a folder with publish.yaml, and the flags.

    `to` keeps only editions of these kinds (empty: all of the plan). `output` replaces `output/NAME`.
    `jobs` is the number of editions made at once, 0 for one a core.
    """

    path: Path
    to: tuple[To, ...] = ()
    output: Path | None = None
    strict: bool = False
    jobs: int = 0
    allow_read: tuple[Path, ...] = ()
    allow_network: bool = False
    deliver: bool = True
    cache: bool = True
    profile: str = ""
    """A profile of publish.yaml to be laid over the other settings; it names the output, too."""
    progress: Progress = field(default=silent, compare=False)


@dataclass(frozen=True, slots=True)
class Delivered:
    """One edition on disk: `pages` is None where an edition has none, `seconds` is wall time."""

    to: To
    path: Path
    pages: int | None
    bytes: int
    seconds: float

    def to_json(self) -> dict[str, object]:
        """Return the edition's object in the result line of `--format json`."""
        return {
            "to": self.to,
            "path": str(self.path),
            "pages": self.pages,
            "bytes": self.bytes,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """What a build or a check came to. Diagnostics name files relative to `root`."""

    name: str
    root: Path
    editions: tuple[Delivered, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    """The texts of files that diagnostics point into, for excerpts."""
    seconds: float = 0.0
    reused: bool = False
    passages: tuple[Passage, ...] = ()
    """Where the manuscript has what the editions print, for `structure/sources`."""

    @property
    def failed(self) -> bool:
        """Tell whether an error kept the editions from being delivered."""
        return has_errors(self.diagnostics)


@dataclass(frozen=True, slots=True)
class Made:
    """What the stages before delivery hand over: finished editions and everything that was found."""

    artifacts: tuple[Artifact, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    passages: tuple[Passage, ...] = ()
