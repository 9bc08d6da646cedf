"""Changes made to a finished PDF: what goes wrong between two tools, and what nobody can see.

In: the bytes of a PDF. Out: other bytes.
"""

from __future__ import annotations

import io
import re
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
                    o = [o[0], Decimal(str(round(float(o[1]) * factor, 3)))]
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
        images = {}
        for page in pdf.pages:
            for image in page.images.values():
                images[image.objgen] = image
        image = [images[key] for key in sorted(images)][number]
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


def set_info(key: str, value: str) -> PdfEdit:
    """Change what the PDF says of itself, in both places."""
    names = {"/Title": "dc:title", "/Producer": "pdf:Producer", "/Creator": "xmp:CreatorTool"}

    def edit(pdf: Pdf) -> None:
        pdf.docinfo[key] = String(value)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            if key == "/Author":
                metadata["dc:creator"] = [value]
            elif key in names:
                metadata[names[key]] = value

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


def drop_xmp(pdf: Pdf) -> None:
    """Remove the XMP packet, and with it the mark of PDF/UA."""
    del pdf.Root["/Metadata"]


def mark_pdfa(pdf: Pdf) -> None:
    """Claim to be PDF/A."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"


def set_dates(pdf: Pdf) -> None:
    """Say it was made at another time."""
    pdf.docinfo["/CreationDate"] = "D:20200101000000Z"
    pdf.docinfo["/ModDate"] = "D:20210101000000Z"


def set_id(pdf: Pdf) -> None:
    """Give it another identifier."""
    pdf.trailer.ID = Array([String(b"0123456789abcdef"), String(b"fedcba9876543210")])


def rename_subsets(pdf: Pdf) -> None:
    """Give the subsets of fonts other prefixes."""
    for item in pdf.objects:
        if not isinstance(item, Dictionary):
            continue
        for key in ("/BaseFont", "/FontName"):
            if key in item:
                item[key] = Name("/" + "QWERTZ+" + str(item[key])[1:].partition("+")[2])


def shuffle_objects(pdf: Pdf) -> None:
    """Make pages and fonts new objects, numbered in another order."""
    for page in reversed(list(pdf.pages)):
        page.obj.Resources = pdf.make_indirect(page.obj.Resources)
        page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes())


def split_contents(pdf: Pdf) -> None:
    """Cut each page's instructions into two streams at the end of a text."""
    for page in pdf.pages:
        content = page.Contents.read_bytes()
        at = content.rfind(b"ET")
        if at > 0:
            page.Contents = Array([pdf.make_stream(content[: at + 2]), pdf.make_stream(content[at + 2 :])])


def rename_resources(pdf: Pdf) -> None:
    """Call fonts by other names in the instructions."""
    for page in pdf.pages:
        fonts = page.obj.Resources.get("/Font")
        if fonts is None:
            continue
        names = [key for key in fonts if not key.startswith("/Zz")]
        content = page.Contents.read_bytes()
        for key in names:
            content = re.sub(
                rb"/" + re.escape(key[1:].encode()) + rb"(?=\s)", b"/Zz" + key[1:].encode(), content
            )
            fonts["/Zz" + key[1:]] = fonts[key]
        page.Contents = pdf.make_stream(content)


def add_javascript_free_junk(pdf: Pdf) -> None:
    """Add private data that no viewer shows."""
    pdf.Root["/PieceInfo"] = Dictionary(Tool=Dictionary(LastModified=String("D:2020"), Private=Array([1, 2])))


def add_default_boxes(pdf: Pdf) -> None:
    """Spell out boxes that are the same as the media box."""
    for page in pdf.pages:
        for name in ("/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"):
            page.obj[name] = Array(page.obj.MediaBox)


def move_origin(pdf: Pdf) -> None:
    """Let the page's coordinates begin elsewhere."""
    for page in pdf.pages:
        left, bottom, right, top = (float(v) for v in page.mediabox)
        page.obj.MediaBox = Array([left + 100, bottom + 50, right + 100, top + 50])
        for name in ("/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"):
            if name in page.obj:
                page.obj[name] = Array(page.obj.MediaBox)
        page.contents_add(b"q 1 0 0 1 100 50 cm", prepend=True)
        page.contents_add(b"Q")


def reverse_annotations(pdf: Pdf) -> None:
    """List the links of each page in another order."""
    for page in pdf.pages:
        if "/Annots" in page.obj:
            page.obj.Annots = Array(list(reversed(list(page.obj.Annots))))


def inline_destinations(pdf: Pdf) -> None:
    """Let links lead to places instead of names."""
    names = {str(key): value for key, value in pikepdf.NameTree(pdf.Root.Names.Dests).items()}
    for _, note in each_link(pdf):
        where = note.get("/Dest") if "/Dest" in note else note.get("/A", {}).get("/D")
        if isinstance(where, String) and str(where) in names:
            target = names[str(where)]
            note.Dest = target if isinstance(target, Array) else target.D
            if "/A" in note:
                del note["/A"]


def rename_destinations(pdf: Pdf) -> None:
    """Call the places that links lead to by other names."""
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    for key, value in list(tree.items()):
        del tree[key]
        tree["x" + str(key)] = value
    for _, note in each_link(pdf):
        where = note.get("/Dest") if "/Dest" in note else note.get("/A", {}).get("/D")
        if isinstance(where, String):
            if "/Dest" in note:
                note.Dest = String("x" + str(where))
            else:
                note.A.D = String("x" + str(where))


def recompress_pictures(pdf: Pdf) -> None:
    """Pack the pixels of pictures otherwise, without loss."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image" and "/SMask" not in item:
            content = item.read_bytes()
            item.write(zlib.compress(content, 1), filter=Name.FlateDecode)


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
