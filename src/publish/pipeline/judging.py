"""Stage 10: the pages of a finished edition are read back and judged; the author's switches are applied.

In: an edition's PDF before it is imposed, and what is known of it already; then the plan. Out: warnings with
codes `page/…`. Blemishes (`note` in model/faults.py) are left to `publish lint`, which tells everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from publish.model.changes import Fault
from publish.model.diagnostic import Diagnostic, diagnose
from publish.model.faults import RULES
from publish.model.plan import Plan

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


def judge_pages(pdf: bytes, file_name: str, known: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the pages of a PDF, as warnings; many of one rule as the first and a count."""
    from publish.structure.from_pdf import read_pdf
    from publish.structure.lint import lint

    structure = read_pdf(pdf).value
    if structure is None:
        return ()
    codes = {diagnostic.code for diagnostic in known}
    by_rule: dict[str, list[Fault]] = defaultdict(list)
    for fault in lint(structure):
        if fault.rule in _LEFT_TO_LAYOUT or RULES[fault.rule].weight == "note":
            continue
        if _TOLD_BEFORE.get(fault.rule) not in codes:
            by_rule[fault.rule].append(fault)
    return tuple(
        diagnostic for rule, faults in by_rule.items() for diagnostic in _tell(rule, faults, file_name)
    )


def _tell(rule: str, faults: Sequence[Fault], file_name: str) -> Iterable[Diagnostic]:
    hint = f"if it is meant, write `lint: {{off: {{{rule}: why}}}}`"
    for fault in faults[:_TOLD_ALONE]:
        yield diagnose(_PREFIX + rule, f"{file_name}, {fault.sentence}", hints=(hint,))
    more = len(faults) - _TOLD_ALONE
    if more > 0:
        message = f"{file_name}: {more} more of this kind; `publish lint {file_name}` tells them all"
        yield diagnose(_PREFIX + rule, message)


def apply_switches(plan: Plan, found: Sequence[Diagnostic], *, whole: bool) -> tuple[Diagnostic, ...]:
    """Leave out what the author switched off; tell a switch that had nothing to do if the build was `whole`."""
    off = {_PREFIX + rule for rule, _ in plan.lint_off}
    used = {diagnostic.code for diagnostic in found} & off
    kept = [diagnostic for diagnostic in found if diagnostic.code not in off]
    for rule, _ in plan.lint_off if whole else ():
        if _PREFIX + rule not in used and RULES[rule].weight != "note":
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
