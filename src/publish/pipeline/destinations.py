"""Where the editions of each publication go, decided before anything is built: nobody overwrites another.

In: the paths named on the command line and `--output`. Out: a folder for each publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from publish.pipeline.project import find_place


class SameDestination(Exception):
    """Two publications would be delivered to the same folder."""

    def __init__(self, one: Path, other: Path, folder: Path) -> None:
        super().__init__(f"{one} and {other} would both be delivered to {folder}")


def destinations(paths: Sequence[Path], output: Path | None, profile: str = "") -> dict[Path, Path]:
    """Return each path with its folder: `output/NAME`, or `output` itself for a single publication.

    A publication named twice is built once; two of the same name raise `SameDestination`.
    """
    taken: dict[str, tuple[Path, Path]] = {}
    chosen: dict[Path, Path] = {}
    for path in paths:
        place = find_place(path, profile).value
        name = place.name if place is not None else path.name
        own = place.root.resolve() / place.file if place is not None else path.absolute()
        folder = output if output is not None and len(paths) == 1 else (output or Path("output")) / name
        former, former_own = taken.setdefault(str(folder).casefold(), (path, own))
        if former_own != own:
            raise SameDestination(former, path, folder)
        if former == path:
            chosen[path] = folder
    return chosen
