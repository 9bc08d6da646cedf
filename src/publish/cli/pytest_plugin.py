"""The pytest plugin of the wheel: `page_structure.check(book)` holds editions to their committed snapshots.

In: a finished edition, by path or as bytes, or a manuscript. Out: nothing if its page structure is that of the
reference; else the test fails with the sentences of `publish diff`, and the report is left where CI can pick it
up. Everything but pytest is imported when a test first asks for a check, so that other test runs do not notice.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from publish.model.changes import Change
    from publish.model.pages import PageStructure
    from publish.pipeline.checked import CheckedEdition

_REPORTS = "page-structure-report"
_LEVELS = ("style", "reflow", "layout", "content", "fault")
_TOLD = 40
_KEY = pytest.StashKey["PageStructureCheck"]()
_RUN = pytest.StashKey["_Run"]()
_FIXTURE = "page_structure"


class _Run:
    """What this process has seen of page-structure tests: to name references that none of them uses."""

    def __init__(self) -> None:
        self.expected: dict[str, str] = {}
        """Test → the folder of its references."""
        self.used: dict[str, list[str]] = {}
        """Test that passed its checks → the references it used."""
        self.is_whole = True


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of page-structure tests."""
    group = parser.getgroup("page structure")
    group.addoption(
        "--page-update",
        action="store_true",
        help="write the page structure as it is now as the new reference (also under CI)",
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
        self._names: set[str] = set()
        self.missing: list[str] = []
        """Sentences on references that were not there; the test fails with them at its end."""
        self.used: list[str] = []

    def check(
        self,
        edition: str | os.PathLike[str] | bytes,
        name: str | None = None,
        *,
        fail_on: str = "style",
        folder: str | os.PathLike[str] | None = None,
    ) -> None:
        """Fail unless the edition has the page structure of its reference.

        `edition` is a PDF, an EPUB, or a manuscript, all of whose editions are built and checked. `name` names
        the reference (by default the test and the file do), `folder` holds it (by default `__pages__` and the
        test file's name). `fail_on` is the least level of change that fails: style, reflow, layout, content or
        fault. A reference that is missing is written, and the test fails once; under CI (the environment
        variable) nothing is written.
        """
        __tracebackhide__ = True
        if fail_on not in _LEVELS:
            pytest.fail(f"fail_on={fail_on!r} is no level; expected one of {', '.join(_LEVELS)}", pytrace=False)
        from publish.pipeline.checked import read_checked
        from publish.pipeline.compare import Trouble

        try:
            editions = read_checked(edition if isinstance(edition, bytes) else Path(edition))
            told = [
                self._check_one(one, self._reference(one, name, folder, several=len(editions) > 1), fail_on)
                for one in editions
            ]
        except Trouble as trouble:
            pytest.fail(str(trouble), pytrace=False)
        failures = [failure for failure in told if failure]
        if failures:
            pytest.fail("\n".join([*self.missing, *failures]), pytrace=False)

    def _check_one(self, edition: CheckedEdition, reference: Path, fail_on: str) -> str:
        """Return why the edition fails, or nothing; note a missing reference."""
        from publish.pipeline.checked import differences, structure_of

        self.used.append(str(reference))
        if self._config.getoption("--page-update"):
            _write(reference, edition.structure)
            return ""
        if not reference.exists():
            self.missing.append(_missing(reference, edition.structure))
            return ""
        old = structure_of(reference.read_bytes(), f"the reference {reference}")
        changes = differences(old, edition.sourced)
        if not any(change.level.word in _LEVELS[_LEVELS.index(fail_on) :] for change in changes):
            return ""
        return _told(reference, changes, self._report(reference, old, edition, changes))

    def _reference(
        self,
        edition: CheckedEdition,
        name: str | None,
        folder: str | os.PathLike[str] | None,
        *,
        several: bool,
    ) -> Path:
        from publish.cli.page_references import SUFFIX, fit_name, folder_of, name_of_test

        parts = [name_of_test(self._test.nodeid) if name is None else fit_name(name)]
        if edition.name and (name is None or several):
            parts.append(fit_name(edition.name))
        own = ".".join(parts)
        chosen, number = own, 1
        while name is None and chosen in self._names:
            number += 1
            chosen = f"{own}.{number}"
        self._names.add(chosen)
        base = folder_of(self._test.path) if folder is None else Path(folder)
        return base / f"{chosen}{SUFFIX}"

    def _report(
        self, reference: Path, old: PageStructure, edition: CheckedEdition, changes: Sequence[Change]
    ) -> Path:
        """Write the report of a failure and return where it lies."""
        from publish.cli.page_references import fit_name
        from publish.structure.report.report import write_report

        chosen = self._config.getoption("--page-report")
        folder = Path(chosen) if chosen else self._config.rootpath / _REPORTS
        test_file = self._test.nodeid.split("::")[0].removesuffix(".py").replace("/", "-")
        path = folder / f"{fit_name(test_file)}-{reference.stem}.html"
        folder.mkdir(parents=True, exist_ok=True)
        shown = edition.content if edition.content[:1024].lstrip().startswith(b"%PDF") else None
        names = (reference.name, edition.name or self._test.name)
        text = write_report((old, edition.sourced), changes, names, (None, shown))
        path.write_text(text, encoding="utf-8", newline="\n")
        return path


@pytest.fixture
def page_structure(request: pytest.FixtureRequest) -> PageStructureCheck:
    """Compare finished editions with committed snapshots of their pages."""
    check = PageStructureCheck(request.node, request.config)
    request.node.stash[_KEY] = check
    return check


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, None]:
    """Let a test fail at its end for all references it lacked; remember those it used."""
    outcome = yield
    check = item.stash.get(_KEY, None)
    if check is None or outcome.excinfo is not None:
        return
    if check.missing:
        outcome.force_exception(pytest.fail.Exception("\n".join(check.missing), pytrace=False))
        return
    run = item.config.stash.get(_RUN, None)
    if run is not None:
        run.used[item.nodeid] = check.used


def pytest_configure(config: pytest.Config) -> None:
    """Begin to watch which references are used; a selection of tests leaves some out by rights."""
    run = config.stash[_RUN] = _Run()
    chosen = (config.getoption(name, None) for name in ("keyword", "markexpr", "lf", "maxfail", "deselect"))
    run.is_whole = not any(chosen) and not any("::" in str(argument) for argument in config.args)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Note the tests that check pages."""
    run = session.config.stash.get(_RUN, None)
    if run is None:
        return
    for item in session.items:
        if _FIXTURE in getattr(item, "fixturenames", ()):
            from publish.cli.page_references import folder_of

            run.expected[item.nodeid] = str(folder_of(item.path))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send what a worker of pytest-xdist has seen to the process that tells it."""
    run = session.config.stash.get(_RUN, None)
    output = getattr(session.config, "workeroutput", None)
    if run is not None and output is not None:
        output["page_structure"] = {"expected": run.expected, "used": run.used}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker of pytest-xdist has seen."""
    run = node.config.stash.get(_RUN, None)
    seen = getattr(node, "workeroutput", {}).get("page_structure")
    if run is not None and seen:
        run.expected.update(seen["expected"])
        run.used.update(seen["used"])


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name the references that no test uses, where all that could use them have run."""
    run = config.stash.get(_RUN, None)
    if run is None or not run.expected or not run.is_whole:
        return
    from publish.cli.page_references import stale_references

    used = {path for paths in run.used.values() for path in paths}
    for folder in sorted(set(run.expected.values())):
        tests = [test for test, other in run.expected.items() if other == folder]
        if all(test in run.used for test in tests):
            for path in stale_references(Path(folder), used):
                terminalreporter.write_line(f"page structure: no test uses {path}; delete it", yellow=True)


def _missing(reference: Path, structure: PageStructure) -> str:
    if os.environ.get("CI", "").lower() not in ("", "0", "false", "no"):
        return f"there is no reference {reference}; run the test outside CI once and commit it"
    _write(reference, structure)
    return f"wrote the new reference {reference}: review it and commit it"


def _write(path: Path, structure: PageStructure) -> None:
    from publish.structure.snapshot.snapshot import write_snapshot

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_snapshot(structure), encoding="utf-8", newline="\n")


def _told(reference: Path, changes: Sequence[Change], report: Path) -> str:
    lines = [f"the pages are not those of {reference.name} (if they should be so: --page-update)"]
    for change in changes[:_TOLD]:
        place = f" [{change.source}]" if change.source else ""
        lines.append(f"  {change.level.word:<8}{change.sentence}{place}")
    if len(changes) > _TOLD:
        lines.append(f"  … and {len(changes) - _TOLD} more")
    return "\n".join([*lines, f"see {report}"])
