"""publish: a folder of Markdown with citations becomes a tagged PDF, an accessible EPUB and a booklet.

The public face is small: `build` and `check` take a path and the options of the command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from publish.model.plan import To
    from publish.pipeline.request import Result

__version__ = "0.1.0"
__all__ = ["__version__", "build", "check"]


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
        )
    )


def check(path: str | Path, *, strict: bool = False, allow_read: tuple[str | Path, ...] = ()) -> Result:
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
        )
    )
