"""What lint found as text for people, JSON lines for programs, or workflow commands for GitHub Actions.

The JSON lines are part of the fixed interface: objects of type `diagnostic` (idle switches), then of type
`fault`, after them one of type `result`.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from publish.cli.telling import annotation, harmless, wrap
from publish.model.changes import Fault
from publish.model.faults import RULES, Weight
from publish.pipeline.lint import Judgement

_COLOURS: dict[Weight, str] = {"error": "red", "warning": "yellow", "note": "cyan"}
_WORDS: dict[Weight, str] = {"error": "error", "warning": "warning", "note": "notice"}
_INDENT = 9


def as_text(judged: Judgement, path: Path, width: int | None = None) -> str:
    """Return a line for each fault, by page, and one of the sum; wrapped to a terminal's width."""
    told = [_tell(fault, width) for fault in judged.faults]
    return "\n".join([*told, *([""] if told else []), f"{path.name}: {_sum(judged)}", ""])


def _tell(fault: Fault, width: int | None) -> str:
    weight = RULES[fault.rule].weight
    head = click.style(f"{weight:<{_INDENT}}", fg=_COLOURS[weight], bold=True)
    lines = wrap(f"{fault.sentence} [{fault.rule}]", width, _INDENT)
    return head + f"\n{' ' * _INDENT}".join(lines)


def _sum(judged: Judgement) -> str:
    weights: tuple[Weight, ...] = ("error", "warning", "note")
    counts = [(judged.count(weight), weight) for weight in weights]
    told = [f"{number} {weight}{'' if number == 1 else 's'}" for number, weight in counts if number]
    return ", ".join(told) if told else "nothing to find fault with"


def as_json(judged: Judgement, path: Path) -> str:
    """Return one JSON object a line: the faults, then the result."""
    records: list[dict[str, object]] = [diagnostic.to_json() for diagnostic in judged.diagnostics]
    records += [
        {
            "type": "fault",
            "severity": RULES[fault.rule].weight,
            "rule": fault.rule,
            "page": fault.page,
            "sentence": fault.sentence,
            "blocks": sorted({spot.block for spot in fault.spots if spot.block}),
        }
        for fault in judged.faults
    ]
    if not judged.failed:
        records.append(
            {
                "type": "result",
                "file": str(path),
                "errors": judged.count("error"),
                "warnings": judged.count("warning"),
                "notes": judged.count("note"),
            }
        )
    return "".join(f"{harmless(json.dumps(record, ensure_ascii=False))}\n" for record in records)


def as_annotations(judged: Judgement, path: Path) -> str:
    """Return workflow commands, one a fault; the gravest first, as GitHub shows ten of a kind for a step."""
    ranks = list(_WORDS)
    ranked = sorted(judged.faults, key=lambda fault: ranks.index(RULES[fault.rule].weight))
    return "".join(
        annotation(_WORDS[RULES[fault.rule].weight], path.as_posix(), f"lint: {fault.rule}", fault.sentence)
        for fault in ranked
    )


def rules_table(width: int | None = None) -> str:
    """Return the rules with their weights and meanings."""
    longest = max(map(len, RULES))
    indent = longest + 2 + _INDENT
    lines = []
    for name, rule in RULES.items():
        head = f"{name:<{longest + 2}}" + click.style(f"{rule.weight:<{_INDENT}}", fg=_COLOURS[rule.weight])
        lines.append(head + f"\n{' ' * indent}".join(wrap(rule.meaning, width, indent)))
    return "\n".join([*lines, ""])
