"""One diagnostic as text: the sentence, the place, the line it is about with a caret, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import click

from publish.model.diagnostic import Diagnostic, Severity
from publish.model.source import Source, Span

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WIDEST = 160
"""Columns of a source line shown; Markdown paragraphs are often one very long line."""


def render_diagnostic(diagnostic: Diagnostic, texts: Mapping[str, str], prefix: str = "") -> str:
    """Return the diagnostic for a terminal; click strips the colours where there is none."""
    colour = _COLOURS[diagnostic.severity]
    head = click.style(f"{diagnostic.severity.value}[{diagnostic.code}]", fg=colour, bold=True)
    lines = [f"{head} {diagnostic.message}"]
    if diagnostic.where is not None:
        lines.append(f"  --> {prefix}{diagnostic.where}")
        lines.extend(_excerpt(diagnostic.where, texts, colour))
    for related in diagnostic.related:
        lines.append(f"  note: {related.message}")
        lines.append(f"  --> {prefix}{related.where}")
    lines.extend(f"  {click.style('hint:', fg='green')} {hint}" for hint in diagnostic.hints)
    return "\n".join(lines)


def _excerpt(where: Span, texts: Mapping[str, str], colour: str) -> list[str]:
    if where.file not in texts:
        return []
    line = Source(where.file, texts[where.file]).line(where.line).expandtabs(1)
    if not line.strip():
        return []
    start = where.column - 1
    end = where.end_column - 1 if where.end_line == where.line else len(line)
    cut = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[cut : cut + _WIDEST]
    lead = "…" if cut else ""
    tail = "…" if len(line) > cut + _WIDEST else ""
    width = max(1, min(_columns(line[start:end]), _columns(shown)))
    gutter = str(where.line)
    pad = " " * len(gutter)
    caret = " " * _columns(lead + line[cut:start]) + click.style("^" * width, fg=colour, bold=True)
    return [f" {gutter} | {lead}{shown}{tail}", f" {pad} | {caret}"]


def _columns(text: str) -> int:
    """Return how many terminal columns a text takes (Unicode Standard Annex 11; combining marks take none)."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
