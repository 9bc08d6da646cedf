"""The table a build ends with: edition, path, pages, size, seconds, diagnostics."""

from __future__ import annotations

from collections.abc import Sequence

from publish.model.diagnostic import Severity
from publish.pipeline.request import Result

_HEADS = ("edition", "path", "pages", "size", "seconds", "diagnostics")
_RIGHT = {2, 3, 4}


def render_table(results: Sequence[Result]) -> str:
    """Return the table as text, one row an edition; what was found stands in a publication's first row."""
    rows = [_HEADS]
    for result in results:
        for number, edition in enumerate(result.editions):
            rows.append(
                (
                    edition.to,
                    str(edition.path),
                    "–" if edition.pages is None else str(edition.pages),
                    render_size(edition.bytes),
                    "reused" if result.reused else f"{edition.seconds:.1f}",
                    _count(result) if number == 0 else "",
                )
            )
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEADS))]
    lines = [
        "  ".join(
            cell.rjust(width) if i in _RIGHT else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines)


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
