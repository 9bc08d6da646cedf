"""The structure tree is mended: items hold labels and bodies, links their annotations, and IDs are indexed."""

from __future__ import annotations

import pydyf

from publish.pdf.structure import mend_structure


def element(pdf: pydyf.PDF, kind: str, parent: pydyf.Dictionary, *kids: object) -> pydyf.Dictionary:
    made = pydyf.Dictionary({"Type": "/StructElem", "S": kind, "K": pydyf.Array(kids), "P": parent.reference})
    pdf.add_object(made)
    parent["K"].append(made.reference)
    return made


def tree() -> tuple[pydyf.PDF, pydyf.Dictionary, pydyf.Dictionary]:
    pdf = pydyf.PDF()
    parents = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Array()])})
    pdf.add_object(parents)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot", "K": pydyf.Array(), "ParentTree": parents.reference})
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    return pdf, root, parents


def kinds(pdf: pydyf.PDF, parent: pydyf.Dictionary) -> list[str]:
    return [pdf.objects[int(kid.split()[0])]["S"] for kid in parent["K"]]


def test_loose_contents_of_an_item_go_into_its_body() -> None:
    pdf, root, _ = tree()
    item = element(pdf, "/LI", root)
    element(pdf, "/Lbl", item)
    paragraph = element(pdf, "/P", item)
    element(pdf, "/L", item)
    mend_structure(pdf)
    assert kinds(pdf, item) == ["/Lbl", "/LBody"]
    body = pdf.objects[int(item["K"][1].split()[0])]
    assert kinds(pdf, body) == ["/P", "/L"]
    assert paragraph["P"] == body.reference


def test_an_item_with_a_body_keeps_it() -> None:
    pdf, root, _ = tree()
    item = element(pdf, "/LI", root)
    body = element(pdf, "/LBody", item)
    element(pdf, "/P", item)
    mend_structure(pdf)
    assert item["K"] == [body.reference]
    assert kinds(pdf, body) == ["/P"]


def test_a_table_inside_a_table_is_one_table() -> None:
    pdf, root, _ = tree()
    outer = element(pdf, "/Table", root)
    row = element(pdf, "/TR", element(pdf, "/Table", outer))
    mend_structure(pdf)
    assert kinds(pdf, outer) == ["/TR"]
    assert row["P"] == outer.reference


def test_a_links_annotation_belongs_to_the_link() -> None:
    pdf, root, parents = tree()
    annotation = pydyf.Dictionary({"Subtype": "/Link", "StructParent": 1})
    pdf.add_object(annotation)
    reference = pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference})
    pdf.add_object(reference)
    link = element(pdf, "/Link", root)
    inner = element(pdf, "/Span", link, reference.reference)
    parents["Nums"].extend([1, inner.reference])
    mend_structure(pdf)
    assert reference.reference in link["K"]
    assert inner["K"] == []
    assert parents["Nums"][3] == link.reference


def test_identifiers_are_indexed_in_order() -> None:
    pdf, root, _ = tree()
    for name in ("b", "a"):
        element(pdf, "/Note", root)["ID"] = pydyf.String(name)
    mend_structure(pdf)
    index = pdf.objects[int(root["IDTree"].split()[0])]
    assert index["Names"][::2] == [b"(a)", b"(b)"]


def test_a_file_without_structure_is_left_alone() -> None:
    pdf = pydyf.PDF()
    before = len(pdf.objects)
    mend_structure(pdf)
    assert len(pdf.objects) == before
