"""Names of references of page-structure tests: a file for each edition a test checks, never shared by accident.

In: a test's node and what it checks. Out: a file name that says which test and which edition it belongs to, the
same on every run and machine. What a file name cannot hold is replaced; a digest then tells such tests apart.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

_UNFIT = re.compile(r"[^\w.-]+")
FOLDER = "__pages__"
SUFFIX = ".pages"
_LONGEST = 80


def name_of_test(nodeid: str) -> str:
    """Return a test's name, with its classes and parameters, as part of a file name.

    >>> name_of_test("tests/test_a.py::TestA::test_same"), name_of_test("test_a.py::test_par[a4-2]")
    ('TestA.test_same', 'test_par-a4-2')
    """
    name = ".".join(nodeid.split("::")[1:]) or Path(nodeid).stem
    if name.endswith("]") and "[" in name:
        head, _, parameters = name[:-1].partition("[")
        name = f"{head}-{parameters}"
    return fit_name(name)


def fit_name(name: str) -> str:
    """Return a name that any file system takes; what had to be changed is told apart by a digest."""
    fit = _UNFIT.sub("-", name).strip("-.")[:_LONGEST]
    return fit if fit == name else f"{fit}-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


def folder_of(test_file: Path) -> Path:
    """Return where the references of a test file lie."""
    return test_file.parent / FOLDER / test_file.stem


def stale_references(folder: Path, used: set[str]) -> list[Path]:
    """Return the references in a folder that no test has used."""
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if str(path) not in used)
