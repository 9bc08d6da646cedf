"""Our own check finds what spoils an e-book, and nothing in a good one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from publish.checking.epub import check_epub

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="EPUB/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0">'
    "<metadata><dc:identifier>x</dc:identifier><dc:title>t</dc:title><dc:language>en</dc:language></metadata>"
    '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="i" href="i.png" media-type="image/png"/><item id="c" href="c.css" media-type="text/css"/>'
    "</manifest>"
    '<spine><itemref idref="a"/></spine></package>'
)
HTML = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
GOOD = {
    "mimetype": b"application/epub+zip",
    "META-INF/container.xml": CONTAINER.encode(),
    "EPUB/p.opf": PACKAGE.encode(),
    "EPUB/nav.xhtml": HTML.format('<a href="a.xhtml#one">x</a>').encode(),
    "EPUB/a.xhtml": HTML.format('<p id="one"><img src="i.png"/><a href="http://a.org">w</a></p>').encode(),
    "EPUB/i.png": b"\x89PNG\r\n",
    "EPUB/c.css": b"p { margin: 0 }",
}


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", compression) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return target.getvalue()


def with_text(words: str) -> dict[str, bytes]:
    return {**GOOD, "EPUB/a.xhtml": HTML.format(f'<p id="one">{words}</p>').encode()}


def without(name: str) -> dict[str, bytes]:
    return {key: value for key, value in GOOD.items() if key != name}


def test_a_good_book_has_no_faults() -> None:
    assert check_epub(packed(GOOD)) == ()


SPOILED: list[tuple[Callable[[], bytes], str]] = [
    (lambda: b"PK nonsense", "not a readable ZIP"),
    (lambda: packed(GOOD, zipfile.ZIP_DEFLATED), "first and stored"),
    (lambda: packed({"a": b"", **GOOD}), "first and stored"),
    (lambda: packed({**GOOD, "mimetype": b"text/plain"}), "does not say"),
    (lambda: packed(without("META-INF/container.xml")), "container.xml is missing"),
    (lambda: packed(without("EPUB/p.opf")), "names no package document"),
    (lambda: packed({**GOOD, "EPUB/p.opf": PACKAGE.replace("<dc:title>t", "<dc:title>").encode()}), "dc:title"),
    (
        lambda: packed({**GOOD, "EPUB/p.opf": PACKAGE.replace('idref="a"', 'idref="b"').encode()}),
        "the spine names",
    ),
    (lambda: packed({**GOOD, "EPUB/p.opf": PACKAGE.replace('id="i"', 'id="a"').encode()}), "twice"),
    (lambda: packed({**GOOD, "EPUB/p.opf": PACKAGE.replace(' properties="nav"', "").encode()}), "navigation"),
    (lambda: packed(without("EPUB/i.png")), "not in the package"),
    (lambda: packed({**GOOD, "EPUB/stray.txt": b""}), "not in the manifest"),
    (lambda: packed({**GOOD, "EPUB/i.png": b"GIF89a"}), "not of its media type"),
    (lambda: packed({**GOOD, "EPUB/c.css": b"@import 'http://x/y.css';"}), "outside the package"),
    (lambda: packed(with_text("<b>")), "not well-formed"),
    (lambda: packed(with_text('<b id="one"/>')), "the identifier `one` twice"),
    (lambda: packed(with_text('<a href="#gone">x</a>')), "nothing has that identifier"),
    (lambda: packed(with_text('<a href="b.xhtml">x</a>')), "not in the package"),
    (lambda: packed(with_text('<img src="http://x/y.png"/>')), "from the network"),
    (lambda: packed(with_text("<script>1</script>")), "active element"),
    (lambda: packed(with_text('<b onclick="x"/>')), "event handler"),
    (lambda: packed(with_text('<math xmlns="http://www.w3.org/1998/Math/MathML"/>')), "MathML"),
    (lambda: packed(with_text('<a href="http://[x">x</a>')), "cannot be read"),
]


@pytest.mark.parametrize(("spoil", "words"), SPOILED, ids=[words for _, words in SPOILED])
def test_a_spoiled_book_is_told(spoil: Callable[[], bytes], words: str) -> None:
    found = check_epub(spoil())
    assert any(words in d.message for d in found), found
    assert {d.code for d in found} == {"epub/invalid"}
