"""Trouble in what the author wrote, as data: a code, a sentence, a place and an act to take.

A diagnostic is returned beside the value a stage makes; stages neither log nor print. The closed list of
codes and their severities is `codes.py`. The JSON form is fixed: other programs read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from publish.model.codes import CODES, Severity
from publish.model.source import Span

__all__ = ["Diagnostic", "Outcome", "Related", "Severity", "diagnose", "has_errors", "in_order"]

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a diagnostic, such as the first of two equal labels."""

    message: str
    where: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding; make it with `diagnose`, which looks its severity up."""

    severity: Severity
    code: str
    message: str
    where: Span | None = None
    hints: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()

    def as_error(self) -> Diagnostic:
        """Return this diagnostic with the severity `--strict` gives it."""
        return replace(self, severity=Severity.ERROR) if self.severity is Severity.WARNING else self

    def to_json(self) -> dict[str, object]:
        """Return the JSON object of the fixed interface (`type`, `severity`, `code`, …)."""
        where = self.where
        return {
            "type": "diagnostic",
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
            "file": where.file if where else None,
            "line": where.line if where else None,
            "column": where.column if where else None,
            "end_line": where.end_line if where else None,
            "end_column": where.end_column if where else None,
            "hints": list(self.hints),
            "related": [
                {"message": r.message, "file": r.where.file, "line": r.where.line, "column": r.where.column}
                for r in self.related
            ],
        }


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """A stage's value and the trouble it met on the way, in the order of the text."""

    value: T_co
    diagnostics: tuple[Diagnostic, ...] = ()


def diagnose(
    code: str,
    message: str,
    where: Span | None = None,
    *,
    hints: Iterable[str] = (),
    related: Iterable[Related] = (),
) -> Diagnostic:
    """Make a diagnostic of a listed code; an unlisted code is a bug and raises KeyError."""
    return Diagnostic(CODES[code].severity, code, message, where, tuple(hints), tuple(related))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any diagnostic forbids delivery."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return each diagnostic once, in order of first appearance (editions share the same findings)."""
    return tuple(dict.fromkeys(diagnostics))
