"""The fixture `page_structure`, seen from a project that uses it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from tests.structure import pdf_resaving
from tests.structure.pdf_edits import edited
from tests.structure.valley import valley

PLUGIN = "publish.cli.pytest_plugin"
SRC = Path(__file__).parents[2] / "src"
TEST = """\
from pathlib import Path


def test_book(page_structure):
    page_structure.check(Path(__file__).parent / "book.pdf")
"""


def run(
    folder: Path, *arguments: str, ci: bool = False, test: str = TEST, apart: bool = False
) -> tuple[int, str]:
    """Run pytest in a folder as its owner would, with warnings as errors; `apart` in a process of its own."""
    (folder / "test_book.py").write_text(test)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CI", "PYTEST"))}
    environment["PYTHONPATH"] = str(SRC)
    if ci:
        environment["CI"] = "true"
    plugin = [] if PLUGIN in _registered() else ["-p", PLUGIN]
    options = ["-q", "-W", "error", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--rootdir", "."]
    options += ["--import-mode=importlib", *plugin, *arguments]
    if apart:
        command = [sys.executable, "-m", "pytest", *options]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr
    told = StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(told), redirect_stderr(told):
        for key in set(os.environ) - set(environment):
            patch.delenv(key)
        patch.setenv("CI", environment.get("CI", ""))
        patch.chdir(folder)
        patch.delitem(sys.modules, "test_book", raising=False)
        patch.setattr(sys, "dont_write_bytecode", True)
        code = pytest.main([*options, "-p", "no:xdist"])
        sys.modules.pop("test_book", None)
    return int(code), told.getvalue()


def _registered() -> list[str]:
    from importlib.metadata import entry_points

    return [entry.value for entry in entry_points(group="pytest11")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.pdf").write_bytes(valley("pdf"))
    return tmp_path


REFERENCE = Path("__pages__") / "test_book" / "test_book.book.pdf.pages"


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
    report = folder / "page-structure-report" / "test_book-test_book.book.pdf.html"
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
    assert names == {"test_book.book.pdf.pages", "test_book.pages", "by-name.pages"}
    (folder / "book.pdf").write_bytes(edited(valley("pdf"), pdf_resaving.set_info("/Title", "The Gorge")))
    only = TEST.replace('"book.pdf")', '"book.pdf", "by-name", fail_on="fault")')
    assert run(folder, test=only)[0] == 0


TWINS = """\
import pytest
from pathlib import Path

BOOK = Path(__file__).parent / "book.pdf"


class TestA:
    def test_same(self, page_structure):
        page_structure.check(BOOK)


class TestB:
    def test_same(self, page_structure):
        page_structure.check(BOOK)
        page_structure.check(BOOK)


@pytest.mark.parametrize("name", ["a/b", "a b"])
def test_parameters(page_structure, name):
    page_structure.check(BOOK)
"""


def test_no_two_tests_share_a_reference(folder: Path) -> None:
    code, output = run(folder, test=TWINS)
    assert code == 1
    assert output.count("wrote the new reference") >= 5
    names = sorted(path.name for path in (folder / "__pages__" / "test_book").iterdir())
    assert len(names) == 5
    assert names[:3] == [
        "TestA.test_same.book.pdf.pages",
        "TestB.test_same.book.pdf.2.pages",
        "TestB.test_same.book.pdf.pages",
    ]
    assert all(name.startswith("test_parameters-a-b-") for name in names[3:])
    code, output = run(folder, test=TWINS)
    assert code == 0, output


def test_a_reference_that_no_test_uses_is_named(folder: Path) -> None:
    run(folder)
    stale = folder / REFERENCE.parent / "test_gone.book.pdf.pages"
    stale.write_bytes((folder / REFERENCE).read_bytes())
    for arguments in ([], ["-n1"]) if importlib.util.find_spec("xdist") else ([],):
        code, output = run(folder, *arguments, apart=bool(arguments))
        assert code == 0
        assert f"no test uses {stale}; delete it" in output
    assert "delete it" not in run(folder, "-k", "book")[1]


def test_a_manuscript_is_built_and_its_editions_are_checked(folder: Path) -> None:
    text = "---\ntitle: T\nlang: en\neditions: [{to: pdf, page: A5}, epub]\n---\n\n# One\n\nIt is so.\n"
    (folder / "essay.md").write_text(text)
    test = TEST.replace("book.pdf", "essay.md")
    code, output = run(folder, test=test)
    assert code == 1
    assert output.count("wrote the new reference") >= 2
    assert run(folder, test=test)[0] == 0
    (folder / "essay.md").write_text(text.replace("It is so.", "It is not so."))
    code, output = run(folder, ci=True, test=test)
    assert code == 1
    assert "[essay.md:9]" in output
    assert "test_book.essay.epub.pages" in output


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("'no/such.pdf'", "there is no file no/such.pdf; build it before the tests"),
        ("b'junk'", "the edition under test cannot be read"),
        ("'book.pdf', fail_on='contents'", "expected one of style, reflow, layout, content, fault"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(folder: Path, call: str, said: str) -> None:
    test = f"def test_book(page_structure):\n    page_structure.check({call})\n"
    code, output = run(folder, test=test)
    assert code == 1
    assert said in output
    assert "Traceback" not in output


def test_a_damaged_edition_fails_in_words(folder: Path) -> None:
    (folder / "book.pdf").write_bytes(b"%PDF-1.7 nonsense")
    code, output = run(folder)
    assert code == 1
    assert "the edition under test, book.pdf, cannot be read" in output


def test_runs_that_do_not_use_it_import_nothing_of_it(folder: Path) -> None:
    test = (
        "import sys\n\n\ndef test_other():\n"
        "    assert not {'pypdfium2', 'publish.structure', 'publish.pipeline', 'click'} & set(sys.modules)\n"
    )
    code, output = run(folder, test=test, apart=True)
    assert code == 0, output
