"""Total-fit lines change where lines end and nothing else: the same words as the engine's own, in order."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from publish.model.lines import GREEDY, TOTAL_FIT
from publish.model.metadata import Metadata
from publish.model.resource import StyleSheet
from publish.paginating.paginate import paginate
from tests.conftest import ROOT, write_project
from tests.invariants.same_words import flow_of, letters_of, poppler_letters, set_twice, words_of
from tests.paginating.dense import document, note

# The outer margin holds words that are wider than the text, so that no reader passes over them.
CSS = """
@page { size: 700mm 130mm; margin: 10mm 620mm 10mm 10mm;
  @footnote { border-top: 0.5pt solid; margin-top: 4pt } }
html { font: 10pt/14pt "DejaVu Serif"; orphans: 2; widows: 2 } p { margin: 0; text-indent: 1em }
.note { font-size: 8pt; line-height: 10pt } .note-call { font-size: 70%; vertical-align: super; line-height: 0 }
"""
PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='30' height='10'%3E"
    "%3Crect width='30' height='10'/%3E%3C/svg%3E"
)


def check_editions(project: Path, folder: Path, *, words: bool) -> None:
    for name, (greedy, fit) in set_twice(project, folder).items():
        before, after = greedy.read_bytes(), fit.read_bytes()
        if not name.endswith(".pdf"):
            assert before == after, f"{name} has no lines of ours"
        elif "booklet" not in name:
            assert before != after, f"{name} was set the same way twice"
            one, two = flow_of(before), flow_of(after)
            assert letters_of(one) == letters_of(two)
            assert len(letters_of(one)) > 2000
            if words:
                assert_same_words(words_of(one), words_of(two), project)


def assert_same_words(greedy: Counter[str], fit: Counter[str], project: Path) -> None:
    """Assert that total-fit lines have the same words, whole where greedy lines break them without a hyphen.

    Of these breaks the engine says nothing, and a reader puts a space there.
    """
    whole, parts = fit - greedy, greedy - fit
    written = " ".join(path.read_text("utf-8") for path in project.rglob("*.md")).split()
    assert [word for word in whole if not any(word in one for one in written)] == []
    assert Counter("".join(parts.elements())) == Counter("".join(whole.elements()))


def test_the_essay_says_the_same(tmp_path: Path) -> None:
    check_editions(ROOT / "manuscript" / "black-january", tmp_path, words=True)


def test_the_torture_publication_says_the_same(tmp_path: Path) -> None:
    check_editions(ROOT / "tests" / "publications" / "torture", tmp_path, words=True)


MANUSCRIPTS = {
    "montecristo": ("en", "A5", ["The Count of Monte Cristo.md"], 60_000, ""),
    "baseline-requirements": ("en", "A4", ["BR.md"], 50_000, ""),
    "deep-review": (
        "en",
        "A5",
        ["01.abstract.md", "02.intro.md"],
        0,
        "bibliography: references.json\ncsl: deep-review.csl\n",
    ),
    "joss-gala": ("en", "A4", ["paper.md"], 0, "bibliography: paper.bib\n"),
    "progit-fa": ("fa", "A5", ["fa/01-introduction/01-chapter1.markdown"], 20_000, ""),
}
ALL_OF_DEEP_REVIEW = [
    "01.abstract.md",
    "02.intro.md",
    "03.categorize.md",
    "04.study.md",
    "05.treat.md",
    "06.discussion.md",
    "07.conclusions.md",
    "08.methods.md",
]


def manuscript(shared: Path, folder: Path, name: str, *, whole: bool) -> Path:
    """Make a project of a manuscript, or of its beginning; return its folder."""
    lang, page, chapters, characters, more = MANUSCRIPTS[name]
    if whole and name == "deep-review":
        chapters = ALL_OF_DEEP_REVIEW
    home = folder / name
    shutil.copytree(shared / "manuscripts" / name, home, copy_function=shutil.copyfile)
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    texts = [(home / chapter).read_text(encoding="utf-8") for chapter in chapters]
    files = {
        f"{number}.md": text if whole or not characters else text[:characters]
        for number, text in enumerate(texts)
    }
    settings = (
        f"title: A manuscript\nlang: {lang}\nchapters: [{', '.join(files)}]\n"
        f"editions: [{{to: pdf, page: {page}}}]\n{more}"
    )
    return write_project(home, {**files, "publish.yaml": settings})


@pytest.mark.parametrize("name", ["joss-gala", "montecristo", "progit-fa"])
def test_the_beginning_of_a_manuscript_says_the_same(shared: Path, tmp_path: Path, name: str) -> None:
    check_editions(manuscript(shared, tmp_path, name, whole=False), tmp_path, words=False)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_a_whole_manuscript_says_the_same(shared: Path, tmp_path: Path, name: str) -> None:
    check_editions(manuscript(shared, tmp_path, name, whole=True), tmp_path, words=False)


LETTERS = "abcdefghijklmnopqrstuvwxyzäöüéßАбвгд"
WORD = st.text(LETTERS, min_size=1, max_size=12)
LONG = st.text(LETTERS, min_size=30, max_size=90)
SOFT = st.lists(WORD, min_size=2, max_size=4).map("\u00ad".join)
FIXED = st.lists(WORD, min_size=2, max_size=3).map("\u00a0".join)
JOINED = st.lists(WORD, min_size=2, max_size=3).flatmap(
    lambda words: st.sampled_from(("-", "\u2013", "\u2014", "/", "\u202f")).map(lambda sign: sign.join(words))
)
IDEOGRAPHS = st.text("中文排版測試、。", min_size=1, max_size=20)
ADDRESS = st.lists(WORD, min_size=2, max_size=5).map(lambda words: "https://" + "/".join(words))
PRINTED = st.one_of(WORD, WORD, WORD, SOFT, FIXED, JOINED, LONG, IDEOGRAPHS, ADDRESS)
PLAIN = st.lists(PRINTED, min_size=1, max_size=12).map(" ".join)
OTHER = st.sampled_from((f'<img src="{PICTURE}" alt="p"/>', "<br/>", "<span></span>", " ", "NOTE"))


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(
        (
            ("<em>", "</em>"),
            ("<strong>", "</strong>"),
            ("<code>", "</code>"),
            ('<a href="https://example.org/">', "</a>"),
            ('<span style="font-variant: small-caps">', "</span>"),
            ('<span style="letter-spacing: 1px">', "</span>"),
            ('<span style="padding: 0 3px; border: 1px solid">', "</span>"),
            ('<span lang="de">', "</span>"),
            ('<span style="white-space: nowrap">', "</span>"),
        )
    )
    return st.tuples(tags, st.lists(inner, min_size=1, max_size=4), st.sampled_from(("", " "))).map(
        lambda drawn: drawn[0][0] + drawn[2].join(drawn[1]) + drawn[0][1]
    )


INLINE = st.recursive(PLAIN, lambda inner: st.one_of(_nested(inner), OTHER), max_leaves=12)
PARAGRAPHS = st.lists(st.lists(INLINE, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5)


def numbered(paragraphs: list[str]) -> str:
    """Return the paragraphs with every `NOTE` a note of its own."""
    parts = "".join(f"<p>{text}</p>" for text in paragraphs).split("NOTE")
    body = parts[0]
    for number, part in enumerate(parts[1:], 1):
        body += note(number, f"note {number} says so and so many words that it fills lines of its own") + part
    return document(body)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
@given(
    paragraphs=PARAGRAPHS,
    align=st.sampled_from(("justify", "justify", "left", "center", "right")),
    hyphens=st.sampled_from(("auto", "manual", "none")),
    width=st.sampled_from(("auto", "40mm", "18mm")),
)
def test_random_paragraphs_say_the_same(paragraphs: list[str], align: str, hyphens: str, width: str) -> None:
    check_random(paragraphs, f"p {{ text-align: {align}; hyphens: {hyphens}; width: {width} }}")


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    paragraphs=PARAGRAPHS,
    align=st.sampled_from(("justify", "left", "center", "right", "justify-all")),
    hyphens=st.sampled_from(("auto", "manual", "none")),
    width=st.sampled_from(("auto", "60mm", "30mm", "18mm", "9mm")),
    indent=st.sampled_from(("0", "1em", "-5mm", "30mm")),
)
def test_many_random_paragraphs_say_the_same(
    paragraphs: list[str], align: str, hyphens: str, width: str, indent: str
) -> None:
    css = f"p {{ text-align: {align}; hyphens: {hyphens}; width: {width}; text-indent: {indent} }}"
    check_random(paragraphs, css)


def check_random(paragraphs: list[str], css: str) -> None:
    html = numbered(paragraphs)
    sheets = [StyleSheet("page.css", CSS), StyleSheet("more.css", css)]
    read = []
    runs_off: list[bool] = []
    for lines in (GREEDY, TOTAL_FIT):
        done = paginate(html, sheets, {}, (), Metadata(title_text="x", lang="en"), lines=lines)
        assert done.value is not None, done.diagnostics
        codes = {d.code for d in done.diagnostics}
        assert "layout/lost-note" not in codes
        runs_off.append("layout/overflow" in codes)
        read.append((letters_of(flow_of(done.value.pdf)), done.value.pdf))
    (before, greedy), (after, fit) = read
    if runs_off[0]:
        # A line of the engine's own runs off its page, where nobody can read it; ours may show more.
        written = [letter for letter in before if letter in html]  # what runs off a page is misread at times
        assert not Counter(written) - Counter(after), "letters were lost"
        return
    assert sorted(before) == sorted(after), "letters were lost or doubled"
    assert before == after, "letters changed places"
    if shutil.which("pdftotext"):
        assert poppler_letters(greedy) == poppler_letters(fit)
