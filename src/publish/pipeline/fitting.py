"""A manuscript and an edition to compare it with → the edition of the manuscript that fits it, built now.

The edition of the same file name fits best, else the first of the same page size, else the first of the same
kind. It is built into a folder that is gone afterwards.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.model.diagnostic import Severity
from publish.model.pages import PageStructure
from publish.model.plan import To
from publish.pipeline.compare import Edition, Trouble, edition_of
from publish.pipeline.request import Delivered, Request, Result
from publish.structure.sources import with_sources

_PAGED: tuple[To, ...] = ("pdf", "booklet", "epub")
_SAME_PT = 1.0
_SNAPSHOT = ".pages"


def build_fitting(path: Path, other: Edition | None) -> Edition:
    """Build the edition of a manuscript to compare with another side; raises Trouble if it cannot be built."""
    from publish.pipeline.build import build

    kinds = (_kind(other.structure),) if other else _PAGED
    with TemporaryDirectory(prefix="publish-") as folder:
        result = build(Request(path, kinds, output=Path(folder), cache=False))  # a build kept has no passages
        if result.failed:
            raise Trouble(_first_error(path, result))
        made = [edition for edition in result.editions if edition.to in kinds]
        if not made:
            raise Trouble(f"{path}: no edition has pages to compare; expected one of {', '.join(kinds)}")
        return _with_places(_choose(path, made, other), path, result)


def _kind(structure: PageStructure) -> To:
    if structure.kind == "epub":
        return "epub"
    return "booklet" if any(page.leaves for page in structure.pages) else "pdf"


def _choose(path: Path, made: list[Delivered], other: Edition | None) -> Edition:
    wanted = (other.name or other.path.name).removesuffix(_SNAPSHOT) if other else ""
    named = [one for one in made if one.path.name == wanted]
    chosen: Edition | None = None
    for one in named or made:
        edition = edition_of(path, one.path.read_bytes(), one.path.name)
        if chosen is None or (other and not named and _sizes_agree(edition, other)):
            chosen = edition
            if other is None or named or _sizes_agree(edition, other):
                break
    if chosen is None:
        raise Trouble(f"{path}: no edition was made")
    if named or len(made) == 1:
        return chosen
    return replace(chosen, remark=f"of the {len(made)} editions that {path} makes, {chosen.name} was compared")


def _with_places(edition: Edition, path: Path, result: Result) -> Edition:
    """Return the edition with the places of its blocks in the manuscript, as they are named from here."""
    folder = path if path.is_dir() else path.parent
    prefix = "" if folder == Path() else f"{folder.as_posix()}/"
    return replace(edition, structure=with_sources(edition.structure, result.passages), prefix=prefix)


def _sizes_agree(one: Edition, other: Edition) -> bool:
    for mine, theirs in zip(one.structure.pages[:1], other.structure.pages[:1], strict=False):
        apart = abs(mine.width_pt - theirs.width_pt), abs(mine.height_pt - theirs.height_pt)
        return max(apart) <= _SAME_PT
    return False


def _first_error(path: Path, result: Result) -> str:
    errors = [found for found in result.diagnostics if found.severity is Severity.ERROR]
    first = errors[0] if errors else None
    if first is None:
        return f"{path} cannot be built"
    where = f" ({first.where})" if first.where else ""
    more = f"; `publish check {path}` tells {len(errors) - 1} more" if len(errors) > 1 else ""
    return f"{path} cannot be built: {first.message}{where}{more}"
