"""Manuscripts nobody would write by intent: each ends in editions or in a told error, and never in a crash.

What always holds: no exception and no `internal/bug`; an error keeps the former output to the byte; the project
itself is left as it was; every error that an author can mend has a place.
"""

# ruff: noqa: E501 - one case a line

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import publish
from publish.model.diagnostic import Severity
from publish.pipeline.request import Result
from tests.conftest import write_project

HEAD = "---\ntitle: T\nlang: en\n---\n\n"
FOLDER = "title: T\nlang: en\neditions: [{to: html}, {to: epub}]\n"
CHAPTER = "# A\n\nText [@x, p. 3] and a note.[^1]\n\n[^1]: The note.\n"
STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>t</title><id>t</id>'
    "<updated>2020-01-01T00:00:00+00:00</updated></info>{}<citation><layout><text {}/></layout></citation></style>"
)
BOOK = "@book{x, title={T}, author={A, B}, year=2000}"
LEVELS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))

TEXTS: dict[str, str | bytes] = {
    "nothing": "",
    "blank lines": "\n\n \n\t\n",
    "front matter alone": "---\ntitle: T\n---\n",
    "front matter without end": "---\ntitle: T\n\ntext\n",
    "empty front matter": "---\n---\n\ntext\n",
    "a list as front matter": "---\n- a\n---\n\ntext\n",
    "every byte": bytes(range(256)) * 20,
    "NUL": b"---\ntitle: T\n---\n\na\0b\x01\x7f c",
    "UTF-16": "---\ntitle: T\n---\n".encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n\r\nText\rmore\r\n",
    "headings alone": "# A\n\n## B\n\n#### C\n\n#\n\n######## D\n",
    "a line of a million": HEAD + "word " * 200_000,
    "a word of a hundred thousand": HEAD + "w" * 100_000,
    "quotes in quotes": HEAD + ">" * 2000 + " x\n",
    "divisions in divisions": HEAD + "<div>" * 3000 + "x" + "</div>" * 3000,
    "elements left open": HEAD + "<b>" * 3000 + "x\n",
    "notes in notes": HEAD + "a" + "^[" * 50 + "x" + "]" * 50 + "\n",
    "a note that calls itself": HEAD + "a[^1]\n\n[^1]: see [^1] and [^2]\n\n[^2]: see [^1]\n",
    "five hundred times one label": HEAD + "\n\n".join(["# H {#x}\n\n[]{#x} text [a](#x)"] * 500),
    "two thousand notes": HEAD + "\n\n".join(f"a[^{n}]\n\n[^{n}]: note" for n in range(2000)),
    "a table of 300 columns": HEAD + "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n|" + "b|" * 300 + "\n",
    "dollars": HEAD + "$" * 3000 + "\n\n" + "$x$ " * 200,
    "indices of indices": HEAD + "$" + "x_{" * 900 + "x" + "}" * 900 + "$ and $y$\n",
    "walls in walls": HEAD + "$$" + r"\left(\begin{cases}" * 12 + "x" + r"\end{cases}\right)" * 12 + "$$\n",
    "a macro without end": HEAD + "\\newcommand{\\x}{\\x\\x}\n\n$\\x$ \\x\n",
    "stars": HEAD + "*a _b " * 1000,
    "odd addresses": HEAD + "".join(
        f"![x](<{a}>)\n\n[y](<{a}>)\n\n"
        for a in ("data:,", "data:text/html,x", "", ".", "#", "?", "//", "http://[::1", "%zz%00", "mailto:a", "a:b", "/")
    ),
    "odd sizes": HEAD + "".join(
        f"![x](a.png){{width={w}}}\n\n" for w in ("0", "-5", "1e9px", "nan", "100000%", "abc", "999999in")
    ),
}  # fmt: skip

SETTINGS: dict[str, dict[str, str | bytes]] = {
    "empty settings": {"publish.yaml": ""},
    "a list": {"publish.yaml": "- a\n"},
    "a word": {"publish.yaml": "hello"},
    "circle": {"publish.yaml": "a: &x [*x]\n"},
    "bomb": {"publish.yaml": "a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [{(f'*b{n - 1},' if n else '*a,') * 9}]\n" for n in range(12))},
    "chapters elsewhere": {"publish.yaml": FOLDER + "chapters: [../../x.md, /etc/passwd, 'file:///etc/passwd']\n"},
    "chapters of all kinds": {"publish.yaml": FOLDER + "chapters: [1, null, {a: b}, [a.md], true, '', a.md, ./a.md]\n"},
    "a picture as chapter": {"publish.yaml": FOLDER + "chapters: [p.png]\n", "p.png": b"\x89PNG\r\n\x1a\n"},
    "a folder as chapter": {"publish.yaml": FOLDER + "chapters: [sub]\n", "sub/x.md": "x"},
    "editions twice": {"publish.yaml": "title: T\nlang: en\neditions: [{to: epub}, {to: epub}]\n"},
    "editions of all kinds": {"publish.yaml": "title: T\neditions: [{to: docx}, {page: A4}, {}, null, pdf]\n"},
    "a page of a stamp": {"publish.yaml": "title: T\neditions: [{to: pdf, page: 10mm x 10mm}]\n"},
    "a page of a house": {"publish.yaml": "title: T\neditions: [{to: booklet, page: 5000mm x 5000mm}]\n"},
    "size": {"publish.yaml": FOLDER + "theme: {size: 1e9pt}\n"},
    "injection": {"publish.yaml": FOLDER + "theme: {accent: '#7a1f1f; } body { display: none'}\n"},
    "bibliography elsewhere": {"publish.yaml": FOLDER + "bibliography: /etc/passwd\n"},
    "bibliography empty": {"publish.yaml": FOLDER + "bibliography: r.bib\n", "r.bib": ""},
    "bibliography binary": {"publish.yaml": FOLDER + "bibliography: r.bib\n", "r.bib": bytes(range(256))},
    "bibliography a web page": {"publish.yaml": FOLDER + "bibliography: r.json\n", "r.json": "<!DOCTYPE html><p>404"},
    "bibliography deep": {"publish.yaml": FOLDER + "bibliography: r.json\n", "r.json": "[" * 5000},
    "bibliography open": {"publish.yaml": FOLDER + "bibliography: r.bib\n", "r.bib": "@book{x, title={"},
    "style elsewhere": {"publish.yaml": FOLDER + "csl: ../x.csl\nbibliography: r.bib\n", "r.bib": BOOK},
    "style empty": {"publish.yaml": FOLDER + "csl: s.csl\nbibliography: r.bib\n", "r.bib": BOOK, "s.csl": ""},
    "style a web page": {"publish.yaml": FOLDER + "csl: s.csl\nbibliography: r.bib\n", "r.bib": BOOK, "s.csl": "<html/>"},
    "style bomb": {
        "publish.yaml": FOLDER + "csl: s.csl\nbibliography: r.bib\n",
        "r.bib": BOOK,
        "s.csl": f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{LEVELS}]>' + STYLE.format("&a12;", 'variable="title"'),
    },
    "style that reads": {
        "publish.yaml": FOLDER + "csl: s.csl\nbibliography: r.bib\n",
        "r.bib": BOOK,
        "s.csl": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + STYLE.format("", 'value="&a;"'),
    },
    "style without its macro": {
        "publish.yaml": FOLDER + "csl: s.csl\nbibliography: r.bib\n",
        "r.bib": BOOK,
        "s.csl": STYLE.format("", 'macro="zz"'),
    },
    "css broken": {"publish.yaml": FOLDER + "css: s.css\n", "s.css": "}}}{{{ /* @import url(file:///etc/passwd)"},
    "css that reads": {"publish.yaml": FOLDER + "css: s.css\n", "s.css": "@import 'file:///etc/passwd'; p{background:url(/etc/passwd)}"},
    "css elsewhere": {"publish.yaml": FOLDER + "css: [../s.css]\n"},
    "a text as font": {"publish.yaml": FOLDER + "fonts: f.ttf\n", "f.ttf": "hello"},
    "font elsewhere": {"publish.yaml": FOLDER + "fonts: /etc/passwd\n"},
    "odd values": {"publish.yaml": FOLDER + "author: [{affiliation: X}, [a], null, 1]\ndate: {a: b}\nlang: en\n"},
    "title with everything": {
        "publish.yaml": "title: '</title><script>x</script> *a* $x^2$ שלום 😀'\nlang: x-y-z\neditions: [html, epub]\n"
    },
    "title of nothing": {"publish.yaml": 'title: "\\0"\nlang: en\neditions: [html, epub]\n'},
    "a long title": {"publish.yaml": f"title: {'x' * 100_000}\nlang: en\neditions: [html, epub]\n"},
}  # fmt: skip


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(folder.rglob("*"))}


def build_over(former: Path, path: Path, project: Path) -> Result:
    """Build into a folder that holds a former edition, and prove what must always hold."""
    write_project(former, {"publication.epub": "the former edition", "my own.txt": "mine"})
    before, kept = snapshot(project), snapshot(former)
    result = publish.build(path, to=("html", "epub"), output=former)
    assert snapshot(project) == before
    assert (former / "my own.txt").read_text() == "mine"
    codes = {d.code for d in result.diagnostics}
    assert not codes & {"internal/bug", "epub/invalid"}, result.diagnostics
    if result.failed:
        assert snapshot(former) == kept
        assert not result.editions
        for found in result.diagnostics:
            assert found.where is not None or found.severity is not Severity.ERROR, found
    else:
        assert len(result.editions) == 2
    made = b"".join(edition.path.read_bytes() for edition in result.editions)
    assert b"root:x:0" not in made
    return result


@pytest.mark.parametrize("name", TEXTS)
def test_any_text(tmp_path: Path, name: str) -> None:
    project = write_project(tmp_path / "project", {"main.md": TEXTS[name]})
    build_over(tmp_path / "out", project / "main.md", project)


@pytest.mark.parametrize("name", SETTINGS)
def test_any_settings(tmp_path: Path, name: str) -> None:
    project = write_project(tmp_path / "project", {"a.md": CHAPTER, **SETTINGS[name]})
    build_over(tmp_path / "out", project, project)


NAMES = ("-rf", "a b", "a#b", "a?b", "100%", "a'b", 'a"b', "a\nb", "ü", "u\u0308", "日本", "😀", "a&b", "<x>", "a\\b",
         "%2e%2e", "x" * 200, "مرحبا", "CON", "a.b.c", ".hidden")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_any_name(tmp_path: Path, name: str) -> None:
    """The name of the manuscript, of its picture and of its folder."""
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    address = "".join(f"\\{c}" if c in '<>\\"' else c for c in name.replace("\n", " "))
    project = write_project(
        tmp_path / name, {f"{name}.md": f"{HEAD}![alt](<{address}.svg>)\n", f"{name}.svg": picture}
    )
    result = build_over(tmp_path / "out", project / f"{name}.md", project)
    assert {d.code for d in result.diagnostics} <= ({"image/missing"} if "\n" in name else set())
    assert {e.path.name for e in result.editions} == {f"{name}.html", f"{name}.epub"}


def unreadable(kind: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        match kind:
            case "folder":
                path.mkdir()
            case "pipe":
                os.mkfifo(path)
            case "loop":
                path.symlink_to(path.name)
            case "device":
                path.symlink_to("/dev/zero")
            case "dangling":
                path.symlink_to("nowhere.png")

    return make


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "device", "dangling"])
@pytest.mark.parametrize("what", ["picture", "chapter", "bibliography", "csl", "css", "fonts", "settings"])
def test_any_kind_of_file(tmp_path: Path, kind: str, what: str) -> None:
    project = write_project(tmp_path / "project", {"a.md": f"{CHAPTER}\n![alt](it)\n"})
    if what != "settings":
        style = "csl: ./it\nreferences: [{id: x, type: book, title: T}]"
        key = {"chapter": "chapters: [it]", "picture": "", "csl": style}.get(what, f"{what}: it")
        write_project(project, {"publish.yaml": f"{FOLDER}{key}\n"})
    unreadable(kind)(project / ("publish.yaml" if what == "settings" else "it"))
    former = tmp_path / "out"
    result = publish.build(project, to=("html",), output=former)
    assert result.diagnostics
    assert "internal/bug" not in {d.code for d in result.diagnostics}
    assert result.failed == (what != "picture")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in TEXTS if name != "a word of a hundred thousand"])
def test_any_text_on_pages(tmp_path: Path, name: str) -> None:
    project = write_project(tmp_path / "project", {"main.md": TEXTS[name]})
    result = publish.build(project / "main.md", to=("pdf", "booklet"), output=tmp_path / "out")
    assert "internal/bug" not in {d.code for d in result.diagnostics}
    assert result.failed or len(result.editions) == 2
