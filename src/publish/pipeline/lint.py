"""`publish lint`: one edition, by a path the person typed, judged without a reference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from publish.config.load import load_switches
from publish.model.changes import Fault
from publish.model.diagnostic import Diagnostic, Outcome, diagnose, has_errors
from publish.model.faults import RULES, Weight
from publish.model.plan import Plan
from publish.pipeline.judging import unused_switch
from publish.world.text import decode_text


@dataclass(frozen=True, slots=True)
class Judgement:
    """What `publish lint` answers. Diagnostics tell that the file could not be judged, or of idle switches."""

    faults: tuple[Fault, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether the file could not be judged at all."""
        return has_errors(self.diagnostics)

    @property
    def is_good(self) -> bool:
        """Tell whether there is nothing but notes."""
        return not self.failed and all(RULES[fault.rule].weight == "note" for fault in self.faults)

    def count(self, weight: Weight) -> int:
        """Return the number of faults of this weight."""
        return sum(RULES[fault.rule].weight == weight for fault in self.faults)


def lint_file(path: Path, settings: Path | None = None) -> Judgement:
    """Judge a PDF, an EPUB or a snapshot; `settings` is a publish.yaml whose switches are to hold."""
    from publish.structure.lint.lint import lint
    from publish.structure.reading import read_edition

    content = _read(path, "a PDF, an EPUB or a snapshot")
    if content.value is None:
        return Judgement((), content.diagnostics)
    switches = _read_switches(settings)
    if has_errors(switches.diagnostics):
        return Judgement((), switches.diagnostics)
    outcome = read_edition(content.value)
    if outcome.value is None:
        return Judgement((), tuple(_named(path, found) for found in outcome.diagnostics))
    plan = switches.value
    off = dict(plan.lint_off) if plan else {}
    faults = lint(outcome.value)
    rules = {fault.rule for fault in faults}
    idle = [unused_switch(plan, rule) for rule in off if rule not in rules] if plan else []
    kept = tuple(fault for fault in faults if fault.rule not in off)
    return Judgement(kept, (*switches.diagnostics, *idle))


def _read(path: Path, expected: str) -> Outcome[bytes | None]:
    try:
        return Outcome(path.read_bytes())
    except OSError as reason:
        message = f"{path} cannot be read ({reason.strerror or reason}); expected {expected}"
        return Outcome(None, (diagnose("config/missing-file", message, hints=["check the name"]),))


def _read_switches(settings: Path | None) -> Outcome[Plan | None]:
    if settings is None:
        return Outcome(None)
    content = _read(settings, "a publish.yaml")
    if content.value is None:
        return Outcome(None, content.diagnostics)
    source = decode_text(settings.name, content.value)
    if has_errors(source.diagnostics):
        return Outcome(None, tuple(_named(settings, found) for found in source.diagnostics))
    loaded = load_switches(source.value)
    return Outcome(loaded.value, (*source.diagnostics, *loaded.diagnostics))


def _named(path: Path, found: Diagnostic) -> Diagnostic:
    """Say which file a diagnostic is about."""
    return diagnose(found.code, f"{path}: {found.message}", found.where, hints=found.hints)
