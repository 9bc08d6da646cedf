"""Nothing is read from disk or network, whatever a document or style sheet names."""
# ruff: noqa: E501 - CSS reads better unbroken

from __future__ import annotations

import builtins
import socket
from typing import Any

import pytest

from publish.model.metadata import Metadata
from publish.model.resource import Resource, StyleSheet
from publish.paginating.addresses import BASE, DATA_LIMIT_BYTES, MemoryFetcher, RefusedAddress
from publish.paginating.paginate import paginate
from tests.paginating.dense import document
from tests.paginating.rich import PNG

CHART = Resource("images/a b.png", "image/png", PNG)


@pytest.fixture
def fetcher() -> MemoryFetcher:
    return MemoryFetcher({"whatever": CHART}, ())


def test_own_files_are_served_by_name(fetcher: MemoryFetcher) -> None:
    answer = fetcher(f"{BASE}images/a%20b.png?x#y")
    assert answer.read() == PNG
    assert answer.content_type == "image/png"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://169.254.169.254/latest",
        "https://example.org/a.png",
        "ftp://example.org/a",
        "https://publication.invalid.example.org/images/a%20b.png",
        "data:text/html,x",
        "data:application/pdf;base64,x",
        f"data:image/png,{'x' * (DATA_LIMIT_BYTES + 1)}",
        "data:image/png;base64,not base64!",
        f"{BASE}images/../../etc/passwd",
        f"{BASE}images/%2e%2e/a.png",
        f"{BASE}nowhere.png",
        "javascript:alert(1)",
        "images/a b.png",
        "",
    ],
)
def test_everything_else_is_refused(fetcher: MemoryFetcher, address: str) -> None:
    with pytest.raises(RefusedAddress):
        fetcher(address)


def test_small_pictures_may_stand_in_data_addresses(fetcher: MemoryFetcher) -> None:
    assert fetcher("data:image/gif;base64,R0lG ODlh").read() == b"GIF89a"
    assert fetcher("data:image/svg+xml,%3Csvg/%3E").read() == b"<svg/>"


HOSTILE_CSS = """
@import "file:///etc/passwd";
@import url(http://example.org/x.css);
@font-face { font-family: X; src: url(file:///usr/share/fonts/x.ttf) }
@font-face { font-family: Y; src: local("DejaVu Sans") }
@color-profile z { src: url(file:///etc/passwd); components: cyan }
body { background: url(http://169.254.169.254/x.png); font-family: "DejaVu Serif" }
p { background: url(data:text/html,hello); list-style-image: url("../../etc/passwd") }
h1 { content: url(file:///etc/hostname) }
h2 { background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='file:///etc/passwd'/%3E%3C/svg%3E") }
"""
HOSTILE_HTML = """
<link rel="attachment" href="file:///etc/passwd"/><link rel="stylesheet" href="file:///etc/x.css"/>
<base href="file:///etc/"/><style>@import "file:///etc/y.css";</style><script src="file:///etc/x.js"/>
<h1>H</h1><h2>I</h2><p>Text <img src="file:///etc/hostname" alt="x"/> <img src="//example.org/a.png" alt="y"/>
<object data="file:///etc/passwd">o</object><embed src="file:///etc/passwd"/><iframe src="file:///etc/passwd"/>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
<image xlink:href="file:///etc/passwd" width="9" height="9"/><use href="file:///etc/x.svg#a"/></svg></p>
"""


def test_a_hostile_document_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    paginate(document("<p>warm up</p>"), [], {}, (), Metadata())
    opened: list[str] = []
    really_open = builtins.open

    def watch(file: Any, *arguments: Any, **named: Any) -> Any:
        opened.append(str(file))
        return really_open(file, *arguments, **named)

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(builtins, "open", watch)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    done = paginate(document(HOSTILE_HTML), [StyleSheet("mine.css", HOSTILE_CSS)], {}, (), Metadata())
    assert done.value is not None
    assert not [path for path in opened if path.startswith("/etc") or path.endswith((".ttf", ".css"))]
    assert b"root:" not in done.value.pdf
    assert b"EmbeddedFile" not in done.value.pdf
    told = {(d.code, str(d.where)) for d in done.diagnostics}
    assert ("safety/outside", "mine.css:2:10") in told
    assert ("safety/network", "mine.css:3:13") in told
    assert ("safety/network", "mine.css:7:24") in told
    assert {d.code for d in done.diagnostics} <= {
        "safety/outside",
        "safety/network",
        "style/css",
        "image/missing",
    }


def test_links_that_leave_the_web_and_the_document_are_text() -> None:
    import io

    import pikepdf

    body = "".join(
        f'<p><a href="{target}">x</a></p>'
        for target in (
            "javascript:alert(1)",
            "file:///etc/passwd",
            "other.html",
            "data:text/html,x",
            "",
            "#here",
        )
    )
    body += '<p id="here"><a href="https://example.org/a">ok</a> <a href="mailto:a@example.org">ok</a></p>'
    done = paginate(document(body), [], {}, (), Metadata())
    assert done.value is not None
    with pikepdf.open(io.BytesIO(done.value.pdf)) as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", [])]
        addresses = {str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A}
    assert addresses == {"https://example.org/a", "mailto:a@example.org"}
    assert len(links) == 3


def test_a_damaged_image_is_told_and_its_words_printed() -> None:
    bad = {"b": Resource("images/b.png", "image/png", b"no picture")}
    done = paginate(document('<p><img src="images/b.png" alt="words"/></p>'), [], bad, (), Metadata())
    assert [d.code for d in done.diagnostics] == ["image/unreadable"]
    assert "images/b.png" in done.diagnostics[0].message
