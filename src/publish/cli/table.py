"""The table a build ends with: edition, path, pages, size, seconds, diagnostics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.cli.columns import columns, cut_middle, pad, printable
from publish.model.diagnostic import Severity
from publish.pipeline.request import Result

_HEADS = ("edition", "path", "pages", "size", "seconds", "diagnostics")
_RIGHT = {2, 3, 4}
_PATH = 1
_SHORTEST_PATH = 20


def render_table(results: Sequence[Result], width: int | None = None, *, plain: bool = False) -> str:
    """Return the table as text, one row an edition; what was found stands in a publication's first row.

    On a terminal of `width` columns paths give way; without a width (in a pipe) they stand in full.
    `plain` draws with ASCII alone.
    """
    dash, rule = ("-", "-") if plain else ("–", "─")
    rows = [_HEADS]
    for result in results:
        for number, edition in enumerate(result.editions):
            rows.append(
                (
                    edition.to,
                    printable(str(edition.path)),
                    dash if edition.pages is None else str(edition.pages),
                    render_size(edition.bytes),
                    "reused" if result.reused else f"{edition.seconds:.1f}",
                    _count(result) if number == 0 else "",
                )
            )
    widths = [max(columns(row[i]) for row in rows) for i in range(len(_HEADS))]
    if width is not None:
        others = sum(widths) - widths[_PATH] + 2 * (len(widths) - 1)
        widths[_PATH] = min(widths[_PATH], max(_SHORTEST_PATH, width - others))
    lines = ["  ".join(_cells(row, widths)).rstrip() for row in rows]
    lines.insert(1, "  ".join(rule * width for width in widths))
    return "\n".join(lines)


def _cells(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for position, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield pad(cut_middle(cell, width), width, right=position in _RIGHT)


def render_size(count: int) -> str:
    """Return a size in the unit a person would use.

    >>> render_size(12_345), render_size(3_400_000), render_size(12)
    ('12 kB', '3.4 MB', '12 B')
    """
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def _count(result: Result) -> str:
    parts = []
    for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE):
        number = sum(d.severity is severity for d in result.diagnostics)
        if number:
            parts.append(f"{number} {severity.value}{'s' if number > 1 else ''}")
    return ", ".join(parts) or "none"
