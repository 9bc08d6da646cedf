"""The command `publish`: click's words for what the pipeline does. No logic beyond exit codes.

Exit codes: 0 delivered (with warnings or without), 1 errors, 2 wrong use, 3 a needed tool is missing.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import chain
from pathlib import Path
from types import FrameType

import click

from publish.cli.cite import cite
from publish.cli.console import Console, make_console
from publish.cli.diff import diff
from publish.cli.exits import exit_code
from publish.cli.guard import guarded
from publish.cli.lint import lint
from publish.cli.snapshot import snapshot
from publish.cli.streams import prepare_streams, silence_streams
from publish.pipeline.request import Request, Result

_TO = ("pdf", "epub", "booklet", "html")


class _Editions(click.ParamType[tuple[str, ...]]):
    """A comma-separated list of edition kinds."""

    name = "editions"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        kinds = tuple(part.strip() for part in str(value).split(",") if part.strip())
        if not kinds:
            self.fail(f"no edition is named; choose from {', '.join(_TO)}", param, ctx)
        for kind in kinds:
            if kind not in _TO:
                self.fail(f"{kind!r} is not an edition; choose from {', '.join(_TO)}", param, ctx)
        return kinds


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False,
              callback=lambda context, _, wanted: _version(context, wanted),
              help="Print the versions of publish and of the tools it uses.")  # fmt: skip
def commands() -> None:
    """Turn Markdown with citations into a tagged PDF, an accessible EPUB and a print-ready booklet.

    Begin with `publish build essay.md`, or with a folder that holds a publish.yaml.
    """


@commands.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]…")
@click.option("--to", type=_Editions(), multiple=True, metavar="KINDS",
              callback=lambda _, __, named: tuple(dict.fromkeys(chain.from_iterable(named))),
              help="Make only these editions: pdf, epub, booklet, html, separated by commas.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Put the editions here instead of output/NAME.")  # fmt: skip
@click.option("--profile", default="", metavar="NAME",
              help="Lay this profile of publish.yaml over the other settings.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, metavar="N",
              help="Make N editions at once; 0 (the default) is one a core.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help="How diagnostics and results are told.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="Say only what went wrong.")
@click.option("--allow-read", type=click.Path(path_type=Path, exists=True), multiple=True, metavar="DIR",
              help="Let the manuscript name files in this folder too.")  # fmt: skip
@click.option("--allow-network", is_flag=True, help="Let the manuscript name images on the network.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep results of former builds.")
def build(  # noqa: PLR0917 - click hands options over by name
    paths: tuple[Path, ...],
    to: tuple[str, ...],
    output: Path | None,
    profile: str,
    strict: bool,
    jobs: int,
    form: str,
    quiet: bool,
    allow_read: tuple[Path, ...],
    allow_network: bool,
    no_cache: bool,
) -> None:
    """Build the editions of each PATH: a Markdown file, or a folder with publish.yaml.

    Without PATH, the current folder, or else every publication under manuscript/.
    """
    from publish.pipeline.destinations import SameDestination, destinations

    console = make_console(form, quiet)
    try:
        chosen = destinations(paths or _publications_here(), output, profile)
    except SameDestination as clash:
        raise click.UsageError(f"{clash}; build them one at a time, each with its --output") from clash
    requests = [
        Request(
            path,
            to,  # type: ignore[arg-type]  # the parameter type has checked the words
            folder,
            strict,
            jobs,
            allow_read,
            allow_network,
            progress=console.progress,
            cache=not no_cache,
            profile=profile,
        )
        for path, folder in chosen.items()
    ]
    _run(console, requests)


@commands.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--profile", default="", metavar="NAME",
              help="Lay this profile of publish.yaml over the other settings.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help="How diagnostics are told.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="Say only what went wrong.")
@click.option("--allow-read", type=click.Path(path_type=Path, exists=True), multiple=True, metavar="DIR",
              help="Let the manuscript name files in this folder too.")  # fmt: skip
@click.option("--allow-network", is_flag=True, help="Let the manuscript name images on the network.")
def check(  # noqa: PLR0917 - click hands options over by name
    path: Path,
    profile: str,
    strict: bool,
    form: str,
    quiet: bool,
    allow_read: tuple[Path, ...],
    allow_network: bool,
) -> None:
    """Tell everything that is wrong with a manuscript, and write no editions."""
    console = make_console(form, quiet)
    request = Request(
        path,
        strict=strict,
        allow_read=allow_read,
        allow_network=allow_network,
        deliver=False,
        progress=console.progress,
        profile=profile,
    )
    _run(console, [request])


@commands.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False), metavar="IN.pdf")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="OUT.pdf",
              help="Where the imposed PDF goes.")  # fmt: skip
def impose(source: Path, output: Path) -> None:
    """Impose any PDF for a saddle-stitched booklet: two up, printed duplex on the short edge."""
    from publish.pipeline.impose import impose_file

    console = make_console("text", False)
    result = guarded(lambda: impose_file(source, output), source)
    console.show_diagnostics(result, source)
    console.finish([result])
    sys.exit(exit_code([result]))


@commands.command()
def schema() -> None:
    """Print the JSON Schema of publish.yaml, for editors that complete and check as you type."""
    import json

    from publish.config.schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


commands.add_command(cite)
commands.add_command(lint)
commands.add_command(diff)
commands.add_command(snapshot)


def _run(console: Console, requests: list[Request]) -> None:
    from publish.pipeline.build import build as build_publication

    results: list[Result] = []
    for request in requests:
        with console.working(str(request.path)):
            result = guarded(lambda r=request: build_publication(r), request.path)  # type: ignore[misc]
        console.show_diagnostics(result, request.path)
        results.append(result)
    console.finish(results)
    sys.exit(exit_code(results))


def _publications_here() -> tuple[Path, ...]:
    if Path("publish.yaml").exists():
        return (Path(),)
    found = tuple(sorted(path.parent for path in Path("manuscript").glob("*/publish.yaml")))
    if not found:
        raise click.UsageError(
            "nothing to build here: expected a PATH, a publish.yaml in this folder, "
            "or publications under manuscript/"
        )
    return found


def _version(context: click.Context, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from publish.pipeline.versions import tool_versions

    for name, version in tool_versions().items():
        click.echo(f"{name} {version}")
    context.exit()


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Go the way of Ctrl-C, so that workers and temporary files are cleared away."""
    raise KeyboardInterrupt


def main() -> None:
    """Run the command line; Ctrl-C and a closed or full output end it without a traceback."""
    prepare_streams()
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _stop)
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    try:
        code = commands.main(prog_name="publish", standalone_mode=False, color=False if plain else None)
    except click.ClickException as wrong:
        wrong.show()
        code = wrong.exit_code
    except (KeyboardInterrupt, click.Abort):
        for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, signal.SIG_IGN)  # once is enough; what clears up is not to be interrupted
        click.echo("publish: stopped; the former output stays as it was", err=True)
        # CPython remembers an interrupt that struck inside an `exec` of text, as when a dataclass is made, and
        # under `-m` dies of it at its end although it was caught; any further `exec` makes it forget.
        exec("")  # noqa: S102 - it runs nothing
        code = 130
    except OSError as trouble:
        silence_streams()
        if not isinstance(trouble, BrokenPipeError):  # who closed the pipe has read enough
            click.echo(f"publish: nothing more could be printed: {trouble.strerror or trouble}", err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
