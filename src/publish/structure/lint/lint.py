"""One edition → what is wrong with it, without a reference to compare it with.

In: a page structure, read from a file or from a snapshot. Out: faults in the order of the pages, each a
sentence and a rule of `model/faults.py`. What the structure does not know is not judged: a snapshot has no
lines, an e-book no pages, an untagged PDF no certain roles.
"""

from __future__ import annotations

from collections.abc import Collection

from publish.model.changes import Fault
from publish.model.faults import RULES
from publish.model.pages import PageStructure
from publish.structure.lint.files import file_faults
from publish.structure.lint.flow import flow_faults
from publish.structure.lint.links import link_faults
from publish.structure.lint.notes import note_faults
from publish.structure.lint.overlaps import overlap_faults
from publish.structure.lint.pages import page_faults
from publish.structure.lint.references import reference_faults

_RANK = {rule: number for number, rule in enumerate(RULES)}


def lint(structure: PageStructure, off: Collection[str] = ()) -> tuple[Fault, ...]:
    """Return the faults of an edition by page; rules named in `off` are not told."""
    found = [*note_faults(structure), *link_faults(structure), *reference_faults(structure)]
    found += file_faults(structure)
    if structure.kind == "pdf":
        found += [*flow_faults(structure), *overlap_faults(structure), *page_faults(structure)]
    kept = (fault for fault in dict.fromkeys(found) if fault.rule not in off)
    return tuple(sorted(kept, key=lambda fault: (fault.page, _RANK[fault.rule])))
