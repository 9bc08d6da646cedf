"""The structure tree of a PDF about to be written, mended to pass PDF/UA-1.

In: a pydyf document with a structure tree (ISO 32000-1, 14.7) before it is written. Out: the same document with

- the contents of list items inside LBody (table 337: LI holds Lbl and LBody only),
- no table directly inside a table, which is how a table's anonymous wrapper box comes out,
- object references of links directly in their Link element (ISO 14289-1, 7.18.5), the parent tree agreeing,
- every element identifier in the IDTree (ISO 32000-1, table 322).

Working on the objects in memory saves reading and writing the file a second time.
"""

from __future__ import annotations

from typing import Any

import pydyf


def mend_structure(pdf: Any) -> None:
    """Mend the structure tree in place; a document without one is left as it is."""
    root_reference = pdf.catalog.get("StructTreeRoot")
    if root_reference is None:
        return
    tree = _Tree(pdf)
    root = tree.object(root_reference)
    identifiers: list[tuple[bytes, bytes]] = []
    # Elements made on the way need no look themselves: the list is taken before.
    for element in [item for item in pdf.objects if _is_element(item)]:
        kind = element["S"]
        if kind == "/LI":
            tree.wrap_item(element)
        elif kind == "/Table":
            tree.unwrap_table(element)
        if kind != "/Link":
            tree.lift_link_references(element, root)
        if "ID" in element:
            identifier = element["ID"]
            identifiers.append((identifier.data, element.reference))
    if identifiers:
        names = pydyf.Array(part for pair in sorted(identifiers) for part in pair)
        id_tree = pydyf.Dictionary({"Names": names})
        pdf.add_object(id_tree)
        root["IDTree"] = id_tree.reference


class _Tree:
    """Objects of one document by reference."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf

    def object(self, reference: Any) -> Any:
        """Return what a reference points at, or None for numbers of marked content."""
        if isinstance(reference, bytes) and reference.endswith(b" R"):
            return self.pdf.objects[int(reference.split()[0])]
        return None

    def wrap_item(self, item: Any) -> None:
        """Put whatever a list item holds besides its label into its body, in order."""
        kids = [(kid, self._kind(kid)) for kid in item["K"]]
        rest = [(kid, kind) for kid, kind in kids if kind != "/Lbl"]
        if all(kind == "/LBody" for _, kind in rest):
            return
        if rest[0][1] == "/LBody":
            body = self.object(rest.pop(0)[0])
        else:
            body = pydyf.Dictionary(
                {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "P": item.reference}
            )
            if "Pg" in item:
                body["Pg"] = item["Pg"]
            self.pdf.add_object(body)
        for kid, kind in rest:
            body["K"].append(kid)
            element = self.object(kid)
            if _is_element(element):
                element["P"] = body.reference
            if kind == "/LBody":
                element["S"] = "/NonStruct"
        item["K"] = pydyf.Array([*(kid for kid, kind in kids if kind == "/Lbl"), body.reference])

    def _kind(self, kid: Any) -> str:
        """Return the structure type of what a reference points at; empty for marked content."""
        element = self.object(kid)
        return str(element.get("S", "")) if isinstance(element, pydyf.Dictionary) else ""

    def unwrap_table(self, table: Any) -> None:
        """Let a table that is directly inside another give its contents to it (ISO 32000-1, table 337)."""
        kids = pydyf.Array()
        for kid in table["K"]:
            inner = self.object(kid)
            if not (_is_element(inner) and inner["S"] == "/Table"):
                kids.append(kid)
                continue
            for grandchild in inner["K"]:
                kids.append(grandchild)
                element = self.object(grandchild)
                if _is_element(element):
                    element["P"] = table.reference
            inner["K"] = pydyf.Array()
        table["K"] = kids

    def lift_link_references(self, element: Any, root: Any) -> None:
        """Move references to link annotations up to the Link element they belong to."""
        moved = [kid for kid in element["K"] if self._is_link_reference(kid)]
        if not moved:
            return
        link = self._link_above(element)
        if link is None:
            return
        element["K"] = pydyf.Array(kid for kid in element["K"] if kid not in moved)
        numbers = self.object(root["ParentTree"])["Nums"]
        for kid in moved:
            link["K"].append(kid)
            annotation = self.object(self.object(kid)["Obj"])
            numbers[2 * annotation["StructParent"] + 1] = link.reference

    def _is_link_reference(self, kid: Any) -> bool:
        reference = self.object(kid)
        if not isinstance(reference, pydyf.Dictionary) or reference.get("Type") != "/OBJR":
            return False
        return bool(self.object(reference["Obj"]).get("Subtype") == "/Link")

    def _link_above(self, element: Any) -> Any:
        while element is not None and _is_element(element):
            if element["S"] == "/Link":
                return element
            element = self.object(element["P"])
        return None


def _is_element(item: Any) -> bool:
    return isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
