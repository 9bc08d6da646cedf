"""Whatever a manuscript says, nothing outside its folder reaches an edition, and no script survives."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest

import publish
from tests.conftest import write_project

SECRET = "xyzzy-secret-4711"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>{SECRET}</text></svg>'


def everything(folder: Path) -> bytes:
    """All bytes of all editions, unpacked and uncompressed."""
    parts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as package:
                parts += [package.read(name) for name in package.namelist()]
        elif path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                for thing in pdf.objects:
                    if isinstance(thing, pikepdf.Stream):
                        try:
                            parts.append(thing.read_bytes())
                        except pikepdf.PdfError:
                            parts.append(thing.read_raw_bytes())
                    else:
                        parts.append(repr(thing).encode())
        else:
            parts.append(path.read_bytes())
    return b"\n".join(parts)


@pytest.mark.parametrize(
    "reach",
    [
        "../secret.svg",
        "{outside}/secret.svg",
        "file://{outside}/secret.svg",
        "%2e%2e/secret.svg",
        "..%2fsecret.svg",
        "link.svg",
        "folder/secret.svg",
        "./sub/../../secret.svg",
    ],
)
@pytest.mark.parametrize("form", ["![a picture]({})", '<img src="{}" alt="a picture">'])
def test_no_image_is_taken_from_outside(tmp_path: Path, reach: str, form: str) -> None:
    outside = tmp_path / "outside"
    project = outside / "project"
    write_project(outside, {"secret.svg": SVG})
    write_project(project, {"main.md": "x", "sub/x.md": "x"})
    (project / "link.svg").symlink_to(outside / "secret.svg")
    (project / "folder").symlink_to(outside)
    text = "---\ntitle: T\nlang: en\n---\n\n" + form.format(reach.format(outside=outside)) + "\n"
    write_project(project, {"main.md": text})
    result = publish.build(project / "main.md", to=("pdf", "epub", "html"), output=tmp_path / "out")
    assert SECRET.encode() not in everything(tmp_path / "out")
    assert {d.code for d in result.diagnostics} & {"safety/outside", "image/missing"}


def test_allow_read_opens_a_folder(tmp_path: Path) -> None:
    write_project(tmp_path / "pictures", {"open.svg": SVG})
    text = "---\ntitle: T\nlang: en\n---\n\n![a picture](../pictures/open.svg)\n"
    project = write_project(tmp_path / "project", {"main.md": text})
    result = publish.build(
        project / "main.md", to=("html",), output=tmp_path / "out", allow_read=(tmp_path / "pictures",)
    )
    assert result.diagnostics == ()


HOSTILE = """---
title: 'T <script>alert(1)</script>'
lang: en
---

<script>alert("XSS-A")</script>

Text <img src=x onerror="alert('XSS-B')"> and <a href="javascript:alert('XSS-C')">a link</a>
and [another](javascript:alert%28'XSS-D'%29) and [one](data:text/html,XSS-E).

<iframe src="https://example.org/XSS-F"></iframe>
<form action="https://example.org/XSS-G"><input name=q></form>
<link rel="attachment" href="file:///etc/passwd">
<style>@import url("https://example.org/XSS-H");</style>
<object data="https://example.org/XSS-I"></object>
<div onclick="alert('XSS-J')" style="background:url(https://example.org/XSS-K)">in a div</div>
<svg><script>alert("XSS-L")</script></svg>

[a span]{onmouseover="alert('XSS-M')" style="background: url(file:///etc/passwd)"}

```{=html}
<script>alert("XSS-N")</script>
```
"""


def test_no_script_survives(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", {"main.md": HOSTILE})
    result = publish.build(project / "main.md", to=("html", "epub", "pdf"), output=tmp_path / "out")
    assert len(result.editions) == 3
    made = everything(tmp_path / "out")
    for needle in (b"onerror", b"javascript:", b"onclick", b"onmouseover", b"<iframe", b"<form", b"<object",
                   b"root:x:0", b"XSS-F", b"XSS-H", b"XSS-K", b"data:text/html"):  # fmt: skip
        assert needle not in made, needle
    assert b"<script" not in made.replace(b"&lt;script", b"")
    assert "html/removed" in {d.code for d in result.diagnostics}
