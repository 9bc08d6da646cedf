"""A PDF becomes a booklet: two pages a side, in the order that folding makes right.

In: a PDF of single pages. Out: a PDF of sheet sides, front and back in turn, to be printed on both sides; lying
sheets are turned on the short edge, so that backs stand upright. Pages become form XObjects (ISO 32000-1, 8.10)
inside the same file: nothing is scaled, recoded or stored twice, and the document's own information stays.
What belongs to pages that no longer exist (outline, destinations, structure, labels, links) goes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.model.diagnostic import Diagnostic, Outcome, diagnose
from publish.model.plan import PageSize
from publish.press.fit import fit_sheet
from publish.press.order import Side, order_sheets
from publish.press.trim import NoPageSize, Trim, trim_of

# pikepdf logs what it mended in a damaged file; without a handler Python would print that.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())

_KEPT = frozenset(
    ("/Type", "/Pages", "/Metadata", "/Lang", "/ViewerPreferences", "/OutputIntents", "/OCProperties",
     "/Version", "/Extensions")
)  # fmt: skip
"""What of the catalogue still holds for sheets."""

_CLAIMS = ("pdfuaid:part", "pdfuaid:rev", "pdfuaid:amd", "pdfaid:part", "pdfaid:conformance", "pdfaid:rev")
"""Claims of conformance (PDF/UA, PDF/A) that an imposed file cannot uphold: it has no structure."""


@dataclass(frozen=True, slots=True)
class _Spread:
    """A sheet in points, and on it two equal rooms for pages that meet in its middle, where it is folded."""

    width: float
    height: float
    room_width: float
    room_height: float

    @property
    def left(self) -> float:
        return self.width / 2 - self.room_width

    @property
    def bottom(self) -> float:
        return (self.height - self.room_height) / 2


def impose_booklet(pdf: bytes, sheet: PageSize | None) -> Outcome[tuple[bytes, int]]:
    """Impose a PDF two up for saddle stitching; return the file and the number of sheet sides.

    `sheet` None makes sheets exactly two pages wide. Pages of differing size are centred in rooms as large as
    the largest. A file that cannot be read, or pages that do not fit, give an error and no bytes.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            if document.is_encrypted:
                return _refused("it is encrypted", "save a copy without encryption, and impose that")
            return _impose(document, sheet)
    except pikepdf.PasswordError:
        return _refused("it asks for a password", "save a copy without a password, and impose that")
    except NoPageSize:
        return _refused("it has a page without a size", "save the file again with the program that made it")
    except pikepdf.PikepdfError as trouble:
        reason = str(trouble).rpartition(": ")[2].strip() or "damaged"
        return _refused(f"it is damaged or no PDF at all ({reason})", "check that the file opens in a viewer")


def _refused(why: str, act: str) -> Outcome[tuple[bytes, int]]:
    return _nothing(
        diagnose("pdf/unreadable", f"the file cannot be imposed: {why}; expected a readable PDF", hints=[act])
    )


def _nothing(found: Diagnostic) -> Outcome[tuple[bytes, int]]:
    return Outcome((b"", 0), (found,))


def _impose(document: pikepdf.Pdf, sheet: PageSize | None) -> Outcome[tuple[bytes, int]]:
    count = len(document.pages)
    if count == 0:
        return _refused("it has no pages", "check that the file opens in a viewer")
    # Filled-in forms, stamps and highlights are annotations: on paper they are part of the page.
    document.flatten_annotations("print")
    trims = [trim_of(page) for page in document.pages]
    room = (max(trim.width for trim in trims), max(trim.height for trim in trims))
    size = fit_sheet(*room, sheet)
    if isinstance(size, Diagnostic):
        return _nothing(size)
    spread = _Spread(*size, *room)
    pages = [(_form(document, page, trim), trim) for page, trim in zip(document.pages, trims, strict=True)]
    sides = [
        side
        for folded in order_sheets(count, right_to_left=_reads_from_the_right(document))
        for side in (folded.front, folded.back)
    ]
    for side in sides:
        _add_side(document, side, pages, spread)
    del document.pages[:count]
    _tidy(document, lying=size[0] >= size[1])
    imposed = BytesIO()
    document.save(
        imposed,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return Outcome((imposed.getvalue(), len(sides)))


def _form(document: pikepdf.Pdf, page: pikepdf.Page, trim: Trim) -> pikepdf.Object:
    form = page.as_form_xobject(handle_transformations=False)
    form.BBox = Array([*trim.box])
    form.Matrix = Array([*trim.upright])
    return document.make_indirect(form)


def _add_side(
    document: pikepdf.Pdf, side: Side, pages: list[tuple[pikepdf.Object, Trim]], spread: _Spread
) -> None:
    """Append one side of a sheet: each page centred in its room."""
    resources, drawing = Dictionary(), []
    for place, number in enumerate(side):
        if number is None:
            continue
        form, trim = pages[number - 1]
        across = spread.left + place * spread.room_width + (spread.room_width - trim.width) / 2
        up = spread.bottom + (spread.room_height - trim.height) / 2
        resources[f"/P{number}"] = form
        drawing.append(f"q 1 0 0 1 {across:.4f} {up:.4f} cm /P{number} Do Q")
    page = document.add_blank_page(page_size=(spread.width, spread.height))
    page.obj.Resources = Dictionary(XObject=resources)
    page.obj.Contents = document.make_stream("\n".join(drawing).encode("ascii"))
    right, top = spread.left + 2 * spread.room_width, spread.bottom + spread.room_height
    page.obj.TrimBox = Array([spread.left, spread.bottom, right, top])


def _reads_from_the_right(document: pikepdf.Pdf) -> bool:
    preferences = document.Root.get("/ViewerPreferences")
    return isinstance(preferences, Dictionary) and preferences.get("/Direction") == Name.R2L


def _tidy(document: pikepdf.Pdf, *, lying: bool) -> None:
    """Drop what pointed at the single pages; tell printers how to turn the sheets and not to scale them."""
    for key in [key for key in document.Root.keys() if key not in _KEPT]:  # noqa: SIM118 - an Object is no dict
        del document.Root[key]
    if not isinstance(document.Root.get("/ViewerPreferences"), Dictionary):
        document.Root.ViewerPreferences = Dictionary()
    preferences = document.Root.ViewerPreferences
    preferences.Duplex = Name.DuplexFlipShortEdge if lying else Name.DuplexFlipLongEdge
    preferences.PrintScaling = Name("/None")
    if "/Metadata" in document.Root:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for claim in _CLAIMS:
                if claim in metadata:
                    del metadata[claim]
