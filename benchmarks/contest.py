"""A contest in, a table out: every contender runs in turn, several rounds, so that a busy moment hits all."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measure import Cost, measure, middle


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do the work: a name, the command, and what it adds to the environment."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contest:
    """The same work done by several contenders in one prepared folder."""

    title: str
    folder: Path
    contenders: tuple[Contender, ...]
    rounds: int = 5
    warms_up: bool = True
    """Run once more than counts, so that the disk's caches are warm; not for work of minutes."""


def hold(contest: Contest) -> str:
    """Run a contest and return its table as Markdown; a contender that fails is named with what it said."""
    costs: dict[str, list[Cost]] = {contender.name: [] for contender in contest.contenders}
    failed: dict[str, str] = {}
    for number in range(0 if contest.warms_up else 1, contest.rounds + 1):
        for contender in contest.contenders:
            if contender.name in failed:
                continue
            try:
                cost = measure(contender.command, contest.folder, contender.environment)
            except (OSError, subprocess.CalledProcessError) as trouble:
                said = getattr(trouble, "output", None) or str(trouble)
                failed[contender.name] = said.strip().splitlines()[-1][:100] if said.strip() else "failed"
                continue
            if number:
                costs[contender.name].append(cost)
    print(".", end="", file=sys.stderr, flush=True)
    return table(contest, costs, failed)


def table(contest: Contest, costs: dict[str, list[Cost]], failed: dict[str, str]) -> str:
    """Return medians as a Markdown table."""
    lines = [
        f"## {contest.title}",
        f"Medians of {contest.rounds} rounds." if contest.rounds > 1 else "One round.",
        "",
        "| | wall s | CPU s | memory MiB |",
        "|---|--:|--:|--:|",
    ]
    for contender in contest.contenders:
        if contender.name in failed:
            lines.append(f"| {contender.name} | failed: {failed[contender.name]} | | |")
            continue
        cost = middle(costs[contender.name])
        lines.append(f"| {contender.name} | {cost.wall_s:.2f} | {cost.cpu_s:.2f} | {cost.memory_mib:.0f} |")
    return "\n".join(lines) + "\n"
