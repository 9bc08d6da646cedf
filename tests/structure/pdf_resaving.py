"""Changes of a finished PDF that no reader can see: what tools do when they save, pack or stamp a file.

In: an opened PDF. Out: nothing; it is changed in place.
"""

from __future__ import annotations

import re
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.structure.pdf_edits import PdfEdit, each_link


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


def add_private_data(pdf: Pdf) -> None:
    """Add private data that no viewer shows."""
    pdf.Root["/PieceInfo"] = Dictionary(Tool=Dictionary(LastModified=String("D:2020"), Private=Array([1, 2])))


def add_default_boxes(pdf: Pdf) -> None:
    """Spell out boxes that are the same as the media box."""
    for page in pdf.pages:
        for name in ("/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"):
            page.obj[name] = Array(page.obj.MediaBox)


def move_origin(pdf: Pdf) -> None:
    """Let coordinates begin elsewhere, with all that is placed by them: ink, boxes, links and goals."""
    right, up = 100, 50
    for page in pdf.pages:
        left, bottom, far, top = (float(v) for v in page.mediabox)
        page.obj.MediaBox = Array([left + right, bottom + up, far + right, top + up])
        for name in ("/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"):
            if name in page.obj:
                page.obj[name] = Array(page.obj.MediaBox)
        page.contents_add(f"q 1 0 0 1 {right} {up} cm".encode(), prepend=True)
        page.contents_add(b"Q")
    goals: dict[int, Array] = {}
    for _, note in each_link(pdf):
        note.Rect = Array([float(v) + (up if n % 2 else right) for n, v in enumerate(note.Rect)])
        _collect(goals, note.get("/Dest") if "/Dest" in note else note.get("/A", {}).get("/D"))
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        for goal in pikepdf.NameTree(pdf.Root.Names.Dests).values():
            _collect(goals, goal)
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/Title" in item and "/Dest" in item:
            _collect(goals, item.Dest)
    for goal in goals.values():
        if len(goal) > 3 and goal[1] == "/XYZ":
            goal[2], goal[3] = float(goal[2]) + right, float(goal[3]) + up


def _collect(goals: dict[int, Array], goal: object) -> None:
    """Remember a goal that is an array, once however many links lead to it."""
    found = goal.D if isinstance(goal, Dictionary) and "/D" in goal else goal
    if isinstance(found, Array):
        goals[found.objgen[0] or -1 - len(goals)] = found


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


def show_glyph_by_glyph(pdf: Pdf) -> None:
    """Show each glyph, two bytes of a composite font, by an instruction of its own."""
    for page in pdf.pages:
        if not all(font.Subtype == Name.Type0 for font in page.obj.Resources.get("/Font", {}).values()):
            continue
        cut: list[tuple[list[object], pikepdf.Operator]] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) != "TJ":
                cut.append((list(operands), operator))
                continue
            for part in operands[0]:
                glyphs = bytes(part) if isinstance(part, String) else b""
                parts = [String(glyphs[at : at + 2]) for at in range(0, len(glyphs), 2)] or [part]
                cut += [([Array([each])], operator) for each in parts]
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(cut))
