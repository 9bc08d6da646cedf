"""The metadata packet is well-formed XMP whatever stands in the metadata, and says nothing of the day."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from publish.model.metadata import Metadata, Person
from publish.pdf.xmp import make_xmp

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}


def parse(packet: bytes) -> ET.Element:
    return ET.fromstring(packet.decode().lstrip("\ufeff"))


def test_what_is_known_is_said() -> None:
    metadata = Metadata(authors=(Person("A & B"), Person("Ç")), lang="az", keywords=("x", "y"), publisher="P")
    root = parse(make_xmp(metadata, title="<T>", producer="engine 1"))
    assert [e.text for e in root.findall(".//dc:title//rdf:li", NAMES)] == ["<T>"]
    assert [e.text for e in root.findall(".//dc:creator//rdf:li", NAMES)] == ["A & B", "Ç"]
    assert [e.text for e in root.findall(".//dc:language//rdf:li", NAMES)] == ["az"]
    assert [e.text for e in root.findall(".//dc:subject//rdf:li", NAMES)] == ["x", "y"]
    assert root.findtext(".//pdfuaid:part", None, NAMES) == "1"


def test_what_is_not_known_is_left_out() -> None:
    packet = make_xmp(Metadata(lang=""), title="T", producer="e", pdfua_part=None)
    root = parse(packet)
    for name in ("creator", "language", "date", "rights", "subject", "publisher", "identifier"):
        assert root.find(f".//dc:{name}", NAMES) is None
    assert b"Date" not in packet
    assert b"pdfuaid:part" not in packet


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_is_carried_well_formed(title: str, names: list[str]) -> None:
    metadata = Metadata(authors=tuple(map(Person, names)), keywords=tuple(names), rights_text=title)
    parse(make_xmp(metadata, title=title, producer=title))
