"""The fixture `page_structure`, seen from a project that uses it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.structure import pdf_resaving
from tests.structure.pdf_edits import edited
from tests.structure.valley import valley

SRC = Path(__file__).parents[2] / "src"
TEST = """\
from pathlib import Path


def test_book(page_structure):
    page_structure.check(Path(__file__).parent / "book.pdf")
"""


def run(folder: Path, *arguments: str, ci: bool = False, test: str = TEST) -> tuple[int, str]:
    """Run pytest in a folder as its owner would, with warnings as errors."""
    (folder / "test_book.py").write_text(test)
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "PYTEST_ADDOPTS")}
    environment["PYTHONPATH"] = str(SRC)
    if ci:
        environment["CI"] = "true"
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "--rootdir", "."]
    installed = "publish.cli.pytest_plugin" in _registered()
    plugin = [] if installed else ["-p", "publish.cli.pytest_plugin"]
    done = subprocess.run(
        [*command, *plugin, *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def _registered() -> list[str]:
    from importlib.metadata import entry_points

    return [entry.value for entry in entry_points(group="pytest11")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.pdf").write_bytes(valley("pdf"))
    return tmp_path


REFERENCE = Path("__pages__") / "test_book" / "test_book.pages"


def test_a_missing_reference_is_written_and_fails_once(folder: Path) -> None:
    code, output = run(folder)
    assert code == 1
    assert "wrote the new reference" in output
    assert (folder / REFERENCE).exists()
    code, output = run(folder)
    assert code == 0, output


def test_under_ci_a_missing_reference_fails_and_is_not_written(folder: Path) -> None:
    code, output = run(folder, ci=True)
    assert code == 1
    assert "there is no reference" in output
    assert not (folder / REFERENCE).exists()


def test_a_change_fails_with_its_sentence_and_leaves_a_report(folder: Path) -> None:
    run(folder, "--page-update")
    (folder / "book.pdf").write_bytes(edited(valley("pdf"), pdf_resaving.set_info("/Title", "The Gorge")))
    code, output = run(folder, ci=True)
    assert code == 1
    assert "the title ‘The Valley’ became ‘The Gorge’" in output
    assert "Traceback" not in output
    report = folder / "page-structure-report" / "test_book-test_book.html"
    assert "The Gorge" in report.read_text(encoding="utf-8")
    code, output = run(folder, "--page-update")
    assert code == 0
    assert run(folder, ci=True)[0] == 0


def test_the_report_goes_where_it_is_wanted(folder: Path) -> None:
    run(folder, "--page-update")
    (folder / "book.pdf").write_bytes(edited(valley("pdf"), pdf_resaving.set_info("/Title", "The Gorge")))
    run(folder, "--page-report", "artifacts/pages")
    assert list((folder / "artifacts" / "pages").glob("*.html"))
    assert not (folder / "page-structure-report").exists()


def test_names_levels_and_several_editions_in_one_test(folder: Path) -> None:
    test = TEST + (
        "    content = (Path(__file__).parent / 'book.pdf').read_bytes()\n"
        "    page_structure.check(content)\n"
        "    page_structure.check(content, 'by-name', fail_on='fault')\n"
    )
    assert run(folder, "--page-update", test=test)[0] == 0
    names = {path.name for path in (folder / REFERENCE).parent.iterdir()}
    assert names == {"test_book.pages", "test_book.2.pages", "by-name.pages"}
    (folder / "book.pdf").write_bytes(edited(valley("pdf"), pdf_resaving.set_info("/Title", "The Gorge")))
    only = TEST.replace('"book.pdf")', '"book.pdf", "by-name", fail_on="fault")')
    assert run(folder, test=only)[0] == 0


def test_a_damaged_edition_fails_in_words(folder: Path) -> None:
    (folder / "book.pdf").write_bytes(b"%PDF-1.7 nonsense")
    code, output = run(folder)
    assert code == 1
    assert "the edition under test cannot be read" in output


def test_runs_that_do_not_use_it_import_nothing_of_it(folder: Path) -> None:
    test = (
        "import sys\n\n\ndef test_other():\n"
        "    assert not {'pypdfium2', 'publish.structure', 'publish.pipeline', 'click'} & set(sys.modules)\n"
    )
    code, output = run(folder, test=test)
    assert code == 0, output
