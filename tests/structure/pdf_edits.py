"""Faults made in a finished PDF: what goes wrong between two tools.

In: the bytes of a PDF. Out: other bytes.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Pdf, String

PdfEdit = Callable[[Pdf], None]


def edited(pdf: bytes, edit: PdfEdit, **saving: Any) -> bytes:
    """Return the PDF with an edit made by pikepdf."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        edit(opened)
        opened.save(stream, **saving)
    return stream.getvalue()


def nothing(_pdf: Pdf) -> None:
    """Change nothing."""


def set_contents(pdf: Pdf, page: int, change: Callable[[list[Any]], list[Any]]) -> None:
    """Rewrite the instructions of a page, counted from 0."""
    instructions = [(list(o), op) for o, op in pikepdf.parse_content_stream(pdf.pages[page])]
    pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(change(instructions)))


def shift_all(points: float) -> PdfEdit:
    """Move everything on every page to the right and up."""

    def edit(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.contents_add(f"q 1 0 0 1 {points} {points} cm".encode(), prepend=True)
            page.contents_add(b"Q")

    return edit


def recolour(page: int, red: float, green: float, blue: float) -> PdfEdit:
    """Give all fills of a page one colour."""

    def change(instructions: list[Any]) -> list[Any]:
        colour = [Decimal(str(part)) for part in (red, green, blue)]
        return [(colour, op) if str(op) == "rg" else (o, op) for o, op in instructions]

    return lambda pdf: set_contents(pdf, page, change)


def drop_text(page: int, number: int) -> PdfEdit:
    """Leave out one text-showing instruction of a page."""

    def change(instructions: list[Any]) -> list[Any]:
        kept, seen = [], 0
        for o, op in instructions:
            if str(op) in ("TJ", "Tj"):
                seen += 1
                if seen == number:
                    continue
            kept.append((o, op))
        return kept

    return lambda pdf: set_contents(pdf, page, change)


def move_text(page: int, number: int, right: float, up: float) -> PdfEdit:
    """Move one text of a page; what follows it stays."""

    def change(instructions: list[Any]) -> list[Any]:
        out, seen = [], 0
        for o, op in instructions:
            if str(op) == "BT":
                seen += 1
                if seen == number:
                    out.append(([], Operator("q")))
                    out.append(([1, 0, 0, 1, Decimal(str(right)), Decimal(str(up))], Operator("cm")))
            out.append((o, op))
            if str(op) == "ET" and seen == number:
                out.append(([], Operator("Q")))
                seen += 10_000
        return out

    return lambda pdf: set_contents(pdf, page, change)


def scale_text(page: int, number: int, factor: float) -> PdfEdit:
    """Set one text of a page larger."""

    def change(instructions: list[Any]) -> list[Any]:
        out, seen = [], 0
        for o, op in instructions:
            if str(op) == "Tf":
                seen += 1
                if seen == number:
                    out.append(([o[0], Decimal(str(round(float(o[1]) * factor, 3)))], op))
                    continue
            out.append((o, op))
        return out

    return lambda pdf: set_contents(pdf, page, change)


def each_link(pdf: Pdf) -> list[tuple[Any, Any]]:
    """Return (page, annotation) of every link."""
    return [
        (page, note) for page in pdf.pages for note in page.obj.get("/Annots", []) if note.Subtype == "/Link"
    ]


def link_named(pdf: Pdf, name: str) -> Any:
    """Return the first link to a name."""
    for _, note in each_link(pdf):
        where = note.get("/Dest") if "/Dest" in note else note.get("/A", {}).get("/D")
        if where is not None and isinstance(where, String) and str(where) == name:
            return note
    raise LookupError(name)


def retarget(name: str, to: str) -> PdfEdit:
    """Let the first link to a name lead to another."""

    def edit(pdf: Pdf) -> None:
        note = link_named(pdf, name)
        if "/Dest" in note:
            note.Dest = String(to)
        else:
            note.A.D = String(to)

    return edit


def drop_link(name: str) -> PdfEdit:
    """Remove the first link to a name."""

    def edit(pdf: Pdf) -> None:
        gone = link_named(pdf, name)
        for page in pdf.pages:
            if "/Annots" in page.obj:
                page.obj.Annots = Array([note for note in page.obj.Annots if note.objgen != gone.objgen])

    return edit


def rewrite_uri(to: str) -> PdfEdit:
    """Let the links out of the book lead elsewhere."""

    def edit(pdf: Pdf) -> None:
        for _, note in each_link(pdf):
            if "/A" in note and "/URI" in note.A:
                note.A.URI = String(to)

    return edit


def structure_elements(pdf: Pdf, role: str) -> list[Any]:
    """Return the structure elements of a role, in order."""
    found: list[Any] = []
    stack: list[Any] = [pdf.Root.StructTreeRoot]
    while stack:
        node = stack.pop()
        if not isinstance(node, Object) or not isinstance(node, Dictionary):
            continue
        if node.get("/S") == "/" + role:
            found.append(node)
        kids = node.get("/K", [])
        stack.extend(reversed(list(kids) if isinstance(kids, Array) else [kids]))
    return found


def set_alt(role: str, number: int, text: str) -> PdfEdit:
    """Give a figure another alternative text."""

    def edit(pdf: Pdf) -> None:
        elements = [e for e in structure_elements(pdf, role) if "/Alt" in e]
        elements[number].Alt = String(text)

    return edit


def set_role(old: str, number: int, new: str) -> PdfEdit:
    """Give a structure element another role."""

    def edit(pdf: Pdf) -> None:
        structure_elements(pdf, old)[number].S = Name("/" + new)

    return edit


def move_page(old: int, new: int) -> PdfEdit:
    """Move a page, counted from 0."""

    def edit(pdf: Pdf) -> None:
        page = pdf.pages[old]
        pdf.pages.insert(new if new < old else new + 1, page)
        del pdf.pages[old + 1 if new < old else old]

    return edit


def delete_page(number: int) -> PdfEdit:
    """Remove a page, counted from 0."""

    def edit(pdf: Pdf) -> None:
        del pdf.pages[number]

    return edit


def double_page(number: int) -> PdfEdit:
    """Print a page twice."""

    def edit(pdf: Pdf) -> None:
        pdf.pages.insert(number + 1, pdf.pages[number])

    return edit


def set_box(name: str, by: float, page: int | None = None) -> PdfEdit:
    """Move the right edge of a page box by so many points, of one page or of all."""

    def edit(pdf: Pdf) -> None:
        for number, each in enumerate(pdf.pages):
            if page is None or page == number:
                left, bottom, right, top = (float(v) for v in (each.obj.get("/" + name) or each.mediabox))
                each.obj["/" + name] = Array([left, bottom, Decimal(str(round(right + by, 3))), top])

    return edit


def rotate(page: int) -> PdfEdit:
    """Turn a page."""

    def edit(pdf: Pdf) -> None:
        pdf.pages[page].obj.Rotate = 90

    return edit


def repaint_picture(number: int) -> PdfEdit:
    """Turn a picture's colours into others, in place."""

    def edit(pdf: Pdf) -> None:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        image = sorted(found, key=lambda each: each.objgen)[number]
        picture = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
        turned = picture.rotate(180).tobytes()
        image.write(zlib.compress(turned), filter=Name.FlateDecode)
        image.ColorSpace = Name.DeviceRGB
        image.BitsPerComponent = 8
        if "/DecodeParms" in image:
            del image["/DecodeParms"]

    return edit


def retitle_bookmark(number: int, title: str) -> PdfEdit:
    """Give a bookmark of the outermost level another title."""

    def edit(pdf: Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root[number].title = title

    return edit


def drop_bookmark(number: int) -> PdfEdit:
    """Remove a bookmark of the outermost level."""

    def edit(pdf: Pdf) -> None:
        with pdf.open_outline() as outline:
            del outline.root[number]

    return edit


def set_language(tag: str) -> PdfEdit:
    """Declare another language."""

    def edit(pdf: Pdf) -> None:
        pdf.Root.Lang = String(tag)

    return edit


def drop_tags(pdf: Pdf) -> None:
    """Remove the structure tree."""
    del pdf.Root["/StructTreeRoot"]
    del pdf.Root["/MarkInfo"]


def drop_labels(pdf: Pdf) -> None:
    """Let viewers count pages instead of showing their labels."""
    del pdf.Root["/PageLabels"]


def _drop_elements(elements: list[Any]) -> set[int]:
    """Take structure elements out of the tree and return the marks of their content."""
    marks: set[int] = set()
    stack: list[Any] = list(elements)
    while stack:
        node = stack.pop()
        kids = node.get("/K", []) if isinstance(node, Dictionary) else []
        for kid in list(kids) if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary):
                if kid.get("/Type") == "/MCR":
                    marks.add(int(kid.MCID))
                elif kid.get("/Type") != "/OBJR":
                    stack.append(kid)
            elif isinstance(kid, int):
                marks.add(kid)
    for element in elements:
        parent = element.P
        kids = parent.get("/K", [])
        parent.K = Array(
            [kid for kid in kids if not (isinstance(kid, Dictionary) and kid.objgen == element.objgen)]
        )
    return marks


def _drop_marks(pdf: Pdf, page: int, marks: set[int]) -> None:
    def change(instructions: list[Any]) -> list[Any]:
        kept: list[Any] = []
        stack: list[bool] = []
        for o, op in instructions:
            if str(op) in ("BDC", "BMC"):
                is_gone = len(o) > 1 and isinstance(o[1], Dictionary) and int(o[1].get("/MCID", -1)) in marks
                stack.append(is_gone)
                if is_gone:
                    continue
            elif str(op) == "EMC" and stack.pop():
                continue
            if not (any(stack) and str(op) in ("TJ", "Tj")):
                kept.append((o, op))
        return kept

    set_contents(pdf, page, change)


def _on_page(pdf: Pdf, elements: list[Any], page: int) -> list[Any]:
    wanted = pdf.pages[page].obj.objgen
    return [element for element in elements if "/Pg" in element and element.Pg.objgen == wanted]


def drop_note(page: int) -> PdfEdit:
    """Print a page without its first note: text, tag and links."""

    def edit(pdf: Pdf) -> None:
        notes = _on_page(pdf, structure_elements(pdf, "Note"), page)
        _drop_marks(pdf, page, _drop_elements(notes[:1]))

    return edit


def drop_call(page: int) -> PdfEdit:
    """Print a page without the call of its first note."""

    def edit(pdf: Pdf) -> None:
        gone = link_named(pdf, "note-1")
        pdf.pages[page].obj.Annots = Array([n for n in pdf.pages[page].obj.Annots if n.objgen != gone.objgen])
        links = _on_page(pdf, structure_elements(pdf, "Link"), page)
        _drop_marks(pdf, page, _drop_elements(links[:1]))

    return edit


def swap_leaves(side: int) -> PdfEdit:
    """Swap the two pages that share a side of a sheet."""

    def edit(pdf: Pdf) -> None:
        def change(instructions: list[Any]) -> list[Any]:
            places = [n for n, (_, op) in enumerate(instructions) if str(op) == "Do"]
            first, second = places[0], places[-1]
            out = list(instructions)
            out[first], out[second] = instructions[second], instructions[first]
            return out

        set_contents(pdf, side, change)

    return edit
