"""The pytest plugin of the wheel: `page_structure.check(pdf)` holds an edition to its committed snapshot.

In: a finished edition, by path or as bytes. Out: nothing if its page structure is that of the reference; else
the test fails with the sentences of `publish diff`, and the report is left where CI can pick it up. Everything
but pytest is imported when a test first asks for a check, so that other test runs do not notice.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from publish.model.changes import Change
    from publish.model.pages import PageStructure

_REPORTS = "page-structure-report"
_TOLD = 40


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of page-structure tests."""
    group = parser.getgroup("page structure")
    group.addoption(
        "--page-update",
        action="store_true",
        help="write the page structure as it is now as the new reference",
    )
    group.addoption(
        "--page-report",
        metavar="DIR",
        help=f"where reports of changed pages are left (default: {_REPORTS} under the root)",
    )


class PageStructureCheck:
    """Compares editions with the references of one test; they lie in `__pages__` beside the test's file."""

    def __init__(self, test: pytest.Item, config: pytest.Config) -> None:
        self._test = test
        self._config = config
        self._count = 0

    def check(
        self,
        edition: str | os.PathLike[str] | bytes,
        name: str | None = None,
        *,
        fail_on: str = "style",
        folder: str | os.PathLike[str] | None = None,
    ) -> None:
        """Fail unless the edition has the page structure of its reference.

        `name` names the reference (by default the test does), `folder` holds it (by default `__pages__` and
        the test file's name). `fail_on` is the least level of change that fails: style, reflow, layout,
        content or fault. A reference that is missing is written, and the test fails once; under CI (the
        environment variable) nothing is written.
        """
        __tracebackhide__ = True
        self._count += 1
        reference = self._reference(name, folder)
        content = edition if isinstance(edition, bytes) else Path(edition).read_bytes()
        new = _read(content, "the edition under test")
        if self._config.getoption("--page-update"):
            _write(reference, new)
            return
        if not reference.exists():
            if os.environ.get("CI"):
                pytest.fail(
                    f"there is no reference {reference}; run the test outside CI once and commit it",
                    pytrace=False,
                )
            _write(reference, new)
            pytest.fail(f"wrote the new reference {reference}: review it and commit it", pytrace=False)
        old = _read(reference.read_bytes(), f"the reference {reference}")
        changes = _differences(old, new)
        if any(change.level.word in _from(fail_on) for change in changes):
            report = self._report(reference, (old, new), changes, content)
            pytest.fail(_told(reference, changes, report), pytrace=False)

    def _reference(self, name: str | None, folder: str | os.PathLike[str] | None) -> Path:
        own = re.sub(r"[^\w.-]+", "-", self._test.name).strip("-")
        if name is None and self._count > 1:
            own = f"{own}.{self._count}"
        base = self._test.path.parent / "__pages__" / self._test.path.stem if folder is None else Path(folder)
        return base / f"{name or own}.pages"

    def _report(
        self,
        reference: Path,
        editions: tuple[PageStructure, PageStructure],
        changes: Sequence[Change],
        content: bytes,
    ) -> Path:
        """Write the report of a failure and return where it lies."""
        from publish.structure.report import write_report

        chosen = self._config.getoption("--page-report")
        folder = Path(chosen) if chosen else self._config.rootpath / _REPORTS
        path = folder / f"{self._test.path.stem}-{reference.stem}.html"
        folder.mkdir(parents=True, exist_ok=True)
        pdf = content if editions[1].kind == "pdf" and content.startswith(b"%PDF") else None
        text = write_report(editions, changes, (reference.name, self._test.name), (None, pdf))
        path.write_text(text, encoding="utf-8", newline="\n")
        return path


@pytest.fixture
def page_structure(request: pytest.FixtureRequest) -> PageStructureCheck:
    """Compare finished editions with committed snapshots of their pages."""
    return PageStructureCheck(request.node, request.config)


def _read(content: bytes, what: str) -> PageStructure:
    from publish.structure.reading import read_edition

    __tracebackhide__ = True
    outcome = read_edition(content)
    if outcome.value is None:
        pytest.fail(f"{what} cannot be read: {outcome.diagnostics[0].message}", pytrace=False)
    return outcome.value


def _write(path: Path, structure: PageStructure) -> None:
    from publish.structure.snapshot import write_snapshot

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_snapshot(structure), encoding="utf-8", newline="\n")


def _differences(old: PageStructure, new: PageStructure) -> tuple[Change, ...]:
    from publish.structure.condensing import equally_abridged, on_equal_terms
    from publish.structure.diff import diff
    from publish.structure.lint import lint

    one, two = on_equal_terms(old, new)
    judged = equally_abridged(one, two)
    return diff(one, two, (lint(judged[0]), lint(judged[1])))


def _from(level: str) -> frozenset[str]:
    """Return the words of a level and of all above it."""
    from publish.model.changes import Level

    return frozenset(other.word for other in Level if other >= Level[level.upper()])


def _told(reference: Path, changes: Sequence[Change], report: Path) -> str:
    lines = [f"the pages are not those of {reference.name} (if they should be so: --page-update)"]
    lines += [f"  {change.level.word:<8}{change.sentence}" for change in changes[:_TOLD]]
    if len(changes) > _TOLD:
        lines.append(f"  … and {len(changes) - _TOLD} more")
    return "\n".join([*lines, f"see {report}"])
