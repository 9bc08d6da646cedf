"""Every file in tests/cases/<transform>/ comes out as it says.

With PUBLISH_WRITE_CASES set, a case without expectations gets them written; they are then to be read.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.transforms.cases import load_case, told, travel, write

FOLDER = Path(__file__).parent.parent / "cases"
CASES = sorted(FOLDER.glob("*/*.md"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path) -> None:
    case = load_case(path)
    made = travel(case.chapters, case.options)
    several = len(made.documents) > 1
    output = "\n\n".join(
        (f"%% {document.path}\n\n" if several else "") + write(document, case.options.get("to", "markdown"))
        for document in made.documents
    ).strip("\n")
    diagnostics = "\n".join(told(diagnostic) for diagnostic in made.diagnostics)
    if os.environ.get("PUBLISH_WRITE_CASES") and not case.expected:
        start = path.read_text(encoding="utf-8").split("\n=====\n")[0].rstrip("\n")
        path.write_text(
            f"{start}\n\n=====\n\n{output}\n\n=====\n\n{diagnostics}".rstrip() + "\n", encoding="utf-8"
        )
        pytest.skip("expectations written; read them")
    assert output == case.expected
    assert diagnostics == case.diagnostics


def test_there_is_a_case_for_every_transform() -> None:
    assert {path.parent.name for path in CASES} >= {
        "bibliography",
        "citations",
        "cites",
        "crossrefs",
        "glossary",
        "identity",
        "images",
        "index",
        "labelled",
        "nestednotes",
        "notes",
        "numbering",
        "raw",
        "reflists",
        "typography",
    }
