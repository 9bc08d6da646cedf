"""Stage 10: a finished edition is read back and judged; the author's switches are applied.

In: an edition (a booklet before it is imposed), the passages it was made of, and what is known of it already;
then the plan. Out: warnings with codes `page/…`. Blemishes (`note` in model/faults.py) are left to
`publish lint`, which tells everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from publish.model.artifact import Artifact
from publish.model.changes import Fault
from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.faults import RULES
from publish.model.pages import PageStructure
from publish.model.passages import Passage
from publish.model.plan import Plan
from publish.model.source import Span

_TOLD_ALONE = 3
_PREFIX = "page/"
_TOLD_BEFORE = {
    "lost-note": "layout/lost-note",
    "doubled-note": "layout/lost-note",
    "displaced-note": "layout/displaced-note",
    "dead-link": "xref/dead-link",
    "off-page": "layout/overflow",
    "outside-type-area": "layout/overflow",
}
"""What layout finds by other ways, with the place in the manuscript: not to be told twice."""

_LEFT_TO_LAYOUT = frozenset({"missing-glyph"})
"""Layout knows the fonts, and tells a mark for an unreadable character (U+FFFD) from a missing glyph."""


def judge_edition(
    artifact: Artifact,
    passages: Sequence[Passage],
    known: Iterable[Diagnostic],
    switched_off: Collection[str] = (),
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the pages of an edition, as warnings with their places in the manuscript.

    Many of one rule are the first few and a count. Of blemishes only those are told that the author switched
    off: `apply_switches` then knows that the switch is used.
    """
    from publish.structure.lint.lint import lint
    from publish.structure.reading import read_edition
    from publish.structure.sources import with_sources

    structure = read_edition(artifact.content).value
    if structure is None:
        return ()
    structure = with_sources(structure, passages)
    faults = lint(structure)
    codes = {diagnostic.code for diagnostic in known}
    by_rule: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.rule in _LEFT_TO_LAYOUT or _TOLD_BEFORE.get(fault.rule) in codes:
            continue
        if RULES[fault.rule].weight != "note" or fault.rule in switched_off:
            by_rule[fault.rule].append(fault)
    return tuple(
        diagnostic
        for rule, alike in by_rule.items()
        for diagnostic in _tell(rule, alike, artifact.file_name, structure)
    )


def _tell(rule: str, faults: Sequence[Fault], file_name: str, structure: PageStructure) -> Iterator[Diagnostic]:
    hint = f"if it is meant, write `lint: {{off: {{{rule}: why}}}}`"
    for fault in faults[:_TOLD_ALONE]:
        where = _place_of(fault, structure)
        yield diagnose(_PREFIX + rule, f"{file_name}, {fault.sentence}", where, hints=(hint,))
    more = len(faults) - _TOLD_ALONE
    if more > 0:
        message = f"{file_name}: {more} more of this kind; `publish lint {file_name}` tells them all"
        yield diagnose(_PREFIX + rule, message)


def _place_of(fault: Fault, structure: PageStructure) -> Span | None:
    """Return where the manuscript has the first block a fault is about that has a place."""
    for spot in fault.spots:
        kind, index = spot.block[:1], spot.block[1:]
        if kind in ("b", "n") and index.isdecimal():
            block = structure.notes[int(index)].body if kind == "n" else structure.blocks[int(index)]
            file, _, line = block.source.rpartition(":")
            if file:
                return Span(file, int(line))
    return None


def apply_switches(plan: Plan, found: Sequence[Diagnostic], *, whole: bool) -> tuple[Diagnostic, ...]:
    """Leave out what the author switched off; tell a switch that had nothing to do if the build was `whole`."""
    off = {_PREFIX + rule for rule, _ in plan.lint_off}
    used = {diagnostic.code for diagnostic in found} & off
    kept = [diagnostic for diagnostic in found if diagnostic.code not in off]
    for rule, _ in plan.lint_off if whole else ():
        if _PREFIX + rule not in used:
            kept.append(unused_switch(plan, rule))
    return tuple(kept)


def unused_switch(plan: Plan, rule: str) -> Diagnostic:
    """Say that a rule is switched off for nothing."""
    return diagnose(
        "page/unused-switch",
        f"`lint.off.{rule}` has nothing to switch off: no page of any edition breaks the rule",
        plan.origin(f"lint.off.{rule}"),
        hints=("remove it, so that the rule can warn you again",),
    )
