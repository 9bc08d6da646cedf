"""What we paint passes PDF/UA-1 by veraPDF, and qpdf finds nothing wrong with it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.paginate import paginate
from tests.paginating.dense import CSS, document, note, write_dense
from tests.paginating.features import PAGE
from tests.paginating.rich import rich_document
from tests.tools.verapdf import validate


def long_table() -> str:
    rows = "".join(
        f"<tr><th scope='row'>r{i}</th><td>{i}{note(i + 1)}</td><td colspan='2'>x</td></tr>" for i in range(60)
    )
    head = "<thead><tr><th>a</th><th>b</th><th>c</th><th>d</th></tr></thead>"
    return f"<table><caption>c</caption>{head}<tbody>{rows}</tbody></table>"


def odd_blocks() -> str:
    link = "a link that goes on over several lines of so small a page " * 2
    return (
        "<ul><li><p>a</p><ul><li><p>b</p><ol><li>c</li></ol></li></ul></li><li></li></ul>"
        "<ul><li><table><tr><td>in a list</td></tr></table></li><li><pre><code>x\ny</code></pre></li></ul>"
        '<p><a href="#t"><em>all</em> <strong>sorts</strong> <code>of</code></a></p>'
        f'<p><a href="https://example.org/">{link}</a></p>'
        '<h1 id="t"><a href="#t">linked heading</a></h1><p lang="he" dir="rtl">שלום</p>'
        "<blockquote><blockquote><p>q</p></blockquote></blockquote>"
        "<dl><dt>t</dt><dd><p>d</p><ul><li>x</li></ul></dd></dl>"
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("ua")
    html, sheets, resources = rich_document()
    small = [StyleSheet("page.css", PAGE.format(lines=2))]
    tall = document(f"<p>x{note(1, 'words ' * 300)}</p>")
    dense, _ = write_dense(3, chapters=2, blocks=20)
    documents = {
        "rich": (html, sheets, resources),
        "dense": (dense, [StyleSheet("dense.css", CSS)], {}),
        "table": (document(long_table()), small, {}),
        "tall": (tall, small, {}),
        "odd": (document(odd_blocks()), small, {}),
        "empty": (document(""), [], {}),
    }
    made = []
    for name, (text, styles, images) in documents.items():
        done = paginate(text, styles, images, (), Metadata(title_text=name))
        assert done.value is not None
        path = folder / f"{name}.pdf"
        path.write_bytes(done.value.pdf)
        made.append(path)
    return made


def test_pdf_ua(files: list[Path]) -> None:
    assert validate(files) == ""


def test_qpdf(files: list[Path]) -> None:
    if shutil.which("qpdf") is None:
        import pikepdf

        for path in files:
            with pikepdf.open(path) as pdf:
                assert pdf.check_pdf_syntax() == []
        return
    for path in files:
        run = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
