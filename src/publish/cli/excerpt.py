"""One diagnostic as text: the sentence, the place, the line it is about with a caret, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

import click

from publish.cli.columns import columns, printable, take
from publish.model.diagnostic import Diagnostic, Severity
from publish.model.source import Source, Span

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
WIDEST = 160
"""Columns of a source line shown; Markdown paragraphs are often one very long line."""


def render_diagnostic(
    diagnostic: Diagnostic, texts: Mapping[str, str], prefix: str = "", width: int = WIDEST
) -> str:
    """Return the diagnostic for a terminal of some width; click strips the colours where there is none."""
    colour = _COLOURS[diagnostic.severity]
    head = click.style(f"{diagnostic.severity.value}[{diagnostic.code}]", fg=colour, bold=True)
    lines = [f"{head} {printable(diagnostic.message)}"]
    if diagnostic.where is not None:
        lines.append(f"  --> {printable(f'{prefix}{diagnostic.where}')}")
        lines.extend(_excerpt(diagnostic.where, texts, colour, min(width, WIDEST)))
    for related in diagnostic.related:
        lines.append(f"  note: {printable(related.message)}")
        lines.append(f"  --> {printable(f'{prefix}{related.where}')}")
    lines.extend(f"  {click.style('hint:', fg='green')} {printable(hint)}" for hint in diagnostic.hints)
    return "\n".join(lines)


def _excerpt(where: Span, texts: Mapping[str, str], colour: str, width: int) -> list[str]:
    if where.file not in texts:
        return []
    line = printable(Source(where.file, texts[where.file]).line(where.line).expandtabs(1))
    if not line.strip():
        return []
    start = where.column - 1
    end = where.end_column - 1 if where.end_line == where.line else len(line)
    gutter = str(where.line)
    room = max(20, width - len(gutter) - 6)  # " 12 | …text…"
    cut = 0
    if columns(line) > room and columns(line[:end]) > room:
        cut = max(0, start - len(take(line[:start][::-1], room // 2)))
    shown = take(line[cut:], room)
    lead = "…" if cut else ""
    tail = "…" if len(line) > cut + len(shown) else ""
    marked = max(1, columns(line[start : min(end, cut + len(shown))]))
    pad = " " * len(gutter)
    caret = " " * columns(lead + line[cut:start]) + click.style("^" * marked, fg=colour, bold=True)
    return [f" {gutter} | {lead}{shown}{tail}", f" {pad} | {caret}"]
