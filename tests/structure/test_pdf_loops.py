"""Files whose objects run in circles, or hold nothing where something is expected, are read all the same."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.model.pages import PageStructure
from publish.structure.pdf.from_pdf import read_pdf

_PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">{}</rdf:Description></rdf:RDF></x:xmpmeta>"""


def _read(content: bytes, edit: Callable[[pikepdf.Pdf], None]) -> PageStructure:
    stream = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        edit(pdf)
        pdf.save(stream)
    structure = read_pdf(stream.getvalue()).value
    assert structure is not None
    return structure


def _labelled(content: bytes, *ranges: int | Dictionary) -> list[str]:
    def label(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels = Dictionary(Nums=Array(ranges))

    return [page.label for page in _read(content, label).pages]


def _loop(pdf: pikepdf.Pdf, times: int) -> pikepdf.Object:
    """Return a node that is so many times its own kid."""
    node = pdf.make_indirect(Dictionary(Limits=Array([0, 99_999])))
    node.Kids = Array([node] * times)
    return node


@pytest.fixture(scope="module")
def blank() -> bytes:
    pdf = pikepdf.new()
    for _ in range(6):
        pdf.add_blank_page(page_size=(200, 300))
    stream = BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def test_pages_are_called_by_their_labels(blank: bytes) -> None:
    front, body = Dictionary(S=Name.r), Dictionary(S=Name.A, P=String("A-"), St=26)
    assert _labelled(blank, 0, front, 3, body, 5, Dictionary(P=String("index"))) == [
        "i",
        "ii",
        "iii",
        "A-Z",
        "A-AA",
        "index",
    ]
    assert _labelled(blank, 2, Dictionary(S=Name.D, St=7)) == ["1", "2", "7", "8", "9", "10"]


def test_numbers_out_of_all_reason_are_told_in_figures(blank: bytes) -> None:
    much = 2_000_000_000
    assert _labelled(blank, 0, Dictionary(S=Name.R, St=much))[0] == str(much)
    assert _labelled(blank, 0, Dictionary(S=Name.a, St=much))[0] == str(much)


@pytest.mark.parametrize("times", [1, 3])
def test_labels_in_a_circle_are_none(blank: bytes, times: int) -> None:
    def tie(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels = _loop(pdf, times)

    assert [page.label for page in _read(blank, tie).pages] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("times", [1, 3])
def test_tags_that_cannot_be_reached_are_left(small_pdf: bytes, times: int) -> None:
    def tie(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.ParentTree = _loop(pdf, times)

    structure = _read(small_pdf, tie)
    assert not structure.is_tagged
    assert structure.blocks


@pytest.mark.parametrize(
    "name", ["title", "language", "description", "publisher", "rights", "creator", "subject"]
)
@pytest.mark.parametrize("held", ["", "<rdf:Alt></rdf:Alt>", "<rdf:Bag><rdf:li> </rdf:li></rdf:Bag>"])
def test_properties_that_hold_nothing(blank: bytes, name: str, held: str) -> None:
    def tell(pdf: pikepdf.Pdf) -> None:
        packet = _PACKET.format(f"<dc:{name}>{held}</dc:{name}><dc:title>A title</dc:title>").encode()
        pdf.Root.Metadata = pikepdf.Stream(pdf, packet, Type=Name.Metadata, Subtype=Name.XML)

    metadata = _read(blank, tell).metadata
    assert metadata.title == "A title"
    assert (metadata.subject, metadata.authors, metadata.keywords) == ("", (), ())
