"""HTML becomes a PDF whose notes, anchors, outline, labels and metadata are right, always in the same bytes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pydyf
import pytest

from publish.model.artifact import Pagination
from publish.model.diagnostic import Outcome
from publish.model.metadata import Metadata, Person
from publish.model.resource import Resource, StyleSheet
from publish.model.source import Source
from publish.paginating.paginate import paginate
from tests.paginating.dense import document, note
from tests.paginating.rich import rich_document

PAGE = '@page { size: A6; margin: 12mm } html { font: 9pt/12pt "DejaVu Serif" }'
FILL = " ".join(["filler"] * 40)


def lay(body: str, css: str = "", **more: object) -> Outcome[Pagination | None]:
    sheets = [StyleSheet("page.css", PAGE), StyleSheet("author.css", css)]
    return paginate(document(body), sheets, {}, (), Metadata(title_text="T"), **more)  # type: ignore[arg-type]


def pages(outcome: Outcome[Pagination | None]) -> Pagination:
    assert outcome.value is not None
    return outcome.value


def opened(outcome: Outcome[Pagination | None]) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pages(outcome).pdf))


def outline_of(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as outline:
        found: list[str] = []
        stack = list(reversed(outline.root))
        while stack:
            item = stack.pop()
            found.append(str(item.title))
            stack.extend(reversed(item.children))
        return found


def test_notes_anchors_and_pages_are_told() -> None:
    done = lay(f'<p>{FILL}{note(1)}</p><h1 id="two" style="break-before: page">Two{note(2)}</h1><p>x</p>')
    assert done.diagnostics == ()
    assert pages(done).page_count == 2
    assert [(n.identifier, n.call_page, n.note_pages) for n in pages(done).notes] == [
        ("note-1", 1, (1,)),
        ("note-2", 2, (2,)),
    ]
    assert dict(pages(done).anchors)["two"] == 2


def test_outline_has_no_note_numbers() -> None:
    body = f"<h1>One{note(1)} <em>way</em></h1><p>x</p><h2>Sub{note(2)}</h2><p>y</p>"
    assert outline_of(opened(lay(body))) == ["One way", "Sub"]


def test_page_labels_follow_the_printed_folios() -> None:
    css = (
        "@page { @bottom-center { content: counter(page) } }"
        "@page front { @bottom-center { content: counter(page, lower-roman) } }"
        "nav { page: front } main { break-before: page; counter-reset: page 1 }"
    )
    done = lay(f"<nav><p>{FILL * 12}</p></nav><main><p>x</p></main>", css)
    pdf = opened(done)
    labels = pdf.Root.PageLabels.Nums
    assert [(int(labels[i]), str(labels[i + 1].S)) for i in range(0, len(labels), 2)] == [(0, "/r"), (2, "/D")]


def test_metadata_stands_in_the_file() -> None:
    metadata = Metadata(
        title_text="A & B <x>",
        authors=(Person("Ada Ö."), Person("B. C.")),
        lang="de",
        keywords=("k1", "k2"),
        date_iso="2026-01",
        rights_text="CC BY",
    )
    done = paginate(document("<p>x</p>", "de"), [], {}, (), metadata)
    with opened(done) as pdf:
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "A & B <x>"
            assert xmp["dc:creator"] == ["Ada Ö.", "B. C."]
            assert xmp["dc:language"] == {"de"}
            assert xmp["dc:date"] == ["2026-01"]
            assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert str(pdf.Root.Lang) == "de"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo.Title) == "A & B <x>"
        assert "/CreationDate" not in pdf.docinfo
        assert "/ModDate" not in pdf.docinfo


def test_notes_are_tagged_as_notes_with_identifiers() -> None:
    html, sheets, resources = rich_document()
    done = paginate(html, sheets, resources, (), Metadata(title_text="T"))
    assert done.diagnostics == ()
    with opened(done) as pdf:
        names = [str(item.S) for item in pdf.objects if _is_element(item)]
        notes = [item for item in pdf.objects if _is_element(item) and item.S == "/Note"]
        assert len(notes) == len(pages(done).notes)
        assert len({str(item.ID) for item in notes}) == len(notes)
        assert names.count("/Formula") == 2
        assert names.count("/Figure") == 1
        assert {"/H1", "/H2", "/Table", "/TH", "/L", "/LI", "/LBody", "/BlockQuote", "/Code", "/Link"} <= set(
            names
        )
        for item in pdf.objects:
            if _is_element(item) and item.S == "/TH":
                assert str(item.A.Scope) in ("/Row", "/Column")
            if _is_element(item) and item.S == "/LI":
                assert {str(kid.S) for kid in item.K} <= {"/Lbl", "/LBody"}


def _is_element(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"


def test_the_same_bytes_whatever_the_environment(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom tests.paginating.rich import rich_document\n"
        "from publish.paginating.paginate import paginate\nfrom publish.model.metadata import Metadata\n"
        "html, sheets, resources = rich_document()\n"
        "sys.stdout.buffer.write(paginate(html, sheets, resources, (), Metadata(title_text='T')).value.pdf)\n"
    )
    root = Path(__file__).parents[2]
    made = set()
    for zone, lang, seed in (("UTC", "C", "1"), ("Asia/Tokyo", "de_DE.UTF-8", "77")):
        environment = os.environ | {"TZ": zone, "LANG": lang, "LC_ALL": lang, "PYTHONHASHSEED": seed}
        environment["PYTHONPATH"] = os.pathsep.join((str(root), str(root / "src")))
        run = subprocess.run(
            [sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True, check=True
        )
        made.add(run.stdout)
    assert len(made) == 1
    assert made.pop().startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    "body", ["", "<p></p>", "<p> </p>", "<table></table>", "<ul><li></li></ul>", "<h1></h1>"]
)
def test_next_to_nothing_is_still_a_page(body: str) -> None:
    done = lay(body)
    assert pages(done).page_count == 1
    assert done.diagnostics == ()


def test_ordered_lists_and_images_keep_their_attributes() -> None:
    from publish.paginating.preparing import prepare_tree

    root = prepare_tree(
        document(
            '<ol start="3" type="a"><li>x</li></ol><p><img src="a.png" alt="a" width="40" height="50%"/></p>'
        )
    )
    assert root.find(".//ol").get("style") == "counter-reset: list-item 2; list-style-type: lower-alpha"
    assert root.find(".//img").get("style") == "width: 40px; height: 50%"


def test_a_missing_glyph_is_named_with_its_place() -> None:
    source = Source("one.md", "Text.\n\nHere is \U0010fffd alone.\n")
    done = lay("<p>Here is \U0010fffd alone.</p>", sources=(source,))
    assert [(d.code, str(d.where)) for d in done.diagnostics] == [("font/missing-glyph", "one.md:3:9")]
    assert "U+10FFFD (private use)" in done.diagnostics[0].message
    assert "Here is" in done.diagnostics[0].message


def test_a_missing_glyph_is_told_once() -> None:
    done = lay("<p>\U0010fffd \U0010fffd</p><p>\U0010fffd \U0010fffc</p>")
    assert [d.code for d in done.diagnostics] == ["font/missing-glyph"] * 2


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<pre>{'wide ' * 60}</pre>", "a code block"),
        (f"<table><tr><td>{'x' * 200}</td></tr></table>", "a table"),
        (f"<p>{'x' * 200}</p>", "text"),
    ],
)
def test_what_is_too_wide_is_named_once_with_page_and_amount(body: str, kind: str) -> None:
    done = lay(f"<p>before</p>{body}")
    assert [d.code for d in done.diagnostics] == ["layout/overflow"]
    message = done.diagnostics[0].message
    assert message.startswith(kind)
    assert "mm too wide for the text area on page 1" in message
    assert done.diagnostics[0].hints


def test_an_image_too_wide_is_named_by_its_alternative_text() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="20"><path d="M0 0h9v9z"/></svg>'
    images = {"images/a b.svg": Resource("images/a b.svg", "image/svg+xml", svg)}
    body = document('<figure><img src="images/a%20b.svg" alt="wide"/></figure>')
    done = paginate(body, [StyleSheet("page.css", PAGE)], images, (), Metadata())
    assert [d.code for d in done.diagnostics] == ["layout/overflow"]
    assert done.diagnostics[0].message.startswith("an image (“wide”) is 1")


def test_what_is_not_well_formed_is_a_bug_of_ours() -> None:
    with pytest.raises(ValueError, match="well-formed"):
        paginate("<p>x", [], {}, (), Metadata())


def test_every_object_is_formed_once_and_the_identifier_is_made_of_all_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed: list[int] = []
    identifiers: list[bytes] = []
    pack, original, plain = zlib.compressobj, pydyf.Stream.data, pydyf.Dictionary.data
    monkeypatch.setattr(zlib, "compressobj", lambda **named: packed.append(1) or pack(**named))
    formed: list[int] = []

    def form(one: pydyf.Dictionary) -> bytes:
        if one.number is not None:
            formed.append(one.number)
        return bytes(plain.fget(one))

    counted = property(form)
    monkeypatch.setattr(pydyf.Dictionary, "data", counted)
    for word in ("one", "two"):
        with opened(lay(f"<p>{word}</p>")) as pdf:
            is_packed = [stream for stream in pdf.objects if isinstance(stream, pikepdf.Stream)]
            is_packed = [stream for stream in is_packed if stream.get("/Filter") == "/FlateDecode"]
            assert len(packed) == len(is_packed) > 2
            identifiers.append(bytes(pdf.trailer.ID[1]))
        packed.clear()
        assert len(formed) == len(set(formed)) > 10
        formed.clear()
    assert identifiers[0] != identifiers[1]
    assert (pydyf.Stream.data, pydyf.Dictionary.data) == (original, counted)
