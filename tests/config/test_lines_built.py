"""Settings of lines seen in finished pages: they change line ends and nothing else, and are built anew."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

import publish
from tests.conftest import write_project

TEXT = """
In the beginning the members of the committee considered that an extraordinarily comprehensive investigation
would be indispensable, notwithstanding the understandable disappointment of contemporary correspondents,
whose characteristically straightforward representations had nevertheless demonstrated considerable
perseverance. They remembered how often, under comparable circumstances, administrative responsibilities
were misunderstood, and how unimaginably complicated the consequences of an insufficiently deliberated
recommendation could subsequently become.
""".replace("\n", " ")


def lines_of(folder: Path, theme: str) -> list[str]:
    """Build three paragraphs under a theme; return the lines of the first page's text."""
    body = "\n\n".join([TEXT] * 3)
    text = f"---\ntitle: Lines\nlang: en\neditions: [{{to: pdf, page: A5}}]\ntheme: {theme}\n---\n\n{body}\n"
    write_project(folder, {"main.md": text})
    result = publish.build(folder / "main.md", output=folder / "out", cache=False)
    assert not result.failed, result.diagnostics
    with pypdfium2.PdfDocument(folder / "out" / "main.pdf") as pdf:
        said = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    # pdfium joins the lines that a word is divided over, with a sign of its own for the hyphen.
    said = re.sub("[\x02\ufffe]\n?", "\u2010\n", said.replace("\r", ""))
    return [line for line in said.split("\n") if line.strip()]


def words_of(lines: list[str]) -> str:
    """Return the words without line ends."""
    return re.sub(r"\s+", " ", re.sub("[-\u00ad\u2010]\n", "", "\n".join(lines)))


@pytest.fixture(scope="module")
def total_fit(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return lines_of(tmp_path_factory.mktemp("total-fit"), "{lines: total-fit}")


def test_greedy_lines_end_elsewhere_and_say_the_same(total_fit: list[str], tmp_path: Path) -> None:
    greedy = lines_of(tmp_path, "{lines: greedy}")
    assert len(greedy) > 20
    assert greedy != total_fit
    assert words_of(greedy) == words_of(total_fit)


def hyphens_of(lines: list[str]) -> int:
    return sum(line[-1] in "-\u00ad\u2010" for line in lines)


def test_costs_and_limits_are_obeyed(total_fit: list[str], tmp_path: Path) -> None:
    cheap = lines_of(tmp_path / "cheap", "{lines: {hyphen-penalty: 0, double-hyphen-demerits: 0}}")
    dear = lines_of(tmp_path / "dear", "{lines: {hyphen-penalty: 10000}}")
    limited = lines_of(tmp_path / "limit", "{lines: {word-letters: 40}}")
    assert hyphens_of(cheap) > hyphens_of(total_fit) > 0
    assert hyphens_of(dear) == hyphens_of(limited) == 0
    for lines in (cheap, dear, limited):
        assert words_of(lines) == words_of(total_fit)


def test_a_changed_setting_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLISH_CACHE", str(tmp_path / "cache"))
    themes = (
        "{lines: greedy}",
        "{lines: total-fit}",
        "{lines: {hanging: 0}}",
        "{grid: yes}",
        "{openers: small-caps}",
    )
    for theme in themes:
        files = {"publish.yaml": f"title: T\nlang: en\nchapters: [1.md]\neditions: epub\ntheme: {theme}\n"}
        project = write_project(tmp_path / "project", {**files, "1.md": "# One\n\nText of one line.\n"})
        results = [publish.build(project, output=tmp_path / "out") for _ in range(2)]
        assert [result.reused for result in results] == [False, True], theme
