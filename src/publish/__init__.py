"""publish: a folder of Markdown with citations becomes a tagged PDF, an accessible EPUB and a booklet.

The public face is small: `build` and `check` take a path and the options of the command line, `cite` formats
citations for other programs; `page_structure`, `snapshot`, `diff` and `lint` read finished editions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from publish.model.changes import Change, Fault
    from publish.model.pages import PageStructure
    from publish.model.plan import To
    from publish.pipeline.citejobs import AnswerRecord
    from publish.pipeline.request import Result

__version__ = "0.1.0"
__all__ = ["__version__", "build", "check", "cite", "diff", "lint", "page_structure", "snapshot"]


def build(
    path: str | Path,
    *,
    to: tuple[To, ...] = (),
    output: str | Path | None = None,
    strict: bool = False,
    jobs: int = 1,
    allow_read: tuple[str | Path, ...] = (),
    allow_network: bool = False,
    cache: bool = True,
    profile: str = "",
) -> Result:
    """Build the editions of a Markdown file or of a folder with publish.yaml.

    Options are those of `publish build`. What is wrong with the manuscript is in `Result.diagnostics`;
    with an error among them nothing is delivered.
    """
    from pathlib import Path

    from publish.pipeline.build import build as build_publication
    from publish.pipeline.request import Request

    return build_publication(
        Request(
            Path(path),
            to,
            Path(output) if output is not None else None,
            strict,
            jobs,
            tuple(Path(folder) for folder in allow_read),
            allow_network,
            cache=cache,
            profile=profile,
        )
    )


def check(
    path: str | Path, *, strict: bool = False, allow_read: tuple[str | Path, ...] = (), profile: str = ""
) -> Result:
    """Find everything that is wrong with a manuscript: build all its editions and deliver none."""
    from pathlib import Path

    from publish.pipeline.build import build as build_publication
    from publish.pipeline.request import Request

    return build_publication(
        Request(
            Path(path),
            strict=strict,
            jobs=1,
            allow_read=tuple(Path(folder) for folder in allow_read),
            deliver=False,
            cache=False,
            profile=profile,
        )
    )


def cite(job: Mapping[str, object]) -> AnswerRecord:
    """Format the citations and the bibliography of one job, as `publish cite run` does for a line of JSON.

    `job` holds `style` (a name of the catalogue, the path of a .csl file, or XML), and, all optional:
    `references` (CSL-JSON records), `locale` (else the style's own, else en-US), `bibliography` (else true),
    `to` ("html", the default, "text" or "markdown") and `clusters`, each `{"cites": [CITE, …], "note": 3}` with
    a CITE of `id`, `locator`, `label` (else "page"), `prefix`, `suffix`, `suppress-author` and `author-only`.
    Prefixes and suffixes may hold CSL's rich text such as `<i>see</i>`.

    The answer has one text a cluster in `clusters`, the list in `bibliography` (of what is cited; where nothing
    is, of all references) and in `diagnostics` what was wrong, in the form of `--format json`. A job is never
    refused with an exception for what stands in it: with an error among the diagnostics the texts are empty.

    >>> reference = {"id": "k", "type": "book", "title": "On <i>Homo</i> & Co", "publisher": "Press"}
    >>> reference["author"] = [{"family": "Doe", "given": "Jane"}]
    >>> reference["issued"] = {"date-parts": [[1999]]}
    >>> job = {"style": "apa", "references": [reference]}
    >>> answer = cite({**job, "clusters": [{"cites": [{"id": "k", "locator": "3", "prefix": "see"}]}]})
    >>> answer["clusters"]
    ['(see Doe, 1999, p. 3)']
    >>> answer["bibliography"][0]["text"]
    'Doe, J. (1999). <i>On <span style="font-style:normal;">Homo</span> &#38; Co</i>. Press.'
    >>> cite({**job, "style": "apaa"})["diagnostics"][0]["hints"][0]
    'did you mean `apa`?'
    """
    from publish.pipeline.citejobs import answer

    return answer(job)


def page_structure(path: str | Path) -> PageStructure:
    """Read the page structure of a PDF, an EPUB or a snapshot; raises ValueError if the file is none of them.

    Its types are in `publish.model.pages`; lengths are points from the upper left corner of the page.
    """
    from pathlib import Path

    from publish.structure.reading import read_edition

    outcome = read_edition(Path(path).read_bytes())
    if outcome.value is None:
        raise ValueError(f"{path}: {outcome.diagnostics[0].message}")
    return outcome.value


def snapshot(path: str | Path, *, full: bool = False) -> str:
    """Return a finished edition as the text that `publish snapshot` writes.

    `full` spells every word and place out. Raises ValueError as `page_structure`.
    """
    from publish.structure.snapshot.snapshot import write_snapshot

    return write_snapshot(page_structure(path), full=full)


def diff(old: str | Path, new: str | Path) -> tuple[Change, ...]:
    """Return what changed between two editions (PDF, EPUB, snapshot or manuscript), as `publish diff` says it.

    Raises ValueError if a side cannot be read or built. No change is an empty tuple.
    """
    from pathlib import Path

    from publish.pipeline.compare import Trouble, compare_files

    try:
        return compare_files(Path(old), Path(new)).changes
    except Trouble as trouble:
        raise ValueError(str(trouble)) from None


def lint(path: str | Path) -> tuple[Fault, ...]:
    """Return what is wrong with the pages of a PDF, an EPUB or a snapshot, as `publish lint` says it.

    Raises ValueError as `page_structure`. The rules are those of `publish.model.faults`.
    """
    from publish.structure.lint.lint import lint as lint_structure

    return lint_structure(page_structure(path))
