"""`publish lint`: one edition, by a path the person typed, judged without a reference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from publish.config.load import load_folder
from publish.model.changes import Fault
from publish.model.diagnostic import Diagnostic, diagnose, has_errors
from publish.model.plan import Plan
from publish.pipeline.judging import unused_switch
from publish.structure.lint import lint
from publish.structure.reading import read_edition
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


def lint_file(path: Path, settings: Path | None = None) -> Judgement:
    """Judge a PDF, an EPUB or a snapshot; `settings` is a publish.yaml whose switches are to hold."""
    found: tuple[Diagnostic, ...] = ()
    plan: Plan | None = None
    try:
        content = path.read_bytes()
        if settings is not None:
            source = decode_text(settings.name, settings.read_bytes())
            present = [entry.name for entry in settings.parent.iterdir() if entry.is_file()]
            loaded = load_folder(source.value, present, settings.parent.name)
            plan = loaded.value
            found = tuple(d for d in source.diagnostics + loaded.diagnostics if "`lint" in d.message)
    except OSError as reason:
        message = f"{reason.filename} cannot be read ({reason.strerror}); expected a file"
        return Judgement((), (diagnose("config/missing-file", message, hints=["check the name"]),))
    outcome = read_edition(content)
    if outcome.value is None:
        return Judgement((), outcome.diagnostics)
    off = dict(plan.lint_off) if plan else {}
    faults = lint(outcome.value)
    rules = {fault.rule for fault in faults}
    if plan is not None:
        found += tuple(unused_switch(plan, rule) for rule in off if rule not in rules)
    return Judgement(tuple(fault for fault in faults if fault.rule not in off), found)
